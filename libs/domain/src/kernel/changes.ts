import { Equal } from 'typebox/value';

/** What an amendment may say of details: a new value, or null for none. */
export type Changes<Details> = { readonly [Field in keyof Details]?: Details[Field] | null };

/** Whether two values are the same as JSON. */
export function isSame(a: unknown, b: unknown): boolean {
  return Equal(a, b);
}

/** Of the changes asked for, those that change something; a field that says what is there already, or clears what is not there, is left out. */
export function differences<Asked extends object>(details: object, asked: Asked): Partial<Asked> {
  const current = details as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(asked).filter(([field, value]) => value !== undefined && !isSame(current[field] ?? null, value)),
  ) as Partial<Asked>;
}

/** The details after the changes; null clears. */
export function apply<Details extends object>(details: Details, changes: object): Details {
  // Fields are the same on both sides by their schemas; what is null goes.
  const after = { ...details, ...changes };
  const isThere = (value: unknown) => value !== null && value !== undefined;
  if (Object.values(after).every(isThere)) return after; // most often, and much sooner done
  return Object.fromEntries(Object.entries(after).filter(([, value]) => isThere(value))) as Details;
}
