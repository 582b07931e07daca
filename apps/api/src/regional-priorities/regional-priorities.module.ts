import { Module } from '@nestjs/common';
import { RegionalPriorityId } from '@mithaq/domain';
import { reportsOf } from '../reports/reports.controller.js';
import { ChangeRegionalPriority, ChangeRegionalPriorityHandler } from './regional-priorities.commands.js';
import { RegionalPrioritiesController } from './regional-priorities.controller.js';

const RegionalPriorityReportsController = reportsOf({
  collection: 'regional-priorities',
  id: RegionalPriorityId,
  noun: 'a regional priority',
  suffix: 'OnRegionalPriority',
  // As its address was checked.
  toCommand: (id, command, context) => new ChangeRegionalPriority(id as RegionalPriorityId, command, context),
});

@Module({
  controllers: [RegionalPrioritiesController, RegionalPriorityReportsController],
  providers: [ChangeRegionalPriorityHandler],
})
export class RegionalPrioritiesModule {}
