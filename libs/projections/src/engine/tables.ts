import { endOfTime, type EventLine, type Standing } from './moment.js';
import { name, type Sql, sql } from './sql.js';
import { type AnyView, type Index } from './view.js';

/** Raise it whenever the tables of the engine change: every file of views is then built anew, as if each view had been raised. */
export const engineVersion = 2;

/**
 * What the engine keeps beside the rows of the views. `ledger_event` resolves moments: `m` and `day` only grow along positions, so the
 * last event with m ≤ t is one step in an index. It also finds what belongs together across streams: the events of one request, and what an
 * event caused. `ledger_stream` tells what is late, and gives an ETag its revision.
 */
export const engineTables = `
  CREATE TABLE view_version (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE checkpoint (only INTEGER PRIMARY KEY CHECK (only = 1), position INTEGER NOT NULL) STRICT;
  CREATE TABLE ledger_stream (
    stream   TEXT    PRIMARY KEY,
    revision INTEGER NOT NULL, -- of its last event
    day      TEXT    NOT NULL  -- the greatest effective day of its events
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE ledger_event (
    position INTEGER PRIMARY KEY,
    id       TEXT    NOT NULL,
    stream   TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    m        INTEGER NOT NULL, -- the greatest time of recording so far, milliseconds since 1970
    day      TEXT    NOT NULL, -- the greatest effective day so far
    correlation_id TEXT NOT NULL,
    causation_id   TEXT
  ) STRICT;
`;

/** An index that only reading needs. */
export interface ReadIndex {
  readonly name: string;
  /** What makes it. */
  readonly sql: string;
}

function readIndex(index: string, table: string, on: string): ReadIndex {
  return { name: index, sql: `CREATE INDEX ${name(index).text} ON ${name(table).text} ${on}` };
}

export const engineIndexes: readonly ReadIndex[] = [
  readIndex('ledger_event_id', 'ledger_event', '(id)'),
  readIndex('ledger_event_m', 'ledger_event', '(m)'),
  readIndex('ledger_event_correlation', 'ledger_event', '(correlation_id)'),
  readIndex('ledger_event_causation', 'ledger_event', '(causation_id) WHERE causation_id IS NOT NULL'),
];

/** The table of a view, and the index by which one stream is found at any moment, also by what writes it. */
export function viewTable(view: AnyView): string {
  const t = name(view.table).text;
  const columns = Object.entries(view.columns).map(
    ([column, { sqlType, isNullable }]) => `${name(column).text} ${sqlType.toUpperCase()}${isNullable ? '' : ' NOT NULL'}`,
  );
  return `
    CREATE TABLE ${t} (
      stream         TEXT    NOT NULL,
      key            TEXT    NOT NULL,
      recorded_from  INTEGER NOT NULL,
      recorded_to    INTEGER NOT NULL,
      effective_from TEXT    NOT NULL,
      effective_to   TEXT    NOT NULL,
      ${columns.join(',\n      ')}
    ) STRICT;
    CREATE INDEX ${name(`${view.table}_of_stream`).text} ON ${t} (stream, recorded_to, effective_to);
  `;
}

/**
 * By what the rows of all streams are found. For a moment of both clocks `at_moment` has the four ends of every row: what does not hold is
 * told by the narrow index, and only what holds is read from the wide table (a scan of the table took 3.5 times as long). What stood open at
 * the end of a past position has a partial index besides, half as long to read.
 */
export function viewIndexes({ table, indexes }: AnyView): ReadIndex[] {
  const index = (suffix: string, on: string) => readIndex(`${table}_${suffix}`, table, on);
  return [
    index('at_moment', '(recorded_to, effective_to, recorded_from, effective_from)'),
    index('open_ended', `(recorded_to, recorded_from) WHERE effective_to = '${endOfTime}'`),
    ...indexes.map((further, i) => index(`by_${i + 1}`, `(${indexed(further).join(', ')})`)),
  ];
}

/** By what rows are found, at the ends that tell whether they hold; with what they hold, all four ends are needed to read no row. */
function indexed(index: Index): string[] {
  const named = (columns: readonly string[]) => columns.map(column => name(column).text);
  if (!('on' in index)) return [...named(index), 'recorded_to', 'effective_to'];
  return [...named(index.on), 'recorded_to', 'effective_to', 'recorded_from', 'effective_from', ...named(index.holding)];
}

export interface LineRow {
  readonly position: number;
  readonly id: string;
  readonly m: number;
  readonly day: string;
}

const line = sql`select position, id, m, day from ledger_event`;

/** The last event at or before a position; the last of all where none is given. */
export function lineAt(position?: bigint): Sql<LineRow> {
  return position === undefined
    ? sql<LineRow>`${line} order by position desc limit 1`
    : sql<LineRow>`${line} where position <= ${position} order by position desc limit 1`;
}

/** The event of this id, the first of that id in the ledger. */
export function lineOfEvent(id: string): Sql<LineRow> {
  return sql<LineRow>`${line} where id = ${id} order by position limit 1`;
}

/** The last event of which, and of all before it, was recorded by this time (milliseconds since 1970). */
export function lineAtTime(time: number): Sql<LineRow> {
  return sql<LineRow>`${line} where m <= ${time} order by m desc, position desc limit 1`;
}

/** The first event of the ledger. */
export const firstLine: Sql<LineRow> = sql<LineRow>`${line} order by position limit 1`;

export const checkpointRow: Sql<{ position: number }> = sql<{ position: number }>`select position from checkpoint`;

/** Where a stream stands now, whatever holds of it; no row where there is no such stream. */
export function streamLine(stream: string): Sql<{ revision: number }> {
  return sql<{ revision: number }>`select revision from ledger_stream where stream = ${stream}`;
}

export function lineOf(row: LineRow | undefined): EventLine | undefined {
  return row && { position: BigInt(row.position), event: row.id, m: row.m, day: row.day as EventLine['day'] };
}

export function standingOf(last: LineRow | undefined, first: LineRow | undefined): Standing {
  return { last: lineOf(last), begins: first?.m };
}
