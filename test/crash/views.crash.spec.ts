import { type EventStore, isConnectionString, openEventStore, workerFile } from '@mithaq/event-store';
import { Views } from '@mithaq/projections';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freshStore } from '../e2e/service.js';
import { put, record, type Sample, TemporaryFolder } from '../../libs/projections/src/testing/sample-ledger.js';

/* kill -9 of a real process in the middle of keeping the views; what resumes is row for row what is built from the beginning. */

const child = workerFile('views.child.js', import.meta.url);
const sampleViews = workerFile('../../libs/projections/src/testing/sample-views.js', import.meta.url);

let folder: TemporaryFolder;
/** The address of the store: the server that MITHAQ_TEST_ESDB names, else the folder. */
let address: string;
let store: EventStore;
beforeEach(async () => {
  folder = new TemporaryFolder();
  const fresh = freshStore();
  address = isConnectionString(fresh) ? fresh : folder.path;
  store = await openEventStore(address, 'write');
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

/** Twelve streams, a third of the events late. */
function samples(count: number): Sample[] {
  return Array.from({ length: count }, (_, i) => {
    const day = i % 3 === 2 ? (i * 7) % 28 : 28;
    return {
      ...put(`2026-0${day === 28 ? 2 : 1}-${String(day === 28 ? (i % 28) + 1 : day + 1).padStart(2, '0')}`, i % 5, `key-${i % 2}`),
      stream: `sample-${i % 12}`,
    };
  });
}

type Said =
  | { readonly kind: 'batch'; readonly generation: number; readonly events: number }
  | { readonly kind: 'serving'; readonly generation: number };

function start(batchSize: number, mode: 'follow' | 'rebuild'): ChildProcess {
  return fork(child, [folder.path, address, sampleViews.href, String(batchSize), mode], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** Kills the process as soon as it has said something of this kind. */
async function killWhen(process: ChildProcess, isEnough: (said: Said) => boolean): Promise<void> {
  const exit = once(process, 'exit');
  process.on('message', (said: Said) => {
    if (isEnough(said)) process.kill('SIGKILL');
  });
  expect(await exit).toEqual([null, 'SIGKILL']);
}

/** Kills the process as soon as it has applied so many events to a generation. */
function killAfter(process: ChildProcess, events: number, generation = 1): Promise<void> {
  let applied = 0;
  return killWhen(process, said => said.kind === 'batch' && said.generation === generation && (applied += said.events) >= events);
}

function openViews(): Promise<Views> {
  return Views.open({ folder: folder.path, store: address, views: sampleViews });
}

/** What stands in the views that serve. */
async function rows(views: Views): Promise<unknown> {
  const db = new Database(join(folder.path, `views-${views.status().generation}.sqlite`), { readonly: true });
  const order = 'stream, key, recorded_from, recorded_to, effective_from, effective_to';
  try {
    return [
      db.prepare(`select * from sample_tally order by ${order}`).all(),
      db.prepare(`select * from sample_entries order by ${order}`).all(),
      db.prepare('select * from ledger_stream order by stream').all(),
      db.prepare('select * from ledger_event order by position').all(),
      // How far they are passes over what others write on a server, which goes on.
      isConnectionString(address) || db.prepare('select * from checkpoint').all(),
      db.pragma('integrity_check'),
    ];
  } finally {
    db.close();
  }
}

/** Opens the views where they were left, lets them catch up, and holds them against a rebuild. */
async function expectWhole(position: bigint): Promise<void> {
  const views = await openViews();
  try {
    await views.waitFor(position, { timeout: 30_000 });
    while (views.status().rebuild) await once(views, 'serving'); // one that was interrupted is finished first
    const resumed = await rows(views);
    const serving = once(views, 'serving');
    const generation = await views.rebuild();
    await serving;
    expect(views.status().generation).toBe(generation);
    expect(await rows(views)).toEqual(resumed);
  } finally {
    await views.close();
  }
}

if (!isConnectionString(freshStore())) it.skip('was not tried on EventStoreDB: MITHAQ_TEST_ESDB names no server', () => undefined);

it.each([1, 7, 1_000])('is whole after a kill in the middle of the first catch-up, in batches of %d', async batchSize => {
  const events = await record(store, samples(240));
  const last = events.at(-1)!.position;
  // In the middle; where all of it is one batch, right after it.
  await killAfter(start(batchSize, 'follow'), events.length / 2);
  await expectWhole(last);
});

it('is whole after a kill while it follows what is being recorded', async () => {
  const process = start(1_000, 'follow');
  const killed = killAfter(process, 40);
  const events = await record(store, samples(120));
  await killed;
  await expectWhole(events.at(-1)!.position);
});

it('goes on with a rebuild that was killed, beside the generation that serves', async () => {
  const events = await record(store, samples(1_000));
  const views = await openViews();
  await views.whenServing();
  await views.close();
  await killAfter(start(1, 'rebuild'), 100, 2);
  expect(filesOfViews()).toEqual(['views-1.sqlite', 'views-2.sqlite']);
  const reopened = await openViews();
  expect(reopened.status()).toMatchObject({ generation: 1, rebuild: { generation: 2 } });
  await reopened.close();
  await expectWhole(events.at(-1)!.position);
});

it('has one generation after a kill right at the swap', async () => {
  const events = await record(store, samples(60));
  const views = await openViews();
  await views.whenServing();
  await views.close();
  await killWhen(start(1_000, 'rebuild'), said => said.kind === 'serving' && said.generation === 2);
  const reopened = await openViews();
  expect(reopened.status()).toMatchObject({ generation: 2, rebuild: undefined });
  expect(filesOfViews()).toEqual(['views-2.sqlite']);
  await reopened.close();
  await expectWhole(events.at(-1)!.position);
});

function filesOfViews(): string[] {
  return readdirSync(folder.path).filter(file => /^views-\d+\.sqlite$/.test(file));
}
