import { afterEach, describe, expect, it } from '@jest/globals';
import { type Day, type OrganisationEvent, type Recorded } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { record, told } from '../testing/ledgers.js';
import { RowsAt } from '../testing/rows-at.js';
import { views } from './all-views.js';
import { listCommitments } from './commitment-list.js';
import { listOrganisations, oneOrganisation, organisationOrder, type OrganisationFilter } from './organisation-list.js';
import { type Cursor } from './paging.js';
import {
  listCountries,
  listCountryGroups,
  listRegionalPriorities,
  oneCountry,
  oneCountryGroup,
  oneRegionalPriority,
  type RegionalPriorityFilter,
} from './reference-lists.js';

const now: Moment = {};
let opened: RowsAt | undefined;
afterEach(() => opened?.close());
const rowsAt = (events: readonly Recorded[], moment: Moment = {}) => (opened = new RowsAt(views, events, moment));

const country = (code: string, name: string, region: string) =>
  told(`country-${code}`, '1865-05-17', {
    type: 'CountryListed',
    data: { iso3: `${code}X`, name: { en: name }, region, standing: 'member-state' } as never,
  });
const group = (day: string, type: 'CountryJoinedGroup' | 'CountryLeftGroup', code: string) =>
  told('countryGroup-LDC', day, { type, data: { country: code as never } });

const reference = [
  country('KE', 'Kenya', 'AFR'),
  country('BD', 'Bangladesh', 'ASP'),
  country('VU', 'Vanuatu', 'ASP'),
  told('countryGroup-LDC', '1865-05-17', { type: 'CountryGroupListed', data: { name: { en: 'Least developed countries' } } }),
  group('1975-04-25', 'CountryJoinedGroup', 'BD'),
  group('1985-12-09', 'CountryJoinedGroup', 'VU'),
  group('2020-12-04', 'CountryLeftGroup', 'VU'),
];

describe('country groups', () => {
  const membersOn = (day: string) => {
    const rows = rowsAt(record(reference), { day: day as Day });
    return rows.ask(oneCountryGroup(now, 'LDC' as never))?.members.map(member => member.iso2);
  };

  it('have the members of the day that is asked for', () => {
    expect(membersOn('1970-01-01')).toEqual([]);
    expect(membersOn('1990-01-01')).toEqual(['BD', 'VU']);
    expect(membersOn('2020-12-03')).toEqual(['BD', 'VU']);
    expect(membersOn('2020-12-04')).toEqual(['BD']);
  });

  it('are said of a country, with the day from which it is a member', () => {
    const rows = rowsAt(record(reference));
    expect(rows.ask(oneCountry(now, 'BD' as never))).toEqual({
      iso2: 'BD',
      iso3: 'BDX',
      name: { en: 'Bangladesh' },
      region: 'ASP',
      standing: 'member-state',
      groups: [{ group: 'LDC', since: '1975-04-25' }],
    });
    expect(rows.ask(oneCountry(now, 'VU' as never))?.groups).toEqual([]);
    expect(rows.ask(oneCountry(now, 'XX' as never))).toBeUndefined();
    expect(rows.ask(listCountries(now, { group: ['LDC'] as never })).map(found => found.iso2)).toEqual(['BD']);
    expect(rows.ask(listCountries(now, { region: ['ASP'] })).map(found => found.iso2)).toEqual(['BD', 'VU']);
  });

  it('that are not listed yet are no groups', () => {
    expect(rowsAt([]).ask(listCountryGroups(now))).toEqual([]);
  });
});

