import {
  Category,
  CommitmentAccepted,
  CommitmentAnnounced,
  CommitmentDetails,
  CommitmentId,
  CommitmentReturned,
  CommitmentSuperseded,
  CommitmentWithdrawn,
  Day,
  Delivery,
  LocalizedName,
  LocalizedText,
  OrganisationId,
  Provenance,
  Reading,
  regionIds,
  ReportId,
  smartCriteria,
  Source,
  Sources,
  Value,
  nullable,
} from '@mithaq/domain';
import { deliveriesShown, signatoryValues } from '@mithaq/projections';
import Type from 'typebox';
import { EventAnswer } from '../events/event-answer.js';
import { answerSchema } from '../http/documentation.js';
import { closed, cycleHead, Decimal, LatestEvent, listOf, ofMoment, Status } from '../reading/answers.js';
import { Instant } from '../reading/as-of.js';
import { duty } from '../reporting-cycles/reporting-cycles.answers.js';
import { ShownAmounts } from '../reports/reports.answers.js';

const { amount: _amount, usd, ...value } = Value.properties;
/** As people read it: decimals instead of minor units. */
const ShownValue = Type.Object(
  { ...value, amount: Decimal, usd: Type.Optional(Type.Object({ ...usd.properties, amount: Decimal }, closed)) },
  closed,
);

const Figure = Type.Union([Type.Number(), Type.Null()]);

const OnlyRegion = Type.Enum([...regionIds, 'several', 'not-stated']);
const id = Type.String({ format: 'uuid' });

const item = {
  id: CommitmentId,
  registration: Status,
  supersededBy: nullable(CommitmentId),
  provenance: Provenance,
  lead: Type.Object(
    {
      id: OrganisationId,
      name: nullable(LocalizedName),
      category: nullable(Category),
      originRegion: Type.Enum([...regionIds, 'not-stated']),
      signatory: Type.Enum([...signatoryValues], { description: 'Whether it stands by a version of the document of a coalition.' }),
    },
    closed,
  ),
  ...CommitmentDetails.properties,
  value: Type.Optional(ShownValue),
  onlyRegion: Type.Enum(OnlyRegion.enum, { description: 'Where it counts exclusively.' }),
  usdEquivalent: nullable(Type.Object({ amount: Decimal, currency: Type.Literal('USD') }, closed)),
  pledged: Day,
  delivery: Type.Object(
    {
      status: Type.Enum([...deliveriesShown], { description: 'On the day of the answer.' }),
      said: nullable(Delivery),
      on: nullable(Day),
      completed: nullable(Day),
      percent: Type.Union([Type.Integer(), Type.Null()]),
      reached: Type.Union([Type.Integer(), Type.Null()], { description: 'Beneficiaries reached so far.' }),
      amounts: nullable(ShownAmounts),
      firstReport: nullable(Day),
      lastReport: nullable(Day),
    },
    { ...closed, description: 'How far it is, by its reports; `said` last, on that day.' },
  ),
  noteCount: Type.Integer({ minimum: 0 }),
  latest: LatestEvent,
};

export const CommitmentsAnswer = answerSchema('Commitments', listOf(Type.Object(item, closed)));

const acts = [CommitmentAccepted, CommitmentReturned, CommitmentAnnounced, CommitmentWithdrawn, CommitmentSuperseded].map(
  ({ type, data }) => Type.Object({ type: Type.Literal(type), event: id, day: Day, recordedAt: Instant, data }, closed),
);

export const CommitmentAnswer = answerSchema(
  'Commitment',
  ofMoment({
    ...item,
    valueByRegion: Type.Array(Type.Object({ region: OnlyRegion, amount: Decimal, usdEquivalent: nullable(Decimal) }, closed), {
      description: 'How its value is split over regions, exactly: the parts add up to it.',
    }),
    notes: Type.Array(
      Type.Object(
        { event: id, day: Day, recordedAt: Instant, text: LocalizedText, source: Source, value: Type.Optional(ShownValue) },
        closed,
      ),
      { description: 'Other published figures and restatements; in no sum.' },
    ),
    completion: nullable(
      Type.Object(
        {
          event: LatestEvent,
          narrative: Type.Optional(LocalizedText),
          evidence: Type.Optional(Sources),
          source: Type.Optional(Source),
        },
        closed,
      ),
    ),
    reporting: Type.Array(Type.Object({ cycle: Type.Object(cycleHead, closed), owed: Type.Boolean(), ...duty }, closed), {
      description: 'To each cycle that a report was owed to, or that something was said to; the latest period first.',
    }),
    measured: Type.Array(
      Type.Object(
        {
          indicator: LocalizedName,
          unit: Type.Optional(LocalizedName),
          baseline: Figure,
          goal: Figure,
          due: nullable(Day),
          reading: nullable(
            Type.Object(
              { value: Type.Number(), qualifier: Type.Optional(Reading.properties.qualifier), report: ReportId, day: Day },
              closed,
            ),
          ),
          percent: Type.Union([Type.Integer(), Type.Null()], { description: 'How much of the way from the baseline to the goal.' }),
        },
        closed,
      ),
      { description: 'Its targets, each with the last reading of its indicator.' },
    ),
    acts: Type.Array(Type.Union(acts), { description: 'What moved its registration on, in order.' }),
    smart: Type.Object(
      { rule: Type.Integer({ minimum: 1 }), ...Object.fromEntries(smartCriteria.map(criterion => [criterion, Type.Boolean()])) },
      {
        ...closed,
        description: 'Whether it is specific, measurable, achievable, relevant and time-bound, by a published rule; it advises.',
      },
    ),
  }),
);

export const EventsAnswer = answerSchema('EventsOfOne', listOf(EventAnswer));
