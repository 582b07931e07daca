import Type, { type Static } from 'typebox';

/** BCP 47, as far as people write them here: `en`, `ar`, `zh-Hant`. */
export const languagePattern = '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$';

/** What the stored format says of a character that can be seen. It is frozen, and knows few of those that cannot: see `visible`. */
const visibleAsStored = '[^\\s\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2060\\ufeff]';
const notBreaking = '[^\\r\\n\\u2028\\u2029]*';
export const textPattern = visibleAsStored;
export const linePattern = `^${notBreaking}${visibleAsStored}${notBreaking}$`;

/**
 * A character that can be seen: no space, control or format, nothing that Unicode has a reader ignore (joiners, marks of direction, fillers,
 * selectors of variants), no noncharacter, and not the blank of Braille, which Unicode counts among the symbols.
 */
const visible = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/u;

/**
 * Text in which something can be seen. The rule stands beside the JSON Schema, not in it. What comes in is asked, a body and an event before it
 * is appended; what was stored before the rule stays as it is.
 */
const visibleText = (maxLength: number, pattern: string) =>
  Type.Refine(
    Type.String({ minLength: 1, maxLength, pattern }),
    text => visible.test(text),
    () => 'must have a character that can be seen: it has only spaces and characters that show nothing. Write some text, or leave it out',
  );
/** Of any number of lines. */
const text = (maxLength: number) => visibleText(maxLength, textPattern);
/** Of one line. */
const line = (maxLength: number) => visibleText(maxLength, linePattern);

/** The same text in one or more languages, versioned together. */
const localized = (written: ReturnType<typeof text>) =>
  Type.Record(Type.String({ pattern: languagePattern }), written, {
    minProperties: 1,
    maxProperties: 20,
    additionalProperties: false,
  });

/** A name or title: one line, at most 300 characters a language. */
export const LocalizedName = localized(line(300));
/** A text that people write: at most 10,000 characters a language. */
export const LocalizedText = localized(text(10_000));
export type LocalizedText = Static<typeof LocalizedText>;

/** A document: as many characters a language as given. */
export const longText = (maxLength: number) => localized(text(maxLength));

/** A short text in no language: a unit's code, a publisher, the id in another registry. */
export const Label = line(300);

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
