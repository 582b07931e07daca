import {
  type CommitmentEvent,
  type CountryCode,
  type CountryEvent,
  type CountryGroupEvent,
  type Day,
  type DomainEvent,
  focusAreaIds,
  openingDay,
  type OrganisationEvent,
  type OrganisationId,
  type Recorded,
  regionIds,
  type RegionId,
} from '@mithaq/domain';
import fc from 'fast-check';

/** What happened, before the ledger has it. */
export interface Told {
  readonly stream: string;
  readonly day: Day;
  readonly event: DomainEvent;
}

export type LedgerEvent = CommitmentEvent | OrganisationEvent | CountryEvent | CountryGroupEvent;

/** Events in the order of recording, as the ledger has them. */
export function record(told: readonly Told[]): Recorded[] {
  const revisions = new Map<string, bigint>();
  return told.map(({ stream, day, event }, i) => {
    const revision = revisions.get(stream) ?? 0n;
    revisions.set(stream, revision + 1n);
    return {
      ...event,
      id: `event-${i}`,
      stream,
      revision,
      position: BigInt(i + 1) * 7n,
      recordedAt: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
      metadata: { actor: { subject: 'tester', roles: ['system'] }, correlationId: `event-${i}`, schemaVersion: 1, effectiveAt: day },
    };
  });
}

/** One event as it is told: for tests that name theirs. */
export function told(stream: string, day: string, event: LedgerEvent): Told {
  return { stream, day: day as Day, event };
}

/** Few, so that many events meet on one and many come late. */
export const days = ['2022-06-08', '2023-01-01', '2023-06-01', '2024-02-29', '2025-12-31'] as Day[];
const countryRegions: Readonly<Record<string, RegionId>> = { BD: 'ASP', FR: 'EUR', JO: 'ARB', KE: 'AFR', UG: 'AFR' };
const countryCodes = Object.keys(countryRegions) as CountryCode[];
const organisationIds = ['airtime', 'bridges', 'cables', 'dishes'] as OrganisationId[];
const commitmentIds = ['one', 'two', 'three', 'four', 'five', 'six'];
const languages = fc.constantFrom('en', 'fr', 'ar');
const words = fc.constantFrom('Café for all', 'cafe For ALL', 'ÉCOLES connectées', 'شَبَكة', 'Zebra \u{1F993}', 'Ａ wide letter', '学校');
const title = fc.dictionary(languages, words, { minKeys: 1, maxKeys: 3 });
const reason = { en: 'Because.' };
const source = { title: { en: 'A source' } };

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const digits = fc.oneof(
  fc.constantFrom('0', '1', '7', '999', '100000000000000000'),
  fc.bigInt({ min: 0n, max: 10n ** 17n }).map(amount => amount.toString()),
);
const value = fc
  .record(
    {
      amount: digits,
      currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD'),
      nature: fc.constantFrom('own', 'own', 'own', 'mobilised', 'in-kind', 'yearly'),
      usd: fc.record({ amount: digits }),
    },
    { requiredKeys: ['amount', 'currency', 'nature'] },
  )
  .map(({ usd, ...value }) => (usd && value.currency !== 'USD' ? { ...value, usd } : value));
/** Shares for these regions that add up to 1000. */
const sharesOf = (regions: readonly RegionId[]) =>
  fc.array(fc.nat(1000), { minLength: regions.length - 1, maxLength: regions.length - 1 }).map(cuts => {
    const ends = [0, ...cuts.sort((a, b) => a - b), 1000];
    return Object.fromEntries(regions.map((region, i) => [region, ends[i + 1]! - ends[i]!]));
  });
const implementation = fc
  .record({
    regions: fc.subarray([...regionIds]),
    countries: fc.subarray(countryCodes),
    groups: fc.subarray(['LDC', 'SIDS', 'LLDC']),
  })
  // As events have it: the regions include those of the countries.
  .map(({ regions, countries, groups }) => {
    const named = new Set([...regions, ...countries.map(code => countryRegions[code])]);
    return { regions: regionIds.filter(region => named.has(region)), countries, groups };
  })
  .chain(places =>
    places.regions.length === 0
      ? fc.constant(places)
      : fc.option(sharesOf(places.regions), { nil: undefined }).map(shares => ({ ...places, ...(shares && { shares }) })),
  );
