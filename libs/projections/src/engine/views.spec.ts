import { SqliteEventStore, workerFile } from '@mithaq/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { put, record, type Sample, TemporaryFolder } from '../testing/sample-ledger.js';
import { tally } from '../testing/sample-views.js';
import { countingTally } from '../testing/sample-views-raised.js';
import { EventUnknown, type MomentAsked, MomentInTheFuture, MomentNotReached } from './moment.js';
import { sql } from './sql.js';
import { streamLine } from './tables.js';
import { PositionNotReached, type QueryMoment, Views, ViewsClosed, ViewsNotServing, type ViewsOptions, ViewsStopped } from './views.js';

/* The facade, with its threads, on a real store. */

const noon = Date.parse('2026-11-24T12:00:00.000Z');
const sampleViews = workerFile('../testing/sample-views.js', import.meta.url);

let folder: TemporaryFolder;
let store: SqliteEventStore;
let views: Views;
beforeEach(async () => {
  folder = new TemporaryFolder();
  store = await SqliteEventStore.open(folder.path);
});
afterEach(async () => {
  await views?.close();
  await store.close();
  folder.remove();
});

async function open(options: Partial<ViewsOptions> = {}): Promise<Views> {
  views = await Views.open({ folder: folder.path, views: sampleViews, clock: () => noon, ...options });
  return views;
}

async function openAndServe(options: Partial<ViewsOptions> = {}): Promise<Views> {
  await (await open(options)).whenServing();
  return views;
}

const values = ({ at }: QueryMoment) => [sql<{ value: number }>`select value from ${tally.at(at)}`] as const;

async function valueAt(asked: MomentAsked): Promise<number | undefined> {
  return (await views.read(asked, values)).rows[0][0]?.value;
}

async function recordAndWait(...samples: Sample[]) {
  const events = await record(store, samples);
  await views.waitFor(events.at(-1)!.position);
  return events;
}

const failing = (times: number): Sample => ({ type: 'Failing', data: { times }, day: '2026-01-03' });
const filesOfViews = () => readdirSync(folder.path).filter(file => file.startsWith('views-') && file.endsWith('.sqlite'));

