import { focusAreaIds, regionIds, splitByShares, type FocusAreaId, type RegionId, type RegionShares } from '@mithaq/domain';
import { type Column, copying, type Copying } from '../engine/row-code.js';
import { minorUnits, nullable } from '../engine/view.js';

/** Where a commitment counts exclusively: its only region, several, or none stated. Of these the whole is made. */
export type OnlyRegion = RegionId | 'several' | 'not-stated';

/** Regions as one number, a bit each in the order of their codes, so that SQL groups by all that a row touches at once. */
export function regionBits(regions: readonly RegionId[]): number {
  return regions.reduce((bits, region) => bits | (1 << regionIds.indexOf(region)), 0);
}
export function regionsOf(bits: number): RegionId[] {
  return regionIds.filter((_, i) => bits & (1 << i));
}
export function onlyRegionOf(bits: number): OnlyRegion {
  const [first, second] = regionsOf(bits);
  return first === undefined ? 'not-stated' : second === undefined ? first : 'several';
}

/** Focus areas as one number, a bit each in the order of the document. */
export function focusAreaBits(focusAreas: readonly FocusAreaId[]): number {
  return focusAreas.reduce((bits, focusArea) => bits | (1 << focusAreaIds.indexOf(focusArea)), 0);
}
export function focusAreasOf(bits: number): FocusAreaId[] {
  return focusAreaIds.filter((_, i) => bits & (1 << i));
}

/** The parts of an amount, as they are named in SQL: the regions, what several share without saying how, and what is stated for none. */
export const parts = ['afr', 'ams', 'arb', 'asp', 'cis', 'eur', 'several', 'not_stated'] as const;
export type Part = (typeof parts)[number];

const partOf: Readonly<Record<OnlyRegion, Part>> = {
  AFR: 'afr',
  AMS: 'ams',
  ARB: 'arb',
  ASP: 'asp',
  CIS: 'cis',
  EUR: 'eur',
  several: 'several',
  'not-stated': 'not_stated',
};
export function partNamed(place: OnlyRegion): Part {
  return partOf[place];
}

export type Parts<Prefix extends string> = { readonly [P in Part as `${Prefix}_${P}`]: bigint | null };

/** A column a part; null where the amount has no part there, so that `count` says how many have one. */
export function partColumns<Prefix extends string>(prefix: Prefix): { readonly [P in Part as `${Prefix}_${P}`]: Column<bigint | null> } {
  // The compiler does not follow computed keys through fromEntries.
  return Object.fromEntries(parts.map(part => [`${prefix}_${part}`, nullable(minorUnits)])) as never;
}

/** No part anywhere; how it is made is found once for each prefix. */
function noPart(prefix: string): Record<string, bigint | null> {
  const known = nowhere.get(prefix) ?? copying(partColumns(prefix));
  nowhere.set(prefix, known);
  return known.blank();
}
const nowhere = new Map<string, Copying<Record<string, bigint | null>>>();

/**
 * An amount split over what it is for, exactly: all of it to its only region; by the shares, with the largest remainder, where they
 * are given; else all of it to "several" or "not stated". The parts add up to the whole.
 */
export function split<Prefix extends string>(
  prefix: Prefix,
  whole: bigint | null,
  regions: number,
  shares: RegionShares | null,
): Parts<Prefix> {
  const split = noPart(prefix);
  if (whole !== null) {
    const only = onlyRegionOf(regions);
    if (only === 'several' && shares !== null) {
      for (const [region, amount] of splitByShares(whole, shares)) split[`${prefix}_${partOf[region]}`] = amount;
    } else {
      split[`${prefix}_${partOf[only]}`] = whole;
    }
  }
  return split as Parts<Prefix>; // a part each
}
