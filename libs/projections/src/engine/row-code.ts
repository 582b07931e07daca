import { type SqlValue } from './sql.js';

/** How a value of a row stands in its column, and how it is had back: `decode(encode(value))` is the value. */
export interface Column<Value> {
  readonly sqlType: 'text' | 'integer' | 'real';
  readonly isNullable: boolean;
  encode(value: Value): SqlValue;
  /** Of an integer column what is stored comes as a bigint. */
  decode(stored: SqlValue): Value;
}
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A row as the table has it, without what the engine adds: the values of the view's columns, in their order, integers as bigint. */
export type Values = readonly SqlValue[];

/*
 * What is done to every column of a row is written out by code made here once for each kind of row, as one would write it by hand. Rows have
 * up to eighty columns, and are copied, encoded and decoded for each event: V8 takes `{ ...row }` of a copy forty times as long, and a loop
 * over the columns' names ten times. Nothing from outside is in this code: names of columns are names in SQL, in snake_case.
 */

/** A row that an event's changes are put into, before anyone else sees it. */
export type Draft<Row> = { -readonly [Name in keyof Row]: Row[Name] };

/** How rows are copied. */
export interface Copying<Row> {
  /** A row in which nothing stands yet. */
  blank(): { -readonly [Name in keyof Row]: Row[Name] | null };
  copy(row: Row): Draft<Row>;
}

export function copying<Row extends object>(columns: { readonly [Name in keyof Row]: unknown }): Copying<Row> {
  const literal = (value: (name: string) => string) => `return ${objectOf(columns, value)};`;
  return {
    blank: made<Copying<Row>['blank']>(
      [],
      literal(() => 'null'),
    ),
    copy: made<Copying<Row>['copy']>(
      ['row'],
      literal(name => `row.${name}`),
    ),
  };
}

/** How rows become the values of their columns, in the order of these, and are had back. */
export interface RowCode<Row> {
  encode(row: Row): Values;
  /** As `encode`, of a row that came from another: what is still the same value there is not encoded again, and where no value differs the former ones are given back themselves. */
  encodeAfter(row: Row, former: Row, values: Values): Values;
  decode(values: Values): Row;
}

export function coding(columns: Columns): RowCode<Readonly<Record<string, unknown>>> {
  type Code = RowCode<Readonly<Record<string, unknown>>>;
  const all = Object.values(columns);
  /** As SQLite gives it back, so that equal rows have equal values. */
  const encoders = all.map(column => (value: unknown) => {
    const encoded = column.encode(value);
    return typeof encoded === 'number' && column.sqlType === 'integer' ? BigInt(encoded) : encoded;
  });
  const list = (value: (name: string, i: number) => string) => `[${Object.keys(columns).map(value).join(', ')}]`;
  const encode = made<(encoders: Encoders, row: object) => SqlValue[]>(
    ['encoders', 'row'],
    `return ${list((name, i) => `encoders[${i}](row.${name})`)};`,
  );
  const encodeAfter = made<(encoders: Encoders, row: object, former: object, values: Values) => SqlValue[]>(
    ['encoders', 'row', 'former', 'values'],
    `return ${list((name, i) => `row.${name} === former.${name} ? values[${i}] : encoders[${i}](row.${name})`)};`,
  );
  const decode = made<(columns: typeof all, values: Values) => ReturnType<Code['decode']>>(
    ['columns', 'values'],
    `return ${objectOf(columns, (_, i) => `columns[${i}].decode(values[${i}])`)};`,
  );
  return {
    encode: row => encode(encoders, row),
    encodeAfter(row, former, values) {
      const after = encodeAfter(encoders, row, former, values);
      return after.every((value, i) => value === values[i]) ? values : after;
    },
    decode: values => decode(all, values),
  };
}
type Encoders = readonly ((value: unknown) => SqlValue)[];

function objectOf(columns: object, value: (name: string, i: number) => string): string {
  return `{ ${Object.keys(columns)
    .map((name, i) => `${name}: ${value(name, i)}`)
    .join(', ')} }`;
}

function made<Code>(parameters: readonly string[], body: string): Code {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- see above: nothing from outside is in it
  return new Function(...parameters, body) as Code;
}
