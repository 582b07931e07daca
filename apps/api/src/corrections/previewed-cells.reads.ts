import { Body, Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CorrectionId, type EventsCorrected } from '@mithaq/domain';
import { EventStore } from '@mithaq/event-store';
import { countingRuleVersion, partOrder } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { Gives } from '../access/access.guard.js';
import { recordBehind } from '../history/records.js';
import { Id } from '../http/id.js';
import { fieldsInvalid } from '../http/problem.js';
import { asOf, momentParameters } from '../reading/as-of.js';
import { answered, Ask, knownAt, linksTo } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { Cursors, fingerprint, Pages } from '../reading/cursor.js';
import { inOrder } from '../reading/in-order.js';
import { noticesOf } from '../reading/notices.js';
import { pageParameters, parameters } from '../reading/parameters.js';
import { ApiParameters, Read } from '../reading/read.js';
import { CorrectionPreviews, unproposed } from './correction-previews.js';
import './corrections.answers.js';
import { PreviewCorrectionDto } from './corrections.dto.js';
import { Unproposed } from './unproposed.js';

const CellParameters = parameters({
  of: Type.Optional(
    Type.String({ maxLength: 200, description: 'The figure, as the preview names it.', examples: ['regions?question=origin'] }),
  ),
  cell: Type.Optional(
    Type.String({
      maxLength: 500,
      description: 'The names on the way to it, as the preview has them, with / between.',
      examples: ['tables/submitted,published/regions/AFR/exclusive/all'],
    }),
  ),
  ...pageParameters,
  cursor: Type.Optional(
    Type.Unsafe<string>({ ...pageParameters.cursor, description: 'Of an answer to the same question; its page too is of now.' }),
  ),
  waitFor: momentParameters.waitFor,
});
type CellParameters = Static<typeof CellParameters>;

/** What is behind the cells of a preview: which records a correction would move, its own and those of others. */
@ApiTags('corrections')
@Controller('corrections')
export class PreviewedCellReads {
  constructor(
    private readonly queries: QueryBus,
    private readonly previews: CorrectionPreviews,
    private readonly store: EventStore,
    private readonly cursors: Cursors,
  ) {}

  @Read({
    path: ':id/preview/cell',
    operationId: 'previewCellOfCorrection',
    summary: 'Which records a correction that is proposed would move in a cell',
    description: 'The records that would have another part in it, those that are not corrected themselves too. For administrators.',
    parameters: CellParameters,
    answer: 'PreviewedCell',
    of: { id: CorrectionId },
  })
  @Gives('ApproveCorrection')
  @ApiBearerAuth()
  cell(@Param('id', Id(CorrectionId)) id: CorrectionId, @ReadParameters(CellParameters) asked: Asked<CellParameters>) {
    return this.queries.execute(
      new Ask(asked, async () => {
        const { stream, data } = await this.previews.proposed(id);
        const { moment, provenance, body, links } = await this.page(stream, data, asked);
        return { ...answered(asked, moment, { body, provenance: [provenance] }), link: linksTo(asked, links) };
      }),
    );
  }

  @Unproposed({
    path: 'preview/cell',
    operationId: 'previewCellOfUnproposedCorrection',
    summary: 'Which records a correction would move in a cell, before it is proposed',
    description: 'As of one that is proposed; the body is that of its preview. Nothing is recorded.',
    answer: 'PreviewedCell',
    answered: 'The records that would have another part in it.',
  })
  @ApiParameters(CellParameters)
  async cellUnproposed(@Body() { stream, targets }: PreviewCorrectionDto, @ReadParameters(CellParameters) asked: Asked<CellParameters>) {
    const { moment, provenance, body } = await this.page(stream, { correction: unproposed, targets }, asked);
    return { ...body, asOf: asOf(moment), notices: noticesOf([provenance]) };
  }

  private async page(stream: string, data: EventsCorrected['data'], { path, sent, parameters }: Asked<CellParameters>) {
    const { of = '', cell = '' } = parameters;
    const pages = new Pages(this.cursors, fingerprint(path, { ...sent, stream, targets: data.targets }), partOrder, parameters);
    const names = cell.split('/');
    const { moment, provenance, changes } = await this.previews.cell(stream, data, of, names, pages.part, figures => noCell(of, figures));
    const { items, sum, ...listed } = changes;
    const { page, links } = pages.around(listed, moment);
    const shown = await inOrder(items, async ({ stream, ...parts }) => {
      const [first] = await knownAt(this.store, stream, moment);
      return { ...recordBehind(stream, first!), ...parts };
    });
    const body = { rule: countingRuleVersion, of, cell: names, difference: sum, data: shown, page };
    return { moment, provenance, body, links };
  }
}

function noCell(of: string, figures: readonly string[]) {
  if (!figures.includes(of)) {
    const fault = of === '' ? 'Is missing' : `"${of}" is no figure of this preview`;
    return fieldsInvalid([{ parameter: 'of', detail: `${fault}: it has ${figures.join(', ')}.` }]);
  }
  const example = 'tables/submitted,published/regions/AFR/exclusive/all';
  const detail = `Names no cell of ${of} that records have a part in: it is the way to one as the preview has it, with / between, as in ${example}.`;
  return fieldsInvalid([{ parameter: 'cell', detail }]);
}
