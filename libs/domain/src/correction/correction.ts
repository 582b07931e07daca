import { isSame } from '../kernel/changes.js';
import { type Decider } from '../kernel/decider.js';
import { Refusal } from '../kernel/refusal.js';
import { type Provenance } from '../kernel/text.js';
import { correctionEvents, type CorrectionEvent } from './correction.events.js';

type DataOf<Type extends CorrectionEvent['type']> = Extract<CorrectionEvent, { type: Type }>['data'];

export type CorrectionCommand =
  | ({ readonly type: 'ProposeCorrection' } & Omit<DataOf<'CorrectionProposed'>, 'provenance'>)
  | ({ readonly type: 'ApproveCorrection' } & DataOf<'CorrectionApproved'>)
  | ({ readonly type: 'RejectCorrection' } & DataOf<'CorrectionRejected'>)
  | ({ readonly type: 'WithdrawCorrection' } & DataOf<'CorrectionWithdrawn'>)
  | { readonly type: 'RecordApplication'; readonly outcome: CorrectionOutcome };

/** What came of an approved correction, as the stream that it mends has decided. */
export type CorrectionOutcome = Extract<CorrectionEvent, { type: 'CorrectionApplied' | 'CorrectionOvertaken' }>;

/** Where a correction stands, in the order of its life. */
export const correctionStatuses = ['proposed', 'approved', 'rejected', 'withdrawn', 'applied', 'overtaken'] as const;
export type CorrectionStatus = (typeof correctionStatuses)[number];

export type Correction =
  | { readonly status: 'unknown' }
  | {
      readonly status: CorrectionStatus;
      readonly proposal: DataOf<'CorrectionProposed'>;
      /** The last event that settled it; undefined while it is proposed. */
      readonly settled?: Pick<CorrectionEvent, 'type' | 'data'>;
    };

export interface CorrectionFacts {
  /** Who asks, seen from who proposed it. */
  readonly actor: 'proposer' | 'another';
  /** Of the record that is to be corrected. */
  readonly provenance: Provenance;
}

/**
 * A mistake in a record, from the proposal to the compensating event. Two administrators are needed, whatever roles one of them has.
 * Whether the record takes the correction is asked of the record itself, by `compensateOn`.
 */
export const correction: Decider<Correction, CorrectionCommand, CorrectionEvent, CorrectionFacts> = {
  category: 'correction',
  initial: { status: 'unknown' },
  events: correctionEvents,

  decide(command, state, { actor, provenance }) {
    switch (command.type) {
      case 'ProposeCorrection': {
        const { type: _, ...asked } = command;
        const data = { ...asked, provenance };
        if (state.status === 'proposed' && isSame(state.proposal, data)) return [];
        return [{ type: 'CorrectionProposed', data }];
      }
      case 'ApproveCorrection': {
        refuseProposer(actor, state, 'approves');
        const { type: _, ...data } = command;
        return unlessSaid(state, { type: 'CorrectionApproved', data });
      }
      case 'RejectCorrection': {
        refuseProposer(actor, state, 'rejects');
        const { type: _, ...data } = command;
        return unlessSaid(state, { type: 'CorrectionRejected', data });
      }
      case 'WithdrawCorrection': {
        if (state.status !== 'unknown' && actor !== 'proposer') {
          throw new Refusal('not-the-proposer', 'Only who proposed a correction withdraws it; another administrator rejects it.');
        }
        const { type: _, ...data } = command;
        return unlessSaid(state, { type: 'CorrectionWithdrawn', data });
      }
      case 'RecordApplication':
        return unlessSaid(state, command.outcome);
    }
  },

  admit(event, state) {
    if (event.type === 'CorrectionProposed') {
      if (state.status !== 'unknown') {
        throw new Refusal('already-proposed', 'Another correction is proposed under this id; propose this one under an id of its own.');
      }
      return;
    }
    if (state.status === 'unknown') throw new Refusal('correction-unknown', 'No correction is proposed under this id.');
    const awaited = event.type === 'CorrectionApplied' || event.type === 'CorrectionOvertaken' ? 'approved' : 'proposed';
    if (state.status !== awaited) {
      throw new Refusal(
        'correction-settled',
        `This correction is ${state.status}; ${state.status === 'proposed' ? 'it has to be approved first' : 'nothing more is decided on it. Propose another'}.`,
      );
    }
  },

  evolve(state, event) {
    if (event.type === 'CorrectionProposed') return { status: 'proposed', proposal: event.data };
    if (state.status === 'unknown') return state;
    const settled = { type: event.type, data: event.data };
    switch (event.type) {
      case 'CorrectionApproved':
        return { ...state, status: 'approved', settled };
      case 'CorrectionRejected':
        return { ...state, status: 'rejected', settled };
      case 'CorrectionWithdrawn':
        return { ...state, status: 'withdrawn', settled };
      case 'CorrectionApplied':
        return { ...state, status: 'applied', settled };
      case 'CorrectionOvertaken':
        return { ...state, status: 'overtaken', settled };
      default:
        event satisfies never;
        return state;
    }
  },
};

function refuseProposer(actor: CorrectionFacts['actor'], { status }: Correction, does: 'approves' | 'rejects'): void {
  if (actor !== 'proposer') return;
  const now = status === 'proposed' ? 'you can withdraw it' : `this one is ${status} already`;
  throw new Refusal('approver-is-proposer', `Another administrator ${does} a correction, never who proposed it; ${now}.`);
}

function unlessSaid(state: Correction, event: CorrectionEvent): CorrectionEvent[] {
  const isSaid = state.status !== 'unknown' && state.settled?.type === event.type && isSame(state.settled.data, event.data);
  return isSaid ? [] : [event];
}
