import { Day, nullable } from '@mithaq/domain';
import { replayOrders, signatureStatuses } from '@mithaq/projections';
import Type, { type TProperties } from 'typebox';
import { EventAnswer } from '../events/event-answer.js';
import { answerSchema } from '../http/documentation.js';
import { closed, Counts, each, Provenances, Rule, ValueFigures } from '../reading/answers.js';
import { Instant, Position } from '../reading/as-of.js';
import { Notice } from '../reading/notices.js';

const { reporting: _, ...counts } = Counts.properties;
const number = Type.Integer({ minimum: 0 });

const Figures = Type.Object(
  {
    tables: Type.Array(
      Type.Union([
        Type.Object({ provenance: Provenances, counts: Type.Object(counts, closed), value: ValueFigures }, closed),
        Type.Object({ provenance: Provenances, ...each(signatureStatuses, number).properties }, closed),
      ]),
      { description: 'Of a coalition its signatories; of any other record that leads no commitments, none.' },
    ),
  },
  closed,
);

const value = Type.Union([Type.Number(), Type.String()]);
const Changes = Type.Array(
  Type.Object(
    {
      cell: Type.Array(Type.String(), { description: 'The names on the way to it, lines of a table by their provenance or currency.' }),
      before: Type.Optional(value),
      after: Type.Optional(value),
      difference: Type.Union([Type.Number(), Type.String()], { description: 'Exact. What is not there counts as nothing.' }),
    },
    closed,
  ),
  { description: 'The cells that differ, and no others. All differences add up to the last line less the first.' },
);

const At = Type.Object(
  {
    position: nullable(Position),
    event: nullable(Type.String({ format: 'uuid' })),
    recordedAt: nullable(Instant),
    effectiveAt: Type.Optional(Day),
    day: Day,
  },
  { ...closed, description: 'The moment of both clocks; null: before the first event.' },
);

const State = Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()], {
  description: 'As the history of the record has it; null: no event held.',
});

const line = <Step extends string, Properties extends TProperties>(step: Step, properties: Properties) =>
  Type.Object(
    {
      cursor: Type.String({ description: 'Send it as `cursor` to go on after this line, towards the same end.' }),
      step: Type.Literal(step),
      ...properties,
    },
    closed,
  );

export const ReplayLine = answerSchema(
  'ReplayLine',
  Type.Union([
    line('begins', {
      scope: Type.String(),
      order: Type.Enum([...replayOrders]),
      rule: Rule,
      at: At,
      figures: Figures,
      notices: Type.Array(Notice),
    }),
    line('event', {
      event: EventAnswer,
      record: Type.String({ description: 'The stream of the record that it is of.' }),
      state: Type.Object({ before: State, after: State }, closed),
      figures: Changes,
    }),
    line('day', { day: Day, figures: Changes }),
    line('ends', { at: At, figures: Figures }),
    Type.Object(
      { step: Type.Literal('fault'), detail: Type.String() },
      { ...closed, description: 'The replay could not go on. Go on with the cursor of the line before.' },
    ),
  ]),
);
