/** What SQLite stores. What it gives back of an integer is a number where that is exact, else (beyond 2⁵³) a bigint. */
export type SqlValue = string | number | bigint | null;

/** A piece of SQL with its parameters. `Row` is the shape of what it selects. */
export class Sql<Row = unknown> {
  /** Only a type: what a row of the answer is. */
  declare readonly row: Row;
  constructor(
    readonly text: string,
    readonly params: readonly SqlValue[],
  ) {}
}

/**
 * Writes SQL: pieces of SQL are put in as they are, everything else becomes a parameter. There is no other way to put a value in, so
 * nothing that a caller sends is ever read as SQL.
 */
export function sql<Row = unknown>(strings: TemplateStringsArray, ...values: readonly (SqlValue | Sql)[]): Sql<Row> {
  let text = strings[0]!;
  const params: SqlValue[] = [];
  values.forEach((value, i) => {
    if (value instanceof Sql) {
      text += value.text;
      params.push(...value.params);
    } else {
      text += '?';
      params.push(value);
    }
    text += strings[i + 1]!;
  });
  return new Sql<Row>(text, params);
}

/** Puts pieces together: `join([sql`a = 1`, sql`b = 2`], ' and ')`. */
export function join(pieces: readonly Sql[], separator: string): Sql {
  return new Sql(
    pieces.map(piece => piece.text).join(separator),
    pieces.flatMap(piece => piece.params),
  );
}

/** A name that the code knows (a column, a table), never one that a caller sends. */
export function name(identifier: string): Sql {
  if (!/^[a-z][a-z0-9_]*$/.test(identifier)) throw new TypeError(`${identifier} is no name of a column or table`);
  return new Sql(`"${identifier}"`, []);
}
