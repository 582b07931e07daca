/** What a replay of all costs, beside a bare scan of the same events; its share of `npm run bench -- audit`. */
import { newestEvent, SqliteEventStore } from '@mithaq/event-store';
import { endsOf, Replays } from '@mithaq/projections';
import { rate, type Report, Rounds } from './benchmark.js';
import { rawScan } from './store.bench.js';

const rounds = 3;
const lineFeed = 10;

/**
 * @param folder with the ledger; it may be open elsewhere
 * @param events how many it has
 */
export async function replayRate(folder: string, events: number): Promise<Report> {
  const store = await SqliteEventStore.openReadOnly(folder);
  const { position } = (await newestEvent(store))!;
  await store.close();
  let [quarter, greatest] = [0, 0];
  const look = (replayed: number) => {
    const memory = process.memoryUsage.rss();
    greatest = Math.max(greatest, memory);
    if (replayed <= events / 4) quarter = Math.max(quarter, memory);
  };
  const measured = await Rounds.run(rounds, {
    'raw scan + JSON.parse, events/s': () => rate(() => rawScan(folder)),
    'replay of all, events/s': () => rate(() => replayed(folder, 'all', position, look)),
    'replay of a region, events/s': () => rate(() => replayed(folder, 'region-AFR', position).then(() => events)),
  });
  return {
    figures: {
      ...measured.figures(),
      'replay, memory at a quarter, MB': Math.round(quarter / 1e6),
      'replay, memory at most, MB': Math.round(greatest / 1e6),
    },
    goals: [
      {
        name: 'replay of all / raw scan + JSON.parse',
        ratio: measured.ratio('replay of all, events/s', 'raw scan + JSON.parse, events/s'),
        atLeast: 0.2,
      },
      { name: 'replay, memory at most / at a quarter', ratio: greatest / quarter, atMost: 1.25 },
    ],
  };
}

/** As the service makes it, on a thread of its own, which is begun for it: all its lines, in bytes. */
async function replayed(folder: string, scope: string, position: bigint, look?: (replayed: number) => void): Promise<number> {
  const opened = { scope, order: 'recorded', ...endsOf('recorded', {}, { position }), begins: {}, cursor: '', after: 0 } as const;
  let lines = 0;
  for await (const chunk of new Replays(folder).begin(opened, new AbortController().signal)) {
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, end + 1)) lines++;
    look?.(lines);
  }
  return lines - 2; // the first and the last line are of no event
}
