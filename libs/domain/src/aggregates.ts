import { commitmentEvents } from './commitment/commitment.events.js';
import { type CommitmentCommand } from './commitment/commitment.js';
import { countryEvents } from './country/country.events.js';
import { type CountryCommand } from './country/country.js';
import { countryGroupEvents } from './country-group/country-group.events.js';
import { type CountryGroupCommand } from './country-group/country-group.js';
import { organisationEvents } from './organisation/organisation.events.js';
import { type OrganisationCommand } from './organisation/organisation.js';
import { regionalPriorityEvents } from './regional-priority/regional-priority.events.js';
import { type RegionalPriorityCommand } from './regional-priority/regional-priority.js';

/** Everything that can be asked of the ledger. Who may ask it is the service's to say, for each. */
export type AnyCommand = OrganisationCommand | CommitmentCommand | CountryCommand | CountryGroupCommand | RegionalPriorityCommand;

/** Every kind of event that the ledger stores, by its name. Their schemas are published and frozen. */
export const eventDefinitions = {
  ...organisationEvents,
  ...commitmentEvents,
  ...countryEvents,
  ...countryGroupEvents,
  ...regionalPriorityEvents,
};
