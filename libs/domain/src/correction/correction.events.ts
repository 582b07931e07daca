import Type from 'typebox';
import { Mends } from '../kernel/compensation.js';
import { event, type EventOf } from '../kernel/event.js';
import { Label, LocalizedText, Provenance } from '../kernel/text.js';

const Revision = Type.String({ pattern: '^[0-9]{1,18}$' });

/** What one administrator asks for: of which record, what is to become of which of its events, why, and on whose authority. */
export const CorrectionProposed = event('CorrectionProposed', {
  /** Of the record. */
  provenance: Provenance,
  stream: Type.String({ pattern: '^[a-zA-Z]{1,40}-.{1,200}$' }),
  targets: Mends,
  reason: LocalizedText,
  /** What gives the right to say so: "letter of 3 May 2024, ref. BDT/…". */
  authority: Label,
});
/** By a second administrator, who has seen what it does to the record as it stands at this revision. */
export const CorrectionApproved = event('CorrectionApproved', { revision: Revision });
export const CorrectionRejected = event('CorrectionRejected', { reason: LocalizedText });
/** By whoever proposed it. */
export const CorrectionWithdrawn = event('CorrectionWithdrawn', { reason: LocalizedText });
/** The compensating event stands on the record's stream. */
export const CorrectionApplied = event('CorrectionApplied', {
  event: Type.String({ format: 'uuid' }),
  revision: Revision,
});
/** The record moved on before the compensating event could be appended: nothing was corrected. */
export const CorrectionOvertaken = event('CorrectionOvertaken', {
  /** The revision that was approved. */
  approved: Revision,
  /** The one at which the record stood. */
  found: Revision,
});

export const correctionEvents = {
  CorrectionProposed,
  CorrectionApproved,
  CorrectionRejected,
  CorrectionWithdrawn,
  CorrectionApplied,
  CorrectionOvertaken,
};
export type CorrectionEvent = EventOf<(typeof correctionEvents)[keyof typeof correctionEvents]>;
