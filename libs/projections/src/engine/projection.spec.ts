import { heldOn, hold, type Mend, type Recorded } from '@mithaq/domain';
import { SqliteEventStore } from '@mithaq/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { join } from 'node:path';
import { amended, corrected, idOf, put, record, type Sample, TemporaryFolder, voided } from '../testing/sample-ledger.js';
import { entries, tally, views } from '../testing/sample-views.js';
import { endOfRecording, endOfTime, type Moment } from './moment.js';
import { Projection } from './projection.js';
import { sql } from './sql.js';
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
/** What becomes of some earlier event of the stream, a compensating one included. */
const correction = fc.record({
  nth: fc.nat(),
  mend: fc.oneof(
    fc.constant(voided),
    fc.nat(9).map(value => (nth: number) => amended(nth, { value })),
    fc.constantFrom(...days).map(day => (nth: number) => amended(nth, {}, day)),
  ),
});
const ledgers: fc.Arbitrary<Sample[]> = fc
  .array(
    fc.tuple(
      fc.constantFrom('sample-1', 'sample-2', 'other-1'),
      fc.constantFrom(...days),
      fc.oneof({ weight: 3, arbitrary: event }, { weight: 1, arbitrary: correction }),
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map(list =>
    list.map(([stream, day, happened], i) => {
      if ('type' in happened) return { ...happened, stream, day, id: idOf(i + 1) };
      const earlier = list.slice(0, i).flatMap((other, j) => (other[0] === stream ? [j + 1] : []));
      const targets: Mend[] = earlier.length === 0 ? [] : [happened.mend(earlier[happened.nth % earlier.length]!)];
      return { ...corrected(day, ...targets), stream, id: idOf(i + 1) };
    }),
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

it('makes the indexes that reading needs once it has caught up, not before, wherever it was interrupted', async () => {
  const store = await SqliteEventStore.open(join(folder.path, `ledger-${files++}`));
  try {
    const path = join(folder.path, `views-${files++}.sqlite`);
    const [first] = await record(store, [put('2026-01-01', 1), put('2026-01-02', 2)]);
    const begun = new ViewsFile(path, views);
    await follow(store, begun, 1, first!.position);
    expect(indexesIn(begun)).toEqual(['sample_entries_of_stream', 'sample_tally_of_stream']);
    begun.makeIndex();
    begun.close();

    const caughtUp = new ViewsFile(path, views);
    await follow(store, caughtUp, 1_000);
    const ofEach = ['_at_moment', '_of_stream', '_open_ended'];
    expect(indexesIn(caughtUp)).toEqual([
      ...['_causation', '_correlation', '_id', '_m'].map(suffix => `ledger_event${suffix}`),
      ...ofEach.map(suffix => `sample_entries${suffix}`),
      ...[ofEach[0], '_by_1', ...ofEach.slice(1)].map(suffix => `sample_tally${suffix}`),
    ]);
    expect(caughtUp.makeIndex()).toBe(false);
    caughtUp.close();
  } finally {
    await store.close();
  }
});

it('is not worn out by being cut off where there is nothing to do, however often', async () => {
  const store = await SqliteEventStore.open(join(folder.path, `ledger-${files++}`));
  await record(store, [put('2026-01-01', 1)]);
  let cuts = 5;
  const subscribe = store.subscribeToAll.bind(store);
  store.subscribeToAll = async function* (...asked) {
    for await (const delivery of subscribe(...asked)) {
      yield delivery;
      if (delivery.kind === 'checkpoint' && cuts-- > 0) throw new Error('cut off');
    }
  };
  const [ending, file, attempts] = [new AbortController(), newFile(), [] as number[]];
  const listener = {
    applied: () => void (cuts === 0 && ending.abort()),
    failed: (_: Error, attempt: number) => void attempts.push(attempt),
  };
  await new Projection(file, store, { batchSize: 10, attempts: 3, backoff: 0 }, listener).follow(ending.signal);
  expect(attempts).toEqual([1, 1, 1, 1, 1]);
  file.close();
  await store.close();
});

describe('a correction', () => {
  const [first, second, third, fourth] = days as [string, string, string, string];

  it('as the latest of its stream, on its greatest day, is no event that comes last', async () => {
    expect(await standing(put(first, 1), put(second, 2), corrected(second, voided(2)))).toEqual(['2026-01-01 → ∞: 1']);
    expect(await standing(put(first, 1), put(second, 2), corrected(fourth, voided(2)))).toEqual(['2026-01-01 → ∞: 1']);
  });

  it('moves an event to a later day: what comes between is late then', async () => {
    expect(await standing(put(first, 1), put(second, 2), corrected(second, amended(2, {}, fourth)), put(third, 3))).toEqual([
      '2026-01-01 → 2026-01-03: 1',
      '2026-01-03 → 2026-01-04: 3',
      '2026-01-04 → ∞: 2',
    ]);
  });

  it('moves an event to an earlier day', async () => {
    expect(await standing(put(first, 1), put(third, 3), put(fourth, 4), corrected(fourth, amended(3, {}, second)))).toEqual([
      '2026-01-01 → 2026-01-02: 1',
      '2026-01-02 → 2026-01-03: 4',
      '2026-01-03 → ∞: 3',
    ]);
  });

  it('that voids everything leaves no row, and the stream may begin again', async () => {
    const all = corrected(first, voided(1), voided(2));
    expect(await standing(put(first, 1), put(second, 2), all)).toEqual([]);
    expect(await standing(put(first, 1), put(second, 2), all, put(first, 9))).toEqual(['2026-01-01 → ∞: 9']);
  });

  it('is followed by what happens next', async () => {
    const mended = [put(first, 1), put(second, 2), corrected(second, amended(2, { value: 7 }))];
    expect(await standing(...mended, put(second, 3))).toEqual(['2026-01-01 → 2026-01-02: 1', '2026-01-02 → ∞: 3']);
    expect(await standing(...mended, put(third, 3), put(first, 4))).toEqual([
      '2026-01-01 → 2026-01-02: 4',
      '2026-01-02 → 2026-01-03: 7',
      '2026-01-03 → ∞: 3',
    ]);
  });

  it('may be void itself', async () => {
    const taken = [put(first, 1), put(second, 2), corrected(second, voided(2)), corrected(second, voided(3))];
    expect(await standing(...taken)).toEqual(['2026-01-01 → 2026-01-02: 1', '2026-01-02 → ∞: 2']);
    expect(await standing(...taken, corrected(second, voided(4)))).toEqual(['2026-01-01 → ∞: 1']);
  });
});

/** What stands now once the samples are recorded, the nth under the nth id: the same one by one as in one batch, and past answers stay. */
async function standing(...samples: readonly Sample[]): Promise<string[]> {
  const store = await SqliteEventStore.open(join(folder.path, `ledger-${files++}`));
  const live = newFile();
  const events: Recorded[] = [];
  for (const [i, sample] of samples.entries()) {
    events.push(...(await record(store, [{ id: idOf(i + 1), ...sample }])));
    await follow(store, live, 1);
    expectNaive(live, events);
  }
  expectNoOverlap(live);
  const rebuilt = newFile();
  await follow(store, rebuilt, 1_000);
  expect(dump(rebuilt)).toEqual(dump(live));
  const db = new Database(live.path, { readonly: true });
  const open = db.prepare<[bigint], { effective_from: string; effective_to: string; value: number }>(
    `select effective_from, effective_to, value from ${entries.table} where recorded_to = ? order by effective_from`,
  );
  const lines = open
    .all(endOfRecording)
    .map(({ effective_from: from, effective_to: to, value }) => `${from} → ${to === endOfTime ? '∞' : to}: ${value}`);
  for (const open of [db, live, rebuilt]) open.close();
  await store.close();
  return lines;
}

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
    return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => [stream, key, view.code.encode(row)]);
  });
}

function indexesIn({ path }: ViewsFile): string[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<[], string>(`select name from sqlite_schema where type = 'index' and sql is not null order by name`).pluck().all();
  } finally {
    db.close();
  }
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
