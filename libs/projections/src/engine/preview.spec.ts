import { type Compensation, type Day, type Mend, type Recorded } from '@mithaq/domain';
import { SqliteEventStore, workerFile } from '@mithaq/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { once } from 'node:events';
import { amended, corrected, firstStream, idOf, put, record, type Sample, TemporaryFolder, voided } from '../testing/sample-ledger.js';
import { entries, tally } from '../testing/sample-views.js';
import { viewsPath } from './generations.js';
import { sql } from './sql.js';
import { type Asked, type Hypothesis, type QueryMoment, StreamMoved, Views, ViewsClosed } from './views.js';

/* What the views would say after a correction that nobody has recorded. */

let folder: TemporaryFolder;
let store: SqliteEventStore;
let views: Views;
const known: Recorded[] = [];
beforeEach(async () => {
  folder = new TemporaryFolder();
  store = await SqliteEventStore.open(folder.path);
  views = await Views.open({ folder: folder.path, views: workerFile('../testing/sample-views.js', import.meta.url) });
  await views.whenServing();
  known.length = 0;
});
afterEach(async () => {
  await views.close();
  await store.close();
  folder.remove();
});

/** Records samples, the nth of the test under the nth id, and waits until they are in the views. */
async function recorded(...samples: Sample[]): Promise<void> {
  known.push(
    ...(await record(
      store,
      samples.map((sample, i) => ({ id: idOf(known.length + i + 1), ...sample })),
    )),
  );
  await views.waitFor(known.at(-1)!.position);
}

function hypothesis(...targets: Mend[]): Hypothesis {
  const { type, data } = corrected('2026-01-01', ...targets) as unknown as Compensation['event'];
  return {
    stream: firstStream,
    events: known.filter(({ stream }) => stream === firstStream),
    compensation: { event: { type, data }, effectiveAt: '2026-01-01' as Day },
  };
}

/** What stands now: key and value of each entry, and the sum of all tallies. */
const standing = ({ at }: QueryMoment): Asked<{ entries: string[]; sum: number }> => ({
  statements: [
    sql`select key, value from ${entries.at(at)} order by stream, key`,
    sql`select coalesce(sum(t.sum), 0) as sum from ${tally.at(at)} t`,
  ],
  answer: ([rows, totals]: readonly (readonly Readonly<Record<string, unknown>>[])[]) => ({
    entries: rows!.map(({ key, value }) => `${String(key)}: ${String(value)}`),
    sum: totals![0]!['sum'] as number,
  }),
});

function rows(): unknown {
  const db = new Database(viewsPath(folder.path, views.status().generation!), { readonly: true });
  const schema = db.prepare('select name from sqlite_schema').all();
  const all = [tally.table, entries.table, 'ledger_stream', 'ledger_event', 'checkpoint'].map(table =>
    db.prepare(`select * from ${table}`).all(),
  );
  db.close();
  return [schema, all];
}

