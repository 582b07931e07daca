/** Any JSON object: what an event's `data` and `metadata` are to a store, which never looks inside. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An event that is to be stored. */
export interface NewEvent {
  /** A UUID, unique within its stream; the same id at the same expectation is the same append again. */
  readonly id: string;
  /** The stored name of what happened, in the past tense: `CommitmentPledged`. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  /**
   * When another ledger first recorded this event (RFC 3339, UTC, milliseconds). Only to copy a ledger, in order, into an
   * empty store, one append at a time; otherwise left out, and the engine's clock says.
   */
  readonly recordedAt?: string;
}

/** An event as the store has it. What was appended comes back as it was given; the rest is the store's. */
export interface RecordedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly stream: string;
  /** The place in its stream: 0, 1, 2 …, without a gap. */
  readonly revision: bigint;
  /** The place in the ledger. Positions only grow; that they are dense is promised nowhere. In JSON: a decimal string. */
  readonly position: bigint;
  /** When the store recorded it: RFC 3339, UTC, milliseconds. The clock of a store may step back between positions. */
  readonly recordedAt: string;
}

/** The stream's last revision as the writer saw it, or `none` where the stream must not exist yet. There is no "any": it cannot be repeated safely. */
export type ExpectedRevision = bigint | 'none';

/** Where the last event of an append stands. */
export interface Appended {
  readonly revision: bigint;
  readonly position: bigint;
}

export type Direction = 'forwards' | 'backwards';

/** Where a read of one stream begins (that revision included), and which way it goes. Default: all, forwards; backwards begins at the end. */
export interface StreamRead {
  readonly direction?: Direction;
  readonly from?: bigint;
}

/**
 * Where a read of the ledger begins, and which way it goes. Forwards includes `from`, backwards begins before it. Default: all, forwards.
 * `from` is a position that this store has given: an engine need not know of others, and none promises what it does with them.
 */
export interface AllRead {
  readonly direction?: Direction;
  readonly from?: bigint;
}

/** Which streams a subscription delivers: those whose category (what stands before the first hyphen of the name) is named; where none is named, all. */
export interface SubscriptionFilter {
  readonly categories?: readonly string[];
}

/**
 * What a subscription delivers. A `checkpoint` says that everything of the filter up to its position has been delivered. One follows
 * whenever nothing more is at hand, and now and then while events of other categories are passed over, so that a follower of a
 * quiet category advances too, and one that writes in batches knows when to write.
 */
export type Delivery =
  { readonly kind: 'event'; readonly event: RecordedEvent } | { readonly kind: 'checkpoint'; readonly position: bigint };

/** The most that one append may weigh: type, data and metadata of all its events as JSON, in bytes of UTF-8. */
export const maxAppendBytes = 1_000_000;

/**
 * The port of the ledger: streams of immutable events, in one order. Type and injection token in one.
 * What stands in these comments is promised by every engine and tried by one contract (`testing/event-store.contract.ts`).
 */
export abstract class EventStore {
  /**
   * Stores the events at the end of the stream, all or none, if its last revision is the expected one. Once the promise is
   * fulfilled they are on stable storage.
   *
   * The same ids at the same expectation (the whole list of the first time, or a prefix of it) are answered as they were the first time
   * and stored once, also after a restart. An id that the stream already has, at another expectation, is the caller's fault and
   * promised nothing.
   *
   * Any error but those below leaves it open whether the events are stored (the answer may be what was lost): who wants to know appends
   * the same ids at the same expectation again.
   *
   * @throws WrongExpectedRevision where the stream stands elsewhere; nothing is stored, and appends beside it are not disturbed
   * @throws AppendTooLarge over {@link maxAppendBytes}, before anything is sent
   * @throws RangeError where there is no event to append
   * @throws StoreUnavailable where the store did not answer for long; it is open too whether the events are stored
   */
  abstract append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;

  /** The events of one stream, read as they are asked for, in bounded memory; none where there is no such stream. What is appended meanwhile may or may not be seen. @throws StoreUnavailable */
  abstract readStream(stream: string, read?: StreamRead): AsyncIterable<RecordedEvent>;

  /** The events of all streams in the order of their positions, read as they are asked for, in bounded memory. @throws StoreUnavailable */
  abstract readAll(read?: AllRead): AsyncIterable<RecordedEvent>;

  /**
   * Everything after a position, first what is there and then what comes: in order, without gap or repeat. Nothing is read ahead without
   * bound: a slow reader costs nobody anything. Ends when the signal is aborted or the store is closed. A connection that was lost is made
   * again, and it goes on where it was.
   *
   * @throws PositionUnknown where `after` is no position of this store
   */
  abstract subscribeToAll(after: bigint | 'start', filter: SubscriptionFilter, signal: AbortSignal): AsyncIterable<Delivery>;

  /** Ends subscriptions, waits for appends under way, lets go of files and connections. Twice is once. */
  abstract close(): Promise<void>;
}

/** The stream does not stand where the writer believed: somebody else wrote first. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly found: ExpectedRevision,
  ) {
    super(`The stream ${stream} was expected at revision ${expected} and stands at ${found}.`);
  }
}

/** The events of one append weigh more than any engine takes. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  constructor(
    readonly stream: string,
    readonly bytes: number,
    readonly limit: number = maxAppendBytes,
  ) {
    super(`The append to ${stream} weighs ${bytes} bytes; at most ${limit} are taken at once. Append fewer or smaller events.`);
  }
}

/** The position is none of this store: it is from another ledger, or from this one before it was restored or reset. */
export class PositionUnknown extends Error {
  override readonly name = 'PositionUnknown';
  constructor(
    readonly position: bigint,
    /** Where the store ends; undefined where it is empty. */
    readonly head: bigint | undefined,
  ) {
    super(
      `Position ${position} is none of this ledger, which ends at ${head ?? 'its beginning'}: it is of another one, or of one that was restored or reset. Follow it from the start.`,
    );
  }
}

/** The store does not answer, or has no leader. An append that ends so may be stored: the same ids at the same expectation tell. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The event at which a ledger ends now; undefined where it is empty. */
export async function newestEvent(store: EventStore): Promise<RecordedEvent | undefined> {
  for await (const event of store.readAll({ direction: 'backwards' })) return event;
  return undefined;
}

/** All events up to a position, and not one further: on a server it may be long in coming. */
export async function* eventsUpTo(store: EventStore, end: bigint): AsyncGenerator<RecordedEvent, void, undefined> {
  if (end < 0n) return;
  for await (const event of store.readAll()) {
    if (event.position > end) return;
    yield event;
    if (event.position === end) return;
  }
}

/** Up to where a delivery takes its reader. */
export function placeOf(delivery: Delivery): bigint {
  return delivery.kind === 'event' ? delivery.event.position : delivery.position;
}

/** The category of a stream: what stands before the first hyphen. */
export function categoryOf(stream: string): string {
  const hyphen = stream.indexOf('-');
  return hyphen < 0 ? stream : stream.slice(0, hyphen);
}
