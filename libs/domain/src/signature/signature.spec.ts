import { describe, it } from '@jest/globals';
import { type CoalitionId, type OrganisationId, type PersonId } from '../kernel/ids.js';
import { on, specify } from '../testing/specify.js';
import { type SignatureEvent } from './signature.events.js';
import { signature, type SignatureCommand, type SignatureFacts } from './signature.js';

const real: SignatureFacts = { coalition: { is: 'real', version: 1 }, organisation: { is: 'real' } };
const given = specify(signature, real);
const current = (version: number): Partial<SignatureFacts> => ({ coalition: { is: 'real', version } });
const demonstration: SignatureFacts = { coalition: { is: 'demonstration', version: 1 }, organisation: { is: 'demonstration' } };

const signed = {
  coalition: 'digital-coalition' as CoalitionId,
  organisation: 'northland' as OrganisationId,
  signatory: { id: '5b1f1f6e-4c39-4f0a-9a57-7d0a4c0c3d11' as PersonId, name: `1.${'A'.repeat(60)}` },
  capacity: { en: 'Minister of Connectivity' },
  manner: 'ceremony' as const,
  session: { name: { en: 'Ceremony of signatures' }, kind: 'ceremony' as const },
};
const reason = { en: 'The new government wishes to read it first.' };
const source = { title: { en: 'List of signatories' } };

const sign = (more: object = {}): SignatureCommand => ({ type: 'SignDocument', ...signed, ...more });
const signedIs = (version: number, more: object = {}): SignatureEvent => ({
  type: 'DocumentSigned',
  data: { ...signed, provenance: 'submitted', version, ...more },
});
const withdraw: SignatureCommand = { type: 'WithdrawSignature', reason };
const withdrawn: SignatureEvent = {
  type: 'SignatureWithdrawn',
  data: { coalition: signed.coalition, organisation: signed.organisation, reason },
};

describe('an organisation', () => {
  it('signs the version that is current on that day', () => {
    given([])
      .when(sign())
      .then([signedIs(1)]);
    given([], current(3))
      .when(sign())
      .then([signedIs(3)]);
  });
  it('signs the version that its signatory read, or none', () => {
    given([], current(2))
      .when(sign({ version: 2 }))
      .then([signedIs(2)]);
    given([], current(2))
      .when(sign({ version: 1 }))
      .thenRefused('version-not-current', { pointer: '/version', current: 2 });
    given([], current(2))
      .when(sign({ version: 3 }))
      .thenRefused('version-not-current', { current: 2 });
  });
  it('signs a version once', () => {
    given([signedIs(1)])
      .when(sign())
      .thenRefused('already-signed');
    given([signedIs(1), signedIs(2)], current(2))
      .when(sign())
      .thenRefused('already-signed');
  });
  it('signs a later version, and stands by that', () => {
    given([signedIs(1)], current(2))
      .when(sign({ manner: 'afterwards' }))
      .then([signedIs(2, { manner: 'afterwards' })]);
    given([on('2026-01-01', signedIs(1)), on('2026-03-01', signedIs(2))], current(1))
      .when(on('2026-02-01', sign()))
      .thenRefused('already-signed');
  });
  it('withdraws its signature, and may sign again', () => {
    given([signedIs(1)])
      .when(withdraw)
      .then([withdrawn]);
    given([signedIs(1), withdrawn])
      .when(sign())
      .then([signedIs(1)]);
  });
  it('withdraws only what stands', () => {
    given([]).when(withdraw).thenRefused('signature-unknown');
    given([signedIs(1), withdrawn])
      .when(withdraw)
      .thenRefused('signature-withdrawn');
    given([on('2026-03-01', signedIs(1))])
      .when(on('2026-02-01', withdraw))
      .thenRefused('day-before-the-opening');
  });
  it('does not withdraw before the day on which it withdrew already', () =>
    given([on('2026-01-01', signedIs(1)), on('2026-03-01', withdrawn)])
      .when(on('2026-02-01', withdraw))
      .thenRefused('contradicts-the-record', { rule: 'signature-withdrawn' }));
  it('withdraws, on a day long ago, from the version it stood by then, and stands by the later one all the same', () =>
    given([on('2026-01-01', signedIs(1)), on('2026-03-01', signedIs(2))])
      .when(on('2026-02-01', withdraw))
      .then([withdrawn]));
  it('is registered, and the coalition launched, on the day of the signature', () => {
    given([], { coalition: undefined }).when(sign()).thenRefused('coalition-unknown');
    given([], { organisation: undefined }).when(sign()).thenRefused('organisation-unknown');
  });
});

describe('a signature', () => {
  it('is a demonstration where the coalition and the organisation are, without being told', () =>
    given([], demonstration)
      .when(sign())
      .then([signedIs(1, { provenance: 'demonstration' })]));
  it('is never half a demonstration', () => {
    given([], { coalition: { is: 'demonstration', version: 1 } })
      .when(sign())
      .thenRefused('demonstration-mixed');
    given([], { organisation: { is: 'demonstration' } })
      .when(sign())
      .thenRefused('demonstration-mixed');
    given([])
      .when(sign({ provenance: 'demonstration' }))
      .thenRefused('demonstration-mixed', { pointer: '/provenance' });
    given([], demonstration)
      .when(sign({ provenance: 'submitted' }))
      .thenRefused('demonstration-mixed', { pointer: '/provenance' });
  });
  it('taken from public sources names one', () => {
    given([])
      .when(sign({ provenance: 'published' }))
      .thenRefused('source-missing', { pointer: '/source' });
    given([])
      .when(sign({ provenance: 'published', source }))
      .then([signedIs(1, { provenance: 'published', source })]);
  });
  it('names its signatory sealed, or is not recorded', () =>
    given([])
      .when(sign({ signatory: { id: signed.signatory.id, name: 'Her Excellency' } }))
      .thenRefused('data-invalid'));
});
