import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CorrectionCommand, CorrectionId } from '@mithaq/domain';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { type Receipt } from '../ledger/command-context.js';
import { ChangeCorrection } from './corrections.commands.js';
import { ApproveCorrectionDto, ProposeCorrectionDto, RejectCorrectionDto, WithdrawCorrectionDto } from './corrections.dto.js';

@ApiTags('corrections')
@Controller('corrections')
export class CorrectionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Write('ProposeCorrection', {
    does: 'make',
    body: ProposeCorrectionDto,
    summary: 'Propose a correction',
    description:
      'Of events of one record, by their ids: `void` takes one back with all that it said, `set` replaces top-level fields of its data (null removes), `effectiveAt` gives it another day. What would then contradict the record is refused, naming the event. The reason and the authority are recorded and public: do not name persons in them.',
  })
  propose(@Sent() sender: Sender, @Body() fields: ProposeCorrectionDto) {
    return this.change(sender.newId as CorrectionId, { type: 'ProposeCorrection', ...fields }, sender);
  }

  @Post(':id/approval')
  @Write('ApproveCorrection', {
    does: 'act',
    body: ApproveCorrectionDto,
    summary: 'Approve a correction that another administrator proposed',
    description:
      'At the revision of the record that was looked at. The compensating event is then appended at exactly that revision; where the record moves on first, the correction is overtaken and nothing is corrected.',
  })
  approve(@Sent() sender: Sender, @Param('id', Id(CorrectionId)) id: CorrectionId, @Body() fields: ApproveCorrectionDto) {
    return this.change(id, { type: 'ApproveCorrection', ...fields }, sender);
  }

  @Post(':id/rejection')
  @Write('RejectCorrection', { does: 'act', body: RejectCorrectionDto, summary: 'Reject a correction that another administrator proposed' })
  reject(@Sent() sender: Sender, @Param('id', Id(CorrectionId)) id: CorrectionId, @Body() fields: RejectCorrectionDto) {
    return this.change(id, { type: 'RejectCorrection', ...fields }, sender);
  }

  @Post(':id/withdrawal')
  @Write('WithdrawCorrection', { does: 'act', body: WithdrawCorrectionDto, summary: 'Withdraw a correction that you proposed' })
  withdraw(@Sent() sender: Sender, @Param('id', Id(CorrectionId)) id: CorrectionId, @Body() fields: WithdrawCorrectionDto) {
    return this.change(id, { type: 'WithdrawCorrection', ...fields }, sender);
  }

  private change(id: CorrectionId, command: CorrectionCommand, sender: Sender): Promise<Receipt> {
    return this.commands.execute(new ChangeCorrection(id, command, sender.on(undefined)));
  }
}
