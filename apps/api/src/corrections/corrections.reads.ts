import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CorrectionId, CorrectionProposed, Provenance } from '@mithaq/domain';
import { correctionOrder, correctionStatuses, listCorrections, oneCorrection } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { Id } from '../http/id.js';
import { MomentParameters, momentParameters } from '../reading/as-of.js';
import { history, page, record, shaped } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { anyOf, pageParameters, parameters } from '../reading/parameters.js';
import { Read, ReadEvents } from '../reading/read.js';
import './corrections.answers.js';

const CorrectionsParameters = parameters({
  provenance: anyOf(Provenance, 'Where the corrected record comes from. Default: submitted, published.'),
  id: anyOf(CorrectionId, 'These corrections.'),
  status: anyOf(Type.Enum([...correctionStatuses]), 'Where the correction stands.'),
  record: anyOf(CorrectionProposed.data.properties.stream, 'Of these records, by the names of their streams.'),
  ...pageParameters,
  ...momentParameters,
});
type CorrectionsParameters = Static<typeof CorrectionsParameters>;

@ApiTags('corrections')
@Controller('corrections')
export class CorrectionReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({
    operationId: 'listCorrections',
    summary: 'The corrections, the latest first',
    parameters: CorrectionsParameters,
    answer: 'Corrections',
  })
  corrections(@ReadParameters(CorrectionsParameters) asked: Asked<CorrectionsParameters>) {
    const { limit: _limit, cursor: _cursor, ...filter } = asked.parameters;
    return this.queries.execute(page(asked, correctionOrder, (at, page) => listCorrections(at, filter, page)));
  }

  @Read({
    path: ':id',
    operationId: 'getCorrection',
    summary: 'One correction: what was proposed, what was decided, what came of it',
    parameters: MomentParameters,
    answer: 'Correction',
    of: { id: CorrectionId },
  })
  correction(@Param('id', Id(CorrectionId)) id: CorrectionId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(
      record(asked, `correction-${id}`, at =>
        shaped(oneCorrection(at, id), correction => correction && { body: correction, provenance: [correction.provenance] }),
      ),
    );
  }

  @ReadEvents({ suffix: 'Correction', noun: 'correction', of: { id: CorrectionId } })
  events(@Param('id', Id(CorrectionId)) id: CorrectionId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(history(asked, `correction-${id}`));
  }
}
