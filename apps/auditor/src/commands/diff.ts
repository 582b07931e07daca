import { changesBetween, type Day, eventHead, stateAfter } from '@mithaq/domain';
import { type Command } from 'commander';
import { answer, cut, momentOf, named, table, visible, visibleValue } from '../answers.js';
import {
  type Asking,
  asking,
  asOfOption,
  choosing,
  choosingOptions,
  dayOption,
  effectiveAtOption,
  momentOption,
  revisionOption,
  without,
  withSource,
} from '../asking.js';
import { upTo } from '../revisions.js';
import { recordNamed } from '../sources/source.js';
import { type Terminal } from '../terminal.js';
import { figureNames, figuresNamed, viewNamed } from '../views/view.js';
import { diffFigures, type FiguresAsked } from './diff-figures.js';

interface RecordAsked extends Asking {
  readonly from?: number;
  readonly to?: number;
  readonly asOf?: string;
  readonly effectiveAt?: Day;
}
type Options = RecordAsked & FiguresAsked;

export function diffCommand(terminal: Terminal): Command {
  const command = asking(
    'diff',
    'Shows what differs between two revisions of a record, field by field of its states; or between the figures of a view at two moments, cell by cell.',
  )
    .argument('<record or view>', `a record as events name its stream, commitment-…; or a view of figures: ${figureNames.join(', ')}`)
    .addOption(revisionOption('--from <revision>', 'of a record; standard: the one before --to'))
    .addOption(revisionOption('--to <revision>', 'of a record; standard: the last'))
    .addOption(asOfOption())
    .addOption(effectiveAtOption())
    .addOption(momentOption('--from-as-of <moment>', 'of a view: what is compared with, as it was known then; named as --as-of is'))
    .addOption(dayOption('--from-effective-at <day>', 'of a view: what is compared with, as it was true on that day'));
  for (const option of choosingOptions()) command.addOption(option);
  return command
    .addHelpText(
      'after',
      `
Examples:
  mithaq diff organisation-acme
      what the last event changed
  mithaq diff organisation-acme --from 0 --to 2
      what revisions 1 and 2 changed together
  mithaq diff regions --from-as-of 2024-06-30T23:59:59Z
      how what stands per region came to be what it is: what the events did, and what the days that have passed
  mithaq diff reporting-cycles/2024 --from-as-of 41000 --as-of 41822 --data ./data`,
    )
    .action((name: string, options: Options) => {
      if (viewNamed(name)) {
        without(options, ['from', 'to'], 'names a revision, which a record has; moments of a view are named by --from-as-of and --as-of.');
        return diffFigures(terminal, figuresNamed(name), options);
      }
      without(options, ['fromAsOf', 'fromEffectiveAt', ...choosing], 'is of a view; revisions of a record are named by --from and --to.');
      return diffRecord(terminal, name, options);
    });
}

function diffRecord(terminal: Terminal, stream: string, options: RecordAsked): Promise<void> {
  return withSource(options, terminal, async source => {
    const { from, to, asOf, effectiveAt } = options;
    const { record } = recordNamed(stream);
    const { found, position } = await source.logOf({ stream, record }, asOf);
    const after = to === undefined ? found : upTo(found, to);
    const before = from === undefined ? after.slice(0, -1) : upTo(found, from);
    const [first, last] = [before.at(-1), after.at(-1)!];
    const changes = changesBetween(stateAfter(record, before, effectiveAt), stateAfter(record, after, effectiveAt));
    const body = {
      record: stream,
      ...momentOf(position, effectiveAt),
      from: first ? eventHead(first) : null,
      to: eventHead(last),
      changes,
    };
    answer(terminal, options, body, () => [
      `${stream} from ${first ? named(first) : 'nothing'} to ${named(last)}`,
      ...(changes.length === 0
        ? ['Nothing differs.']
        : table(
            ['field', 'before', 'after'],
            changes.map(({ pointer, before, after }) => [visible(pointer), cut(visibleValue(before)), cut(visibleValue(after))]),
          )),
    ]);
  });
}
