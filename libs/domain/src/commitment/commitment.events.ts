import Type, { type Static } from 'typebox';
import { Day } from '../kernel/day.js';
import { event, type EventOf } from '../kernel/event.js';
import { CommitmentId, idPattern, OrganisationId, RegionalPriorityId } from '../kernel/ids.js';
import { Currency, MinorUnits, Nature, Qualifier } from '../kernel/money.js';
import { nullable } from '../kernel/nullable.js';
import { FocusAreaId, Implementation } from '../kernel/places.js';
import { Session } from '../kernel/session.js';
import { Identifiers, LocalizedName, LocalizedText, Provenance, Source, Sources } from '../kernel/text.js';
import { type ReportEvent, reportEvents } from '../report/report.events.js';

const closed = { additionalProperties: false } as const;

/** What is done. */
export const Kind = Type.Enum(['financial', 'programmatic', 'policy', 'advocacy']);
export type Kind = Static<typeof Kind>;

/** Whether it is more than what was done before. */
export const Additionality = Type.Enum(['new', 'scaled-up', 'continuing']);
export type Additionality = Static<typeof Additionality>;

/** The focus area that it counts by, and those that it serves beside. */
export const FocusAreas = Type.Object(
  { primary: FocusAreaId, others: Type.Array(FocusAreaId, { maxItems: 3, uniqueItems: true }) },
  closed,
);
export type FocusAreas = Static<typeof FocusAreas>;

/** A registered organisation, or a body that is only named. */
export const Partner = Type.Union([Type.Object({ organisation: OrganisationId }, closed), Type.Object({ name: LocalizedName }, closed)]);
export type Partner = Static<typeof Partner>;

/** What it is worth, in minor units. `usd` is the equivalent that was declared, with the rate (US dollars for one unit of the currency) if that was told. */
export const Value = Type.Object(
  {
    amount: MinorUnits,
    currency: Currency,
    nature: Nature,
    qualifier: Type.Optional(Qualifier),
    usd: Type.Optional(
      Type.Object(
        {
          amount: MinorUnits,
          rate: Type.Optional(Type.String({ pattern: '^[0-9]{1,12}(\\.[0-9]{1,12})?$' })),
          rateDate: Type.Optional(Day),
        },
        closed,
      ),
    ),
    note: Type.Optional(LocalizedText),
  },
  closed,
);
export type Value = Static<typeof Value>;

const figure = Type.Number({ minimum: -1e15, maximum: 1e15 });

/** What is to be measurably true, and by when. */
export const Target = Type.Object(
  {
    indicator: LocalizedName,
    unit: Type.Optional(LocalizedName),
    baseline: Type.Optional(figure),
    goal: Type.Optional(figure),
    due: Type.Optional(Day),
  },
  closed,
);
export type Target = Static<typeof Target>;

/** Whom it serves: how many, and of which groups (an open vocabulary of slugs: `women`, `rural-population`). */
export const Beneficiaries = Type.Object(
  {
    count: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000_000 })),
    groups: Type.Array(Type.String({ pattern: idPattern }), { maxItems: 30, uniqueItems: true }),
  },
  closed,
);
export type Beneficiaries = Static<typeof Beneficiaries>;

/** The details that a pledge may leave open ("not stated"), and an amendment may clear. */
const open = {
  description: LocalizedText,
  kind: Kind,
  additionality: Additionality,
  partners: Type.Array(Partner, { maxItems: 200, uniqueItems: true }),
  implementation: Implementation,
  value: Value,
  targets: Type.Array(Target, { maxItems: 100 }),
  beneficiaries: Beneficiaries,
  start: Day,
  end: Day,
  regionalPriorities: Type.Array(RegionalPriorityId, { maxItems: 50, uniqueItems: true }),
  sdgs: Type.Array(Type.Integer({ minimum: 1, maximum: 17 }), { maxItems: 17, uniqueItems: true }),
  declarations: Type.Array(Type.String({ pattern: idPattern }), { maxItems: 50, uniqueItems: true }),
  /** The working group whose co-chairs facilitated it. */
  facilitatedBy: FocusAreaId,
  sources: Sources,
  identifiers: Identifiers,
  /** One programme that several pledges announce; set by the secretariat, so that its beneficiaries count once. */
  programme: Type.String({ pattern: idPattern }),
};

