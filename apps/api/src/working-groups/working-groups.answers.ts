import {
  AppointmentId,
  Category,
  CoChairAppointed,
  Day,
  FocusAreaId,
  LocalizedName,
  LocalizedText,
  nullable,
  OrganisationId,
  Provenance,
  RegionalPriorityId,
  RegionId,
  Seat,
  Source,
} from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { ShownPerson } from '../persons/persons.js';
import { Asking, closed, Counts, LatestEvent, ofMoment, Provenances, Rule, ValueFigures } from '../reading/answers.js';

const { from, seat } = CoChairAppointed.data.properties;

const coChair = {
  appointment: AppointmentId,
  person: ShownPerson,
  organisation: Type.Object(
    { id: OrganisationId, name: nullable(LocalizedName), category: nullable(Category), provenance: nullable(Provenance) },
    closed,
  ),
  seat,
  region: Type.Union([RegionId, Type.Null()], { description: 'The region that the co-chair speaks for; null: not stated.' }),
  regionalPriorities: Type.Array(RegionalPriorityId),
  from,
  to: Type.Union([Day, Type.Null()], { description: 'The day from which the seat is free again; null: until further notice.' }),
  phase: Type.Enum(['to-come', 'present', 'past', 'not-taken-up'], {
    description: 'Where the term is on the day of the answer; one that was ended before it began is not taken up.',
  }),
  source: nullable(Source),
  appointed: LatestEvent,
  ended: nullable(
    Type.Object(
      { how: Type.Enum(['stood-down', 'term-ended']), reason: LocalizedText, source: nullable(Source), event: LatestEvent },
      { ...closed, description: 'By whom the term was ended, and why; null: it ends on the day that it was given for, or not yet.' },
    ),
  ),
};
const CoChair = Type.Object(coChair, closed);

const group = {
  focusArea: FocusAreaId,
  provenance: nullable(Provenance),
  established: Type.Union([Day, Type.Null()], { description: 'The day from which it is there; null: it is not.' }),
  composition: Type.Enum(['not-established', 'incomplete', 'complete'], {
    description: 'A group that is short of a seat is incomplete, and leads all the same.',
  }),
  coChairs: Type.Array(CoChair, { description: 'Who lead it on the day of the answer, by their seats.' }),
  shortOf: Type.Array(Type.Object({ seat: Seat, since: nullable(Day) }, closed), {
    description: 'Seats that nobody holds, and since when; null: since ever.',
  }),
};

export const WorkingGroupsAnswer = answerSchema(
  'WorkingGroups',
  ofMoment({
    rule: Rule,
    tables: Type.Array(
      Type.Object(
        {
          provenance: Provenances,
          groups: Type.Array(Type.Object(group, closed), { description: 'All four.' }),
          regions: Type.Array(Type.Object({ region: RegionId, focusAreas: Type.Array(FocusAreaId) }, closed), {
            description: 'Of each region, the groups in which a membership seat comes from it.',
          }),
          regionsMissing: Type.Array(RegionId, { description: 'Those that no membership seat of the four groups comes from.' }),
        },
        closed,
      ),
    ),
  }),
);

export const WorkingGroupAnswer = answerSchema(
  'WorkingGroup',
  ofMoment({
    rule: Rule,
    ...group,
    mandate: nullable(LocalizedText),
    source: nullable(Source),
    terms: Type.Array(CoChair, { description: 'All terms that were given: past, present and to come, by their first day.' }),
    latest: LatestEvent,
    tables: Type.Array(Type.Object({ provenance: Provenances, cycle: Asking, facilitated: Counts, value: ValueFigures }, closed), {
      description: 'The commitments that its co-chairs facilitated; `/commitments?facilitatedBy=…` lists them.',
    }),
  }),
);

export const AppointmentAnswer = answerSchema('Appointment', ofMoment({ focusArea: FocusAreaId, ...coChair }));
