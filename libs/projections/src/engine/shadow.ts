import { hold, type Recorded } from '@mithaq/domain';
import type Database from 'better-sqlite3';
import { type Hypothesis } from './messages.js';
import { name } from './sql.js';
import { firstDifference } from './timeline.js';
import { type AnyView } from './view.js';
import { ViewTable } from './view-table.js';

/**
 * Gives the tables of views the rows that they would have after an event that is not recorded, for this connection and until its
 * transaction is rolled back: a temporary view of the same name stands before each table that changes. It has the table's own rows but
 * those that would be closed, and these, and what would be opened, from a table in memory, written by the code that writes the views.
 *
 * Rows are left out by their rowid, which every index has: so each of them still serves, and covers what it covered.
 *
 * @param views of the stream's category
 * @param position that the event would have
 * @returns the names of the views that change
 */
export function shadow(
  db: Database.Database,
  views: readonly AnyView[],
  { stream, events, compensation }: Hypothesis,
  position: bigint,
): string[] {
  const last = events.at(-1);
  if (!last) return [];
  const recorded: Recorded = {
    ...last,
    ...compensation.event,
    id: '00000000-0000-0000-0000-000000000000',
    metadata: { ...last.metadata, effectiveAt: compensation.effectiveAt },
  };
  const held = { before: hold(events), after: hold([...events, recorded]) };
  const since = firstDifference(held);
  return views.flatMap(view => {
    const change = new ViewTable(db, view).refold(stream, held, since);
    if (change.closed.length + change.opened.length === 0) return [];
    const table = `main.${name(view.table).text}`;
    const copy = name(`shadow_of_${view.table}`).text;
    const columns = db
      .prepare<[], string>(`SELECT name FROM pragma_table_info('${view.table}')`)
      .pluck()
      .all()
      .map(column => name(column).text);
    const closed = change.closed.map(({ rowid }) => rowid).join(', ');
    db.exec(`
      CREATE TEMP TABLE ${copy} AS SELECT * FROM ${table} WHERE false;
      INSERT INTO temp.${copy} (rowid, ${columns.join(', ')}) SELECT rowid, * FROM ${table} WHERE rowid IN (${closed})`);
    new ViewTable(db, view, `temp.${copy}`).change(stream, position, change);
    db.exec(`
      CREATE TEMP VIEW ${name(view.table).text} AS
      SELECT * FROM ${table} WHERE rowid NOT IN (${closed}) UNION ALL SELECT * FROM temp.${copy}`);
    return [view.name];
  });
}
