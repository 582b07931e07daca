import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CoalitionId, OrganisationId } from '@mithaq/domain';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { Persons } from '../persons/persons.js';
import { ChangeCoalition, ChangeSignature } from './coalitions.commands.js';
import { LaunchCoalitionDto, PublishDocumentDto, SignDocumentDto, WithdrawSignatureDto } from './coalitions.dto.js';

const oneSignature = 'coalitions/:id/signatures/:organisation';

@ApiTags('coalitions')
@Controller('coalitions')
export class CoalitionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly persons: Persons,
  ) {}

  @Post()
  @Write('LaunchCoalition', {
    does: 'make',
    body: LaunchCoalitionDto,
    summary: 'Launch a coalition with the first version of its document',
    description: 'Of the text is recorded the SHA-256 of its canonical JSON (RFC 8785), so that what was signed can be shown to the byte.',
  })
  launch(@Sent() sender: Sender, @Body() { effectiveAt, ...fields }: LaunchCoalitionDto) {
    const command = { type: 'LaunchCoalition', ...fields } as const;
    return this.commands.execute(new ChangeCoalition(sender.newId as CoalitionId, command, sender.on(effectiveAt)));
  }

  @Post(':id/documents')
  @Write('PublishDocument', {
    does: 'act',
    body: PublishDocumentDto,
    summary: 'Publish a version of a coalition’s document',
    description:
      'Whoever signs from that day on signs it; who signed before stands by the version that was signed. The same text again is no version.',
  })
  publish(@Sent() sender: Sender, @Param('id', Id(CoalitionId)) id: CoalitionId, @Body() { effectiveAt, ...fields }: PublishDocumentDto) {
    return this.commands.execute(new ChangeCoalition(id, { type: 'PublishDocument', ...fields }, sender.on(effectiveAt)));
  }

  @Post(':id/signatures/:organisation')
  @Write('SignDocument', {
    does: 'act',
    at: oneSignature,
    body: SignDocumentDto,
    summary: 'Sign the document of a coalition for an organisation',
    description:
      'The version that is current on that day is signed, once. An organisation that stands by an earlier version signs the later one the same way.',
  })
  async sign(
    @Sent() sender: Sender,
    @Param('id', Id(CoalitionId)) coalition: CoalitionId,
    @Param('organisation', Id(OrganisationId)) organisation: OrganisationId,
    @Body() { effectiveAt, signatory: named, ...fields }: SignDocumentDto,
  ) {
    const { person: signatory, context } = await this.persons.seal(named, sender, effectiveAt, '/signatory');
    const command = { type: 'SignDocument', coalition, organisation, signatory, ...fields } as const;
    return this.commands.execute(new ChangeSignature(coalition, organisation, command, context));
  }

  @Post(':id/signatures/:organisation/withdrawal')
  @Write('WithdrawSignature', {
    does: 'act',
    at: oneSignature,
    body: WithdrawSignatureDto,
    summary: 'Withdraw the signature of an organisation',
    description: 'It stands by no version any more, and may sign again.',
  })
  withdraw(
    @Sent() sender: Sender,
    @Param('id', Id(CoalitionId)) coalition: CoalitionId,
    @Param('organisation', Id(OrganisationId)) organisation: OrganisationId,
    @Body() { effectiveAt, ...fields }: WithdrawSignatureDto,
  ) {
    const command = { type: 'WithdrawSignature', ...fields } as const;
    return this.commands.execute(new ChangeSignature(coalition, organisation, command, sender.on(effectiveAt)));
  }
}
