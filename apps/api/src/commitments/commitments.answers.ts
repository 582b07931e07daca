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
  LocalizedName,
  LocalizedText,
  OrganisationId,
  Provenance,
  regionIds,
  smartCriteria,
  Source,
  Value,
  nullable,
} from '@mithaq/domain';
import Type from 'typebox';
import { EventAnswer } from '../events/event-answer.js';
import { answerSchema } from '../http/documentation.js';
import { closed, Decimal, Instant, LatestEvent, listOf, ofMoment, Status } from '../reading/answers.js';

const { amount: _amount, usd, ...value } = Value.properties;
/** As people read it: decimals instead of minor units. */
const ShownValue = Type.Object(
  { ...value, amount: Decimal, usd: Type.Optional(Type.Object({ ...usd.properties, amount: Decimal }, closed)) },
  closed,
);

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
    },
    closed,
  ),
  ...CommitmentDetails.properties,
  value: Type.Optional(ShownValue),
  onlyRegion: Type.Enum(OnlyRegion.enum, { description: 'Where it counts exclusively.' }),
  usdEquivalent: nullable(Type.Object({ amount: Decimal, currency: Type.Literal('USD') }, closed)),
  pledged: Day,
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
