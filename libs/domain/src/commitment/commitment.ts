import { apply, differences, isSame } from '../kernel/changes.js';
import { type Decider } from '../kernel/decider.js';
import { type CommitmentId, type CountryCode, type CountryGroupId, type OrganisationId, type RegionalPriorityId } from '../kernel/ids.js';
import { toMinorUnits } from '../kernel/money.js';
import { type Implementation, type RegionId, regionIds } from '../kernel/places.js';
import { refuseWithoutSource } from '../kernel/provenance.js';
import { Refusal } from '../kernel/refusal.js';
import { type Session } from '../kernel/session.js';
import { type LocalizedText, type Provenance, type Source } from '../kernel/text.js';
import { type ReportEvent } from '../report/report.events.js';
import {
  admitReport,
  decideReport,
  evolveReport,
  isApartFromCycles,
  isReportCommand,
  isReportEvent,
  nothingReported,
  type ReportCommand,
  type ReportFacts,
  type Reporting,
} from '../report/report.js';
import { type CommitmentChanges, type CommitmentDetails, type CommitmentEvent, commitmentEvents, type Value } from './commitment.events.js';

/** A value as people declare it: amounts in decimals of their currency, `155000000.00`. */
export type DeclaredValue = Omit<Value, 'amount' | 'usd'> & {
  readonly amount: string;
  readonly usd?: Omit<NonNullable<Value['usd']>, 'amount'> & { readonly amount: string };
};
export type DeclaredDetails = Omit<CommitmentDetails, 'value'> & { readonly value?: DeclaredValue };
export type DeclaredChanges = Omit<CommitmentChanges, 'value'> & { readonly value?: DeclaredValue | null };

export type CommitmentCommand =
  /** Provenance absent: that of the lead where it is a demonstration, else `submitted`. */
  | ({ readonly type: 'PledgeCommitment'; readonly lead: OrganisationId; readonly provenance?: Provenance } & DeclaredDetails)
  | { readonly type: 'AmendCommitment'; readonly reason: LocalizedText; readonly changes: DeclaredChanges; readonly source?: Source }
  | { readonly type: 'AcceptCommitment'; readonly note?: LocalizedText }
  | { readonly type: 'ReturnCommitment'; readonly reason: LocalizedText }
  | {
      readonly type: 'AnnounceCommitment';
      readonly manner: 'plenary' | 'publication';
      readonly session?: Session;
      readonly source?: Source;
    }
  | { readonly type: 'NoteCommitment'; readonly text: LocalizedText; readonly source: Source; readonly value?: DeclaredValue }
  | { readonly type: 'WithdrawCommitment'; readonly reason: LocalizedText; readonly source?: Source }
  | { readonly type: 'SupersedeCommitment'; readonly by: CommitmentId; readonly reason: LocalizedText; readonly source?: Source }
  | ReportCommand;

/** Where a commitment is in its registration. Standing = accepted or announced; delivery and reporting are told apart from it. */
export type Registration = 'pledged' | 'accepted' | 'returned' | 'announced' | 'withdrawn' | 'superseded';

export type Commitment =
  | { readonly registration: 'unknown' }
  | {
      readonly registration: Registration;
      readonly lead: OrganisationId;
      readonly provenance: Provenance;
      readonly details: CommitmentDetails;
      /** What was said last of its acceptance and of its announcement, so that a repeat is known as one. */
      readonly acceptance?: DataOf<'CommitmentAccepted'>;
      readonly announcement?: DataOf<'CommitmentAnnounced'>;
      readonly notes: readonly DataOf<'CommitmentNoted'>[];
      readonly reporting: Reporting;
    };

type DataOf<Type extends CommitmentEvent['type']> = Extract<CommitmentEvent, { type: Type }>['data'];

/** The four states in which a commitment can still be amended, noted on and withdrawn. */
export function isOpen(state: Commitment): boolean {
  return ['pledged', 'accepted', 'returned', 'announced'].includes(state.registration);
}

/** What other streams say, on the day of the command, of what it names. */
export interface CommitmentFacts extends ReportFacts {
  readonly organisations: ReadonlyMap<OrganisationId, 'registered' | 'verified'>;
  /** Of the organisations, those that are demonstration. */
  readonly demonstrations: ReadonlySet<OrganisationId>;
  /** The region of each country. */
  readonly countries: ReadonlyMap<CountryCode, RegionId>;
  readonly groups: ReadonlySet<CountryGroupId>;
  readonly regionalPriorities: ReadonlySet<RegionalPriorityId>;
  /** Of the commitment that is to take its place. */
  readonly successor: 'none-named' | 'itself' | 'unknown' | 'open' | 'closed';
}

