import {
  type Additionality,
  type Category,
  categoryIds,
  type CoalitionEvent,
  type CommitmentDetails,
  type CommitmentEvent,
  type CountryCode,
  type CountryDetails,
  type CountryEvent,
  type CountryGroupEvent,
  type CycleId,
  type Day,
  focusAreaIds,
  type FocusAreaId,
  heldBy,
  type Kind,
  type LocalizedText,
  type Nature,
  type OrganisationDetails,
  type OrganisationEvent,
  type Provenance,
  type Recorded,
  type RegionalPriorityEvent,
  type RegionalPriorityId,
  regionIds,
  type RegionId,
  type ReportingCycleEvent,
  type SignatureEvent,
  splitByShares,
  toDecimal,
  type Value,
  type WorkingGroupEvent,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type SignatoryTable, type SignatureDay } from '../views/coalition-list.js';
import { type CommitmentSort } from '../views/commitment-list.js';
import { type Status } from '../views/commitments.js';
import { type DeliveryShown } from '../views/delivery.js';
import { type CommitmentFilter, type FigureFilter } from '../views/filter.js';
import { folded } from '../views/folded.js';
import { type LatestCommitment } from '../views/latest-commitments.js';
import { type Counts, type MoneyLine, type ValueFigures } from '../views/measures.js';
import { type Sort } from '../views/paging.js';
import { type CountryFigures, type CountryGroupFigures } from '../views/per-country.js';
import { type FocusAreaFigures } from '../views/per-focus-area.js';
import { type RegionByFocusArea, type RegionFigures, type RegionTable } from '../views/per-region.js';
import { type OnlyRegion } from '../views/places.js';
import { type RegionalPriorityItem } from '../views/reference-lists.js';
import { type SignatureFilter, type SignatureSort } from '../views/signature-list.js';
import { type Signatory, type SignatureStatus } from '../views/signatures.js';
import { type Facilitated } from '../views/working-group-list.js';
import {
  type At,
  atCycle,
  cycleOf,
  deliveryOf,
  deliveryShown,
  headOf,
  listOrder,
  nameKey,
  type NaiveCycle,
  numberKey,
  order,
  reportingCounts,
} from './naive-reporting.js';

/**
 * The figures of `docs/counting.md` once more, straight from the events: no SQL, no rows, nothing kept, one commitment looked at after
 * the other. What the views answer is held against it.
 */

export interface NaiveCommitment {
  readonly id: string;
  readonly lead: string;
  readonly provenance: Provenance;
  details: CommitmentDetails;
  status: Status;
  readonly pledged: Day;
  latest: Recorded<CommitmentEvent>;
  /** From its pledge on. */
  readonly events: Recorded<CommitmentEvent>[];
}

export interface NaiveTerm {
  readonly appointment: string;
  readonly person: string;
  readonly organisation: string;
  readonly seat: string;
  readonly region: RegionId | null;
  readonly from: Day;
  to: Day | null;
  ended: string | null;
}

export interface NaiveWorkingGroup {
  readonly provenance: Provenance;
  readonly established: Day;
  readonly terms: NaiveTerm[];
}

export interface NaiveCoalition {
  readonly provenance: Provenance;
  readonly name: LocalizedText;
  readonly launched: Day;
  /** By version; the last that was published is the current one. */
  readonly documents: Map<number, { readonly sha256: string; readonly published: Day }>;
  current: number | null;
}

export interface NaiveSignature {
  readonly coalition: string;
  readonly organisation: string;
  provenance: Provenance;
  version: number;
  status: SignatureStatus;
  readonly first: Day;
  signed: Day;
  withdrawn: Day | null;
  /** What became of the number of those that stand, and when. */
  readonly acts: { readonly day: Day; readonly act: 'signed' | 'signedLaterVersion' | 'withdrawn' }[];
}

export interface NaiveLedger {
  readonly commitments: readonly NaiveCommitment[];
  readonly coalitions: ReadonlyMap<string, NaiveCoalition>;
  readonly signatures: readonly NaiveSignature[];
  readonly workingGroups: ReadonlyMap<string, NaiveWorkingGroup>;
  readonly organisations: ReadonlyMap<string, OrganisationDetails>;
  /** The organisations that are of the demonstration. */
  readonly demonstrations: ReadonlySet<string>;
  readonly countries: ReadonlyMap<string, CountryDetails>;
  readonly regionalPriorities: readonly Omit<RegionalPriorityItem, 'provenance'>[];
  readonly groups: ReadonlyMap<string, { name: LocalizedText | null; readonly members: Set<string> }>;
  readonly cycles: readonly NaiveCycle[];
  /** What was said of each regional priority. */
  readonly onPriorities: ReadonlyMap<string, readonly Recorded<RegionalPriorityEvent>[]>;
}

