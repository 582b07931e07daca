import { expect } from '@jest/globals';
import { type CountryCode, type CycleId, type Day } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type FigureFilter } from '../views/filter.js';
import { type Counts, type MoneyLine, type ValueFigures } from '../views/measures.js';
import { perCountry, perCountryGroup } from '../views/per-country.js';
import { perFocusArea } from '../views/per-focus-area.js';
import { perRegion, perRegionOfOrigin, regionByFocusArea, type RegionTable } from '../views/per-region.js';
import { facilitatedBy } from '../views/working-group-list.js';
import {
  type Asked,
  type ledgerAt,
  naiveFacilitated,
  naivePerCountry,
  naivePerCountryGroup,
  naivePerFocusArea,
  naivePerRegion,
  naivePerRegionOfOrigin,
  naiveRegionByFocusArea,
} from './naive.js';

/** Every figure as the views answer it, and as it is told straight from the events. */
export const figures = {
  'per region of implementation': [perRegion, naivePerRegion],
  'per region of origin': [perRegionOfOrigin, naivePerRegionOfOrigin],
  'regions × focus areas': [regionByFocusArea, naiveRegionByFocusArea],
  'per focus area': [perFocusArea, naivePerFocusArea],
  'of a country': [
    (moment, day, filter, cycle) => perCountry(moment, day, 'KE' as CountryCode, filter, cycle),
    (ledger, asked, filter) => naivePerCountry(ledger, asked, 'KE' as CountryCode, filter),
  ],
  'per country group': [perCountryGroup, naivePerCountryGroup],
  'facilitated by a working group': [
    (moment, day, filter, cycle) => facilitatedBy(moment, day, 'connecting-people', filter, cycle),
    (ledger, asked, filter) => naiveFacilitated(ledger, asked, 'connecting-people', filter),
  ],
} as const satisfies Record<
  string,
  readonly [
    (moment: Moment, day: Day, filter: FigureFilter, cycle?: CycleId) => { statements: readonly unknown[] },
    (ledger: ReturnType<typeof ledgerAt>, asked: Asked, filter: FigureFilter) => unknown,
  ]
>;

const added = (lines: readonly (readonly MoneyLine[])[]) => {
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of lines.flat()) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount.replace('.', '')));
  return new Map([...sums].sort());
};

/** What is counted and valued over the regions, several and not stated is the whole. */
export function expectWhole({ regions, several, notStated, whole }: RegionTable) {
  const parts = [...regions, several, notStated];
  expect(parts.reduce((sum, part) => sum + part.exclusive.all, 0)).toBe(whole.exclusive.all);
  expect(parts.reduce((sum, part) => sum + part.exclusive.standing, 0)).toBe(whole.exclusive.standing);
  for (const nature of ['own', 'mobilised', 'inKind', 'yearly'] as const) {
    expect(added(parts.map(part => part.value[nature]))).toEqual(added([whole.value[nature]]));
  }
  for (const rung of ['committed', 'disbursed', 'spent'] as const) {
    expect(added(parts.map(part => part.value.reported[rung]))).toEqual(added([whole.value.reported[rung]]));
  }
  const owed = (counts: Counts) => counts.reporting?.owed ?? 0;
  expect(parts.reduce((sum, part) => sum + owed(part.exclusive), 0)).toBe(owed(whole.exclusive));
  const usd = (value: ValueFigures) => [{ ...value.usdEquivalent }];
  expect(added(parts.map(part => usd(part.value)))).toEqual(added([usd(whole.value)]));
}
