/**
 * The views, kept from the beginning: the engine beside bare better-sqlite3 that writes the same rows, in the same order and
 * transactions, into the same tables; what reads of it cost, and what they cost with reports. `npm run bench -- views [events]`
 */
import { type CommitmentId, type Day } from '@mithaq/domain';
import { Views, viewsModule } from '@mithaq/projections';
import Database from 'better-sqlite3';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Benchmark, rate, type Report, Rounds } from './benchmark.js';
import { eventsPerStream, ledgerDays, recordLedger, uuid } from './views.ledger.js';
import { readsAtMoments } from './views.reads.js';
import { lateMoments, readsWithReports, regionReads } from './views.reports.js';

const streams = Math.ceil(Number(process.argv[3] ?? 1_000_000) / eventsPerStream);
const eventsInAll = streams * eventsPerStream;
/** As the engine commits while it catches up. */
const batchSize = 1_000;

export const benchmark: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mithaq-bench-'));
  try {
    const recorded = await recordLedger(folder, streams);
    const views = await Views.open({ folder, views: viewsModule() });
    try {
      const first = await firstBuild(views);
      let rows = 0;
      const measured = await Rounds.run(3, {
        'engine, events/s': () => rate(() => rebuild(views)),
        'bare, events/s': async () => {
          const bare = writeSameRows(join(folder, `views-${views.status().generation}.sqlite`), join(folder, 'bare.sqlite'));
          rows = bare.rows;
          return (eventsInAll * 1000) / bare.milliseconds;
        },
      });
      const { generation, head } = views.status();
      const ids = Array.from({ length: 50 }, (_, i) => uuid(Math.floor((i * streams) / 50)) as CommitmentId);
      const file = join(folder, `views-${generation}.sqlite`);
      const reads = readsAtMoments(file, ledgerDays, head!, ids);
      const without = regionReads(file, lateMoments(head!, ['2024-09-15', '2024-10-10', '2024-10-25'] as Day[]));
      const all = Array.from({ length: streams }, (_, i) => uuid(i));
      const reports = await readsWithReports({ folder, views, file }, all, BigInt(eventsPerStream - 1), without);
      return {
        figures: {
          'events recorded/s': recorded,
          ...measured.figures(),
          'rows written': rows,
          ...first.figures,
          ...reads.figures,
          ...reports.figures,
        },
        goals: [
          {
            name: 'rebuild / bare better-sqlite3 writing the same rows',
            ratio: measured.ratio('engine, events/s', 'bare, events/s'),
            atLeast: 0.5,
          },
          ...first.goals,
          ...reads.goals,
          ...reports.goals,
        ],
      };
    } finally {
      await views.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Whether the second half takes longer than the first, and whether memory grows along. */
async function firstBuild(views: Views): Promise<Report> {
  const start = performance.now();
  let half = 0;
  let quarter = 0;
  let greatest = 0;
  views.on('batch', ({ position }) => {
    const memory = process.memoryUsage.rss();
    greatest = Math.max(greatest, memory);
    const done = Number(position) / eventsInAll;
    if (done <= 0.25) quarter = Math.max(quarter, memory);
    if (done >= 0.5) half ||= performance.now() - start;
  });
  await views.whenServing();
  views.removeAllListeners('batch');
  const whole = performance.now() - start;
  return {
    figures: {
      'first half, events/s': Math.round((eventsInAll * 500) / half),
      'second half, events/s': Math.round((eventsInAll * 500) / (whole - half)),
      'memory at a quarter, MB': Math.round(quarter / 1e6),
      'memory at most, MB': Math.round(greatest / 1e6),
    },
    goals: [
      { name: 'second half / first half', ratio: half / (whole - half), atLeast: 0.8 },
      { name: 'memory at most / at a quarter', ratio: greatest / quarter, atMost: 1.25 },
    ],
  };
}

async function rebuild(views: Views): Promise<number> {
  const serving = once(views, 'serving');
  await views.rebuild();
  await serving;
  return eventsInAll;
}

/** What has been written, in the order in which it was: read from the engine's file outside the time that counts. */
function writeSameRows(from: string, to: string): { milliseconds: number; rows: number } {
  for (const suffix of ['', '-wal', '-shm']) rmSync(to + suffix, { force: true });
  const target = new Database(to);
  target.pragma('journal_mode = WAL');
  target.pragma('synchronous = NORMAL');
  target.pragma('cache_size = -65536');
  target.pragma('wal_autocheckpoint = 4000');
  const source = new Database(from, { readonly: true });
  const schema = source.prepare(`select sql from sqlite_schema where sql is not null order by type = 'index'`).pluck().all() as string[];
  for (const statement of schema) target.exec(statement);
  const tables = schema.flatMap(statement => /CREATE TABLE "(\w+)"/.exec(statement)?.[1] ?? []);
  source.close();

  const insertsOf = (table: string, order: string, position: number) => {
    const db = new Database(from, { readonly: true });
    const columns = (db.pragma(`table_info(${table})`) as unknown[]).length;
    const rows = db.prepare<[], unknown[]>(`select * from ${table} order by ${order}`).raw().safeIntegers().iterate();
    const statement = target.prepare(`insert into ${table} values (${Array(columns).fill('?').join(', ')})`);
    return { db, rows: peekable(rows), statement, position };
  };
  const inserts = [insertsOf('ledger_event', 'position', 0), ...tables.map(table => insertsOf(table, 'rowid', 2))];
  const closings = tables.map(table => {
    const db = new Database(from, { readonly: true });
    const sql = `select rowid, recorded_to from ${table} where recorded_to < 9223372036854775807 order by recorded_to, rowid`;
    const rows = db.prepare<[], unknown[]>(sql).raw().safeIntegers().iterate();
    return { db, rows: peekable(rows), statement: target.prepare(`update ${table} set recorded_to = ? where rowid = ?`) };
  });
  const saveStream = target.prepare(
    'insert into ledger_stream (stream, revision, day) values (?, ?, ?) on conflict (stream) do update set revision = excluded.revision, day = excluded.day',
  );
  const saveCheckpoint = target.prepare('insert or replace into checkpoint (only, position) values (1, ?)');

  let milliseconds = 0;
  let written = 0;
  for (let end = batchSize; end < eventsInAll + batchSize; end += batchSize) {
    const work: { statement: Database.Statement; params: unknown[] }[] = [];
    for (const { rows, statement } of closings) {
      for (let row = rows.peek(); row && Number(row[1]) <= end; row = rows.peek()) {
        work.push({ statement, params: [row[1], row[0]] });
        rows.next();
      }
    }
    const changes = work.length;
    const batch: unknown[][] = [];
    for (const { rows, statement, position } of inserts) {
      for (let row = rows.peek(); row && Number(row[position]) <= end; row = rows.peek()) {
        // What was opened and is closed since was open when it was written.
        const params = position === 2 ? [...row.slice(0, 3), 9223372036854775807n, ...row.slice(4)] : row;
        if (position === 0) batch.push(row);
        work.push({ statement, params });
        rows.next();
      }
    }
    const inOrder = [...work.slice(changes), ...work.slice(0, changes)]; // a row is opened before it is closed
    written += inOrder.length;
    const start = performance.now();
    target.exec('begin immediate');
    for (const { statement, params } of inOrder) statement.run(...params);
    for (const [, , stream, revision, , day] of batch) saveStream.run(stream, revision, day);
    saveCheckpoint.run(end);
    target.exec('commit');
    milliseconds += performance.now() - start;
  }
  for (const { db } of [...inserts, ...closings]) db.close();
  target.close();
  return { milliseconds, rows: written };
}

function peekable<T>(iterator: Iterator<T>): { peek(): T | undefined; next(): void } {
  let current = iterator.next();
  return {
    peek: () => (current.done ? undefined : current.value),
    next: () => void (current = iterator.next()),
  };
}
