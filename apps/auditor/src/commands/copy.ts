import { type EventStore, eventsUpTo, newestEvent, type RecordedEvent, WrongExpectedRevision } from '@mithaq/event-store';
import { Command } from 'commander';
import { difference, StoresDiffer } from '../comparison.js';
import { UsageWrong } from '../failures.js';
import { isSameStore, openStore, storeAddress } from '../stores.js';
import { type Progress, progressBar, type Terminal } from '../terminal.js';

export function copyCommand({ stdout, stderr }: Terminal): Command {
  return new Command('copy')
    .description(
      'Copies a ledger from one store to another, and verifies the copy.\nStarted again after it was stopped, it compares what is there and goes on.',
    )
    .requiredOption('--from <store>', 'where the ledger is: a folder, or esdb://user:password@host:2113#name')
    .requiredOption('--to <store>', 'where it is to be: a folder, or such a connection string')
    .option('--json', 'answer with one JSON object')
    .action(async (options: { readonly from: string; readonly to: string; readonly json?: true }) => {
      const from = storeAddress('--from', options.from);
      const to = storeAddress('--to', options.to);
      if (isSameStore(from, to)) throw new UsageWrong(`--from and --to are the same store, ${from.told}; a copy needs two.`);
      const say = (text: string) => stderr.write(`${text}\n`);
      const answer = (object: object, text?: string) => {
        if (options.json)
          stdout.write(`${JSON.stringify(object, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`);
        else if (text !== undefined) stdout.write(`${text}\n`);
      };

      const stores: EventStore[] = [];
      try {
        const source = await openStore(from, 'read');
        stores.push(source);
        const head = await newestEvent(source); // before the target is made: where there is no source, nothing is
        const target = await openStore(to, 'write');
        stores.push(target);
        say(
          head
            ? `Copying ${from.told} to ${to.told}, up to position ${head.position}, where the source ends now; what it records from here on is left to the next run.`
            : `${from.told} has no events.`,
        );
        const { copied, verified } = await copyLedger(source, target, { head, say, progress: progressBar(stderr) });
        answer(
          { from: from.told, to: to.told, head: head?.position ?? null, copied, verified },
          `copied ${copied} events, verified ${verified}`,
        );
      } catch (error) {
        if (error instanceof StoresDiffer) answer({ from: from.told, to: to.told, difference: error.difference });
        throw error;
      } finally {
        for (const store of stores.reverse()) await store.close();
      }
    });
}

/** One append takes at most so many events, of one stream, and so many bytes of them; a longer event goes alone. */
const mostEvents = 500;
const mostBytes = 500_000;

interface Copying {
  /** The source's last event as the copy begins, which is the last that is copied. */
  readonly head: RecordedEvent | undefined;
  readonly say: (text: string) => void;
  readonly progress: Progress;
}

/**
 * Brings the target to what the source has up to its head, and reads both again to compare them.
 *
 * What the target has already must be what the source begins with. Whenever the process dies the target is such a beginning, for its
 * events come in the source's order, one append at a time, and an append is stored whole or not at all.
 *
 * @throws StoresDiffer
 */
async function copyLedger(
  source: EventStore,
  target: EventStore,
  { head, say, progress }: Copying,
): Promise<{ copied: number; verified: number }> {
  const end = head?.position ?? -1n;
  const events = eventsUpTo(source, end);
  let copied = 0;
  try {
    progress.begin('Comparing', end);
    const there = await compared(events, target, progress, 'nothing was written');
    progress.finish();
    if (there > 0) say(`The target has the first ${there} events already, the same as in the source.`);

    progress.begin('Copying', end);
    for await (const run of appends(events)) {
      await append(target, run);
      copied += run.length;
      for (const { position } of run) progress.passed(position);
    }
  } finally {
    progress.finish();
    await events.return(undefined);
  }

  say('Verifying: both are read again and compared.');
  const again = eventsUpTo(source, end);
  try {
    progress.begin('Verifying', end);
    const consequence = `the check after copying ${copied} events has failed`;
    const verified = await compared(again, target, progress, consequence);
    const { value: missing } = await again.next();
    const differs = difference(verified + 1, missing ?? undefined, undefined);
    if (differs) throw new StoresDiffer(differs, consequence);
    return { copied, verified };
  } finally {
    progress.finish();
    await again.return(undefined);
  }
}

/** Compares all that the target has with as many events of the source, which may go on. @throws StoresDiffer */
async function compared(
  events: AsyncGenerator<RecordedEvent, void>,
  target: EventStore,
  progress: Progress,
  consequence: string,
): Promise<number> {
  let same = 0;
  for await (const found of target.readAll()) {
    const { value: event } = await events.next();
    const differs = difference(same + 1, event ?? undefined, found);
    if (differs) throw new StoresDiffer(differs, consequence);
    same++;
    progress.passed(event!.position); // there is one: it is the same as what was found
  }
  return same;
}

/** Events of one stream that follow each other in the ledger go together; the order over all streams stays. */
async function* appends(events: AsyncIterable<RecordedEvent>): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  let run: RecordedEvent[] = [];
  let bytes = 0;
  for await (const event of events) {
    const weight = bytesOf(event);
    if (run.length > 0 && (run[0]!.stream !== event.stream || run.length === mostEvents || bytes + weight > mostBytes)) {
      yield run;
      [run, bytes] = [[], 0];
    }
    run.push(event);
    bytes += weight;
  }
  if (run.length > 0) yield run;
}

async function append(target: EventStore, run: readonly RecordedEvent[]): Promise<void> {
  const { stream, revision } = run[0]!; // a run has an event
  const last = run.at(-1)!;
  try {
    const stored = await target.append(stream, revision === 0n ? 'none' : revision - 1n, run.map(toAppend));
    if (stored.revision === last.revision) return;
    throw new Error(
      `The target gave event ${last.id} of ${stream} revision ${stored.revision}, and not ${last.revision} as in the source.`,
    );
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
    throw new Error(
      `Somebody else writes to the target: ${stream} stands at ${error.found} there, where ${error.expected} was expected; stop that, and start the copy again.`,
      { cause: error },
    );
  }
}

function toAppend({ id, type, data, metadata, recordedAt }: RecordedEvent) {
  return { id, type, data, metadata, recordedAt };
}

function bytesOf({ type, data, metadata }: RecordedEvent): number {
  return Buffer.byteLength(type) + Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}
