import { type Day, type Recorded } from '@mithaq/domain';
import Database from 'better-sqlite3';

interface Row {
  readonly day: Day;
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly recorded_at: string;
  readonly data: string;
  readonly metadata: string;
}

/** So many events are read at a time. */
const pageSize = 500n;

/**
 * Events on their way from the order of the ledger into that of the days, in a file of its own that is gone when it is closed: a ledger does
 * not fit in memory.
 */
export class DaysFile {
  /** Without a name it is a temporary one of SQLite's: on the disk, and gone with whoever has it open, however that ends. */
  private readonly db = new Database('');
  private readonly insert: Database.Statement<[Row]>;

  constructor() {
    this.db.pragma('journal_mode = OFF'); // nothing of it outlives the process
    this.db.pragma('synchronous = OFF');
    this.db.exec(`
      CREATE TABLE held (
        day TEXT NOT NULL, position INTEGER NOT NULL, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
        recorded_at TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL
      ) STRICT;
      CREATE TABLE mended (stream TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
      BEGIN;`);
    this.insert = this.db.prepare<[Row]>(
      'INSERT INTO held VALUES (:day, :position, :stream, :revision, :id, :type, :recorded_at, :data, :metadata)',
    );
  }

  add({ stream, revision, position, id, type, recordedAt, data, metadata }: Recorded): void {
    this.insert.run({
      ...{ day: metadata.effectiveAt, position, stream, revision, id, type, recorded_at: recordedAt },
      data: JSON.stringify(data),
      metadata: JSON.stringify(metadata),
    });
  }

  /** What was added of this stream does not stand as it was recorded. */
  mend(stream: string): void {
    this.db.prepare('INSERT OR IGNORE INTO mended VALUES (?)').run(stream);
  }

  /** Nothing more is added as it was recorded: what is mended is taken out, to be added as it holds. */
  takeMended(): string[] {
    const streams = this.db.prepare<[], string>('SELECT stream FROM mended ORDER BY stream').pluck().all();
    if (streams.length > 0) this.db.exec('DELETE FROM held WHERE stream IN (SELECT stream FROM mended)');
    return streams;
  }

  /** All that was added, by day and position. */
  *inOrder(): Generator<Recorded, void, undefined> {
    this.db.exec('CREATE INDEX held_in_order ON held (day, position)');
    const page = this.db
      .prepare<[string, bigint, bigint], Row>('SELECT * FROM held WHERE (day, position) > (?, ?) ORDER BY day, position LIMIT ?')
      .safeIntegers();
    for (let [day, position] = ['', -1n]; ;) {
      const rows = page.all(day, position, pageSize);
      for (const row of rows) yield recorded(row);
      const last = rows.at(-1);
      if (!last) return;
      [day, position] = [last.day, last.position];
    }
  }

  close(): void {
    this.db.close();
  }
}

function recorded({ stream, revision, position, id, type, recorded_at: recordedAt, data, metadata }: Row): Recorded {
  return {
    ...{ id, type, stream, revision, position, recordedAt },
    data: JSON.parse(data) as unknown,
    metadata: JSON.parse(metadata) as Recorded['metadata'], // what `add` made of them
  };
}
