import { type CorrectionId, type CorrectionStatus, type Provenance } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { sql } from '../engine/sql.js';
import { corrections, type CorrectionStep, type Proposal } from './corrections.js';
import { allOf, defaultProvenance, within } from './filter.js';
import { type LatestEvent, latestFrom, type LatestRow } from './latest.js';
import { type Listed, Order, type Page } from './paging.js';
import { type Question, type SqlRow } from './question.js';

export interface CorrectionFilter {
  readonly id?: readonly CorrectionId[];
  readonly provenance?: readonly Provenance[];
  readonly status?: readonly CorrectionStatus[];
  /** The streams of the records. */
  readonly record?: readonly string[];
}

export interface CorrectionItem {
  readonly id: CorrectionId;
  readonly provenance: Provenance;
  readonly status: CorrectionStatus;
  /** The stream of the record. */
  readonly record: string;
  readonly proposal: Proposal;
  /** What was decided on it and what came of it, in order. */
  readonly steps: readonly CorrectionStep[];
  readonly latest: LatestEvent;
}

/** The latest first. */
export const correctionOrder = new Order(
  [
    {
      columns: [
        { expression: sql`c.latest_day`, type: 'text' },
        { expression: sql`c.latest_position`, type: 'integer' },
      ],
      direction: 'descending',
    },
  ],
  sql`c.stream`,
);

/** A page of the corrections that a filter chooses. */
export function listCorrections(moment: Moment, filter: CorrectionFilter, page: Page): Question<Listed<CorrectionItem>> {
  const conditions = [within(sql`c.provenance`, filter.provenance ?? defaultProvenance)];
  if (filter.id) conditions.push(within(sql`c.id`, filter.id));
  if (filter.status) conditions.push(within(sql`c.status`, filter.status));
  if (filter.record) conditions.push(within(sql`c.record`, filter.record));
  const chosen = sql`${corrections.at(moment)} c where ${allOf(conditions)}`;
  return {
    statements: [
      sql`
        select * from (
          select c.*, ${correctionOrder.selection} from ${chosen} and ${correctionOrder.within(page)}
          order by ${correctionOrder.by(page)} limit ${page.limit + 1})
        order by ${correctionOrder.again}`,
      sql`select count(*) as total from ${chosen}`,
    ],
    answer: ([rows = [], totals = []]) => correctionOrder.paged(rows, Number(totals[0]?.['total'] ?? 0), page, toItem),
  };
}

/** One correction; undefined where it has no event yet at the moment. */
export function oneCorrection(moment: Moment, id: CorrectionId): Question<CorrectionItem | undefined> {
  return {
    statements: [sql`select c.* from ${corrections.at(moment)} c where c.stream = ${`correction-${id}`}`],
    answer: ([rows = []]) => rows.map(toItem)[0],
  };
}

function toItem(given: SqlRow): CorrectionItem {
  const row = given as unknown as Omit<CorrectionItem, 'proposal' | 'steps' | 'latest'> &
    LatestRow & { readonly proposal: string; readonly steps: string };
  return {
    id: row.id,
    provenance: row.provenance,
    status: row.status,
    record: row.record,
    proposal: JSON.parse(row.proposal) as Proposal,
    steps: JSON.parse(row.steps) as CorrectionStep[],
    latest: latestFrom(row),
  };
}
