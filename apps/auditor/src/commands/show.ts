import { type Day, fieldsOf, shownEvent, stateAfter } from '@mithaq/domain';
import { type Command } from 'commander';
import { answer, momentOf, named, table, visible, visibleValue } from '../answers.js';
import { type Asking, asking, asOfOption, effectiveAtOption, revisionOption, withSource } from '../asking.js';
import { knownAtRevision } from '../revisions.js';
import { recordNamed } from '../sources/source.js';
import { type Terminal } from '../terminal.js';

interface Options extends Asking {
  readonly atRevision?: number;
  readonly asOf?: string;
  readonly effectiveAt?: Day;
}

export function showCommand(terminal: Terminal): Command {
  return asking('show', 'Shows the state of a record: what the rules decide on, as plain data. Amounts are in minor units.')
    .argument('<record>', 'as events name their stream: commitment-…')
    .addOption(revisionOption('--at-revision <revision>', 'once the event of this revision was known'))
    .addOption(asOfOption())
    .addOption(effectiveAtOption())
    .addHelpText(
      'after',
      `
Examples:
  mithaq show organisation-acme
      what it is now
  mithaq show organisation-acme --at-revision 0
      what was known of it once its first event was recorded, mistakes included
  mithaq show organisation-acme --effective-at 2024-01-15
      what is known now to have been true on that day
  mithaq show organisation-acme --as-of 41822 --effective-at 2024-01-15
      what was known of that day when event 41822 was the last`,
    )
    .action((stream: string, options: Options) =>
      withSource(options, terminal, async source => {
        const { atRevision, asOf, effectiveAt } = options;
        const of = recordNamed(stream);
        const { found, position } = await source.logOf(of, asOf);
        const known = atRevision === undefined ? found : knownAtRevision(found, atRevision);
        const last = known.at(-1)!;
        const state = stateAfter(of.record, known, effectiveAt) ?? null;
        const revision = last.revision.toString();
        const body = { record: stream, ...momentOf(position, effectiveAt), revision, event: shownEvent(last), state };
        answer(terminal, options, body, () => [
          `${stream} after ${named(last)}${effectiveAt === undefined ? '' : `, as it was on ${effectiveAt}`}`,
          ...(state === null
            ? ['No event held.']
            : table(
                ['field', 'value'],
                [...fieldsOf(state)].map(([field, value]) => [visible(field), visibleValue(value)]),
              )),
        ]);
      }),
    );
}
