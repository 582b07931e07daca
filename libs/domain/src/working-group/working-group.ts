import { isSame } from '../kernel/changes.js';
import { type Day } from '../kernel/day.js';
import { type Decider } from '../kernel/decider.js';
import { type Dated } from '../kernel/history.js';
import { type AppointmentId, type OrganisationId, type PersonId, type RegionalPriorityId } from '../kernel/ids.js';
import { type Person } from '../kernel/person.js';
import { type FocusAreaId, type RegionId } from '../kernel/places.js';
import { realmOf, refuseWithoutSource } from '../kernel/provenance.js';
import { Refusal } from '../kernel/refusal.js';
import { type LocalizedText, type Provenance, type Source } from '../kernel/text.js';
import { type Category, type Membership } from '../organisation/organisation.events.js';
import { categories } from '../reference/categories.js';
import { overfullOn, overlap, type Term } from './composition.js';
import { type Seat, type WorkingGroupEvent, workingGroupEvents } from './working-group.events.js';

export type WorkingGroupCommand =
  /** Provenance absent: `submitted`. */
  | {
      readonly type: 'EstablishWorkingGroup';
      readonly focusArea: FocusAreaId;
      readonly provenance?: Provenance;
      readonly mandate?: LocalizedText;
      readonly source?: Source;
    }
  | {
      readonly type: 'AppointCoChair';
      readonly appointment: AppointmentId;
      readonly person: Person;
      readonly organisation: OrganisationId;
      readonly seat: Seat;
      /** Absent: the home region of the organisation. */
      readonly region?: RegionId;
      readonly regionalPriorities?: RegionalPriorityId[];
      readonly from: Day;
      readonly to?: Day;
      readonly source?: Source;
    }
  /** `to` absent: the day of the command, or the first day of the term where that is to come. */
  | EndOfTerm<'StandDown'>
  | EndOfTerm<'EndTerm'>;

interface EndOfTerm<Type extends string> {
  readonly type: Type;
  readonly appointment: AppointmentId;
  readonly to?: Day;
  readonly reason: LocalizedText;
  readonly source?: Source;
}

export interface Appointment extends Term {
  readonly person: PersonId;
  readonly organisation: OrganisationId;
}

export type WorkingGroup =
  | { readonly status: 'none' }
  | {
      readonly status: 'established';
      /** What was said of it then, so that a repeat is known as one. */
      readonly establishment: DataOf<'WorkingGroupEstablished'>;
      readonly appointments: ReadonlyMap<AppointmentId, Appointment>;
    };

type DataOf<Type extends WorkingGroupEvent['type']> = Extract<WorkingGroupEvent, { type: Type }>['data'];

/** What other streams say. */
export interface WorkingGroupFacts {
  /** The day of the command. */
  readonly day: Day;
  /** The organisation that is named for a seat, on the first day of the term (today, where that is to come): what it is then decides. */
  readonly organisation:
    | { readonly status: 'none-named' | 'unknown' }
    | {
        readonly status: 'known';
        readonly provenance: Provenance;
        readonly category: Category;
        readonly membership: Membership | undefined;
        readonly homeRegion: RegionId | undefined;
      };
  /** Those in force on that day, of the ones that are named. */
  readonly regionalPriorities: ReadonlySet<RegionalPriorityId>;
}

/** The working group of a focus area: led by three or four co-chairs, each in a seat for a term. */
export const workingGroup: Decider<WorkingGroup, WorkingGroupCommand, WorkingGroupEvent, WorkingGroupFacts> = {
  category: 'workingGroup',
  fixed: ['focusArea', 'appointment', 'person'],
  initial: { status: 'none' },
  events: workingGroupEvents,

  decide(command, state, facts) {
    switch (command.type) {
      case 'EstablishWorkingGroup': {
        const { type: _, focusArea, provenance = 'submitted', ...more } = command;
        const data = { focusArea, provenance, ...more };
        return state.status === 'established' && isSame(state.establishment, data) ? [] : [{ type: 'WorkingGroupEstablished', data }];
      }
      case 'AppointCoChair': {
        const { type: _, region = homeRegionOf(facts), ...data } = command;
        refuseOrganisation(command, state, facts);
        refusePriorities(command, facts);
        return [{ type: 'CoChairAppointed', data: { ...data, ...(region === undefined ? {} : { region }) } }];
      }
      case 'StandDown': {
        const { type: _, to = endOfTerm(command, state, facts), ...data } = command;
        return [{ type: 'CoChairStoodDown', data: { ...data, to } }];
      }
      case 'EndTerm': {
        const { type: _, to = endOfTerm(command, state, facts), ...data } = command;
        return [{ type: 'CoChairTermEnded', data: { ...data, to } }];
      }
    }
  },

  admit(event, state) {
    if (event.type === 'WorkingGroupEstablished') {
      if (state.status === 'established') throw new Refusal('already-established', 'This working group is established already.');
      refuseWithoutSource(event.data.provenance, event.data.source && [event.data.source], '/source');
      return;
    }
    if (state.status === 'none')
      throw new Refusal('working-group-unknown', 'This focus area has no working group on that day; establish it first.');
    switch (event.type) {
      case 'CoChairAppointed':
        if (state.appointments.has(event.data.appointment))
          throw new Refusal('already-co-chair', 'This appointment is recorded already; end its term instead.');
        refuseBeforeTheDay('from', event.data.from, event);
        refuseTerm(event.data, [...state.appointments.values()]);
        return;
      case 'CoChairStoodDown':
      case 'CoChairTermEnded': {
        const appointment = state.appointments.get(event.data.appointment);
        if (!appointment) throw new Refusal('appointment-unknown', 'This working group has no such appointment on that day.');
        refuseBeforeTheDay('to', event.data.to, event);
        if (appointment.to !== undefined && event.data.to >= appointment.to) {
          throw new Refusal('term-ended', `The term ends on ${appointment.to} already; it is only ever ended earlier.`, { pointer: '/to' });
        }
        if (event.data.to < appointment.from) {
          throw new Refusal('term-ends-before-start', `The term begins on ${appointment.from}, and ends on that day at the earliest.`, {
            pointer: '/to',
          });
        }
        return;
      }
    }
  },

  evolve(state, event) {
    if (event.type === 'WorkingGroupEstablished') return { status: 'established', establishment: event.data, appointments: new Map() };
    if (state.status === 'none') return state;
    switch (event.type) {
      case 'CoChairAppointed': {
        const { appointment, person, organisation, seat, from, to } = event.data;
        return {
          ...state,
          appointments: new Map(state.appointments).set(appointment, { person: person.id, organisation, seat, from, to }),
        };
      }
      case 'CoChairStoodDown':
      case 'CoChairTermEnded': {
        const { appointment, to } = event.data;
        const before = state.appointments.get(appointment);
        return before ? { ...state, appointments: new Map(state.appointments).set(appointment, { ...before, to }) } : state;
      }
      default:
        event satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
        return state;
    }
  },
};

