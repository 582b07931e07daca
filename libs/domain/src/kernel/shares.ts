import { regionIds, type RegionId, type RegionShares } from './places.js';

/**
 * Splits an amount over regions exactly, by the largest remainder: each region gets its share rounded down, and the units that are left go
 * one each to the greatest remainders (in the order of the region codes where they are equal). The parts add up to the whole.
 *
 * @param minor the whole, in minor units
 * @param shares per mille, adding up to 1000
 */
export function splitByShares(minor: bigint, shares: RegionShares): Map<RegionId, bigint> {
  const parts = regionIds.flatMap(region => {
    const share = shares[region];
    if (share === undefined) return [];
    const product = minor * BigInt(share);
    return [{ region, part: product / 1000n, remainder: product % 1000n }];
  });
  let left = minor - parts.reduce((sum, { part }) => sum + part, 0n);
  for (const entry of [...parts].sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : 0))) {
    if (left <= 0n) break;
    entry.part += 1n;
    left -= 1n;
  }
  return new Map(parts.map(({ region, part }) => [region, part]));
}
