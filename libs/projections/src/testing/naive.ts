import {
  type Additionality,
  type CommitmentDetails,
  type CommitmentEvent,
  type CountryDetails,
  type CountryEvent,
  type CountryGroupEvent,
  type Day,
  focusAreaIds,
  type FocusAreaId,
  heldOn,
  hold,
  type Kind,
  type LocalizedText,
  type Nature,
  type OrganisationDetails,
  type OrganisationEvent,
  type Provenance,
  type Recorded,
  regionIds,
  type RegionId,
  splitByShares,
  toDecimal,
  type Value,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type CommitmentSort } from '../views/commitment-list.js';
import { type Status } from '../views/commitments.js';
import { type CommitmentFilter, type FigureFilter } from '../views/filter.js';
import { folded } from '../views/folded.js';
import { type LatestCommitment } from '../views/latest-commitments.js';
import { type Counts, type MoneyLine, type ValueFigures } from '../views/measures.js';
import { type Sort } from '../views/paging.js';
import { type CountryFigures, type CountryGroupFigures } from '../views/per-country.js';
import { type FocusAreaFigures } from '../views/per-focus-area.js';
import { type RegionByFocusArea, type RegionFigures, type RegionTable } from '../views/per-region.js';
import { type OnlyRegion } from '../views/places.js';

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
}

