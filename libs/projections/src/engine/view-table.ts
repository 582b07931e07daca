import { type Recorded } from '@mithaq/domain';
import type Database from 'better-sqlite3';
import { endOfRecording } from './moment.js';
import { name, type SqlValue } from './sql.js';
import { type Change, compare, type OpenRun, timeline } from './timeline.js';
import { type AnyView } from './view.js';

type RunRow = [rowid: bigint, key: string, from: string, to: string, ...values: SqlValue[]];

/** The rows of one view: of one stream those that stand open, and what an event does to them. */
export class ViewTable {
  private readonly from;
  private readonly close;
  private readonly insert;
  private readonly copy;

  constructor(
    db: Database.Database,
    readonly view: AnyView,
    /** The table that has them. */
    table = name(view.table).text,
  ) {
    const columns = Object.keys(view.columns).map(column => `, ${name(column).text}`);
    this.from = db
      .prepare<[string, string], RunRow>(
        `SELECT rowid, key, effective_from, effective_to${columns.join('')} FROM ${table}
         WHERE stream = ? AND recorded_to = ${endOfRecording} AND effective_to >= ?`,
      )
      .raw()
      .safeIntegers();
    this.close = db.prepare<[bigint, bigint]>(`UPDATE ${table} SET recorded_to = ? WHERE rowid = ?`);
    const insert = `INSERT INTO ${table} (stream, key, recorded_from, recorded_to, effective_from, effective_to${columns.join('')})`;
    this.insert = db.prepare<SqlValue[]>(`${insert} VALUES (?, ?, ?, ${endOfRecording}, ?, ?${', ?'.repeat(columns.length)})`);
    this.copy = db.prepare<[bigint, string, string, bigint]>(
      `${insert} SELECT stream, key, ?, ${endOfRecording}, ?, ?${columns.join('')} FROM ${table} WHERE rowid = ?`,
    );
  }

  /** The open runs of a stream that end on the day or later. */
  openFrom(stream: string, day: string): OpenRun[] {
    return this.from.all(stream, day).map(openRun);
  }

  /** What becomes of the open runs where other events hold than before, which say the same of all days before this one. */
  refold(stream: string, held: readonly Recorded[], since: string): Change {
    return compare(this.openFrom(stream, since), timeline(this.view, held, since));
  }

  change(stream: string, position: bigint, { closed, opened }: Change): void {
    for (const { rowid } of closed) this.close.run(position, rowid);
    for (const { key, from, to, values, copyOf } of opened) {
      // Half of all rows are the former one for fewer days: wide as they are, they need not come through here again.
      if (copyOf !== undefined) this.copy.run(position, from, to, copyOf);
      else this.insert.run(stream, key, position, from, to, ...values);
    }
  }
}

function openRun([rowid, key, from, to, ...values]: RunRow): OpenRun {
  return { rowid, key, from, to, values };
}
