import { Command, CommanderError } from 'commander';
import { copyCommand } from './commands/copy.js';
import { copyKeysCommand } from './commands/copy-keys.js';
import { exitCodeOf, exitCodes, sentenceOf, withoutPasswords } from './failures.js';
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
    terminal.stderr.write(`${sentenceOf(error)}\n`);
    return exitCodeOf(error);
  }
}

function program(terminal: Terminal): Command {
  const program = new Command('mithaq')
    .description('Works on the ledgers of Mithaq, beside the service.')
    .exitOverride()
    .configureOutput({
      writeOut: text => terminal.stdout.write(text),
      writeErr: text => terminal.stderr.write(withoutPasswords(text)),
    });
  for (const command of [copyCommand(terminal), copyKeysCommand(terminal)]) program.addCommand(command.copyInheritedSettings(program));
  return program;
}
