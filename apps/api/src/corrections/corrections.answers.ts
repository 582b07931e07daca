import {
  CorrectionApplied,
  CorrectionApproved,
  CorrectionId,
  CorrectionOvertaken,
  CorrectionProposed,
  CorrectionRejected,
  correctionStatuses,
  Day,
  Provenance,
} from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { Amount, behind, Cell, PartAt } from '../figures/figures.answers.js';
import { closed, LatestEvent, listOf, ofMoment, Rule } from '../reading/answers.js';

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

const cell = Type.Object(
  {
    cell: Type.Array(Type.String(), {
      description: 'The names on the way to it: `tables`, the provenances, `regions`, `AFR`, `exclusive`, `all`.',
    }),
    before: Type.Optional(Type.Unsafe({ description: 'Absent where the cell was not there.' })),
    after: Type.Optional(Type.Unsafe({ description: 'Absent where the cell is not there any more.' })),
    difference: Type.Optional(Type.Union([Type.Number(), Type.String()], { description: 'Exact: a number, or a decimal.' })),
  },
  closed,
);

const fieldChanges = Type.Array(
  Type.Object(
    {
      pointer: Type.String({ description: 'A JSON pointer (RFC 6901); a list is one field.' }),
      before: cell.properties.before,
      after: cell.properties.after,
    },
    closed,
  ),
);

export const CorrectionPreviewAnswer = answerSchema(
  'CorrectionPreview',
  ofMoment({
    record: item.record,
    revision: Type.Unsafe({ ...revision, description: 'At which the record stands: what an approval names.' }),
    effectiveAt: Type.Unsafe<Day>({ ...Day, description: 'The day of the compensating event: the earliest of what it mends.' }),
    events: Type.Array(
      Type.Object(
        {
          id: Type.String({ format: 'uuid' }),
          type: Type.String(),
          holds: Type.Boolean({ description: 'Whether it would hold.' }),
          changes: Type.Unsafe({ ...fieldChanges, description: 'Of its data, and of `/effectiveAt`; sealed names as they are stored.' }),
        },
        closed,
      ),
      { description: 'The events of which something would become: that say something else, hold no more, or hold again.' },
    ),
    state: Type.Unsafe({ ...fieldChanges, description: 'What the record would say else.' }),
    views: Type.Array(Type.String(), { description: 'The views of which rows would change.' }),
    figures: Type.Array(
      Type.Object(
        {
          of: Type.String({
            description:
              'As in the address: `regions`, `regions?question=origin`, `regions/by-focus-area`, `focus-areas`, `country-groups`, `working-groups/{id}`, `reporting-cycles/{id}`, `coalitions/{id}`.',
          }),
          changes: Type.Array(cell),
        },
        closed,
      ),
      { description: 'The figures of now that would change, and their cells.' },
    ),
  }),
);

export const PreviewedCellAnswer = answerSchema(
  'PreviewedCell',
  listOf(
    Type.Object(
      {
        ...behind,
        before: PartAt('Its part as the ledger stands; null: it has none.'),
        after: PartAt('What its part would be; null: it would have none.'),
        difference: Amount,
      },
      closed,
    ),
    {
      rule: Rule,
      of: Type.String({ description: 'The figure, as the preview names it.' }),
      cell: Cell,
      difference: Type.Unsafe({ ...Amount, description: 'What the differences of all records come to: that of the cell.' }),
    },
  ),
);
