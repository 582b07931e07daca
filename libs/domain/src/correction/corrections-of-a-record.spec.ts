import { describe, expect, it } from '@jest/globals';
import { type CommitmentEvent } from '../commitment/commitment.events.js';
import { commitment } from '../commitment/commitment.js';
import { compensateOn } from '../kernel/compensate.js';
import { type Mend } from '../kernel/compensation.js';
import { type Day } from '../kernel/day.js';
import { type LoggedEvent, stateOn } from '../kernel/decide.js';
import { type CorrectionId, type OrganisationId } from '../kernel/ids.js';
import { Refusal, type RefusalCode } from '../kernel/refusal.js';
import { type SignatureEvent } from '../signature/signature.events.js';
import { signature } from '../signature/signature.js';

const today = '2026-06-01' as Day;
const correction = 'the-tenfold-amount' as CorrectionId;

type Logged = LoggedEvent<CommitmentEvent> & { readonly id: string };

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [pledging, accepting, amending, withdrawing, correcting] = [1, 2, 3, 4, 5].map(idOf) as [string, string, string, string, string];
const on = (id: string, day: string, event: CommitmentEvent): Logged => ({ ...event, id, metadata: { effectiveAt: day as Day } });

const pledged = on(pledging, '2024-01-01', {
  type: 'CommitmentPledged',
  data: {
    lead: 'northland-ministry' as OrganisationId,
    provenance: 'demonstration',
    title: { en: 'Fibre to every school' },
    focusAreas: { primary: 'connecting-people', others: [] },
    start: '2024-01-01' as Day,
    value: { amount: '50000000', currency: 'USD', nature: 'own' },
  },
});
const accepted = on(accepting, '2024-02-01', { type: 'CommitmentAccepted', data: {} });
const amended = on(amending, '2024-03-01', {
  type: 'CommitmentAmended',
  data: { reason: { en: 'The board.' }, changes: { end: '2026-01-01' as Day } },
});
const withdrawn = on(withdrawing, '2024-04-01', { type: 'CommitmentWithdrawn', data: { reason: { en: 'A mistake.' } } });
/** The whole of its life. */
const log = [pledged, accepted, amended, withdrawn];

const set = (event: string, set: Record<string, unknown>, more: { effectiveAt?: string; schemaVersion?: number } = {}): Mend =>
  ({ event, set, schemaVersion: 1, ...more }) as Mend;
const voided = (event: string): Mend => ({ event, void: true });
const compensate = (log: readonly Logged[], ...targets: Mend[]) => compensateOn(commitment, log, { correction, targets }, today);
const after = (log: readonly Logged[], ...targets: Mend[]): Logged[] => {
  const { event, effectiveAt } = compensate(log, ...targets);
  return [...log, { ...event, id: correcting, metadata: { effectiveAt } } as unknown as Logged];
};
const stateAfter = (log: readonly Logged[]) => stateOn(commitment, log, today);

function refused(code: RefusalCode, log: readonly Logged[], targets: readonly Mend[], details: object = {}): void {
  let outcome: unknown;
  try {
    outcome = compensate(log, ...targets);
  } catch (error) {
    outcome = error;
  }
  expect(outcome).toBeInstanceOf(Refusal);
  expect(outcome).toMatchObject({ code, details });
}