describe('regional priorities', () => {
  const of = (id: string, day: string, type: string, data: object) => told(`regionalPriority-${id}`, day, { type, data } as never);
  const plan = { id: 'KAP', name: 'Kigali Action Plan', from: '2023-01-01', to: '2026-01-01' };
  const adopted = (id: string, region: string, more: object = {}) =>
    of(id, '2023-01-01', 'RegionalPriorityAdopted', {
      region,
      code: id.toUpperCase(),
      name: { en: `Priority ${id}` },
      actionPlan: plan,
      wording: 'to-be-confirmed',
      ...more,
    });
  const body = (id: string, provenance: string) =>
    told(`organisation-${id}`, '2022-01-01', {
      type: 'OrganisationRegistered',
      data: { provenance, name: { en: id }, category: 'government' },
    } as never);
  const reason = { en: 'As printed.' };
  const events = record([
    body('ministry', 'submitted'),
    body('savannia', 'demonstration'),
    adopted('afr1', 'AFR', { steward: 'ministry' }),
    adopted('afr2', 'AFR'),
    adopted('demo', 'ARB', { steward: 'savannia' }),
    of('afr2', '2024-06-01', 'RegionalPriorityAmended', { reason, changes: { steward: 'ministry', wording: 'verified' } }),
    of('afr1', '2025-01-01', 'RegionalPriorityAmended', { reason, changes: { steward: null } }),
    of('afr1', '2025-06-01', 'RegionalPriorityRetired', { reason }),
    of('afr1', '2025-07-01', 'ProgressReported', { report: 'r', percent: 40 }),
  ]);
  const on = (day?: string) => rowsAt(events, day === undefined ? {} : { day: day as Day });
  const ids = (filter: RegionalPriorityFilter, day?: string) =>
    on(day)
      .ask(listRegionalPriorities(now, filter))
      .map(({ id }) => id);

  it('are told as they stand after their amendments and their retirement, on the day that is asked for', () => {
    const one = (day?: string) => on(day).ask(oneRegionalPriority(now, 'afr1' as never));
    expect(one()).toEqual({
      id: 'afr1',
      status: 'retired',
      provenance: 'submitted',
      region: 'AFR',
      code: 'AFR1',
      name: { en: 'Priority afr1' },
      wording: 'to-be-confirmed',
      actionPlan: plan,
      steward: null,
      adopted: '2023-01-01',
      retired: '2025-06-01',
    });
    expect(one('2025-05-31')).toMatchObject({ status: 'adopted', steward: null, retired: null });
    expect(one('2024-12-31')).toMatchObject({ steward: 'ministry' });
    expect(one('2022-12-31')).toBeUndefined();
  });

  it('are found by whether they are in force, by region, by plan and by steward', () => {
    expect(ids({})).toEqual(['afr1', 'afr2']);
    expect(ids({ status: ['adopted'] })).toEqual(['afr2']);
    expect(ids({ status: ['retired'] }, '2025-05-31')).toEqual([]);
    expect(ids({ region: ['ARB'] })).toEqual([]);
    expect(ids({ actionPlan: ['BaAP'] })).toEqual([]);
    expect(ids({ steward: ['ministry'] as never })).toEqual(['afr2']);
    expect(ids({ steward: ['ministry'] as never }, '2024-05-31')).toEqual(['afr1']);
  });

  it('are a demonstration where their steward is, and then only shown where that is asked for', () => {
    expect(ids({ provenance: ['demonstration'] })).toEqual(['demo']);
    expect(on().ask(oneRegionalPriority(now, 'demo' as never))).toMatchObject({ provenance: 'demonstration' });
  });

  it('have the commitments that serve them', () => {
    const serves = (id: string, regionalPriorities: readonly string[]) =>
      told(`commitment-${id}`, '2023-02-01', {
        type: 'CommitmentPledged',
        data: {
          lead: 'ministry',
          provenance: 'submitted',
          title: { en: id },
          focusAreas: { primary: 'connecting-people', others: [] },
          regionalPriorities,
        },
      } as never);
    const rows = (day?: string) =>
      rowsAt(
        record([
          serves('one', ['afr1', 'afr2']),
          serves('two', []),
          told('commitment-one', '2024-01-01', {
            type: 'CommitmentAmended',
            data: { reason, changes: { regionalPriorities: ['afr2'] } },
          } as never),
          told('commitment-two', '2024-01-01', {
            type: 'CommitmentAmended',
            data: { reason, changes: { regionalPriorities: ['afr1'] } },
          } as never),
        ]),
        day === undefined ? {} : { day: day as Day },
      );
    const serving = (id: string, day?: string) =>
      rows(day)
        .ask(listCommitments(now, '2026-02-01' as Day, { regionalPriority: [id as never] }, { limit: 10 }))
        .items.map(item => item.id);
    expect(serving('afr1', '2023-12-31')).toEqual(['one']);
    expect(serving('afr1')).toEqual(['two']);
    expect(serving('afr2')).toEqual(['one']);
  });
});

