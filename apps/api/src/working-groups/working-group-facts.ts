import {
  country,
  type Day,
  type Home,
  organisation,
  type OrganisationId,
  regionalPriority,
  type RegionalPriorityId,
  type RegionId,
  type WorkingGroup,
  type WorkingGroupCommand,
  type WorkingGroupFacts,
} from '@mithaq/domain';
import { type Clock } from '../ledger/clock.js';
import { type FactsLoader, type Ledger } from '../ledger/ledger.js';

/** Looks up, in the log, what a command on a working group names in other streams: as it is on the first day of the term, or today where that is to come. */
export function workingGroupFacts(
  ledger: Ledger,
  clock: Pick<Clock, 'today'>,
): FactsLoader<WorkingGroup, WorkingGroupCommand, WorkingGroupFacts> {
  return async (command, _state, day) => {
    if (command.type !== 'AppointCoChair') return { day, organisation: { status: 'none-named' }, regionalPriorities: new Set() };
    const today = clock.today();
    const first = command.from < today ? command.from : today;
    const [body, priorities] = await Promise.all([
      organisationOn(ledger, command.organisation, first),
      Promise.all(
        (command.regionalPriorities ?? []).map(async id => [id, (await ledger.stateOf(regionalPriority, id, first)).status] as const),
      ),
    ]);
    return {
      day,
      organisation: body,
      regionalPriorities: new Set<RegionalPriorityId>(priorities.flatMap(([id, status]) => (status === 'adopted' ? [id] : []))),
    };
  };
}

async function organisationOn(ledger: Ledger, id: OrganisationId, day: Day): Promise<WorkingGroupFacts['organisation']> {
  const state = await ledger.stateOf(organisation, id, day);
  if (state.status === 'unknown') return { status: 'unknown' };
  const { category, membership, home } = state.details;
  return { status: 'known', provenance: state.provenance, category, membership, homeRegion: await regionOf(ledger, home, day) };
}

async function regionOf(ledger: Ledger, home: Home | undefined, day: Day): Promise<RegionId | undefined> {
  if (!home || 'region' in home) return home?.region;
  const state = await ledger.stateOf(country, home.country, day);
  return state.status === 'listed' ? state.details.region : undefined;
}