/** What the ledger says at a moment. */
export function ledgerAt(events: readonly Recorded[], { position, day }: Moment): NaiveLedger {
  const streams = new Map<string, Recorded[]>();
  for (const event of events) {
    if (position !== undefined && event.position > position) continue;
    streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  }
  const commitments: NaiveCommitment[] = [];
  const organisations = new Map<string, OrganisationDetails>();
  const demonstrations = new Set<string>();
  const regionalPriorities: Omit<RegionalPriorityItem, 'provenance'>[] = [];
  const countries = new Map<string, CountryDetails>();
  const groups = new Map<string, { name: LocalizedText | null; members: Set<string> }>();
  const workingGroups = new Map<string, NaiveWorkingGroup>();
  const coalitions = new Map<string, NaiveCoalition>();
  const signatures: NaiveSignature[] = [];
  const cycles: NaiveCycle[] = [];
  const onPriorities = new Map<string, readonly Recorded<RegionalPriorityEvent>[]>();
  for (const [stream, recorded] of streams) {
    const held = heldBy(recorded, day);
    const [category, id] = [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)];
    // A category tells of what kind its events are.
    if (category === 'commitment') commitments.push(...commitmentOf(id, held as Recorded<CommitmentEvent>[]));
    if (category === 'regionalPriority') regionalPriorities.push(...priorityOf(id, held as Recorded<RegionalPriorityEvent>[]));
    if (category === 'regionalPriority') onPriorities.set(id, held as Recorded<RegionalPriorityEvent>[]);
    if (category === 'reportingCycle') cycles.push(...cycleOf(id, held as Recorded<ReportingCycleEvent>[]));
    if (category === 'signature') signatures.push(...signatureOf(held as Recorded<SignatureEvent>[]));
    for (const coalition of category === 'coalition' ? coalitionOf(held as Recorded<CoalitionEvent>[]) : []) coalitions.set(id, coalition);
    for (const event of category === 'organisation' ? (held as Recorded<OrganisationEvent>[]) : []) {
      if (event.type === 'OrganisationRegistered') {
        const { provenance, ...details } = event.data;
        organisations.set(id, details);
        if (provenance === 'demonstration') demonstrations.add(id);
      }
      if (event.type === 'OrganisationAmended') organisations.set(id, amend(organisations.get(id)!, event.data.changes));
    }
    for (const event of category === 'country' ? (held as Recorded<CountryEvent>[]) : []) {
      if (event.type === 'CountryListed') countries.set(id, event.data);
      else countries.set(id, { ...countries.get(id)!, ...event.data.changes });
    }
    for (const event of category === 'countryGroup' ? (held as Recorded<CountryGroupEvent>[]) : []) {
      const group = groups.get(id) ?? { name: null, members: new Set() };
      groups.set(id, group);
      if (event.type === 'CountryGroupListed') group.name = event.data.name;
      if (event.type === 'CountryJoinedGroup') group.members.add(event.data.country);
      if (event.type === 'CountryLeftGroup') group.members.delete(event.data.country);
    }
    for (const group of category === 'workingGroup' ? workingGroupOf(held as Recorded<WorkingGroupEvent>[]) : [])
      workingGroups.set(id, group);
  }
  return {
    commitments,
    organisations,
    demonstrations,
    countries,
    regionalPriorities,
    groups,
    workingGroups,
    coalitions,
    signatures,
    cycles,
    onPriorities,
  };
}

function commitmentOf(id: string, events: readonly Recorded<CommitmentEvent>[]): NaiveCommitment[] {
  let found: NaiveCommitment | undefined;
  for (const event of events) {
    if (event.type === 'CommitmentPledged') {
      const { lead, provenance, ...details } = event.data;
      found = { id, lead, provenance, details, status: 'pledged', pledged: event.metadata.effectiveAt, latest: event, events: [] };
    }
    if (!found) continue;
    found.events.push(event);
    found.latest = event;
    if (event.type === 'CommitmentAmended') {
      found.details = amend(found.details, event.data.changes);
      if (found.status === 'returned') found.status = 'pledged';
    }
    if (event.type === 'CommitmentAccepted') found.status = 'accepted';
    if (event.type === 'CommitmentReturned') found.status = 'returned';
    if (event.type === 'CommitmentAnnounced') found.status = 'announced';
    if (event.type === 'CommitmentWithdrawn') found.status = 'withdrawn';
    if (event.type === 'CommitmentSuperseded') found.status = 'superseded';
  }
  return found ? [found] : [];
}

function priorityOf(id: string, events: readonly Recorded<RegionalPriorityEvent>[]): Omit<RegionalPriorityItem, 'provenance'>[] {
  let found: Omit<RegionalPriorityItem, 'provenance'> | undefined;
  for (const event of events) {
    const day = event.metadata.effectiveAt;
    if (event.type === 'RegionalPriorityAdopted') {
      const { region, code, name, wording, actionPlan, steward = null } = event.data;
      found = {
        id: id as RegionalPriorityId,
        status: 'adopted',
        region,
        code,
        name,
        wording,
        actionPlan,
        steward,
        adopted: day,
        retired: null,
      };
    }
    if (event.type === 'RegionalPriorityAmended' && found) found = { ...found, ...event.data.changes };
    if (event.type === 'RegionalPriorityRetired' && found) found = { ...found, status: 'retired', retired: day };
  }
  return found ? [found] : [];
}

