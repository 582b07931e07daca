import {
  countriesNamedByOrganisation,
  type CountryCode,
  country,
  type Organisation,
  type OrganisationCommand,
  type OrganisationFacts,
  type RegionId,
} from '@mithaq/domain';
import { type FactsLoader, type Ledger } from '../ledger/ledger.js';

/** Looks up, in the log and on the day of the command, the countries that a command on an organisation names. */
export function organisationFacts(ledger: Ledger): FactsLoader<Organisation, OrganisationCommand, OrganisationFacts> {
  return async (command, _state, day) => {
    const countries = await Promise.all(
      countriesNamedByOrganisation(command).map(async code => [code, await ledger.stateOf(country, code, day)] as const),
    );
    return {
      countries: new Map<CountryCode, RegionId>(
        countries.flatMap(([code, state]) => (state.status === 'listed' ? [[code, state.details.region]] : [])),
      ),
    };
  };
}
