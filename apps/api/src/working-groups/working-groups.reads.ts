import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AppointmentId, type Day, FocusAreaId, Provenance } from '@mithaq/domain';
import {
  type CoChair,
  type Facilitated,
  facilitatedBy,
  listWorkingGroups,
  type Moment,
  oneAppointment,
  oneWorkingGroup,
  shaped,
  together,
  type WorkingGroupPage,
  type WorkingGroups,
} from '@mithaq/projections';
import { type Static } from 'typebox';
import { Id } from '../http/id.js';
import { MomentParameters, momentParameters } from '../reading/as-of.js';
import { eventsHeld, found, record, type Shown, whole } from '../reading/ask.js';
import { type Asked, type Chosen, ReadParameters } from '../reading/asked.js';
import { figureFilter, FigureParameters, ofCycle } from '../reading/figure-filter.js';
import { countedIn } from '../reading/notices.js';
import { anyOf, parameters } from '../reading/parameters.js';
import { Read, ReadEvents } from '../reading/read.js';
import './working-groups.answers.js';

const GroupsParameters = parameters({
  provenance: anyOf(Provenance, 'Where the record of a group comes from. Default: submitted, published.'),
  ...momentParameters,
});
type GroupsParameters = Static<typeof GroupsParameters>;
const { facilitatedBy: _facilitatedBy, ...ofOneGroup } = FigureParameters.properties;
export const OneGroupParameters = parameters(ofOneGroup);
export type OneGroupParameters = Static<typeof OneGroupParameters>;
@ApiTags('working-groups')
@Controller('working-groups')
export class WorkingGroupReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({
    operationId: 'getWorkingGroups',
    summary: 'The four working groups: who leads them on the day, and which regions and seats are missing',
    parameters: GroupsParameters,
    answer: 'WorkingGroups',
  })
  groups(@ReadParameters(GroupsParameters) asked: Asked<GroupsParameters>) {
    return this.queries.execute(
      whole(asked, (at, day) => shaped(listWorkingGroups(at, day, asked.parameters.provenance), groups => shownTogether(groups))),
    );
  }

  @Read({
    path: ':id',
    operationId: 'getWorkingGroup',
    summary: 'One working group: all terms of its co-chairs, and the commitments that it facilitated',
    description: 'The filters choose among the commitments that it facilitated.',
    parameters: OneGroupParameters,
    answer: 'WorkingGroup',
    of: { id: FocusAreaId },
  })
  group(@Param('id', Id(FocusAreaId)) id: FocusAreaId, @ReadParameters(OneGroupParameters) asked: Asked<OneGroupParameters>) {
    return this.queries.execute(record(asked, `workingGroup-${id}`, workingGroupShown(asked.parameters, id)));
  }

  @Read({
    path: ':id/appointments/:appointment',
    operationId: 'getAppointment',
    summary: 'One appointment of a co-chair',
    parameters: MomentParameters,
    answer: 'Appointment',
    of: { id: FocusAreaId, appointment: AppointmentId },
  })
  appointment(
    @Param('id', Id(FocusAreaId)) id: FocusAreaId,
    @Param('appointment', Id(AppointmentId)) appointment: AppointmentId,
    @ReadParameters(MomentParameters) asked: Asked<object>,
  ) {
    return this.queries.execute(
      found(
        asked,
        `workingGroup-${id}`,
        (at, day) =>
          shaped(
            oneAppointment(at, day, id, appointment),
            found => found && { body: found, provenance: provenancesOf([found]), names: 'persons' },
          ),
        { word: 'appointment', id: appointment, madeBy: { type: 'CoChairAppointed', field: 'appointment' } },
      ),
    );
  }

  @ReadEvents({ suffix: 'WorkingGroup', noun: 'working group', of: { id: FocusAreaId } })
  events(@Param('id', Id(FocusAreaId)) id: FocusAreaId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(eventsHeld(asked, `workingGroup-${id}`));
  }
}

export function workingGroupShown(asked: Chosen<OneGroupParameters>, id: FocusAreaId) {
  const { cycle } = asked;
  return (at: Moment, day: Day) =>
    shaped(
      together(oneWorkingGroup(at, day, id), ofCycle(cycle, facilitatedBy(at, day, id, figureFilter(asked), cycle))),
      ([group, facilitated]) => group && shownAlone(group, facilitated),
    );
}

function shownTogether(groups: WorkingGroups): Shown {
  const lines = groups.tables.flatMap(table => table.groups);
  return {
    body: groups,
    provenance: lines.flatMap(({ provenance, coChairs }) => [...(provenance ? [provenance] : []), ...provenancesOf(coChairs)]),
    names: 'persons',
  };
}

function shownAlone(group: WorkingGroupPage, { rule, tables }: Facilitated): Shown {
  return {
    body: { rule, ...group, tables },
    provenance: [
      ...(group.provenance ? [group.provenance] : []),
      ...provenancesOf(group.terms),
      ...countedIn(tables, line => line.facilitated),
    ],
    names: 'persons',
  };
}

/** Of the organisations that are shown. */
function provenancesOf(coChairs: readonly CoChair[]): Provenance[] {
  return coChairs.flatMap(({ organisation: { provenance } }) => (provenance ? [provenance] : []));
}
