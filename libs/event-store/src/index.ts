export * from './event-store.js';
export { LedgerInUse } from './sqlite/folder-lock.js';
export { NotALedger } from './sqlite/ledger-file.js';
export { SqliteEventStore } from './sqlite/sqlite-event-store.js';
export { workerFile } from './worker-file.js';
