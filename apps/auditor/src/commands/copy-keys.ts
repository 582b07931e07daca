import { personsIn } from '@mithaq/domain';
import { concurrently, type EventStore, eventsUpTo, KeyDestroyed, type KeyFound, type KeyStore, newestEvent } from '@mithaq/event-store';
import { Command } from 'commander';
import { KeysDiffer } from '../comparison.js';
import { UsageWrong } from '../failures.js';
import { isSameStore, openKeys, openStore, storeAddress } from '../stores.js';
import { type Progress, progressBar, type Terminal } from '../terminal.js';

export function copyKeysCommand({ stdout, stderr }: Terminal): Command {
  return new Command('copy-keys')
    .description(
      'Copies the keys of the persons whom a ledger names, beside a copy of the ledger.\nWho is erased on either side is erased on the target. Started again, it goes on.',
    )
    .requiredOption('--from <store>', 'where the ledger and its keys are: a folder, or esdb://user:password@host:2113#name')
    .requiredOption('--to <store>', 'where the keys are to be: a folder, or such a connection string')
    .option('--json', 'answer with one JSON object')
    .action(async (options: { readonly from: string; readonly to: string; readonly json?: true }) => {
      const from = storeAddress('--from', options.from);
      const to = storeAddress('--to', options.to);
      if (isSameStore(from, to)) throw new UsageWrong(`--from and --to are the same store, ${from.told}; a copy needs two.`);
      const opened: { close(): Promise<void> }[] = [];
      const keep = <Store extends { close(): Promise<void> }>(store: Store) => (opened.push(store), store);
      try {
        const ledger = keep(await openStore(from, 'read'));
        const source = keep(await openKeys(from, 'read'));
        const target = keep(await openKeys(to, 'write'));
        stderr.write(`Copying the keys of the persons whom ${from.told} names to ${to.told}.\n`);
        const counts = await copyKeys(await personsOf(ledger, progressBar(stderr)), source, target);
        const { copied, erased, missing } = counts;
        if (missing > 0) stderr.write(`${from.told} has no key of ${missing} of the persons whom it names: nothing opens their names.\n`);
        stdout.write(
          options.json
            ? `${JSON.stringify({ from: from.told, to: to.told, ...counts })}\n`
            : `copied ${copied} keys, erased ${erased}, missing ${missing}\n`,
        );
      } finally {
        for (const store of opened.reverse()) await store.close();
      }
    });
}

/** So many keys are asked for together, and so many are written at once: they share a sync. */
const together = 500;
const atOnce = 32;

interface Counts {
  /** Persons whose key the target has now. */
  copied: number;
  /** Persons who are erased, on either side, and so on the target. */
  erased: number;
  /** Persons of whom the source has no key. */
  missing: number;
}

/** Everybody whom an event names. */
async function personsOf(ledger: EventStore, progress: Progress): Promise<string[]> {
  const ids = new Set<string>();
  const end = (await newestEvent(ledger))?.position ?? -1n;
  progress.begin('Reading', end);
  try {
    for await (const { data, position } of eventsUpTo(ledger, end)) {
      for (const { id } of personsIn(data)) ids.add(id);
      progress.passed(position);
    }
  } finally {
    progress.finish();
  }
  return [...ids];
}

/** @throws KeysDiffer where the target has another key of somebody */
async function copyKeys(persons: string[], source: KeyStore, target: KeyStore): Promise<Counts> {
  const counts: Counts = { copied: 0, erased: 0, missing: 0 };
  for (let part = persons.splice(0, together); part.length > 0; part = persons.splice(0, together)) {
    await concurrently([...(await source.findMany(part))], atOnce, async ([id, found]) => {
      counts[await copyKey(id, found, target)]++;
    });
  }
  return counts;
}

async function copyKey(id: string, found: KeyFound, target: KeyStore): Promise<keyof Counts> {
  if (found === 'unknown') return 'missing';
  if (found === 'destroyed') {
    await target.destroy(id);
    return 'erased';
  }
  try {
    const stands = await target.make(id, found);
    if (!stands.equals(found)) throw new KeysDiffer(id);
    return 'copied';
  } catch (error) {
    if (error instanceof KeyDestroyed) return 'erased'; // there first: it stays so
    throw error;
  }
}