const focusAreas = fc
  .record({ primary: fc.constantFrom(...focusAreaIds), others: fc.subarray([...focusAreaIds]) })
  .map(({ primary, others }) => ({ primary, others: others.filter(other => other !== primary) }));
const open = {
  kind: fc.constantFrom('financial', 'programmatic', 'policy', 'advocacy'),
  additionality: fc.constantFrom('new', 'scaled-up', 'continuing'),
  partners: fc.array(
    fc.oneof(
      fc.constantFrom(...organisationIds).map(organisation => ({ organisation })),
      fc.constant({ name: { en: 'A body' } }),
    ),
    {
      maxLength: 3,
    },
  ),
  implementation,
  value,
  beneficiaries: fc.record({ count: maybe(fc.nat(10_000_000_000)), groups: fc.constant(['women']) }).map(withoutUndefined),
  start: fc.constantFrom(...days),
  end: fc.constantFrom(...days),
  programme: fc.constantFrom('giga', 'wake-up'),
};
const pledged = fc
  .record(
    {
      lead: fc.constantFrom(...organisationIds),
      provenance: fc.constantFrom('submitted', 'published', 'demonstration'),
      title,
      focusAreas,
      ...open,
    },
    { requiredKeys: ['lead', 'provenance', 'title', 'focusAreas'] },
  )
  .map(data => ({ type: 'CommitmentPledged', data: consistent(data) }));
const changes = fc.record(
  { title, focusAreas, ...Object.fromEntries(Object.entries(open).map(([field, arbitrary]) => [field, fc.option<unknown>(arbitrary)])) },
  { requiredKeys: [] },
);
const followed = fc.oneof(
  { weight: 4, arbitrary: changes.map(changes => ({ type: 'CommitmentAmended', data: { reason, changes } })) },
  { weight: 2, arbitrary: fc.constant({ type: 'CommitmentAccepted', data: {} }) },
  { weight: 1, arbitrary: fc.constant({ type: 'CommitmentReturned', data: { reason } }) },
  { weight: 2, arbitrary: fc.constant({ type: 'CommitmentAnnounced', data: { manner: 'plenary' } }) },
  { weight: 1, arbitrary: value.map(value => ({ type: 'CommitmentNoted', data: { text: reason, source, value } })) },
  { weight: 1, arbitrary: fc.constant({ type: 'CommitmentWithdrawn', data: { reason } }) },
  { weight: 1, arbitrary: fc.constant({ type: 'CommitmentSuperseded', data: { by: 'one', reason } }) },
);
const home = fc.oneof(
  fc.constantFrom(...countryCodes).map(country => ({ country })),
  fc.constantFrom(...regionIds).map(region => ({ region })),
);
const registered = fc
  .record(
    {
      provenance: fc.constantFrom('submitted', 'published', 'demonstration'),
      name: title,
      category: fc.constantFrom('government', 'private-sector', 'youth'),
      home,
    },
    { requiredKeys: ['provenance', 'name', 'category'] },
  )
  .map(data => ({ type: 'OrganisationRegistered', data: consistent(data) }));
const moved = fc.oneof(
  fc.option(home).map(home => ({ type: 'OrganisationAmended', data: { reason, changes: { home } } })),
  fc.constant({ type: 'OrganisationVerified', data: {} }),
);

/** One stream: its opening, and what follows on the same day or later, told in any order. */
function stream(
  name: string,
  from: fc.Arbitrary<Day>,
  opening: fc.Arbitrary<DomainEvent>,
  following: fc.Arbitrary<DomainEvent>,
  most: number,
): fc.Arbitrary<Told[]> {
  return fc
    .tuple(from, opening, fc.array(fc.tuple(fc.constantFrom(...days), following), { maxLength: most }))
    .map(([day, first, rest]) => [
      { stream: name, day, event: first },
      ...rest.map(([later, event]) => ({ stream: name, day: later < day ? day : later, event })),
    ]);
}

