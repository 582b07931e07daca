import {
  type CoalitionEvent,
  type CoalitionId,
  type CommitmentEvent,
  type CountryCode,
  type CountryEvent,
  type CountryGroupEvent,
  type CycleId,
  type Day,
  type DomainEvent,
  focusAreaIds,
  openingDay,
  type OrganisationEvent,
  type OrganisationId,
  type Recorded,
  type RegionalPriorityEvent,
  type RegionalPriorityId,
  regionIds,
  type RegionId,
  type ReportingCycleEvent,
  seats,
  type SignatureEvent,
  type WorkingGroupEvent,
} from '@mithaq/domain';
import fc from 'fast-check';
import { noCounts } from '../views/duties.js';

/** What happened, before the ledger has it. */
export interface Told {
  readonly stream: string;
  readonly day: Day;
  readonly event: DomainEvent;
}

/** A mistake that is seen in a record, before it is known which events it has by then. */
export interface Mistake {
  /** The stream that it is looked for in. */
  readonly stream: string;
  readonly day: Day;
  readonly mistaken: {
    /** Which of its events, the compensating ones too. */
    readonly nth: number;
    /** The event is void, or all that are not are; it should say what another event of its kind says; it is of the other day. */
    readonly as: 'void' | 'all-void' | 'another' | 'of-another-day';
    /** Which other event, and, bit by bit, which of its fields. */
    readonly other: number;
  };
}

export type LedgerEvent =
  | CommitmentEvent
  | OrganisationEvent
  | CountryEvent
  | CountryGroupEvent
  | RegionalPriorityEvent
  | ReportingCycleEvent
  | WorkingGroupEvent
  | CoalitionEvent
  | SignatureEvent;

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
export const cycleIds = ['first', 'second'] as CycleId[];
export const priorityIds = ['kap-one', 'kap-two'] as RegionalPriorityId[];
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
  facilitatedBy: fc.constantFrom(...focusAreaIds),
  regionalPriorities: fc.subarray(priorityIds),
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
  { weight: 4, arbitrary: fc.constant({ type: 'CommitmentAccepted', data: {} }) },
  { weight: 1, arbitrary: fc.constant({ type: 'CommitmentReturned', data: { reason } }) },
  { weight: 2, arbitrary: fc.constant({ type: 'CommitmentAnnounced', data: { manner: 'plenary' } }) },
  { weight: 1, arbitrary: value.map(value => ({ type: 'CommitmentNoted', data: { text: reason, source, value } })) },
  { weight: 1, arbitrary: fc.constant({ type: 'CommitmentWithdrawn', data: { reason } }) },
  { weight: 1, arbitrary: fc.constant({ type: 'CommitmentSuperseded', data: { by: 'one', reason } }) },
);
const amounts = fc
  .record({ committed: digits, disbursed: digits, spent: digits }, { requiredKeys: [] })
  .filter(rungs => Object.keys(rungs).length > 0)
  .chain(rungs => fc.constantFrom('USD', 'EUR', 'JPY').map(currency => ({ currency, ...rungs })));
const said = {
  delivery: fc.constantFrom('not-started', 'on-track', 'on-track', 'delayed', 'delayed', 'at-risk', 'completed'),
  percent: fc.nat(100),
  amounts,
  beneficiaries: fc.nat(10_000_000_000),
  narrative: fc.constant(reason),
};
const someReport = fc.constantFrom('report-0', 'report-1', 'report-2');
/** What is said in reports, and of them: each report gets its own id, see `numbered`. */
const reportedOn = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ cycle: fc.constantFrom(...cycleIds), ...said }, { requiredKeys: ['narrative'] })
      .map(data => ({ type: 'ProgressReported', data: { report: '', ...data } })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        someReport,
        fc.record(Object.fromEntries(Object.entries(said).map(([name, value]) => [name, fc.option<unknown>(value)])), { requiredKeys: [] }),
      )
      .map(([report, changes]) => ({ type: 'ReportAmended', data: { report, reason, changes: { ...changes, barriers: reason } } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ cycle: fc.constantFrom(...cycleIds), reason: fc.constantFrom('no-data', 'confidential', 'other') })
      .map(data => ({ type: 'ReportDeclined', data })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'DeliveryCompleted', data: {} }) },
  { weight: 1, arbitrary: someReport.map(report => ({ type: 'ReportQueried', data: { report, query: 'query', question: reason } })) },
  { weight: 1, arbitrary: someReport.map(report => ({ type: 'QueryAnswered', data: { report, query: 'query', answer: reason } })) },
  {
    weight: 1,
    arbitrary: someReport.map(report => ({ type: 'ReportAssessed', data: { report, verifiability: 'verifiable', progress: 'limited' } })),
  },
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

