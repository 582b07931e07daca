import {
  awaited,
  type CycleDays,
  type CycleId,
  type CycleProvenance,
  type Day,
  type Delivery,
  type LocalizedText,
  type MissingState,
  missingStates,
  type Provenance,
  type ReportingCounts,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { join, name, Sql, sql } from '../engine/sql.js';
import { commitments, provenances, provenancesLike } from './commitments.js';
import { defaultProvenance, type FigureFilter, where, within } from './filter.js';
import { type Grouping, selected } from './grouping.js';
import { type SqlRow } from './question.js';
import { prioritiesByKind } from './regional-priorities.js';
import { type Decline, firstReported, priorityReporting, replyNumbers, replyOf, reporting } from './reporting.js';
import { type CycleStatus, reportingCycles } from './reporting-cycles.js';
import { priorityReports } from './reports.js';

/** A cycle as figures of it name it. */
export interface CycleHead {
  readonly id: CycleId;
  readonly name: LocalizedText;
  readonly provenance: CycleProvenance;
  readonly status: CycleStatus;
  readonly days: CycleDays;
  /** Where a report that is missing stands on the day of the answer. */
  readonly missing: MissingState;
}

/** The cycles that are asked of: the one that is named, or of each kind that is counted the latest that is open for reports on the day. */
export interface CyclesAsked {
  readonly cycle?: CycleId | undefined;
  readonly provenance?: readonly Provenance[] | undefined;
}

/** From the rows of `cycleStatement` the cycle that asks these; undefined where there is none. */
export function cycleAsking(rows: readonly SqlRow[], provenance: readonly Provenance[], day: Day): CycleHead | undefined {
  return rows.map(row => toHead(row, day)).find(cycle => provenancesLike(cycle.provenance).some(one => provenance.includes(one)));
}

/**
 * The cycles asked of, a row each, to be put after `with y as materialized`: what a duty rests on. `stood_on` is the day on which it is
 * looked whether a commitment stood, `before` the cycle of its kind whose period ended last before this one's.
 */
export function chosenCycles(moment: Moment, day: Day, { cycle, provenance = defaultProvenance }: CyclesAsked): Sql {
  if (cycle !== undefined) return cyclesWhere(moment, day, sql`c.id = ${cycle}`);
  const kinds = provenance.map((one): CycleProvenance => (one === 'demonstration' ? one : 'submitted'));
  return cyclesWhere(
    moment,
    day,
    sql`
      c.opens_day <= ${day} and ${within(sql`c.provenance`, [...new Set(kinds)])} and not exists (
        select 1 from ${reportingCycles.at(moment)} l
        where l.provenance = c.provenance and l.opens_day <= ${day} and (l.period_to, l.id) > (c.period_to, c.id))`,
  );
}

/** The same of all that meet a condition on the cycle under `c`. */
export function cyclesWhere(moment: Moment, day: Day, condition: Sql): Sql {
  const cycles = reportingCycles.at(moment);
  return sql`(
    select c.id as id, c.name as name, c.provenance as provenance, c.status as status, c.period_from as period_from, c.period_to as period_to,
      c.opens_day as opens_day, c.due_day as due_day, c.grace_day as grace_day, min(c.period_to, ${day}) as stood_on,
      (select b.id from ${cycles} b where b.provenance = c.provenance and b.period_to < c.period_to
       order by b.period_to desc, b.id desc limit 1) as before
    from ${cycles} c where ${condition})`;
}

/** The cycles themselves, to be named beside the figures. */
export function cycleStatement(moment: Moment, day: Day, asked: CyclesAsked): Sql {
  return sql`select * from ${chosenCycles(moment, day, asked)}`;
}

/** The columns that a cycle is named by. */
export interface CycleRow {
  readonly id: CycleId;
  readonly name: string;
  readonly provenance: CycleProvenance;
  readonly status: CycleStatus;
  readonly period_from: Day;
  readonly period_to: Day;
  readonly opens_day: Day;
  readonly due_day: Day;
  readonly grace_day: Day;
}

export function toHead(given: SqlRow, day: Day): CycleHead {
  const { id, name, provenance, status, period_from, period_to, opens_day, due_day, grace_day } = given as unknown as CycleRow;
  const days = { from: period_from, to: period_to, opens: opens_day, due: due_day, grace: grace_day };
  return { id, name: JSON.parse(name) as LocalizedText, provenance, status, days, missing: awaited(days, day) };
}

/** Whether the cycle under `y` asks such commitments as the one under `c`. */
export const isAsked = sql`(c.provenance = 'demonstration') = (y.provenance = 'demonstration')`;

/**
 * The condition that a commitment under `c` owes the cycle under `y` a report: on the last day of the period (until then on the day of the
 * answer) it stood, and it was not completed before the period began. Where it counts is of the moment, as with every figure.
 */
export const owes = sql`
  ${isAsked} and c.stood_from <= y.stood_on and (c.stood_to is null or c.stood_to > y.stood_on)
  and (c.completed_day is null or c.completed_day >= y.period_from)`;

/** The same of a regional priority under `c`: it was adopted by then, and not retired. */
export const priorityOwes = sql`
  c.provenance = y.provenance and c.adopted_day <= y.stood_on and (c.retired_day is null or c.retired_day > y.stood_on)`;

/** What reports are owed of: where what was said to the cycles stands, and whether nothing was reported of it, ever; it is under `c`. */
export interface Owing {
  readonly replies: (moment: Moment) => Sql;
  readonly hasNeverReported: (moment: Moment) => Sql;
}
export const commitmentOwing: Owing = {
  replies: moment => reporting.at(moment),
  hasNeverReported: () => sql`(c.first_report_day is null)`,
};
export const priorityOwing: Owing = {
  replies: moment => priorityReporting.at(moment),
  hasNeverReported: moment => sql`(not exists (select 1 from ${priorityReports.at(moment)} p where p.stream = c.stream))`,
};

/** What it said to the cycle under `y`, joined under `r`. */
export function withReply(moment: Moment, { replies }: Owing): Sql {
  return sql`left join ${replies(moment)} r on r.key = y.id and r.stream = c.stream`;
}
/** Whether the first report came after the due day; 1 or 0, as the next. */
export const isLate = sql`coalesce(r.first_day > y.due_day, 0)`;
/** Looked up only where it can have slipped. */
export function hasSlipped(moment: Moment, { replies }: Owing): Sql {
  return sql`
    case when r.trouble > 0 then coalesce(
      (select r.trouble > b.trouble from ${replies(moment)} b where b.key = y.before and b.stream = c.stream), 0) else 0 end`;
}

/** A duty as one number, so that SQL groups by all of it at once: what is done about it, the three flags, and whose it is. */
const [never, late, slipped, perReply] = [1, 2, 4, 8];
const perProvenance = perReply * replyNumbers;

function dutyOf(moment: Moment, owing: Owing): Sql {
  return sql`
    coalesce(r.reply, 0) * ${literal(perReply)} + ${hasSlipped(moment, owing)} * ${literal(slipped)}
    + ${isLate} * ${literal(late)} + ${owing.hasNeverReported(moment)} * ${literal(never)}`;
}

/**
 * One scan for all duties to a cycle: each combination that there is, once, with how many there are of it. What they are grouped by is
 * told of each commitment first: SQLite would look again for what is in a group's expression. And the commitments come before the few
 * cycles: the other way round it makes itself an index of them, each time.
 */
export function dutyStatement(
  moment: Moment,
  day: Day,
  filter: FigureFilter,
  { by, join: joined = sql`` }: Grouping,
  cycle?: CycleId,
): Sql {
  const names = join(
    Object.keys(by).map(as => sql`${name(as)}, `),
    '',
  );
  return sql`
    with y as materialized ${chosenCycles(moment, day, { cycle, provenance: filter.provenance })}
    select ${names} duty, count(*) as n from (
      select ${selected(by)} c.cell / 10000 * ${literal(perProvenance)} + ${dutyOf(moment, commitmentOwing)} as duty
      from ${commitments.at(moment)} c cross join y ${withReply(moment, commitmentOwing)} ${joined}
      where ${owes} and ${where(moment, filter)})
    group by ${names} duty`;
}

/** The same of regional priorities, by region. Whose they are is not in the number: they have no provenance of their own. */
export function priorityDutyStatement(moment: Moment, day: Day, cycle: CycleId): Sql {
  return sql`
    with y as materialized ${chosenCycles(moment, day, { cycle })}
    select region, duty, count(*) as n from (
      select c.region as region, ${dutyOf(moment, priorityOwing)} as duty
      from ${prioritiesByKind(moment)} c cross join y ${withReply(moment, priorityOwing)}
      where ${priorityOwes})
    group by region, duty`;
}

/** What is done about one duty. */
export interface Duty {
  readonly state: DutyState;
  /** The day of the first report. */
  readonly reported: Day | null;
  readonly late: boolean;
  /** That it was declined, though a report may have come after. */
  readonly declined: Decline | null;
  /** As the latest report of the cycle says that says it. */
  readonly delivery: Delivery | null;
  readonly percent: number | null;
  /** Delivery is worse than to the cycle before. */
  readonly slipped: boolean;
  /** Nothing was ever reported of it. */
  readonly neverReported: boolean;
}
export const dutyStates = [...missingStates, 'declined', 'reported'] as const;
export type DutyState = (typeof dutyStates)[number];

/** The columns that `toDuty` makes a duty of. */
export function dutyColumns(moment: Moment, owing: Owing): Sql {
  return sql`
    coalesce(r.reply, 0) as reply, r.first_day as first_day, r.decline as decline, r.percent as reply_percent, ${isLate} as is_late,
    ${hasSlipped(moment, owing)} as has_slipped, ${owing.hasNeverReported(moment)} as never_reported`;
}

export function toDuty(given: SqlRow, { missing }: Pick<CycleHead, 'missing'>): Duty {
  const row = given as unknown as {
    readonly reply: number;
    readonly first_day: Day | null;
    readonly decline: string | null;
    readonly reply_percent: number | null;
    readonly is_late: number;
    readonly has_slipped: number;
    readonly never_reported: number;
  };
  const reply = replyOf(row.reply);
  return {
    state: reply?.is ?? missing,
    reported: row.first_day,
    late: row.is_late === 1,
    declined: row.decline === null ? null : (JSON.parse(row.decline) as Decline),
    delivery: reply?.is === 'reported' && reply.delivery !== 'not-stated' ? reply.delivery : null,
    percent: row.reply_percent,
    slipped: row.has_slipped === 1,
    neverReported: row.never_reported === 1,
  };
}

/** The condition that a duty is in one of these states on the day. */
export function isIn(states: readonly DutyState[], day: Day): Sql {
  const state = sql`
    case when coalesce(r.reply, 0) >= ${literal(firstReported)} then 'reported' when r.reply > 0 then 'declined' when ${day} < y.opens_day then 'not-due'
      when ${day} <= y.due_day then 'due' when ${day} <= y.grace_day then 'overdue' else 'silent' end`;
  return within(state, states);
}

/** A number of this code, in the text of a statement: a parameter would make a floating-point number of the sum. */
function literal(number: number): Sql {
  return new Sql(String(number), []);
}

/** The provenance of a row of `dutyStatement`. */
export function provenanceOfDuty(duty: number): Provenance {
  return provenances[Math.floor(duty / perProvenance)]!;
}

/** Of nothing that is owed. */
export const noCounts = (): { -readonly [Key in keyof ReportingCounts]: ReportingCounts[Key] } => ({
  owed: 0,
  reported: 0,
  declined: 0,
  notDue: 0,
  due: 0,
  overdue: 0,
  silent: 0,
  late: 0,
  slipped: 0,
  neverReported: 0,
  delivery: { 'not-started': 0, 'on-track': 0, delayed: 0, 'at-risk': 0, completed: 0, 'not-stated': 0 },
  reasons: { 'no-data': 0, confidential: 0, 'no-capacity': 0, 'under-review': 0, 'not-ours': 0, other: 0 },
});

const missingAs = { 'not-due': 'notDue', due: 'due', overdue: 'overdue', silent: 'silent' } as const;

/** Adds up duties, from the rows of `dutyStatement`. */
export class DutyTally {
  readonly sums = noCounts();

  /** @param cycle undefined where there is none to report to: then nothing is owed */
  constructor(private readonly cycle: Pick<CycleHead, 'missing'> | undefined) {}

  add(row: SqlRow): void {
    if (!this.cycle) return;
    const { duty, n } = row as unknown as { duty: number; n: number }; // what dutyStatement selects
    const { sums } = this;
    const reply = replyOf(Math.floor((duty % perProvenance) / perReply));
    sums.owed += n;
    if (duty & never) sums.neverReported += n;
    if (duty & late) sums.late += n;
    if (duty & slipped) sums.slipped += n;
    if (!reply) sums[missingAs[this.cycle.missing]] += n;
    else if (reply.is === 'declined') {
      sums.declined += n;
      sums.reasons[reply.reason] += n;
    } else {
      sums.reported += n;
      sums.delivery[reply.delivery] += n;
    }
  }

  /** Null where there is no cycle to report to. */
  counts(): ReportingCounts | null {
    return this.cycle ? this.sums : null;
  }
}
