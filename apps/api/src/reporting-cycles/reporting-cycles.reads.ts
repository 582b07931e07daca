import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CycleId, CycleProvenance, missingStates, Provenance } from '@mithaq/domain';
import {
  type CycleFigures,
  type CyclePage,
  cycleStatuses,
  defaultDutySort,
  dutyOrder,
  dutySorts,
  dutyStates,
  listCycles,
  listDuties,
  listPriorityDuties,
  oneCycle,
  perCycle,
  provenances,
  repliesSince,
  restatedSince,
  shaped,
  shownDuty,
  together,
} from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { Id } from '../http/id.js';
import { MomentParameters, momentParameters } from '../reading/as-of.js';
import { type AskedOn, eventsHeld, found, onePage, pageWithin, record, type Shown, whole } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { figureFilter, figureFilterParameters } from '../reading/figure-filter.js';
import { anyOf, pageParameters, parameters, sortedBy, toSorts } from '../reading/parameters.js';
import { Read, ReadEvents } from '../reading/read.js';
import './reporting-cycles.answers.js';

const CyclesParameters = parameters({
  provenance: anyOf(CycleProvenance, 'Whom they ask. Default: submitted.'),
  status: anyOf(Type.Enum([...cycleStatuses]), 'Whether the tables are frozen.'),
  missing: anyOf(Type.Enum([...missingStates]), 'Where a report that is missing stands on the day.'),
  ...momentParameters,
});
type CyclesParameters = Static<typeof CyclesParameters>;

const yesOrNo = (description: string) => Type.Optional(Type.Enum(['yes', 'no'], { description }));
const DutiesParameters = parameters({
  ...figureFilterParameters,
  provenance: anyOf(Provenance, 'Where the record comes from. Default: all that the cycle asks.'),
  state: anyOf(Type.Enum([...dutyStates]), 'What is done about it on the day.'),
  late: yesOrNo('Whether the first report came after the due day.'),
  slipped: yesOrNo('Whether delivery is worse than to the cycle before.'),
  neverReported: yesOrNo('Whether nothing was ever reported of it.'),
  sort: sortedBy(dutySorts, 'title'),
  ...pageParameters,
  ...momentParameters,
});
type DutiesParameters = Static<typeof DutiesParameters>;
@ApiTags('reporting-cycles')
@Controller('reporting-cycles')
export class ReportingCycleReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({
    operationId: 'listReportingCycles',
    summary: 'The reporting cycles, the latest period first',
    parameters: CyclesParameters,
    answer: 'ReportingCycles',
  })
  cycles(@ReadParameters(CyclesParameters) asked: Asked<CyclesParameters>) {
    return this.queries.execute(
      whole(asked, (at, day) =>
        shaped(listCycles(at, day, asked.parameters), cycles => ({
          body: { data: cycles, page: onePage(cycles) },
          provenance: cycles.map(({ provenance }) => provenance),
        })),
      ),
    );
  }

  @Read({
    path: ':id',
    operationId: 'getReportingCycle',
    summary: 'One reporting cycle: who reported, who did not',
    parameters: MomentParameters,
    answer: 'ReportingCycle',
    of: { id: CycleId },
  })
  cycle(@Param('id', Id(CycleId)) id: CycleId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(
      record(asked, streamOf(id), (at, day) =>
        shaped(together(oneCycle(at, day, id), perCycle(at, day, id)), ([cycle, figures]) => cycle && figures && shown(cycle, figures)),
      ),
    );
  }

  @Read({
    path: ':id/duties',
    operationId: 'listDuties',
    summary: 'What commitments owe to a cycle, and what is done about it',
    parameters: DutiesParameters,
    answer: 'Duties',
    of: { id: CycleId },
  })
  duties(@Param('id', Id(CycleId)) id: CycleId, @ReadParameters(DutiesParameters) asked: Asked<DutiesParameters>) {
    const { sort, state, late, slipped, neverReported, limit: _limit, cursor: _cursor, ...rest } = asked.parameters;
    const sorts = toSorts(sort) ?? defaultDutySort;
    const filter = {
      // Of these the cycle asks what is of its kind.
      provenance: provenances,
      ...figureFilter(rest),
      ...(state && { state }),
      ...said('late', late),
      ...said('slipped', slipped),
      ...said('neverReported', neverReported),
    };
    return this.queries.execute(
      pageWithin(asked, streamOf(id), dutyOrder(sorts), (at, page, day) =>
        shaped(listDuties(at, day, id, filter, page, sorts), listed => listed && { ...listed, items: listed.items.map(shownDuty) }),
      ),
    );
  }

  @Read({
    path: ':id/regional-priorities',
    operationId: 'listPriorityDuties',
    summary: 'What regional priorities owe to a cycle through their stewards, and what is done about it',
    parameters: MomentParameters,
    answer: 'PriorityDuties',
    of: { id: CycleId },
  })
  priorities(@Param('id', Id(CycleId)) id: CycleId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(
      found(asked, streamOf(id), (at, day) =>
        shaped(
          together(oneCycle(at, day, id), listPriorityDuties(at, day, id)),
          ([cycle, duties]) => cycle && duties && { body: { data: duties, page: onePage(duties) }, provenance: [cycle.provenance] },
        ),
      ),
    );
  }

  @ReadEvents({ suffix: 'ReportingCycle', noun: 'reporting cycle', of: { id: CycleId } })
  events(@Param('id', Id(CycleId)) id: CycleId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(eventsHeld(asked, streamOf(id)));
  }
}

function streamOf(id: CycleId): string {
  return `reportingCycle-${id}`;
}

function said<Name extends string>(name: Name, answer: 'yes' | 'no' | undefined) {
  return answer === undefined ? {} : { [name]: answer === 'yes' };
}

/** Of a closed cycle the figures as frozen, and as they are counted now for the day of its closing: what was recorded since is in these alone. */
function shown({ closing, ...cycle }: CyclePage, figures: CycleFigures): Shown | AskedOn {
  const { provenance } = cycle;
  if (!closing)
    return { body: { ...cycle, frozen: null, counted: counted(figures), since: null, restated: null }, provenance: [provenance] };
  const frozen = { ...closing, before: closing.before ?? null };
  const countedTo = BigInt(closing.countedTo);
  return {
    day: closing.event.day,
    question: (at, day) =>
      shaped(
        together(perCycle(at, day, cycle.id), together(repliesSince(at, cycle.id, countedTo), restatedSince(at, day, cycle.id, countedTo))),
        // On that day it is there: it was closed.
        ([then, [since, restated]]) => ({
          body: { ...cycle, frozen, counted: counted(then!), since, restated },
          provenance: [provenance],
        }),
      ),
  };
}

function counted({ rule, before, tables, regionalPriorities }: CycleFigures) {
  return { rule, before, tables, regionalPriorities };
}