describe('the views', () => {
  it('answer of what was recorded as soon as its position is waited for', async () => {
    await openAndServe();
    for (let value = 1; value <= 20; value++) {
      await recordAndWait(put('2026-01-01', value));
      expect(await valueAt({})).toBe(value);
    }
    expect(views.status()).toMatchObject({ state: 'live', generation: 1, position: 20n, lag: 0n, failure: undefined });
  });

  it('take nobody back: what one read was of, the next is of too, whichever way it asks', async () => {
    await openAndServe();
    let isRecording = true;
    const recording = (async () => {
      for (let value = 1; value <= 400; value++) await record(store, [put('2026-01-01', value)]);
      isRecording = false;
    })();
    while (isRecording) {
      const { moment } = await views.read({}, values);
      const { position } = await views.resolve({});
      expect(position ?? -1n).toBeGreaterThanOrEqual(moment.position ?? -1n);
      expect(views.status().position ?? -1n).toBeGreaterThanOrEqual(moment.position ?? -1n);
    }
    await recording;
  });

  it('answer several queries of one moment, and say which', async () => {
    await openAndServe();
    const [, last] = await recordAndWait(put('2026-01-01', 1), put('2026-01-02', 2));
    const { moment, rows } = await views.read({}, ({ at }) => [
      sql<{ sum: number }>`select sum from ${tally.at(at)}`,
      streamLine('sample-1'),
      streamLine('sample-2'),
    ]);
    expect(moment).toMatchObject({ position: last!.position, event: last!.id, recordedAt: last!.recordedAt });
    expect(rows).toEqual([[{ sum: 3 }], [{ revision: 1 }], []]);
  });

  it('give integers that a number cannot hold as bigint', async () => {
    await openAndServe();
    const { rows } = await views.read({}, () => [sql`select 9007199254740991 as a, 9007199254740992 as b, -1 as c`]);
    expect(rows).toEqual([[{ a: 9007199254740991, b: 9007199254740992n, c: -1 }]]);
  });

  it('answer a question by what it makes of its rows', async () => {
    await openAndServe();
    await recordAndWait(put('2026-01-01', 7));
    const { answer } = await views.ask({}, moment => ({
      statements: values(moment),
      answer: ([rows]) => `It is ${String(rows![0]!['value'])}.`,
    }));
    expect(answer).toBe('It is 7.');
  });

  it('say which statement SQLite did not take', async () => {
    await openAndServe();
    await expect(views.read({}, () => [sql`select 1 from nowhere`])).rejects.toThrow('no such table: nowhere, in: select 1 from nowhere');
    expect((await views.read({}, () => [sql`select 1 as one`])).rows).toEqual([[{ one: 1 }]]);
  });

  it('do not reach a position that nobody recorded', async () => {
    await openAndServe();
    await expect(views.waitFor(1n, { timeout: 1 })).rejects.toThrow(PositionNotReached);
    await expect(views.waitFor(1n, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
  });

  it('catch up with what was recorded while they were closed', async () => {
    await openAndServe();
    await recordAndWait(put('2026-01-01', 1));
    await views.close();
    const [last] = await record(store, [put('2026-01-02', 2)]);
    await open();
    await views.waitFor(last!.position);
    expect(await valueAt({})).toBe(2);
    expect(views.status().generation).toBe(1);
  });

  it('end with everything that waits for them', async () => {
    await openAndServe();
    const waiting = views.waitFor(1n, { timeout: 60_000 });
    const closing = Promise.all([views.close(), views.close()]);
    await expect(waiting).rejects.toThrow(ViewsClosed);
    await closing;
    await expect(views.read({}, values)).rejects.toThrow(ViewsClosed);
    await expect(views.rebuild()).rejects.toThrow(ViewsClosed);
  });

  it('do not open on a folder without a ledger, or with a module without views', async () => {
    const empty = new TemporaryFolder();
    await expect(Views.open({ folder: empty.path, views: sampleViews })).rejects.toThrow('A ledger is made by the service');
    empty.remove();
    await expect(Views.open({ folder: folder.path, views: new URL('../testing/none.js', sampleViews) })).rejects.toThrow('none.js');
  });
});

describe('a moment', () => {
  // As a copied ledger may have it: the clock steps back from the third event to the fourth.
  const copied: Sample[] = [
    { ...put('2023-01-10', 1), recordedAt: '2023-01-10T08:00:00.000Z' },
    { ...put('2023-01-11', 2), recordedAt: '2023-01-11T08:00:00.000Z' },
    { ...put('2023-01-13', 3), recordedAt: '2023-01-13T08:00:00.000Z' },
    { ...put('2023-01-12', 4), recordedAt: '2023-01-12T08:00:00.000Z' },
    { ...put('2023-01-14', 5), recordedAt: '2023-01-14T08:00:00.000Z' },
  ];
  const asOf = async (asked: MomentAsked) => (await views.read(asked, values)).moment;

  it('is the last position that was recorded by the time, and a clock that steps back does not take it along', async () => {
    await openAndServe();
    await recordAndWait(...copied);
    expect(await asOf({ asOf: '2023-01-12T23:00:00Z' })).toMatchObject({ position: 2n, day: '2023-01-12' });
    expect(await asOf({ asOf: '2023-01-13T07:59:59.999Z' })).toMatchObject({ position: 2n });
    // The fourth was recorded, by its clock, before the third: once the third is known, so is the fourth.
    expect(await asOf({ asOf: '2023-01-13T08:00:00Z' })).toMatchObject({
      position: 4n,
      recordedAt: '2023-01-13T08:00:00.000Z',
      day: '2023-01-13',
    });
    expect(await asOf({ asOf: '4' })).toMatchObject({ position: 4n, recordedAt: '2023-01-13T08:00:00.000Z', day: '2023-01-13' });
    expect(await valueAt({ asOf: '4', effectiveAt: '2023-01-12' })).toBe(4);
    expect(await valueAt({ asOf: '4' })).toBe(3);
  });

  it('may be named by position, event or time, and is answered by all three', async () => {
    await openAndServe();
    const events = await recordAndWait(...copied);
    const { id, position } = events[1]!;
    for (const asked of [String(position), id, id.toUpperCase(), '2023-01-11T10:00:00+02:00']) {
      expect(await asOf({ asOf: asked })).toEqual({
        position,
        event: id,
        recordedAt: '2023-01-11T08:00:00.000Z',
        day: '2023-01-11',
        ledgerBegins: '2023-01-10T08:00:00.000Z',
        at: { position },
      });
      expect(await valueAt({ asOf: asked })).toBe(2);
      expect(await views.resolve({ asOf: asked })).toEqual(await asOf({ asOf: asked }));
    }
  });

  it('before the first event is empty', async () => {
    await openAndServe();
    expect(await asOf({})).toMatchObject({ position: null, ledgerBegins: null, day: '2026-11-24' });
    await recordAndWait(...copied);
    for (const asked of ['0', '2023-01-10T07:59:59.999Z']) {
      const { moment, rows } = await views.read({ asOf: asked }, values);
      expect(moment).toMatchObject({ position: null, event: null, recordedAt: null, ledgerBegins: '2023-01-10T08:00:00.000Z' });
      expect(rows).toEqual([[]]);
    }
  });

  it('that has not come is refused', async () => {
    await openAndServe();
    await expect(views.resolve({ asOf: '1' })).rejects.toThrow(new MomentNotReached(1n, undefined));
    await recordAndWait(...copied);
    await expect(views.resolve({ asOf: '6' })).rejects.toThrow(new MomentNotReached(6n, 5n));
    await expect(views.resolve({ asOf: '9'.repeat(40) })).rejects.toThrow(MomentNotReached);
    await expect(views.resolve({ asOf: '2026-11-24T12:00:00.001Z' })).rejects.toThrow(MomentInTheFuture);
    expect(await views.resolve({ asOf: '2026-11-24T12:00:00.000Z' })).toMatchObject({ position: 5n, day: '2026-11-24' });
    await expect(views.resolve({ asOf: '019a0c5e-7b1d-7c3f-8a4b-0123456789ab' })).rejects.toThrow(EventUnknown);
  });

  it('that is in the store and not yet in the views is waited for', async () => {
    await openAndServe();
    const known = async () => {
      const [{ id, position, recordedAt }] = (await record(store, [put('2026-01-01', 1)])) as [Awaited<ReturnType<typeof record>>[number]];
      return { id, position: String(position), recordedAt };
    };
    views = await reopenedAt(Date.now() + 60_000);
    expect(await views.resolve({ asOf: (await known()).position })).toMatchObject({ position: 1n });
    expect(await views.resolve({ asOf: (await known()).id })).toMatchObject({ position: 2n });
    expect(await views.resolve({ asOf: (await known()).recordedAt })).toMatchObject({ position: 3n });
  });

  async function reopenedAt(now: number): Promise<Views> {
    await views.close();
    return openAndServe({ clock: () => now });
  }

  it('of the first page of a list is the moment of the second, whatever was recorded and whatever day it is', async () => {
    let now = noon;
    await openAndServe({ clock: () => now });
    await recordAndWait(put('2026-01-01', 1));
    const { moment: first } = await views.read({}, values);
    await recordAndWait(put('2026-01-02', 2));
    now += 86_400_000;
    const { moment, rows } = await views.read({ pinned: first }, values);
    expect(moment).toEqual({ ...first, at: { position: first.position } });
    expect(rows).toEqual([[{ value: 1 }]]);
  });

  it('of now is on the greatest effective day, though the clock of the reader is behind', async () => {
    await openAndServe({ clock: () => Date.parse('2025-12-31T00:00:00Z') });
    await recordAndWait(put('2026-01-01', 1), put('2026-01-02', 2));
    expect(await asOf({})).toMatchObject({ day: '2026-01-02' });
    expect(await valueAt({ effectiveAt: '2026-01-01' })).toBe(1);
    expect(await asOf({ effectiveAt: '2026-05-01' })).toMatchObject({
      day: '2026-01-02',
      effectiveAt: '2026-01-02',
      effectiveAtAsked: '2026-05-01',
    });
  });
});

describe('an event that cannot be applied', () => {
  const patient = { projection: { attempts: 4, backoff: 1 } };

  it('is tried again until it can', async () => {
    await openAndServe(patient);
    const failed = once(views, 'failing');
    await recordAndWait(put('2026-01-01', 1), put('2026-01-02', 2), failing(3), put('2026-01-04', 4));
    expect(await failed).toMatchObject([{ failure: { position: 3n, message: expect.stringContaining('It fails for the 1. time') } }]);
    while (views.status().state !== 'live') expect(await valueAt({})).toBe(4);
    expect(views.status().failure).toBeUndefined();
  });

  it('is never skipped: the views stop before it, say so, and answer of what they have', async () => {
    await openAndServe(patient);
    const stopped = once(views, 'stopped');
    const events = await record(store, [put('2026-01-01', 1), put('2026-01-02', 2), failing(1_000), put('2026-01-04', 4)]);
    await expect(views.waitFor(4n)).rejects.toThrow(ViewsStopped);
    await stopped;
    expect(views.status()).toMatchObject({
      state: 'stopped',
      position: 2n,
      failure: { position: 3n, event: events[2]!.id, hasStopped: true },
    });
    expect(await valueAt({})).toBe(2);
    await expect(views.resolve({ asOf: '3' })).rejects.toThrow(ViewsStopped);
  });

  it('stops a rebuild and leaves alone what serves', async () => {
    await openAndServe({ projection: { attempts: 6, backoff: 1 } });
    await recordAndWait(put('2026-01-01', 1), failing(5), put('2026-01-04', 4));
    await views.close();
    // Another thread begins to count anew, and is less patient than that.
    await openAndServe({ projection: { attempts: 2, backoff: 1 } });
    const stopped = once(views, 'stopped');
    expect(await views.rebuild()).toBe(2);
    await stopped;
    expect(views.status()).toMatchObject({
      state: 'live',
      generation: 1,
      rebuild: { generation: 2, state: 'stopped', position: 1n, failure: { position: 2n } },
    });
    await recordAndWait(put('2026-01-05', 5));
    expect(await valueAt({})).toBe(5);
    // Begun again, it has failed often enough by then.
    const serving = once(views, 'serving');
    for (let generation = 3; views.status().rebuild; generation++) {
      const ended = Promise.race([serving, once(views, 'stopped')]);
      expect(await views.rebuild()).toBe(generation);
      await ended;
    }
    expect(await valueAt({})).toBe(5);
  });
});

describe('a generation', () => {
  it('takes over from the former one while reads go on, which goes when no read holds it', async () => {
    await openAndServe();
    await recordAndWait(...Array.from({ length: 200 }, (_, i) => put(`2026-01-${String((i % 28) + 1).padStart(2, '0')}`, i)));
    const expected = (await views.read({}, values)).rows;
    const serving = once(views, 'serving');
    let answers = 0;
    let isOver = false;
    const reading = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) {
          expect((await views.read({}, values)).rows).toEqual(expected);
          answers++;
        }
      }),
    );
    expect(await views.rebuild()).toBe(2);
    await serving;
    const before = answers;
    while (filesOfViews().length > 1) await views.read({}, values);
    isOver = true;
    await reading;
    expect(answers).toBeGreaterThan(before);
    expect(filesOfViews()).toEqual(['views-2.sqlite']);
    expect(views.status()).toMatchObject({ state: 'live', generation: 2, rebuild: undefined });
    await views.close();
    await openAndServe();
    expect(views.status().generation).toBe(2);
  });

  it('is built anew at the start where a view has been raised', async () => {
    await openAndServe();
    await recordAndWait(put('2026-01-01', 1), put('2026-01-02', 2));
    await views.close();
    const warnings: string[] = [];
    const logger = { log: () => undefined, warn: (message: string) => void warnings.push(message), error: () => undefined };
    await openAndServe({ views: workerFile('../testing/sample-views-raised.js', import.meta.url), logger });
    expect((await views.read({}, ({ at }) => [sql`select count from ${countingTally.at(at)}`])).rows).toEqual([[{ count: 2 }]]);
    expect(warnings).toEqual([expect.stringContaining('sample_tally (1 → 2)')]);
    expect(filesOfViews()).toEqual(['views-2.sqlite']);
  });

  it('is built anew where its file is not of this ledger, or is no file of views at all', async () => {
    await openAndServe();
    const [, last] = await recordAndWait(put('2026-01-01', 1), put('2026-01-02', 2));
    await views.close();
    const warnings: string[] = [];
    const logger = { log: () => undefined, warn: (message: string) => void warnings.push(message), error: () => undefined };
    // A backup of the ledger alone was restored: it ends before the views.
    const other = new TemporaryFolder();
    const restored = await SqliteEventStore.open(other.path);
    await record(restored, [put('2026-01-01', 9)]);
    await restored.close();
    await store.close();
    for (const file of readdirSync(folder.path)) if (file.startsWith('ledger')) writeFileSync(join(folder.path, file), '');
    copyFileSync(join(other.path, 'ledger.sqlite'), join(folder.path, 'ledger.sqlite'));
    other.remove();
    store = await SqliteEventStore.open(folder.path);
    await openAndServe({ logger });
    expect(await valueAt({})).toBe(9);
    expect(views.status().generation).toBe(2);
    expect(warnings).toEqual([
      expect.stringMatching(new RegExp(`to event ${last!.id} at position ${last!.position}; this one ends at 1 and`)),
    ]);
    await views.close();
    writeFileSync(join(folder.path, 'views-2.sqlite'), 'not a database, whatever its name says');
    await openAndServe();
    expect(await valueAt({})).toBe(9);
    expect(filesOfViews()).toEqual(['views-3.sqlite']);
  });

  it('that nobody names is removed at the start', async () => {
    for (const file of ['views-7.sqlite', 'views-7.sqlite-wal', 'views-7.sqlite-shm']) writeFileSync(join(folder.path, file), '');
    await openAndServe();
    expect(filesOfViews()).toEqual(['views-8.sqlite']);
    expect(readdirSync(folder.path).filter(file => file.startsWith('views-7'))).toEqual([]);
  });

  it('serves only once it has caught up; until then reads are told how far it is', async () => {
    await record(store, [put('2026-01-01', 1), failing(1_000)]);
    await open({ projection: { attempts: 1_000_000, backoff: 60_000 } });
    await expect(views.read({}, values)).rejects.toThrow(ViewsNotServing);
    await expect(views.whenServing({ timeout: 1 })).rejects.toThrow(ViewsNotServing);
    expect(views.status()).toMatchObject({ state: 'rebuilding', generation: undefined, rebuild: { generation: 1, state: 'running' } });
    await views.close();
  });
});
