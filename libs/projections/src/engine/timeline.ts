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

/** What one event does to the open rows of its stream. */
export interface Change {
  readonly closed: readonly OpenRun[];
  readonly opened: readonly NewRun[];
}

/** A row and what it is in the table. */
export interface Encoded {
  readonly row: AnyRow;
  readonly values: Values;
}

/**
 * What a stream says of each day: for each key the longest runs of days with equal rows. Of a day counts what stands at its end.
 *
 * @param held the stream's events that hold, in the order in which they are folded
 * @param since without the runs that end before this day
 */
export function timeline(view: AnyView, held: readonly Recorded[], since = ''): Run[] {
  const runs: Run[] = [];
  const standing = new Map<string, Encoded & { readonly from: string }>();
  let rows: Rows<AnyRow> = new Map();
  for (let i = 0; i < held.length;) {
    const day = held[i]!.metadata.effectiveAt;
    const before = rows;
    for (; i < held.length && held[i]!.metadata.effectiveAt === day; i++) rows = view.evolve(rows, held[i]!);
    if (rows === before) continue;
    for (const [key, run] of standing) {
      const row = rows.get(key);
      if (row === run.row) continue;
      const values = row && view.code.encodeAfter(row, run.row, run.values);
      const { from } = values === run.values ? run : { from: day };
      if (values !== run.values && day >= since) runs.push({ key, from: run.from, to: day, values: run.values });
      if (row && values) standing.set(key, { from, row, values });
      else standing.delete(key);
    }
    for (const [key, row] of rows) {
      if (!standing.has(key)) standing.set(key, { from: day, row, values: view.code.encode(row) });
    }
  }
  for (const [key, { from, values }] of standing) runs.push({ key, from, to: endOfTime, values });
  return runs;
}

/** The first day of which two lists of events that hold may say different things: no run that ended before it differs. */
export function firstDifference(before: readonly Recorded[], after: readonly Recorded[]): string {
  let i = 0;
  while (i < before.length && before[i] === after[i]) i++;
  const [a, b] = [before[i], after[i]].map(event => event?.metadata.effectiveAt ?? endOfTime);
  return a! < b! ? a! : b!;
}

/**
 * From the rows that stand open to the timeline that is known now: what is not in it is closed, what is new in it is opened. A run
 * that only grew or shrank is closed and opened anew: no open row is ever changed in place, so every past answer stays.
 */
export function compare(open: readonly OpenRun[], next: readonly Run[]): Change {
  const stays = new Map<string, Run>();
  for (const run of next) stays.set(place(run), run);
  const closed: OpenRun[] = [];
  for (const run of open) {
    const same = stays.get(place(run));
    if (same && equal(same.values, run.values)) stays.delete(place(run));
    else closed.push(run);
  }
  return { closed, opened: [...stays.values()] };
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

function place({ key, from, to }: Run): string {
  return `${from} ${to} ${key}`;
}

function equal(a: Values, b: Values): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
