import {
  type Actor,
  type AnyCommand,
  cycleNamedBy,
  type Day,
  type DomainEvent,
  isReportEvent,
  type OrganisationId,
  type Realm,
  realmOf,
  type Recorded,
  type ReportEvent,
  type ReportFacts,
  reportingCycle,
} from '@mithaq/domain';
import { type Ledger } from '../ledger/ledger.js';

/** Of whom a report is: the organisation that reports for what was promised, and whether all of it is a demonstration. */
export interface Reporter {
  readonly organisation: OrganisationId | undefined;
  readonly realm: Realm;
}

/** Looks up what a command on reports must know: its cycle on that day, and who gives it, seen from the report that it is about. */
export async function reportFacts(
  ledger: Ledger,
  actor: Actor,
  { organisation, realm }: Reporter,
  command: AnyCommand,
  day: Day,
  log: readonly Recorded<DomainEvent>[],
): Promise<ReportFacts> {
  return { cycle: await cycleOf(ledger, command, realm, day), actor: seen(actor, command, organisation, log) };
}

async function cycleOf(ledger: Ledger, command: AnyCommand, realm: Realm, day: Day): Promise<ReportFacts['cycle']> {
  const id = cycleNamedBy(command);
  if (id === undefined) return 'none-named';
  const state = await ledger.stateOf(reportingCycle, id, day);
  if (state.status === 'unknown' || day < state.days.opens) return 'not-open';
  if (realmOf(state.provenance) !== realm) return 'of-the-other-kind';
  return state.status;
}

/** Only who assesses has to be another; who made a report, the log says: whoever recorded it, an amendment of it or an answer about it, on whatever day. */
function seen(
  actor: Actor,
  command: AnyCommand,
  organisation: OrganisationId | undefined,
  log: readonly Recorded<DomainEvent>[],
): ReportFacts['actor'] {
  if (command.type !== 'AssessReport') return 'second-person';
  const makers = log.filter(isMaking).flatMap(({ data, metadata }) => (data.report === command.report ? [metadata.actor] : []));
  if (makers.some(({ subject }) => subject === actor.subject)) return 'reporter';
  const reporting = [organisation, ...makers.map(maker => maker.organisation)];
  return actor.organisation !== undefined && reporting.includes(actor.organisation) ? 'of-the-organisation' : 'second-person';
}

type Making = Recorded<Extract<ReportEvent, { type: 'ProgressReported' | 'ReportAmended' | 'QueryAnswered' }>>;

function isMaking(event: Recorded<DomainEvent>): event is Making {
  return isReportEvent(event) && ['ProgressReported', 'ReportAmended', 'QueryAnswered'].includes(event.type);
}
