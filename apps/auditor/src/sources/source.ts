import { aggregates, type AnyRecord, type Day, type Recorded } from '@mithaq/domain';
import { categoryOf, type RecordedEvent } from '@mithaq/event-store';
import { dayAt, type FigureEffect, type MomentAsked, parseAsOf, type PartItem, type ReplayEnd } from '@mithaq/projections';
import { CheckFailed, UsageWrong } from '../failures.js';
import { type MomentOfView } from '../views/moment-of-view.js';
import { type Chosen, type FigureView, type ListView } from '../views/view.js';

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
 * Where the events come from: a service, or a ledger itself. What the events of a record say is worked out here, the same for both, by the
 * domain's functions; what all records say together, the views do.
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
  /** Those that a service keeps; or, of a ledger itself, views that are built of it when they are first asked for. */
  views(): Promise<ViewSource>;
  close(): Promise<void>;
}

/** What is asked of a view. */
export interface ViewAsked {
  readonly moment: MomentAsked;
  readonly chosen: Chosen;
}

export interface OfView<Answer> {
  readonly moment: MomentOfView;
  readonly answer: Answer;
}

export interface Comparison {
  readonly from: MomentOfView;
  readonly rule: number;
  readonly changes: readonly FigureEffect[];
}

export interface CellOfView {
  readonly rule: number;
  readonly sum: number | string;
  readonly parts: readonly PartItem[];
}

/**
 * The views, kept by a service or built here: the same code has made them, and answers of the same moment are the same. Each method throws
 * CheckFailed where the record that the view is of is not there.
 */
export interface ViewSource {
  /** The items of a list, a page after the other, all of the moment of the first. */
  pagesOf(view: ListView, asked: ViewAsked): AsyncIterable<OfView<readonly object[]>>;
  figuresOf(view: FigureView, asked: ViewAsked): Promise<OfView<object>>;
  /** How its figures came to be others than at the moment `from`. */
  comparisonOf(view: FigureView, from: MomentAsked, asked: ViewAsked): Promise<OfView<Comparison>>;
  /** The records behind a cell of its figures. @throws CheckFailed where it has no such cell */
  cellOf(view: FigureView, cell: string, asked: ViewAsked): Promise<OfView<CellOfView>>;
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

/** Of a moment that is named by a position, that, whether or not an event has it: both sources then say the same. Undefined of any other. */
export function positionNamed(asOf: string | undefined): bigint | undefined {
  const moment = asOf === undefined ? undefined : parseAsOf(asOf);
  return moment?.kind === 'position' ? moment.position : undefined;
}
