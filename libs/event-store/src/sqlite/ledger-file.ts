import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { sqliteCode } from './sqlite-error.js';

/** The file is not a ledger that this release can read. */
export class NotALedger extends Error {
  override readonly name = 'NotALedger';
  constructor(
    readonly file: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`${file} cannot be opened as a ledger: ${why}`, options);
  }
}

/** "Mthq" in ASCII, in the header of the file: whose it is, also for `file(1)`. */
const applicationId = 0x4d746871;
const formatVersion = 1;

/**
 * `position` is the rowid: SQLite gives the next one itself, and as no row is ever deleted none is given twice. What is read often
 * comes before the JSON, so that a filter never touches the overflow pages of a long event.
 *
 * An id is unique within its stream; the index has the id first, because new ids (UUIDs v7) then lie side by side at its end: a commit
 * for many streams writes one page of it, not one a stream.
 *
 * The triggers hold for every program that opens the file. The third keeps a stream without gaps, and stops INSERT OR REPLACE, which
 * deletes the row in its way without asking a DELETE trigger. It fails where others abort: with one row a statement that is the same,
 * and SQLite need not copy aside each page that an insert touches in case it has to be undone.
 */
const schema = `
  CREATE TABLE event (
    position    INTEGER PRIMARY KEY,
    stream      TEXT    NOT NULL,
    revision    INTEGER NOT NULL,
    id          TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
    data        TEXT    NOT NULL, -- JSON, as it was given
    metadata    TEXT    NOT NULL,
    UNIQUE (stream, revision),
    UNIQUE (id, stream)
  ) STRICT;
  CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT raise(ABORT, 'the ledger is append-only: an event is never changed'); END;
  CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT raise(ABORT, 'the ledger is append-only: an event is never deleted'); END;
  CREATE TRIGGER event_comes_next BEFORE INSERT ON event
    WHEN new.revision IS NOT (SELECT coalesce(max(revision) + 1, 0) FROM event WHERE stream = new.stream)
      OR EXISTS (SELECT 1 FROM event WHERE stream = new.stream AND id = new.id)
      OR EXISTS (SELECT 1 FROM event WHERE position = new.position)
    BEGIN SELECT raise(FAIL, 'the ledger is append-only: an event comes next in its stream, under an id that is new there'); END;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${formatVersion};
`;

/**
 * A connection that writes, creating the ledger where there is none. Every commit on it is a sync: the settings that promise it are
 * read back, and without them there is no connection.
 *
 * @throws NotALedger for a file of another program or of a newer release; it is left as it is
 */
export function openForWriting(file: string): Database.Database {
  return opened(file, new Database(file), db => {
    const empty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0 && header(db, 'application_id') === 0;
    if (!empty) checkHeader(file, db);
    if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
      throw new Error(`${file}: this file system has no write-ahead log to offer (a network share?). Put the data folder on a local disk.`);
    }
    // In this mode NORMAL, which better-sqlite3 is built with, syncs at checkpoints only: a power cut would take acknowledged events.
    db.pragma('synchronous = FULL');
    if (header(db, 'synchronous') !== 2)
      throw new Error(`${file}: SQLite did not take synchronous=FULL, without which nothing is acknowledged.`);
    // Folding the log back into the file every 4 MB, as is the default, writes the pages of busy streams again and again.
    db.pragma('wal_autocheckpoint = 8192');
    if (empty) db.transaction(() => db.exec(schema))();
  });
}

/** A connection that reads, beside whoever writes. */
export function openForReading(file: string): Database.Database {
  if (!existsSync(file)) throw new NotALedger(file, 'there is no such file. A ledger is made by the service when it first starts.');
  return opened(file, new Database(file, { readonly: true, fileMustExist: true }), db => checkHeader(file, db));
}

function opened(file: string, db: Database.Database, prepare: (db: Database.Database) => void): Database.Database {
  try {
    prepare(db);
    return db;
  } catch (error) {
    db.close();
    if (sqliteCode(error) === 'SQLITE_NOTADB') {
      throw new NotALedger(file, 'it is no SQLite file at all.', { cause: error });
    }
    throw error;
  }
}

function checkHeader(file: string, db: Database.Database): void {
  if (header(db, 'application_id') !== applicationId) throw new NotALedger(file, 'it belongs to another program.');
  const version = header(db, 'user_version');
  if (version > formatVersion) {
    throw new NotALedger(
      file,
      `its format is ${version} and this release knows ${formatVersion}. Use the release that wrote it, or a newer one.`,
    );
  }
}

function header(db: Database.Database, pragma: 'application_id' | 'user_version' | 'synchronous'): number {
  return db.pragma(pragma, { simple: true }) as number; // these three are integers
}
