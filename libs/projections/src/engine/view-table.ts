import type Database from 'better-sqlite3';
import { endOfRecording } from './moment.js';
import { name, type SqlValue } from './sql.js';
import { type Change, compare, type Held, type OpenRun, timelines } from './timeline.js';
import { type AnyView } from './view.js';

type PlaceRow = [rowid: bigint, key: string, from: string, to: string];
type RunRow = [...PlaceRow, ...values: SqlValue[]];

/** The rows of one view: of one stream those that stand open, and what an event does to them. */
export class ViewTable {
  private readonly runs;
  private readonly places;
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
    const open = <Row extends unknown[]>(values: string) =>
      db
        .prepare<[string, string], Row>(
          `SELECT rowid, key, effective_from, effective_to${values} FROM ${table}
           WHERE stream = ? AND recorded_to = ${endOfRecording} AND effective_to >= ?`,
        )
        .raw()
        .safeIntegers();
    this.runs = open<RunRow>(columns.join(''));
    this.places = open<PlaceRow>('');
    this.close = db.prepare<[bigint, bigint]>(`UPDATE ${table} SET recorded_to = ? WHERE rowid = ?`);
    const insert = `INSERT INTO ${table} (stream, key, recorded_from, recorded_to, effective_from, effective_to${columns.join('')})`;
    this.insert = db.prepare<SqlValue[]>(`${insert} VALUES (?, ?, ?, ${endOfRecording}, ?, ?${', ?'.repeat(columns.length)})`);
    this.copy = db.prepare<[bigint, string, string, bigint]>(
      `${insert} SELECT stream, key, ?, ${endOfRecording}, ?, ?${columns.join('')} FROM ${table} WHERE rowid = ?`,
    );
  }

  /** The open runs of a stream that end on the day or later. */
  openFrom(stream: string, day: string): OpenRun[] {
    return this.runs.all(stream, day).map(openRun);
  }

  /**
   * What becomes of the open runs where other events hold than before, which say the same of all days before this one. What the open runs say
   * is what the events before say, so the rows themselves, wide as they are, are not read.
   */
  refold(stream: string, held: Held, since: string): Change {
    const open = this.places.all(stream, since).map(([rowid, key, from, to]) => ({ rowid, key, from, to }));
    const { before, after } = timelines(this.view, held, since);
    return compare(open, before, after);
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
