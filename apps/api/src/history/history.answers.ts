import { becauses, Day, LocalizedName, nullable, Provenance } from '@mithaq/domain';
import { recordChanges } from '@mithaq/projections';
import Type, { type TSchema } from 'typebox';
import { EventAnswer } from '../events/event-answer.js';
import { answerSchema } from '../http/documentation.js';
import { closed, each, listOf, ofMoment } from '../reading/answers.js';
import { AsOf } from '../reading/as-of.js';

const EventId = Type.String({ format: 'uuid' });
const EventLink = Type.Object({ id: EventId, href: Type.String({ format: 'uri-reference' }) }, closed);
const { id, type, revision, position, recordedAt, actor, reason, authority } = EventAnswer.properties;

/** Which event it was, without all that it says. */
export const EventHead = Type.Object(
  {
    ...{ id, type, revision, position, recordedAt },
    effectiveAt: Type.Unsafe<Day>({ ...Day, description: 'The day from which it holds, as corrections left it.' }),
    ...{ actor, reason, authority },
    href: EventLink.properties.href,
  },
  closed,
);

/** An event that makes a record another one at one moment than at another. */
export const EventBetween = Type.Object(
  {
    event: EventHead,
    because: Type.Enum([...becauses], {
      description: 'Why it counts at the one moment and not at the other, or says something else there.',
    }),
    correctedBy: Type.Array(EventHead, { description: 'The compensating events that did it, the latest first.' }),
  },
  closed,
);

export const HistoryAnswer = answerSchema(
  'RecordHistory',
  listOf(
    Type.Object(
      {
        event: EventAnswer,
        holds: Type.Boolean({
          description: 'Whether no correction in force has made it void; of a compensating event, whether it is in force.',
        }),
        corrects: Type.Array(EventLink, { description: 'Of a compensating event: the events that it corrects.' }),
        correctedBy: nullable(
          Type.Object(
            {
              events: Type.Array(EventLink, { description: 'The compensating events in force that say so, the latest first.' }),
              isVoid: Type.Boolean(),
              set: Type.Object(
                {},
                {
                  additionalProperties: true,
                  description: 'Fields of its data, each replaced whole; null: taken away. Sealed names as they are stored.',
                },
              ),
              effectiveAt: Type.Optional(
                Type.Unsafe<Day>({ ...Day, description: 'The day on which it holds, in place of the one recorded.' }),
              ),
            },
            { ...closed, description: 'What corrections made of it; null: nothing.' },
          ),
        ),
        state: Type.String({ format: 'uri-reference', description: 'Where the state of the record after it is read.' }),
      },
      closed,
    ),
  ),
);

const State = Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()], {
  description: 'All that rules decide on, as plain data; null: no event held. Amounts in minor units.',
});

export const StateAnswer = answerSchema('RecordState', ofMoment({ revision, event: EventAnswer, state: State }));

const Pointer = Type.String({ description: 'A JSON pointer (RFC 6901) into the state. A list is one field.' });
const says = (description: string): TSchema => Type.Unsafe({ description });

export const DiffAnswer = answerSchema(
  'RecordDiff',
  ofMoment({
    from: Type.Union([EventHead, Type.Null()], { description: 'Null: before the first event.' }),
    to: EventHead,
    changes: Type.Array(
      Type.Object(
        {
          pointer: Pointer,
          before: Type.Optional(says('Absent where it was not there.')),
          after: Type.Optional(says('Absent where it is not there any more.')),
        },
        closed,
      ),
    ),
  }),
);

/** A record that is compared at two moments. */
const Compared = Type.Object(
  {
    stream: Type.String(),
    href: Type.String({ format: 'uri-reference' }),
    title: Type.Unsafe({ ...nullable(LocalizedName), description: 'What it is called; null where it has no name of its own.' }),
    provenance: Type.Union([Provenance, Type.Null()]),
    change: Type.Enum([...recordChanges], {
      description:
        'entered: at the moment of the answer it is there, and what was asked for chooses it; at the one compared with not. left: the other way round. changed: at both, and it says something else.',
    }),
    changes: Type.Array(
      Type.Object(
        {
          pointer: Pointer,
          before: Type.Optional(says('At the moment that is compared with; absent where it was not there.')),
          after: Type.Optional(says('At the moment of the answer; absent where it is not there any more.')),
          difference: Type.Optional(
            Type.Union([Type.Number(), Type.String({ pattern: '^-?[0-9]+(\\.[0-9]+)?$' })], {
              description:
                'After less before, exact: of numbers a number, of amounts in minor units digits; of amounts of two currencies none.',
            }),
          ),
        },
        closed,
      ),
      { description: 'Of its state. None where nothing differs in it but what was said beside, or what other records say of it.' },
    ),
    events: Type.Array(
      Type.Object(
        {
          event: EventHead,
          because: Type.Enum([...becauses], {
            description:
              'Why it counts at one of the moments alone, or says something else there. recorded, not-yet-recorded: it was recorded between them. came-true, not-yet-true: its day is. corrected: it says something else, or of another day. voided, restored: it was taken out, or put in again.',
          }),
          correctedBy: Type.Array(EventHead, {
            description: 'The compensating events of which only one of the moments knows and that touch it; the latest first.',
          }),
        },
        closed,
      ),
      { description: 'Of the record itself, in the order in which they are true.' },
    ),
  },
  closed,
);

export const RecordChangesAnswer = answerSchema(
  'RecordChanges',
  listOf(Compared, {
    from: AsOf,
    totals: Type.Unsafe({ ...each(recordChanges, Type.Integer({ minimum: 0 })), description: 'How many, on all pages.' }),
  }),
);

const setting = {
  event: EventHead,
  correctedBy: Type.Array(EventHead, {
    description: 'The compensating events that made the event say so of this field, or say it of that day; the latest first.',
  }),
};

export const BlameAnswer = answerSchema(
  'RecordBlame',
  listOf(
    Type.Object(
      {
        pointer: Pointer,
        value: says('What the field says.'),
        last: Type.Object(setting, { ...closed, description: 'The event that set it to that.' }),
        before: Type.Union(
          [
            Type.Object({ ...setting, value: Type.Optional(says('What it said then; absent where that event took it away.')) }, closed),
            Type.Null(),
          ],
          { description: 'The event that set it before; null: nothing was said of it before.' },
        ),
      },
      closed,
    ),
  ),
);

const page = Type.Object(
  {
    next: nullable(Type.String({ description: 'Send it as `cursor` to go on, at the same moment.' })),
    prev: Type.Null(),
    limit: Type.Integer(),
  },
  closed,
);

export const TraceAnswer = answerSchema('Trace', ofMoment({ correlationId: Type.String(), data: Type.Array(EventAnswer), page }));
export const EventTraceAnswer = answerSchema(
  'EventTrace',
  ofMoment({
    event: EventAnswer,
    causes: Type.Array(EventAnswer, {
      description: 'What led to it, the first cause first. A request that led to the first is no event: see its `causationId`.',
    }),
    effects: Type.Array(
      Type.Object(
        { depth: Type.Integer({ minimum: 1, description: 'How many events up from it this one is.' }), event: EventAnswer },
        closed,
      ),
      { description: 'What it led to, directly (depth 1) and in turn, in the order of the ledger; each names its own cause.' },
    ),
    page,
  }),
);
