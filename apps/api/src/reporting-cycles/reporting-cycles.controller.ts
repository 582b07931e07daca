import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CycleId, type Day, type ReportingCycleCommand } from '@mithaq/domain';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { type Receipt } from '../ledger/command-context.js';
import { ChangeReportingCycle } from './reporting-cycles.commands.js';
import { CloseReportingCycleDto, ExtendReportingCycleDto, OpenReportingCycleDto } from './reporting-cycles.dto.js';

@ApiTags('reporting-cycles')
@Controller('reporting-cycles')
export class ReportingCyclesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Write('OpenReportingCycle', {
    does: 'make',
    body: OpenReportingCycleDto,
    summary: 'Open a reporting cycle',
    description: 'Its days follow each other: from, to (what is reported on), opens, due, grace; all inclusive, UTC.',
  })
  open(@Sent() sender: Sender, @Body() { effectiveAt, ...fields }: OpenReportingCycleDto) {
    return this.change(sender.newId as CycleId, { type: 'OpenReportingCycle', ...fields }, sender, effectiveAt);
  }

  @Post(':id/extension')
  @Write('ExtendReportingCycle', { does: 'act', body: ExtendReportingCycleDto, summary: 'Give more time for the reports of a cycle' })
  extend(@Sent() sender: Sender, @Param('id', Id(CycleId)) id: CycleId, @Body() { effectiveAt, ...fields }: ExtendReportingCycleDto) {
    return this.change(id, { type: 'ExtendReportingCycle', ...fields }, sender, effectiveAt);
  }

  @Post(':id/closing')
  @Write('CloseReportingCycle', {
    does: 'act',
    body: CloseReportingCycleDto,
    summary: 'Close a reporting cycle and freeze its tables',
    description: 'After its grace. The tables are recorded with the closing: nothing that is recorded later counts in them.',
  })
  close(@Sent() sender: Sender, @Param('id', Id(CycleId)) id: CycleId, @Body() { effectiveAt, ...fields }: CloseReportingCycleDto) {
    return this.change(id, { type: 'CloseReportingCycle', ...fields }, sender, effectiveAt);
  }

  private change(id: CycleId, command: ReportingCycleCommand, sender: Sender, effectiveAt: Day | undefined): Promise<Receipt> {
    return this.commands.execute(new ChangeReportingCycle(id, command, sender.on(effectiveAt)));
  }
}
