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
  // reference
  'already-listed',
  'not-listed',
  'already-member',
  'not-member',
  'already-adopted',
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
