import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { sqliteCode } from './sqlite-error.js';

/** A kind of file of ours. */
export interface FileKind {
  /** Four letters in ASCII, in the header of the file: whose it is, also for `file(1)`. */
  readonly applicationId: number;
  readonly formatVersion: number;
  /** What stands in an empty one. */
  readonly schema: string;
  /** What makes a file of an earlier format one of the next, by the earlier one. */
  readonly fromFormat: Readonly<Record<number, string>>;
  /** What is thrown of a file that is none of this kind, or of a newer release. */
  readonly refused: (file: string, why: string, options?: ErrorOptions) => Error;
  /** Why there is no such file, where it is only read. */
  readonly madeBy: string;
}

/**
 * A connection that writes, creating the file where there is none. Every commit on it is a sync: the settings that promise it are
 * read back, and without them there is no connection.
 *
 * @param settings what else the connection is set to, before anything is read or written
 * @throws what its kind throws for a file of another program or of a newer release; it is left as it is
 */
export function openDurably(file: string, kind: FileKind, settings: (db: Database.Database) => void): Database.Database {
  return opened(file, new Database(file), kind, db => {
    const empty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0 && header(db, 'application_id') === 0;
    if (!empty) checkHeader(file, db, kind);
    if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
      throw new Error(`${file}: this file system has no write-ahead log to offer (a network share?). Put the data folder on a local disk.`);
    }
    // In this mode NORMAL, which better-sqlite3 is built with, syncs at checkpoints only: a power cut would take what was acknowledged.
    db.pragma('synchronous = FULL');
    if (header(db, 'synchronous') !== 2)
      throw new Error(`${file}: SQLite did not take synchronous=FULL, without which nothing is acknowledged.`);
    settings(db);
    const { applicationId, formatVersion, schema } = kind;
    if (empty) {
      db.transaction(() => db.exec(`${schema}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion};`))();
    }
    for (let format = header(db, 'user_version'); format < formatVersion; format++) {
      db.transaction(() => db.exec(`${kind.fromFormat[format]!}; PRAGMA user_version = ${format + 1};`))();
    }
  });
}

/** A connection that reads, beside whoever writes. */
export function openReadOnly(file: string, kind: FileKind): Database.Database {
  if (!existsSync(file)) throw kind.refused(file, `there is no such file. ${kind.madeBy}`);
  return opened(file, new Database(file, { readonly: true, fileMustExist: true }), kind, db => {
    checkHeader(file, db, kind);
    const version = header(db, 'user_version');
    if (version < kind.formatVersion) {
      throw kind.refused(
        file,
        `its format is ${version}, of an earlier release. Start the service on it once: it makes it format ${kind.formatVersion}.`,
      );
    }
  });
}

function opened(file: string, db: Database.Database, kind: FileKind, prepare: (db: Database.Database) => void): Database.Database {
  try {
    prepare(db);
    return db;
  } catch (error) {
    db.close();
    if (sqliteCode(error) === 'SQLITE_NOTADB') {
      throw kind.refused(file, 'it is no SQLite file at all.', { cause: error });
    }
    throw error;
  }
}

function checkHeader(file: string, db: Database.Database, { applicationId, formatVersion, refused }: FileKind): void {
  if (header(db, 'application_id') !== applicationId) throw refused(file, 'it belongs to another program.');
  const version = header(db, 'user_version');
  if (version > formatVersion) {
    throw refused(file, `its format is ${version} and this release knows ${formatVersion}. Use the release that wrote it, or a newer one.`);
  }
}

function header(db: Database.Database, pragma: 'application_id' | 'user_version' | 'synchronous'): number {
  return db.pragma(pragma, { simple: true }) as number; // these three are integers
}