describe('the preview of a correction', () => {
  it('answers what is, and what would be', async () => {
    await recorded(put('2026-01-01', 10), put('2026-01-02', 2, 'b'), { ...put('2026-01-03', 5, 'c'), stream: 'sample-2' });
    expect(await views.preview(hypothesis(amended(1, { value: 1 })), standing)).toMatchObject({
      moment: { position: 3n },
      before: { entries: ['a: 10', 'b: 2', 'c: 5'], sum: 17 },
      after: { entries: ['a: 1', 'b: 2', 'c: 5'], sum: 8 },
      views: ['sample-tally', 'sample-entries'],
    });
    expect(await views.preview(hypothesis(voided(1), voided(2)), standing)).toMatchObject({ after: { entries: ['c: 5'], sum: 5 } });
  });

  it('names the views that change, and no others', async () => {
    await recorded(put('2026-01-01', 1), { type: 'Noted', data: { note: 'wrong' }, day: '2026-01-02' });
    const { views: changed, before, after } = await views.preview(hypothesis(voided(2)), standing);
    expect(changed).toEqual(['sample-tally']);
    expect(after).toEqual(before);
  });

  it('knows the corrections that there are', async () => {
    await recorded(put('2026-01-01', 1), put('2026-01-02', 2), corrected('2026-01-02', voided(2)));
    expect(await views.preview(hypothesis(voided(3)), standing)).toMatchObject({
      before: { entries: ['a: 1'] },
      after: { entries: ['a: 2'] },
    });
  });

  it('is of any moment what will be known of it', async () => {
    await recorded(put('2026-01-01', 1), put('2026-01-03', 3));
    const lines = (at: Parameters<typeof entries.at>[0]) => ({
      statements: [sql`select value from ${entries.at(at)}`],
      answer: ([rows]: readonly (readonly Readonly<Record<string, unknown>>[])[]) => rows!.map(row => row['value']),
    });
    const moved = hypothesis(amended(2, {}, '2026-01-02'));
    const on = (day: string) => views.preview(moved, () => lines({ day: day as Day }));
    expect(await on('2026-01-01')).toMatchObject({ before: [1], after: [1] });
    expect(await on('2026-01-02')).toMatchObject({ before: [1], after: [3] });
    // What was known then stays what it was.
    const then = await views.preview(moved, () => lines({ position: 2n, day: '2026-01-02' as Day }));
    expect(then).toMatchObject({ before: [1], after: [1] });
  });

  it('leaves nothing behind, whether it is answered or not', async () => {
    await recorded(put('2026-01-01', 1), put('2026-01-02', 2, 'b'));
    const before = rows();
    /** Of which SQLite says so only where something temporary is there. */
    const failing = {
      statements: [sql`select json(iif((select count(*) from sqlite_temp_schema) > 0, 'none', '{}'))`],
      answer: () => undefined,
    };
    for (let round = 0; round < 3; round++) {
      await expect(views.preview(hypothesis(voided(2)), () => failing)).rejects.toThrow('malformed JSON');
      const temporary = { statements: [sql`select count(*) as n from sqlite_temp_schema`], answer: (results: unknown) => results };
      expect(await views.preview(hypothesis(voided(2)), () => temporary)).toMatchObject({ before: [[{ n: 0 }]], after: [[{ n: 4 }]] });
      expect(await views.preview(hypothesis(voided(2)), standing)).toMatchObject({
        before: { entries: ['a: 1', 'b: 2'] },
        after: { entries: ['a: 1'] },
      });
      expect((await views.ask({}, standing)).answer).toEqual({ entries: ['a: 1', 'b: 2'], sum: 3 });
    }
    expect(rows()).toEqual(before);
  });

  it('holds up no reader, and no writer', async () => {
    await recorded(put('2026-01-01', 1));
    await views.preview(hypothesis(voided(1)), standing); // its thread has begun
    const long = {
      statements: [sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000) select max(i) as n from n`],
      answer: () => 'at last',
    };
    let isOver = false;
    const preview = views.preview(hypothesis(voided(1)), () => long).finally(() => (isOver = true));
    let reads = 0;
    for (let value = 2; !isOver; value++) {
      await recorded({ ...put('2026-01-01', value), stream: 'sample-2' });
      expect((await views.ask({}, standing)).answer).toMatchObject({ entries: ['a: 1', `a: ${value}`] });
      if (!isOver) reads++;
    }
    expect(await preview).toMatchObject({ before: 'at last', after: 'at last' });
    expect(reads).toBeGreaterThan(1);
  });

  it('is of the stream as it is: what moved on is to be read once more', async () => {
    await recorded(put('2026-01-01', 1));
    const early = hypothesis(voided(1));
    await recorded(put('2026-01-02', 2));
    await expect(views.preview(early, standing)).rejects.toThrow(new StreamMoved(firstStream, 1n, 0n));
    expect(await views.preview(hypothesis(voided(1)), standing)).toMatchObject({ after: { entries: ['a: 2'] } });
  });

  it('waits until the views have what it is of', async () => {
    await recorded(put('2026-01-01', 1));
    known.push(...(await record(store, [put('2026-01-02', 2)])));
    expect(await views.preview(hypothesis(voided(1)), standing)).toMatchObject({
      before: { entries: ['a: 2'], sum: 3 },
      after: { sum: 2 },
    });
  });

  it('goes on after a rebuild, and ends with the views', async () => {
    await recorded(put('2026-01-01', 1));
    await views.preview(hypothesis(voided(1)), standing);
    const serving = once(views, 'serving');
    await views.rebuild();
    await serving;
    expect(await views.preview(hypothesis(voided(1)), standing)).toMatchObject({ before: { sum: 1 }, after: { sum: 0 } });
    const last = views.preview(hypothesis(voided(1)), standing);
    await new Promise(setImmediate); // it is asked
    await Promise.all([expect(last).resolves.toMatchObject({ after: { sum: 0 } }), views.close()]);
    await expect(views.preview(hypothesis(voided(1)), standing)).rejects.toThrow(ViewsClosed);
  });
});
