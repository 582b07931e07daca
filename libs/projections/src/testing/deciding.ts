import {
  type Amounts,
  type AnyCommand,
  coalition,
  type CoalitionCommand,
  type CoalitionEvent,
  commitment,
  type CommitmentCommand,
  type CommitmentEvent,
  type CommitmentFacts,
  type CommitmentId,
  compensateOn,
  type Compensation,
  correctable,
  type CorrectionId,
  type CountryCode,
  country,
  type CountryCommand,
  type CountryEvent,
  countryGroup,
  type CountryGroupCommand,
  type CountryGroupEvent,
  type CountryGroupId,
  cycleNamedBy,
  type Day,
  type Days,
  decideOn,
  type DomainEvent,
  type FrozenCycle,
  hold,
  isCompensation,
  isOpen,
  isSame,
  type LoggedEvent,
  type Mend,
  organisation,
  type OrganisationCommand,
  type OrganisationEvent,
  type OrganisationId,
  Refusal,
  regionalPriority,
  type RegionalPriorityCommand,
  type RegionalPriorityEvent,
  type RegionalPriorityId,
  type RegionId,
  type ReportFacts,
  reportingCycle,
  type ReportingCycleCommand,
  type ReportingCycleEvent,
  signature,
  type SignatureCommand,
  type SignatureEvent,
  type SignatureFacts,
  stateOn,
  stewardNamedBy,
  toDecimal,
  type Value,
  workingGroup,
  type WorkingGroupCommand,
  type WorkingGroupEvent,
  type WorkingGroupFacts,
} from '@mithaq/domain';
import { categoryOf } from '@mithaq/event-store';
import { randomUUID } from 'node:crypto';
import { type LedgerEvent, type Mistake, type Told } from './ledgers.js';

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
  RegionalPriorityAdopted: 'AdoptRegionalPriority',
  RegionalPriorityAmended: 'AmendRegionalPriority',
  RegionalPriorityRetired: 'RetireRegionalPriority',
  ProgressReported: 'ReportProgress',
  ReportAmended: 'AmendReport',
  ReportDeclined: 'DeclineReport',
  ReportQueried: 'QueryReport',
  QueryAnswered: 'AnswerQuery',
  ReportAssessed: 'AssessReport',
  DeliveryCompleted: 'CompleteDelivery',
  ReportingCycleOpened: 'OpenReportingCycle',
  ReportingCycleExtended: 'ExtendReportingCycle',
  ReportingCycleClosed: 'CloseReportingCycle',
  WorkingGroupEstablished: 'EstablishWorkingGroup',
  CoChairAppointed: 'AppointCoChair',
  CoChairStoodDown: 'StandDown',
  CoChairTermEnded: 'EndTerm',
  CoalitionLaunched: 'LaunchCoalition',
  DocumentPublished: 'PublishDocument',
  DocumentSigned: 'SignDocument',
  SignatureWithdrawn: 'WithdrawSignature',
} as const satisfies Record<LedgerEvent['type'], AnyCommand['type']>;

/** An event as it is to be recorded. */
export type Decided = LoggedEvent<DomainEvent> & { readonly id: string };

/**
 * A ledger that takes what the rules of the domain take: what is told is asked for by its command, and the deciders are asked with the
 * facts that the other streams have on that day, as the service does it. It is kept in memory, beside the store that it is written to.
 */
export class Deciding {
  private readonly logs = new Map<string, Decided[]>();

  /** The compensating event that a mistake would come to; undefined where it is refused, or there is nothing to correct. */
  compensationOf(mistake: Mistake, today: Day): Compensation | undefined {
    return accepted(() => {
      const targets = this.targets(mistake);
      return targets.length === 0 ? undefined : this.compensation(mistake.stream, targets, today);
    });
  }

  /** What is to be recorded: nothing where it was said before; undefined where it is refused. */
  decide(told: Told | Mistake, today: Day): Decided[] | undefined {
    const events = accepted(() => ('mistaken' in told ? this.compensate(told, today) : this.decided(told, today)));
    if (events) this.logs.set(told.stream, [...this.events(told.stream), ...events]);
    return events;
  }

  private decided(told: Told, today: Day): Decided[] {
    const { day } = told;
    return this.decideAs(told, { effectiveAt: day, today }).map(event => ({ ...event, id: randomUUID(), metadata: { effectiveAt: day } }));
  }

