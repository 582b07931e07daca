import { aggregates, type AnyRecord, type Day, type Recorded } from '@mithaq/domain';
import { categoryOf, type RecordedEvent } from '@mithaq/event-store';
import { dayAt, parseAsOf, type ReplayEnd } from '@mithaq/projections';
import { CheckFailed, UsageWrong } from '../failures.js';

/** An event of the ledger, as it was stamped. */
export type Logged = RecordedEvent & Recorded;

/** A record, as events name its stream, and how its events are walked. */
export interface NamedRecord {
  readonly stream: string;
  readonly record: AnyRecord;
}

/** @throws UsageWrong */
export function recordNamed(stream: string): NamedRecord {
  const record = aggregates.find(({ category }) => category === categoryOf(stream));
  if (record && stream.length > record.category.length + 1) return { stream, record };
  throw new UsageWrong(
    `"${stream}" names no record. A record is called as events name their stream: ${aggregates.map(({ category }) => `${category}-…`).join(', ')}.`,
  );
}

/** What was known of something at a moment. */
export interface Known<Found> {
  readonly found: Found;
  /** The position of the moment. */
  readonly position: bigint;
}

/** What led to an event, the first cause first, and what it led to, in the order of the ledger. */
export interface EventTrace {
  readonly event: Logged;
  readonly causes: readonly Logged[];
  readonly effects: readonly { readonly depth: number; readonly event: Logged }[];
}

/**
 * Where the events come from: a service, or a ledger itself. A source gives events and nothing else; what they say is worked out here,
 * the same for both, by the domain's functions.
 *
 * `asOf` is what the service takes under that name: a position, the id of an event, a time; absent: now.
 */
export interface Source {
  /** What may be told of where it is. */
  readonly told: string;
  /** All that was recorded of a record, in the order of recording. @throws CheckFailed where that is nothing */
  logOf(record: NamedRecord, asOf?: string): Promise<Known<Logged[]>>;
  /** All events of these categories (absent: of all), in the order of the ledger, read as they are asked for. */
  events(asked: { readonly asOf?: string | undefined; readonly categories?: readonly string[] | undefined }): AsyncIterable<Logged>;
  /** The events of one correlation id. @throws CheckFailed where there are none */
  correlated(correlationId: string, asOf?: string): Promise<Known<Logged[]>>;
  /** @param event its id, or its position; undefined where there is no such event at all */
  traceOf(event: string, asOf?: string): Promise<Known<EventTrace> | undefined>;
  standing(): Promise<Standing>;
  /** Where a moment stands on the clock of recording; absent: now. */
  endOf(asOf?: string): Promise<ReplayEnd>;
  /** What comes after a position, as it comes, until the signal. */
  follow(after: bigint | null, signal: AbortSignal): AsyncIterable<Logged>;
  close(): Promise<void>;
}

export interface Standing {
  /** Undefined in an empty ledger. */
  readonly first: Logged | undefined;
  readonly last: Logged | undefined;
  /** How a service says that it is; absent where there is none. */
  readonly service?: Readiness;
}

export interface Readiness {
  readonly status: 'ready' | 'not-ready';
  readonly reason?: string;
  readonly views: { readonly state: string; readonly position?: string; readonly lag: string };
  readonly corrections: { readonly state: string };
}

/** Nothing of the record was recorded up to the moment. */
export function noRecord(stream: string, first: Logged | undefined): CheckFailed {
  return new CheckFailed(
    first
      ? `${stream} was first recorded at position ${first.position} (${first.recordedAt}); at the moment that was asked for it has no event yet.`
      : `The ledger has no record ${stream}.`,
  );
}

/** The day of a moment that names one: of a time its own, of now the one that is given; a position and an event name none. */
export function dayNamed(asOf: string | undefined, now: Day): Pick<ReplayEnd, 'day'> {
  if (asOf === undefined) return { day: now };
  const moment = parseAsOf(asOf);
  return moment.kind === 'time' ? { day: dayAt(moment.time) } : {};
}
