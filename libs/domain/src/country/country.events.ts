import Type, { type Static } from 'typebox';
import { event, type EventOf } from '../kernel/event.js';
import { RegionId } from '../kernel/places.js';
import { Label, LocalizedName, Source } from '../kernel/text.js';

/** The reference file that says so, and its SHA-256 in hexadecimal, so that a figure can be traced to the bytes it rests on. */
export const ReferenceFile = Type.Object(
  { file: Label, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  { additionalProperties: false },
);
export type ReferenceFile = Static<typeof ReferenceFile>;

/** What a fact of reference rests on: the reference file that came with a release, or the source that the secretariat gives. */
export const authority = { reference: Type.Optional(ReferenceFile), source: Type.Optional(Source) };

const details = {
  iso3: Type.String({ pattern: '^[A-Z]{3}$' }),
  name: LocalizedName,
  region: RegionId,
  /** Member State of ITU, or a participant under a resolution of the Plenipotentiary Conference. */
  standing: Type.Enum(['member-state', 'other-participant']),
};

export const CountryDetails = Type.Object(details, { additionalProperties: false });
export type CountryDetails = Static<typeof CountryDetails>;

export const CountryListed = event('CountryListed', { ...details, ...authority });
export const CountryAmended = event('CountryAmended', {
  changes: Type.Partial(Type.Object(details), { additionalProperties: false, minProperties: 1 }),
  ...authority,
});

export const countryEvents = { CountryListed, CountryAmended };
export type CountryEvent = EventOf<(typeof countryEvents)[keyof typeof countryEvents]>;
