import { describe, it } from '@jest/globals';
import { specify } from '../testing/specify.js';
import { type CorrectionEvent } from './correction.events.js';
import { correction, type CorrectionCommand, type CorrectionOutcome } from './correction.js';

const en = (text: string) => ({ en: text });
const proposal = {
  stream: 'commitment-fibre',
  targets: [{ event: '00000000-0000-4000-8000-000000000001', void: true as const }],
  reason: en('Withdrawn by mistake.'),
  authority: 'letter of 3 May 2024, ref. BDT/1',
};
const propose: CorrectionCommand = { type: 'ProposeCorrection', ...proposal };
const proposed: CorrectionEvent = { type: 'CorrectionProposed', data: { ...proposal, provenance: 'submitted' } };
const approve = (revision = '3'): CorrectionCommand => ({ type: 'ApproveCorrection', revision });
const approved: CorrectionEvent = { type: 'CorrectionApproved', data: { revision: '3' } };
const reject: CorrectionCommand = { type: 'RejectCorrection', reason: en('The letter says otherwise.') };
const rejected: CorrectionEvent = { type: 'CorrectionRejected', data: { reason: en('The letter says otherwise.') } };
const withdraw: CorrectionCommand = { type: 'WithdrawCorrection', reason: en('The wrong commitment.') };
const withdrawn: CorrectionEvent = { type: 'CorrectionWithdrawn', data: { reason: en('The wrong commitment.') } };
const outcome = { event: '00000000-0000-5000-8000-000000000002', revision: '4' };
const applied: CorrectionOutcome = { type: 'CorrectionApplied', data: outcome };
const apply: CorrectionCommand = { type: 'RecordApplication', outcome: applied };
const overtaken: CorrectionOutcome = { type: 'CorrectionOvertaken', data: { approved: '3', found: '5' } };
const overtake: CorrectionCommand = { type: 'RecordApplication', outcome: overtaken };

const given = specify(correction, { actor: 'another', provenance: 'submitted' });
const byItsProposer = { actor: 'proposer' as const };

describe('a correction', () => {
  it('is proposed', () => given([]).when(propose).then([proposed]));
  it('is not proposed twice', () => given([proposed]).when(propose).thenNothing());
  it('has an id of its own', () =>
    given([proposed])
      .when({ ...propose, authority: 'another letter' })
      .thenRefused('already-proposed'));
  it('is approved by another administrator', () => given([proposed]).when(approve()).then([approved]));
  it('is never approved by who proposed it', () => given([proposed], byItsProposer).when(approve()).thenRefused('approver-is-proposer'));
  it('is not approved twice', () => given([proposed, approved]).when(approve()).thenNothing());
  it('is approved at one revision', () => given([proposed, approved]).when(approve('4')).thenRefused('correction-settled'));
  it('is rejected by another administrator', () => given([proposed]).when(reject).then([rejected]));
  it('is never rejected by who proposed it', () => given([proposed], byItsProposer).when(reject).thenRefused('approver-is-proposer'));
  it('is withdrawn by who proposed it', () => given([proposed], byItsProposer).when(withdraw).then([withdrawn]));
  it('is withdrawn by nobody else', () => given([proposed]).when(withdraw).thenRefused('not-the-proposer'));
  it('is applied once it is approved', () => given([proposed, approved]).when(apply).then([applied]));
  it('is applied once, whoever sees to it', () => given([proposed, approved, applied]).when(apply).thenNothing());
  it('is not applied before it is approved', () => given([proposed]).when(apply).thenRefused('correction-settled'));
  it('is overtaken where its record moved on', () => given([proposed, approved]).when(overtake).then([overtaken]));
  it('has one outcome', () => given([proposed, approved, applied]).when(overtake).thenRefused('correction-settled'));

  it.each([
    ['rejected', [proposed, rejected]],
    ['withdrawn', [proposed, withdrawn]],
    ['applied', [proposed, approved, applied]],
    ['overtaken', [proposed, approved, overtaken]],
  ])('is settled once it is %s', (_, past) => given(past).when(approve()).thenRefused('correction-settled'));

  it.each([approve(), reject, apply])('is there before it is decided on', command =>
    given([]).when(command).thenRefused('correction-unknown'),
  );
  it('is there before it is withdrawn', () => given([], byItsProposer).when(withdraw).thenRefused('correction-unknown'));
});