const anyDay = fc.constantFrom(...days);
const countryStreams = countryCodes.map(code =>
  stream(
    `country-${code}`,
    fc.constant(openingDay),
    fc.constant({
      type: 'CountryListed',
      data: { iso3: `${code}X`, name: { en: `Country ${code}` }, region: countryRegions[code], standing: 'member-state' },
    }),
    fc.constantFrom(...regionIds).map(region => ({ type: 'CountryAmended', data: { changes: { region } } })),
    1,
  ),
);
const groupStream = (group: string) =>
  stream(
    `countryGroup-${group}`,
    fc.constant(openingDay),
    fc.constant({ type: 'CountryGroupListed', data: { name: { en: `Group ${group}` } } }),
    fc
      .tuple(fc.constantFrom('CountryJoinedGroup', 'CountryJoinedGroup', 'CountryLeftGroup'), fc.constantFrom(...countryCodes))
      .map(([type, country]) => ({
        type,
        data: { country },
      })),
    5,
  );
const organisationStreams = (from: fc.Arbitrary<Day>) =>
  organisationIds.map(id => stream(`organisation-${id}`, from, registered, moved, 3));
const commitmentStreams = commitmentIds.map(id => stream(`commitment-${id}`, anyDay, pledged, followed, 6));

/** All that is told of the streams, each in its own order, in any order among them. */
function inAnyOrder(streams: readonly (readonly Told[])[]): fc.Arbitrary<Told[]> {
  const turns = streams.flatMap((events, i) => events.map(() => i));
  return fc.shuffledSubarray(turns, { minLength: turns.length }).map(order => {
    const next = streams.map(() => 0);
    return order.map(i => streams[i]![next[i]!++]!);
  });
}

/**
 * Ledgers of a few countries, groups, organisations and commitments: each stream opens with its opening event, all else comes as it
 * likes, whether or not the rules of the domain would take it.
 */
export const ledgers: fc.Arbitrary<Recorded[]> = fc
  .tuple(...countryStreams, groupStream('LDC'), groupStream('SIDS'), ...organisationStreams(anyDay), ...commitmentStreams)
  .chain(inAnyOrder)
  .map(record);

/**
 * The same, not recorded yet, with better prospects to be taken by the deciders: what commitments name is there before them, and most
 * leads are verified early.
 */
export const tellings: fc.Arbitrary<Told[]> = fc
  .tuple(
    fc.tuple(...countryStreams, ...['LDC', 'SIDS', 'LLDC'].map(groupStream), ...organisationStreams(fc.constant(days[0]!))),
    fc.subarray(organisationIds, { minLength: 2 }),
    fc.tuple(...commitmentStreams),
  )
  .chain(([named, verified, commitments]) =>
    inAnyOrder([...named.map(events => events.slice(1)), ...commitments]).map(rest => [
      ...named.map(events => events[0]!),
      ...verified.map(id => told(`organisation-${id}`, days[0]!, { type: 'OrganisationVerified', data: {} })),
      ...rest,
    ]),
  );

/** Moments of both clocks: with positions between, before and after those of the ledgers, and days between theirs. */
export const moments = fc.record(
  {
    position: fc.bigInt({ min: 0n, max: 400n }),
    day: fc.constantFrom(...days, '2022-01-01' as Day, '2023-03-01' as Day),
  },
  { requiredKeys: [] },
);

/** As the domain takes it: what is from public sources names one, no lead is its own partner, nothing ends before it starts. */
function consistent<T extends { provenance: string; lead?: string; partners?: object[]; start?: Day; end?: Day }>(data: T): T {
  const { lead, partners, start, end } = data;
  return {
    ...data,
    ...(data.provenance === 'published' && { sources: [source] }),
    ...(partners && { partners: partners.filter(partner => !('organisation' in partner && partner.organisation === lead)) }),
    ...(start && end && end < start && { start: end, end: start }),
  };
}

function withoutUndefined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
