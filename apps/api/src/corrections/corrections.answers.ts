import {
  CorrectionApplied,
  CorrectionApproved,
  CorrectionId,
  CorrectionOvertaken,
  CorrectionProposed,
  CorrectionRejected,
  Provenance,
} from '@mithaq/domain';
import { correctionStatuses } from '@mithaq/projections';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { closed, LatestEvent, listOf, ofMoment } from '../reading/answers.js';

const { stream, targets, reason, authority } = CorrectionProposed.data.properties;
const { revision } = CorrectionApproved.data.properties;
const { approved, found } = CorrectionOvertaken.data.properties;

const told = { event: LatestEvent, by: Type.String({ description: 'Who did it: opaque, never a name.' }) };

const item = {
  id: CorrectionId,
  provenance: Type.Unsafe({ ...Provenance, description: 'Of the record.' }),
  status: Type.Enum([...correctionStatuses]),
  record: Type.Unsafe({ ...stream, description: 'The stream of the record that it mends.' }),
  proposal: Type.Object({ ...told, targets, reason, authority }, closed),
  steps: Type.Array(
    Type.Union([
      Type.Object({ is: Type.Literal('approved'), ...told, revision }, closed),
      Type.Object({ is: Type.Enum(['rejected', 'withdrawn']), ...told, reason: CorrectionRejected.data.properties.reason }, closed),
      Type.Object(
        { is: Type.Literal('applied'), ...told, compensation: CorrectionApplied.data.properties.event, revision },
        { ...closed, description: '`compensation` is the compensating event, which stands on the record’s stream.' },
      ),
      Type.Object(
        { is: Type.Literal('overtaken'), ...told, approved, found },
        { ...closed, description: 'The record had moved on from the revision that was approved: nothing was corrected.' },
      ),
    ]),
    { description: 'What was decided on it and what came of it, in order.' },
  ),
  latest: LatestEvent,
};

export const CorrectionsAnswer = answerSchema('Corrections', listOf(Type.Object(item, closed)));
export const CorrectionAnswer = answerSchema('Correction', ofMoment(item));