/** What a command names in other streams, for its handler to look up. */
export function namedByCommitment(command: CommitmentCommand, state: Commitment) {
  const details: Partial<DeclaredDetails> | DeclaredChanges =
    command.type === 'PledgeCommitment' ? command : command.type === 'AmendCommitment' ? command.changes : {};
  // Its own lead is asked for where it matters: at the pledge, and whether it is verified at the acceptance.
  const accepted = command.type === 'AcceptCommitment' && state.registration !== 'unknown' ? state.lead : undefined;
  const lead = command.type === 'PledgeCommitment' ? command.lead : accepted;
  return {
    organisations: [
      ...(lead ? [lead] : []),
      ...(details.partners ?? []).flatMap(partner => ('organisation' in partner ? [partner.organisation] : [])),
    ],
    countries: details.implementation?.countries ?? [],
    groups: details.implementation?.groups ?? [],
    regionalPriorities: details.regionalPriorities ?? [],
    successor: command.type === 'SupersedeCommitment' ? command.by : undefined,
  };
}

/** A commitment to connect the unconnected; a pledge is its announced form. One lead organisation, which reports for all. */
export const commitment: Decider<Commitment, CommitmentCommand, CommitmentEvent, CommitmentFacts> = {
  category: 'commitment',
  fixed: ['report', 'query'],
  initial: { registration: 'unknown' },
  events: commitmentEvents,

  decide(command, state, facts) {
    if (isReportCommand(command)) return decideReport(command, state.registration === 'unknown' ? nothingReported : state.reporting, facts);
    switch (command.type) {
      case 'PledgeCommitment': {
        const { type: _, lead, provenance = facts.demonstrations.has(lead) ? 'demonstration' : 'submitted', ...declared } = command;
        if (!facts.organisations.has(lead)) {
          throw new Refusal('lead-unknown', `No organisation ${lead} is registered on that day; register it first.`, { pointer: '/lead' });
        }
        refuseMixture(provenance, lead, facts, '/lead');
        return [{ type: 'CommitmentPledged', data: { lead, provenance, ...stored(declared, provenance, facts, '') } }];
      }
      case 'AmendCommitment': {
        const { type: _, changes: declared, ...data } = command;
        const known = state.registration === 'unknown' ? undefined : state;
        const asked = stored(declared, known?.provenance, facts, '/changes', known?.details.regionalPriorities);
        // What is closed takes no amendment, not even one that says what is there.
        const changes = known && isOpen(known) ? differences(known.details, asked) : asked;
        return Object.keys(changes).length > 0 ? [{ type: 'CommitmentAmended', data: { ...data, changes } }] : [];
      }
      case 'AcceptCommitment': {
        const { type: _, ...data } = command;
        if (state.registration === 'accepted' && isSame(state.acceptance, data)) return [];
        if (state.registration === 'pledged' && facts.organisations.get(state.lead) !== 'verified') {
          throw new Refusal('lead-not-verified', 'The lead organisation is not verified on that day; verify it first.');
        }
        return [{ type: 'CommitmentAccepted', data }];
      }
      case 'ReturnCommitment': {
        const { type: _, ...data } = command;
        return [{ type: 'CommitmentReturned', data }];
      }
      case 'AnnounceCommitment': {
        const { type: _, ...data } = command;
        if (state.registration === 'announced' && isSame(state.announcement, data)) return [];
        return [{ type: 'CommitmentAnnounced', data }];
      }
      case 'NoteCommitment': {
        const { type: _, value, ...rest } = command;
        const data = value ? { ...rest, value: storedValue(value, '/value') } : rest;
        const said = state.registration !== 'unknown' && isOpen(state) && state.notes.some(note => isSame(note, data));
        return said ? [] : [{ type: 'CommitmentNoted', data }];
      }
      case 'WithdrawCommitment': {
        const { type: _, ...data } = command;
        return [{ type: 'CommitmentWithdrawn', data }];
      }
      case 'SupersedeCommitment': {
        if (facts.successor === 'itself')
          throw new Refusal('supersedes-itself', 'A commitment cannot take its own place; name another.', { pointer: '/by' });
        if (facts.successor !== 'open') {
          throw new Refusal(
            'successor-not-open',
            `The commitment ${command.by} is not there, or no longer open, on that day; pledge the successor first.`,
            { pointer: '/by' },
          );
        }
        const { type: _, ...data } = command;
        return [{ type: 'CommitmentSuperseded', data }];
      }
    }
  },

  admit(event, state) {
    if (event.type === 'CommitmentPledged') {
      if (state.registration !== 'unknown') throw new Refusal('already-pledged', 'This commitment is pledged already; amend it instead.');
      refuseContradictions(event.data, event.data, '');
      return;
    }
    if (state.registration === 'unknown') throw new Refusal('commitment-unknown', 'No commitment is pledged under this id on that day.');
    if (isReportEvent(event)) {
      refuseReport(event, state);
      admitReport(event, state.reporting);
      return;
    }
    if (!isOpen(state)) {
      throw new Refusal('commitment-closed', `This commitment is ${state.registration}; nothing follows on it. Pledge anew instead.`);
    }
    switch (event.type) {
      case 'CommitmentAmended':
        refuseContradictions(apply(state.details, event.data.changes), state, '/changes');
        return;
      case 'CommitmentAccepted':
      case 'CommitmentReturned':
        if (state.registration !== 'pledged') {
          throw new Refusal(
            'not-awaiting-acceptance',
            `Only a pledged commitment is accepted or returned; this one is ${state.registration}.`,
          );
        }
        return;
      case 'CommitmentAnnounced':
        if (state.registration === 'accepted') return;
        if (state.registration === 'pledged' && state.provenance === 'published') return;
        throw new Refusal(
          'not-announceable',
          `Only an accepted commitment is announced, or a published one by its source; this one is ${state.registration}.`,
        );
      case 'CommitmentSuperseded':
        if (state.registration !== 'accepted' && state.registration !== 'announced') {
          throw new Refusal(
            'not-standing',
            `Only a standing commitment (accepted or announced) is superseded; this one is ${state.registration}. Withdraw it instead.`,
          );
        }
        return;
      case 'CommitmentNoted':
      case 'CommitmentWithdrawn':
        return;
    }
  },

  evolve(state, event) {
    if (event.type === 'CommitmentPledged') {
      const { lead, provenance, ...details } = event.data;
      return { registration: 'pledged', lead, provenance, details, notes: [], reporting: nothingReported };
    }
    if (state.registration === 'unknown') return state;
    switch (event.type) {
      case 'CommitmentAmended': {
        const registration = state.registration === 'returned' ? 'pledged' : state.registration;
        return { ...state, registration, details: apply(state.details, event.data.changes) };
      }
      case 'CommitmentAccepted':
        return { ...state, registration: 'accepted', acceptance: event.data };
      case 'CommitmentReturned':
        return { ...state, registration: 'returned' };
      case 'CommitmentAnnounced':
        return { ...state, registration: 'announced', announcement: event.data };
      case 'CommitmentNoted':
        return { ...state, notes: [...state.notes, event.data] };
      case 'CommitmentWithdrawn':
        return { ...state, registration: 'withdrawn' };
      case 'CommitmentSuperseded':
        return { ...state, registration: 'superseded' };
      default:
        return { ...state, reporting: evolveReport(state.reporting, event) };
    }
  },
};

