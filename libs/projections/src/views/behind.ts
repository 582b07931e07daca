import { type LocalizedText, type Provenance, toDecimal } from '@mithaq/domain';
import { type Sql, sql } from '../engine/sql.js';
import { exactly, total } from '../engine/view.js';
import { type Listed, Order, type Page } from './paging.js';
import { type Question, type SqlRow } from './question.js';

/** The names on the way to a cell of an answer, as `changedFigures` gives them. */
export type Cell = readonly string[];

/** What is behind a cell of a figure at a moment: the records that have a part in it. */
export interface Behind {
  /** Selects `stream`, `provenance` and `part`, a row for each of the records; the parts add up to the cell. */
  readonly parts: Sql;
  /** The currency of the parts, which are in its minor units; absent: they are numbers of records, or of people. */
  readonly currency?: string;
  /** What a record is called: selects a localized text as JSON, by the name of its stream. */
  readonly titleOf: (stream: Sql) => Sql;
}

/** Opens a cell; undefined where the figure has none of that name. */
export type Opening = (cell: Cell) => Behind | undefined;

interface RecordBehind {
  readonly stream: string;
  readonly title: LocalizedText | null;
  /** Null: it has none, as a country. */
  readonly provenance: Provenance | null;
}

/** A record behind a cell, and what it adds to it; of an amount a decimal. */
export interface PartItem extends RecordBehind {
  readonly part: number | string;
}

export interface Parts extends Listed<PartItem> {
  /** What the parts of all records make: the cell. */
  readonly sum: number | string;
}

/** Of both lists: by the names of the streams, which are the same at every moment. */
export const partOrder = new Order([], sql`p.stream`);

/** A page of the records behind a cell. */
export function listParts({ parts, currency, titleOf }: Behind, page: Page): Question<Parts> {
  return {
    statements: [pageOf(sql`select * from (${parts})`, titleOf, page), sql`select count(*) as total, ${total('part')} from (${parts})`],
    answer: ([rows = [], totals = []]) => ({
      ...partOrder.paged(rows, Number(totals[0]?.['total'] ?? 0), page, row => ({ ...toRecord(row), part: shown(row['part'], currency)! })),
      sum: shown(totals[0] ? exactly(totals[0], 'part') : 0n, currency)!,
    }),
  };
}

/** A record that has another part in a cell than before; null: it had none, or has none any more. */
export interface PartChange extends RecordBehind {
  readonly before: number | string | null;
  readonly after: number | string | null;
  readonly difference: number | string;
}

export interface PartChanges extends Listed<PartChange> {
  /** What the differences of all of them make: the difference of the cell. */
  readonly sum: number | string;
}

/** A page of the records that have another part in a cell at one moment (`after`) than at another (`before`). */
export function listPartChanges(before: Behind, after: Behind, page: Page): Question<PartChanges> {
  const { currency } = after;
  // Of one that is not there any more, as it was called.
  const titleOf = (stream: Sql) => sql`coalesce(${after.titleOf(stream)}, ${before.titleOf(stream)})`;
  const changes = sql`
    select stream, max(provenance) as provenance, max(was) as was, max(part) as part, coalesce(max(part), 0) - coalesce(max(was), 0) as difference
    from (select stream, provenance, part as was, null as part from (${before.parts})
      union all select stream, provenance, null, part from (${after.parts}))
    group by stream having max(was) is not max(part)`;
  return {
    statements: [pageOf(changes, titleOf, page), sql`select count(*) as total, ${total('difference')} from (${changes})`],
    answer: ([rows = [], totals = []]) => ({
      ...partOrder.paged(rows, Number(totals[0]?.['total'] ?? 0), page, row => ({
        ...toRecord(row),
        before: shown(row['was'], currency),
        after: shown(row['part'], currency),
        difference: shown(row['difference'], currency)!,
      })),
      sum: shown(totals[0] ? exactly(totals[0], 'difference') : 0n, currency)!,
    }),
  };
}

function pageOf(rows: Sql, titleOf: Behind['titleOf'], page: Page): Sql {
  return sql`
    select p.*, ${titleOf(sql`p.stream`)} as title from (
      select p.*, ${partOrder.selection} from (${rows}) p
      where ${partOrder.within(page)} order by ${partOrder.by(page)} limit ${page.limit + 1}) p
    order by ${partOrder.again}`;
}

function toRecord(row: SqlRow): RecordBehind {
  const title = row['title'];
  return {
    stream: row['stream'] as string,
    title: typeof title === 'string' ? (JSON.parse(title) as LocalizedText) : null,
    provenance: row['provenance'] as Provenance | null,
  };
}

function shown(part: SqlRow[string] | undefined, currency: string | undefined): number | string | null {
  if (part === null || part === undefined) return null;
  return currency === undefined ? Number(part) : toDecimal(BigInt(part), currency);
}