const led = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record(
        {
          appointment: fc.constantFrom('first', 'second', 'third', 'fourth', 'fifth'),
          person: fc.integer({ min: 1, max: 9 }).map(n => ({ id: `00000000-0000-4000-8000-00000000000${n}`, name: `1.${'A'.repeat(60)}` })),
          organisation: fc.constantFrom(...organisationIds),
          seat: fc.constantFrom(...seats),
          region: fc.constantFrom(...regionIds),
          from: fc.constantFrom(...days),
          to: fc.constantFrom(...days, '2031-01-01'),
        },
        { requiredKeys: ['appointment', 'person', 'organisation', 'seat', 'from'] },
      )
      .map(data => ({ type: 'CoChairAppointed', data })),
  },
  fc
    .record({
      type: fc.constantFrom('CoChairStoodDown', 'CoChairTermEnded'),
      appointment: fc.constantFrom('first', 'second', 'third'),
      to: fc.constantFrom(...days, '2030-06-01'),
    })
    .map(({ type, ...data }) => ({ type, data: { ...data, reason } })),
);

const provenance = fc.constantFrom('submitted', 'submitted', 'published', 'demonstration');
const launched = fc
  .record({ name: title, provenance })
  .map(data => ({ type: 'CoalitionLaunched', data: { ...data, ...(data.provenance === 'published' && { source }) } }));
const documentPublished = fc
  .record({
    version: fc.integer({ min: 1, max: 3 }),
    text: title,
    sha256: fc.constantFrom('1', '2', '3').map(digit => digit.repeat(64)),
    reason: fc.constant(reason),
    source: fc.constant(source),
  })
  .map(data => ({ type: 'DocumentPublished', data }));
const signedBy = (coalition: string, organisation: OrganisationId) =>
  fc
    .record(
      {
        coalition: fc.constant(coalition),
        organisation: fc.constant(organisation),
        provenance,
        version: fc.integer({ min: 1, max: 3 }),
        signatory: fc.constant({ id: '00000000-0000-4000-8000-000000000001', name: `1.${'A'.repeat(60)}` }),
        capacity: fc.constant({ en: 'Minister' }),
        manner: fc.constantFrom('ceremony', 'afterwards'),
        source: fc.constant(source),
        session: fc.constant({ name: { en: 'Ceremony of signatures' }, kind: 'ceremony' }),
      },
      { requiredKeys: ['coalition', 'organisation', 'provenance', 'version', 'signatory', 'capacity', 'manner', 'source'] },
    )
    .map(data => ({ type: 'DocumentSigned', data }));
const signatureWithdrawnBy = (coalition: string, organisation: OrganisationId) =>
  fc.constant({ type: 'SignatureWithdrawn', data: { coalition, organisation, reason } });

/** Cycles of which the days of the ledgers are before, within and after every part. */
const cycleDays = fc.constantFrom(
  { from: '2022-01-01', to: '2022-12-31', opens: '2023-01-01', due: '2023-05-31', grace: '2023-06-01' },
  { from: '2022-06-01', to: '2023-06-01', opens: '2023-06-02', due: '2024-02-28', grace: '2024-03-31' },
  { from: '2023-01-01', to: '2023-12-31', opens: '2024-01-15', due: '2024-02-29', grace: '2025-06-30' },
  { from: '2023-06-02', to: '2025-12-31', opens: '2026-01-01', due: '2026-03-31', grace: '2026-04-30' },
);
const cycleOpened = fc
  .tuple(title, fc.constantFrom('submitted', 'submitted', 'demonstration'), cycleDays)
  .map(([name, provenance, days]) => ({ type: 'ReportingCycleOpened', data: { name, provenance, days } }));
