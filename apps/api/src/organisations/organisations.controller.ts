import { Body, Controller, Param, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type Day, type OrganisationCommand, OrganisationId } from '@mithaq/domain';
import { isOfSecretariat } from '../access/policy.js';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { type Receipt } from '../ledger/command-context.js';
import { ChangeOrganisation } from './organisations.commands.js';
import { AmendOrganisationDto, RegisterOrganisationDto, VerifyOrganisationDto } from './organisations.dto.js';

@ApiTags('organisations')
@Controller('organisations')
export class OrganisationsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Write('RegisterOrganisation', {
    does: 'make',
    body: RegisterOrganisationDto,
    summary: 'Register an organisation',
    description:
      'A partner registers the organisation that its token names, under that id; the secretariat registers any body, with a source.',
  })
  register(@Sent() sender: Sender, @Body() { effectiveAt, ...details }: RegisterOrganisationDto) {
    const { actor, newId } = sender;
    const own = actor.roles.includes('partner') && !isOfSecretariat(actor);
    const id = (own ? actor.organisation : undefined) ?? newId;
    return this.change(id as OrganisationId, { type: 'RegisterOrganisation', ...details }, sender, effectiveAt);
  }

  @Patch(':id')
  @Write('AmendOrganisation', { does: 'amend', body: AmendOrganisationDto, summary: 'Amend the details of an organisation' })
  amend(
    @Sent() sender: Sender,
    @Param('id', Id(OrganisationId)) id: OrganisationId,
    @Body() { effectiveAt, ...fields }: AmendOrganisationDto,
  ) {
    return this.change(id, { type: 'AmendOrganisation', ...fields }, sender, effectiveAt);
  }

  @Post(':id/verification')
  @Write('VerifyOrganisation', { does: 'act', body: VerifyOrganisationDto, summary: 'Verify an organisation' })
  verify(
    @Sent() sender: Sender,
    @Param('id', Id(OrganisationId)) id: OrganisationId,
    @Body() { effectiveAt, ...fields }: VerifyOrganisationDto,
  ) {
    return this.change(id, { type: 'VerifyOrganisation', ...fields }, sender, effectiveAt);
  }

  private change(id: OrganisationId, command: OrganisationCommand, sender: Sender, effectiveAt: Day | undefined): Promise<Receipt> {
    return this.commands.execute(new ChangeOrganisation(id, command, sender.on(effectiveAt)));
  }
}
