import { Body, Controller, Param, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CommitmentCommand, CommitmentId, type Day } from '@mithaq/domain';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { type Receipt } from '../ledger/command-context.js';
import { ChangeCommitment } from './commitments.commands.js';
import {
  AcceptCommitmentDto,
  AmendCommitmentDto,
  AnnounceCommitmentDto,
  NoteCommitmentDto,
  PledgeCommitmentDto,
  ReturnCommitmentDto,
  SupersedeCommitmentDto,
  WithdrawCommitmentDto,
} from './commitments.dto.js';

@ApiTags('commitments')
@Controller('commitments')
export class CommitmentsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Write('PledgeCommitment', { does: 'make', body: PledgeCommitmentDto, summary: 'Pledge a commitment' })
  pledge(@Sent() sender: Sender, @Body() { effectiveAt, ...fields }: PledgeCommitmentDto) {
    return this.change(sender.newId as CommitmentId, { type: 'PledgeCommitment', ...fields }, sender, effectiveAt);
  }

  @Patch(':id')
  @Write('AmendCommitment', {
    does: 'amend',
    body: AmendCommitmentDto,
    summary: 'Amend a commitment',
    description: '`changes` has only the fields that change, each whole; null clears. The lead cannot be amended: supersede.',
  })
  amend(@Sent() sender: Sender, @Param('id', Id(CommitmentId)) id: CommitmentId, @Body() { effectiveAt, ...fields }: AmendCommitmentDto) {
    return this.change(id, { type: 'AmendCommitment', ...fields }, sender, effectiveAt);
  }

  @Post(':id/acceptance')
  @Write('AcceptCommitment', { does: 'act', body: AcceptCommitmentDto, summary: 'Accept a pledged commitment' })
  accept(@Sent() sender: Sender, @Param('id', Id(CommitmentId)) id: CommitmentId, @Body() { effectiveAt, ...fields }: AcceptCommitmentDto) {
    return this.change(id, { type: 'AcceptCommitment', ...fields }, sender, effectiveAt);
  }

  @Post(':id/return')
  @Write('ReturnCommitment', { does: 'act', body: ReturnCommitmentDto, summary: 'Return a pledged commitment, with the reason' })
  return(@Sent() sender: Sender, @Param('id', Id(CommitmentId)) id: CommitmentId, @Body() { effectiveAt, ...fields }: ReturnCommitmentDto) {
    return this.change(id, { type: 'ReturnCommitment', ...fields }, sender, effectiveAt);
  }

  @Post(':id/announcement')
  @Write('AnnounceCommitment', { does: 'act', body: AnnounceCommitmentDto, summary: 'Announce an accepted commitment' })
  announce(
    @Sent() sender: Sender,
    @Param('id', Id(CommitmentId)) id: CommitmentId,
    @Body() { effectiveAt, ...fields }: AnnounceCommitmentDto,
  ) {
    return this.change(id, { type: 'AnnounceCommitment', ...fields }, sender, effectiveAt);
  }

  @Post(':id/notes')
  @Write('NoteCommitment', {
    does: 'act',
    body: NoteCommitmentDto,
    summary: 'Note another published figure or restatement',
    description: 'It stands beside the commitment with its source, and is in no sum.',
  })
  note(@Sent() sender: Sender, @Param('id', Id(CommitmentId)) id: CommitmentId, @Body() { effectiveAt, ...fields }: NoteCommitmentDto) {
    return this.change(id, { type: 'NoteCommitment', ...fields }, sender, effectiveAt);
  }

  @Post(':id/withdrawal')
  @Write('WithdrawCommitment', { does: 'act', body: WithdrawCommitmentDto, summary: 'Withdraw a commitment' })
  withdraw(
    @Sent() sender: Sender,
    @Param('id', Id(CommitmentId)) id: CommitmentId,
    @Body() { effectiveAt, ...fields }: WithdrawCommitmentDto,
  ) {
    return this.change(id, { type: 'WithdrawCommitment', ...fields }, sender, effectiveAt);
  }

  @Post(':id/supersession')
  @Write('SupersedeCommitment', { does: 'act', body: SupersedeCommitmentDto, summary: 'Supersede a standing commitment by another' })
  supersede(
    @Sent() sender: Sender,
    @Param('id', Id(CommitmentId)) id: CommitmentId,
    @Body() { effectiveAt, ...fields }: SupersedeCommitmentDto,
  ) {
    return this.change(id, { type: 'SupersedeCommitment', ...fields }, sender, effectiveAt);
  }

  private change(id: CommitmentId, command: CommitmentCommand, sender: Sender, effectiveAt: Day | undefined): Promise<Receipt> {
    return this.commands.execute(new ChangeCommitment(id, command, sender.on(effectiveAt)));
  }
}