/** A term that began or ended before the day of the command is recorded as of that day: else no question about an earlier day would find it. */
function refuseBeforeTheDay(field: 'from' | 'to', day: Day, { metadata: { effectiveAt } }: Dated): void {
  if (day >= effectiveAt) return;
  throw new Refusal(
    'term-before-the-act',
    `${day} is before ${effectiveAt}, the day that this is recorded at; give ${day} as effectiveAt too.`,
    {
      pointer: `/${field}`,
    },
  );
}

/** Where nobody says from which day on the seat is free: at once, or as soon as it would have been taken. */
function endOfTerm({ appointment }: EndOfTerm<string>, state: WorkingGroup, { day }: WorkingGroupFacts): Day {
  const from = state.status === 'established' ? state.appointments.get(appointment)?.from : undefined;
  return from !== undefined && from > day ? from : day;
}

function homeRegionOf({ organisation }: WorkingGroupFacts): RegionId | undefined {
  return organisation.status === 'known' ? organisation.homeRegion : undefined;
}

type Appoint = Extract<WorkingGroupCommand, { type: 'AppointCoChair' }>;

/** Which seat a body may hold: a member's of the Union whatever its category, else the one of its category (TDAG document, section 4). */
function refuseOrganisation({ seat, organisation: id }: Appoint, state: WorkingGroup, { organisation }: WorkingGroupFacts): void {
  if (organisation.status !== 'known')
    throw new Refusal('co-chair-unregistered', `No organisation ${id} is registered on the first day of the term; register it first.`, {
      pointer: '/organisation',
    });
  const { category, membership, provenance } = organisation;
  if (state.status === 'established' && realmOf(provenance) !== realmOf(state.establishment.provenance)) {
    throw new Refusal(
      'demonstration-mixed',
      realmOf(provenance) === 'demonstration'
        ? `${id} is a demonstration; only a working group of provenance "demonstration" is led by it.`
        : `${id} is a real body; a working group of provenance "demonstration" is led by demonstration bodies alone.`,
      { pointer: '/organisation' },
    );
  }
  if (seat === 'membership') {
    if (membership !== 'member-state' && membership !== 'sector-member') {
      throw new Refusal(
        'seat-not-for-organisation',
        `${id} is not known as a Member State's body or a Sector Member on the first day of the term; amend its membership first.`,
        { pointer: '/seat' },
      );
    }
  } else if (categories[category].seat !== seat) {
    const own = categories[category].seat;
    throw new Refusal(
      'seat-not-for-organisation',
      `The seat ${seat} is not for a body of the category ${category}; ${own ? `its seat is ${own}` : 'it sits as a Sector Member only'}.`,
      { pointer: '/seat' },
    );
  }
}

function refusePriorities({ regionalPriorities }: Appoint, { regionalPriorities: known }: WorkingGroupFacts): void {
  regionalPriorities?.forEach((priority, i) => {
    if (!known.has(priority))
      throw new Refusal('regional-priority-unknown', `${priority} is no regional priority of the ledger on the first day of the term.`, {
        pointer: `/regionalPriorities/${i}`,
      });
  });
}

function refuseTerm({ seat, from, to, person }: DataOf<'CoChairAppointed'>, appointments: readonly Appointment[]): void {
  if (to !== undefined && to <= from) {
    throw new Refusal('term-ends-before-start', `The term would end on ${to}, before it holds for a day from ${from} on.`, {
      pointer: '/to',
    });
  }
  const twice = appointments.find(other => other.person === person.id && overlap(other, { from, to }));
  if (twice) {
    throw new Refusal(
      'already-co-chair',
      `This person is a co-chair of this group from ${twice.from} on already; terms of one person do not overlap.`,
      {
        pointer: '/person',
      },
    );
  }
  const overfull = overfullOn(appointments, { seat, from, to });
  if (overfull) {
    throw new Refusal('seat-taken', `On ${overfull} the seat ${seat} is taken; end the term that holds it, or begin later.`, {
      pointer: '/seat',
      day: overfull,
    });
  }
}
