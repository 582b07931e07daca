import { type Recorded } from '@mithaq/domain';
import { endOfTime } from './moment.js';
import { type SqlValue } from './sql.js';
import { type AnyRow, type AnyView, type Rows } from './view.js';

/** A row as the table has it, without what the engine adds: the values of the view's columns, in their order, integers as bigint. */
export type Values = readonly SqlValue[];

/** A row of one key for the days on which it stands: `from` included, `to` not. */
export interface Run {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly values: Values;
}

/** A run that stands in the table, recorded until further notice. */
export interface OpenRun extends Run {
  readonly rowid: bigint;
}

/** What one event does to the open rows of its stream. */
export interface Change {
  readonly closed: readonly OpenRun[];
  readonly opened: readonly Run[];
}

export function encode({ columns }: AnyView, row: AnyRow): Values {
  const values: SqlValue[] = [];
  for (const column in columns) {
    const value = columns[column]!.encode(row[column]);
    // As SQLite gives it back, so that equal rows have equal values.
    values.push(typeof value === 'number' && columns[column]!.sqlType === 'integer' ? BigInt(value) : value);
  }
  return values;
}

export function decode({ columns }: AnyView, values: Values): AnyRow {
  const row: Record<string, unknown> = {};
  let i = 0;
  for (const column in columns) row[column] = columns[column]!.decode(values[i++]!);
  return row;
}

/**
 * What a stream says of each day: for each key the longest runs of days with equal rows. Of a day counts what stands at its end.
 *
 * @param held the stream's events that hold, in the order in which they are folded
 */
export function timeline(view: AnyView, held: readonly Recorded[]): Run[] {
  const runs: Run[] = [];
  const standing = new Map<string, { from: string; row: AnyRow; values: Values }>();
  let rows: Rows<AnyRow> = new Map();
  for (let i = 0; i < held.length;) {
    const day = held[i]!.metadata.effectiveAt;
    const before = rows;
    for (; i < held.length && held[i]!.metadata.effectiveAt === day; i++) rows = view.evolve(rows, held[i]!);
    if (rows === before) continue;
    for (const [key, run] of standing) {
      const row = rows.get(key);
      if (row === run.row) continue;
      const values = row && encode(view, row);
      if (row && values && equal(values, run.values)) {
        run.row = row;
        continue;
      }
      runs.push({ key, from: run.from, to: day, values: run.values });
      if (row && values) standing.set(key, { from: day, row, values });
      else standing.delete(key);
    }
    for (const [key, row] of rows) {
      if (!standing.has(key)) standing.set(key, { from: day, row, values: encode(view, row) });
    }
  }
  for (const [key, { from, values }] of standing) runs.push({ key, from, to: endOfTime, values });
  return runs;
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
  const standing = new Map<string, OpenRun>();
  const endedToday = new Map<string, OpenRun>();
  for (const run of open) {
    if (run.to === endOfTime) {
      before.set(run.key, decode(view, run.values));
      standing.set(run.key, run);
    } else endedToday.set(run.key, run);
  }
  const after = view.evolve(before, event);
  const closed: OpenRun[] = [];
  const opened: Run[] = [];
  if (after === before) return { closed, opened };

  for (const [key, run] of standing) {
    const row = after.get(key);
    if (row === before.get(key)) continue;
    const values = row && encode(view, row);
    if (values && equal(values, run.values)) continue;
    closed.push(run);
    if (run.from < day) opened.push({ key, from: run.from, to: day, values: run.values });
    if (values) begin(key, values, run.from < day ? undefined : endedToday.get(key));
  }
  for (const [key, row] of after) {
    if (!standing.has(key)) begin(key, encode(view, row), endedToday.get(key));
  }
  return { closed, opened };

  /** A row that is what the one was that ended today goes on with it: runs are as long as they can be. */
  function begin(key: string, values: Values, ended: OpenRun | undefined): void {
    const goesOn = ended !== undefined && equal(ended.values, values);
    if (goesOn) closed.push(ended);
    opened.push({ key, from: goesOn ? ended.from : day, to: endOfTime, values });
  }
}

function place({ key, from, to }: Run): string {
  return `${from} ${to} ${key}`;
}

function equal(a: Values, b: Values): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
