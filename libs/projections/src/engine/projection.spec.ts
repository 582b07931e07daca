import { heldOn, hold, type Recorded } from '@mithaq/domain';
import { SqliteEventStore } from '@mithaq/event-store';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { join } from 'node:path';
import { record, type Sample, TemporaryFolder } from '../testing/sample-ledger.js';
import { entries, tally, views } from '../testing/sample-views.js';
import { type Moment } from './moment.js';
import { Projection } from './projection.js';
import { sql } from './sql.js';
import { encode } from './timeline.js';
import { type AnyView, type View } from './view.js';
import { ViewsFile } from './views-file.js';

/*
 * The views, on a real store: whatever is recorded of whatever days, in batches of whatever size, what SQL answers at any moment of
 * both clocks is the naive fold.
 */

let folder: TemporaryFolder;
let files = 0;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder.remove());

const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
const keys = fc.constantFrom('a', 'b');
const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('Put' as const), data: fc.record({ key: keys, value: fc.integer({ min: 0, max: 3 }) }) }),
  },
  fc.record({ type: fc.constant('Removed' as const), data: fc.record({ key: keys }) }),
  fc.record({ type: fc.constant('Noted' as const), data: fc.record({ note: fc.constantFrom('one', 'two', null) }) }),
  fc.constant({ type: 'Ended' as const, data: {} }),
);
const ledgers: fc.Arbitrary<Sample[]> = fc.array(
  fc
    .tuple(fc.constantFrom('sample-1', 'sample-2', 'other-1'), fc.constantFrom(...days), event)
    .map(([stream, day, event]) => ({ ...event, stream, day })),
  { minLength: 1, maxLength: 14 },
);

it('answers at any moment of both clocks what the naive fold says, in batches of any size, and a past answer never changes', async () => {
  await fc.assert(
    fc.asyncProperty(ledgers, fc.nat(), async (samples, cut) => {
      const store = await SqliteEventStore.open(join(folder.path, `ledger-${files++}`));
      try {
        const live = newFile();
        const events: Recorded[] = [];
        const half = cut % samples.length;
        for (const part of [samples.slice(0, half), samples.slice(half)]) {
          events.push(...(await record(store, part)));
          await follow(store, live, 1);
          // The second time all moments of the first are among those asked.
          expectNaive(live, events);
        }
        const rows = dump(live);
        expectNoOverlap(live);
        live.close();
        for (const batchSize of [2, 1_000]) {
          const rebuilt = newFile();
          await follow(store, rebuilt, batchSize);
          expect(dump(rebuilt)).toEqual(rows);
          rebuilt.close();
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: 40 },
  );
});

it('goes on where it was, whatever it was interrupted in', async () => {
  await fc.assert(
    fc.asyncProperty(ledgers, fc.nat(), async (samples, cut) => {
      const store = await SqliteEventStore.open(join(folder.path, `ledger-${files++}`));
      try {
        const events = await record(store, samples);
        const whole = newFile();
        await follow(store, whole, 1_000);
        const path = join(folder.path, `views-${files++}.sqlite`);
        const begun = new ViewsFile(path, views);
        await follow(store, begun, 1, events[cut % events.length]!.position);
        begun.close();
        const resumed = new ViewsFile(path, views);
        expect(resumed.position).toBe(events[cut % events.length]!.position);
        await follow(store, resumed, 3);
        expect(dump(resumed)).toEqual(dump(whole));
        whole.close();
        resumed.close();
      } finally {
        await store.close();
      }
    }),
    { numRuns: 15 },
  );
});

function newFile(): ViewsFile {
  return new ViewsFile(join(folder.path, `views-${files++}.sqlite`), views);
}

/** Follows the store until nothing more is at hand, or to a position. */
async function follow(store: SqliteEventStore, file: ViewsFile, batchSize: number, until?: bigint): Promise<void> {
  const ending = new AbortController();
  const projection: Projection = new Projection(
    file,
    store,
    { batchSize, attempts: 1, backoff: 0 },
    {
      applied: () => {
        if (projection.isLive || file.position === until) ending.abort();
      },
      failed: () => undefined,
    },
  );
  await projection.follow(ending.signal);
}

function ask(db: Database.Database, view: Pick<View, 'at'>, moment: Moment): Record<string, unknown>[] {
  const { text, params } = sql`select * from ${view.at(moment)} order by stream, key`;
  return db
    .prepare<unknown[], Record<string, unknown>>(text)
    .safeIntegers()
    .all(...params);
}

function expectNaive(file: ViewsFile, events: readonly Recorded[]): void {
  const db = new Database(file.path, { readonly: true });
  try {
    for (const view of [tally, entries] as const) {
      for (const position of [undefined, 0n, ...events.map(({ position }) => position)]) {
        const known = events.filter(event => event.stream.startsWith('sample-') && (position === undefined || event.position <= position));
        for (const day of [undefined, '2025-12-31', ...days, '2026-01-05']) {
          const moment = { ...(position !== undefined && { position }), ...(day !== undefined && { day }) } as Moment;
          const rows = ask(db, view, moment).map(row => [row['stream'], row['key'], Object.keys(view.columns).map(column => row[column])]);
          expect(rows).toEqual(naive(view, known, moment));
        }
      }
    }
  } finally {
    db.close();
  }
}

function naive(view: AnyView, events: readonly Recorded[], { day }: Moment): unknown[] {
  return ['sample-1', 'sample-2'].flatMap(stream => {
    const held = hold(events.filter(event => event.stream === stream));
    let rows: ReturnType<typeof view.evolve> = new Map();
    for (const event of day === undefined ? held : heldOn(held, day)) rows = view.evolve(rows, event);
    return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => [stream, key, encode(view, row)]);
  });
}

/** All that stands in the file, in the order of its contents. */
function dump(file: ViewsFile): unknown {
  const db = new Database(file.path, { readonly: true });
  try {
    const everything = (table: string, order: string) => db.prepare(`select * from ${table} order by ${order}`).all();
    const order = 'stream, key, recorded_from, recorded_to, effective_from, effective_to';
    return {
      tally: everything(tally.table, order),
      entries: everything(entries.table, order),
      streams: everything('ledger_stream', 'stream'),
      events: everything('ledger_event', 'position'),
      checkpoint: everything('checkpoint', 'position'),
    };
  } finally {
    db.close();
  }
}

/** Of one key there is one row at a moment: no two of its rows overlap in both clocks, and none is of no time at all. */
function expectNoOverlap(file: ViewsFile): void {
  const db = new Database(file.path, { readonly: true });
  try {
    for (const { table } of [tally, entries]) {
      const empty = db.prepare(`select count(*) from ${table} where recorded_from >= recorded_to or effective_from >= effective_to`);
      const overlaps = db.prepare(`
        select count(*) from ${table} a join ${table} b on a.stream = b.stream and a.key = b.key and a.rowid < b.rowid
        where a.recorded_from < b.recorded_to and b.recorded_from < a.recorded_to
          and a.effective_from < b.effective_to and b.effective_from < a.effective_to`);
      expect([empty.pluck().get(), overlaps.pluck().get()]).toEqual([0, 0]);
    }
  } finally {
    db.close();
  }
}
