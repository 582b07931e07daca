import { join, name, type Sql, sql, type SqlValue } from '../engine/sql.js';
import { type SqlRow } from './question.js';

export interface Sort<Key extends string> {
  readonly by: Key;
  readonly direction: 'ascending' | 'descending';
}

/** Where a page begins or ends: what the line there is sorted by, and its stream, all as text. To be handed out only in an opaque form. */
export type Cursor = readonly (string | null)[];

/** A page of a list: the first one, or what comes after or before a cursor. */
export interface Page {
  readonly limit: number;
  readonly after?: Cursor;
  readonly before?: Cursor;
}

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** How many the filter chooses, on all pages. */
  readonly total: number;
  /** Give it as `after` for the next page; absent on the last one. */
  readonly next?: Cursor;
  /** Give it as `before` for the page before; absent on the first one. */
  readonly prev?: Cursor;
}

/** What a list is sorted by: an expression, and how its values are read back from the text of a cursor. */
export interface SortColumn {
  readonly expression: Sql;
  readonly type: 'text' | 'integer';
}
interface Ordered extends SortColumn {
  readonly descending: boolean;
}

/**
 * The order of a list: what is asked for, and at last the stream, so that it is the same at every read. What has no value comes last,
 * in both directions. Pages follow each other by the values they end with, never by counting lines.
 */
export class Order {
  private readonly columns: readonly Ordered[];

  constructor(sorts: readonly { readonly columns: readonly SortColumn[]; readonly direction: Sort<string>['direction'] }[], stream: Sql) {
    this.columns = [
      ...sorts.flatMap(({ columns, direction }) => columns.map(column => ({ ...column, descending: direction === 'descending' }))),
      { expression: stream, type: 'text', descending: false },
    ];
  }

  /** Whether a cursor is of this order: one from another list, or made by hand, is not. */
  takes(cursor: Cursor): boolean {
    return (
      cursor.length === this.columns.length &&
      cursor.every((text, i) =>
        text === null ? i < this.columns.length - 1 : this.columns[i]!.type === 'text' || /^-?\d{1,18}$/.test(text),
      )
    );
  }

  /** The sort columns as they are selected: `s0`… for sorting again, `k0`… as the text of a cursor. */
  get selection(): Sql {
    return join(
      this.columns.map(({ expression }, i) => sql`${expression} as ${name(`s${i}`)}, cast(${expression} as text) as ${name(`k${i}`)}`),
      ', ',
    );
  }

  /** The condition for a page. */
  within({ after, before }: Page): Sql {
    if (after) return this.beyond(after, 'after');
    if (before) return this.beyond(before, 'before');
    return sql`1`;
  }

  /** What to sort by, after `order by`; a page before a cursor is read from its end. */
  by({ after, before }: Page): Sql {
    return this.ordered(before && !after ? 'before' : 'after', ({ expression }) => expression);
  }

  /** The same for rows that have the selection, always as the list reads. */
  get again(): Sql {
    return this.ordered('after', (_, i) => name(`s${i}`));
  }

  /** The page, of one row more than it has, which only says that there are more. */
  paged<Item>(rows: readonly SqlRow[], total: number, page: Page, toItem: (row: SqlRow) => Item): Listed<Item> {
    const isBackwards = page.before !== undefined && page.after === undefined;
    const hasMore = rows.length > page.limit;
    const shown = isBackwards ? rows.slice(hasMore ? rows.length - page.limit : 0) : rows.slice(0, page.limit);
    const [first, last] = [shown[0], shown.at(-1)];
    return {
      items: shown.map(toItem),
      total,
      ...(last && (isBackwards || hasMore) && { next: this.cursor(last) }),
      ...(first && (isBackwards ? hasMore : page.after !== undefined) && { prev: this.cursor(first) }),
    };
  }

  private cursor(row: SqlRow): Cursor {
    return this.columns.map((_, i) => row[`k${i}`] as string | null);
  }

  private ordered(side: 'after' | 'before', expressionOf: (column: Ordered, i: number) => Sql): Sql {
    const isReversed = side === 'before';
    return join(
      this.columns.map((column, i) => {
        const expression = expressionOf(column, i);
        const [nulls, values] = [isReversed ? sql`desc` : sql`asc`, column.descending !== isReversed ? sql`desc` : sql`asc`];
        return sql`${expression} is null ${nulls}, ${expression} ${values}`;
      }),
      ', ',
    );
  }

  /** What comes beyond a cursor on one side: it differs first in one of the columns, and there to that side. */
  private beyond(cursor: Cursor, side: 'after' | 'before'): Sql {
    if (!this.takes(cursor)) throw new RangeError('this cursor is of another list');
    const values = cursor.map((text, i): SqlValue => (text === null || this.columns[i]!.type === 'text' ? text : BigInt(text)));
    const alternatives = this.columns.map((column, i) => {
      const same = this.columns.slice(0, i).map(({ expression }, j) => sql`${expression} is ${values[j]!}`);
      return sql`(${join([...same, differs(column, values[i]!, side)], ' and ')})`;
    });
    return sql`(${join(alternatives, ' or ')})`;
  }
}

function differs({ expression, descending }: Ordered, value: SqlValue, side: 'after' | 'before'): Sql {
  // Null is last: nothing comes after it, and all that has a value before.
  if (value === null) return side === 'after' ? sql`0` : sql`${expression} is not null`;
  const beyond = descending === (side === 'before') ? sql`${expression} > ${value}` : sql`${expression} < ${value}`;
  return side === 'after' ? sql`(${beyond} or ${expression} is null)` : beyond;
}
