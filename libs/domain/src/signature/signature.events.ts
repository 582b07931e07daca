import Type from 'typebox';
import { event, type EventOf } from '../kernel/event.js';
import { CoalitionId, OrganisationId } from '../kernel/ids.js';
import { Person } from '../kernel/person.js';
import { Session } from '../kernel/session.js';
import { LocalizedName, LocalizedText, Provenance, Source } from '../kernel/text.js';

/** An organisation stands by a version of a coalition's document, from that day on. */
export const DocumentSigned = event('DocumentSigned', {
  coalition: CoalitionId,
  organisation: OrganisationId,
  provenance: Provenance,
  version: Type.Integer({ minimum: 1, maximum: 10_000 }),
  signatory: Person,
  /** In what capacity the signatory signs for the organisation: "Minister of Communications". */
  capacity: LocalizedName,
  /** In a ceremony, or by letter or on line after it. */
  manner: Type.Enum(['ceremony', 'afterwards']),
  session: Type.Optional(Session),
  source: Type.Optional(Source),
});
/** It stands by no version any more; it may sign again. Whose it is and under what stands here too: the name of the stream says neither. */
export const SignatureWithdrawn = event('SignatureWithdrawn', {
  coalition: CoalitionId,
  organisation: OrganisationId,
  reason: LocalizedText,
  source: Type.Optional(Source),
});

export const signatureEvents = { DocumentSigned, SignatureWithdrawn };
export type SignatureEvent = EventOf<(typeof signatureEvents)[keyof typeof signatureEvents]>;
