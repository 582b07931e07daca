import Type, { type Static } from 'typebox';
import { event, type EventOf } from '../kernel/event.js';
import { LocalizedName, LocalizedText, longText, Provenance, Source } from '../kernel/text.js';

/** The text that organisations sign, in each of its languages: at most 60,000 characters a language. */
export const DocumentText = longText(60_000);
export type DocumentText = Static<typeof DocumentText>;

export const CoalitionLaunched = event('CoalitionLaunched', {
  name: LocalizedName,
  description: Type.Optional(LocalizedText),
  provenance: Provenance,
  source: Type.Optional(Source),
});
/** A version of the document, counted from 1. Whoever signs from that day on signs it. */
export const DocumentPublished = event('DocumentPublished', {
  version: Type.Integer({ minimum: 1, maximum: 10_000 }),
  text: DocumentText,
  /** SHA-256, in hexadecimal, of the text's canonical form (RFC 8785): what was signed can be shown to the byte. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  reason: Type.Optional(LocalizedText),
  source: Type.Optional(Source),
});

export const coalitionEvents = { CoalitionLaunched, DocumentPublished };
export type CoalitionEvent = EventOf<(typeof coalitionEvents)[keyof typeof coalitionEvents]>;
