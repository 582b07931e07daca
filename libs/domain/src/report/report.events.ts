import Type, { type Static } from 'typebox';
import { event, type EventOf } from '../kernel/event.js';
import { CycleId, idPattern, ReportId } from '../kernel/ids.js';
import { Currency, MinorUnits } from '../kernel/money.js';
import { nullable } from '../kernel/nullable.js';
import { LocalizedName, LocalizedText, Source, Sources } from '../kernel/text.js';

const closed = { additionalProperties: false } as const;

/** How far what was promised is. */
export const Delivery = Type.Enum(['not-started', 'on-track', 'delayed', 'at-risk', 'completed']);
export type Delivery = Static<typeof Delivery>;

/** What was measured: of a target, by the name of its indicator, or of any other indicator. */
export const Reading = Type.Object(
  {
    indicator: LocalizedName,
    unit: Type.Optional(LocalizedName),
    value: Type.Number({ minimum: -1e15, maximum: 1e15 }),
    qualifier: Type.Optional(Type.Enum(['more-than', 'approximately'])),
  },
  closed,
);
export type Reading = Static<typeof Reading>;

/** The ladder of IATI, from the start of what is reported on until now, in minor units of one currency; one of the three at least. */
export const Amounts = Type.Object(
  {
    currency: Currency,
    committed: Type.Optional(MinorUnits),
    disbursed: Type.Optional(MinorUnits),
    spent: Type.Optional(MinorUnits),
  },
  { ...closed, minProperties: 2 },
);
export type Amounts = Static<typeof Amounts>;

/** Why a report is declined. */
export const DeclineReason = Type.Enum(['no-data', 'confidential', 'no-capacity', 'under-review', 'not-ours', 'other']);
export type DeclineReason = Static<typeof DeclineReason>;

/** What a report may say, each of it optional. Figures are from the start on, so that the latest one stands for all. */
const said = {
  delivery: Delivery,
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
  readings: Type.Array(Reading, { minItems: 1, maxItems: 100 }),
  amounts: Amounts,
  /** Reached so far. */
  beneficiaries: Type.Integer({ minimum: 0, maximum: 10_000_000_000 }),
  narrative: LocalizedText,
  barriers: LocalizedText,
  /** Where what is said can be seen; by itself it says nothing. */
  evidence: Sources,
};

export const ReportDetails = Type.Partial(Type.Object(said), closed);
export type ReportDetails = Static<typeof ReportDetails>;

export const ReportChanges = Type.Object(
  {
    delivery: Type.Optional(nullable(said.delivery)),
    percent: Type.Optional(nullable(said.percent)),
    readings: Type.Optional(nullable(said.readings)),
    amounts: Type.Optional(nullable(said.amounts)),
    beneficiaries: Type.Optional(nullable(said.beneficiaries)),
    narrative: Type.Optional(nullable(said.narrative)),
    barriers: Type.Optional(nullable(said.barriers)),
    evidence: Type.Optional(nullable(said.evidence)),
  },
  { ...closed, minProperties: 1 },
);
export type ReportChanges = Static<typeof ReportChanges>;

/** A report of a cycle, or of none: then it is in no cycle's table. */
export const ProgressReported = event('ProgressReported', {
  report: ReportId,
  cycle: Type.Optional(CycleId),
  ...ReportDetails.properties,
  source: Type.Optional(Source),
});
export const ReportAmended = event('ReportAmended', {
  report: ReportId,
  reason: LocalizedText,
  changes: ReportChanges,
  source: Type.Optional(Source),
});
/** That no report of a cycle is to be expected, and why; a report that comes all the same takes its place. */
export const ReportDeclined = event('ReportDeclined', {
  cycle: CycleId,
  reason: DeclineReason,
  note: Type.Optional(LocalizedText),
  source: Type.Optional(Source),
});
/** A question about a report; `query` names it for its answer. */
export const ReportQueried = event('ReportQueried', {
  report: ReportId,
  query: Type.String({ pattern: idPattern }),
  question: LocalizedText,
});
export const QueryAnswered = event('QueryAnswered', {
  report: ReportId,
  query: Type.String({ pattern: idPattern }),
  answer: LocalizedText,
  source: Type.Optional(Source),
});
/** What a second person found of a report as it stood: whether what is said can be verified, and how far the evidence carries. */
export const ReportAssessed = event('ReportAssessed', {
  report: ReportId,
  verifiability: Type.Enum(['verifiable', 'not-verifiable']),
  progress: Type.Enum(['no-evidence', 'not-started', 'limited', 'substantial', 'complete']),
  note: Type.Optional(LocalizedText),
});
/** What was promised is done, as of that day. */
export const DeliveryCompleted = event('DeliveryCompleted', {
  narrative: Type.Optional(LocalizedText),
  evidence: Type.Optional(Sources),
  source: Type.Optional(Source),
});

export const reportEvents = {
  ProgressReported,
  ReportAmended,
  ReportDeclined,
  ReportQueried,
  QueryAnswered,
  ReportAssessed,
  DeliveryCompleted,
};
export type ReportEvent = EventOf<(typeof reportEvents)[keyof typeof reportEvents]>;
