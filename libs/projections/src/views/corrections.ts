import {
  type CorrectionEvent,
  type CorrectionId,
  type CorrectionStatus,
  type LocalizedText,
  type Mend,
  type Provenance,
  type Recorded,
} from '@mithaq/domain';
import { json, nullable, type RowOf, text, view } from '../engine/view.js';
import { type LatestEvent, latestColumns, latestFrom, latestOf, oneOf } from './latest.js';
import { idOf } from './stream-id.js';

/** What an administrator asked for; their subject is opaque, never a name. */
export interface Proposal {
  readonly event: LatestEvent;
  readonly by: string;
  readonly targets: readonly Mend[];
  readonly reason: LocalizedText;
  readonly authority: string;
}

/** What was decided on it, and what came of it. */
export type CorrectionStep = { readonly event: LatestEvent; readonly by: string } & (
  | { readonly is: 'approved'; readonly revision: string }
  | { readonly is: 'rejected' | 'withdrawn'; readonly reason: LocalizedText }
  | { readonly is: 'applied'; readonly compensation: string; readonly revision: string }
  | { readonly is: 'overtaken'; readonly approved: string; readonly found: string }
);

const columns = {
  id: oneOf<CorrectionId>(),
  provenance: oneOf<Provenance>(),
  status: oneOf<CorrectionStatus>(),
  /** The stream of the record that it is to mend. */
  record: text,
  proposal: json<Proposal>(),
  steps: json<readonly CorrectionStep[]>(),
  /** The compensating event, once it is applied. */
  compensation: nullable(text),
  ...latestColumns,
};

type CorrectionRow = RowOf<typeof columns>;

/** One row a correction. */
export const corrections = view({
  name: 'corrections',
  version: 1,
  of: 'correction',
  columns,
  indexes: [['record']],
  evolve(row: CorrectionRow | undefined, event: Recorded<CorrectionEvent>): CorrectionRow | undefined {
    const latest = latestOf(event);
    const told = { event: latestFrom(latest), by: event.metadata.actor.subject };
    if (event.type === 'CorrectionProposed') {
      const { provenance, stream, ...proposed } = event.data;
      return {
        id: idOf(event.stream) as CorrectionId,
        provenance,
        status: 'proposed',
        record: stream,
        proposal: { ...told, ...proposed },
        steps: [],
        compensation: null,
        ...latest,
      };
    }
    if (row === undefined) return undefined;
    const next = (step: CorrectionStep) => ({ ...row, status: step.is, steps: [...row.steps, step], ...latest });
    switch (event.type) {
      case 'CorrectionApproved':
        return next({ is: 'approved', ...told, ...event.data });
      case 'CorrectionRejected':
        return next({ is: 'rejected', ...told, ...event.data });
      case 'CorrectionWithdrawn':
        return next({ is: 'withdrawn', ...told, ...event.data });
      case 'CorrectionApplied': {
        const { event: compensation, revision } = event.data;
        return { ...next({ is: 'applied', ...told, compensation, revision }), compensation };
      }
      case 'CorrectionOvertaken':
        return next({ is: 'overtaken', ...told, ...event.data });
      default:
        return row;
    }
  },
});
