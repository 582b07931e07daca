import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CountryCode, CountryGroupId, Day, LocalizedText, ReferenceFile, RegionId } from '@mithaq/domain';

/** A data file of this release: what it says, and under which name and hash it can be found again. */
export interface DataFile<Contents> {
  readonly contents: Contents;
  readonly reference: ReferenceFile;
}

/** `countries.json`: the countries of reference, and which group each belonged to in which years. */
export interface CountriesFile {
  readonly countries: readonly ListedCountry[];
  readonly otherParticipants: readonly ListedCountry[];
}

export interface ListedCountry {
  readonly iso2: CountryCode;
  readonly iso3: string;
  readonly name: { readonly en: string; readonly ar: string };
  readonly region: RegionId;
  readonly groups: readonly Membership[];
}

/** `from` is inclusive, `to` exclusive; absent: unknown or open. A planned `to` ends nothing by itself. */
export interface Membership {
  readonly group: CountryGroupId;
  readonly from?: Day;
  readonly to?: Day;
}

/** `regional-priorities.json`: the regional initiatives of the action plans. */
export interface RegionalPrioritiesFile {
  readonly cycles: readonly { readonly id: string; readonly name: string; readonly from: Day; readonly to: Day }[];
  readonly priorities: readonly {
    readonly id: string;
    readonly cycle: string;
    readonly region: RegionId;
    readonly code: string;
    readonly name: { readonly en: string; readonly ar: string | null };
    /** `verified` where the wording was read in a source; anything else is to be confirmed. */
    readonly confidence: string;
  }[];
}

/**
 * Reads a data file that came with this release. It stands beside this module both in the sources and in the build.
 *
 * The contents are taken at their word: they are ours, and what is recorded from them meets the schemas of the events.
 */
export function readDataFile<Contents>(name: string): DataFile<Contents> {
  const bytes = readFileSync(new URL(`./data/${name}`, import.meta.url));
  return {
    contents: JSON.parse(bytes.toString('utf8')) as Contents,
    reference: { file: name, sha256: createHash('sha256').update(bytes).digest('hex') },
  };
}

/** The languages in which a text was written: a file says null where there is none. */
export function written(text: { readonly en: string; readonly ar?: string | null }): LocalizedText {
  return text.ar ? { en: text.en, ar: text.ar } : { en: text.en };
}
