import Type, { type Static } from 'typebox';
import { Day } from '../kernel/day.js';
import { event, type EventOf } from '../kernel/event.js';
import { AppointmentId, OrganisationId, RegionalPriorityId } from '../kernel/ids.js';
import { Person } from '../kernel/person.js';
import { FocusAreaId, RegionId } from '../kernel/places.js';
import { LocalizedText, Provenance, Source } from '../kernel/text.js';

/** The co-chair seats (TDAG document of 13 May 2021, section 4). */
export const Seat = Type.Enum(['membership', 'private-sector', 'civil-society-or-international']);
export type Seat = Static<typeof Seat>;

export const WorkingGroupEstablished = event('WorkingGroupEstablished', {
  focusArea: FocusAreaId,
  provenance: Provenance,
  mandate: Type.Optional(LocalizedText),
  source: Type.Optional(Source),
});
export const CoChairAppointed = event('CoChairAppointed', {
  appointment: AppointmentId,
  person: Person,
  organisation: OrganisationId,
  seat: Seat,
  /** The region that the co-chair speaks for; absent where neither the organisation's home nor the appointment says. */
  region: Type.Optional(RegionId),
  regionalPriorities: Type.Optional(Type.Array(RegionalPriorityId, { maxItems: 50, uniqueItems: true })),
  /** The term: from this day on, and before the day `to`. */
  from: Day,
  to: Type.Optional(Day),
  source: Type.Optional(Source),
});
/** By the co-chair's own wish: the seat is free from the day `to` on. Where that is the first day of the term, it is not taken up. */
export const CoChairStoodDown = event('CoChairStoodDown', {
  appointment: AppointmentId,
  to: Day,
  reason: LocalizedText,
  source: Type.Optional(Source),
});
/** By decision of the secretariat: the seat is free from the day `to` on. */
export const CoChairTermEnded = event('CoChairTermEnded', {
  appointment: AppointmentId,
  to: Day,
  reason: LocalizedText,
  source: Type.Optional(Source),
});

export const workingGroupEvents = { WorkingGroupEstablished, CoChairAppointed, CoChairStoodDown, CoChairTermEnded };
export type WorkingGroupEvent = EventOf<(typeof workingGroupEvents)[keyof typeof workingGroupEvents]>;