describe('organisations', () => {
  const registered = (id: string, data: object) =>
    told(`organisation-${id}`, '2023-01-01', {
      type: 'OrganisationRegistered',
      data: { provenance: 'submitted', category: 'government', ...data },
    } as OrganisationEvent);
  const events = record([
    ...reference,
    registered('kenya', { name: { en: 'Ministry of Kenya', sw: 'Wizara' }, home: { country: 'KE' }, membership: 'member-state' }),
    registered('union', { name: { en: 'A union' }, home: { region: 'AFR' }, category: 'international-organisation' }),
    registered('unknown', { name: { fr: 'École' } }),
    registered('demo', { name: { en: 'Northland (demo)' }, provenance: 'demonstration' }),
    told('organisation-kenya', '2023-02-01', { type: 'OrganisationVerified', data: {} }),
    told('organisation-union', '2023-03-01', {
      type: 'OrganisationAmended',
      data: { reason: { en: 'It moved.' }, changes: { home: { country: 'BD' as never }, membership: 'none' } },
    }),
  ]);
  const ids = (filter: OrganisationFilter, day?: string) =>
    rowsAt(events, day === undefined ? {} : { day: day as Day })
      .ask(listOrganisations(now, filter, { limit: 10 }))
      .items.map(item => item.id);

  it('are listed by name, without demonstration unless it is asked for', () => {
    expect(ids({})).toEqual(['union', 'unknown', 'kenya']);
    expect(ids({ provenance: ['demonstration'] })).toEqual(['demo']);
  });

  it('are found by region of origin on the day, whether of their country or stated', () => {
    expect(ids({ region: ['AFR'] }, '2023-02-28')).toEqual(['union', 'kenya']);
    expect(ids({ region: ['AFR'] })).toEqual(['kenya']);
    expect(ids({ region: ['not-stated'] })).toEqual(['unknown']);
  });

  it('are found by category, country, verification, membership and part of their name', () => {
    expect(ids({ category: ['international-organisation'] })).toEqual(['union']);
    expect(ids({ country: ['BD'] as never })).toEqual(['union']);
    expect(ids({ verified: true })).toEqual(['kenya']);
    expect(ids({ verified: false })).toEqual(['union', 'unknown']);
    expect(ids({ membership: ['none', 'not-stated'] })).toEqual(['union', 'unknown']);
    expect(ids({ q: 'wizara' })).toEqual(['kenya']);
    expect(ids({ q: 'ecole' })).toEqual(['unknown']);
    expect(ids({ q: 'UNION' })).toEqual(['union']);
  });

  it('are told whole, one by one', () => {
    expect(rowsAt(events).ask(oneOrganisation(now, 'union' as never))).toEqual({
      id: 'union',
      provenance: 'submitted',
      name: { en: 'A union' },
      category: 'international-organisation',
      home: { country: 'BD' },
      membership: 'none',
      region: 'ASP',
      verified: null,
      signatory: 'none',
      registered: '2023-01-01',
      latest: {
        type: 'OrganisationAmended',
        day: '2023-03-01',
        id: 'event-12',
        position: '91',
        recordedAt: '2026-01-01T00:12:00.000Z',
      },
    });
  });

  it('are paged forwards and back', () => {
    const rows = rowsAt(events);
    const page = (at: { after?: Cursor; before?: Cursor }) => rows.ask(listOrganisations(now, {}, { limit: 2, ...at }));
    const first = page({});
    expect(first).toMatchObject({ total: 3, items: [{ id: 'union' }, { id: 'unknown' }] });
    expect(first.prev).toBeUndefined();
    const second = page({ after: first.next! });
    expect(second.items.map(item => item.id)).toEqual(['kenya']);
    expect(second.next).toBeUndefined();
    expect(page({ before: second.prev! }).items).toEqual(first.items);
  });

  it('refuse a cursor of another list', () => {
    const byLatest = [{ by: 'latest', direction: 'ascending' }] as const;
    expect(organisationOrder(byLatest).takes(['2023-01-01', '42', 'organisation-kenya'])).toBe(true);
    for (const cursor of [
      ['2023-01-01', 'organisation-kenya'],
      ['2023-01-01', 'late', 'organisation-kenya'],
      ['2023-01-01', '42', null],
    ]) {
      expect(organisationOrder(byLatest).takes(cursor)).toBe(false);
      expect(() => listOrganisations(now, {}, { limit: 2, after: cursor }, byLatest)).toThrow(RangeError);
    }
  });
});