describe('a correction of a record', () => {
  it('is one compensating event, at the earliest day of what it mends', () =>
    expect(compensate(log, voided(withdrawing), set(amending, { reason: { en: 'The council.' } }))).toEqual({
      event: {
        type: 'EventsCorrected',
        data: { correction, targets: [voided(withdrawing), set(amending, { reason: { en: 'The council.' } })] },
      },
      effectiveAt: '2024-03-01',
    }));

  it('mends an amount', () => {
    const value = { amount: '5000000', currency: 'USD', nature: 'own' };
    expect(stateAfter(after([pledged], set(pledging, { value })))).toMatchObject({ details: { value } });
  });

  it('takes a withdrawal back', () => expect(stateAfter(after(log, voided(withdrawing)))).toMatchObject({ registration: 'accepted' }));

  it('takes a whole record back', () =>
    expect(stateAfter(after(log, ...[pledging, accepting, amending, withdrawing].map(voided)))).toEqual({ registration: 'unknown' }));

  it('is taken back by another, and everything is as it was', () => {
    const corrected = after(log, set(pledging, { title: { en: 'Another' } }));
    expect(stateAfter(corrected)).not.toEqual(stateAfter(log));
    const { event, effectiveAt } = compensate(corrected, voided(correcting));
    const reversed = [...corrected, { ...event, id: idOf(6), metadata: { effectiveAt } } as unknown as Logged];
    expect(stateAfter(reversed)).toEqual(stateAfter(log));
  });

  it('names the event that could then no longer be true', () =>
    refused('contradicts-the-record', log, [voided(pledging)], {
      rule: 'commitment-unknown',
      contradicts: { id: accepting, type: 'CommitmentAccepted', effectiveAt: '2024-02-01' },
    }));

  it('is refused where a later amendment would contradict what is set', () =>
    refused('contradicts-the-record', log, [set(pledging, { start: '2027-01-01' })], {
      rule: 'period-ends-before-start',
      contradicts: { id: amending },
    }));

  it('is refused where a day would come before the opening', () =>
    refused('contradicts-the-record', log, [set(accepting, {}, { effectiveAt: '2023-12-31' })], { rule: 'commitment-unknown' }));

  it('is refused where the data would not have its form', () =>
    refused('data-invalid', log, [set(pledging, { colour: 'red' })], { errors: [{ pointer: '/targets/0/set/colour' }] }));
  it('is refused where what is needed would be missing', () => refused('data-invalid', log, [set(pledging, { title: null })]));
  it('is refused on a day that is still to come', () =>
    refused('day-in-the-future', log, [set(accepting, {}, { effectiveAt: '2026-06-02' })]));
  it('is refused where nothing would change', () =>
    refused('nothing-corrected', log, [set(pledging, { title: { en: 'Fibre to every school' } })]));
  it('is refused where nothing would change of one of its events', () =>
    refused('nothing-corrected', log, [voided(withdrawing), set(accepting, {})], { pointer: '/targets/1' }));
  it('is refused of an event that is not in the record', () => refused('target-unknown', log, [voided(idOf(99))]));
  it('is refused where an event is named twice', () => refused('target-repeated', log, [voided(withdrawing), voided(withdrawing)]));
  it('is refused of what is void already, naming what voided it', () =>
    refused('target-void', after(log, voided(withdrawing)), [voided(withdrawing)], { by: [correcting] }));
  it('voids a compensating event and never changes it', () =>
    refused('compensation-not-amendable', after(log, voided(withdrawing)), [set(correcting, { targets: [] })]));
  it('is refused in another version of the schema', () =>
    refused('schema-version-other', log, [set(pledging, { kind: 'policy' }, { schemaVersion: 2 })]));
  it('makes no real act of a demonstration', () => refused('demonstration-mixed', log, [set(pledging, { provenance: 'submitted' })]));
  it('holds no record to a rule that it broke before', () => {
    const twice = [pledged, accepted, on(idOf(8), '2024-02-02', accepted), amended];
    expect(stateAfter(after(twice, set(pledging, { kind: 'policy' })))).toMatchObject({ details: { kind: 'policy' } });
  });
  it('leaves what says which record it is', () => {
    const signed = {
      id: idOf(1),
      type: 'DocumentSigned',
      data: { coalition: 'one', organisation: 'acme' },
      metadata: { effectiveAt: '2024-01-01' as Day },
    } as unknown as LoggedEvent<SignatureEvent> & { readonly id: string };
    const asked = () => compensateOn(signature, [signed], { correction, targets: [set(signed.id, { organisation: 'globex' })] }, today);
    expect(asked).toThrow(expect.objectContaining({ code: 'field-fixed', details: { pointer: '/targets/0/set/organisation' } }));
  });
});