  /** What administrators make of a mistake; nothing where the record has no such event. */
  private compensate(mistake: Mistake, today: Day): Decided[] {
    const targets = this.targets(mistake);
    if (targets.length === 0) return [];
    const { event, effectiveAt } = this.compensation(mistake.stream, targets, today);
    return [{ ...event, id: randomUUID(), metadata: { effectiveAt } }];
  }

  /** @throws Refusal */
  private compensation(stream: string, targets: readonly Mend[], today: Day): Compensation {
    const record = correctable.find(({ category }) => category === categoryOf(stream))!;
    return compensateOn(record, this.events(stream), { correction: 'a-correction' as CorrectionId, targets: [...targets] }, today);
  }

  private targets({ stream, day, mistaken: { nth, as, other } }: Mistake): Mend[] {
    const log = this.events(stream);
    const target = log[nth % log.length];
    if (!target) return [];
    // A compensating event is voided, never changed.
    if (as === 'void' || isCompensation(target)) return [{ event: target.id, void: true }];
    switch (as) {
      case 'all-void':
        return hold(log).map(({ id }) => ({ event: id, void: true }));
      case 'of-another-day':
        return [{ event: target.id, effectiveAt: day, schemaVersion: 1 }];
      case 'another': {
        const others = [...this.logs.values()].flat().filter(({ id, type }) => type === target.type && id !== target.id);
        const like = others[other % others.length];
        return like ? [{ event: target.id, set: this.differing(stream, target, like.data, other), schemaVersion: 1 }] : [];
      }
    }
  }

  /** Of the fields in which another event differs, those whose bit is set; but what the name of the stream says stays. */
  private differing(stream: string, { data }: Decided, like: unknown, bits: number): Record<string, unknown> {
    const [is, other] = [data, like] as Readonly<Record<string, unknown>>[];
    const fields = [...new Set([...Object.keys(is!), ...Object.keys(other!)])].filter(field => !isSame(is![field], other![field]));
    const isNamed = (value: unknown) => typeof value === 'string' && stream.includes(value);
    return Object.fromEntries(
      fields.filter((field, i) => (bits >> (i % 20)) & 1 && !isNamed(is![field])).map(field => [field, other![field] ?? null]),
    );
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
      case 'countryGroup': {
        const command = { type: commands[type], ...data } as CountryGroupCommand;
        const named = command.type === 'ListCountryGroup' ? undefined : command.country;
        const facts = {
          country: named === undefined ? ('none-named' as const) : this.countries(day).has(named) ? 'listed' : 'unlisted',
        } as const;
        return decideOn(countryGroup, this.log<CountryGroupEvent>(stream), command, days, facts);
      }
      case 'regionalPriority': {
        const command = { type: commands[type], ...declared(data) } as RegionalPriorityCommand;
        const named = stewardNamedBy(command);
        const isRegistered =
          named !== undefined && stateOn(organisation, this.log<OrganisationEvent>(`organisation-${named}`), day).status !== 'unknown';
        const steward = named === undefined ? 'none-named' : isRegistered ? 'registered' : 'unknown';
        const facts = { ...this.reportFacts(command, day), steward } as const;
        return decideOn(regionalPriority, this.log<RegionalPriorityEvent>(stream), command, days, facts);
      }
      case 'reportingCycle': {
        const command = { type: commands[type], ...data } as ReportingCycleCommand;
        // What is frozen is what is told: see `Book`, which counts it first.
        const frozen = command.type === 'CloseReportingCycle' ? (data as FrozenCycle) : undefined;
        return decideOn(reportingCycle, this.log<ReportingCycleEvent>(stream), command, days, { day, frozen });
      }
      case 'workingGroup': {
        const command = { type: commands[type], ...data } as WorkingGroupCommand;
        return decideOn(workingGroup, this.log<WorkingGroupEvent>(stream), command, days, this.seatFacts(stream, command, days));
      }
      case 'coalition': {
        // Which version it is, the stream says.
        const { version: _, sha256, ...said }: Readonly<Record<string, unknown>> = { text: { en: 'We.' }, sha256: '0'.repeat(64), ...data };
        const command = { type: commands[type], ...said } as CoalitionCommand;
        return decideOn(coalition, this.log<CoalitionEvent>(stream), command, days, { sha256: sha256 as string });
      }
      case 'signature': {
        // What is signed is the version of that day.
        const { version: _, ...said }: Readonly<Record<string, unknown>> = { ...data };
        const command = { type: commands[type], ...said } as SignatureCommand;
        return decideOn(signature, this.log<SignatureEvent>(stream), command, days, this.signatureFacts(command, day));
      }
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
    const priorities = this.states<RegionalPriorityId, RegionalPriorityEvent>('regionalPriority').flatMap(([id, log]) =>
      stateOn(regionalPriority, log, day).status === 'adopted' ? [id] : [],
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
      regionalPriorities: new Set(priorities),
      ...this.reportFacts(command, day),
      successor: command.type === 'SupersedeCommitment' ? this.successor(id, command.by, day) : 'none-named',
    };
  }

