import {
  type Actor,
  type Day,
  organisation,
  type OrganisationId,
  type Realm,
  realmOf,
  type RegionalPriority,
  type RegionalPriorityCommand,
  type RegionalPriorityEvent,
  type RegionalPriorityFacts,
  stewardNamedBy,
} from '@mithaq/domain';
import { type FactsLoader, type Ledger } from '../ledger/ledger.js';
import { reportFacts, type Reporter } from '../reports/report-facts.js';

/** Looks up, in the log and on the day of the command, the steward and the cycle that a command on a regional priority names, and who gives it. */
export function regionalPriorityFacts(
  ledger: Ledger,
  actor: Actor,
): FactsLoader<RegionalPriority, RegionalPriorityCommand, RegionalPriorityFacts, RegionalPriorityEvent> {
  return async (command, state, day, log) => {
    const reporter = await reporterOf(ledger, state, day);
    return {
      ...(await reportFacts(ledger, actor, reporter, command, day, log)),
      steward: await stewardOf(ledger, command, reporter.realm, day),
    };
  };
}

/** The steward reports. It has no provenance of its own: it is a demonstration where its steward is. */
async function reporterOf(ledger: Ledger, state: RegionalPriority, day: Day): Promise<Reporter> {
  const steward = state.status === 'unknown' ? undefined : state.details.steward;
  const realm = steward === undefined ? undefined : await realmOfBody(ledger, steward, day);
  return { organisation: steward, realm: realm ?? 'real' };
}

async function stewardOf(
  ledger: Ledger,
  command: RegionalPriorityCommand,
  realm: Realm,
  day: Day,
): Promise<RegionalPriorityFacts['steward']> {
  const named = stewardNamedBy(command);
  if (named === undefined) return 'none-named';
  const found = await realmOfBody(ledger, named, day);
  if (found === undefined) return 'unknown';
  // What is adopted is of the kind of the steward that it is adopted with.
  return command.type === 'AdoptRegionalPriority' || found === realm ? 'registered' : 'of-the-other-kind';
}

async function realmOfBody(ledger: Ledger, id: OrganisationId, day: Day): Promise<Realm | undefined> {
  const state = await ledger.stateOf(organisation, id, day);
  return state.status === 'unknown' ? undefined : realmOf(state.provenance);
}
