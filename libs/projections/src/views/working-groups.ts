import {
  type AppointmentId,
  type Day,
  type FocusAreaId,
  type LocalizedText,
  type OrganisationId,
  type Person,
  type Provenance,
  type Recorded,
  type RegionalPriorityId,
  type RegionId,
  type Seat,
  type Source,
  type WorkingGroupEvent,
} from '@mithaq/domain';
import { json, keyedView, nullable, type RowOf, type Rows } from '../engine/view.js';
import { type LatestEvent, latestFrom, latestOf, oneOf } from './latest.js';

/** How a working group came to be. */
export interface Establishment {
  readonly provenance: Provenance;
  readonly mandate: LocalizedText | null;
  readonly source: Source | null;
  /** The day from which it is there. */
  readonly day: Day;
}

/** What was said of a seat being given away. */
export interface Appointed {
  /** The name is sealed. */
  readonly person: Person;
  readonly regionalPriorities: readonly RegionalPriorityId[];
  readonly source: Source | null;
  readonly event: LatestEvent;
}

/** By whom a term was ended, and why. A term that ends on the day that it was given for has nothing of the kind. */
export interface Ended {
  readonly how: 'stood-down' | 'term-ended';
  readonly reason: LocalizedText;
  readonly source: Source | null;
  readonly event: LatestEvent;
}

const columns = {
  focus_area: oneOf<FocusAreaId>(),
  /** Only in the group's own row. */
  establishment: nullable(json<Establishment>()),
  latest: nullable(json<LatestEvent>()),
  /** Only in the row of an appointment. */
  appointment: nullable(oneOf<AppointmentId>()),
  organisation: nullable(oneOf<OrganisationId>()),
  seat: nullable(oneOf<Seat>()),
  /** The region that the co-chair speaks for; null also where none is known. */
  region: nullable(oneOf<RegionId>()),
  /** The term: from this day on, and before `to_day`; null: until further notice. */
  from_day: nullable(oneOf<Day>()),
  to_day: nullable(oneOf<Day>()),
  appointed: nullable(json<Appointed>()),
  ended: nullable(json<Ended>()),
};

type GroupRow = RowOf<typeof columns>;

const ofGroup = {
  appointment: null,
  organisation: null,
  seat: null,
  region: null,
  from_day: null,
  to_day: null,
  appointed: null,
  ended: null,
};

/**
 * Working groups: a row under '' for the group, and one for each appointment. A row says when a term begins and ends and knows no day:
 * who holds a seat is told for the day of an answer.
 */
export const workingGroups = keyedView({
  name: 'working-groups',
  version: 1,
  of: 'workingGroup',
  columns,
  evolve(rows: Rows<GroupRow>, event: Recorded<WorkingGroupEvent>): Rows<GroupRow> {
    const latest = latestFrom(latestOf(event));
    if (event.type === 'WorkingGroupEstablished') {
      const { focusArea, provenance, mandate, source } = event.data;
      const establishment = { provenance, mandate: mandate ?? null, source: source ?? null, day: event.metadata.effectiveAt };
      return new Map([['', { focus_area: focusArea, establishment, latest, ...ofGroup }]]);
    }
    const group = rows.get('');
    if (group === undefined) return rows;
    switch (event.type) {
      case 'CoChairAppointed': {
        const { appointment, person, organisation, seat, region, regionalPriorities, from, to, source } = event.data;
        return new Map(rows).set('', { ...group, latest }).set(appointment, {
          focus_area: group.focus_area,
          establishment: null,
          latest: null,
          appointment,
          organisation,
          seat,
          region: region ?? null,
          from_day: from,
          to_day: to ?? null,
          appointed: { person, regionalPriorities: regionalPriorities ?? [], source: source ?? null, event: latest },
          ended: null,
        });
      }
      case 'CoChairStoodDown':
      case 'CoChairTermEnded': {
        const { appointment, to, reason, source } = event.data;
        const term = rows.get(appointment);
        if (term === undefined) return rows;
        const how = event.type === 'CoChairStoodDown' ? 'stood-down' : 'term-ended';
        const ended: Ended = { how, reason, source: source ?? null, event: latest };
        return new Map(rows).set('', { ...group, latest }).set(appointment, { ...term, to_day: to, ended });
      }
      default:
        return rows;
    }
  },
});
