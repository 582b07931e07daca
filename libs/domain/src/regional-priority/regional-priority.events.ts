import Type from 'typebox';
import { authority } from '../country/country.events.js';
import { Day } from '../kernel/day.js';
import { event, type EventOf } from '../kernel/event.js';
import { OrganisationId } from '../kernel/ids.js';
import { RegionId } from '../kernel/places.js';
import { Label, LocalizedText } from '../kernel/text.js';

/** A regional initiative of a WTDC cycle. Wording that was not read in a source is marked, and never shown as official. */
export const RegionalPriorityAdopted = event('RegionalPriorityAdopted', {
  region: RegionId,
  code: Label,
  /** The adopted title in full: some are a paragraph. */
  name: LocalizedText,
  actionPlan: Type.Object({ id: Label, name: Label, from: Day, to: Day }, { additionalProperties: false }),
  /** The organisation that reports on it. */
  steward: Type.Optional(OrganisationId),
  wording: Type.Enum(['verified', 'to-be-confirmed']),
  ...authority,
});

export const regionalPriorityEvents = { RegionalPriorityAdopted };
export type RegionalPriorityEvent = EventOf<(typeof regionalPriorityEvents)[keyof typeof regionalPriorityEvents]>;
