import type { Additionality, Category, CountryCode, CountryGroupId, Day, FocusAreaId, Kind, Nature, RegionId } from '@mithaq/domain';
import { readDataFile } from '../data-files.js';

/** `published-pledges.json`: pledges that real bodies made in public, as far as they could be read. Null or absent: it was not read. */
export interface PublishedFile {
  readonly title: { readonly en: string; readonly ar: string };
  readonly as_of: Day;
  readonly notice: string;
  readonly pledges: readonly PublishedPledge[];
}

export interface PublishedPledge {
  readonly id: string;
  readonly externalIds?: readonly { readonly scheme: string; readonly id: string }[];
  readonly pledger: Pledger;
  readonly partners: readonly string[];
  readonly title: Bilingual;
  readonly description: Bilingual;
  readonly kind: Kind | null;
  readonly kindBy: 'source' | 'compiler' | null;
  readonly additionality: Additionality | null;
  readonly additionalityBasis?: string;
  readonly focusAreas: {
    readonly primary: FocusAreaId;
    readonly others: readonly FocusAreaId[];
    readonly classifiedBy: 'source' | 'compiler';
  };
  readonly implementation: {
    readonly regions: readonly RegionId[];
    readonly countries: readonly CountryCode[];
    readonly groups: readonly CountryGroupId[];
  };
  readonly value: PublishedValue | null;
  readonly valueNote?: string;
  readonly targets: readonly PublishedTarget[];
  readonly targetsNote?: string;
  readonly beneficiaries: { readonly count: number | null; readonly groups: readonly string[] } | null;
  readonly period: Period;
  readonly periodNote?: string;
  readonly sdgs: readonly number[];
  readonly announced: { readonly date: string | null; readonly occasion: string | null; readonly dateBasis?: string };
  readonly earlier?: readonly EarlierEntry[];
  readonly later: readonly LaterEntry[];
  readonly relatedTo?: readonly { readonly id: string; readonly how: string }[];
  readonly note?: string;
  readonly confidence: 'read' | 'partly';
  readonly sources: readonly PublishedSource[];
  readonly effectiveAt: Day;
  /** How exact the published date is that `effectiveAt` was worked out from. */
  readonly precision: 'day' | 'month' | 'year' | 'unknown';
}

export interface Bilingual {
  readonly en: string;
  readonly ar: string | null;
}

export interface Pledger {
  readonly name: Bilingual;
  readonly category: Category;
  readonly country: CountryCode | null;
  readonly region_of_origin: RegionId | null;
  readonly categoryNote?: string;
}

export interface PublishedValue {
  readonly amount: string;
  readonly currency: string;
  readonly nature?: Nature;
  readonly qualifier?: 'more-than' | 'approximately' | 'aims-to-mobilize';
  readonly per?: 'year';
  readonly statedUsd?: string;
  readonly note?: string;
}

export interface PublishedTarget {
  readonly indicator: string;
  readonly unit: string;
  readonly baseline: number | null;
  readonly goal: number;
  readonly due: string | null;
}

export interface PublishedReading {
  readonly indicator: string;
  readonly value: number;
  readonly unit?: string;
  readonly qualifier?: 'more-than';
}

/** Days, months or years, as they were published. */
export interface Period {
  readonly start: string | null;
  readonly end: string | null;
}

/** The same commitment in public before it was announced under Partner2Connect. */
export interface EarlierEntry {
  readonly date: string | null;
  readonly what: string;
  readonly source: number;
}

/** What was published after the announcement; `as` says what it is to the ledger. */
export interface LaterEntry {
  readonly as: 'report' | 'amendment' | 'note';
  /** Of a report: whether something is done, or all of it. */
  readonly type: string;
  readonly what: string;
  readonly measured?: readonly PublishedReading[];
  readonly source: number;
  readonly value?: PublishedValue;
  readonly period?: Period;
  readonly effectiveAt: Day;
}

export interface PublishedSource {
  readonly title: string;
  readonly publisher: string;
  readonly url: string | null;
  readonly published: string | null;
  readonly excerpt_summary: string;
  readonly urlNote?: string;
}

export const publishedFile = readDataFile<PublishedFile>('published-pledges.json').contents;

/** What has to stand wherever published content is shown: what it is, of which day, and what nobody has checked. */
export const publishedNotice = { title: publishedFile.title, notice: publishedFile.notice, asOf: publishedFile.as_of } as const;
