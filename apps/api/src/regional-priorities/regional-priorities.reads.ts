import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CycleProvenance, OrganisationId, RegionalPriorityId, RegionId } from '@mithaq/domain';
import { listRegionalPriorities, oneRegionalPriority, priorityStatuses, shaped, shownPriority } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { Id } from '../http/id.js';
import { MomentParameters, momentParameters } from '../reading/as-of.js';
import { eventsHeld, onePage, record, whole } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { anyOf, parameters } from '../reading/parameters.js';
import { Read, ReadEvents } from '../reading/read.js';
import './regional-priorities.answers.js';

const PrioritiesParameters = parameters({
  id: anyOf(RegionalPriorityId, 'These regional priorities.'),
  provenance: anyOf(CycleProvenance, 'Whether it is a demonstration. Default: submitted.'),
  status: anyOf(Type.Enum([...priorityStatuses]), 'Whether it is in force or retired.'),
  region: anyOf(RegionId, 'Of the region.'),
  actionPlan: anyOf(Type.String({ minLength: 1, maxLength: 100 }), 'Of the action plan, by its id.'),
  steward: anyOf(OrganisationId, 'The organisation that reports on it.'),
  ...momentParameters,
});
type PrioritiesParameters = Static<typeof PrioritiesParameters>;
@ApiTags('regional-priorities')
@Controller('regional-priorities')
export class RegionalPriorityReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({
    operationId: 'listRegionalPriorities',
    summary: 'The regional priorities of the action plans',
    parameters: PrioritiesParameters,
    answer: 'RegionalPriorities',
  })
  priorities(@ReadParameters(PrioritiesParameters) asked: Asked<PrioritiesParameters>) {
    return this.queries.execute(
      whole(asked, at =>
        shaped(listRegionalPriorities(at, asked.parameters), priorities => ({
          body: { data: priorities.map(shownPriority), page: onePage(priorities) },
          provenance: priorities.map(({ provenance }) => provenance),
        })),
      ),
    );
  }

  @Read({
    path: ':id',
    operationId: 'getRegionalPriority',
    summary: 'One regional priority',
    description: 'The commitments that serve it: `/commitments?regionalPriority={id}`.',
    parameters: MomentParameters,
    answer: 'RegionalPriority',
    of: { id: RegionalPriorityId },
  })
  priority(@Param('id', Id(RegionalPriorityId)) id: RegionalPriorityId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(
      record(
        asked,
        `regionalPriority-${id}`,
        at =>
          shaped(oneRegionalPriority(at, id), priority => priority && { body: shownPriority(priority), provenance: [priority.provenance] }),
        noLateOthers,
      ),
    );
  }

  @ReadEvents({ suffix: 'RegionalPriority', noun: 'regional priority', of: { id: RegionalPriorityId } })
  events(@Param('id', Id(RegionalPriorityId)) id: RegionalPriorityId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(eventsHeld(asked, `regionalPriority-${id}`));
  }
}

/** Of others it shows what never changes: whether its steward is of the demonstration. */
const noLateOthers = () => ({ statements: [], answer: () => false });
