import { type Actor, correction, type CorrectionEvent, type CorrectionId, type Recorded, stateOn } from '@mithaq/domain';
import { v5 as uuidV5 } from 'uuid';
import { type CommandContext } from '../ledger/command-context.js';
import { type Ledger } from '../ledger/ledger.js';
import { correctableKind } from './correctable-record.js';

/** The namespace of the requests that follow from an approval; never changed, or a correction would be applied a second time. */
const namespace = 'a3c9e7d2-51b8-4b0e-8f0a-6d2f7c1e9b44';

/** Nobody's act: two administrators have agreed on it. */
const actor: Actor = { subject: 'mithaq', roles: ['system'] };

/**
 * Applies approved corrections. First the compensating event, on the stream that it mends; then, on the stream of the correction, what came
 * of it. Dying between the two leaves an approval without its outcome: the next round finds the compensating event there, or the stream
 * moved on, and says so. Every id follows from the approval, so that of several instances each finds what another has done.
 */
export function correctionApplication(ledger: Ledger): (event: Recorded) => Promise<void> {
  return async recorded => {
    if (recorded.type !== 'CorrectionApproved') return;
    const approval = recorded as Recorded<Extract<CorrectionEvent, { type: 'CorrectionApproved' }>>;
    const id = approval.stream.slice(correction.category.length + 1) as CorrectionId;
    const log = await ledger.logOf<CorrectionEvent>(correction, id);
    const state = stateOn(correction, log, approval.metadata.effectiveAt);
    if (state.status !== 'approved') return; // its outcome is recorded
    const { stream, targets, reason, authority } = state.proposal;
    const record = correctableKind(stream);
    if (!record) throw new Error(`${stream} is no record that is ever corrected, and the proposal was taken.`);

    const context = (step: 'compensation' | 'outcome'): CommandContext => ({
      actor,
      request: { id: uuidV5(`${step} ${approval.id}`, namespace) },
      correlationId: approval.metadata.correlationId,
      causationId: approval.id,
      effectiveAt: approval.metadata.effectiveAt,
    });
    const revision = BigInt(approval.data.revision);
    const approved = { record, stream, data: { correction: id, targets }, reason, authority, revision };
    const outcome = await ledger.compensate(approved, context('compensation'));
    const facts = { actor: 'another', provenance: state.proposal.provenance } as const;
    await ledger.decide(correction, id, { type: 'RecordApplication', outcome }, context('outcome'), () => Promise.resolve(facts));
  };
}
