import { join, name, type Sql, sql } from '../engine/sql.js';

/** What the measures are grouped by: expressions under the names that rows have them by, and what must be joined for them. Commitments stand under `c`. */
export interface Grouping {
  readonly by: Readonly<Record<string, Sql>>;
  readonly join?: Sql;
}

/** For the whole: by nothing but what every statement is grouped by. */
export const ungrouped: Grouping = { by: {} };

/** The names that a statement is grouped by, before the rest that it selects. */
export function selected(by: Grouping['by']): Sql {
  return join(
    Object.entries(by).map(([as, expression]) => sql`${expression} as ${name(as)}, `),
    '',
  );
}
/** The same, before the rest that it is grouped by. */
export function grouped(by: Grouping['by']): Sql {
  return join(
    Object.values(by).map(expression => sql`${expression}, `),
    '',
  );
}
