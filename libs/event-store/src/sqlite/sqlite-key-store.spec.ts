import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Key } from '../key-store.js';
import { keyStoreContract } from '../testing/key-store.contract.js';
import { type KeyJob, KeyWriter, NotAKeyStore, openKeysForReading, openKeysForWriting } from './key-file.js';
import { SqliteKeyStore } from './sqlite-key-store.js';

keyStoreContract('SQLite', async () => {
  const folder = temporaryFolder();
  const stores: SqliteKeyStore[] = [];
  const another = async () => {
    const keys = await SqliteKeyStore.open(folder);
    stores.push(keys);
    return keys;
  };
  return {
    keys: await another(),
    another,
    async dispose() {
      await Promise.all(stores.map(keys => keys.close()));
      rmSync(folder, { recursive: true });
    },
  };
});

describe('the file of keys', () => {
  let folder: string;
  beforeEach(() => void (folder = temporaryFolder()));
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = () => join(folder, 'keys.sqlite');
  /** Every byte that stands in any file of the folder. */
  const bytes = () => Buffer.concat(readdirSync(folder).map(name => readFileSync(join(folder, name))));

  it('is written with a log, each commit is synced, and what is overwritten is overwritten', () => {
    const db = openKeysForWriting(file());
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('secure_delete', { simple: true })).toBe(1);
    db.close();
  });

  it('is for its owner alone, and so is its log', async () => {
    const keys = await SqliteKeyStore.open(folder);
    await keys.make(randomUUID());
    expect(readdirSync(folder).sort()).toEqual(['keys.sqlite', 'keys.sqlite-shm', 'keys.sqlite-wal']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    await keys.close();
  });

  it('has nothing of a key that is destroyed, and nor has its log, while the service runs and after', async () => {
    const keys = await SqliteKeyStore.open(folder);
    const ids = Array.from({ length: 1_500 }, () => randomUUID());
    const made = new Map<string, Key>();
    // Some of them together, and some after others were destroyed: as it comes in years, on many pages, by many commits.
    while (ids.length > 0) {
      const some = ids.splice(0, randomInt(1, 60));
      await Promise.all(some.map(async id => made.set(id, await keys.make(id))));
      const gone = some.filter(() => randomInt(4) === 0);
      for (const id of gone) expect(bytes().includes(made.get(id)!)).toBe(true);
      expect(await Promise.all(gone.map(id => keys.destroy(id)))).toEqual(gone.map(() => 'destroyed'));
      const now = bytes();
      for (const id of gone) expect(now.includes(made.get(id)!)).toBe(false);
    }
    // And years after they were made, in any order.
    const left = [...made.keys()].sort(() => randomInt(-1, 2)).slice(0, 200);
    for (const id of left) await keys.destroy(id);
    const found = await keys.findMany([...made.keys()]);
    const isGone = () => {
      const now = bytes();
      for (const [id, key] of made) expect(now.includes(key)).toBe(found.get(id) !== 'destroyed');
    };
    isGone();
    await keys.close();
    isGone();
  });

  it('keeps a key no longer than another program reads the file, and says so meanwhile', () => {
    const db = openKeysForWriting(file());
    db.pragma('busy_timeout = 0');
    const writer = new KeyWriter(db);
    const [id, beside] = [randomUUID(), randomUUID()];
    const make = (of = id): KeyJob => ({ does: 'make', id: of, moved: undefined });
    const destroy: KeyJob = { does: 'destroy', id };
    const [made, other] = writer.carryOut([make(), make(beside)]);
    if (made?.kind !== 'key') throw new Error('No key was made.');
    const key = Buffer.from(made.secret);

    const reader = openKeysForReading(file());
    const reading = reader.prepare('SELECT * FROM key').iterate();
    reading.next();
    expect(writer.carryOut([destroy, make(beside)])).toEqual([{ kind: 'none', destruction: 'scavenge-pending' }, other]);
    expect(writer.carryOut([make()])).toMatchObject([{ kind: 'none' }]);
    expect(bytes().includes(key)).toBe(true);
    reading.return?.();
    reader.close();

    expect(writer.carryOut([destroy])).toEqual([{ kind: 'none', destruction: 'destroyed' }]);
    expect(bytes().includes(key)).toBe(false);
    db.close();
  });

  it('is read beside the service that writes it, and touched by no reader', async () => {
    await expect(SqliteKeyStore.openReadOnly(folder)).rejects.toThrow(NotAKeyStore);
    expect(readdirSync(folder)).toEqual([]);
    const keys = await SqliteKeyStore.open(folder);
    const reader = await SqliteKeyStore.openReadOnly(folder);
    const id = randomUUID();
    const key = await keys.make(id);
    expect(await reader.find(id)).toEqual(key);
    await expect(reader.make(randomUUID())).rejects.toThrow('was opened for reading');
    await expect(reader.destroy(id)).rejects.toThrow('was opened for reading');
    expect(await keys.destroy(id)).toBe('destroyed');
    expect(await reader.find(id)).toBe('destroyed');
    await Promise.all([keys.close(), reader.close()]);
  });

  it('takes nothing where the disk is full, and goes on once there is room', () => {
    const db = openKeysForWriting(file());
    const writer = new KeyWriter(db);
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true }) as number}`);
    const jobs = Array.from({ length: 300 }, (): KeyJob => ({ does: 'make', id: randomUUID(), moved: undefined }));
    expect(writer.carryOut(jobs)).toEqual(jobs.map(() => ({ kind: 'failed', reason: 'database or disk is full' })));
    expect(db.prepare('SELECT count(*) FROM key').pluck().get()).toBe(0);
    db.pragma('max_page_count = 1000000');
    expect(new Set(writer.carryOut(jobs).map(({ kind }) => kind))).toEqual(new Set(['key']));
    db.close();
  });

  it.each<[string, (file: string) => void, string]>([
    ['another program’s', file => new Database(file).exec('CREATE TABLE theirs (x)').close(), 'it belongs to another program'],
    [
      'of a newer release',
      file => {
        const db = openKeysForWriting(file);
        db.pragma('user_version = 2');
        db.close();
      },
      'its format is 2 and this release knows 1',
    ],
    ['no database', file => writeFileSync(file, 'a letter, to whom it may concern\n'.repeat(100)), 'it is no SQLite file at all'],
  ])('is left alone where it is %s', async (_, make, why) => {
    make(file());
    const before = readFileSync(file());
    await expect(SqliteKeyStore.open(folder)).rejects.toThrow(NotAKeyStore);
    await expect(SqliteKeyStore.open(folder)).rejects.toThrow(why);
    expect(readFileSync(file()).equals(before)).toBe(true);
  });
});

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mithaq-keys-'));
}
