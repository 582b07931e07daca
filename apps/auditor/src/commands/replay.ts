import { type Day, type Provenance, type Recorded } from '@mithaq/domain';
import {
  endsOf,
  type FigureChange,
  type Log,
  provenances,
  replay,
  type ReplayAsked,
  ReplayBackwards,
  ReplayLines,
  type ReplayOrder,
  replayOrders,
  type ReplayStep,
  type ReplaySteps,
  type ScopeFigures,
  scopeNamed,
} from '@mithaq/projections';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { setTimeout as delay } from 'node:timers/promises';
import { visible } from '../answers.js';
import { type Asking, asking, dayOption, momentOption, withSource } from '../asking.js';
import { CheckFailed, UsageWrong } from '../failures.js';
import { recordNamed, type Source } from '../sources/source.js';
import { progressBeside, type Terminal, written } from '../terminal.js';

interface Options extends Asking {
  readonly scope: string;
  readonly order: ReplayOrder;
  readonly from?: string;
  readonly fromEffectiveAt?: Day;
  readonly to?: string;
  readonly effectiveAt?: Day;
  readonly provenance?: readonly Provenance[];
  readonly cursor: number;
  readonly speed?: number;
  readonly follow?: true;
}

export function replayCommand(terminal: Terminal): Command {
  return asking('replay', 'Walks through what happened between two moments, event by event: the states and the figures before and after.')
    .addOption(
      new Option('--scope <scope>', 'all, region-AFR, focusArea-connecting-people, or a record: commitment-…, organisation-…').default(
        'all',
      ),
    )
    .addOption(momentOption('--from <moment>', 'where it begins: a position, the id of an event, or a time (standard: at the beginning)'))
    .addOption(momentOption('--to <moment>', 'where it ends (standard: now)'))
    .addOption(dayOption('--from-effective-at <day>', 'the day of the states and figures at the beginning (standard: as at the end)'))
    .addOption(dayOption('--effective-at <day>', 'their day at the end (standard: all that is known)'))
    .addOption(
      new Option('--order <order>', 'how the ledger learnt it, or how it came true as it is known')
        .choices(replayOrders)
        .default('recorded'),
    )
    .addOption(new Option('--provenance <provenance...>', 'of what the figures count').choices(provenances))
    .addOption(new Option('--cursor <cursor>', 'go on after the line that has it').argParser(counted).default(0, 'from the first'))
    .addOption(new Option('--speed <events>', 'so many events a second (standard: as they are taken)').argParser(rated))
    .addOption(
      new Option('--follow', 'at the end go on with what is recorded, until interrupted').conflicts(['to', 'effectiveAt', 'cursor']),
    )
    .addHelpText(
      'after',
      `
In the order of recording it begins at the beginning of the ledger; with --order effective at the first day, and it ends with what is known
now. Names of persons are as they are stored, sealed. With --json it writes NDJSON, a line a step, as the service does.

Examples:
  mithaq replay --scope commitment-7bdc6928-…
      how the ledger learnt of a commitment
  mithaq replay --scope region-AFR --order effective --from-effective-at 2024-01-01 --effective-at 2024-12-31
      what came true of a region in a year, as it is known now
  mithaq replay --from 2024-06-30T23:59:59Z --to 2024-12-31T23:59:59Z --json > half-a-year.ndjson
      all that the ledger learnt in half a year
  mithaq replay --speed 2 --follow
      the whole ledger, slowly enough to be watched, and on with what comes`,
    )
    .action(async (options: Options) => {
      const interrupted = new AbortController();
      const interrupt = () => interrupted.abort();
      if (options.follow) process.once('SIGINT', interrupt);
      // A quiet ledger keeps no program awake.
      const awake = options.follow && setInterval(() => undefined, 60_000);
      try {
        await withSource(options, terminal, source => write(source, options, terminal, interrupted.signal), progressBeside(terminal));
      } finally {
        process.off('SIGINT', interrupt);
        clearInterval(awake || undefined);
      }
    });
}

