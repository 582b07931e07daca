import Database from 'better-sqlite3';
import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
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
  /** What is thrown of a file that is none of this kind, or of another release. */
  readonly refused: (file: string, why: string, options?: ErrorOptions) => Error;
  /** Why there is no such file, where it is only read. */
  readonly madeBy: string;
}

/**
 * A connection that writes, creating the file where there is none. Every commit on it is a sync: the settings that promise it are
 * read back, and without them there is no connection.
 *
 * @param settings what else the connection is set to, before anything is read or written
 * @throws what its kind throws for a file of another program or of another release; it is left as it is
 */
export function openDurably(file: string, kind: FileKind, settings: (db: Database.Database) => void): Database.Database {
  return opened(file, new Database(file), kind, db => {
    const empty = isEmpty(db);
    if (!empty) checkFormat(file, db, kind);
    makeDurable(file, db);
    settings(db);
    const { applicationId, formatVersion, schema } = kind;
    if (empty) {
      db.transaction(() => db.exec(`${schema}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion};`))();
    }
  });
}

/** A connection that reads, beside whoever writes. */
export function openReadOnly(file: string, kind: FileKind): Database.Database {
  if (!existsSync(file)) throw kind.refused(file, `there is no such file. ${kind.madeBy}`);
  try {
    return opened(file, new Database(file, { readonly: true, fileMustExist: true }), kind, db => checkFormat(file, db, kind));
  } catch (error) {
    if (!/^SQLITE_(READONLY|CANTOPEN)/.test(sqliteCode(error) ?? '')) throw error;
    const why =
      'this user may not write its folder, in which SQLite keeps two files while one reads. Read a copy, in a folder of your own.';
    throw kind.refused(file, why, { cause: error });
  }
}

/** The format that a file has, and the one that it is to have. */
export interface Upgrade {
  readonly from: number;
  readonly to: number;
}

/**
 * Makes a file of an earlier release one of this. Whenever it is interrupted, the file is whole, and of the one format or the other.
 * Nothing is done where there is no file yet, or it has the format.
 *
 * @param begins told before it begins, for it takes a while
 * @param free bytes that the disk has to give
 * @throws what its kind throws for a file of another program or of a newer release, and where there is no room
 */
export function upgrade(file: string, kind: FileKind, begins: (upgrade: Upgrade) => void, free = () => freeBeside(file)): void {
  if (!existsSync(file)) return;
  const db = opened(file, new Database(file, { fileMustExist: true }), kind, db => {
    if (isEmpty(db)) return;
    const to = kind.formatVersion;
    const from = formatOf(file, db, kind);
    if (from === to) return;
    // The new rows stand in the log as well as in the file until it is over.
    const room = statSync(file).size * 1.6;
    if (free() < room) {
      const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
      const why = `making its format ${from} into ${to} takes ${megabytes(room)} of room for a while, and the disk has ${megabytes(free())}.`;
      throw kind.refused(file, `${why} Make room, and start again.`);
    }
    begins({ from, to });
    makeDurable(file, db);
    for (let format = from; format < to; format++) {
      db.transaction(() => db.exec(`${kind.fromFormat[format]!}; PRAGMA user_version = ${format + 1};`))();
    }
    db.pragma('wal_checkpoint(TRUNCATE)');
  });
  db.close();
}

function freeBeside(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

function makeDurable(file: string, db: Database.Database): void {
  if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
    throw new Error(`${file}: this file system has no write-ahead log to offer (a network share?). Put the data folder on a local disk.`);
  }
  // In this mode NORMAL, which better-sqlite3 is built with, syncs at checkpoints only: a power cut would take what was acknowledged.
  db.pragma('synchronous = FULL');
  if (header(db, 'synchronous') !== 2)
    throw new Error(`${file}: SQLite did not take synchronous=FULL, without which nothing is acknowledged.`);
}

function isEmpty(db: Database.Database): boolean {
  return db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0 && header(db, 'application_id') === 0;
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

function checkFormat(file: string, db: Database.Database, kind: FileKind): void {
  const format = formatOf(file, db, kind);
  if (format === kind.formatVersion) return;
  throw kind.refused(
    file,
    `its format is ${format}, of an earlier release. Start the service on it once: it makes it format ${kind.formatVersion}.`,
  );
}

/** The format of a file, which is this release's or an earlier one's. */
function formatOf(file: string, db: Database.Database, { applicationId, formatVersion, refused }: FileKind): number {
  if (header(db, 'application_id') !== applicationId) throw refused(file, 'it belongs to another program.');
  const format = header(db, 'user_version');
  if (format > formatVersion) {
    throw refused(file, `its format is ${format} and this release knows ${formatVersion}. Use the release that wrote it, or a newer one.`);
  }
  return format;
}

function header(db: Database.Database, pragma: 'application_id' | 'user_version' | 'synchronous'): number {
  return db.pragma(pragma, { simple: true }) as number; // these three are integers
}
