import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CountryGroupCommand, type CountryGroupId, countryGroup } from '@mithaq/domain';
import { permit } from '../access/policy.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';
import { countryGroupFacts } from './country-group-facts.js';

export class ChangeCountryGroup extends Command<Receipt> {
  constructor(
    readonly id: CountryGroupId,
    readonly command: CountryGroupCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeCountryGroup)
export class ChangeCountryGroupHandler implements ICommandHandler<ChangeCountryGroup> {
  constructor(private readonly ledger: Ledger) {}

  execute({ id, command, context }: ChangeCountryGroup): Promise<Receipt> {
    const facts = countryGroupFacts(this.ledger);
    return this.ledger.decide(countryGroup, id, command, context, async (asked, state, day, log) => {
      permit(context.actor, asked, undefined); // nobody's record: the United Nations keep the groups
      return facts(asked, state, day, log);
    });
  }
}
