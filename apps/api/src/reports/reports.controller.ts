import { Body, Controller, Param, Patch, Post, type Type as Class } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type Day, idPattern, type ReportCommand, ReportId } from '@mithaq/domain';
import Type, { type TSchema } from 'typebox';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import {
  AmendReportDto,
  AnswerQueryDto,
  AssessReportDto,
  CompleteDeliveryDto,
  DeclineReportDto,
  QueryReportDto,
  ReportProgressDto,
} from './reports.dto.js';

/** What is reported on: where it stands in the addresses, how it is called, and which command of the bus takes what is said of it. */
export interface ReportedOn {
  readonly collection: string;
  readonly id: TSchema;
  /** `a commitment` */
  readonly noun: string;
  /** What the names of the operations end with, so that each is one of its own. */
  readonly suffix: string;
  readonly toCommand: (id: string, asked: ReportCommand, context: CommandContext) => Command<Receipt>;
}

const QueryId = Type.String({ pattern: idPattern });

/** The acts on reports: the same for all that is reported on. A report, and a query, has the id that its request made. */
export function reportsOf({ collection, id: ofOne, noun, suffix, toCommand }: ReportedOn): Class {
  const at = `${collection}/:id/reports/:report`;

  @ApiTags(collection)
  @Controller(`${collection}/:id`)
  class ReportsController {
    constructor(private readonly commands: CommandBus) {}

    @Post('reports')
    @Write('ReportProgress', {
      does: 'act',
      at: `${collection}/:id/reports/:made`,
      body: ReportProgressDto,
      operationId: `reportProgress${suffix}`,
      summary: `Report progress on ${noun}`,
      description:
        'Of a reporting cycle, or of none. Figures are from the start on; each of them is optional. The receipt has the id of the report.',
    })
    report(@Sent() sender: Sender, @Param('id', Id(ofOne)) id: string, @Body() { effectiveAt, ...fields }: ReportProgressDto) {
      const report = sender.newId as ReportId;
      return this.change(id, { type: 'ReportProgress', report, ...fields }, sender, effectiveAt, report);
    }

    @Patch('reports/:report')
    @Write('AmendReport', {
      does: 'amend',
      at,
      body: AmendReportDto,
      operationId: `amendReport${suffix}`,
      summary: `Amend a report on ${noun}`,
      description:
        '`changes` has only the fields that change, each whole; null clears. If-Match takes the revision of what is reported on.',
    })
    amend(
      @Sent() sender: Sender,
      @Param('id', Id(ofOne)) id: string,
      @Param('report', Id(ReportId)) report: ReportId,
      @Body() { effectiveAt, ...fields }: AmendReportDto,
    ) {
      return this.change(id, { type: 'AmendReport', report, ...fields }, sender, effectiveAt, report);
    }

    @Post('declines')
    @Write('DeclineReport', {
      does: 'act',
      body: DeclineReportDto,
      operationId: `declineReport${suffix}`,
      summary: `Decline the report of a cycle on ${noun}, with the reason`,
    })
    decline(@Sent() sender: Sender, @Param('id', Id(ofOne)) id: string, @Body() { effectiveAt, ...fields }: DeclineReportDto) {
      return this.change(id, { type: 'DeclineReport', ...fields }, sender, effectiveAt);
    }

    @Post('reports/:report/queries')
    @Write('QueryReport', {
      does: 'act',
      at,
      body: QueryReportDto,
      operationId: `queryReport${suffix}`,
      summary: `Ask about a report on ${noun}`,
      description: 'The receipt has the id of the query, by which it is answered.',
    })
    query(
      @Sent() sender: Sender,
      @Param('id', Id(ofOne)) id: string,
      @Param('report', Id(ReportId)) report: ReportId,
      @Body() { effectiveAt, ...fields }: QueryReportDto,
    ) {
      const query = sender.newId;
      return this.change(id, { type: 'QueryReport', report, query, ...fields }, sender, effectiveAt, query);
    }

    @Post('reports/:report/queries/:query/answer')
    @Write('AnswerQuery', {
      does: 'act',
      at,
      body: AnswerQueryDto,
      operationId: `answerQuery${suffix}`,
      summary: `Answer a query about a report on ${noun}`,
    })
    answer(
      @Sent() sender: Sender,
      @Param('id', Id(ofOne)) id: string,
      @Param('report', Id(ReportId)) report: ReportId,
      @Param('query', Id(QueryId)) query: string,
      @Body() { effectiveAt, ...fields }: AnswerQueryDto,
    ) {
      return this.change(id, { type: 'AnswerQuery', report, query, ...fields }, sender, effectiveAt, query);
    }

    @Post('reports/:report/assessment')
    @Write('AssessReport', {
      does: 'act',
      at,
      body: AssessReportDto,
      operationId: `assessReport${suffix}`,
      summary: `Assess a report on ${noun}`,
      description: 'By a second person: neither who made the report or amended it, nor anybody of the organisation that reports.',
    })
    assess(
      @Sent() sender: Sender,
      @Param('id', Id(ofOne)) id: string,
      @Param('report', Id(ReportId)) report: ReportId,
      @Body() { effectiveAt, ...fields }: AssessReportDto,
    ) {
      return this.change(id, { type: 'AssessReport', report, ...fields }, sender, effectiveAt, report);
    }

    @Post('completion')
    @Write('CompleteDelivery', {
      does: 'act',
      body: CompleteDeliveryDto,
      operationId: `completeDelivery${suffix}`,
      summary: `Say that the delivery of ${noun} is completed`,
      description: 'After that no other status is reported.',
    })
    complete(@Sent() sender: Sender, @Param('id', Id(ofOne)) id: string, @Body() { effectiveAt, ...fields }: CompleteDeliveryDto) {
      return this.change(id, { type: 'CompleteDelivery', ...fields }, sender, effectiveAt);
    }

    /** @param made what the receipt names, where that is not what is reported on */
    private async change(id: string, command: ReportCommand, sender: Sender, effectiveAt: Day | undefined, made = id): Promise<Receipt> {
      return { ...(await this.commands.execute(toCommand(id, command, sender.on(effectiveAt)))), id: made };
    }
  }
  return ReportsController;
}
