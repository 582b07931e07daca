import {
  type AnyCommand,
  commitment,
  type CommitmentCommand,
  type CommitmentEvent,
  type CommitmentFacts,
  type CommitmentId,
  type CountryCode,
  country,
  type CountryCommand,
  type CountryEvent,
  countryGroup,
  type CountryGroupCommand,
  type CountryGroupEvent,
  type CountryGroupId,
  type Day,
  type Days,
  decideOn,
  isOpen,
  type LoggedEvent,
  organisation,
  type OrganisationCommand,
  type OrganisationEvent,
  type OrganisationId,
  Refusal,
  type RegionId,
  stateOn,
  toDecimal,
  type Value,
} from '@mithaq/domain';
import { type LedgerEvent, type Told } from './ledgers.js';

/** What is asked for where such an event is told. */
const commands = {
  CommitmentPledged: 'PledgeCommitment',
  CommitmentAmended: 'AmendCommitment',
  CommitmentAccepted: 'AcceptCommitment',
  CommitmentReturned: 'ReturnCommitment',
  CommitmentAnnounced: 'AnnounceCommitment',
  CommitmentNoted: 'NoteCommitment',
  CommitmentWithdrawn: 'WithdrawCommitment',
  CommitmentSuperseded: 'SupersedeCommitment',
  OrganisationRegistered: 'RegisterOrganisation',
  OrganisationVerified: 'VerifyOrganisation',
  OrganisationAmended: 'AmendOrganisation',
  CountryListed: 'ListCountry',
  CountryAmended: 'ListCountry',
  CountryGroupListed: 'ListCountryGroup',
  CountryJoinedGroup: 'RecordJoining',
  CountryLeftGroup: 'RecordGraduation',
} as const satisfies Record<LedgerEvent['type'], AnyCommand['type']>;

/**
 * A ledger that takes what the rules of the domain take: what is told is asked for by its command, and the deciders are asked with the
 * facts that the other streams have on that day, as the service does it. It is kept in memory, beside the store that it is written to.
 */
export class Deciding {
  private readonly logs = new Map<string, LoggedEvent<LedgerEvent>[]>();

  /** What is to be recorded: nothing where it was said before; undefined where it is refused. */
  decide(told: Told, today: Day): LedgerEvent[] | undefined {
    let events: LedgerEvent[];
    try {
      events = this.decideAs(told, { effectiveAt: told.day, today });
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
    this.logs.set(told.stream, [...this.log(told.stream), ...events.map(event => ({ ...event, metadata: { effectiveAt: told.day } }))]);
    return events;
  }

  /** The category of the stream says of what kind its log and the command are. */
  private decideAs({ stream, day, event }: Told, days: Days): LedgerEvent[] {
    const [category, id] = [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)];
    const { type, data } = event as LedgerEvent;
    switch (category) {
      case 'commitment': {
        const command = { type: commands[type], ...declared(data) } as CommitmentCommand;
        return decideOn(commitment, this.log<CommitmentEvent>(stream), command, days, this.facts(id, command, day));
      }
      case 'organisation': {
        const command = { type: commands[type], ...data } as OrganisationCommand;
        return decideOn(organisation, this.log<OrganisationEvent>(stream), command, days, { countries: this.countries(day) });
      }
      case 'country': {
        const log = this.log<CountryEvent>(stream);
        const state = stateOn(country, log, day);
        const details = 'changes' in data ? { ...(state.status === 'listed' && state.details), ...data.changes } : data;
        return decideOn(country, log, { type: commands[type], details } as CountryCommand, days, {});
      }
      case 'countryGroup':
        return decideOn(
          countryGroup,
          this.log<CountryGroupEvent>(stream),
          { type: commands[type], ...data } as CountryGroupCommand,
          days,
          {},
        );
      default:
        throw new RangeError(`${stream} is no stream of these ledgers`);
    }
  }

  private facts(id: string, command: CommitmentCommand, day: Day): CommitmentFacts {
    const organisations = this.states<OrganisationId, OrganisationEvent>('organisation').flatMap(([id, log]) => {
      const { status } = stateOn(organisation, log, day);
      return status === 'unknown' ? [] : [[id, status] as const];
    });
    const groups = this.states<CountryGroupId, CountryGroupEvent>('countryGroup').flatMap(([id, log]) =>
      stateOn(countryGroup, log, day).status === 'listed' ? [id] : [],
    );
    return {
      organisations: new Map(organisations),
      demonstrations: this.demonstrations(
        id,
        command,
        organisations.map(([id]) => id),
        day,
      ),
      countries: this.countries(day),
      groups: new Set(groups),
      regionalPriorities: new Set(),
      successor: command.type === 'SupersedeCommitment' ? this.successor(id, command.by, day) : 'none-named',
    };
  }

  /** Whether bodies are of the commitment's kind: figures have to be right whatever is mixed, so here they always are. */
  private demonstrations(id: string, command: CommitmentCommand, bodies: readonly OrganisationId[], day: Day): ReadonlySet<OrganisationId> {
    const state = stateOn(commitment, this.log<CommitmentEvent>(`commitment-${id}`), day);
    const provenance =
      command.type === 'PledgeCommitment' ? command.provenance : state.registration === 'unknown' ? undefined : state.provenance;
    return new Set(provenance === 'demonstration' ? bodies : []);
  }

  private successor(id: string, by: CommitmentId, day: Day): CommitmentFacts['successor'] {
    if (by === id) return 'itself';
    const state = stateOn(commitment, this.log<CommitmentEvent>(`commitment-${by}`), day);
    if (state.registration === 'unknown') return 'unknown';
    return isOpen(state) ? 'open' : 'closed';
  }

  private countries(day: Day): Map<CountryCode, RegionId> {
    return new Map(
      this.states<CountryCode, CountryEvent>('country').flatMap(([code, log]) => {
        const state = stateOn(country, log, day);
        return state.status === 'listed' ? [[code, state.details.region] as const] : [];
      }),
    );
  }

  private states<Id extends string, Event extends LedgerEvent>(category: string): (readonly [Id, LoggedEvent<Event>[]])[] {
    return [...this.logs.keys()]
      .filter(stream => stream.startsWith(`${category}-`))
      .map(stream => [stream.slice(category.length + 1) as Id, this.log<Event>(stream)]);
  }

  /** A category's streams have its events. */
  private log<Event extends LedgerEvent>(stream: string): LoggedEvent<Event>[] {
    return (this.logs.get(stream) ?? []) as unknown as LoggedEvent<Event>[];
  }
}

/** Data as people declare it: amounts in decimals, where the event has minor units. */
function declared(data: object): object {
  const inDecimals = ({ amount, usd, ...rest }: Value) => ({
    ...rest,
    amount: toDecimal(amount, rest.currency),
    ...(usd && { usd: { ...usd, amount: toDecimal(usd.amount, 'USD') } }),
  });
  return {
    ...data,
    ...('value' in data && data.value ? { value: inDecimals(data.value as Value) } : {}),
    ...('changes' in data ? { changes: declared(data.changes as object) } : {}),
  };
}
