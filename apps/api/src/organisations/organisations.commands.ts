import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type OrganisationCommand, type OrganisationId, organisation } from '@mithaq/domain';
import { permit } from '../access/policy.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';
import { organisationFacts } from './organisation-facts.js';

export class ChangeOrganisation extends Command<Receipt> {
  constructor(
    readonly id: OrganisationId,
    readonly command: OrganisationCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeOrganisation)
export class ChangeOrganisationHandler implements ICommandHandler<ChangeOrganisation> {
  constructor(private readonly ledger: Ledger) {}

  execute({ id, command, context }: ChangeOrganisation): Promise<Receipt> {
    const facts = organisationFacts(this.ledger);
    return this.ledger.decide(organisation, id, command, context, async (asked, state, day, log) => {
      permit(context.actor, asked, id);
      return facts(asked, state, day, log);
    });
  }
}