/** The regional priorities, by id, each of the kind of its steward. */
export function naivePriorities({ regionalPriorities, demonstrations }: NaiveLedger): RegionalPriorityItem[] {
  return [...regionalPriorities]
    .sort((a, b) => order(a.id, b.id))
    .map(item => ({ ...item, provenance: item.steward && demonstrations.has(item.steward) ? 'demonstration' : 'submitted' }));
}

function coalitionOf(events: readonly Recorded<CoalitionEvent>[]): NaiveCoalition[] {
  let found: NaiveCoalition | undefined;
  for (const event of events) {
    const day = event.metadata.effectiveAt;
    if (event.type === 'CoalitionLaunched') {
      found = { provenance: event.data.provenance, name: event.data.name, launched: day, documents: new Map(), current: null };
    }
    if (event.type === 'DocumentPublished' && found) {
      const { version, sha256 } = event.data;
      found.documents.set(version, { sha256, published: day });
      found.current = version;
    }
  }
  return found ? [found] : [];
}

function signatureOf(events: readonly Recorded<SignatureEvent>[]): NaiveSignature[] {
  let found: NaiveSignature | undefined;
  for (const event of events) {
    const day = event.metadata.effectiveAt;
    if (event.type === 'DocumentSigned') {
      const { coalition, organisation, provenance, version } = event.data;
      const act = found?.status === 'standing' ? ('signedLaterVersion' as const) : ('signed' as const);
      const acts = [...(found?.acts ?? []), { day, act }];
      const first = found?.first ?? day;
      found = { coalition, organisation, provenance, version, status: 'standing', first, signed: day, withdrawn: null, acts };
    }
    if (event.type === 'SignatureWithdrawn' && found?.status === 'standing') {
      found = { ...found, status: 'withdrawn', withdrawn: day, acts: [...found.acts, { day, act: 'withdrawn' }] };
    }
  }
  return found ? [found] : [];
}

function workingGroupOf(events: readonly Recorded<WorkingGroupEvent>[]): NaiveWorkingGroup[] {
  let found: NaiveWorkingGroup | undefined;
  for (const event of events) {
    if (event.type === 'WorkingGroupEstablished') {
      found = { provenance: event.data.provenance, established: event.metadata.effectiveAt, terms: [] };
    }
    if (event.type === 'CoChairAppointed') {
      const { appointment, person, organisation, seat, region = null, from, to = null } = event.data;
      const term = { appointment, person: person.id, organisation, seat, region, from, to, ended: null };
      const former = found?.terms.findIndex(other => other.appointment === appointment) ?? -1;
      if (former >= 0) found?.terms.splice(former, 1);
      found?.terms.push(term);
    }
    if (event.type === 'CoChairStoodDown' || event.type === 'CoChairTermEnded') {
      const term = found?.terms.find(({ appointment }) => appointment === event.data.appointment);
      if (term) Object.assign(term, { to: event.data.to, ended: event.type === 'CoChairStoodDown' ? 'stood-down' : 'term-ended' });
    }
  }
  return found ? [found] : [];
}

function amend<Details extends object>(details: Details, changes: object): Details {
  const after = new Map(Object.entries({ ...details, ...changes }));
  for (const [field, value] of after) if (value === null) after.delete(field);
  return Object.fromEntries(after) as Details; // the changes are of fields that it has, and null only where one may be missing
}

const stands = (c: NaiveCommitment) => c.status === 'accepted' || c.status === 'announced';
export const regionsOf = (c: NaiveCommitment) => c.details.implementation?.regions ?? [];
const countriesOf = (c: NaiveCommitment): string[] => c.details.implementation?.countries ?? [];
const focusAreasOf = (c: NaiveCommitment) => [c.details.focusAreas.primary, ...c.details.focusAreas.others];

export function onlyRegionOf(c: NaiveCommitment): OnlyRegion {
  const regions = regionsOf(c);
  if (regions.length === 0) return 'not-stated';
  return regions.length === 1 ? regions[0]! : 'several';
}

export function originOf(ledger: NaiveLedger, c: NaiveCommitment): RegionId | 'not-stated' {
  return homeRegionOf(ledger, c.lead);
}

export function homeRegionOf(ledger: NaiveLedger, organisation: string): RegionId | 'not-stated' {
  const home = ledger.organisations.get(organisation)?.home;
  if (!home) return 'not-stated';
  return 'region' in home ? home.region : (ledger.countries.get(home.country)?.region ?? 'not-stated');
}

function originCountryOf(ledger: NaiveLedger, c: NaiveCommitment): string | undefined {
  const home = ledger.organisations.get(c.lead)?.home;
  return home && 'country' in home ? home.country : undefined;
}

export function signatoryOf(ledger: NaiveLedger, organisation: string): Signatory {
  return ledger.signatures.some(signature => signature.organisation === organisation && signature.status === 'standing')
    ? 'standing'
    : 'none';
}

