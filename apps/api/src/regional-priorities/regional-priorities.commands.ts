import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { regionalPriority, type RegionalPriorityCommand, type RegionalPriorityId } from '@mithaq/domain';
import { permit } from '../access/policy.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';
import { regionalPriorityFacts } from './regional-priority-facts.js';

export class ChangeRegionalPriority extends Command<Receipt> {
  constructor(
    readonly id: RegionalPriorityId,
    readonly command: RegionalPriorityCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeRegionalPriority)
export class ChangeRegionalPriorityHandler implements ICommandHandler<ChangeRegionalPriority> {
  constructor(private readonly ledger: Ledger) {}

  execute({ id, command, context }: ChangeRegionalPriority): Promise<Receipt> {
    const facts = regionalPriorityFacts(this.ledger, context.actor);
    return this.ledger.decide(regionalPriority, id, command, context, async (asked, state, day, log) => {
      // Its steward reports on it; where it has none, only the secretariat does.
      permit(context.actor, asked, state.status === 'unknown' ? undefined : (state.details.steward ?? null));
      return facts(asked, state, day, log);
    });
  }
}
