import { type Recorded } from '@mithaq/domain';
import { endOfTime } from './moment.js';
import { type Values } from './row-code.js';
import { type AnyRow, type AnyView, type Rows } from './view.js';

/** A row of one key for the days on which it stands: `from` included, `to` not. */
export interface Run {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly values: Values;
}

/** A run that is to stand in the table; `copyOf` names a row that has the same key and values, where one is at hand. */
export interface NewRun extends Run {
  readonly copyOf?: bigint;
}

/** A run that stands in the table, recorded until further notice. */
export interface OpenRun extends Run {
  readonly rowid: bigint;
}

/** The same, without what it says. */
export type OpenPlace = Omit<OpenRun, 'values'>;

/** What one event does to the open rows of its stream. */
export interface Change {
  readonly closed: readonly OpenPlace[];
  readonly opened: readonly NewRun[];
}

/** The events of a stream that hold before another one and after it, in the order in which they are folded. */
export interface Held {
  readonly before: readonly Recorded[];
  readonly after: readonly Recorded[];
}

/** A row and what it is in the table. */
export interface Encoded {
  readonly row: AnyRow;
  readonly values: Values;
}

/**
 * What a stream says of each day, by two lists of its events that hold: for each key the longest runs of days with equal rows. Of a day counts
 * what stands at its end. What the former list says is what stands in the table.
 *
 * @param since the first day of which the lists may say different things: runs that end before it are left out, and the events of the days
 * before it are folded once
 */
export function timelines(view: AnyView, held: Held, since: string): { readonly before: readonly Run[]; readonly after: readonly Run[] } {
  const differs = held.before.findIndex(({ metadata }) => metadata.effectiveAt >= since);
  const common = differs < 0 ? held.before.length : differs;
  const after = new Days(view, since);
  after.fold(held.before.slice(0, common));
  const before = after.fork();
  before.fold(held.before.slice(common));
  after.fold(held.after.slice(common));
  return { before: before.runs(), after: after.runs() };
}

/** A fold on its way through the days. */
class Days {
  private ended: Run[] = [];
  private standing = new Map<string, Encoded & { readonly from: string }>();
  private rows: Rows<AnyRow> = new Map();

  constructor(
    private readonly view: AnyView,
    /** Runs that end before this day are left out. */
    private readonly since: string,
  ) {}

  /** @param held all events of the days that come next */
  fold(held: readonly Recorded[]): void {
    for (let i = 0; i < held.length;) {
      const day = held[i]!.metadata.effectiveAt;
      const before = this.rows;
      for (; i < held.length && held[i]!.metadata.effectiveAt === day; i++) this.rows = this.view.evolve(this.rows, held[i]!);
      if (this.rows !== before) this.turn(day);
    }
  }

  /** Another that goes on from here. */
  fork(): Days {
    const other = new Days(this.view, this.since);
    other.ended = [...this.ended];
    other.standing = new Map(this.standing);
    other.rows = this.rows;
    return other;
  }

  runs(): Run[] {
    const lasting = [...this.standing].map(([key, { from, values }]) => ({ key, from, to: endOfTime, values }));
    return [...this.ended, ...lasting];
  }

  /** The rows of a day are there: ends the runs that they do not go on with, and begins others. */
  private turn(day: string): void {
    const { view, standing, rows } = this;
    for (const [key, run] of standing) {
      const row = rows.get(key);
      if (row === run.row) continue;
      const values = row && view.code.encodeAfter(row, run.row, run.values);
      const { from } = values === run.values ? run : { from: day };
      if (values !== run.values && day >= this.since) this.ended.push({ key, from: run.from, to: day, values: run.values });
      if (row && values) standing.set(key, { from, row, values });
      else standing.delete(key);
    }
    for (const [key, row] of rows) {
      if (!standing.has(key)) standing.set(key, { from: day, row, values: view.code.encode(row) });
    }
  }
}

/** The first day of which two lists of events that hold may say different things: no run that ended before it differs. */
export function firstDifference({ before, after }: Held): string {
  let i = 0;
  while (i < before.length && before[i] === after[i]) i++;
  const [a, b] = [before[i], after[i]].map(event => event?.metadata.effectiveAt ?? endOfTime);
  return a! < b! ? a! : b!;
}

/**
 * From the rows that stand open to the timeline that is known now: what is not in it is closed, what is new in it is opened. A run
 * that only grew or shrank is closed and opened anew: no open row is ever changed in place, so every past answer stays.
 *
 * @param before what the open rows say: the timeline that was known before
 */
export function compare(open: readonly OpenPlace[], before: readonly Run[], after: readonly Run[]): Change {
  const said = new Map(before.map(run => [placeOf(run), run.values]));
  const opened = new Map(after.map(run => [placeOf(run), run]));
  const closed: OpenPlace[] = [];
  for (const run of open) {
    const place = placeOf(run);
    const [was, is] = [said.get(place), opened.get(place)];
    if (was && is && equal(was, is.values)) opened.delete(place);
    else closed.push(run);
  }
  return { closed, opened: [...opened.values()] };
}

/**
 * The same for an event that comes last of all that hold: the rows that stand at the end are evolved, and nothing before is read.
 *
 * @param open the stream's open runs that end on the event's day or later; none begins after it
 */
export function append(view: AnyView, open: readonly OpenRun[], event: Recorded): Change {
  const day = event.metadata.effectiveAt;
  const before = new Map<string, AnyRow>();
  const standing = new Map<string, { readonly run: OpenRun; readonly row: AnyRow }>();
  const endedToday = new Map<string, OpenRun>();
  for (const run of open) {
    if (run.to === endOfTime) {
      const row = view.code.decode(run.values);
      before.set(run.key, row);
      standing.set(run.key, { run, row });
    } else endedToday.set(run.key, run);
  }
  const after = view.evolve(before, event);
  const closed: OpenRun[] = [];
  const opened: NewRun[] = [];
  if (after === before) return { closed, opened };

  for (const [key, { run, row: former }] of standing) {
    const row = after.get(key);
    if (row === former) continue;
    const values = row && view.code.encodeAfter(row, former, run.values);
    if (values === run.values) continue;
    closed.push(run);
    if (run.from < day) opened.push({ key, from: run.from, to: day, values: run.values, copyOf: run.rowid });
    if (values) begin(key, values, run.from < day ? undefined : endedToday.get(key));
  }
  for (const [key, row] of after) {
    if (!standing.has(key)) begin(key, view.code.encode(row), endedToday.get(key));
  }
  return { closed, opened };

  /** A row that is what the one was that ended today goes on with it: runs are as long as they can be. */
  function begin(key: string, values: Values, ended: OpenRun | undefined): void {
    if (ended === undefined || !equal(ended.values, values)) {
      opened.push({ key, from: day, to: endOfTime, values });
      return;
    }
    closed.push(ended);
    opened.push({ key, from: ended.from, to: endOfTime, values, copyOf: ended.rowid });
  }
}

function placeOf({ key, from, to }: OpenPlace | Run): string {
  return `${from} ${to} ${key}`;
}

function equal(a: Values, b: Values): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
