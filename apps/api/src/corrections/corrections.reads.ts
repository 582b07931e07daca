import { Body, Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CorrectionId, CorrectionProposed, correctionStatuses, Provenance } from '@mithaq/domain';
import { correctionOrder, listCorrections, oneCorrection, shaped } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { Gives } from '../access/access.guard.js';
import { Id } from '../http/id.js';
import { asOf, MomentParameters, momentParameters } from '../reading/as-of.js';
import { answered, Ask, eventsHeld, page, record } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { noticesOf } from '../reading/notices.js';
import { anyOf, pageParameters, parameters } from '../reading/parameters.js';
import { Read, ReadEvents } from '../reading/read.js';
import { CorrectionPreviews, unproposed } from './correction-previews.js';
import './corrections.answers.js';
import { PreviewCorrectionDto } from './corrections.dto.js';
import { Unproposed } from './unproposed.js';

const CorrectionsParameters = parameters({
  provenance: anyOf(Provenance, 'Where the corrected record comes from. Default: submitted, published.'),
  id: anyOf(CorrectionId, 'These corrections.'),
  status: anyOf(Type.Enum([...correctionStatuses]), 'Where the correction stands.'),
  record: anyOf(CorrectionProposed.data.properties.stream, 'Of these records, by the names of their streams.'),
  ...pageParameters,
  ...momentParameters,
});
type CorrectionsParameters = Static<typeof CorrectionsParameters>;

/** A preview is of now. */
const PreviewParameters = parameters({ waitFor: momentParameters.waitFor });

@ApiTags('corrections')
@Controller('corrections')
export class CorrectionReads {
  constructor(
    private readonly queries: QueryBus,
    private readonly previews: CorrectionPreviews,
  ) {}

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
    return this.queries.execute(eventsHeld(asked, `correction-${id}`));
  }

  @Read({
    path: ':id/preview',
    operationId: 'previewCorrection',
    summary: 'What a correction that is proposed would change',
    description:
      'Of the record, and of the figures of now: before and after, cell by cell. Counted when it is asked; nothing is recorded. For administrators.',
    parameters: PreviewParameters,
    answer: 'CorrectionPreview',
    of: { id: CorrectionId },
  })
  @Gives('ApproveCorrection')
  @ApiBearerAuth()
  preview(@Param('id', Id(CorrectionId)) id: CorrectionId, @ReadParameters(PreviewParameters) asked: Asked<object>) {
    return this.queries.execute(
      new Ask(asked, async () => {
        const { stream, data } = await this.previews.proposed(id);
        const { moment, provenance, body } = await this.previews.of(stream, data);
        return answered(asked, moment, { body, provenance: [provenance] });
      }),
    );
  }

  @Unproposed({
    path: 'preview',
    operationId: 'previewUnproposedCorrection',
    summary: 'What a correction would change, before it is proposed',
    description: 'As the preview of a proposed one; what would be refused of a proposal is refused here. Nothing is recorded.',
    answer: 'CorrectionPreview',
    answered: 'Before and after, cell by cell.',
  })
  async previewUnproposed(@Body() { stream, targets }: PreviewCorrectionDto) {
    const { moment, provenance, body } = await this.previews.of(stream, { correction: unproposed, targets });
    return { ...body, asOf: asOf(moment), notices: noticesOf([provenance]) };
  }
}
