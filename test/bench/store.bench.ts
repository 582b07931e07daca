import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isConnectionString, type NewEvent, SqliteEventStore } from '@mithaq/event-store';
import { type Benchmark, rate, Rounds } from './benchmark.js';
import { appends, batches, events, freshStream, several, sideBySide } from './store.events.js';
import { server } from './store.server.js';

const ledgerEvents = 100_000;
const singles = 500;
const writers = 64;
const appendsPerWriter = 100;
const transactions = 50;

/** The engine that `MITHAQ_STORE` names beside the bare library under it. */
export const benchmark: Benchmark = () => {
  const address = process.env['MITHAQ_STORE'] ?? 'sqlite';
  return isConnectionString(address) ? server(address) : embedded();
};

/**
 * The embedded store beside bare better-sqlite3, with one table of the same columns and constraints, the same events and the same
 * durability. Every store lives through all rounds, as a service does, so that each write-ahead log has reached its size and is written
 * over: a file that grows takes longer to sync. Events are made before the clock runs, and turned into JSON while it does.
 */
const embedded: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mithaq-bench-'));
  const raw = openRaw(join(folder, 'raw.sqlite'));
  const written = await SqliteEventStore.open(join(folder, 'written'));
  const ledger = join(folder, 'ledger');
  const read = await SqliteEventStore.open(ledger);
  try {
    await batches(read, several(ledgerEvents / 100, 100));
    const measured = await Rounds.run(11, {
      'raw single commits/s': () => rawSingles(raw, events(singles)),
      'engine, one writer, appends/s': () => appends(written, [events(singles)]),
      'engine, 64 writers, appends/s': () => appends(written, sideBySide(writers, appendsPerWriter)),
      'raw, transactions of 100, events/s': () => rawBatches(raw, several(transactions, 100)),
      'engine, appends of 100, events/s': () => batches(written, several(transactions, 100)),
      'raw scan + JSON.parse, events/s': () => rate(() => rawScan(ledger)),
      'engine, full read, events/s': () => rate(() => fullRead(read)),
      'engine, subscription catching up, events/s': () => rate(() => catchUp(read)),
    });
    return {
      figures: measured.figures(),
      goals: [
        {
          name: 'one writer / raw single commits',
          ratio: measured.ratio('engine, one writer, appends/s', 'raw single commits/s'),
          atLeast: 0.7,
        },
        {
          name: '64 writers / raw single commits',
          ratio: measured.ratio('engine, 64 writers, appends/s', 'raw single commits/s'),
          atLeast: 8,
        },
        {
          name: 'full read / raw scan + JSON.parse',
          ratio: measured.ratio('engine, full read, events/s', 'raw scan + JSON.parse, events/s'),
          atLeast: 0.5,
        },
      ],
    };
  } finally {
    raw.close();
    await Promise.all([written.close(), read.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
};

// ---- bare better-sqlite3

function openRaw(file: string): Database.Database {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
    recorded_at INTEGER NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision), UNIQUE (id, stream)) STRICT`);
  return db;
}

function rawInsert(db: Database.Database): (stream: string, revision: number, event: NewEvent) => void {
  const insert = db.prepare('INSERT INTO event (stream, revision, id, type, recorded_at, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)');
  return (stream, revision, { id, type, data, metadata }) => {
    insert.run(stream, revision, id, type, Date.now(), JSON.stringify(data), JSON.stringify(metadata));
  };
}

function rawSingles(db: Database.Database, events: readonly NewEvent[]): Promise<number> {
  const insert = rawInsert(db);
  const stream = freshStream();
  return rate(() => {
    events.forEach((event, i) => insert(stream, i, event));
    return events.length;
  });
}

function rawBatches(db: Database.Database, lists: readonly NewEvent[][]): Promise<number> {
  const insert = rawInsert(db);
  const store = db.transaction((stream: string, events: readonly NewEvent[]) => events.forEach((event, i) => insert(stream, i, event)));
  return rate(() => {
    for (const events of lists) store(freshStream(), events);
    return lists.flat().length;
  });
}

/** Arrays and one open statement, without the names of streams: the fastest way there is to read a ledger. */
export function rawScan(folder: string): number {
  const db = new Database(join(folder, 'ledger.sqlite'), { readonly: true });
  let count = 0;
  for (const row of db.prepare<[], string[]>('SELECT * FROM event ORDER BY position').raw().iterate()) {
    JSON.parse(row[6]!);
    JSON.parse(row[7]!);
    count++;
  }
  db.close();
  return count;
}

// ---- the engine

async function fullRead(store: SqliteEventStore): Promise<number> {
  let count = 0;
  for await (const _ of store.readAll()) count++;
  return count;
}

async function catchUp(store: SqliteEventStore): Promise<number> {
  const enough = new AbortController();
  let count = 0;
  for await (const delivery of store.subscribeToAll('start', {}, enough.signal)) {
    if (delivery.kind === 'event') count++;
    else if (count === ledgerEvents) enough.abort();
  }
  return count;
}
