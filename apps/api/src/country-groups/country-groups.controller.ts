import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CountryGroupCommand, CountryGroupId, type Day } from '@mithaq/domain';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { type Receipt } from '../ledger/command-context.js';
import { ChangeCountryGroup } from './country-groups.commands.js';
import { RecordGraduationDto, RecordJoiningDto } from './country-groups.dto.js';

@ApiTags('country-groups')
@Controller('country-groups/:id')
export class CountryGroupsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('joinings')
  @Write('RecordJoining', {
    does: 'act',
    body: RecordJoiningDto,
    summary: 'Record that a country joined a country group',
    description: 'From `effectiveAt` on it is a member; no earlier day moves.',
  })
  join(@Sent() sender: Sender, @Param('id', Id(CountryGroupId)) id: CountryGroupId, @Body() { effectiveAt, ...fields }: RecordJoiningDto) {
    return this.change(id, { type: 'RecordJoining', ...fields }, sender, effectiveAt);
  }

  @Post('graduations')
  @Write('RecordGraduation', {
    does: 'act',
    body: RecordGraduationDto,
    summary: 'Record that a country graduated from a country group',
    description:
      'From `effectiveAt` on it is no member; no earlier day moves. A planned graduation is none: it is recorded when its day has come.',
  })
  graduate(
    @Sent() sender: Sender,
    @Param('id', Id(CountryGroupId)) id: CountryGroupId,
    @Body() { effectiveAt, ...fields }: RecordGraduationDto,
  ) {
    return this.change(id, { type: 'RecordGraduation', ...fields }, sender, effectiveAt);
  }

  private change(id: CountryGroupId, command: CountryGroupCommand, sender: Sender, effectiveAt: Day | undefined): Promise<Receipt> {
    return this.commands.execute(new ChangeCountryGroup(id, command, sender.on(effectiveAt)));
  }
}
