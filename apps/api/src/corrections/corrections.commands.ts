import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  correction,
  type Correction,
  type CorrectionCommand,
  type CorrectionEvent,
  type CorrectionFacts,
  type CorrectionId,
  type Recorded,
  Refusal,
} from '@mithaq/domain';
import { permit } from '../access/policy.js';
import { Clock } from '../ledger/clock.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';
import { compensationOf, correctableRecord, type CorrectableRecord } from './correctable-record.js';

export class ChangeCorrection extends Command<Receipt> {
  constructor(
    readonly id: CorrectionId,
    readonly command: CorrectionCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeCorrection)
export class ChangeCorrectionHandler implements ICommandHandler<ChangeCorrection> {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  execute({ id, command, context }: ChangeCorrection): Promise<Receipt> {
    permit(context.actor, command, null);
    return this.ledger.decide(correction, id, command, context, (asked, state, _, log) => this.facts(id, asked, state, context, log));
  }

  /** What is proposed and what is approved is tried on the record as it stands. */
  private async facts(
    id: CorrectionId,
    command: CorrectionCommand,
    state: Correction,
    { actor }: CommandContext,
    log: readonly Recorded<CorrectionEvent>[],
  ): Promise<CorrectionFacts> {
    const proposal = command.type === 'ProposeCorrection' ? command : state.status === 'unknown' ? undefined : state.proposal;
    const isProposers = log[0]?.metadata.actor.subject === actor.subject;
    const seen = isProposers ? 'proposer' : 'another';
    if (!proposal) return { actor: seen, provenance: 'submitted' }; // the domain refuses the command
    const found = await correctableRecord(this.ledger, proposal.stream);
    const approves = command.type === 'ApproveCorrection' && state.status === 'proposed' && !isProposers;
    if (approves) refuseMoved(proposal.stream, found, command.revision);
    if (approves || command.type === 'ProposeCorrection') {
      await compensationOf(this.ledger, found, { correction: id, targets: proposal.targets }, this.clock.today());
    }
    return { actor: seen, provenance: found.provenance };
  }
}

function refuseMoved(stream: string, { log }: CorrectableRecord, revision: string): void {
  const standing = log.at(-1)!.revision.toString();
  if (revision === standing) return;
  throw new Refusal(
    'target-moved',
    `${stream} stands at revision ${standing}, not at ${revision}. Look at the preview of now, and approve at the revision that it names.`,
    { pointer: '/revision', found: standing },
  );
}
