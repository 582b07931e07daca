import {
  type CommitmentId,
  type CorrectionId,
  type CycleId,
  type CycleProvenance,
  type Day,
  type LocalizedText,
  type MissingState,
  type RegionalPriorityId,
  type Source,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { commitments } from './commitments.js';
import { corrections, type Proposal } from './corrections.js';
import { chosenCycles, type CycleHead, type CycleRow, owes, priorityOwes, toHead } from './duties.js';
import { allOf, within } from './filter.js';
import { type LatestEvent, latestFrom, type LatestRow } from './latest.js';
import { type Question, shaped, type SqlRow } from './question.js';
import { prioritiesByKind } from './regional-priorities.js';
import { priorityReporting, reporting } from './reporting.js';
import { type Closing, type CycleStatus, type Extension, reportingCycles } from './reporting-cycles.js';
import { idOf } from './stream-id.js';

export interface CycleItem extends CycleHead {
  /** The day from which it is on record. */
  readonly opened: Day;
  /** The day of its closing. */
  readonly closed: Day | null;
  readonly source: Source | null;
  readonly extensions: readonly Extension[];
  readonly latest: LatestEvent;
}

/** A cycle with what was frozen when it was closed. */
export interface CyclePage extends CycleItem {
  readonly closing: Closing | null;
}

export interface CycleFilter {
  readonly id?: readonly CycleId[];
  /** Absent: no demonstration. */
  readonly provenance?: readonly CycleProvenance[];
  readonly status?: readonly CycleStatus[];
  /** Where a report that is missing stands on the day of the answer. */
  readonly missing?: readonly MissingState[];
}

/** The cycles, the latest period first. */
export function listCycles(moment: Moment, day: Day, filter: CycleFilter = {}): Question<CycleItem[]> {
  const conditions = [within(sql`c.provenance`, filter.provenance ?? (['submitted'] satisfies CycleProvenance[]))];
  if (filter.id) conditions.push(within(sql`c.id`, filter.id));
  if (filter.status) conditions.push(within(sql`c.status`, filter.status));
  return {
    statements: [rowsWhere(moment, allOf(conditions))],
    answer: ([rows = []]) => rows.map(row => toItem(row, day)).filter(({ missing }) => filter.missing?.includes(missing) ?? true),
  };
}

/** One cycle; undefined where it has no event yet at the moment. */
export function oneCycle(moment: Moment, day: Day, id: CycleId): Question<CyclePage | undefined> {
  return {
    statements: [rowsWhere(moment, sql`c.stream = ${`reportingCycle-${id}`}`)],
    answer: ([rows = []]) => rows.map(row => ({ ...toItem(row, day), closing: closingOf(row) }))[0],
  };
}

/** The day of its closing, which its figures are of from then on; undefined while it is open. */
export function closedOn(moment: Moment, day: Day, id: CycleId): Question<Day | undefined> {
  return shaped(oneCycle(moment, day, id), cycle => cycle?.closing?.event.day);
}

/** What was said to a cycle that is recorded after a position: at most so many of each, the first recorded first. */
export interface RepliesSince {
  readonly commitments: readonly CommitmentId[];
  readonly regionalPriorities: readonly RegionalPriorityId[];
}
const mostReplies = 100;

/** The commitments and regional priorities of which a reply to the cycle was recorded, or changed, after the position. */
export function repliesSince(moment: Moment, cycle: CycleId, position: bigint): Question<RepliesSince> {
  // The plus keeps SQLite to the index by cycles. A row stands since the position of the event that made it so.
  const since = (view: typeof reporting) => sql`
    select r.stream as stream from ${view.at(moment)} r where r.key = ${cycle} and +r.recorded_from > ${position}
    order by r.recorded_from limit ${mostReplies}`;
  const ids = <Id extends string>(rows: readonly SqlRow[]) => rows.map(({ stream }) => idOf(stream as string) as Id);
  return {
    statements: [since(reporting), since(priorityReporting)],
    answer: ([ofCommitments = [], ofPriorities = []]) => ({ commitments: ids(ofCommitments), regionalPriorities: ids(ofPriorities) }),
  };
}

/** A correction that mended, since the tables of a cycle were counted, a record that they count. */
export interface Restatement {
  readonly correction: CorrectionId;
  /** The stream of the record. */
  readonly record: string;
  /** The compensating event. */
  readonly event: string;
  readonly position: string;
  readonly reason: LocalizedText;
}

/**
 * What was corrected after the position of what the cycle's tables count: of the cycle itself, and of the commitments and regional priorities
 * that owed it a report, with their leads, as it was counted then or as it is counted at the moment; the first applied first.
 */
export function restatedSince(moment: Moment, day: Day, cycle: CycleId, position: bigint): Question<Restatement[]> {
  const then: Moment = { position, day };
  // Of whatever day: a correction is of the day on which it is made, and what it mends is of days before the closing.
  const known: Moment = moment.position === undefined ? {} : { position: moment.position };
  const owedAt = (at: Moment) => sql`
    exists (select 1 from ${commitments.at(at)} c cross join y where c.stream = x.record and ${owes})
    or exists (
      select 1 from ${commitments.at(at)} c cross join y
      where x.record like 'organisation-%' and c.lead = substr(x.record, 14) and ${owes})
    or exists (select 1 from ${prioritiesByKind(at)} c cross join y where c.stream = x.record and ${priorityOwes})`;
  return {
    statements: [
      sql`
        with y as materialized ${chosenCycles(moment, day, { cycle })}
        select x.id as id, x.record as record, x.proposal as proposal, e.id as event, e.position as position
        from ${corrections.at(known)} x join ledger_event e on e.id = x.compensation
        where e.position > ${position} and (x.record = ${`reportingCycle-${cycle}`} or ${owedAt(then)} or ${owedAt(moment)})
        order by e.position limit ${mostReplies}`,
    ],
    answer: ([rows = []]) =>
      rows.map(({ id, record, proposal, event, position }) => ({
        correction: id as CorrectionId,
        record: record as string,
        event: event as string,
        position: String(position),
        reason: (JSON.parse(proposal as string) as Proposal).reason,
      })),
  };
}

function rowsWhere(moment: Moment, condition: Sql): Sql {
  return sql`select c.* from ${reportingCycles.at(moment)} c where ${condition} order by c.period_to desc, c.id desc`;
}

function toItem(given: SqlRow, day: Day): CycleItem {
  const row = given as unknown as CycleRow &
    LatestRow & { readonly source: string | null; readonly extensions: string; readonly opened: string };
  return {
    ...toHead(given, day),
    opened: (JSON.parse(row.opened) as LatestEvent).day,
    closed: closingOf(given)?.event.day ?? null,
    source: row.source === null ? null : (JSON.parse(row.source) as Source),
    extensions: JSON.parse(row.extensions) as Extension[],
    latest: latestFrom(row),
  };
}

function closingOf({ closing }: SqlRow): Closing | null {
  return typeof closing === 'string' ? (JSON.parse(closing) as Closing) : null;
}