async function write(source: Source, options: Options, { stdout, stderr }: Terminal, signal: AbortSignal): Promise<void> {
  const asked = await askedOf(source, options, signal);
  const lines = new ReplayLines(asked);
  let [number, events] = [0, 0];
  for await (const step of singly(replay(logOf(source, asked, signal), asked))) {
    if (++number <= options.cursor) continue;
    const isEvent = step.kind === 'event';
    if (isEvent && events > 0 && options.speed) await delay(1_000 / options.speed, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    if (isEvent) events++;
    await written(stdout, `${options.json ? lines.of(step, String(number)) : told(step)}\n`);
  }
  if (number < options.cursor && !signal.aborted)
    throw new CheckFailed(`--cursor ${options.cursor} is of no line of this replay: it has ${number}.`);
  stderr.write(`replayed ${events} events of ${source.told}\n`);
}

async function* singly(steps: ReplaySteps): AsyncGenerator<ReplayStep, void, undefined> {
  for await (const some of steps) yield* some;
}

async function askedOf(source: Source, options: Options, signal: AbortSignal): Promise<ReplayAsked> {
  const { order, from, fromEffectiveAt, effectiveAt, provenance } = options;
  const scope = scopeNamed(options.scope);
  if (!scope) {
    throw new UsageWrong(
      `--scope takes all, region-AFR, focusArea-connecting-people, or a record as events name its stream (commitment-…), not "${options.scope}".`,
    );
  }
  if (options.follow && order !== 'recorded') throw new UsageWrong('--follow goes on in the order of recording; leave --order out.');
  const to = { ...(await source.endOf(options.to)), effectiveAt };
  if (scope.record !== undefined) await source.logOf(recordNamed(scope.record), String(to.position ?? 0n)); // there, or it is said why not
  const start = { ...(from !== undefined && (await source.endOf(from))), effectiveAt: fromEffectiveAt };
  const follow = options.follow && source.follow(to.position, signal);
  try {
    return { scope, order, ...endsOf(order, start, to), ...(provenance && { provenance }), ...(follow && { follow }) };
  } catch (error) {
    throw error instanceof ReplayBackwards ? new UsageWrong(error.message) : error;
  }
}

/** @param signal ends it, wherever the walk is */
function logOf(source: Source, { to: { position } }: ReplayAsked, signal: AbortSignal): Log {
  return {
    async *events(): AsyncGenerator<Recorded, void, undefined> {
      for await (const event of source.events({ asOf: position === null ? undefined : String(position) })) {
        if (signal.aborted) return;
        yield event;
      }
    },
    async *stream(name, upTo): AsyncGenerator<Recorded, void, undefined> {
      yield* (await source.logOf(recordNamed(name), String(upTo))).found;
    },
  };
}

/** A step in one line, for whoever looks on. */
function told(step: ReplayStep): string {
  switch (step.kind) {
    case 'event': {
      const { position, recordedAt, stream, revision, type, metadata } = step.event;
      return `${position}  ${recordedAt}  of ${metadata.effectiveAt}  ${visible(stream)} r${revision} ${type}${changesTold(step.figures)}`;
    }
    case 'day':
      return `${step.day}${changesTold(step.figures)}`;
    case 'begins':
    case 'ends': {
      const { position, recordedAt, day } = step.at;
      const known = position === null ? 'before the first event' : `at position ${position} (${recordedAt})`;
      return `${step.kind} ${known}, on ${day}: ${wholeTold(step.figures)}`;
    }
  }
}

function changesTold(figures: readonly FigureChange[]): string {
  const changes = figures.map(({ cell: [, provenance, ...names], difference = '' }) => {
    const more = /^[-0]/.test(String(difference)) ? '' : '+';
    return `${names.join(' ')} ${more}${difference} (${provenance})`;
  });
  return changes.length === 0 ? '' : `: ${changes.join('; ')}`;
}

function wholeTold({ tables }: ScopeFigures): string {
  if (tables.length === 0) return 'nothing is counted';
  return tables
    .map(table => {
      const [all, stand] = 'counts' in table ? [`${table.counts.all} commitments`, table.counts.standing] : ['signatories', table.standing];
      return `${all}, ${stand} standing (${table.provenance.join()})`;
    })
    .join('; ');
}

function counted(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It takes the cursor of a line of a replay: 1, 2, 3 …');
}

function rated(text: string): number {
  if (/^\d{1,6}(\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It takes how many events a second: 0.5, 2, 100 …');
}
