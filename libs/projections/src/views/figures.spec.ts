import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type CountryCode,
  type CountryGroupId,
  focusAreaIds,
  type OrganisationId,
  type Provenance,
  type Recorded,
  regionIds,
  toDecimal,
} from '@mithaq/domain';
import fc from 'fast-check';
import { type Moment } from '../engine/moment.js';
import { ledgers, moments, record, told } from '../testing/ledgers.js';
import {
  ledgerAt,
  naiveList,
  naivePerCountry,
  naivePerCountryGroup,
  naivePerFocusArea,
  naivePerRegion,
  naivePerRegionOfOrigin,
  naiveRegionByFocusArea,
} from '../testing/naive.js';
import { RowsAt } from '../testing/rows-at.js';
import { views } from './all-views.js';
import { type CommitmentSort, listCommitments } from './commitment-list.js';
import { type CommitmentFilter, type FigureFilter } from './filter.js';
import { type MoneyLine, type ValueFigures } from './measures.js';
import { type Cursor, type Sort } from './paging.js';
import { perCountry, perCountryGroup, perCountryOfOrigin } from './per-country.js';
import { perFocusArea } from './per-focus-area.js';
import { perRegion, perRegionOfOrigin, regionByFocusArea, type RegionTable } from './per-region.js';

/** The rows hold for the moment already. */
const now: Moment = {};
const runs = { numRuns: 150 };

let opened: RowsAt | undefined;
afterEach(() => opened?.close());
function rowsAt(events: readonly Recorded[], moment: Moment = {}): RowsAt {
  opened?.close();
  return (opened = new RowsAt(views, events, moment));
}

const some = <T>(...values: T[]) => fc.subarray(values, { minLength: 1 });
const figureFilters = {
  provenance: some<Provenance>('submitted', 'published', 'demonstration'),
  region: some(...regionIds, 'not-stated' as const),
  onlyRegion: some(...regionIds, 'several' as const, 'not-stated' as const),
  originRegion: some(...regionIds, 'not-stated' as const),
  focusArea: some(...focusAreaIds),
  primaryFocusArea: some(...focusAreaIds),
  country: some(...(['KE', 'FR', 'BD'] as CountryCode[])),
  originCountry: some(...(['KE', 'UG', 'JO'] as CountryCode[])),
  group: some(...(['LDC', 'SIDS', 'LLDC'] as CountryGroupId[])),
  category: some('government', 'private-sector'),
  kind: some('financial', 'policy', 'not-stated'),
  additionality: some('new', 'not-stated'),
  status: some('pledged', 'accepted', 'announced', 'withdrawn'),
  lead: some(...(['airtime', 'bridges'] as OrganisationId[])),
  partner: some(...(['airtime', 'cables'] as OrganisationId[])),
  programme: some('giga', 'wake-up'),
};
/** At most two conditions: with more hardly anything is left. */
function filters<Filter>(of: { readonly [Key in keyof Filter]: fc.Arbitrary<Filter[Key]> }): fc.Arbitrary<Filter> {
  // Each key with its own arbitrary.
  const all = of as unknown as Readonly<Record<string, fc.Arbitrary<unknown>>>;
  return fc
    .subarray(Object.keys(all), { maxLength: 2 })
    .chain(keys => fc.record(Object.fromEntries(keys.map(key => [key, all[key]!])))) as unknown as fc.Arbitrary<Filter>;
}
const figureFilter = filters<FigureFilter>(figureFilters as never);
const days = { gte: '2022-06-08', lte: '2024-02-29' };
const commitmentFilter = filters<CommitmentFilter>({
  ...figureFilters,
  id: some('one', 'four'),
  currency: some('USD', 'JPY'),
  nature: some('own', 'yearly'),
  value: fc.record(
    { currency: fc.constantFrom('USD', 'JPY'), gte: fc.bigInt({ min: 0n, max: 10n ** 17n }), lte: fc.bigInt({ min: 0n, max: 10n ** 17n }) },
    { requiredKeys: ['currency'] },
  ),
  pledged: fc.constant(days),
  start: fc.constant({ gte: days.gte }),
  end: fc.constant({ lte: days.lte }),
  q: fc.constantFrom('CAFÉ', 'ecoles', 'شبكة', '学', 'a wide', 'on', '%', ''),
} as never);

describe('a figure at any moment is what a naive fold of the events makes of it', () => {
  const figures = {
    'per region of implementation': [perRegion, naivePerRegion],
    'per region of origin': [perRegionOfOrigin, naivePerRegionOfOrigin],
    'regions × focus areas': [regionByFocusArea, naiveRegionByFocusArea],
    'per focus area': [perFocusArea, naivePerFocusArea],
    'per country of implementation': [perCountry, (ledger, filter) => naivePerCountry(ledger, filter, 'implementation')],
    'per country of origin': [perCountryOfOrigin, (ledger, filter) => naivePerCountry(ledger, filter, 'origin')],
    'per country group': [perCountryGroup, naivePerCountryGroup],
  } as const satisfies Record<
    string,
    readonly [
      (moment: Moment, filter: FigureFilter) => { statements: readonly unknown[] },
      (ledger: ReturnType<typeof ledgerAt>, filter: FigureFilter) => unknown,
    ]
  >;
  it.each(Object.entries(figures))('%s', (_, [figure, naive]) => {
    fc.assert(
      fc.property(ledgers, moments, figureFilter, (events, moment, filter) => {
        const answer: unknown = rowsAt(events, moment).ask<unknown>(figure(now, filter));
        expect(answer).toEqual(naive(ledgerAt(events, moment), filter));
      }),
      runs,
    );
  });
});

