import { coalitionEvents } from './coalition/coalition.events.js';
import { coalition, type CoalitionCommand } from './coalition/coalition.js';
import { commitmentEvents } from './commitment/commitment.events.js';
import { commitment, type CommitmentCommand } from './commitment/commitment.js';
import { countryEvents } from './country/country.events.js';
import { country, type CountryCommand } from './country/country.js';
import { countryGroupEvents } from './country-group/country-group.events.js';
import { countryGroup, type CountryGroupCommand } from './country-group/country-group.js';
import { organisationEvents } from './organisation/organisation.events.js';
import { organisation, type OrganisationCommand } from './organisation/organisation.js';
import { personEvents } from './person/person.events.js';
import { person, type PersonCommand } from './person/person.js';
import { regionalPriorityEvents } from './regional-priority/regional-priority.events.js';
import { regionalPriority, type RegionalPriorityCommand } from './regional-priority/regional-priority.js';
import { reportingCycleEvents } from './reporting-cycle/reporting-cycle.events.js';
import { reportingCycle, type ReportingCycleCommand } from './reporting-cycle/reporting-cycle.js';
import { signatureEvents } from './signature/signature.events.js';
import { signature, type SignatureCommand } from './signature/signature.js';
import { workingGroupEvents } from './working-group/working-group.events.js';
import { workingGroup, type WorkingGroupCommand } from './working-group/working-group.js';

/** Everything that can be asked of the ledger. Who may ask it is the service's to say, for each. */
export type AnyCommand =
  | OrganisationCommand
  | CommitmentCommand
  | CoalitionCommand
  | SignatureCommand
  | WorkingGroupCommand
  | ReportingCycleCommand
  | PersonCommand
  | CountryCommand
  | CountryGroupCommand
  | RegionalPriorityCommand;

/** Every kind of record: what its streams are called, and what can happen to it. */
export const aggregates: readonly { readonly category: string; readonly events: object }[] = [
  organisation,
  commitment,
  coalition,
  signature,
  workingGroup,
  reportingCycle,
  regionalPriority,
  country,
  countryGroup,
  person,
];

/** Every kind of event that the ledger stores, by its name. Their schemas are published and frozen. */
export const eventDefinitions = {
  ...organisationEvents,
  ...commitmentEvents,
  ...coalitionEvents,
  ...signatureEvents,
  ...workingGroupEvents,
  ...reportingCycleEvents,
  ...personEvents,
  ...countryEvents,
  ...countryGroupEvents,
  ...regionalPriorityEvents,
};
