import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { person, type PersonCommand, type PersonId } from '@mithaq/domain';
import { KeyStore } from '@mithaq/event-store';
import { permit } from '../access/policy.js';
import { Problem } from '../http/problem.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';

/** What an erasure is answered by. */
export interface ErasureReceipt extends Receipt {
  /** Whether the key is in no file any more, or in those of a server until it is scavenged. Either way nobody is given it. */
  readonly erasure: 'erased' | 'erased-scavenge-pending';
}

export class ErasePerson extends Command<ErasureReceipt> {
  constructor(
    readonly id: PersonId,
    readonly command: PersonCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ErasePerson)
export class ErasePersonHandler implements ICommandHandler<ErasePerson> {
  constructor(
    private readonly ledger: Ledger,
    private readonly keys: KeyStore,
  ) {}

  /** First the event, then the key: dying between the two leaves a key whose destruction is recorded, and the next start sees to it. */
  async execute({ id, command, context }: ErasePerson): Promise<ErasureReceipt> {
    const receipt = await this.ledger.decide(person, id, command, context, async (asked, state) => {
      permit(context.actor, asked, undefined);
      const known = state === 'erased' || (await this.keys.find(id)) !== 'unknown';
      // In the address it is a record that is not there, not a field that cannot be taken.
      if (!known) throw new Problem('not-found', `There is no person ${id}.`);
      return { known: 'known' };
    });
    const destruction = await this.keys.destroy(id);
    return { ...receipt, erasure: destruction === 'destroyed' ? 'erased' : 'erased-scavenge-pending' };
  }
}
