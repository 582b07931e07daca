import { type DomainEvent, type Recorded } from '@mithaq/domain';
import { endOfRecording, endOfTime, type Moment } from './moment.js';
import { coding, type Column, type Columns, type RowCode } from './row-code.js';
import { name, Sql, sql } from './sql.js';

export const text: Column<string> = { sqlType: 'text', isNullable: false, encode: value => value, decode: stored => stored as string };
export const integer: Column<number> = { sqlType: 'integer', isNullable: false, encode: value => value, decode: stored => Number(stored) };
/** An exact integer of up to 18 digits: an amount in minor units. Add it up with `total`, never with a bare sum. */
export const minorUnits: Column<bigint> = {
  sqlType: 'integer',
  isNullable: false,
  encode: value => value,
  decode: stored => stored as bigint,
};
/** Yes or no, as 1 or 0. */
export const flag: Column<boolean> = {
  sqlType: 'integer',
  isNullable: false,
  encode: value => (value ? 1 : 0),
  decode: stored => stored === 1n,
};
/** Anything that is JSON, as its text. */
export function json<Value>(): Column<Value> {
  return {
    sqlType: 'text',
    isNullable: false,
    encode: value => JSON.stringify(value),
    decode: stored => JSON.parse(stored as string) as Value, // what encode made of one
  };
}
export function nullable<Value>(column: Column<Value>): Column<Value | null> {
  return {
    sqlType: column.sqlType,
    isNullable: true,
    encode: value => (value === null ? null : column.encode(value)),
    decode: stored => (stored === null ? null : column.decode(stored)),
  };
}

/** A row as the fold sees it. */
export type RowOf<C> = { readonly [Name in keyof C]: C[Name] extends Column<infer Value> ? Value : never };

/** The rows of one stream by their key; a stream that has one row has it under ''. */
export type Rows<Row> = ReadonlyMap<string, Row>;

interface Shape<C, Event extends DomainEvent> {
  /** Its name, kebab-case. */
  readonly name: string;
  /** Raise it whenever columns or fold change: the views rebuild themselves at the next start. */
  readonly version: number;
  /** The category of streams that it follows. */
  readonly of: string;
  /** The types of events that it is told of; absent: of all. For any other its rows need not be read. */
  readonly types?: readonly Event['type'][];
  /** Names in snake_case: they are the names in SQL. */
  readonly columns: C;
  /** Further indexes beside those that the engine keeps for both clocks. */
  readonly indexes?: readonly Index<(keyof C & string) | 'stream' | 'key'>[];
}

/** What rows are found by; `holding` lists columns that are read with them, so that the row itself need not be. */
export type Index<Column extends string = string> =
  readonly Column[] | { readonly on: readonly Column[]; readonly holding: readonly Column[] };

/** What the engine knows of a view, whatever its columns and events. */
export interface AnyView {
  readonly name: string;
  readonly version: number;
  readonly of: string;
  readonly columns: Columns;
  readonly indexes: readonly Index[];
  readonly table: string;
  /** How its rows are encoded and decoded. */
  readonly code: RowCode<AnyRow>;
  /** Whether an event can change its rows. */
  isToldOf(event: DomainEvent): boolean;
  evolve(rows: Rows<AnyRow>, event: Recorded): Rows<AnyRow>;
}
export type AnyRow = Readonly<Record<string, unknown>>;

/**
 * A view: a pure fold from a stream's events that hold to its rows. The engine keeps each row for the interval of both clocks for
 * which it holds; the fold knows nothing of that: no clock, no network, no database, no other view.
 */
export class View<C = Columns, Event extends DomainEvent = DomainEvent> {
  private coded: RowCode<RowOf<C>> | undefined;

  constructor(
    private readonly shape: Shape<C, Event>,
    /** The rows after an event; rows that it does not change are the same objects. Never throws on an event it does not know. */
    private readonly fold: (rows: Rows<RowOf<C>>, event: Recorded<Event>) => Rows<RowOf<C>>,
  ) {}

  isToldOf({ type }: DomainEvent): boolean {
    return this.shape.types?.includes(type) ?? true;
  }

  /** The rows after an event; rows that it does not change are the same objects. */
  evolve(rows: Rows<RowOf<C>>, event: Recorded<Event>): Rows<RowOf<C>> {
    return this.isToldOf(event) ? this.fold(rows, event) : rows;
  }

  get name(): string {
    return this.shape.name;
  }
  get version(): number {
    return this.shape.version;
  }
  get of(): string {
    return this.shape.of;
  }
  get columns(): C {
    return this.shape.columns;
  }
  get indexes(): readonly Index[] {
    return this.shape.indexes ?? [];
  }
  /** Made where it is used: whoever only reads writes no row. */
  get code(): RowCode<RowOf<C>> {
    return (this.coded ??= coding(this.columns as Columns) as RowCode<RowOf<C>>); // the columns of these rows
  }
  /** The table of its rows. */
  get table(): string {
    return this.shape.name.replaceAll('-', '_');
  }

  /** Its rows at a moment of both clocks, to be put after `from`: the view's columns and `stream` (the stream's name) and `key`. */
  at(moment: Moment): Sql {
    // A preview puts what would be before the table, under its name.
    const schema = moment.isUnchanged ? sql`main.` : sql``;
    return sql`(select * from ${schema}${name(this.table)} where ${holdsAt(moment)})`;
  }
}

/**
 * The condition that a row of a view holds at a moment of both clocks. Any moment is the same condition with other values; the literal of
 * an open end lets SQLite use the partial index.
 */
export function holdsAt({ position, day }: Moment): Sql {
  const recorded =
    position === undefined
      ? new Sql(`recorded_to = ${endOfRecording}`, [])
      : sql`recorded_from <= ${position} and recorded_to > ${position}`;
  const effective =
    day === undefined ? new Sql(`effective_to = '${endOfTime}'`, []) : sql`effective_from <= ${day} and effective_to > ${day}`;
  return sql`${recorded} and ${effective}`;
}

/** A view of one row a stream. */
export function view<C extends object, Event extends DomainEvent>(
  shape: Shape<C, Event> & { readonly evolve: (row: RowOf<C> | undefined, event: Recorded<Event>) => RowOf<C> | undefined },
): View<C, Event> {
  return new View<C, Event>(shape, (rows, event) => {
    const before = rows.get('');
    const after = shape.evolve(before, event);
    if (after === before) return rows;
    return after === undefined ? new Map() : new Map([['', after]]);
  });
}

/** A view of several rows a stream, each under its key. */
export function keyedView<C extends object, Event extends DomainEvent>(
  shape: Shape<C, Event> & { readonly evolve: (rows: Rows<RowOf<C>>, event: Recorded<Event>) => Rows<RowOf<C>> },
): View<C, Event> {
  return new View<C, Event>(shape, (rows, event) => shape.evolve(rows, event));
}

/**
 * An exact sum of amounts. One sum of 10¹⁷ a row would overflow SQLite's 64 bits at 92 rows, so the high and the low nine digits are
 * added apart; `exactly` puts them together.
 */
export function total(column: string, as: string = column): Sql {
  const c = name(column);
  return sql`coalesce(sum(${c} / 1000000000), 0) as ${name(`${as}_high`)}, coalesce(sum(${c} % 1000000000), 0) as ${name(`${as}_low`)}`;
}

/** The exact sum that `total(…, as)` selected. */
export function exactly(row: Readonly<Record<string, unknown>>, as: string): bigint {
  return BigInt(row[`${as}_high`] as number) * 1_000_000_000n + BigInt(row[`${as}_low`] as number);
}