const details = { title: LocalizedName, focusAreas: FocusAreas, ...Type.Partial(Type.Object(open)).properties };

/** Everything that a commitment says of itself. */
export const CommitmentDetails = Type.Object(details, closed);
export type CommitmentDetails = Static<typeof CommitmentDetails>;

/** The details that changed, each whole; null clears. */
export const CommitmentChanges = Type.Object(
  {
    title: Type.Optional(LocalizedName),
    focusAreas: Type.Optional(FocusAreas),
    description: Type.Optional(nullable(open.description)),
    kind: Type.Optional(nullable(open.kind)),
    additionality: Type.Optional(nullable(open.additionality)),
    partners: Type.Optional(nullable(open.partners)),
    implementation: Type.Optional(nullable(open.implementation)),
    value: Type.Optional(nullable(open.value)),
    targets: Type.Optional(nullable(open.targets)),
    beneficiaries: Type.Optional(nullable(open.beneficiaries)),
    start: Type.Optional(nullable(open.start)),
    end: Type.Optional(nullable(open.end)),
    regionalPriorities: Type.Optional(nullable(open.regionalPriorities)),
    sdgs: Type.Optional(nullable(open.sdgs)),
    declarations: Type.Optional(nullable(open.declarations)),
    facilitatedBy: Type.Optional(nullable(open.facilitatedBy)),
    sources: Type.Optional(nullable(open.sources)),
    identifiers: Type.Optional(nullable(open.identifiers)),
    programme: Type.Optional(nullable(open.programme)),
  },
  { ...closed, minProperties: 1 },
);
export type CommitmentChanges = Static<typeof CommitmentChanges>;

export const CommitmentPledged = event('CommitmentPledged', { lead: OrganisationId, provenance: Provenance, ...details });
export const CommitmentAmended = event('CommitmentAmended', {
  reason: LocalizedText,
  changes: CommitmentChanges,
  source: Type.Optional(Source),
});
export const CommitmentAccepted = event('CommitmentAccepted', { note: Type.Optional(LocalizedText) });
export const CommitmentReturned = event('CommitmentReturned', { reason: LocalizedText });
export const CommitmentAnnounced = event('CommitmentAnnounced', {
  manner: Type.Enum(['plenary', 'publication']),
  session: Type.Optional(Session),
  source: Type.Optional(Source),
});
/** Another published figure or restatement: a second statement with its source, in no sum. */
export const CommitmentNoted = event('CommitmentNoted', { text: LocalizedText, source: Source, value: Type.Optional(Value) });
export const CommitmentWithdrawn = event('CommitmentWithdrawn', { reason: LocalizedText, source: Type.Optional(Source) });
export const CommitmentSuperseded = event('CommitmentSuperseded', {
  by: CommitmentId,
  reason: LocalizedText,
  source: Type.Optional(Source),
});

/** What is said of the commitment itself; what is reported on it stands in the same stream, see `report`. */
const ownEvents = {
  CommitmentPledged,
  CommitmentAmended,
  CommitmentAccepted,
  CommitmentReturned,
  CommitmentAnnounced,
  CommitmentNoted,
  CommitmentWithdrawn,
  CommitmentSuperseded,
};
export type OwnCommitmentEvent = EventOf<(typeof ownEvents)[keyof typeof ownEvents]>;
export const commitmentEvents = { ...ownEvents, ...reportEvents };
export type CommitmentEvent = OwnCommitmentEvent | ReportEvent;
