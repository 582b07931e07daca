import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AppointmentId, FocusAreaId, type WorkingGroupCommand } from '@mithaq/domain';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Persons } from '../persons/persons.js';
import { ChangeWorkingGroup } from './working-groups.commands.js';
import { AppointCoChairDto, EndTermDto, EstablishWorkingGroupDto, StandDownDto } from './working-groups.dto.js';

const oneAppointment = 'working-groups/:id/appointments/:appointment';

@ApiTags('working-groups')
@Controller('working-groups')
export class WorkingGroupsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly persons: Persons,
  ) {}

  @Post(':id/establishment')
  @Write('EstablishWorkingGroup', {
    does: 'act',
    body: EstablishWorkingGroupDto,
    summary: 'Establish the working group of a focus area',
  })
  establish(
    @Sent() sender: Sender,
    @Param('id', Id(FocusAreaId)) focusArea: FocusAreaId,
    @Body() { effectiveAt, ...fields }: EstablishWorkingGroupDto,
  ) {
    return this.change(focusArea, { type: 'EstablishWorkingGroup', focusArea, ...fields }, sender.on(effectiveAt));
  }

  @Post(':id/appointments')
  @Write('AppointCoChair', {
    does: 'act',
    at: 'working-groups/:id/appointments/:made',
    body: AppointCoChairDto,
    summary: 'Appoint a co-chair to a seat, for a term',
    description:
      'Three or four co-chairs lead a group: one or two seats of the membership, one of the private sector, one of civil society or the ' +
      'international organisations. A term that leaves no room for another is refused; one that leaves a seat empty is not. A term that ' +
      'began on an earlier day is recorded as of that day: `effectiveAt` is then no later than `from`. The receipt’s id is the appointment’s.',
  })
  async appoint(
    @Sent() sender: Sender,
    @Param('id', Id(FocusAreaId)) focusArea: FocusAreaId,
    @Body() { effectiveAt, person: named, ...fields }: AppointCoChairDto,
  ) {
    const appointment = sender.newId as AppointmentId;
    const { person, context } = await this.persons.seal(named, sender, effectiveAt, '/person');
    return this.change(focusArea, { type: 'AppointCoChair', appointment, person, ...fields }, context);
  }

  @Post(':id/appointments/:appointment/standing-down')
  @Write('StandDown', {
    does: 'act',
    at: oneAppointment,
    body: StandDownDto,
    summary: 'Stand down as a co-chair',
    description: 'By the organisation whose co-chair it is. A term is only ever ended earlier; before it begins, the seat is not taken up.',
  })
  standDown(
    @Sent() sender: Sender,
    @Param('id', Id(FocusAreaId)) focusArea: FocusAreaId,
    @Param('appointment', Id(AppointmentId)) appointment: AppointmentId,
    @Body() { effectiveAt, ...fields }: StandDownDto,
  ) {
    return this.change(focusArea, { type: 'StandDown', appointment, ...fields }, sender.on(effectiveAt));
  }

  @Post(':id/appointments/:appointment/end')
  @Write('EndTerm', {
    does: 'act',
    at: oneAppointment,
    body: EndTermDto,
    summary: 'End the term of a co-chair, by decision of the secretariat',
  })
  end(
    @Sent() sender: Sender,
    @Param('id', Id(FocusAreaId)) focusArea: FocusAreaId,
    @Param('appointment', Id(AppointmentId)) appointment: AppointmentId,
    @Body() { effectiveAt, ...fields }: EndTermDto,
  ) {
    return this.change(focusArea, { type: 'EndTerm', appointment, ...fields }, sender.on(effectiveAt));
  }

  private change(id: FocusAreaId, command: WorkingGroupCommand, context: CommandContext): Promise<Receipt> {
    return this.commands.execute(new ChangeWorkingGroup(id, command, context));
  }
}
