import { type Command } from 'commander';
import {
  asking,
  asOfOption,
  choosing,
  choosingOptions,
  dayOption,
  effectiveAtOption,
  momentOption,
  revisionOption,
  without,
} from '../asking.js';
import { type Terminal } from '../terminal.js';
import { figureNames, figuresNamed, viewNamed } from '../views/all-views.js';
import { diffFigures, type FiguresAsked } from './diff-figures.js';
import { diffRecord, type RecordAsked } from './diff-record.js';

type Options = RecordAsked & FiguresAsked;

export function diffCommand(terminal: Terminal): Command {
  const ofRevisions = ['from', 'to'];
  const command = asking(
    'diff',
    'Shows what differs between two revisions of a record, or between two moments, field by field of its states; or between the figures of a view at two moments, cell by cell.',
  )
    .argument('<record or view>', `a record as events name its stream, commitment-…; or a view of figures: ${figureNames.join(', ')}`)
    .addOption(revisionOption('--from <revision>', 'of a record; standard: the one before --to'))
    .addOption(revisionOption('--to <revision>', 'of a record; standard: the last'))
    .addOption(
      momentOption('--from-as-of <moment>', 'what is compared with, as it was known then; named as --as-of is').conflicts(ofRevisions),
    )
    .addOption(dayOption('--from-effective-at <day>', 'what is compared with, as it was true on that day').conflicts(ofRevisions))
    .addOption(asOfOption())
    .addOption(effectiveAtOption());
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
  mithaq diff organisation-acme --from-as-of 2024-06-30T23:59:59Z
      what differs since the end of June, and which events did it
  mithaq diff organisation-acme --from-effective-at 2024-01-15 --effective-at 2024-06-30
      what came true between the two days, as it is known now
  mithaq diff regions --from-as-of 2024-06-30T23:59:59Z
      how what stands per region came to be what it is: what the events did, and what the days that have passed
  mithaq diff reporting-cycles/2024 --from-as-of 41000 --as-of 41822 --data ./data`,
    )
    .action((name: string, options: Options) => {
      if (viewNamed(name)) {
        without(options, ['from', 'to'], 'names a revision, which a record has; moments of a view are named by --from-as-of and --as-of.');
        return diffFigures(terminal, figuresNamed(name), options);
      }
      without(options, choosing, 'chooses what a view counts; a record is compared whole.');
      return diffRecord(terminal, name, options);
    });
}
