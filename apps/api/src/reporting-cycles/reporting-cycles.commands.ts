import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CycleId, reportingCycle, type ReportingCycleCommand } from '@mithaq/domain';
import { EventStore } from '@mithaq/event-store';
import { Views } from '@mithaq/projections';
import { permit } from '../access/policy.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';
import { reportingCycleFacts } from './reporting-cycle-facts.js';

export class ChangeReportingCycle extends Command<Receipt> {
  constructor(
    readonly id: CycleId,
    readonly command: ReportingCycleCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeReportingCycle)
export class ChangeReportingCycleHandler implements ICommandHandler<ChangeReportingCycle> {
  constructor(
    private readonly ledger: Ledger,
    private readonly store: EventStore,
    private readonly views: Views,
  ) {}

  execute({ id, command, context }: ChangeReportingCycle): Promise<Receipt> {
    permit(context.actor, command, null);
    return this.ledger.decide(reportingCycle, id, command, context, reportingCycleFacts({ store: this.store, views: this.views }, id));
  }
}
