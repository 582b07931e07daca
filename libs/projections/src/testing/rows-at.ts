import Database from 'better-sqlite3';
import { heldBy, openingDay, type Recorded } from '@mithaq/domain';
import { endOfRecording, endOfTime, type Moment } from '../engine/moment.js';
import { type Sql } from '../engine/sql.js';
import { viewIndexes, viewTable } from '../engine/tables.js';
import { type AnyRow, type AnyView, type Rows } from '../engine/view.js';
import { type Question, type SqlRow } from '../views/question.js';

/** Tables in memory with the rows of the views as they are at one moment: ask them as of now. The intervals of both clocks are the engine's to keep, and to test. */
export class RowsAt {
  private readonly db = new Database(':memory:');

  constructor(views: readonly AnyView[], events: readonly Recorded[], { position, day }: Moment = {}) {
    for (const view of views) {
      this.db.exec(viewTable(view));
      for (const { sql } of viewIndexes(view)) this.db.exec(sql);
      const marks = ['stream', 'key', 'from', 'to', 'since', 'until', ...Object.keys(view.columns)].map(() => '?').join(', ');
      const insert = this.db.prepare(`insert into ${view.table} values (${marks})`);
      const streams = new Map<string, Recorded[]>();
      for (const event of events) {
        if (!event.stream.startsWith(`${view.of}-`) || (position !== undefined && event.position > position)) continue;
        const before = streams.get(event.stream);
        if (before) before.push(event);
        else streams.set(event.stream, [event]);
      }
      for (const [stream, recorded] of streams) {
        let rows: Rows<AnyRow> = new Map();
        for (const event of heldBy(recorded, day)) rows = view.evolve(rows, event);
        for (const [key, row] of rows) insert.run(stream, key, 0n, endOfRecording, openingDay, endOfTime, ...view.code.encode(row));
      }
    }
  }

  ask<Answer>(question: Question<Answer>): Answer {
    return question.answer(question.statements.map(statement => this.rowsOf(statement)));
  }

  private rowsOf({ text, params }: Sql): SqlRow[] {
    const rows = this.db
      .prepare<unknown[], SqlRow>(text)
      .safeIntegers()
      .all(...params);
    return rows.map(exactNumbers);
  }

  close(): void {
    this.db.close();
  }
}

/** As the engine's readers give them: a number where that is exact. */
function exactNumbers(row: SqlRow): SqlRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === 'bigint' && value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
        ? Number(value)
        : value,
    ]),
  );
}
