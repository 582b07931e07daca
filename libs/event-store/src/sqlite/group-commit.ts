import type Database from 'better-sqlite3';
import { type WrittenEvent } from '../new-event.js';
import { sqliteCode } from './sqlite-error.js';

/** An append on its way to the file: its events in JSON already, its expectation a number, which a file can hold. */
export interface Append {
  readonly stream: string;
  readonly expected: number | 'none';
  readonly events: readonly WrittenEvent[];
}

export type Answer =
  | { readonly kind: 'stored'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong'; readonly found: number | 'none' }
  | { readonly kind: 'failed'; readonly reason: string };

const numberOf = '(SELECT number FROM stream WHERE name = ?)';

/** Stores many appends in one transaction with one sync, each of them all or none, and answers each as if it had been alone. */
export class GroupCommit {
  private readonly begin;
  private readonly commit;
  private readonly rollback;
  private readonly savepoint;
  private readonly release;
  private readonly undo;
  private readonly numbered;
  private readonly begun;
  private readonly last;
  private readonly stored;
  private readonly insert;
  /** The greatest time recorded so far: a clock that steps back does not take the ledger along. */
  private latest: number;

  constructor(
    private readonly db: Database.Database,
    private readonly now: () => number = Date.now,
  ) {
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commit = db.prepare('COMMIT');
    this.rollback = db.prepare('ROLLBACK');
    this.savepoint = db.prepare('SAVEPOINT append');
    this.release = db.prepare('RELEASE append');
    this.undo = db.prepare('ROLLBACK TO append');
    this.numbered = db.prepare<[string], number | null>(`SELECT ${numberOf}`).pluck();
    this.begun = db.prepare<[string]>('INSERT OR FAIL INTO stream (name) VALUES (?)');
    this.last = db
      .prepare<[string], number>(`SELECT revision FROM event WHERE stream = ${numberOf} ORDER BY revision DESC LIMIT 1`)
      .pluck();
    this.stored = db.prepare<[string, number, number], { id: string; revision: number; position: number }>(
      `SELECT id, revision, position FROM event WHERE stream = ${numberOf} AND revision > ? ORDER BY revision LIMIT ?`,
    );
    this.insert = db.prepare<[string, number, string, string, number, string, string]>(
      `INSERT OR FAIL INTO event (stream, revision, id, type, recorded_at, data, metadata) VALUES (${numberOf}, ?, ?, ?, ?, ?, ?)`,
    );
    this.latest = db.prepare<[], number>('SELECT recorded_at FROM event ORDER BY position DESC LIMIT 1').pluck().get() ?? 0;
  }

  /**
   * Once this returns, what it answers `stored` is on the disk. `failed` for all of them means that the transaction could not be
   * written (a full disk): none of it can be read now, but as a failed write may still have reached the disk, a power cut right after
   * may bring it back. So the writer repeats the same ids at the same expectation, and is answered the truth.
   */
  store(appends: readonly Append[]): Answer[] {
    const latest = this.latest;
    try {
      this.begin.run();
      const answers = appends.map(append => this.one(append));
      this.commit.run();
      return answers;
    } catch (error) {
      this.latest = latest;
      if (this.db.inTransaction) this.rollback.run();
      return appends.map(() => failed(error));
    }
  }

  /** The file itself refuses what does not come next in its stream; only then is it asked what it has instead. */
  private one(append: Append): Answer {
    const found = () => this.last.get(append.stream) ?? 'none';
    if (append.expected !== 'none' && append.expected < 0) return { kind: 'wrong', found: found() }; // -1 is not another word for none
    const latest = this.latest;
    const several = append.events.length > 1; // one event is one statement, which is all or none by itself
    if (several) this.savepoint.run();
    try {
      const answer = this.write(append);
      if (several) this.release.run();
      return answer;
    } catch (error) {
      // A full disk ends the whole transaction: there is no savepoint to go back to, and no neighbour to save.
      if (!this.db.inTransaction) throw error;
      this.latest = latest;
      if (several) {
        this.undo.run();
        this.release.run();
      }
      const stands = found();
      if (stands === append.expected) return failed(error);
      return this.first(append) ?? { kind: 'wrong', found: stands };
    }
  }

  private write({ stream, expected, events }: Append): Answer {
    let revision = expected === 'none' ? -1 : expected;
    let position = 0;
    // A name may have been left without events, by an append that was refused.
    if (expected === 'none' && this.numbered.get(stream) === null) this.begun.run(stream);
    const now = Math.max(this.latest, this.now());
    for (const event of events) {
      const recordedAt = event.recordedAt ?? now;
      const { lastInsertRowid } = this.insert.run(stream, ++revision, event.id, event.type, recordedAt, event.data, event.metadata);
      position = Number(lastInsertRowid);
      this.latest = Math.max(this.latest, recordedAt);
    }
    return { kind: 'stored', revision, position };
  }

  /** What the first time was answered, where these ids stand right after the expected revision: then this append is a repeat. */
  private first({ stream, expected, events }: Append): Answer | undefined {
    const rows = this.stored.all(stream, expected === 'none' ? -1 : expected, events.length);
    const end = rows.at(-1);
    if (!end || rows.length < events.length || rows.some((row, i) => row.id !== events[i]?.id)) return undefined;
    return { kind: 'stored', revision: end.revision, position: end.position };
  }
}

function failed(error: unknown): Answer {
  return { kind: 'failed', reason: error instanceof Error || sqliteCode(error) ? (error as Error).message : String(error) };
}
