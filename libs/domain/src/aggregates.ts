import { coalitionEvents } from './coalition/coalition.events.js';
import { coalition, type CoalitionCommand } from './coalition/coalition.js';
import { commitmentEvents } from './commitment/commitment.events.js';
import { commitment, type CommitmentCommand } from './commitment/commitment.js';
import { correctionEvents } from './correction/correction.events.js';
import { correction, type CorrectionCommand } from './correction/correction.js';
import { countryEvents } from './country/country.events.js';
import { country, type CountryCommand } from './country/country.js';
import { countryGroupEvents } from './country-group/country-group.events.js';
import { countryGroup, type CountryGroupCommand } from './country-group/country-group.js';
import { EventsCorrected } from './kernel/compensation.js';
import { type Decider } from './kernel/decider.js';
import { type DomainEvent } from './kernel/event.js';
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
  | CorrectionCommand
  | CountryCommand
  | CountryGroupCommand
  | RegionalPriorityCommand;

/** What is known of any kind of record without its commands: how its events are walked, and what can happen to it. */
export type AnyRecord = Pick<Decider<unknown, never, DomainEvent, never>, 'category' | 'fixed' | 'initial' | 'events' | 'admit' | 'evolve'>;

/** Every kind of record that a correction can mend. What stands in a correction is settled by another, and an erasure by nothing. */
export const correctable: readonly AnyRecord[] = [
  organisation,
  commitment,
  coalition,
  signature,
  workingGroup,
  reportingCycle,
  regionalPriority,
  country,
  countryGroup,
];

/** Every kind of record: what its streams are called, and what can happen to it. */
export const aggregates: readonly AnyRecord[] = [...correctable, person, correction];

/** Every kind of event that the ledger stores, by its name. Their schemas are published and frozen. */
export const eventDefinitions = {
  ...organisationEvents,
  ...commitmentEvents,
  ...coalitionEvents,
  ...signatureEvents,
  ...workingGroupEvents,
  ...reportingCycleEvents,
  ...personEvents,
  ...correctionEvents,
  EventsCorrected,
  ...countryEvents,
  ...countryGroupEvents,
  ...regionalPriorityEvents,
};