  /** A cycle is always of the kind of what is reported to it, and whoever assesses is another. */
  private reportFacts(command: CommitmentCommand | RegionalPriorityCommand, day: Day): ReportFacts {
    const cycle = cycleNamedBy(command);
    if (cycle === undefined) return { cycle: 'none-named', actor: 'second-person' };
    const state = stateOn(reportingCycle, this.log<ReportingCycleEvent>(`reportingCycle-${cycle}`), day);
    const takesReports = state.status !== 'unknown' && state.days.opens <= day;
    return { cycle: takesReports ? state.status : 'not-open', actor: 'second-person' };
  }

  /** Who is named for a seat may always hold it, in a group of its own kind: the views have to be right whoever sits where. */
  private seatFacts(stream: string, command: WorkingGroupCommand, { effectiveAt, today }: Days): WorkingGroupFacts {
    const facts = { day: effectiveAt, regionalPriorities: new Set<never>() };
    if (command.type !== 'AppointCoChair') return { ...facts, organisation: { status: 'none-named' } };
    const first = command.from < today ? command.from : today;
    const state = stateOn(organisation, this.log<OrganisationEvent>(`organisation-${command.organisation}`), first);
    if (state.status === 'unknown') return { ...facts, organisation: { status: 'unknown' } };
    const group = stateOn(workingGroup, this.log<WorkingGroupEvent>(stream), effectiveAt);
    const { home } = state.details;
    return {
      ...facts,
      organisation: {
        status: 'known',
        provenance: group.status === 'none' ? state.provenance : group.establishment.provenance,
        category: command.seat === 'private-sector' ? 'private-sector' : 'civil-society',
        membership: 'sector-member',
        homeRegion: home && ('region' in home ? home.region : this.countries(first).get(home.country)),
      },
    };
  }

  /** Coalition and organisation are always of the signature's kind, as the bodies of a commitment are below. */
  private signatureFacts(command: SignatureCommand, day: Day): SignatureFacts {
    if (command.type !== 'SignDocument') return { coalition: undefined, organisation: undefined };
    const state = stateOn(coalition, this.log<CoalitionEvent>(`coalition-${command.coalition}`), day);
    const { status } = stateOn(organisation, this.log<OrganisationEvent>(`organisation-${command.organisation}`), day);
    const is = command.provenance === 'demonstration' ? 'demonstration' : 'real';
    return {
      coalition: state.status === 'unknown' ? undefined : { is, version: state.version },
      organisation: status === 'unknown' ? undefined : { is },
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

  private events(stream: string): readonly Decided[] {
    return this.logs.get(stream) ?? [];
  }

  /** A category's streams have its events, and such as mend them. */
  private log<Event extends LedgerEvent>(stream: string): LoggedEvent<Event>[] {
    return this.events(stream) as unknown as LoggedEvent<Event>[];
  }
}

/** Undefined where it is refused. */
function accepted<Made>(make: () => Made): Made | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Data as people declare it: amounts in decimals, where the event has minor units. */
function declared(data: object): object {
  const inDecimals = ({ amount, usd, ...rest }: Value) => ({
    ...rest,
    amount: toDecimal(amount, rest.currency),
    ...(usd && { usd: { ...usd, amount: toDecimal(usd.amount, 'USD') } }),
  });
  const rungsInDecimals = ({ currency, ...rungs }: Amounts) => ({
    currency,
    ...Object.fromEntries(Object.entries(rungs).map(([rung, amount]) => [rung, toDecimal(amount, currency)])),
  });
  return {
    ...data,
    ...('value' in data && data.value ? { value: inDecimals(data.value as Value) } : {}),
    ...('amounts' in data && data.amounts ? { amounts: rungsInDecimals(data.amounts as Amounts) } : {}),
    ...('changes' in data ? { changes: declared(data.changes as object) } : {}),
  };
}
