import { LocalizedText, type Recorded, shownEvent } from '@mithaq/domain';
import { type RecordedEvent } from '@mithaq/event-store';
import Type, { type Static } from 'typebox';

/** An event as the service shows it. What only concerns the request that made it (hashes of its key and body) stays in the ledger. */
export const EventAnswer = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    type: Type.String({ description: 'What happened; its schema is at /schemas/events/{type}.v{schemaVersion}.json.' }),
    schemaVersion: Type.Integer(),
    stream: Type.String(),
    revision: Type.String({ pattern: '^[0-9]+$', description: 'The place in its stream.' }),
    position: Type.String({ pattern: '^[0-9]+$', description: 'The place in the ledger.' }),
    recordedAt: Type.String({ format: 'date-time', description: 'When the ledger learnt it.' }),
    effectiveAt: Type.String({ format: 'date', description: 'The UTC day on which it became true.' }),
    actor: Type.Object(
      {
        subject: Type.String({ description: 'Who recorded it: opaque, never a name.' }),
        roles: Type.Array(Type.String()),
        organisation: Type.Optional(Type.String()),
      },
      { additionalProperties: false },
    ),
    correlationId: Type.String(),
    causationId: Type.Optional(Type.String({ description: 'The event, or the request, that led to it.' })),
    corrects: Type.Optional(
      Type.Array(Type.String({ format: 'uuid' }), { description: 'Of a compensating event: the events of its stream that it mends.' }),
    ),
    reason: Type.Optional(LocalizedText),
    authority: Type.Optional(Type.String({ description: 'Of a compensating event: who has the say, as a letter and its date.' })),
    data: Type.Object({}, { additionalProperties: true }),
  },
  { additionalProperties: false, title: 'Event' },
);
export type EventAnswer = Static<typeof EventAnswer>;

export function eventAnswer(event: RecordedEvent): EventAnswer {
  return shownEvent(event as RecordedEvent & Recorded); // as the ledger stamped it
}
