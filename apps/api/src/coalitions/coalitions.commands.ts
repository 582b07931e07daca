import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { coalition, type CoalitionCommand, type CoalitionId, type OrganisationId, signature, type SignatureCommand } from '@mithaq/domain';
import { permit } from '../access/policy.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';
import { coalitionFacts } from './coalition-facts.js';
import { signatureFacts, signatureId } from './signature-facts.js';

export class ChangeCoalition extends Command<Receipt> {
  constructor(
    readonly id: CoalitionId,
    readonly command: CoalitionCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeCoalition)
export class ChangeCoalitionHandler implements ICommandHandler<ChangeCoalition> {
  constructor(private readonly ledger: Ledger) {}

  execute({ id, command, context }: ChangeCoalition): Promise<Receipt> {
    permit(context.actor, command, null);
    return this.ledger.decide(coalition, id, command, context, coalitionFacts);
  }
}

export class ChangeSignature extends Command<Receipt> {
  constructor(
    readonly coalition: CoalitionId,
    readonly organisation: OrganisationId,
    readonly command: SignatureCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeSignature)
export class ChangeSignatureHandler implements ICommandHandler<ChangeSignature> {
  constructor(private readonly ledger: Ledger) {}

  execute({ coalition, organisation, command, context }: ChangeSignature): Promise<Receipt> {
    const facts = signatureFacts(this.ledger);
    return this.ledger.decide(signature, signatureId(coalition, organisation), command, context, async (asked, state, day, log) => {
      permit(context.actor, asked, organisation);
      return facts(asked, state, day, log);
    });
  }
}
