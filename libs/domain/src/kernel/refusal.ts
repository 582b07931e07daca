/**
 * Every reason for which the domain says no: a closed list, stable and documented. A new one breaks the build wherever
 * refusals are answered for (the service's table of statuses, the pages that explain a problem).
 */
export const refusalCodes = [
  // organisation
  'already-registered',
  'organisation-unknown',
  // commitment: its life
  'already-pledged',
  'commitment-unknown',
  'commitment-closed',
  'not-awaiting-acceptance',
  'not-announceable',
  'not-standing',
  'successor-not-open',
  'supersedes-itself',
  // commitment: who and what it names
  'lead-unknown',
  'lead-not-verified',
  'partner-unknown',
  'partner-is-lead',
  'source-missing',
  'demonstration-mixed',
  'country-unknown',
  'country-group-unknown',
  'regional-priority-unknown',
  // commitment: its figures
  'amount-precision',
  'amount-out-of-bounds',
  'currency-unknown',
  'usd-of-usd',
  'shares-not-of-regions',
  'shares-not-whole',
  'primary-focus-area-repeated',
  'period-ends-before-start',
  // reports
  'report-empty',
  'report-unknown',
  'already-reported',
  'already-queried',
  'query-unknown',
  'assessor-not-independent',
  'delivery-completed',
  'cycle-not-open',
  // reporting cycle
  'already-opened',
  'cycle-unknown',
  'cycle-closed',
  'cycle-running',
  'cycle-days-out-of-order',
  // coalition and its signatures
  'already-launched',
  'coalition-unknown',
  'version-out-of-order',
  'version-not-current',
  'already-signed',
  'signature-unknown',
  'signature-withdrawn',
  // working group
  'already-established',
  'working-group-unknown',
  'co-chair-unregistered',
  'seat-not-for-organisation',
  'seat-taken',
  'already-co-chair',
  'appointment-unknown',
  'term-before-the-act',
  'term-ended',
  'term-ends-before-start',
  // person
  'person-unknown',
  'person-erased',
  // reference
  'already-listed',
  'not-listed',
  'already-member',
  'not-member',
  'already-adopted',
  'not-adopted',
  'already-retired',
  'steward-unknown',
  // correction
  'target-unknown',
  'target-repeated',
  'target-void',
  'compensation-not-amendable',
  'schema-version-other',
  'field-fixed',
  'nothing-corrected',
  'already-proposed',
  'correction-unknown',
  'correction-settled',
  'approver-is-proposer',
  'not-the-proposer',
  'target-moved',
  // any stream
  'day-in-the-future',
  'day-before-the-opening',
  'contradicts-the-record',
  'data-invalid',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** A "no" of the domain: a value, not a fault. Its message is written for the person who will read it; match on `code`, never on the message. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: RefusalCode,
    message: string,
    /** For machines: the field that is meant, as a JSON pointer into the command, and what was expected of it. */
    readonly details: Readonly<Record<string, unknown>> & { readonly pointer?: string } = {},
  ) {
    super(message);
  }
}
