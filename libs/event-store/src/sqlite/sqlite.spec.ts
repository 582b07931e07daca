import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { BroadcastChannel, Worker } from 'node:worker_threads';
import { type Delivery, type EventStore, type NewEvent, type RecordedEvent } from '../event-store.js';
import { eventStoreContract } from '../testing/event-store.contract.js';
import { workerFile } from '../worker-file.js';
import { Bell } from './bell.js';
import { LedgerInUse, lockFolder } from './folder-lock.js';
import { type Append, GroupCommit } from './group-commit.js';
import { NotALedger, openForReading, openForWriting, upgradeLedger } from './ledger-file.js';
import { type Row, takePage } from './page.js';
import { SqliteEventStore } from './sqlite-event-store.js';

eventStoreContract('SQLite', async () => {
  const folder = temporaryFolder();
  let store = await SqliteEventStore.open(folder);
  return {
    store,
    async reopen() {
      await store.close();
      return (store = await SqliteEventStore.open(folder));
    },
    async dispose() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('what only SQLite promises', () => {
  let folder: string;
  let stores: EventStore[];
  let children: ChildProcess[];
  beforeEach(() => {
    folder = temporaryFolder();
    stores = [];
    children = [];
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(stores.map(store => store.close()));
    rmSync(folder, { recursive: true });
  });

  async function open(): Promise<SqliteEventStore> {
    const store = await SqliteEventStore.open(folder);
    stores.push(store);
    return store;
  }
  async function openReadOnly(): Promise<SqliteEventStore> {
    const store = await SqliteEventStore.openReadOnly(folder);
    stores.push(store);
    return store;
  }
  /** The store in another process; with a limit to what it may write into one file, in KiB. */
  function inAnotherProcess(deed: string, limit?: number): { child: ChildProcess; lines: Lines } {
    const program = [process.execPath, fileURLToPath(storeProcess()), deed, folder];
    const [command, ...args] = limit === undefined ? program : ['bash', '-c', `ulimit -f ${limit}; exec "$@"`, 'bash', ...program];
    const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return { child, lines: linesOf(child.stdout) };
  }
  const ledger = () => join(folder, 'ledger.sqlite');

  describe('one service a folder', () => {
    it('refuses a second one in the same process at once, with a sentence', async () => {
      await open();
      await expect(open()).rejects.toThrow(LedgerInUse);
      await expect(open()).rejects.toThrow(`The data folder ${folder} is in use by another Mithaq service.`);
    });

    it('refuses a second process, until the first is killed', async () => {
      const { child, lines } = inAnotherProcess('hold');
      expect(await lines.next()).toBe('open');
      await expect(open()).rejects.toThrow(LedgerInUse);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(await types((await open()).readStream('held-1'))).toEqual(['Held']);
    });

    it('lets the next one in when it closes', async () => {
      await (await open()).close();
      await open();
    });

    it('makes folders that are missing', async () => {
      const deep = join(folder, 'a', 'b');
      const store = await SqliteEventStore.open(deep);
      stores.push(store);
      await store.append('s', 'none', [event('first')]);
      expect(await types(store.readAll())).toEqual(['first']);
    });
  });

  describe('the file', () => {
    it('lets no program change, delete or replace an event, or leave one out', async () => {
      const store = await open();
      await store.append('s', 'none', [event('first'), event('second')]);
      const before = await all(store.readAll());
      const other = new Database(ledger());
      try {
        expect(() => other.exec(`UPDATE event SET type = 'other'`)).toThrow('append-only');
        expect(() => other.exec('DELETE FROM event')).toThrow('append-only');
        expect(() => other.exec('DELETE FROM event WHERE position = 2')).toThrow('append-only');
        const insert = (how: string, position: number | null, stream: number, revision: number, id: string) =>
          other.prepare(`${how} INTO event VALUES (?, ?, ?, ?, 'other', 0, '{}', '{}')`).run(position, stream, revision, id);
        const [s, t] = [1, 2];
        other.exec(`INSERT INTO stream (name) VALUES ('t')`);
        expect(() => insert('INSERT OR REPLACE', 1, t, 0, 'new')).toThrow('append-only');
        expect(() => insert('INSERT OR REPLACE', null, s, 1, 'new')).toThrow('append-only');
        expect(() => insert('INSERT OR REPLACE', null, s, 2, before[0]!.id)).toThrow('append-only');
        expect(() => insert('INSERT', null, s, 3, 'new')).toThrow('append-only'); // it would leave a gap
        expect(() => insert('INSERT', null, t, 1, 'new')).toThrow('append-only');
        expect(() => insert('INSERT', null, 3, 0, 'new')).toThrow('append-only'); // of no stream
        expect(() => other.exec(`UPDATE stream SET name = 'u'`)).toThrow('append-only');
        expect(() => other.exec('DELETE FROM stream')).toThrow('append-only');
        expect(() => other.exec(`INSERT OR REPLACE INTO stream VALUES (1, 'u')`)).toThrow('append-only');
        expect(() => other.exec(`INSERT OR REPLACE INTO stream VALUES (3, 's')`)).toThrow('append-only');
      } finally {
        other.close();
      }
      expect(await all(store.readAll())).toEqual(before);
      await store.append('t', 'none', [event('first of a name that was there')]);
    });

    it('refuses an id that the stream has, and stores the appends beside it', async () => {
      const store = await open();
      const first = event('first');
      await store.append('s', 'none', [first]);
      const again = store.append('s', 0n, [event('new'), first]);
      const beside = store.append('t', 'none', [event('beside')]);
      await expect(again).rejects.toThrow('The append to s was not stored');
      expect(await beside).toMatchObject({ revision: 0n });
      expect(await types(store.readAll())).toEqual(['first', 'beside']);
    });

    describe('of an earlier release', () => {
      const rows = [
        [1, 's', 0, randomUUID(), 'first', 1_000, '{"said":"first"}', '{"actor":"a"}'],
        [2, 't', 0, randomUUID(), 'other', 1_000, '{}', '{}'],
        [3, 's', 1, randomUUID(), 'second', 2_000, '{"said":"ثانيا"}', '{}'],
      ] as const;
      const told: object[] = [];
      const upgrade = () => SqliteEventStore.upgrade(folder, formats => told.push(formats));
      beforeEach(() => {
        told.length = 0;
        inFormat1(ledger(), rows);
      });

      it('is brought to the format of this one, whole, and goes on', async () => {
        upgrade();
        upgrade();
        expect(told).toEqual([{ from: 1, to: 2 }]);
        const store = await open();
        const found = await all(store.readAll());
        expect(found.map(({ position, stream, revision, id, type }) => [Number(position), stream, Number(revision), id, type])).toEqual(
          rows.map(row => row.slice(0, 5)),
        );
        expect(found[2]).toMatchObject({ data: { said: 'ثانيا' }, recordedAt: '1970-01-01T00:00:02.000Z' });
        expect(found[0]).toMatchObject({ metadata: { actor: 'a' } });
        expect(await store.append('s', 1n, [event('third')])).toEqual({ revision: 2n, position: 4n });
        await expect(store.append('t', 'none', [event('again')])).rejects.toMatchObject({ name: 'WrongExpectedRevision', found: 0n });
        expect(await types((await openReadOnly()).readStream('s'))).toEqual(['first', 'second', 'third']);
        const db = new Database(ledger());
        expect(() => db.exec('DELETE FROM event')).toThrow('append-only');
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
        db.close();
      });

      it('is left as it is by whoever only opens it, and where a service has it or the disk no room', async () => {
        const before = readFileSync(ledger());
        const sentence = 'its format is 1, of an earlier release. Start the service on it once: it makes it format 2.';
        await expect(open()).rejects.toThrow(sentence);
        await expect(openReadOnly()).rejects.toThrow(sentence);
        const unlock = lockFolder(folder);
        expect(upgrade).toThrow(LedgerInUse);
        unlock();
        expect(() =>
          upgradeLedger(
            ledger(),
            formats => told.push(formats),
            () => 10_000,
          ),
        ).toThrow(/making its format 1 into 2 takes 1 MB of room for a while, and the disk has 1 MB\. Make room, and start again\./);
        expect(told).toEqual([]);
        expect(readFileSync(ledger()).equals(before)).toBe(true);
      });
    });

    it('needs no upgrade where there is none yet, or it is empty', async () => {
      const none = () => {
        throw new Error('told');
      };
      SqliteEventStore.upgrade(folder, none);
      expect(existsSync(ledger())).toBe(false);
      writeFileSync(ledger(), '');
      SqliteEventStore.upgrade(folder, none);
      expect(await types((await open()).readAll())).toEqual([]);
    });

    it('is written with a log, and each commit is synced', () => {
      const db = openForWriting(ledger());
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      db.close();
    });

    it('is not opened where there is no write-ahead log to be had', () => {
      expect(() => openForWriting(':memory:')).toThrow('no write-ahead log');
    });

    it.each<[string, (file: string) => void, string]>([
      ['another program’s', file => new Database(file).exec('CREATE TABLE theirs (x)').close(), 'it belongs to another program'],
      ['of a newer release', file => (openForWriting(file).close(), setVersion(file, 3)), 'its format is 3 and this release knows 2'],
      [
        'no database',
        file => writeFileSync(file, 'a letter, and a long one, to whom it may concern\n'.repeat(100)),
        'it is no SQLite file at all',
      ],
    ])('is left alone where it is %s', async (_, make, why) => {
      make(ledger());
      const before = readFileSync(ledger());
      await expect(open()).rejects.toThrow(NotALedger);
      await expect(open()).rejects.toThrow(why); // and not "in use": the first attempt has let the folder go
      expect(() => openForReading(ledger())).toThrow(why);
      expect(() => SqliteEventStore.upgrade(folder, () => undefined)).toThrow(why);
      expect(readFileSync(ledger()).equals(before)).toBe(true);
    });
  });

  describe('the clock', () => {
    it('does not take the ledger back with it, in one process or the next', () => {
      let clock = 0;
      let db = openForWriting(ledger());
      let group = new GroupCommit(db, () => clock);
      for (const [i, now] of [1_000, 400, 1_700, 1_699].entries()) {
        clock = now;
        group.store([append('s', i === 0 ? 'none' : i - 1, ['x'])]);
      }
      db.close();
      db = openForWriting(ledger());
      group = new GroupCommit(db, () => 5);
      group.store([append('s', 3, ['x']), append('t', 'none', ['x', 'x'])]);
      expect(db.prepare('SELECT recorded_at FROM event ORDER BY position').pluck().all()).toEqual([
        1_000, 1_000, 1_700, 1_700, 1_700, 1_700, 1_700,
      ]);
      db.close();
    });

    it('is not asked for an event that brings the time when it was first recorded', async () => {
      const store = await open();
      const times = ['2022-06-01T08:00:00.123Z', '2021-01-01T00:00:00.000Z', '2199-01-01T00:00:00.000Z'];
      for (const [i, recordedAt] of times.entries()) await store.append(`s-${i}`, 'none', [{ ...event('copied'), recordedAt }]);
      await store.append('s-3', 'none', [event('new')]);
      expect((await all(store.readAll())).map(({ recordedAt }) => recordedAt)).toEqual([...times, times[2]]);
    });

    it.each(['yesterday', '2022-06-01', '2022-06-01T08:00:00.123456Z', '2022-06-01T10:00:00.000+02:00'])(
      'refuses a time that it could not give back: %s',
      async recordedAt => {
        const store = await open();
        await expect(store.append('s', 'none', [{ ...event('copied'), recordedAt }])).rejects.toThrow(RangeError);
        expect(await all(store.readAll())).toEqual([]);
      },
    );
  });

  describe('when the disk is full', () => {
    it('refuses all that shared the commit, with the reason, and goes on once there is room', () => {
      const db = openForWriting(ledger());
      const group = new GroupCommit(db);
      db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true }) as number}`);
      const together = [append('a', 'none', ['x']), append('b', 'none', ['x', 'x'], 20_000), append('c', 'none', ['x'])];
      expect(group.store(together)).toEqual(together.map(() => ({ kind: 'failed', reason: 'database or disk is full' })));
      expect(db.prepare('SELECT count(*) FROM event').pluck().get()).toBe(0);
      db.pragma('max_page_count = 1000000');
      expect(group.store(together)).toMatchObject([{ position: 1 }, { position: 3, revision: 1 }, { position: 4 }]);
      db.close();
    });

    it('refuses all that shared a commit that failed, and keeps none of it', () => {
      let clock = 1_000;
      const db = openForWriting(ledger());
      // A broken promise to a foreign key is found out at the commit, as a failed write is.
      db.exec(`CREATE TEMP TABLE parent (x PRIMARY KEY); CREATE TEMP TABLE child (x REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
        CREATE TEMP TRIGGER break AFTER INSERT ON main.event WHEN new.type = 'breaks' BEGIN INSERT INTO child VALUES (1); END`);
      const group = new GroupCommit(db, () => clock);
      const good = append('a', 'none', ['good']);
      expect(group.store([good, append('b', 'none', ['good', 'breaks']), append('c', 'none', ['good'])])).toEqual(
        Array.from({ length: 3 }, () => ({ kind: 'failed', reason: 'FOREIGN KEY constraint failed' })),
      );
      clock = 500;
      expect(group.store([good])).toEqual([{ kind: 'stored', revision: 0, position: 1 }]);
      expect(db.prepare('SELECT name, recorded_at FROM event JOIN stream ON number = stream').raw().all()).toEqual([['a', 500]]); // nor the time of what was never recorded
      db.close();
    });

    it('loses nothing that it acknowledged, keeps nothing half, and the writer may say the same again', async () => {
      const { child, lines } = inAnotherProcess('fill', 1_024);
      const [code] = (await once(child, 'close')) as [number];
      expect(code).toBe(0); // refused, closed, ended: not killed by the failed write
      const outcomes = (await lines.rest()).map(line => line.split(' ') as [string, string]);
      expect(outcomes.filter(([status]) => status === 'fulfilled').length).toBeGreaterThan(0);
      expect(outcomes.filter(([status]) => status === 'rejected').length).toBeGreaterThanOrEqual(3);
      const store = await open();
      for (const [status, stream] of outcomes) {
        const found = await types(store.readStream(stream));
        if (status === 'fulfilled') expect(found).toHaveLength(2);
        else expect([0, 2]).toContain(found.length); // a failed write may have reached the disk, but never in part
        const id = stream.slice('fill-'.length);
        await store.append(stream, 'none', [
          { ...event('Filled'), id: `${id}a` },
          { ...event('Filled'), id: `${id}b` },
        ]);
        expect(await types(store.readStream(stream))).toHaveLength(2);
      }
    });
  });

  it('refuses what is pending and all that follows, with a sentence, when its thread has died', async () => {
    const store = await open();
    await store.append('s', 'none', [event('before')]);
    const other = new Database(ledger());
    other.exec('BEGIN IMMEDIATE'); // the thread waits with its commit for this one to end
    const pending = Promise.allSettled(Array.from({ length: 40 }, (_, i) => store.append(`p-${i}`, 'none', [event('pending')])));
    const dead = store['writing']!.writer['worker'].terminate();
    other.close();
    await dead;
    for (const outcome of await pending) {
      expect(outcome).toHaveProperty('reason.message', expect.stringContaining('has stopped'));
    }
    await expect(store.append('s', 0n, [event('after')])).rejects.toThrow('has stopped');
    expect(await types(store.readStream('s'))).toEqual(['before']);
    await store.close();
    expect(await types((await open()).readStream('s'))).toEqual(['before']);
  });

  describe('reading', () => {
    it('takes pages that are bounded by rows and by weight, and reads no row more', () => {
      let asked = 0;
      let closed = 0;
      function* rows(size: number): Generator<Row> {
        try {
          for (;;) {
            asked++;
            yield [asked, 's', asked, 'id', 'type', 0, 'x'.repeat(size), ''];
          }
        } finally {
          closed++;
        }
      }
      expect(takePage(rows(10), 7)).toMatchObject({ rows: { length: 7 }, more: true });
      expect(asked).toBe(7);
      asked = 0;
      expect(takePage(rows(100_000), 500)).toMatchObject({ rows: { length: 3 }, more: true });
      expect(asked).toBe(3);
      expect(takePage(rows(1_000_000), 500).rows).toHaveLength(1);
      expect(closed).toBe(3);
      expect(takePage([], 7)).toEqual({ rows: [], more: false });
    });

    it('lets the event loop turn, and a writer in, however long it goes on', async () => {
      const store = await open();
      const small = (i: number) =>
        store.append(
          `s-${i}`,
          'none',
          Array.from({ length: 1_000 }, () => event('many')),
        );
      await Promise.all(Array.from({ length: 20 }, (_, i) => small(i)));
      let turns = 0;
      let reading = true;
      const turn = () => {
        turns++;
        if (reading) setImmediate(turn);
      };
      setImmediate(turn);
      let appended = false;
      let found = false;
      // Again where the ledger ends before the append is acknowledged.
      for (let seen = 0; !found || !appended;) {
        for await (const { stream } of store.readAll()) {
          if (seen++ === 0) void store.append('meanwhile', 'none', [event('meanwhile')]).then(() => (appended = true));
          found ||= stream === 'meanwhile';
        }
      }
      reading = false;
      expect(turns).toBeGreaterThan(10);
      expect(appended).toBe(true);
    });

    it('goes over what a filter leaves out in steps, and says how far it is', async () => {
      const store = await open();
      for (let i = 0; i < 6; i++) {
        await store.append(
          `busy-${i}`,
          'none',
          Array.from({ length: 1_000 }, () => event('busy', {})),
        );
      }
      const { position } = await store.append('quiet-1', 'none', [event('quiet')]);
      const deliveries = await until(store.subscribeToAll('start', { categories: ['quiet'] }, new AbortController().signal), delivery => {
        return delivery.kind === 'checkpoint' && delivery.position === position;
      });
      const steps = deliveries.flatMap(delivery => (delivery.kind === 'checkpoint' ? [delivery.position] : []));
      expect(steps.length).toBeGreaterThan(2);
      expect(deliveries.filter(({ kind }) => kind === 'event')).toHaveLength(1);
    });

    it('takes an expectation of any size for what it is: wrong', async () => {
      const store = await open();
      for (const expected of [-1n, -2n, 2n ** 70n]) {
        await expect(store.append('s', expected, [event('first')])).rejects.toMatchObject({
          name: 'WrongExpectedRevision',
          expected,
          found: 'none',
        });
      }
      const first = event('first');
      await store.append('s', 'none', [first]);
      await expect(store.append('s', -1n, [first])).rejects.toMatchObject({ found: 0n });
    });

    it('takes a position or revision of any size', async () => {
      const store = await open();
      await store.append('s', 'none', [event('first')]);
      const beyond = 2n ** 70n;
      expect(await types(store.readAll({ from: beyond }))).toEqual([]);
      expect(await types(store.readAll({ direction: 'backwards', from: beyond }))).toEqual(['first']);
      expect(await types(store.readStream('s', { direction: 'backwards', from: beyond }))).toEqual(['first']);
      expect(await types(store.readStream('s', { direction: 'backwards', from: -1n }))).toEqual([]);
      expect(await types(store.readAll({ from: -1n }))).toEqual(['first']);
    });
  });

  describe('readers beside the service', () => {
    it('read and do not write', async () => {
      const store = await open();
      await store.append('s', 'none', [event('first')]);
      const reader = await openReadOnly();
      expect(await types(reader.readAll())).toEqual(['first']);
      await expect(reader.append('s', 0n, [event('second')])).rejects.toThrow('was opened for reading');
      await store.close();
      expect(await types(reader.readAll())).toEqual(['first']);
    });

    it('say where there is nothing to read', async () => {
      await expect(openReadOnly()).rejects.toThrow(NotALedger);
      await expect(openReadOnly()).rejects.toThrow('there is no such file');
    });

    it('follow live in another thread', async () => {
      const store = await open();
      const thread = new Worker(storeProcess(), { argv: ['follow', folder], stdout: true });
      await followed(store, linesOf(thread.stdout));
      await once(thread, 'exit');
    });

    it('follow live in another process', async () => {
      const store = await open();
      const { child, lines } = inAnotherProcess('follow');
      const exit = once(child, 'exit');
      await followed(store, lines);
      expect(await exit).toEqual([0, null]);
    });

    async function followed(store: EventStore, lines: Lines): Promise<void> {
      expect(await lines.next()).toBe('checkpoint'); // it has read all there is, and waits
      for (const type of ['First', 'Second', 'End']) {
        await store.append(type, 'none', [event(type)]);
        let line: string | undefined;
        do line = await lines.next();
        while (line === 'checkpoint');
        expect(line).toBe(type);
      }
    }

    it('are woken by the bell of their process, without looking at the file', async () => {
      const bell = new Bell('mithaq:test:bell', () => 1);
      const { signal } = new AbortController();
      await bell.rung(bell.rings, signal); // begins to listen
      const rung = bell.rung(bell.rings, signal);
      const writer = new BroadcastChannel('mithaq:test:bell');
      writer.postMessage('appended');
      await rung;
      expect(bell.rings).toBe(1);
      writer.close();
      bell.close();
    });

    it('find out by themselves that another process has written', async () => {
      let version = 1;
      const bell = new Bell('mithaq:test:poll', () => version);
      const { signal } = new AbortController();
      await bell.rung(bell.rings, signal);
      const rung = bell.rung(bell.rings, signal);
      version = 2;
      const awake = setInterval(() => undefined, 60_000);
      await rung;
      clearInterval(awake);
      expect(bell.rings).toBe(1);
      bell.close();
    });
  });
});

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mithaq-store-'));
}

function storeProcess(): URL {
  return workerFile('../testing/store-process.js', import.meta.url);
}

/** As the first release made it. */
function inFormat1(file: string, rows: readonly (readonly (string | number)[])[]): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(`CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
      recorded_at INTEGER NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision), UNIQUE (id, stream)) STRICT;
    CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'append-only'); END;
    CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'append-only'); END;
    CREATE TRIGGER event_comes_next BEFORE INSERT ON event
      WHEN new.revision IS NOT (SELECT coalesce(max(revision) + 1, 0) FROM event WHERE stream = new.stream)
      BEGIN SELECT raise(FAIL, 'append-only'); END;
    PRAGMA application_id = ${0x4d746871};
    PRAGMA user_version = 1;`);
  for (const row of rows) db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(...row);
  db.close();
}

function setVersion(file: string, version: number): void {
  const db = new Database(file);
  db.pragma(`user_version = ${version}`);
  db.close();
}

function event(type: string, data: NewEvent['data'] = { said: type }): NewEvent {
  return { id: randomUUID(), type, data, metadata: {} };
}

function append(stream: string, expected: Append['expected'], types: readonly string[], size = 10): Append {
  return {
    stream,
    expected,
    events: types.map(type => ({ id: randomUUID(), type, data: JSON.stringify({ text: 'x'.repeat(size) }), metadata: '{}' })),
  };
}

async function all(events: AsyncIterable<RecordedEvent>): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

async function types(events: AsyncIterable<RecordedEvent>): Promise<string[]> {
  return (await all(events)).map(({ type }) => type);
}

async function until(deliveries: AsyncIterable<Delivery>, enough: (delivery: Delivery) => boolean): Promise<Delivery[]> {
  const found: Delivery[] = [];
  for await (const delivery of deliveries) {
    found.push(delivery);
    if (enough(delivery)) break;
  }
  return found;
}

interface Lines {
  /** The next line, as soon as it is there; undefined at the end. */
  next(): Promise<string | undefined>;
  rest(): Promise<string[]>;
}

function linesOf(output: Readable | null): Lines {
  const lines = createInterface({ input: output! })[Symbol.asyncIterator]();
  const next = async () => {
    const line: IteratorResult<string, undefined> = await lines.next();
    return line.value;
  };
  return {
    next,
    async rest() {
      const found: string[] = [];
      for (let line = await next(); line !== undefined; line = await next()) found.push(line);
      return found;
    },
  };
}