describe('the list of commitments', () => {
  const sorts = fc.array(
    fc.record({
      by: fc.constantFrom<CommitmentSort>('pledged', 'title', 'value', 'start', 'end', 'latest'),
      direction: fc.constantFrom<Sort<string>['direction']>('ascending', 'descending'),
    }),
    { minLength: 1, maxLength: 2 },
  );

  it('read page by page, forwards and back, is the naive list in the order asked for', () => {
    fc.assert(
      fc.property(ledgers, moments, commitmentFilter, sorts, fc.integer({ min: 1, max: 3 }), (events, moment, filter, order, limit) => {
        const rows = rowsAt(events, moment);
        const expected = naiveList(ledgerAt(events, moment), filter, order);
        const forwards: string[] = [];
        let last: Cursor | undefined;
        for (let after: Cursor | undefined, pages = 0; pages === 0 || after; pages++) {
          const page = rows.ask(listCommitments(now, filter, { limit, ...(after && { after }) }, order));
          expect(page.total).toBe(expected.length);
          forwards.push(...page.items.map(item => item.id));
          after = page.next;
          last = page.prev;
        }
        expect(forwards).toEqual(expected);

        const back: string[] = [];
        for (let before = last; before;) {
          const page = rows.ask(listCommitments(now, filter, { limit, before }, order));
          back.unshift(...page.items.map(item => item.id));
          before = page.prev;
        }
        expect(back).toEqual(expected.slice(0, Math.floor(Math.max(expected.length - 1, 0) / limit) * limit));
      }),
      runs,
    );
  });
});

describe('the parts of a figure', () => {
  const added = (lines: readonly (readonly MoneyLine[])[]) => {
    const sums = new Map<string, bigint>();
    for (const { currency, amount } of lines.flat()) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount.replace('.', '')));
    return new Map([...sums].sort());
  };
  function expectWhole({ regions, several, notStated, whole }: RegionTable) {
    const parts = [...regions, several, notStated];
    expect(parts.reduce((sum, part) => sum + part.exclusive.all, 0)).toBe(whole.exclusive.all);
    expect(parts.reduce((sum, part) => sum + part.exclusive.standing, 0)).toBe(whole.exclusive.standing);
    for (const nature of ['own', 'mobilised', 'inKind', 'yearly'] as const) {
      expect(added(parts.map(part => part.value[nature]))).toEqual(added([whole.value[nature]]));
    }
    const usd = (value: ValueFigures) => [{ ...value.usdEquivalent }];
    expect(added(parts.map(part => usd(part.value)))).toEqual(added([usd(whole.value)]));
  }

  it('over regions, several and not stated add up to the whole, by implementation and by origin', () => {
    fc.assert(
      fc.property(ledgers, moments, (events, moment) => {
        const rows = rowsAt(events, moment);
        for (const provenance of [['submitted', 'published'], ['demonstration']] as const) {
          rows.ask(perRegion(now, { provenance })).tables.forEach(expectWhole);
          rows.ask(perRegionOfOrigin(now, { provenance })).tables.forEach(expectWhole);
        }
      }),
      runs,
    );
  });

  it('stay exact where a thousand of the greatest amounts meet', () => {
    const most = 10n ** 17n;
    const events = record(
      Array.from({ length: 1000 }, (_, i) => [
        told(`commitment-c${i}`, '2024-01-01', {
          type: 'CommitmentPledged',
          data: {
            lead: 'airtime' as never,
            provenance: 'published',
            title: { en: 'Much' },
            focusAreas: { primary: 'connecting-people', others: [] },
            implementation: { regions: ['AFR', 'EUR', 'ASP'], countries: [], groups: [], shares: { AFR: 333, EUR: 333, ASP: 334 } },
            value: { amount: (most - BigInt(i)).toString(), currency: 'USD', nature: 'own' },
          },
        }),
        told(`commitment-c${i}`, '2024-01-01', { type: 'CommitmentAnnounced', data: { manner: 'publication' } }),
      ]).flat(),
    );
    const { tables } = rowsAt(events).ask(perRegion(now));
    expectWhole(tables[0]!);
    const sum = 1000n * most - (999n * 1000n) / 2n;
    expect(tables[0]!.whole.value.own).toEqual([{ amount: toDecimal(sum, 'USD'), currency: 'USD', commitments: 1000 }]);
    expect(tables[0]!.whole.value.usdEquivalent).toEqual({
      amount: toDecimal(sum, 'USD'),
      currency: 'USD',
      commitments: 1000,
      missingFor: 0,
    });
  });
});

describe('provenance', () => {
  it('never adds demonstration to the rest: asked for together, each has a table of its own', () => {
    const events = record(
      (['submitted', 'published', 'demonstration'] as const).map(provenance =>
        told(`commitment-${provenance}`, '2024-01-01', {
          type: 'CommitmentPledged',
          data: { lead: 'airtime' as never, provenance, title: { en: 'One' }, focusAreas: { primary: 'connecting-people', others: [] } },
        }),
      ),
    );
    const rows = rowsAt(events);
    const totals = (filter: FigureFilter) =>
      rows.ask(perRegion(now, filter)).tables.map(table => [table.provenance.join('+'), table.whole.exclusive.all]);
    expect(totals({})).toEqual([['submitted+published', 2]]);
    expect(totals({ provenance: ['demonstration'] })).toEqual([['demonstration', 1]]);
    expect(totals({ provenance: ['demonstration', 'published', 'submitted'] })).toEqual([
      ['submitted', 1],
      ['published', 1],
      ['demonstration', 1],
    ]);
  });
});
