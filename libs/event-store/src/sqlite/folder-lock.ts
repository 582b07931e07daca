import Database from 'better-sqlite3';
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sqliteCode } from './sqlite-error.js';

/** Another service, in this process or another, holds the folder. */
export class LedgerInUse extends Error {
  override readonly name = 'LedgerInUse';
  constructor(readonly folder: string) {
    super(`The data folder ${folder} is in use by another Mithaq service. Stop that one first, or give this one a folder of its own.`);
  }
}

/**
 * Takes the folder for this process, until the function that it returns is called or the process ends, however it ends: the lock is
 * the operating system's, on an open file, so that a kill leaves nothing behind to clean up. Creates the folder where it is missing.
 *
 * @throws LedgerInUse at once where somebody holds it
 */
export function lockFolder(folder: string): () => void {
  createFolder(resolve(folder));
  const lock = new Database(join(folder, 'lock.sqlite'), { timeout: 0 });
  try {
    // Nothing is ever written to this file, so no journal has to lie beside it.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) throw new LedgerInUse(folder);
    throw error;
  }
  return () => {
    lock.close();
  };
}

/** SQLite syncs what it creates inside the folder; that the folder itself outlives a power cut is for us to see to. */
function createFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let created = folder; created.length >= first.length; created = dirname(created)) {
    const parent = openSync(dirname(created), 'r');
    fsyncSync(parent);
    closeSync(parent);
  }
}
