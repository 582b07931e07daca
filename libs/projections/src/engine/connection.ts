import Database from 'better-sqlite3';
import { type ReaderAnswer, type Statements } from './messages.js';
import { Recent } from './recent.js';
import { type SqlValue } from './sql.js';

const mostPrepared = 200;

/** A connection of a thread that reads one file of views, and never writes to it. */
export class Connection {
  readonly db: Database.Database;
  /** Statements by their text. */
  private readonly prepared = new Recent<Database.Statement<SqlValue[], Record<string, unknown>>>(mostPrepared, () => 1);
  private readonly begin;
  private readonly rollback;

  constructor(path: string) {
    const db = (this.db = new Database(path, { readonly: true, fileMustExist: true }));
    db.pragma('cache_size = -32768');
    db.pragma('mmap_size = 1073741824'); // the file only grows while it is open: no page of it can go away
    this.begin = db.prepare('BEGIN');
    this.rollback = db.prepare('ROLLBACK');
  }

  /** All that is read is of one moment; what is made on the way (only what is temporary can be) is gone afterwards. */
  transaction<Made>(read: () => Made): Made {
    this.begin.run();
    try {
      return read();
    } finally {
      this.rollback.run();
    }
  }

  rows(statements: Statements): ReaderAnswer {
    return statements.map(statement => this.all(statement));
  }

  close(): void {
    this.db.close();
  }

  private all({ text, params }: Statements[number]): Record<string, unknown>[] {
    try {
      const rows = this.statement(text).all(...params);
      for (const row of rows) {
        for (const column in row) {
          const value = row[column];
          // An integer that a number holds exactly is given as one.
          if (typeof value === 'bigint' && value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER))
            row[column] = Number(value);
        }
      }
      return rows;
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}, in: ${text.replace(/\s+/g, ' ').trim()}`);
    }
  }

  private statement(text: string): Database.Statement<SqlValue[], Record<string, unknown>> {
    const found = this.prepared.take(text) ?? this.db.prepare<SqlValue[], Record<string, unknown>>(text).safeIntegers();
    this.prepared.keep(text, found);
    return found;
  }
}
