import Type, { type Static } from 'typebox';
import { Day } from './day.js';
import { event, type EventOf } from './event.js';
import { CorrectionId } from './ids.js';

const EventId = Type.String({ format: 'uuid' });

/** What is to become of one event of the stream: it is void, with all that it said; or fields of its data, or its day, are others. */
export const Mend = Type.Union([
  Type.Object({ event: EventId, void: Type.Literal(true) }, { additionalProperties: false }),
  Type.Object(
    {
      event: EventId,
      /** Top-level fields of the event's data, each replaced whole; null removes. */
      set: Type.Optional(Type.Record(Type.String({ pattern: '^[a-zA-Z]{1,64}$' }), Type.Unknown(), { additionalProperties: false })),
      effectiveAt: Type.Optional(Day),
      /** The version of the event's schema that `set` is written in. */
      schemaVersion: Type.Integer({ minimum: 1 }),
    },
    { additionalProperties: false },
  ),
]);
export type Mend = Static<typeof Mend>;

/** Each event of a stream at most once. */
export const Mends = Type.Array(Mend, { minItems: 1, maxItems: 200 });

/**
 * The compensating event, the same for every kind of record. It stands on the stream that it mends, at the earliest day of its targets;
 * its metadata say what it corrects, why, and on whose authority. Deciders and views never see it, only the events that hold.
 */
export const EventsCorrected = event('EventsCorrected', {
  correction: CorrectionId,
  targets: Mends,
});
export type EventsCorrected = EventOf<typeof EventsCorrected>;

/** Whether an event is a compensating one. */
export function isCompensation<Event extends { readonly type?: string }>(event: Event): event is Event & EventsCorrected {
  return event.type === EventsCorrected.type;
}
