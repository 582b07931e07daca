import { type HistoryLine, linesOf, shownEvent } from '@mithaq/domain';
import { type Command } from 'commander';
import { answer, inWords, momentOf, table, visible } from '../answers.js';
import { type Asking, asking, asOfOption, withSource } from '../asking.js';
import { type Logged, recordNamed } from '../sources/source.js';
import { type Terminal } from '../terminal.js';

interface Options extends Asking {
  readonly asOf?: string;
}

export function historyCommand(terminal: Terminal): Command {
  return asking('history', 'Shows all that was ever recorded of a record: when, by whom, what corrects it and what it corrects.')
    .argument('<record>', 'as events name their stream: commitment-…')
    .addOption(asOfOption())
    .addHelpText(
      'after',
      `
Examples:
  mithaq history organisation-acme
      all of it, from the service on this machine
  mithaq history organisation-acme --as-of 2024-06-30T23:59:59Z --json
      what was known by the end of June, for a program
  mithaq history organisation-acme --data ./data
      the same of the ledger in a folder, without a service`,
    )
    .action((stream: string, options: Options) =>
      withSource(options, terminal, async source => {
        const record = recordNamed(stream);
        const { found, position } = await source.logOf(record, options.asOf);
        const lines = linesOf(found);
        const data = lines.map(({ event, corrects, corrected }) => {
          const { by: events = [], ...correction } = corrected ?? {};
          return {
            event: shownEvent(event),
            holds: !corrected?.isVoid,
            corrects,
            correctedBy: corrected ? { events, ...correction } : null,
          };
        });
        answer(terminal, options, { record: stream, ...momentOf(position), data }, () => tableOf(lines));
      }),
    );
}

function tableOf(lines: readonly HistoryLine<Logged>[]): string[] {
  const revisions = new Map(lines.map(({ event: { id, revision } }) => [id, `r${revision}`]));
  const places = (ids: readonly string[]) => ids.map(id => revisions.get(id) ?? id).join(', ');
  return table(
    ['revision', 'position', 'recorded', 'of', 'event', 'by', 'correction'],
    lines.map(({ event, corrects, corrected }) => {
      const { recordedAt, metadata } = event;
      const why = metadata.reason ? `: ${inWords(metadata.reason)}${metadata.authority ? ` (${visible(metadata.authority)})` : ''}` : '';
      const became = corrected && (corrected.isVoid ? 'void' : 'changed');
      const marks = [
        ...(corrects.length > 0 ? [`corrects ${places(corrects)}${why}`] : []),
        ...(corrected ? [`${became} by ${places(corrected.by)}`] : []),
      ];
      return [
        `r${event.revision}`,
        event.position.toString(),
        recordedAt,
        metadata.effectiveAt,
        event.type,
        visible(metadata.actor.subject),
        marks.join('; '),
      ];
    }),
  );
}
