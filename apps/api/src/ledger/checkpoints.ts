import Database from 'better-sqlite3';
import { join } from 'node:path';

/**
 * How far each reactor of this instance has come, in `service.sqlite` beside the generations of the views. A checkpoint that is lost is
 * an older one: what is done twice is done once.
 */
export class Checkpoints {
  private readonly db: Database.Database;
  private readonly find;
  private readonly save;

  constructor(folder: string) {
    this.db = new Database(join(folder, 'service.sqlite'));
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = NORMAL');
    this.db.exec('CREATE TABLE IF NOT EXISTS reactor_checkpoint (reactor TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT');
    this.find = this.db.prepare<[string], bigint>('SELECT position FROM reactor_checkpoint WHERE reactor = ?').pluck().safeIntegers();
    this.save = this.db.prepare<[string, bigint]>('INSERT OR REPLACE INTO reactor_checkpoint (reactor, position) VALUES (?, ?)');
  }

  /** The position up to which a reactor has done all that there was to do; undefined: it has not begun. */
  read(reactor: string): bigint | undefined {
    return this.find.get(reactor);
  }

  write(reactor: string, position: bigint): void {
    this.save.run(reactor, position);
  }

  close(): void {
    this.db.close();
  }
}
