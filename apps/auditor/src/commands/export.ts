import { aggregates, shownEvent } from '@mithaq/domain';
import { type Command, Option } from 'commander';
import { once } from 'node:events';
import { type Asking, asking, asOfOption, withSource } from '../asking.js';
import { progressBar, quiet, isTerminal, type Terminal } from '../terminal.js';

interface Options extends Asking {
  readonly asOf?: string;
  readonly category?: readonly string[];
}

export function exportCommand(terminal: Terminal): Command {
  return asking('export', 'Writes all events, in the order of the ledger, as NDJSON: one event a line, as the service shows it.')
    .addOption(asOfOption())
    .addOption(new Option('--category <category...>', 'only of records of these kinds').choices(aggregates.map(({ category }) => category)))
    .addHelpText(
      'after',
      `
Names of persons are as they are stored, sealed.

Examples:
  mithaq export --data ./data > events.ndjson
  mithaq export --category commitment signature --as-of 2024-06-30T23:59:59Z > events.ndjson
  mithaq export | jq -r .type | sort | uniq -c
      how often what has happened`,
    )
    .action(async (options: Options) => {
      const { stdout, stderr } = terminal;
      let events = 0;
      // Lines and a bar would write over each other.
      const progress = isTerminal(stdout) ? quiet : progressBar(stderr);
      const told = await withSource(
        options,
        terminal,
        async source => {
          for await (const event of source.events({ asOf: options.asOf, categories: options.category })) {
            // Whoever takes the lines says how fast: what is not taken yet is not read.
            if (!stdout.write(`${JSON.stringify(shownEvent(event))}\n`)) await once(stdout, 'drain');
            events++;
          }
          return source.told;
        },
        progress,
      );
      stderr.write(`exported ${events} events of ${told}\n`);
    });
}
