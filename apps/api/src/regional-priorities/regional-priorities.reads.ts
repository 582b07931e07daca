import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RegionalPriorityId, RegionId } from '@mithaq/domain';
import { listRegionalPriorities, type RegionalPriorityItem } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { momentParameters } from '../reading/as-of.js';
import { onePage, shaped, whole } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { anyOf, parameters } from '../reading/parameters.js';
import { Read } from '../reading/read.js';
import './regional-priorities.answers.js';

const PrioritiesParameters = parameters({
  id: anyOf(RegionalPriorityId, 'These regional priorities.'),
  region: anyOf(RegionId, 'Of the region.'),
  actionPlan: anyOf(Type.String({ minLength: 1, maxLength: 100 }), 'Of the action plan, by its id.'),
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
          body: { data: priorities.map(noted), page: onePage(priorities) },
          provenance: [],
        })),
      ),
    );
  }
}

/** What was not read in a source is never shown as official. */
function noted(priority: RegionalPriorityItem) {
  if (priority.wording === 'verified') return priority;
  return { ...priority, wordingNote: { en: 'wording to be confirmed', ar: 'الصياغة بحاجة إلى تأكيد' } };
}
