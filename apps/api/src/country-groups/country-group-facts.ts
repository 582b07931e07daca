import { type CountryGroup, type CountryGroupCommand, type CountryGroupFacts, country } from '@mithaq/domain';
import { type FactsLoader, type Ledger } from '../ledger/ledger.js';

/** Looks up, in the log and on the day of the command, whether the country that it names is one of the ledger. */
export function countryGroupFacts(ledger: Ledger): FactsLoader<CountryGroup, CountryGroupCommand, CountryGroupFacts> {
  return async (command, _state, day) => ({
    country: command.type === 'ListCountryGroup' ? 'none-named' : (await ledger.stateOf(country, command.country, day)).status,
  });
}
