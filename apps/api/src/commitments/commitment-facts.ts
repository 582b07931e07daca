import {
  type Actor,
  type Commitment,
  commitment,
  type CommitmentCommand,
  type CommitmentEvent,
  type CommitmentFacts,
  type CommitmentId,
  type CountryCode,
  country,
  type CountryGroupId,
  countryGroup,
  type Day,
  isOpen,
  namedByCommitment,
  organisation,
  type OrganisationId,
  realmOf,
  regionalPriority,
  type RegionalPriorityId,
  type RegionId,
} from '@mithaq/domain';
import { type FactsLoader, type Ledger } from '../ledger/ledger.js';
import { reportFacts, type Reporter } from '../reports/report-facts.js';

/** Looks up, in the log and on the day of the command, what a command on this commitment names in other streams, and who gives it. */
export function commitmentFacts(
  ledger: Ledger,
  id: CommitmentId,
  actor: Actor,
): FactsLoader<Commitment, CommitmentCommand, CommitmentFacts, CommitmentEvent> {
  return async (command, state, day, log) => {
    const named = namedByCommitment(command, state);
    const [ofReports, organisations, countries, groups, regionalPriorities, successor] = await Promise.all([
      reportFacts(ledger, actor, reporterOf(state), command, day, log),
      Promise.all(named.organisations.map(async id => [id, await ledger.stateOf(organisation, id, day)] as const)),
      Promise.all(named.countries.map(async code => [code, await ledger.stateOf(country, code, day)] as const)),
      Promise.all(named.groups.map(async id => [id, (await ledger.stateOf(countryGroup, id, day)).status] as const)),
      Promise.all(named.regionalPriorities.map(async id => [id, (await ledger.stateOf(regionalPriority, id, day)).status] as const)),
      successorOf(ledger, id, named.successor, day),
    ]);
    return {
      ...ofReports,
      organisations: new Map<OrganisationId, 'registered' | 'verified'>(
        organisations.flatMap(([id, { status }]) => (status === 'unknown' ? [] : [[id, status]])),
      ),
      demonstrations: new Set<OrganisationId>(
        organisations.flatMap(([id, state]) => (state.status !== 'unknown' && state.provenance === 'demonstration' ? [id] : [])),
      ),
      countries: new Map<CountryCode, RegionId>(
        countries.flatMap(([code, state]) => (state.status === 'listed' ? [[code, state.details.region]] : [])),
      ),
      groups: new Set<CountryGroupId>(groups.flatMap(([id, status]) => (status === 'listed' ? [id] : []))),
      regionalPriorities: new Set<RegionalPriorityId>(regionalPriorities.flatMap(([id, status]) => (status === 'adopted' ? [id] : []))),
      successor,
    };
  };
}

/** The lead reports for all. */
function reporterOf(state: Commitment): Reporter {
  if (state.registration === 'unknown') return { organisation: undefined, realm: 'real' };
  return { organisation: state.lead, realm: realmOf(state.provenance) };
}

async function successorOf(
  ledger: Ledger,
  id: CommitmentId,
  by: CommitmentId | undefined,
  day: Day,
): Promise<CommitmentFacts['successor']> {
  if (by === undefined) return 'none-named';
  if (by === id) return 'itself';
  const state = await ledger.stateOf(commitment, by, day);
  if (state.registration === 'unknown') return 'unknown';
  return isOpen(state) ? 'open' : 'closed';
}
