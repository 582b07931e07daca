import type Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { type Destruction, keyBytes } from '../key-store.js';
import { type FileKind, openDurably, openReadOnly } from './durable-file.js';

/** The file is not one of keys that this release can read. */
export class NotAKeyStore extends Error {
  override readonly name = 'NotAKeyStore';
  constructor(
    readonly file: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`${file} cannot be opened as a store of keys: ${why}`, options);
  }
}

/**
 * A row that moved from page to page would leave its bytes behind, for SQLite to overwrite (`secure_delete`). No row with a secret ever moves:
 * rows only come after the last one, none is deleted, and one that is destroyed keeps its length and is overwritten where it stands. What is
 * looked up by id lies in an index, which has no secret in it.
 */
const schema = `
  CREATE TABLE key (
    number    INTEGER PRIMARY KEY,
    id        TEXT    NOT NULL UNIQUE,
    secret    BLOB    NOT NULL CHECK (length(secret) = ${keyBytes}), -- zeros where it is destroyed
    destroyed INTEGER NOT NULL CHECK (destroyed IN (0, 1))
  ) STRICT
`;

const keys: FileKind = {
  applicationId: 0x4d74684b, // "MthK"
  formatVersion: 1,
  schema,
  fromFormat: {},
  refused: (file, why, options) => new NotAKeyStore(file, why, options),
  madeBy: 'One is made by the service when it first starts.',
};

/** A connection that writes keys; only the file's owner may read them. @throws NotAKeyStore */
export function openKeysForWriting(file: string): Database.Database {
  closeSync(openSync(file, 'a', 0o600)); // what SQLite puts beside it is for the same user
  return openDurably(file, keys, db => {
    db.pragma('secure_delete = ON');
    if (db.pragma('secure_delete', { simple: true }) !== 1) {
      throw new Error(`${file}: SQLite did not take secure_delete=ON, without which a key that is destroyed would stay in the file.`);
    }
    db.pragma('temp_store = MEMORY');
  });
}

/** A connection that reads them. @throws NotAKeyStore */
export function openKeysForReading(file: string): Database.Database {
  return openReadOnly(file, keys);
}

export type KeyJob =
  | { readonly does: 'make'; readonly id: string; readonly moved: Uint8Array | undefined }
  | { readonly does: 'destroy'; readonly id: string };

export type KeyAnswer =
  | { readonly kind: 'key'; readonly secret: Uint8Array }
  /** There is none: it was destroyed before, or is now. */
  | { readonly kind: 'none'; readonly destruction: Destruction }
  | { readonly kind: 'failed'; readonly reason: string };

/** Makes and destroys keys, many in one transaction with one sync. */
export class KeyWriter {
  private readonly store;

  constructor(private readonly db: Database.Database) {
    const insert = db.prepare<[string, Uint8Array]>('INSERT INTO key (id, secret, destroyed) VALUES (?, ?, 0) ON CONFLICT (id) DO NOTHING');
    const find = db.prepare<[string], { secret: Buffer; destroyed: number }>('SELECT secret, destroyed FROM key WHERE id = ?');
    const overwrite = db.prepare<[string]>(
      `INSERT INTO key (id, secret, destroyed) VALUES (?, zeroblob(${keyBytes}), 1)
       ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, destroyed = 1 WHERE NOT destroyed`,
    );
    this.store = db.transaction((jobs: readonly KeyJob[]) =>
      jobs.map(job => {
        if (job.does === 'make') insert.run(job.id, job.moved ?? randomBytes(keyBytes));
        else overwrite.run(job.id);
        const { secret, destroyed } = find.get(job.id)!; // either has put it there
        return destroyed ? undefined : secret;
      }),
    );
  }

  /** Once this returns, what it answers is on the disk; `failed` for all of them where the transaction could not be written. */
  carryOut(jobs: readonly KeyJob[]): KeyAnswer[] {
    let secrets: (Buffer | undefined)[];
    try {
      secrets = this.store.immediate(jobs);
    } catch (error) {
      return jobs.map(() => ({ kind: 'failed', reason: (error as Error).message })); // SQLite throws nothing else
    }
    const destruction = jobs.some(({ does }) => does === 'destroy') && this.isFolded() ? 'destroyed' : 'scavenge-pending';
    return secrets.map(secret => (secret ? { kind: 'key', secret } : { kind: 'none', destruction }));
  }

  /**
   * Folds the write-ahead log, which has the secret in the pages that it was made in, into the file, and empties it. Not where another
   * program is reading the file: the next destruction, or the next start, does it.
   */
  private isFolded(): boolean {
    try {
      const [folded] = this.db.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
      return folded.busy === 0;
    } catch {
      return false; // a full disk: it is destroyed all the same
    }
  }
}