const closing: ReportingCycleEvent = {
  type: 'ReportingCycleClosed',
  data: { rule: 1, countedTo: '0', tables: [], regionalPriorities: { whole: noCounts(), regions: [] } },
};
const cycleMoved = fc.oneof(
  fc
    .constantFrom({ due: '2024-06-30', grace: '2024-07-31' }, { due: '2026-06-30', grace: '2026-06-30' })
    .map(days => ({ type: 'ReportingCycleExtended', data: { ...days, reason } })),
  fc.constant(closing),
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

const adopted = fc
  .record(
    {
      region: fc.constantFrom(...regionIds),
      code: fc.constantFrom('AFR1', 'AMS2'),
      name: title,
      steward: fc.constantFrom(...organisationIds),
      wording: fc.constantFrom('verified', 'to-be-confirmed'),
    },
    { requiredKeys: ['region', 'code', 'name', 'wording'] },
  )
  .map(data => ({
    type: 'RegionalPriorityAdopted',
    data: { ...data, actionPlan: { id: 'KAP', name: 'Kigali Action Plan', from: days[0], to: days[4] } },
  }));
const readopted = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record(
        {
          code: fc.constantFrom('AFR1', 'EUR3'),
          name: title,
          steward: fc.option(fc.constantFrom(...organisationIds)),
          wording: fc.constant('verified'),
        },
        { requiredKeys: ['code'] },
      )
      .map(changes => ({ type: 'RegionalPriorityAmended', data: { reason, changes } })),
  },
  fc.constant({ type: 'RegionalPriorityRetired', data: { reason } }),
);

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
const priorityStreams = (from: fc.Arbitrary<Day>) =>
  priorityIds.map(id => stream(`regionalPriority-${id}`, from, adopted, fc.oneof(readopted, reportedOn), 5).map(numbered));
const commitmentStreams = commitmentIds.map(id =>
  stream(`commitment-${id}`, anyDay, pledged, fc.oneof({ weight: 5, arbitrary: followed }, { weight: 5, arbitrary: reportedOn }), 10).map(
    numbered,
  ),
);
const cycleStreams = (from: fc.Arbitrary<Day>) => cycleIds.map(id => stream(`reportingCycle-${id}`, from, cycleOpened, cycleMoved, 2));

const ledAreas = ['connecting-people', 'incentivizing-investments'] as const;
const workingGroupStreams = ledAreas.map(focusArea =>
  stream(
    `workingGroup-${focusArea}`,
    fc.constantFrom(...days.slice(0, 2)),
    fc
      .constantFrom('submitted', 'submitted', 'demonstration')
      .map(provenance => ({ type: 'WorkingGroupEstablished', data: { focusArea, provenance } })),
    led,
    8,
  ).map(events => events.map(notBeforeItsDay)),
);

export const coalitionIds = ['digital', 'rural'] as CoalitionId[];
const coalitionStreams = (from: fc.Arbitrary<Day>) =>
  coalitionIds.map(id => stream(`coalition-${id}`, from, launched, documentPublished, 3));
const signatureStreams = coalitionIds.flatMap(id =>
  organisationIds.map(body => {
    const signed = signedBy(id, body);
    return stream(`signature-${id}-${body}`, anyDay, signed, fc.oneof(signed, signatureWithdrawnBy(id, body)), 3);
  }),
);

/** All that is told of the streams, each in its own order, in any order among them. */
function inAnyOrder(streams: readonly (readonly Told[])[]): fc.Arbitrary<Told[]> {
  const turns = streams.flatMap((events, i) => events.map(() => i));
  return fc.shuffledSubarray(turns, { minLength: turns.length }).map(order => {
    const next = streams.map(() => 0);
    return order.map(i => streams[i]![next[i]!++]!);
  });
}

/**
 * Ledgers of a few countries, groups, regional priorities, organisations, commitments, cycles, working groups and coalitions with their signatures: each stream opens with its opening event, all else comes as it
 * likes, whether or not the rules of the domain would take it.
 */
export const ledgers: fc.Arbitrary<Recorded[]> = fc
  .tuple(
    ...countryStreams,
    groupStream('LDC'),
    groupStream('SIDS'),
    ...organisationStreams(anyDay),
    ...commitmentStreams,
    ...cycleStreams(anyDay),
    ...priorityStreams(anyDay),
    ...workingGroupStreams,
    ...coalitionStreams(anyDay),
    ...signatureStreams,
  )
  .chain(inAnyOrder)
  .map(record);

