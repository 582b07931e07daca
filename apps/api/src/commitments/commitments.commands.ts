import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { commitment, type CommitmentCommand, type CommitmentId } from '@mithaq/domain';
import { permit } from '../access/policy.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';
import { commitmentFacts } from './commitment-facts.js';

export class ChangeCommitment extends Command<Receipt> {
  constructor(
    readonly id: CommitmentId,
    readonly command: CommitmentCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeCommitment)
export class ChangeCommitmentHandler implements ICommandHandler<ChangeCommitment> {
  constructor(private readonly ledger: Ledger) {}

  execute({ id, command, context }: ChangeCommitment): Promise<Receipt> {
    const facts = commitmentFacts(this.ledger, id, context.actor);
    return this.ledger.decide(commitment, id, command, context, async (asked, state, day, log) => {
      // Whose record it is, the stream says; of one that is not there the domain says so itself.
      const recorded = state.registration === 'unknown' ? undefined : state.lead;
      permit(context.actor, asked, asked.type === 'PledgeCommitment' ? asked.lead : recorded);
      return facts(asked, state, day, log);
    });
  }
}
