import Type from 'typebox';

/** A UTC calendar day, `2026-11-24`. Days compare as strings. */
export type Day = string & { readonly __brand: 'Day' };

/** A calendar day that exists, RFC 3339 `full-date`. The pattern keeps years to four digits from 1000 on, so that days compare as strings. */
export const Day = Type.Unsafe<Day>(Type.String({ format: 'date', pattern: '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$' }));

/** The day on which every country and country group opens: the founding of the International Telegraph Union. Nothing is effective before it. */
export const openingDay = '1865-05-17' as Day;

/** The UTC day of an instant (RFC 3339 in UTC, as stores and clocks give it). */
export function dayOf(instant: string): Day {
  return instant.slice(0, 10) as Day;
}

/** Whether the text is a calendar day that exists. */
export function isDay(text: string): text is Day {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
