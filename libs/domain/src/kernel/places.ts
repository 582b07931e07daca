import Type, { type Static } from 'typebox';
import { CountryCode, CountryGroupId } from './ids.js';

/** The six ITU development regions, in the order of their codes. Not the Council's administrative regions, nor the Radio Regions. */
export const regionIds = ['AFR', 'AMS', 'ARB', 'ASP', 'CIS', 'EUR'] as const;
export const RegionId = Type.Enum([...regionIds]);
export type RegionId = (typeof regionIds)[number];

/** The four focus areas of the TDAG document of 13 May 2021, section 4. */
export const focusAreaIds = [
  'connecting-people',
  'empowering-communities',
  'building-digital-ecosystems',
  'incentivizing-investments',
] as const;
export const FocusAreaId = Type.Enum([...focusAreaIds]);
export type FocusAreaId = (typeof focusAreaIds)[number];

/** What part of the whole goes to each region, per mille; the parts add up to 1000. */
export const RegionShares = Type.Partial(
  Type.Object(
    Object.fromEntries(regionIds.map(region => [region, Type.Integer({ minimum: 0, maximum: 1000 })])) as Record<
      RegionId,
      ReturnType<typeof Type.Integer>
    >,
  ),
  { additionalProperties: false },
);
export type RegionShares = { readonly [Region in RegionId]?: number };

/** Where a commitment is implemented. The regions include those of its countries; a group alone names no region. */
export const Implementation = Type.Object(
  {
    regions: Type.Array(RegionId, { maxItems: 6, uniqueItems: true }),
    countries: Type.Array(CountryCode, { maxItems: 250, uniqueItems: true }),
    groups: Type.Array(CountryGroupId, { maxItems: 20, uniqueItems: true }),
    shares: Type.Optional(RegionShares),
  },
  { additionalProperties: false },
);
export type Implementation = Static<typeof Implementation>;
