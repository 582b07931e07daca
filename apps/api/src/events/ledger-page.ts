import { type EventMetadata } from '@mithaq/domain';
import { categoryOf, type EventStore, type RecordedEvent } from '@mithaq/event-store';
import { type ResolvedMoment } from '@mithaq/projections';
import { isOfKind, type KindsOfEvents } from './kinds-of-events.js';

/** So many events are looked at for one page, however few of them are asked for: a page of a rare category costs no more than another. */
const mostRead = 5_000;

export interface LedgerPart extends KindsOfEvents {
  /** The moment of the answer: nothing after its position; with a day, nothing that became true later. */
  readonly moment: Pick<ResolvedMoment, 'position' | 'at'>;
  readonly direction: 'forwards' | 'backwards';
  /** The last position that was seen on the page before. */
  readonly after: bigint | undefined;
  readonly limit: number;
}

/** A part of the ledger in its order; `last` is where the next part begins after, undefined where there is none. */
export async function readPart(store: EventStore, part: LedgerPart): Promise<{ events: RecordedEvent[]; last: bigint | undefined }> {
  const { moment, direction, after, limit } = part;
  const events: RecordedEvent[] = [];
  if (moment.position === null) return { events, last: undefined };
  let read = 0;
  for await (const event of inOrder(store, direction, after, moment.position)) {
    if (isAsked(event, part)) events.push(event);
    if (events.length === limit || ++read === mostRead) return { events, last: event.position };
  }
  return { events, last: undefined };
}

/** From after a position (or where the direction begins) to the moment, by positions that the store knows: those of its events. */
async function* inOrder(
  store: EventStore,
  direction: LedgerPart['direction'],
  after: bigint | undefined,
  position: bigint,
): AsyncGenerator<RecordedEvent> {
  if (direction === 'backwards') {
    // Backwards begins before its position: the event of the moment itself is read forwards.
    if (after === undefined) {
      for await (const event of store.readAll({ from: position })) {
        yield event;
        break;
      }
    }
    yield* store.readAll({ direction, from: after ?? position });
    return;
  }
  for await (const event of store.readAll(after === undefined ? {} : { from: after })) {
    if (event.position > position) return;
    if (event.position !== after) yield event;
  }
}

function isAsked(event: RecordedEvent, { moment: { at }, categories, types }: LedgerPart): boolean {
  const { stream, metadata } = event;
  if ((categories && !categories.includes(categoryOf(stream))) || !isOfKind(event, { types })) return false;
  return at.day === undefined || (metadata as unknown as EventMetadata).effectiveAt <= at.day; // as the ledger stamped it
}