export function groupsOf(ledger: NaiveLedger, c: NaiveCommitment): string[] {
  const served = new Set<string>(c.details.implementation?.groups ?? []);
  for (const [group, { members }] of ledger.groups) if (countriesOf(c).some(country => members.has(country))) served.add(group);
  return [...served];
}

/** The commitments that a filter chooses. */
export function chosen(ledger: NaiveLedger, filter: CommitmentFilter): NaiveCommitment[] {
  const any = <T>(asked: readonly T[] | undefined, had: readonly T[]) => asked === undefined || had.some(value => asked.includes(value));
  const between = <T extends string | bigint>(range: { gte?: T; lte?: T } | undefined, value: T | undefined) =>
    range === undefined ||
    (range.gte === undefined && range.lte === undefined) ||
    (value !== undefined && (range.gte === undefined || value >= range.gte) && (range.lte === undefined || value <= range.lte));
  return ledger.commitments.filter(c => {
    const { details } = c;
    const regions = regionsOf(c);
    const category = ledger.organisations.get(c.lead)?.category;
    const searched = [...Object.values(details.title).map(folded), c.id];
    return (
      any<Provenance>(filter.provenance ?? ['submitted', 'published'], [c.provenance]) &&
      any<RegionId | 'not-stated'>(filter.region, regions.length > 0 ? regions : ['not-stated']) &&
      any(filter.onlyRegion, [onlyRegionOf(c)]) &&
      any(filter.originRegion, [originOf(ledger, c)]) &&
      any(filter.focusArea, focusAreasOf(c)) &&
      any(filter.primaryFocusArea, [details.focusAreas.primary]) &&
      any<string>(filter.country, countriesOf(c)) &&
      any<string | undefined>(filter.originCountry, [originCountryOf(ledger, c)]) &&
      any<string>(filter.group, groupsOf(ledger, c)) &&
      any<string | undefined>(filter.category, [category]) &&
      any(filter.kind, [details.kind ?? 'not-stated']) &&
      any(filter.additionality, [details.additionality ?? 'not-stated']) &&
      any(filter.status, [c.status]) &&
      any<string>(filter.lead, [c.lead]) &&
      any<string>(
        filter.partner,
        (details.partners ?? []).flatMap(partner => ('organisation' in partner ? [partner.organisation] : [])),
      ) &&
      any<string | undefined>(filter.programme, [details.programme]) &&
      any<string>(filter.regionalPriority, details.regionalPriorities ?? []) &&
      any(filter.signatory, [signatoryOf(ledger, c.lead)]) &&
      any<FocusAreaId | undefined>(filter.facilitatedBy, [details.facilitatedBy]) &&
      any(filter.id, [c.id]) &&
      any<string | undefined>(filter.currency, [details.value?.currency]) &&
      any<Nature | undefined>(filter.nature, [details.value?.nature]) &&
      (filter.value === undefined || details.value?.currency === filter.value.currency) &&
      between(filter.value, details.value && BigInt(details.value.amount)) &&
      between(filter.pledged, c.pledged) &&
      between(filter.start, details.start) &&
      between(filter.end, details.end) &&
      (filter.q === undefined || searched.some(text => text.includes(folded(filter.q!))))
    );
  });
}

export function counts(list: readonly NaiveCommitment[], at: At): Counts {
  const having = (condition: (c: NaiveCommitment) => boolean) => list.filter(condition).length;
  const standing = list.filter(stands);
  const kind = (kind: Kind | undefined) => standing.filter(c => c.details.kind === kind).length;
  const additionality = (additionality: Additionality | undefined) =>
    standing.filter(c => c.details.additionality === additionality).length;
  const shown = (delivery: DeliveryShown) => standing.filter(c => deliveryShown(c, at.day) === delivery).length;
  return {
    all: list.length,
    byRegistration: {
      pledged: having(c => c.status === 'pledged'),
      accepted: having(c => c.status === 'accepted'),
      returned: having(c => c.status === 'returned'),
      announced: having(c => c.status === 'announced'),
      withdrawn: having(c => c.status === 'withdrawn'),
      superseded: having(c => c.status === 'superseded'),
    },
    standing: standing.length,
    byKind: {
      financial: kind('financial'),
      programmatic: kind('programmatic'),
      policy: kind('policy'),
      advocacy: kind('advocacy'),
      'not-stated': kind(undefined),
    },
    byAdditionality: {
      new: additionality('new'),
      'scaled-up': additionality('scaled-up'),
      continuing: additionality('continuing'),
      'not-stated': additionality(undefined),
    },
    byDelivery: {
      'not-started': shown('not-started'),
      'on-track': shown('on-track'),
      delayed: shown('delayed'),
      'at-risk': shown('at-risk'),
      completed: shown('completed'),
      'ended-not-completed': shown('ended-not-completed'),
      'not-stated': shown('not-stated'),
    },
    beneficiaries: people(standing, c => c.details.beneficiaries?.count),
    reached: people(standing, c => deliveryOf(c).reached ?? undefined),
    reporting: reportingCounts(list, at),
  };
}