/** Only what stood is reported on, and what stood once still owes its cycles their reports. */
function refuseReport(event: ReportEvent, state: Exclude<Commitment, { registration: 'unknown' }>): void {
  if (!state.acceptance && !state.announcement) {
    throw new Refusal('not-standing', `Only what was accepted or announced is reported on; this commitment is ${state.registration}.`);
  }
  if (isApartFromCycles(event) && !isOpen(state)) {
    throw new Refusal('commitment-closed', `This commitment is ${state.registration}; only what it says to a reporting cycle follows.`);
  }
}

/** What was declared, in the form that is stored: amounts in minor units, places with all their regions; what it names is known. */
function stored<Declared extends Partial<DeclaredDetails> | DeclaredChanges>(
  declared: Declared,
  provenance: Provenance | undefined,
  facts: CommitmentFacts,
  at: string,
  /** The regional priorities that it serves already: it goes on to, whether or not they are retired. */
  served: readonly RegionalPriorityId[] = [],
): Omit<Declared, 'value' | 'implementation'> & { value?: Value; implementation?: Implementation } {
  const { value, implementation, ...rest } = declared;
  declared.partners?.forEach((partner, i) => {
    if ('organisation' in partner && !facts.organisations.has(partner.organisation)) {
      throw new Refusal(
        'partner-unknown',
        `No organisation ${partner.organisation} is registered on that day; register it, or give the partner by name.`,
        {
          pointer: `${at}/partners/${i}/organisation`,
        },
      );
    }
    if ('organisation' in partner && provenance) refuseMixture(provenance, partner.organisation, facts, `${at}/partners/${i}/organisation`);
  });
  declared.regionalPriorities?.forEach((id, i) => {
    if (!facts.regionalPriorities.has(id) && !served.includes(id)) {
      throw new Refusal('regional-priority-unknown', `${id} is no regional priority on that day: not adopted yet, or retired.`, {
        pointer: `${at}/regionalPriorities/${i}`,
      });
    }
  });
  return {
    ...rest,
    // undefined: nothing is said; null: it is cleared
    ...(value === undefined ? {} : { value: value === null ? (null as never) : storedValue(value, `${at}/value`) }),
    ...(implementation === undefined
      ? {}
      : { implementation: implementation === null ? (null as never) : storedPlaces(implementation, facts, `${at}/implementation`) }),
  };
}

