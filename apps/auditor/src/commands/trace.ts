import { shownEvent } from '@mithaq/domain';
import { type Command } from 'commander';
import { answer, momentOf, table, visible } from '../answers.js';
import { type Asking, asking, asOfOption, withSource } from '../asking.js';
import { CheckFailed } from '../failures.js';
import { type Logged } from '../sources/source.js';
import { type Terminal } from '../terminal.js';

interface Options extends Asking {
  readonly asOf?: string;
}

const position = /^\d{1,18}$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function traceCommand(terminal: Terminal): Command {
  return asking(
    'trace',
    'Shows what belongs together, across records: what led to an event and what it led to, or all events of a correlation id.',
  )
    .argument('<event>', 'the id of an event, its position, or a correlation id')
    .addOption(asOfOption())
    .addHelpText(
      'after',
      `
What is both the id of an event and a correlation id is taken for the event. With --data the whole ledger is read.

Examples:
  mithaq trace 41822
      what led to the event at this position, and what it led to
  mithaq trace 4bf92f3577b34da6a3ce929d0e0e4736
      all that came of the requests with this trace id (of their traceparent)`,
    )
    .action((key: string, options: Options) =>
      withSource(options, terminal, async source => {
        const trace = position.test(key) || uuid.test(key) ? await source.traceOf(key, options.asOf) : undefined;
        if (trace) {
          const { event, causes, effects } = trace.found;
          const body = {
            event: shownEvent(event),
            ...momentOf(trace.position),
            causes: causes.map(cause => shownEvent(cause)),
            effects: effects.map(({ depth, event }) => ({ depth, event: shownEvent(event) })),
          };
          answer(terminal, options, body, () =>
            tableOf([
              ...causes.map(cause => ['led to it', cause] as const),
              ['this', event],
              ...effects.map(({ depth, event }) => [`came of it (${depth})`, event] as const),
            ]),
          );
          return;
        }
        if (position.test(key)) throw new CheckFailed(`The ledger has no event ${key}.`);
        const correlated = await source.correlated(key, options.asOf);
        const body = { correlationId: key, ...momentOf(correlated.position), data: correlated.found.map(event => shownEvent(event)) };
        answer(terminal, options, body, () => tableOf(correlated.found.map(event => ['', event])));
      }),
    );
}

function tableOf(events: readonly (readonly [is: string, event: Logged])[]): string[] {
  return table(
    ['', 'position', 'recorded', 'of', 'event', 'record', 'revision', 'by', 'id'],
    events.map(([is, { id, position, recordedAt, type, stream, revision, metadata }]) => [
      is,
      position.toString(),
      recordedAt,
      metadata.effectiveAt,
      type,
      stream,
      `r${revision}`,
      visible(metadata.actor.subject),
      id,
    ]),
  );
}
