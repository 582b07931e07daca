import { type Command } from 'commander';
import { answer, inWords, momentLine, table } from '../answers.js';
import { type Asking, asking, asOfOption, choosingOptions, chosenOf, effectiveAtOption, withSource } from '../asking.js';
import { type Terminal } from '../terminal.js';
import { figureNames, figuresNamed } from '../views/all-views.js';
import { type Chosen } from '../views/view.js';

interface Options extends Asking, Chosen {
  readonly asOf?: string;
  readonly effectiveAt?: string;
}

export function cellCommand(terminal: Terminal): Command {
  const command = asking('cell', 'Shows the records behind a cell of figures, and what each adds to it: they add up to the cell.')
    .argument('<view>', figureNames.join(', '))
    .argument('<cell>', 'the way to it, as diff of a view names cells')
    .addOption(asOfOption())
    .addOption(effectiveAtOption());
  for (const option of choosingOptions()) command.addOption(option);
  return command
    .addHelpText(
      'after',
      `
Which events made a record what it is: mithaq history, and mithaq blame.

Examples:
  mithaq cell regions tables/submitted,published/regions/AFR/exclusive/all
      the commitments that are carried out in Africa alone
  mithaq cell regions tables/submitted,published/regions/AFR/value/own/USD/amount --as-of 41822 --data ./data
      what a published sum was made of, from the ledger
  mithaq cell reporting-cycles/2024 counted/tables/submitted/whole/silent --json`,
    )
    .action((name: string, cell: string, options: Options) => {
      const { asOf, effectiveAt } = options;
      const view = figuresNamed(name);
      const asked = { moment: { asOf, effectiveAt }, chosen: chosenOf(options, view) };
      return withSource(options, terminal, async source => {
        const views = await source.views();
        const { moment, answer: behind } = await views.cellOf(view, cell, asked);
        const { rule, sum, parts } = behind;
        answer(terminal, options, { view: view.name, cell, ...moment, rule, value: sum, data: parts }, () => [
          `${cell} of ${view.name}, ${momentLine(moment)}: ${sum}`,
          ...(parts.length === 0
            ? ['No record has a part in it.']
            : table(
                ['record', 'part', 'title'],
                parts.map(({ stream, part, title }) => [stream, String(part), title ? inWords(title) : '-']),
              )),
        ]);
      });
    });
}
