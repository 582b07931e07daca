import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type EventStore,
  type ExpectedRevision,
  isConnectionString,
  openEventStore,
  type RecordedEvent,
  workerFile,
} from '@mithaq/event-store';
import { freshStore } from '../e2e/service.js';
import { type Attempt, type Outcome } from './store-writers.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mithaq-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The moment is a number of answers, drawn anew each time: among the first, and deep in the flood. */
const moments = [randomInt(1, 10), randomInt(10, 200), randomInt(200, 1_000), randomInt(1_000, 3_000), randomInt(3_000, 6_000)];

describe('a process that is killed while its 32 writers append to the embedded engine', () => {
  it.each(moments)(
    'leaves every acknowledged event once and none in part, and the rest is taken again: killed after %i answers',
    async answers => {
      await expectKept(folder, answers);
      const file = new Database(join(folder, 'ledger.sqlite'), { readonly: true });
      expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
      file.close();
    },
  );
});

describe('a process that is killed while its 32 writers append to EventStoreDB', () => {
  if (!isConnectionString(freshStore())) {
    it.skip('was not tried: MITHAQ_TEST_ESDB names no server', () => undefined);
    return;
  }
  it.each(moments)('leaves every acknowledged event once and none in part, and the rest is taken again: killed after %i answers', answers =>
    expectKept(freshStore(), answers),
  );
});

/** Kills the writers after so many answers, holds what is stored against what they noted, and appends again what got no answer. */
async function expectKept(address: string, answers: number): Promise<void> {
  const { attempts, outcomes } = await killedAfter(answers, address);
  const store = await openEventStore(address, 'write');
  const before = await byId(store);
  let unanswered = 0;
  for (const { attempt, stream, ids } of attempts) {
    const outcome = outcomes.get(attempt);
    const found = ids.map(id => before.get(id) ?? []);
    if (outcome?.outcome === 'stored') {
      expect(found.map(events => events.length)).toEqual(ids.map(() => 1));
      const last = found.at(-1)?.[0];
      expect(last).toMatchObject({ stream, revision: BigInt(outcome.revision), position: BigInt(outcome.position) });
    } else if (outcome?.outcome === 'refused') {
      expect(found.flat()).toEqual([]);
    } else {
      unanswered++;
      expect([0, ids.length]).toContain(found.flat().length);
    }
  }
  expect(unanswered).toBeGreaterThan(0); // else it was not killed in the middle of anything
  const noted = new Set(attempts.flatMap(({ ids }) => ids));
  expect([...before.keys()].filter(id => !noted.has(id))).toEqual([]);

  // Whoever got no answer says the same again. It is stored once, unless another writer has taken the place.
  for (const { attempt, stream, expected, ids } of attempts) {
    if (outcomes.has(attempt)) continue;
    const revision: ExpectedRevision = expected === 'none' ? expected : BigInt(expected);
    const events = ids.map(id => ({ id, type: 'Written', data: { attempt }, metadata: {} }));
    const again = await store.append(stream, revision, events).catch((error: Error) => error.name);
    const found: RecordedEvent[] = [];
    for await (const event of store.readStream(stream)) if (event.id === ids[0]) found.push(event);
    if (again === 'WrongExpectedRevision') expect(found).toEqual([]);
    else expect(found).toMatchObject([{ stream, revision: revision === 'none' ? 0n : revision + 1n }]);
  }
  await expectWhole(store);
  await store.close();
}

/** Runs the writers, and kills them with SIGKILL once they have had so many answers. */
async function killedAfter(answers: number, address: string): Promise<{ attempts: Attempt[]; outcomes: Map<number, Outcome> }> {
  const notes = join(folder, 'notes');
  const child = spawn(process.execPath, [fileURLToPath(workerFile('store-writers.js', import.meta.url)), address, notes], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  let heard = 0;
  for await (const dots of child.stdout) {
    heard += (dots as Buffer).length;
    if (heard >= answers) child.kill('SIGKILL');
  }
  expect(await exit).toEqual([null, 'SIGKILL']);

  const attempts: Attempt[] = [];
  const outcomes = new Map<number, Outcome>();
  for (const line of readFileSync(notes, 'utf8').split('\n')) {
    if (!line.endsWith('}')) continue; // the end, or a word that it died in
    const noted = JSON.parse(line) as Attempt | Outcome;
    if ('outcome' in noted) outcomes.set(noted.attempt, noted);
    else attempts.push(noted);
  }
  return { attempts, outcomes };
}

async function byId(store: EventStore): Promise<Map<string, RecordedEvent[]>> {
  const events = new Map<string, RecordedEvent[]>();
  for await (const event of store.readAll()) events.set(event.id, [...(events.get(event.id) ?? []), event]);
  return events;
}

/** Every stream counts from 0 without a gap, every id is there once, and positions grow. */
async function expectWhole(store: EventStore): Promise<void> {
  const next = new Map<string, bigint>();
  const ids = new Set<string>();
  let position = 0n;
  for await (const event of store.readAll()) {
    expect(event.revision).toBe(next.get(event.stream) ?? 0n);
    next.set(event.stream, event.revision + 1n);
    expect(event.position).toBeGreaterThan(position);
    position = event.position;
    expect(ids.has(event.id)).toBe(false);
    ids.add(event.id);
  }
}
