import Type, { type Static } from 'typebox';

/** BCP 47, as far as people write them here: `en`, `ar`, `zh-Hant`. */
export const languagePattern = '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$';

/** Text of at least one character that is not a space. */
const written = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });

/** The same text in one or more languages, versioned together. */
const localized = (maxLength: number) =>
  Type.Record(Type.String({ pattern: languagePattern }), written(maxLength), {
    minProperties: 1,
    maxProperties: 20,
    additionalProperties: false,
  });

/** A name or title: one line, at most 300 characters a language. */
export const LocalizedName = localized(300);
/** A text that people write: at most 10,000 characters a language. */
export const LocalizedText = localized(10_000);
export type LocalizedText = Static<typeof LocalizedText>;

/** A short text in no language: a unit's code, a publisher, the id in another registry. */
export const Label = written(300);

/** A web address that a reader can open. */
export const WebAddress = Type.String({ format: 'url', pattern: '^https?://', maxLength: 2_000 });

/** A date of the precision that was published: a day, a month or a year. */
export const PartialDate = Type.String({ pattern: '^[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' });

/** Where a fact was read. */
export const Source = Type.Object(
  {
    title: LocalizedName,
    publisher: Type.Optional(Label),
    url: Type.Optional(WebAddress),
    published: Type.Optional(PartialDate),
    note: Type.Optional(LocalizedText),
  },
  { additionalProperties: false },
);
export type Source = Static<typeof Source>;
export const Sources = Type.Array(Source, { maxItems: 50 });

/** What another registry calls the same thing. */
export const Identifier = Type.Object({ scheme: Label, id: Label }, { additionalProperties: false });
export type Identifier = Static<typeof Identifier>;
export const Identifiers = Type.Array(Identifier, { maxItems: 50 });

/**
 * Where a record comes from: `submitted` by the body (or by the secretariat for it, with a source), `published` (taken from public
 * sources) or `demonstration`. No figure adds demonstration to the rest.
 */
export const Provenance = Type.Enum(['submitted', 'published', 'demonstration']);
export type Provenance = Static<typeof Provenance>;
