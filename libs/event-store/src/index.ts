export { ConnectionStringWrong, isConnectionString, serverAddress } from './connection-string.js';
export * from './event-store.js';
export { openEventStore } from './open-event-store.js';
export { LedgerInUse, lockFolder } from './sqlite/folder-lock.js';
export { NotALedger } from './sqlite/ledger-file.js';
export { SqliteEventStore } from './sqlite/sqlite-event-store.js';
export { workerFile } from './worker-file.js';
