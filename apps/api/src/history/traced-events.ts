import { concurrently, type EventStore, type RecordedEvent } from '@mithaq/event-store';
import { type TraceRow } from '@mithaq/projections';
import { streamsAtOnce } from '../reading/in-order.js';

/** The events that stand there, in the same order: of each stream the part that has them is read once. */
export async function eventsOf(store: EventStore, rows: readonly TraceRow[]): Promise<RecordedEvent[]> {
  const wanted = new Map<string, Set<bigint>>();
  for (const { stream, revision } of rows) wanted.set(stream, (wanted.get(stream) ?? new Set()).add(BigInt(revision)));
  const found = new Map<bigint, RecordedEvent>();
  await concurrently([...wanted], streamsAtOnce, async ([stream, revisions]) => {
    const [from, ...others] = revisions; // rows of a stream come in the order of its revisions
    const last = others.at(-1) ?? from!;
    for await (const event of store.readStream(stream, { from: from! })) {
      if (revisions.has(event.revision)) found.set(event.position, event);
      if (event.revision === last) break;
    }
  });
  return rows.map(({ position, stream, revision }) => {
    const event = found.get(BigInt(position));
    if (!event)
      throw new Error(`The views know revision ${revision} of ${stream} at position ${position}, and the store has it not there.`);
    return event;
  });
}