function people(standing: readonly NaiveCommitment[], numberOf: (c: NaiveCommitment) => number | undefined) {
  const stating = standing.filter(c => numberOf(c) !== undefined);
  const alone = stating.filter(c => c.details.programme === undefined);
  const programmes = new Set(stating.flatMap(c => c.details.programme ?? []));
  const number = (c: NaiveCommitment) => numberOf(c) ?? 0;
  return {
    count:
      alone.reduce((sum, c) => sum + number(c), 0) +
      [...programmes].reduce((sum, programme) => sum + Math.max(...stating.filter(c => c.details.programme === programme).map(number)), 0),
    statedBy: stating.length,
    notStatedBy: standing.length - stating.length,
  };
}

const usdOf = (value: Value) => value.usd?.amount ?? (value.currency === 'USD' ? value.amount : undefined);

/** The part of an amount that a place has; undefined where it has none. */
type PartOf = (whole: bigint, c: NaiveCommitment) => bigint | undefined;
const whole: PartOf = amount => amount;

export function partIn(place: OnlyRegion): PartOf {
  return (amount, c) => {
    const shares = c.details.implementation?.shares;
    if (onlyRegionOf(c) === 'several' && shares)
      return place === 'several' || place === 'not-stated' ? undefined : splitByShares(amount, shares).get(place);
    return onlyRegionOf(c) === place ? amount : undefined;
  };
}

export function value(list: readonly NaiveCommitment[], part: PartOf = whole): ValueFigures {
  const parts = list.filter(stands).flatMap(c => {
    const stated = c.details.value;
    const amount = stated && part(BigInt(stated.amount), c);
    if (!stated || amount === undefined) return [];
    const usd = usdOf(stated);
    return [{ currency: stated.currency, nature: stated.nature, amount, usd: usd === undefined ? undefined : part(BigInt(usd), c) }];
  });
  const lines = (nature: Nature): MoneyLine[] =>
    [...new Set(parts.filter(p => p.nature === nature).map(p => p.currency))].sort().map(currency => {
      const of = parts.filter(p => p.nature === nature && p.currency === currency);
      return { amount: toDecimal(sum(of.map(p => p.amount)), currency), currency, commitments: of.length };
    });
  const own = parts.filter(p => p.nature === 'own');
  const equivalents = own.flatMap(p => (p.usd === undefined ? [] : [p.usd]));
  return {
    own: lines('own'),
    mobilised: lines('mobilised'),
    inKind: lines('in-kind'),
    yearly: lines('yearly'),
    usdEquivalent: {
      amount: toDecimal(sum(equivalents), 'USD'),
      currency: 'USD',
      commitments: equivalents.length,
      missingFor: own.length - equivalents.length,
    },
    reported: {
      committed: reported(list, part, 'committed'),
      disbursed: reported(list, part, 'disbursed'),
      spent: reported(list, part, 'spent'),
    },
  };
}

