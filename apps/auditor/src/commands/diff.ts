import { changesBetween, type Day, eventHead, stateAfter } from '@mithaq/domain';
import { type Command } from 'commander';
import { answer, cut, momentOf, named, table, visible, visibleValue } from '../answers.js';
import { type Asking, asking, asOfOption, effectiveAtOption, revisionOption, withSource } from '../asking.js';
import { upTo } from '../revisions.js';
import { recordNamed } from '../sources/source.js';
import { type Terminal } from '../terminal.js';

interface Options extends Asking {
  readonly from?: number;
  readonly to?: number;
  readonly asOf?: string;
  readonly effectiveAt?: Day;
}

export function diffCommand(terminal: Terminal): Command {
  return asking('diff', 'Shows what differs between two revisions of a record, field by field of its states.')
    .argument('<record>', 'as events name their stream: commitment-…')
    .addOption(revisionOption('--from <revision>', 'standard: the one before --to'))
    .addOption(revisionOption('--to <revision>', 'standard: the last'))
    .addOption(asOfOption())
    .addOption(effectiveAtOption())
    .addHelpText(
      'after',
      `
Examples:
  mithaq diff organisation-acme
      what the last event changed
  mithaq diff organisation-acme --from 0 --to 2
      what revisions 1 and 2 changed together`,
    )
    .action((stream: string, options: Options) =>
      withSource(options, terminal, async source => {
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
      }),
    );
}
