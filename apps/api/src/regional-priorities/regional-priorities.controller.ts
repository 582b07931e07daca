import { Body, Controller, Param, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type Day, type RegionalPriorityCommand, RegionalPriorityId } from '@mithaq/domain';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { type Receipt } from '../ledger/command-context.js';
import { ChangeRegionalPriority } from './regional-priorities.commands.js';
import { AdoptRegionalPriorityDto, AmendRegionalPriorityDto, RetireRegionalPriorityDto } from './regional-priorities.dto.js';

@ApiTags('regional-priorities')
@Controller('regional-priorities/:id')
export class RegionalPrioritiesController {
  constructor(private readonly commands: CommandBus) {}

  // Its id is no drawn one: it is the number that the action plan gives it, so that who reads the plan finds it. And as every stream is
  // named by path or key, never by the body, it stands in the path.
  @Post('adoption')
  @Write('AdoptRegionalPriority', {
    does: 'act',
    body: AdoptRegionalPriorityDto,
    summary: 'Adopt a regional priority',
    description:
      'Its id is as the action plan numbers it, in lower case: `kap-afr1`. Wording that was not read in a source is `to-be-confirmed`.',
  })
  adopt(
    @Sent() sender: Sender,
    @Param('id', Id(RegionalPriorityId)) id: RegionalPriorityId,
    @Body() { effectiveAt, ...fields }: AdoptRegionalPriorityDto,
  ) {
    return this.change(id, { type: 'AdoptRegionalPriority', ...fields }, sender, effectiveAt);
  }

  @Patch()
  @Write('AmendRegionalPriority', {
    does: 'amend',
    body: AmendRegionalPriorityDto,
    summary: 'Amend a regional priority',
    description: '`changes` has only the fields that change, each whole; null takes the steward away. Region and action plan stay.',
  })
  amend(
    @Sent() sender: Sender,
    @Param('id', Id(RegionalPriorityId)) id: RegionalPriorityId,
    @Body() { effectiveAt, ...fields }: AmendRegionalPriorityDto,
  ) {
    return this.change(id, { type: 'AmendRegionalPriority', ...fields }, sender, effectiveAt);
  }

  @Post('retirement')
  @Write('RetireRegionalPriority', {
    does: 'act',
    body: RetireRegionalPriorityDto,
    summary: 'Retire a regional priority',
    description: 'From that day on no commitment newly serves it; what serves it already goes on to.',
  })
  retire(
    @Sent() sender: Sender,
    @Param('id', Id(RegionalPriorityId)) id: RegionalPriorityId,
    @Body() { effectiveAt, ...fields }: RetireRegionalPriorityDto,
  ) {
    return this.change(id, { type: 'RetireRegionalPriority', ...fields }, sender, effectiveAt);
  }

  private change(id: RegionalPriorityId, command: RegionalPriorityCommand, sender: Sender, effectiveAt: Day | undefined): Promise<Receipt> {
    return this.commands.execute(new ChangeRegionalPriority(id, command, sender.on(effectiveAt)));
  }
}