function reported(list: readonly NaiveCommitment[], part: PartOf, rung: 'committed' | 'disbursed' | 'spent'): MoneyLine[] {
  const parts = list.filter(stands).flatMap(c => {
    const amounts = deliveryOf(c).amounts;
    const amount = amounts?.[rung] === undefined ? undefined : part(BigInt(amounts[rung]), c);
    return amounts && amount !== undefined ? [{ currency: amounts.currency, amount }] : [];
  });
  return [...new Set(parts.map(({ currency }) => currency))].sort().map(currency => {
    const of = parts.filter(p => p.currency === currency);
    return { amount: toDecimal(sum(of.map(p => p.amount)), currency), currency, commitments: of.length };
  });
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** A table for the provenances that are added, or, with demonstration beside others, one for each. */
function tables<Table>(filter: FigureFilter, table: (filter: FigureFilter & { provenance: readonly Provenance[] }) => Table) {
  const order: readonly Provenance[] = ['submitted', 'published', 'demonstration'];
  const asked = order.filter(provenance => (filter.provenance ?? ['submitted', 'published']).includes(provenance));
  const sets = asked.includes('demonstration') ? asked.map(provenance => [provenance]) : [asked];
  return sets.map(provenance => ({ provenance, ...table({ ...filter, provenance }) }));
}

function latest(list: readonly NaiveCommitment[]): LatestCommitment[] {
  return [...list]
    .sort((a, b) => order(b.latest.metadata.effectiveAt, a.latest.metadata.effectiveAt) || order(b.latest.position, a.latest.position))
    .slice(0, 5)
    .map(c => ({
      id: c.id,
      title: c.details.title,
      registration: c.status,
      provenance: c.provenance,
      event: {
        type: c.latest.type,
        day: c.latest.metadata.effectiveAt,
        id: c.latest.id,
        position: String(c.latest.position),
        recordedAt: c.latest.recordedAt,
      },
    }));
}

/** A table of each set of provenances that is added: of the commitments chosen, for the day, and the cycle that asks them. */
function countedTables<Table>(
  ledger: NaiveLedger,
  { day, cycle }: Asked,
  filter: FigureFilter,
  table: (list: readonly NaiveCommitment[], at: At) => Table,
) {
  return tables(filter, asked => table(chosen(ledger, asked), atCycle(ledger, day, asked.provenance, cycle)));
}

/** The day of the answer, and the cycle that is named. */
export interface Asked {
  readonly day: Day;
  readonly cycle?: CycleId | undefined;
}

function implementationTable(list: readonly NaiveCommitment[], at: At): RegionTable {
  const part = (place: OnlyRegion) => ({
    exclusive: counts(
      list.filter(c => onlyRegionOf(c) === place),
      at,
    ),
    value: value(list, partIn(place)),
  });
  const touching = (region: RegionId) => list.filter(c => regionsOf(c).includes(region));
  return {
    cycle: headOf(at),
    regions: regionIds.map(region => ({ region, touching: counts(touching(region), at), ...part(region) })),
    several: part('several'),
    notStated: part('not-stated'),
    whole: { exclusive: counts(list, at), value: value(list) },
  };
}

export function naivePerRegion(ledger: NaiveLedger, asked: Asked, filter: FigureFilter): RegionFigures {
  const list = chosen(ledger, filter);
  return {
    rule: 2,
    question: 'implementation',
    tables: countedTables(ledger, asked, filter, implementationTable),
    latest: {
      whole: latest(list),
      regions: regionIds.map(region => ({ region, latest: latest(list.filter(c => regionsOf(c).includes(region))) })),
    },
  };
}

export function naivePerRegionOfOrigin(ledger: NaiveLedger, asked: Asked, filter: FigureFilter): RegionFigures {
  const from = (list: readonly NaiveCommitment[], place: OnlyRegion) => list.filter(c => originOf(ledger, c) === place);
  return {
    rule: 2,
    question: 'origin',
    tables: countedTables(ledger, asked, filter, (list, at) => {
      const part = (of: readonly NaiveCommitment[]) => ({ exclusive: counts(of, at), value: value(of) });
      return {
        cycle: headOf(at),
        regions: regionIds.map(region => ({ region, touching: counts(from(list, region), at), ...part(from(list, region)) })),
        several: part([]),
        notStated: part(from(list, 'not-stated')),
        whole: part(list),
      };
    }),
    latest: {
      whole: latest(chosen(ledger, filter)),
      regions: regionIds.map(region => ({ region, latest: latest(from(chosen(ledger, filter), region)) })),
    },
  };
}

const withPrimary = (list: readonly NaiveCommitment[], focusArea: FocusAreaId) =>
  list.filter(c => c.details.focusAreas.primary === focusArea);

export function naiveRegionByFocusArea(ledger: NaiveLedger, asked: Asked, filter: FigureFilter): RegionByFocusArea {
  return {
    rule: 2,
    tables: countedTables(ledger, asked, filter, (list, at) => ({
      focusAreas: focusAreaIds.map(focusArea => ({ focusArea, ...implementationTable(withPrimary(list, focusArea), at) })),
      whole: implementationTable(list, at),
    })),
  };
}

export function naivePerFocusArea(ledger: NaiveLedger, asked: Asked, filter: FigureFilter): FocusAreaFigures {
  const all = chosen(ledger, filter);
  return {
    rule: 2,
    tables: countedTables(ledger, asked, filter, (list, at) => ({
      cycle: headOf(at),
      focusAreas: focusAreaIds.map(focusArea => ({
        focusArea,
        primary: counts(withPrimary(list, focusArea), at),
        alsoServing: counts(
          list.filter(c => c.details.focusAreas.others.includes(focusArea)),
          at,
        ),
        value: value(withPrimary(list, focusArea)),
      })),
      whole: { primary: counts(list, at), value: value(list) },
    })),
    latest: {
      whole: latest(all),
      focusAreas: focusAreaIds.map(focusArea => ({ focusArea, latest: latest(all.filter(c => focusAreasOf(c).includes(focusArea))) })),
    },
  };
}

const touching = (list: readonly NaiveCommitment[], at: At) => ({ touching: counts(list, at), value: value(list) });

export function naivePerCountry(ledger: NaiveLedger, asked: Asked, country: CountryCode, filter: FigureFilter): CountryFigures {
  const tables = (filter: FigureFilter) =>
    countedTables(ledger, asked, filter, (list, at) => ({ cycle: headOf(at), ...touching(list, at) }));
  return {
    rule: 2,
    implementedHere: tables({ ...filter, country: [country] }),
    ledFromHere: tables({ ...filter, originCountry: [country] }),
  };
}

export function naivePerCountryGroup(ledger: NaiveLedger, asked: Asked, filter: FigureFilter): CountryGroupFigures {
  const serving = (list: readonly NaiveCommitment[], group: string) => list.filter(c => groupsOf(ledger, c).includes(group));
  return {
    rule: 2,
    overlaps: true,
    tables: countedTables(ledger, asked, filter, (list, at) => {
      const groups = [...ledger.groups].filter(([, { name, members }]) => name !== null || members.size > 0).map(([id]) => id);
      return {
        cycle: headOf(at),
        groups: [...new Set([...groups, ...list.flatMap(c => groupsOf(ledger, c))])].sort().map(group => ({
          group: group as CountryGroupFigures['tables'][number]['groups'][number]['group'], // an id, as the events have it
          name: ledger.groups.get(group)?.name ?? null,
          members: ledger.groups.get(group)?.members.size ?? 0,
          ...touching(serving(list, group), at),
        })),
        none: touching(
          list.filter(c => groupsOf(ledger, c).length === 0),
          at,
        ),
        whole: touching(list, at),
      };
    }),
  };
}

export function naiveFacilitated(ledger: NaiveLedger, asked: Asked, focusArea: FocusAreaId, filter: FigureFilter): Facilitated {
  return {
    rule: 2,
    tables: countedTables(ledger, asked, { ...filter, facilitatedBy: [focusArea] }, (list, at) => ({
      cycle: headOf(at),
      facilitated: counts(list, at),
      value: value(list),
    })),
  };
}

const holds = ({ from, to }: NaiveTerm, day: string) => from <= day && (to === null || to > day);

/** Since when nobody has held the seat: back from the day over every day on which anything changed. */
function vacantSince({ established, terms }: NaiveWorkingGroup, seat: string, day: Day): Day {
  const ofSeat = terms.filter(term => term.seat === seat);
  const changes = [established, ...ofSeat.flatMap(({ from, to }) => [from, ...(to === null ? [] : [to])])].filter(
    change => established <= change && change <= day,
  );
  let since = day;
  for (const change of changes.sort().reverse()) {
    if (ofSeat.some(term => holds(term, change))) break;
    since = change;
  }
  return since;
}

const seatsInOrder = ['membership', 'private-sector', 'civil-society-or-international'];

function termsOf({ terms }: NaiveWorkingGroup, day: Day) {
  const phase = (term: NaiveTerm) => {
    if (term.to !== null && term.to <= term.from) return 'not-taken-up';
    if (holds(term, day)) return 'present';
    return term.from > day ? 'to-come' : 'past';
  };
  return [...terms]
    .sort((a, b) => order(a.from, b.from) || order(a.appointment, b.appointment))
    .map(term => ({ ...term, phase: phase(term) }));
}

/** Who leads which group on a day, what it is short of, and which regions the membership seats of the four come from. */
export function naiveWorkingGroups(ledger: NaiveLedger, day: Day, provenance: readonly Provenance[]) {
  return tables({ provenance }, asked => {
    const groups = focusAreaIds.map(focusArea => {
      const found = ledger.workingGroups.get(focusArea);
      const group = found && asked.provenance.includes(found.provenance) ? found : undefined;
      const coChairs = group ? termsOf(group, day).filter(({ phase }) => phase === 'present') : [];
      const short = seatsInOrder.filter(seat => !coChairs.some(term => term.seat === seat));
      return {
        focusArea,
        provenance: group?.provenance ?? null,
        established: group?.established ?? null,
        composition: !group ? 'not-established' : short.length > 0 ? 'incomplete' : 'complete',
        coChairs: seatsInOrder.flatMap(seat => coChairs.filter(term => term.seat === seat)),
        shortOf: short.map(seat => ({ seat, since: group ? vacantSince(group, seat, day) : null })),
      };
    });
    const regions = regionIds.map(region => ({
      region,
      focusAreas: groups
        .filter(({ coChairs }) => coChairs.some(term => term.seat === 'membership' && term.region === region))
        .map(({ focusArea }) => focusArea),
    }));
    return { groups, regions, regionsMissing: regions.filter(({ focusAreas }) => focusAreas.length === 0).map(({ region }) => region) };
  });
}

/** All terms of each group that is there. */
export function naiveTerms(ledger: NaiveLedger, day: Day) {
  return focusAreaIds.map(focusArea => {
    const group = ledger.workingGroups.get(focusArea);
    return group && { focusArea, terms: termsOf(group, day) };
  });
}

/** One coalition: which versions there are, and who stands by them. */
export function naiveCoalition(ledger: NaiveLedger, id: string, asked?: readonly Provenance[]) {
  const coalition = ledger.coalitions.get(id);
  if (!coalition) return undefined;
  const { current, documents } = coalition;
  const versions = [...documents].map(([version, document]) => ({ version, ...document })).sort((a, b) => order(a.version, b.version));
  const kind: readonly Provenance[] = coalition.provenance === 'demonstration' ? ['demonstration'] : ['submitted', 'published'];
  const all = ledger.signatures.filter(signature => signature.coalition === id);
  return {
    id,
    launched: coalition.launched,
    document: current === null ? null : { version: current, ...documents.get(current)! },
    signatories: { standing: all.filter(standingNow).length, withdrawn: all.filter(signature => !standingNow(signature)).length },
    versions,
    tables: tables({ provenance: asked ?? kind }, ({ provenance }): Omit<SignatoryTable, 'provenance'> => {
      const counted = all.filter(signature => provenance.includes(signature.provenance));
      const standing = counted.filter(standingNow);
      const each = <Id extends string>(ids: readonly Id[], of: (signature: NaiveSignature) => string) =>
        Object.fromEntries([...ids, 'not-stated'].map(id => [id, standing.filter(signature => of(signature) === id).length])) as Record<
          Id | 'not-stated',
          number
        >;
      return {
        standing: standing.length,
        withdrawn: counted.length - standing.length,
        byVersion: [...new Set([...documents.keys(), ...standing.map(({ version }) => version)])]
          .sort(order)
          .map(version => ({ version, standing: standing.filter(signature => signature.version === version).length })),
        byCategory: each<Category>(categoryIds, ({ organisation }) => ledger.organisations.get(organisation)?.category ?? 'not-stated'),
        byRegion: each<RegionId>(regionIds, ({ organisation }) => homeRegionOf(ledger, organisation)),
      };
    }),
  };
}

const standingNow = ({ status }: NaiveSignature) => status === 'standing';

/** Those of a coalition's signatures that a filter chooses, in the order asked for. */
export function naiveSignatures(ledger: NaiveLedger, coalition: string, filter: SignatureFilter, sorts: readonly Sort<SignatureSort>[]) {
  const any = <T>(asked: readonly T[] | undefined, had: T) => asked === undefined || asked.includes(had);
  const keyOf = (signature: NaiveSignature, by: SignatureSort) => {
    switch (by) {
      case 'signed':
        return signature.signed;
      case 'firstSigned':
        return signature.first;
      case 'withdrawn':
        return signature.withdrawn ?? undefined;
      case 'version':
        return numberKey(signature.version);
      case 'organisation': {
        const name = ledger.organisations.get(signature.organisation)?.name;
        return name && nameKey(name);
      }
    }
  };
  return ledger.signatures
    .filter(
      signature =>
        signature.coalition === coalition &&
        any<string>(filter.organisation, signature.organisation) &&
        any(filter.version, signature.version) &&
        any(filter.status, signature.status) &&
        any(filter.provenance, signature.provenance) &&
        any<string | undefined>(filter.category, ledger.organisations.get(signature.organisation)?.category) &&
        any(filter.region, homeRegionOf(ledger, signature.organisation)),
    )
    .sort(
      listOrder(
        sorts,
        (signature, by) => [keyOf(signature, by)],
        ({ organisation }) => organisation,
      ),
    )
    .map(({ organisation, provenance, status, version, first, signed, withdrawn }) => ({
      organisation,
      region: homeRegionOf(ledger, organisation),
      provenance,
      status,
      version,
      firstSigned: first,
      signed,
      withdrawn,
    }));
}

/** How a coalition's signatures came and went. */
export function naiveTimeline(ledger: NaiveLedger, coalition: string): SignatureDay[] {
  const acts = ledger.signatures.filter(signature => signature.coalition === coalition).flatMap(signature => signature.acts);
  return [...new Set(acts.map(({ day }) => day))].sort().map(day => {
    const until = (act: string) => acts.filter(one => one.act === act && one.day <= day).length;
    const on = (act: string) => acts.filter(one => one.act === act && one.day === day).length;
    return {
      day,
      signed: on('signed'),
      signedLaterVersion: on('signedLaterVersion'),
      withdrawn: on('withdrawn'),
      standing: until('signed') - until('withdrawn'),
    };
  });
}

/** The ids of the commitments that a filter chooses, in the order asked for. */
export function naiveList(ledger: NaiveLedger, day: Day, filter: CommitmentFilter, sorts: readonly Sort<CommitmentSort>[]): string[] {
  const isOfOneCurrency = filter.value !== undefined || filter.currency?.length === 1;
  const keysOf = (c: NaiveCommitment, by: CommitmentSort): (string | bigint | undefined)[] => {
    const { title, start, end, value } = c.details;
    const { said, percent, lastReport } = deliveryOf(c);
    const minor = value && (isOfOneCurrency ? value.amount : usdOf(value));
    switch (by) {
      case 'pledged':
        return [c.pledged];
      case 'title':
        return [nameKey(title)];
      case 'value':
        return [minor === undefined ? undefined : BigInt(minor)];
      case 'start':
        return [start];
      case 'end':
        return [end];
      case 'latest':
        return [c.latest.metadata.effectiveAt, c.latest.position];
      case 'delivery':
        return [said === null ? undefined : BigInt(['not-started', 'on-track', 'delayed', 'at-risk', 'completed'].indexOf(said))];
      case 'percent':
        return [numberKey(percent)];
      case 'reported':
        return [lastReport ?? undefined];
    }
  };
  return chosen(ledger, filter)
    .filter(c => filter.delivery?.includes(deliveryShown(c, day)) ?? true)
    .sort(listOrder(sorts, keysOf, ({ id }) => id))
    .map(c => c.id);
}
