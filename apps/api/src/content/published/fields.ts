import type { Day, DeclaredValue, LocalizedText, Partner, Reading, Source, Target } from '@mithaq/domain';
import type { PublishedReading, PublishedSource, PublishedTarget, PublishedValue } from './published-file.js';

/** The file's own words are English. */
export function english(text: string): LocalizedText {
  return { en: text };
}

/** The first day of the year, month or day that was published. */
export function firstDay(published: string): Day {
  return `${published}-01-01`.slice(0, 10) as Day;
}

/** The last day of the year, month or day that was published: "2023" means the end of that year, or by it. */
export function lastDay(published: string): Day {
  const [year, month, day] = published.split('-').map(Number);
  if (day !== undefined) return published as Day;
  // Day 0 of the next month is the last one of this.
  return new Date(Date.UTC(year ?? 0, month ?? 12, 0)).toISOString().slice(0, 10) as Day;
}

/** `rural population` → `rural-population`. */
export function slug(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

export function declaredValue({ amount, currency, nature = 'own', qualifier, per, statedUsd, note }: PublishedValue): DeclaredValue {
  return {
    amount,
    currency,
    nature: per === 'year' ? 'yearly' : nature,
    ...(qualifier ? { qualifier: qualifier === 'aims-to-mobilize' ? 'aims-to-mobilise' : qualifier } : {}),
    ...(statedUsd ? { usd: { amount: statedUsd } } : {}),
    ...(note ? { note: english(note) } : {}),
  };
}

export function declaredTarget({ indicator, unit, baseline, goal, due }: PublishedTarget): Target {
  return {
    indicator: english(indicator),
    unit: english(unit),
    ...(baseline === null ? {} : { baseline }),
    goal,
    ...(due === null ? {} : { due: lastDay(due) }),
  };
}

export function readingOf({ indicator, value, unit, qualifier }: PublishedReading): Reading {
  return {
    indicator: english(indicator),
    ...(unit === undefined ? {} : { unit: english(unit) }),
    value,
    ...(qualifier === undefined ? {} : { qualifier }),
  };
}

export function sourceOf({ title, publisher, url, published, excerpt_summary, urlNote }: PublishedSource): Source {
  return {
    title: english(title),
    publisher,
    ...(url === null ? {} : { url }),
    ...(published === null ? {} : { published }),
    note: english(urlNote ? `${excerpt_summary} (${urlNote})` : excerpt_summary),
  };
}

export function namedPartner(name: string): Partner {
  return { name: english(name) };
}
