import {
  type Amounts,
  type CommitmentId,
  type CycleId,
  type LocalizedText,
  type Provenance,
  type RegionalPriorityId,
  type ReportDetails,
  type ReportId,
  type Source,
  toDecimal,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { commitments } from './commitments.js';
import { rungs } from './delivery.js';
import { type LatestEvent } from './latest.js';
import { type Question, type SqlRow } from './question.js';
import { prioritiesByKind } from './regional-priorities.js';
import { reportingCycles } from './reporting-cycles.js';
import { type Assessment, priorityReports, type ReportAmendment, type ReportQuery, reports } from './reports.js';

/** What a report says, with its amounts as people read them. */
export type ReportShown = Omit<ReportDetails, 'amounts'> & { readonly amounts?: Amounts };

export interface ReportItem extends ReportShown {
  readonly report: ReportId;
  /** Null: it is of none; the name is null where the cycle has no event yet. */
  readonly cycle: { readonly id: CycleId; readonly name: LocalizedText | null } | null;
  /** By the day on which it was made; null where no due day is known. A cycle counts as reported late by the first of its reports. */
  readonly lateness: 'in-time' | 'late' | null;
  readonly reported: LatestEvent;
  readonly source: Source | null;
  readonly amendments: readonly ReportAmendment[];
  readonly queries: readonly ReportQuery[];
  readonly openQueries: number;
  /** What a second person found of the report as it stands; null again once it is amended. */
  readonly assessment: Assessment | null;
}

const sources = {
  commitment: reports,
  regionalPriority: priorityReports,
} as const;

/** What is reported on. */
export type ReportedOn =
  | { readonly category: 'commitment'; readonly id: CommitmentId }
  | { readonly category: 'regionalPriority'; readonly id: RegionalPriorityId };

/** The provenance of what is reported on; undefined where it has no event at the moment. */
export function provenanceOfReported(moment: Moment, { category, id }: ReportedOn): Question<Provenance | undefined> {
  const rows = category === 'commitment' ? commitments.at(moment) : prioritiesByKind(moment);
  return {
    statements: [sql`select provenance from ${rows} where stream = ${`${category}-${id}`}`],
    answer: ([found = []]) => found[0]?.['provenance'] as Provenance | undefined, // a column of either
  };
}

/** The reports on one commitment or regional priority, in the order in which they were made. */
export function listReports(moment: Moment, of: ReportedOn): Question<ReportItem[]> {
  return { statements: [rowsWhere(moment, of, sql`1`)], answer: ([rows = []]) => rows.map(toItem) };
}

/** One report; undefined where there is none under this id at the moment. */
export function oneReport(moment: Moment, of: ReportedOn, report: ReportId): Question<ReportItem | undefined> {
  return { statements: [rowsWhere(moment, of, sql`r.key = ${report}`)], answer: ([rows = []]) => rows.map(toItem)[0] };
}

function rowsWhere(moment: Moment, { category, id }: ReportedOn, condition: Sql): Sql {
  return sql`
    select r.*, y.name as cycle_name, r.reported ->> '$.day' > y.due_day as late
    from ${sources[category].at(moment)} r left join ${reportingCycles.at(moment)} y on y.stream = 'reportingCycle-' || r.cycle
    where r.stream = ${`${category}-${id}`} and ${condition}
    order by r.reported ->> '$.day', cast(r.reported ->> '$.position' as integer)`;
}

function toItem(given: SqlRow): ReportItem {
  // The columns of the view, and those that are joined.
  const row = given as SqlRow & {
    readonly key: ReportId;
    readonly cycle: CycleId | null;
    readonly cycle_name: string | null;
    readonly late: number | null;
    readonly reported: string;
    readonly details: string;
    readonly source: string | null;
    readonly amendments: string;
    readonly queries: string;
    readonly open_queries: number;
    readonly assessment: string | null;
  };
  return {
    report: row.key,
    cycle:
      row.cycle === null ? null : { id: row.cycle, name: row.cycle_name === null ? null : (JSON.parse(row.cycle_name) as LocalizedText) },
    lateness: row.late === null ? null : row.late ? 'late' : 'in-time',
    reported: JSON.parse(row.reported) as LatestEvent,
    ...shown(JSON.parse(row.details) as ReportDetails),
    source: row.source === null ? null : (JSON.parse(row.source) as Source),
    amendments: JSON.parse(row.amendments) as ReportAmendment[],
    queries: JSON.parse(row.queries) as ReportQuery[],
    openQueries: row.open_queries,
    assessment: row.assessment === null ? null : (JSON.parse(row.assessment) as Assessment),
  };
}

function shown({ amounts, ...details }: ReportDetails): ReportShown {
  return { ...details, ...(amounts && { amounts: inDecimals(amounts) }) };
}

/** Amounts as people read them. */
export function inDecimals(amounts: Amounts): Amounts {
  const { currency } = amounts;
  const stated = rungs.flatMap(rung => (amounts[rung] === undefined ? [] : [[rung, toDecimal(amounts[rung], currency)] as const]));
  return { currency, ...Object.fromEntries(stated) };
}