/** No figure adds demonstration to the rest, and no act of a real body is invented: so neither is ever part of the other. */
function refuseMixture(provenance: Provenance, organisation: OrganisationId, { demonstrations }: CommitmentFacts, pointer: string): void {
  if (demonstrations.has(organisation) === (provenance === 'demonstration')) return;
  throw new Refusal(
    'demonstration-mixed',
    demonstrations.has(organisation)
      ? `${organisation} is a demonstration; only commitments of provenance "demonstration" name it.`
      : `${organisation} is a real body; a commitment of provenance "demonstration" names only demonstration bodies.`,
    { pointer },
  );
}

function storedValue({ amount, usd, ...rest }: DeclaredValue, at: string): Value {
  return {
    ...rest,
    amount: toMinorUnits(amount, rest.currency, `${at}/amount`),
    ...(usd ? { usd: { ...usd, amount: toMinorUnits(usd.amount, 'USD', `${at}/usd/amount`) } } : {}),
  };
}

/** The event names every region: those of its countries are added, in the order of their codes. */
function storedPlaces(places: Implementation, facts: CommitmentFacts, at: string): Implementation {
  const regions = new Set(places.regions);
  places.countries.forEach((country, i) => {
    const region = facts.countries.get(country);
    if (!region)
      throw new Refusal('country-unknown', `${country} is no country of the ledger; give an ISO 3166-1 alpha-2 code.`, {
        pointer: `${at}/countries/${i}`,
      });
    regions.add(region);
  });
  places.groups.forEach((group, i) => {
    if (!facts.groups.has(group))
      throw new Refusal('country-group-unknown', `${group} is no country group of the ledger.`, { pointer: `${at}/groups/${i}` });
  });
  return { ...places, regions: regionIds.filter(region => regions.has(region)) };
}

/** What cannot all be true of one commitment at once. Asked after every pledge and amendment, so also of what a late one leaves. */
function refuseContradictions(
  details: CommitmentDetails,
  { lead, provenance }: { readonly lead: OrganisationId; readonly provenance: Provenance },
  at: string,
): void {
  const { implementation, value, start, end, partners, focusAreas } = details;
  refuseWithoutSource(provenance, details.sources, `${at}/sources`);
  if (start !== undefined && end !== undefined && end < start) {
    throw new Refusal('period-ends-before-start', `It would end on ${end}, before it starts on ${start}.`, { pointer: `${at}/end` });
  }
  if (focusAreas.others.includes(focusAreas.primary)) {
    throw new Refusal('primary-focus-area-repeated', `${focusAreas.primary} is the primary focus area; the others are those beside it.`, {
      pointer: `${at}/focusAreas/others`,
    });
  }
  if (value?.usd && value.currency === 'USD') {
    throw new Refusal('usd-of-usd', 'An amount in US dollars is its own equivalent; leave `usd` out.', { pointer: `${at}/value/usd` });
  }
  if (partners?.some(partner => 'organisation' in partner && partner.organisation === lead)) {
    throw new Refusal('partner-is-lead', 'The lead organisation is not its own partner.', { pointer: `${at}/partners` });
  }
  const shares = implementation?.shares;
  if (!implementation || !shares) return;
  const named = regionIds.filter(region => shares[region] !== undefined);
  const sum = named.reduce((total, region) => total + (shares[region] ?? 0), 0);
  if (sum !== 1000) {
    throw new Refusal('shares-not-whole', `The shares are per mille and add up to 1000; these add up to ${sum}.`, {
      pointer: `${at}/implementation/shares`,
      sum,
    });
  }
  if (named.length !== implementation.regions.length || named.some(region => !implementation.regions.includes(region))) {
    throw new Refusal(
      'shares-not-of-regions',
      `The shares name the regions of implementation and no others: ${implementation.regions.join(', ') || 'none'}; they name ${named.join(', ')}.`,
      { pointer: `${at}/implementation/shares`, regions: implementation.regions },
    );
  }
}
