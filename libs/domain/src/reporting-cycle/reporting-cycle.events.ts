import Type, { type Static } from 'typebox';
import { Day } from '../kernel/day.js';
import { event, type EventOf } from '../kernel/event.js';
import { CycleId } from '../kernel/ids.js';
import { LocalizedName, LocalizedText, Provenance, Source } from '../kernel/text.js';
import { DeclineReason, Delivery } from '../report/report.events.js';

const closed = { additionalProperties: false } as const;

/** The days of a cycle, all of them inclusive and UTC: what is reported on, from when, until when, and how long a late report still counts as one. */
export const CycleDays = Type.Object(
  {
    /** The time that is reported on. */
    from: Day,
    to: Day,
    /** The first day on which a report can be made. */
    opens: Day,
    /** The last day on which a report is in time. */
    due: Day,
    /** The last day on which one that is missing is overdue; from the next on it is silent. */
    grace: Day,
  },
  closed,
);
export type CycleDays = Static<typeof CycleDays>;

const number = Type.Integer({ minimum: 0 });
/** A number for each of a closed list. */
function numberOf<Key extends string>(keys: readonly Key[]) {
  return Type.Object(Object.fromEntries(keys.map(key => [key, number])) as Record<Key, typeof number>, closed);
}

/** How many of those that owed a report stood where. */
export const ReportingCounts = Type.Object(
  {
    /** `reported`, `declined` and the four that follow add up to it. */
    owed: number,
    reported: number,
    declined: number,
    notDue: number,
    due: number,
    overdue: number,
    silent: number,
    /** Of those reported: the first report came after the due day. */
    late: number,
    /** Of those reported: whose delivery is worse than the cycle before said. */
    slipped: number,
    /** Of those owed: with no report, ever. */
    neverReported: number,
    /** Of those reported: how delivery stands by the latest report of the cycle that says it; they add up to `reported`. */
    delivery: numberOf([...Delivery.enum, 'not-stated']),
    /** Of those declined, for which reason; they add up to `declined`. */
    reasons: numberOf(DeclineReason.enum),
  },
  closed,
);
export type ReportingCounts = Static<typeof ReportingCounts>;

/** A line for each region, focus area, category or group, by its code; `several`, `not-stated` or `none` for what has not exactly one. */
const ReportingLine = Type.Object({ id: Type.String({ maxLength: 64 }), counts: ReportingCounts }, closed);
export type ReportingLine = Static<typeof ReportingLine>;
const lines = Type.Array(ReportingLine, { maxItems: 100 });
/** A cycle's table of one provenance. */
export const CycleTable = Type.Object(
  {
    provenance: Provenance,
    whole: ReportingCounts,
    /** By the only region of implementation, `several` or `not-stated`: these add up. */
    regions: lines,
    /** By every region that is touched: these overlap. */
    regionsTouched: lines,
    /** By the primary one: these add up. */
    focusAreas: lines,
    /** Of the lead, or `not-stated`: these add up. */
    categories: lines,
    /** By the groups of the countries of implementation and those named, or `none`: these overlap. */
    countryGroups: lines,
  },
  closed,
);
export type CycleTable = Static<typeof CycleTable>;

/** Of the regional priorities: each has one region, so the lines add up. */
export const PriorityTable = Type.Object({ whole: ReportingCounts, regions: lines }, closed);
export type PriorityTable = Static<typeof PriorityTable>;

/** Whom a cycle asks: what was submitted or published, or the demonstration. No real body is ever shown as silent by an invented cycle. */
export const CycleProvenance = Type.Enum(['submitted', 'demonstration']);
export type CycleProvenance = Static<typeof CycleProvenance>;

export const ReportingCycleOpened = event('ReportingCycleOpened', {
  name: LocalizedName,
  provenance: CycleProvenance,
  days: CycleDays,
  source: Type.Optional(Source),
});
/** More time for those that owe a report; what is reported on does not change. */
export const ReportingCycleExtended = event('ReportingCycleExtended', {
  due: Day,
  grace: Day,
  reason: LocalizedText,
  source: Type.Optional(Source),
});
/**
 * The cycle's tables as they were, to the digit: counted for the day of this event, by this rule, from the ledger up to this position.
 * Nothing recorded after counts in them.
 */
export const ReportingCycleClosed = event('ReportingCycleClosed', {
  rule: Type.Integer({ minimum: 1 }),
  countedTo: Type.String({ pattern: '^(0|[1-9][0-9]{0,18})$' }),
  /** The cycle before, which `slipped` compares with; absent: there was none. */
  before: Type.Optional(CycleId),
  /** One for each provenance that the cycle asks. */
  tables: Type.Array(CycleTable, { maxItems: 3 }),
  regionalPriorities: PriorityTable,
  note: Type.Optional(LocalizedText),
});

export const reportingCycleEvents = { ReportingCycleOpened, ReportingCycleExtended, ReportingCycleClosed };
export type ReportingCycleEvent = EventOf<(typeof reportingCycleEvents)[keyof typeof reportingCycleEvents]>;
