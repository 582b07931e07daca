import Database from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';
import { type ReaderAnswer, type ReaderReply, type ReaderTask } from './messages.js';
import { type SqlValue } from './sql.js';

/**
 * A thread that reads one file of views: the statements of one answer in one transaction, so that all of it is of one moment. It knows
 * nothing of views or domain, so it starts at once.
 */

if (!parentPort) throw new Error('This program runs as a worker thread of the views.');
const port = parentPort;

const db = new Database((workerData as { path: string }).path, { readonly: true, fileMustExist: true });
db.pragma('cache_size = -32768');
db.pragma('mmap_size = 1073741824'); // the file only grows while it is open: no page of it can go away

/** Statements by their text, the one that was used longest ago first. */
const prepared = new Map<string, Database.Statement<SqlValue[], Record<string, unknown>>>();
const mostPrepared = 200;

const begin = db.prepare('BEGIN');
const commit = db.prepare('COMMIT');

port.on('message', (task: ReaderTask | 'close') => {
  if (task === 'close') {
    db.close();
    port.close();
    return;
  }
  port.postMessage(reply(task));
});

function reply({ id, statements }: ReaderTask): ReaderReply {
  try {
    return { kind: 'answer', id, answer: answer(statements) };
  } catch (error) {
    // An error that crosses to another thread loses its class, and SQLite's even its message.
    return { kind: 'failed', id, message: error instanceof Error ? error.message : String(error) };
  }
}

function answer(statements: ReaderTask['statements']): ReaderAnswer {
  begin.run();
  try {
    return statements.map(all);
  } finally {
    commit.run();
  }
}

function all({ text, params }: ReaderTask['statements'][number]): Record<string, unknown>[] {
  try {
    const rows = statement(text).all(...params);
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

function statement(text: string): Database.Statement<SqlValue[], Record<string, unknown>> {
  const found = prepared.get(text) ?? db.prepare<SqlValue[], Record<string, unknown>>(text).safeIntegers();
  prepared.delete(text);
  prepared.set(text, found);
  if (prepared.size > mostPrepared) prepared.delete(prepared.keys().next().value!);
  return found;
}