/**
 * The same, not recorded yet, with better prospects to be taken by the deciders: what commitments, working groups and signatures name is there before
 * them, and most leads are verified early.
 */
const happenings: fc.Arbitrary<Told[]> = fc
  .tuple(
    fc.tuple(
      ...countryStreams,
      ...['LDC', 'SIDS', 'LLDC'].map(groupStream),
      ...organisationStreams(fc.constant(days[0]!)),
      ...priorityStreams(fc.constant(days[0]!)),
      ...cycleStreams(fc.constant(days[0]!)),
      ...coalitionStreams(fc.constant(days[0]!)),
    ),
    fc.subarray(organisationIds, { minLength: 2 }),
    fc.tuple(...commitmentStreams, ...workingGroupStreams, ...signatureStreams),
  )
  .chain(([named, verified, naming]) =>
    inAnyOrder([...named.map(events => events.slice(1)), ...naming]).map(rest => [
      ...named.map(events => events[0]!),
      ...verified.map(id => told(`organisation-${id}`, days[0]!, { type: 'OrganisationVerified', data: {} })),
      ...rest,
    ]),
  );

const mistaken = fc.record({
  day: fc.constantFrom(...days),
  nth: fc.nat(1_000),
  as: fc.constantFrom('void', 'void', 'all-void', 'another', 'another', 'another', 'of-another-day', 'of-another-day'),
  other: fc.nat(1_000_000),
});

/** With cycles that are closed late, and the mistakes that are seen on the way, in streams of which something was told by then. */
export const tellings: fc.Arbitrary<(Told | Mistake)[]> = fc
  .tuple(
    fc.tuple(happenings, fc.subarray(cycleIds)).map(([happenings, cycles]) => {
      const closings = cycles.map(id => told(`reportingCycle-${id}`, days[4]!, closing));
      return happenings.toSpliced(Math.floor((happenings.length * 2) / 3), 0, ...closings);
    }),
    fc.array(fc.tuple(fc.nat(999), fc.constantFrom('', 'commitment-', 'reportingCycle-'), fc.nat(), mistaken), {
      minLength: 5,
      maxLength: 25,
    }),
  )
  .map(([happenings, mistakes]) => {
    const told: (Told | Mistake)[] = [...happenings];
    for (const [place, category, which, { day, ...mistaken }] of mistakes) {
      const i = Math.ceil(((place + 1) * told.length) / 1_000);
      const streams = told.slice(0, i).flatMap(({ stream }) => (stream.startsWith(category) ? [stream] : []));
      if (streams.length > 0) told.splice(i, 0, { stream: streams[which % streams.length]!, day, mistaken });
    }
    return told;
  });

/** Moments of both clocks: with positions between, before and after those of the ledgers, and days between theirs. */
export const moments = fc.record(
  {
    position: fc.bigInt({ min: 0n, max: 900n }),
    day: fc.constantFrom(...days, '2022-01-01' as Day, '2023-03-01' as Day),
  },
  { requiredKeys: [] },
);

/** Days of answers: when the cycles of these ledgers are not due, due, overdue and silent. */
export const answerDays = fc.constantFrom(...(['2023-06-01', '2024-02-29', '2026-01-01', '2026-04-15', '2030-01-01'] as Day[]));
/** The cycle that is asked of, if one is named. */
export const cyclesNamed = fc.option(fc.constantFrom(...cycleIds), { nil: undefined });

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

/** Each report under an id of its own: the first of a stream is `report-0`. */
function numbered(events: readonly Told[]): Told[] {
  let reports = 0;
  return events.map(told =>
    told.event.type === 'ProgressReported'
      ? { ...told, event: { ...told.event, data: { ...(told.event.data as object), report: `report-${reports++}` } } }
      : told,
  );
}

/** As the domain takes it: a term begins and ends on the day of the event that says so, or later. */
function notBeforeItsDay({ stream, day, event }: Told): Told {
  const data = event.data as { readonly from?: Day; readonly to?: Day };
  const { from, to } = data;
  const lifted = { ...(from && { from: from < day ? day : from }), ...(to && { to: to < day ? day : to }) };
  return { stream, day, event: { ...event, data: { ...data, ...lifted } } };
}

function withoutUndefined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
