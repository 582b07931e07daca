import type Database from 'better-sqlite3';
import { type FileKind, openDurably, openReadOnly, type Upgrade, upgrade } from './durable-file.js';

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

/**
 * `position` is the rowid: SQLite gives the next one itself, and as no row is ever deleted none is given twice. What is read often
 * comes before the JSON, so that a filter never touches the overflow pages of a long event.
 *
 * A stream has a number, so that its name stands in the file once and not with each event, nor twice in the indexes: more streams share
 * a page, and a commit for many of them writes fewer.
 *
 * An id is unique within its stream; the index has the id first, because new ids (UUIDs v7) then lie side by side at its end.
 *
 * The triggers hold for every program that opens the file. Those before an insert stop INSERT OR REPLACE, which deletes the row in its way
 * without asking a DELETE trigger; that of events keeps a stream without gaps too. They fail where others abort: with one row a statement
 * that is the same, and SQLite need not copy aside each page that an insert touches in case it has to be undone; a foreign key would make it.
 */
const schema = `
  CREATE TABLE stream (
    number INTEGER PRIMARY KEY,
    name   TEXT    NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE event (
    position    INTEGER PRIMARY KEY,
    stream      INTEGER NOT NULL, -- its number
    revision    INTEGER NOT NULL,
    id          TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
    data        TEXT    NOT NULL, -- JSON, as it was given
    metadata    TEXT    NOT NULL,
    UNIQUE (stream, revision),
    UNIQUE (id, stream)
  ) STRICT;
  CREATE TRIGGER stream_is_never_changed BEFORE UPDATE ON stream
    BEGIN SELECT raise(ABORT, 'the ledger is append-only: a stream keeps its name'); END;
  CREATE TRIGGER stream_is_never_deleted BEFORE DELETE ON stream
    BEGIN SELECT raise(ABORT, 'the ledger is append-only: a stream is never deleted'); END;
  CREATE TRIGGER stream_is_new BEFORE INSERT ON stream
    WHEN EXISTS (SELECT 1 FROM stream WHERE name = new.name)
      OR EXISTS (SELECT 1 FROM stream WHERE number = new.number)
    BEGIN SELECT raise(FAIL, 'the ledger is append-only: a stream keeps its name'); END;
  CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT raise(ABORT, 'the ledger is append-only: an event is never changed'); END;
  CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT raise(ABORT, 'the ledger is append-only: an event is never deleted'); END;
  CREATE TRIGGER event_comes_next BEFORE INSERT ON event
    WHEN new.revision IS NOT (SELECT coalesce(max(revision) + 1, 0) FROM event WHERE stream = new.stream)
      OR EXISTS (SELECT 1 FROM event WHERE stream = new.stream AND id = new.id)
      OR EXISTS (SELECT 1 FROM event WHERE position = new.position)
      OR NOT EXISTS (SELECT 1 FROM stream WHERE number = new.stream)
    BEGIN SELECT raise(FAIL, 'the ledger is append-only: an event comes next in its stream, under an id that is new there'); END
`;

/** Format 1 had the name of its stream with each event. Every event goes through the triggers once more. */
const fromFormat1 = `
  DROP TRIGGER event_is_never_changed;
  DROP TRIGGER event_is_never_deleted;
  DROP TRIGGER event_comes_next;
  ALTER TABLE event RENAME TO former;
  ${schema};
  INSERT INTO stream (name) SELECT stream FROM former WHERE revision = 0 ORDER BY position;
  INSERT INTO event SELECT position, number, revision, id, type, recorded_at, data, metadata
    FROM former JOIN stream ON name = former.stream ORDER BY position;
  DROP TABLE former
`;

const ledger: FileKind = {
  applicationId: 0x4d746871, // "Mthq"
  formatVersion: 2,
  schema,
  fromFormat: { 1: fromFormat1 },
  refused: (file, why, options) => new NotALedger(file, why, options),
  madeBy: 'A ledger is made by the service when it first starts.',
};

/** A connection that writes a ledger. @throws NotALedger */
export function openForWriting(file: string): Database.Database {
  // Folding the log back into the file every 4 MB, as is the default, writes the pages of busy streams again and again.
  return openDurably(file, ledger, db => db.pragma('wal_autocheckpoint = 8192'));
}

/** A connection that reads one, beside whoever writes. @throws NotALedger */
export function openForReading(file: string): Database.Database {
  return openReadOnly(file, ledger);
}

/** Makes a ledger of an earlier release one of this. @throws NotALedger where it is of a newer one, or there is no room */
export function upgradeLedger(file: string, begins: (upgrade: Upgrade) => void, free?: () => number): void {
  upgrade(file, ledger, begins, free);
}
