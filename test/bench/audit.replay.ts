/** What a replay of all costs, beside a bare scan of the same events; its share of `npm run bench -- audit`. */
import { newestEvent, SqliteEventStore } from '@mithaq/event-store';
import { Chunk, endsOf, logIn, replay, type ReplayAsked, ReplayLines, scopeNamed } from '@mithaq/projections';
import { rate, type Report, Rounds } from './benchmark.js';
import { rawScan } from './store.bench.js';

const rounds = 3;
/** Memory is looked at so often. */
const everyEvents = 1_000;

/**
 * @param folder with the ledger; it may be open elsewhere
 * @param events how many it has
 */
export async function replayRate(folder: string, events: number): Promise<Report> {
  const store = await SqliteEventStore.openReadOnly(folder);
  let [quarter, greatest] = [0, 0];
  const look = (replayed: number) => {
    const memory = process.memoryUsage.rss();
    greatest = Math.max(greatest, memory);
    if (replayed <= events / 4) quarter = Math.max(quarter, memory);
  };
  try {
    const measured = await Rounds.run(rounds, {
      'raw scan + JSON.parse, events/s': () => rate(() => rawScan(folder)),
      'replay of all, events/s': () => rate(() => replayed(store, 'all', look)),
      'replay of a region, events/s': () => rate(() => replayed(store, 'region-AFR').then(() => events)),
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
  } finally {
    await store.close();
  }
}

/** As the service writes it: a line of text a step, in bytes. */
async function replayed(store: SqliteEventStore, name: string, look?: (replayed: number) => void): Promise<number> {
  const scope = scopeNamed(name)!;
  const { position } = (await newestEvent(store))!;
  const asked: ReplayAsked = { scope, order: 'recorded', ...endsOf('recorded', {}, { position }) };
  const lines = new ReplayLines(asked);
  const chunk = new Chunk(64 * 1024);
  let steps = 0;
  for await (const some of replay(logIn(store), asked)) {
    for (const step of some) {
      for (const piece of lines.pieces(step, String(steps))) chunk.write(piece);
      chunk.write('\n');
      if (chunk.isFull) chunk.take();
      if (++steps % everyEvents === 0) look?.(steps);
    }
  }
  return steps - 2; // the first and the last line are of no event
}
