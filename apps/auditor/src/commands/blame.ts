import { blameOf, type Day, eventHead } from '@mithaq/domain';
import { type Command } from 'commander';
import { answer, cut, momentOf, named, table, visible, visibleValue } from '../answers.js';
import { type Asking, asking, asOfOption, effectiveAtOption, withSource } from '../asking.js';
import { recordNamed } from '../sources/source.js';
import { type Terminal } from '../terminal.js';

interface Options extends Asking {
  readonly asOf?: string;
  readonly effectiveAt?: Day;
}

export function blameCommand(terminal: Terminal): Command {
  return asking('blame', 'Shows of each field of a record the event that set it last, the one before, and the corrections behind them.')
    .argument('<record>', 'as events name their stream: commitment-…')
    .addOption(asOfOption())
    .addOption(effectiveAtOption())
    .addHelpText(
      'after',
      `
Examples:
  mithaq blame organisation-acme
      who says so
  mithaq blame organisation-acme --effective-at 2024-01-15
      of what was true on that day
  mithaq blame organisation-acme --json | jq '.data[] | select(.pointer == "/status")'
      of one field`,
    )
    .action((stream: string, options: Options) =>
      withSource(options, terminal, async source => {
        const { asOf, effectiveAt } = options;
        const { record } = recordNamed(stream);
        const { found, position } = await source.logOf({ stream, record }, asOf);
        const recorded = new Map(found.map(event => [event.id, event]));
        const heads = (ids: readonly string[]) => ids.map(id => eventHead(recorded.get(id)!));
        const fields = blameOf(record, found, effectiveAt);
        const data = fields.map(({ pointer, value, last, before }) => ({
          pointer,
          value,
          last: { event: eventHead(last.event), correctedBy: heads(last.correctedBy) },
          before: before ? { ...before, event: eventHead(before.event), correctedBy: heads(before.correctedBy) } : null,
        }));
        answer(terminal, options, { record: stream, ...momentOf(position, effectiveAt), data }, () =>
          fields.length === 0
            ? [`No event of ${stream} held.`]
            : table(
                ['field', 'value', 'set by', 'who', 'corrected by', 'before'],
                fields.map(({ pointer, value, last, before }) => [
                  visible(pointer),
                  cut(visibleValue(value)),
                  named(last.event),
                  visible(last.event.metadata.actor.subject),
                  last.correctedBy.map(id => `r${recorded.get(id)!.revision}`).join(', '),
                  before ? `${cut(visibleValue(before.value))} (${named(before.event)})` : '',
                ]),
              ),
        );
      }),
    );
}
