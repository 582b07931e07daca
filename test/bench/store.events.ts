/** What the benchmarks of the event store append: the same events, whatever the engine. */
import { v7 as uuidv7 } from 'uuid';
import { type EventStore, type ExpectedRevision, type NewEvent } from '@mithaq/event-store';
import { rate } from './benchmark.js';

export function freshStream(): string {
  return `commitment-${uuidv7()}`;
}

/** About what a progress report of a commitment weighs. */
function event(): NewEvent {
  const id = uuidv7();
  return {
    id,
    type: 'ProgressReported',
    data: {
      cycle: '2026',
      percent: 40,
      narrative: 'Forty schools in the north have been connected; the south follows in spring.',
      amounts: [{ value: '1250000.00', currency: 'USD' }],
    },
    metadata: {
      actor: { subject: 'u-4711', roles: ['partner'], organisation: 'organisation-77' },
      correlationId: id,
      causationId: id,
      schemaVersion: 1,
      effectiveAt: '2026-11-24',
    },
  };
}

export function events(count: number): NewEvent[] {
  return Array.from({ length: count }, event);
}

export function several(lists: number, each: number): NewEvent[][] {
  return Array.from({ length: lists }, () => events(each));
}

/** The same, made in the order in which as many writers append them side by side: an id is drawn just before, and tells its moment. */
export function sideBySide(lists: number, each: number): NewEvent[][] {
  const made: NewEvent[][] = Array.from({ length: lists }, () => []);
  for (let i = 0; i < each; i++) for (const list of made) list.push(event());
  return made;
}

/** As many writers as there are lists, each appending its events one by one to a stream of its own. */
export function appends(store: EventStore, lists: readonly NewEvent[][]): Promise<number> {
  const write = async (events: readonly NewEvent[]) => {
    const stream = freshStream();
    let expected: ExpectedRevision = 'none';
    for (const event of events) expected = (await store.append(stream, expected, [event])).revision;
  };
  return rate(async () => {
    await Promise.all(lists.map(write));
    return lists.flat().length;
  });
}

/** One writer, a list at a time. */
export function batches(store: EventStore, lists: readonly NewEvent[][]): Promise<number> {
  return rate(async () => {
    for (const events of lists) await store.append(freshStream(), 'none', events);
    return lists.flat().length;
  });
}
