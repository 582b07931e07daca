import { ViewsClosed } from '@mithaq/projections';
import { Command, CommanderError } from 'commander';
import { blameCommand } from './commands/blame.js';
import { cellCommand } from './commands/cell.js';
import { copyCommand } from './commands/copy.js';
import { copyKeysCommand } from './commands/copy-keys.js';
import { correctCommand } from './commands/correct.js';
import { diffCommand } from './commands/diff.js';
import { exportCommand } from './commands/export.js';
import { historyCommand } from './commands/history.js';
import { replayCommand } from './commands/replay.js';
import { showCommand } from './commands/show.js';
import { statusCommand } from './commands/status.js';
import { traceCommand } from './commands/trace.js';
import { exitCodeOf, exitCodes, sentenceOf, withoutSecrets } from './failures.js';
import { type Terminal } from './terminal.js';

/**
 * Runs one command of the `mithaq` program. Nothing is read from the environment: what a command works on stands in its options.
 *
 * @param args as they stand after the name of the program
 * @returns the exit code: see `failures.ts`
 */
export async function mithaq(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await program(terminal).parseAsync(args, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    // Commander has said already what is wrong, or has shown the help that it was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    // Views are closed under a command where the program ends, and nowhere else.
    if (!(error instanceof ViewsClosed)) terminal.stderr.write(`${sentenceOf(error)}\n`);
    return exitCodeOf(error);
  }
}

function program(terminal: Terminal): Command {
  const program = new Command('mithaq')
    .description('Reads the ledgers of Mithaq, from a service or by themselves, corrects them, and copies them.')
    .addHelpText('after', examples)
    .exitOverride()
    .configureOutput({
      writeOut: text => terminal.stdout.write(text),
      writeErr: text => terminal.stderr.write(withoutSecrets(text)),
    });
  for (const command of commands(terminal)) program.addCommand(inheriting(command, program));
  return program;
}

function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const part of command.commands) inheriting(part, command);
  return command;
}

function commands(terminal: Terminal): Command[] {
  return [
    statusCommand(terminal),
    historyCommand(terminal),
    showCommand(terminal),
    diffCommand(terminal),
    blameCommand(terminal),
    cellCommand(terminal),
    traceCommand(terminal),
    exportCommand(terminal),
    replayCommand(terminal),
    correctCommand(terminal),
    copyCommand(terminal),
    copyKeysCommand(terminal),
  ];
}

const examples = `
Begin with:
  mithaq status                       is the service on this machine there, and how far is it?
  mithaq history organisation-acme    all that was ever recorded of a record
  mithaq blame organisation-acme      which event made each field what it is
  mithaq <command> --help             what else can be asked, with examples

The answer stands on stdout, all other talk on stderr. Ends with 0 where all is well, 1 where what was checked is not so, what was asked
for is not there, or the service said no, 2 where the command line cannot be used, 3 where a service or a store cannot be reached.`;
