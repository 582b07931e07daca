import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type FocusAreaId, type OrganisationId, workingGroup, type WorkingGroup, type WorkingGroupCommand } from '@mithaq/domain';
import { permit } from '../access/policy.js';
import { Clock } from '../ledger/clock.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';
import { workingGroupFacts } from './working-group-facts.js';

export class ChangeWorkingGroup extends Command<Receipt> {
  constructor(
    readonly id: FocusAreaId,
    readonly command: WorkingGroupCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeWorkingGroup)
export class ChangeWorkingGroupHandler implements ICommandHandler<ChangeWorkingGroup> {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  async execute({ id, command, context }: ChangeWorkingGroup): Promise<Receipt> {
    const facts = workingGroupFacts(this.ledger, this.clock);
    const receipt = await this.ledger.decide(workingGroup, id, command, context, async (asked, state, day, log) => {
      permit(context.actor, asked, ownerOf(asked, state));
      return facts(asked, state, day, log);
    });
    return 'appointment' in command ? { ...receipt, id: command.appointment } : receipt;
  }
}

/** Whose seat it is, the stream says; of an appointment that is not there the domain says so itself. */
function ownerOf(command: WorkingGroupCommand, state: WorkingGroup): OrganisationId | undefined {
  if (command.type !== 'StandDown' || state.status === 'none') return undefined;
  return state.appointments.get(command.appointment)?.organisation;
}
