import { aggregates, shownEvent } from '@mithaq/domain';
import { type Command, Option } from 'commander';
import { momentLine } from '../answers.js';
import { type Asking, asking, asOfOption, choosing, choosingOptions, chosenOf, dayOption, without, withSource } from '../asking.js';
import { UsageWrong } from '../failures.js';
import { type Source, type ViewAsked } from '../sources/source.js';
import { type MomentOfView } from '../views/moment-of-view.js';
import { progressBeside, type Terminal, written } from '../terminal.js';
import { csvOf } from '../views/csv.js';
import { viewNamed, viewNames } from '../views/all-views.js';
import { type Chosen, type View } from '../views/view.js';

interface Options extends Asking, Chosen {
  readonly asOf?: string;
  readonly effectiveAt?: string;
  readonly category?: readonly string[];
  readonly view?: string;
  readonly bom?: true;
}

export function exportCommand(terminal: Terminal): Command {
  const command = asking(
    'export',
    'Writes all events, in the order of the ledger, as NDJSON: one event a line, as the service shows it; or a view at a moment, as CSV.',
  )
    .addOption(asOfOption())
    .addOption(
      new Option('--category <category...>', 'of events: only of records of these kinds').choices(
        aggregates.map(({ category }) => category),
      ),
    )
    .addOption(new Option('--view <view>', `a view: ${viewNames.join(', ')}`).conflicts('category'))
    .addOption(dayOption('--effective-at <day>', 'of a view: what was true on this day (2024-06-30, UTC)'));
  for (const option of choosingOptions()) command.addOption(option);
  return command
    .addOption(new Option('--bom', 'begin CSV with a byte order mark, without which Excel does not read Arabic').conflicts('json'))
    .addHelpText(
      'after',
      `
Names of persons are never written: of events they are as they are stored, sealed.

A view has a line for each item of a list, or for each line of the tables of figures; with --json it is NDJSON. The columns of CSV are the
ways to what a line says, joined by dots (lead.name.en); several values of one column stand after each other with ; between, and what repeats
and has parts is JSON. A text that a spreadsheet would take for a formula has an apostrophe before it. With --data a view is built from the
ledger, by the code of the service, in a temporary folder.

Examples:
  mithaq export --data ./data > events.ndjson
  mithaq export --category commitment signature --as-of 2024-06-30T23:59:59Z > events.ndjson
  mithaq export | jq -r .type | sort | uniq -c
      how often what has happened
  mithaq export --view commitments --region AFR ARB --bom > commitments.csv
      for Excel, in Arabic too
  mithaq export --view regions --as-of 41822 --data ./data > regions.csv
      a published figure, counted again from the ledger
  mithaq export --view reporting-cycles/2024 --json | jq 'select(.lines == "whole")'`,
    )
    .action(async (options: Options) => {
      const { stdout, stderr } = terminal;
      const write = ofView(options) ?? ofEvents(options);
      const told = await withSource(options, terminal, source => write(source, text => written(stdout, text)), progressBeside(terminal));
      stderr.write(`exported ${told}\n`);
    });
}

/** Writes what is exported, and tells what that was. */
type Writing = (source: Source, write: (text: string) => Promise<void>) => Promise<string>;

function ofEvents({ asOf, category, ...ofViews }: Options): Writing {
  without(ofViews, ['effectiveAt', 'bom', ...choosing], 'is of a view, which --view names; events are exported whole.');
  return async (source, write) => {
    let events = 0;
    for await (const event of source.events({ asOf, categories: category })) {
      await write(`${JSON.stringify(shownEvent(event))}\n`);
      events++;
    }
    return `${events} events of ${source.told}`;
  };
}

function ofView({ view: name, asOf, effectiveAt, json, bom, ...options }: Options): Writing | undefined {
  if (name === undefined) return undefined;
  const view = viewNamed(name);
  if (!view) throw new UsageWrong(`"${name}" names no view. There are ${viewNames.join(', ')}.`);
  const asked = { moment: { asOf, effectiveAt }, chosen: chosenOf(options, view) };
  return async (source, write) => {
    const lines = new Lines(source, view, asked);
    if (json) for await (const line of lines) await write(`${JSON.stringify(line)}\n`);
    else {
      if (bom) await write('\ufeff');
      for await (const text of csvOf(lines)) await write(text);
    }
    const { count, moment } = lines; // of any view there is a moment, once it is read
    return `${count} lines of ${view.name} of ${source.told}, ${momentLine(moment!)}`;
  };
}

/** The lines of a view, read once, as they are asked for. */
class Lines implements AsyncIterable<object> {
  count = 0;
  moment: MomentOfView | undefined;

  constructor(
    private readonly source: Source,
    private readonly view: View,
    private readonly asked: ViewAsked,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<object, void, undefined> {
    for await (const { moment, answer } of this.parts()) {
      this.moment = moment;
      this.count += answer.length;
      yield* answer;
    }
  }

  private async *parts() {
    const views = await this.source.views();
    if (this.view.kind === 'list') {
      const { told = (item: object) => item } = this.view;
      for await (const { moment, answer } of views.pagesOf(this.view, this.asked)) yield { moment, answer: answer.map(told) };
    } else {
      const { moment, answer } = await views.figuresOf(this.view, this.asked);
      yield { moment, answer: this.view.lines(answer, moment) };
    }
  }
}
