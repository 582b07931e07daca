import Type, { type Static } from 'typebox';
import { authority } from '../country/country.events.js';
import { Day } from '../kernel/day.js';
import { event, type EventOf } from '../kernel/event.js';
import { OrganisationId } from '../kernel/ids.js';
import { nullable } from '../kernel/nullable.js';
import { RegionId } from '../kernel/places.js';
import { Label, LocalizedText, Source } from '../kernel/text.js';
import { type ReportEvent, reportEvents } from '../report/report.events.js';

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

/** The details that changed, each whole; null: it has no steward any more. Region and action plan are what it is, and stay. */
export const RegionalPriorityChanges = Type.Object(
  {
    code: Type.Optional(Label),
    name: Type.Optional(LocalizedText),
    steward: Type.Optional(nullable(OrganisationId)),
    wording: Type.Optional(Type.Enum(['verified', 'to-be-confirmed'])),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type RegionalPriorityChanges = Static<typeof RegionalPriorityChanges>;

export const RegionalPriorityAmended = event('RegionalPriorityAmended', {
  reason: LocalizedText,
  changes: RegionalPriorityChanges,
  ...authority,
});
/** From that day on, no commitment newly serves it, and no report on it falls due. */
export const RegionalPriorityRetired = event('RegionalPriorityRetired', { reason: LocalizedText, source: Type.Optional(Source) });

const ownEvents = { RegionalPriorityAdopted, RegionalPriorityAmended, RegionalPriorityRetired };
export type OwnRegionalPriorityEvent = EventOf<(typeof ownEvents)[keyof typeof ownEvents]>;
/** Its own, and the reports on it. */
export const regionalPriorityEvents = { ...ownEvents, ...reportEvents };
export type RegionalPriorityEvent = OwnRegionalPriorityEvent | ReportEvent;