export interface NaiveLedger {
  readonly commitments: readonly NaiveCommitment[];
  readonly organisations: ReadonlyMap<string, OrganisationDetails>;
  readonly countries: ReadonlyMap<string, CountryDetails>;
  readonly groups: ReadonlyMap<string, { name: LocalizedText | null; readonly members: Set<string> }>;
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
  const countries = new Map<string, CountryDetails>();
  const groups = new Map<string, { name: LocalizedText | null; members: Set<string> }>();
  for (const [stream, recorded] of streams) {
    const held = day === undefined ? hold(recorded) : heldOn(hold(recorded), day);
    const [category, id] = [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)];
    // A category tells of what kind its events are.
    if (category === 'commitment') commitments.push(...commitmentOf(id, held as Recorded<CommitmentEvent>[]));
    for (const event of category === 'organisation' ? (held as Recorded<OrganisationEvent>[]) : []) {
      if (event.type === 'OrganisationRegistered') {
        const { provenance: _, ...details } = event.data;
        organisations.set(id, details);
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
  }
  return { commitments, organisations, countries, groups };
}

function commitmentOf(id: string, events: readonly Recorded<CommitmentEvent>[]): NaiveCommitment[] {
  let found: NaiveCommitment | undefined;
  for (const event of events) {
    if (event.type === 'CommitmentPledged') {
      const { lead, provenance, ...details } = event.data;
      found = { id, lead, provenance, details, status: 'pledged', pledged: event.metadata.effectiveAt, latest: event };
    }
    if (!found) continue;
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

function amend<Details extends object>(details: Details, changes: object): Details {
  const after = new Map(Object.entries({ ...details, ...changes }));
  for (const [field, value] of after) if (value === null) after.delete(field);
  return Object.fromEntries(after) as Details; // the changes are of fields that it has, and null only where one may be missing
}

const stands = (c: NaiveCommitment) => c.status === 'accepted' || c.status === 'announced';
const regionsOf = (c: NaiveCommitment) => c.details.implementation?.regions ?? [];
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

export function counts(list: readonly NaiveCommitment[]): Counts {
  const having = (condition: (c: NaiveCommitment) => boolean) => list.filter(condition).length;
  const standing = list.filter(stands);
  const kind = (kind: Kind | undefined) => standing.filter(c => c.details.kind === kind).length;
  const additionality = (additionality: Additionality | undefined) =>
    standing.filter(c => c.details.additionality === additionality).length;
  const stating = standing.filter(c => c.details.beneficiaries?.count !== undefined);
  const alone = stating.filter(c => c.details.programme === undefined);
  const programmes = new Set(stating.flatMap(c => c.details.programme ?? []));
  const people = (c: NaiveCommitment) => c.details.beneficiaries?.count ?? 0;
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
    beneficiaries: {
      count:
        alone.reduce((sum, c) => sum + people(c), 0) +
        [...programmes].reduce(
          (sum, programme) => sum + Math.max(...stating.filter(c => c.details.programme === programme).map(people)),
          0,
        ),
      statedBy: stating.length,
      notStatedBy: standing.length - stating.length,
    },
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
  };
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

function order<T extends string | bigint | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function implementationTable(list: readonly NaiveCommitment[]): RegionTable {
  const part = (place: OnlyRegion) => ({
    exclusive: counts(list.filter(c => onlyRegionOf(c) === place)),
    value: value(list, partIn(place)),
  });
  return {
    regions: regionIds.map(region => ({ region, touching: counts(list.filter(c => regionsOf(c).includes(region))), ...part(region) })),
    several: part('several'),
    notStated: part('not-stated'),
    whole: { exclusive: counts(list), value: value(list) },
  };
}

export function naivePerRegion(ledger: NaiveLedger, filter: FigureFilter): RegionFigures {
  const list = chosen(ledger, filter);
  return {
    rule: 1,
    question: 'implementation',
    tables: tables(filter, asked => implementationTable(chosen(ledger, asked))),
    latest: {
      whole: latest(list),
      regions: regionIds.map(region => ({ region, latest: latest(list.filter(c => regionsOf(c).includes(region))) })),
    },
  };
}

export function naivePerRegionOfOrigin(ledger: NaiveLedger, filter: FigureFilter): RegionFigures {
  const from = (list: readonly NaiveCommitment[], place: OnlyRegion) => list.filter(c => originOf(ledger, c) === place);
  return {
    rule: 1,
    question: 'origin',
    tables: tables(filter, asked => {
      const list = chosen(ledger, asked);
      const part = (of: readonly NaiveCommitment[]) => ({ exclusive: counts(of), value: value(of) });
      return {
        regions: regionIds.map(region => ({ region, touching: counts(from(list, region)), ...part(from(list, region)) })),
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

export function naiveRegionByFocusArea(ledger: NaiveLedger, filter: FigureFilter): RegionByFocusArea {
  return {
    rule: 1,
    tables: tables(filter, asked => {
      const list = chosen(ledger, asked);
      return {
        focusAreas: focusAreaIds.map(focusArea => ({ focusArea, ...implementationTable(withPrimary(list, focusArea)) })),
        whole: implementationTable(list),
      };
    }),
  };
}

export function naivePerFocusArea(ledger: NaiveLedger, filter: FigureFilter): FocusAreaFigures {
  const all = chosen(ledger, filter);
  return {
    rule: 1,
    tables: tables(filter, asked => {
      const list = chosen(ledger, asked);
      return {
        focusAreas: focusAreaIds.map(focusArea => ({
          focusArea,
          primary: counts(withPrimary(list, focusArea)),
          alsoServing: counts(list.filter(c => c.details.focusAreas.others.includes(focusArea))),
          value: value(withPrimary(list, focusArea)),
        })),
        whole: { primary: counts(list), value: value(list) },
      };
    }),
    latest: {
      whole: latest(all),
      focusAreas: focusAreaIds.map(focusArea => ({ focusArea, latest: latest(all.filter(c => focusAreasOf(c).includes(focusArea))) })),
    },
  };
}

const touching = (list: readonly NaiveCommitment[]) => ({ touching: counts(list), value: value(list) });

export function naivePerCountry(ledger: NaiveLedger, filter: FigureFilter, question: CountryFigures['question']): CountryFigures {
  const of = (c: NaiveCommitment) => {
    const origin = originCountryOf(ledger, c);
    return question === 'implementation' ? countriesOf(c) : origin === undefined ? [] : [origin];
  };
  return {
    rule: 1,
    question,
    overlaps: question === 'implementation',
    tables: tables(filter, asked => {
      const list = chosen(ledger, asked);
      return {
        countries: [...new Set(list.flatMap(of))].sort().map(country => ({
          country: country as CountryFigures['tables'][number]['countries'][number]['country'], // a code, as the events have it
          name: ledger.countries.get(country)?.name ?? null,
          region: ledger.countries.get(country)?.region ?? null,
          ...touching(list.filter(c => of(c).includes(country))),
        })),
        notStated: touching(list.filter(c => of(c).length === 0)),
        whole: touching(list),
      };
    }),
  };
}

export function naivePerCountryGroup(ledger: NaiveLedger, filter: FigureFilter): CountryGroupFigures {
  return {
    rule: 1,
    overlaps: true,
    tables: tables(filter, asked => {
      const list = chosen(ledger, asked);
      const groups = [...ledger.groups].filter(([, { name, members }]) => name !== null || members.size > 0).map(([id]) => id);
      return {
        groups: [...new Set([...groups, ...list.flatMap(c => groupsOf(ledger, c))])].sort().map(group => ({
          group: group as CountryGroupFigures['tables'][number]['groups'][number]['group'], // an id, as the events have it
          name: ledger.groups.get(group)?.name ?? null,
          members: ledger.groups.get(group)?.members.size ?? 0,
          ...touching(list.filter(c => groupsOf(ledger, c).includes(group))),
        })),
        none: touching(list.filter(c => groupsOf(ledger, c).length === 0)),
        whole: touching(list),
      };
    }),
  };
}

/** The ids of the commitments that a filter chooses, in the order asked for. */
export function naiveList(ledger: NaiveLedger, filter: CommitmentFilter, sorts: readonly Sort<CommitmentSort>[]): string[] {
  const isOfOneCurrency = filter.value !== undefined || filter.currency?.length === 1;
  const keys = (c: NaiveCommitment, by: CommitmentSort): (string | bigint | undefined)[] => {
    const { title, start, end, value } = c.details;
    const minor = value && (isOfOneCurrency ? value.amount : usdOf(value));
    switch (by) {
      case 'pledged':
        return [c.pledged];
      case 'title':
        return [folded(title['en'] ?? title[Object.keys(title).sort()[0]!]!)];
      case 'value':
        return [minor === undefined ? undefined : BigInt(minor)];
      case 'start':
        return [start];
      case 'end':
        return [end];
      case 'latest':
        return [c.latest.metadata.effectiveAt, c.latest.position];
    }
  };
  const compare = (a: NaiveCommitment, b: NaiveCommitment) => {
    for (const { by, direction } of sorts) {
      const [left, right] = [keys(a, by), keys(b, by)];
      for (const [i, x] of left.entries()) {
        const y = right[i];
        if (x === undefined || y === undefined) {
          if (x !== y) return x === undefined ? 1 : -1;
          continue;
        }
        // SQLite compares text by its bytes in UTF-8.
        const way = typeof x === 'string' ? Buffer.compare(Buffer.from(x), Buffer.from(y as string)) : order(x, y as bigint);
        if (way !== 0) return direction === 'ascending' ? way : -way;
      }
    }
    return order(a.id, b.id);
  };
  return chosen(ledger, filter)
    .sort(compare)
    .map(c => c.id);
}
