import { type EventStore } from './event-store.js';
import { isConnectionString } from './connection-string.js';
import { type Upgrade } from './sqlite/durable-file.js';
import { SqliteEventStore } from './sqlite/sqlite-event-store.js';

/**
 * The store at an address: the folder of the embedded engine, or the connection string of a server. The one place that chooses the engine.
 *
 * @param use `write` takes a folder for this process alone; a server is shared by as many as there are
 * @throws what the engine's own `open` throws
 */
export async function openEventStore(address: string, use: 'read' | 'write'): Promise<EventStore> {
  if (isConnectionString(address)) {
    // Loaded where it is used: who keeps a folder need not wait for the client of a server.
    const { KurrentEventStore } = await import('./kurrent/kurrent-event-store.js');
    return KurrentEventStore.open(address);
  }
  return use === 'write' ? SqliteEventStore.open(address) : SqliteEventStore.openReadOnly(address);
}

/**
 * Makes the ledger at an address one that this release opens, where an earlier one wrote it. What a server keeps is of the server's format.
 *
 * @param begins told before it begins
 * @throws what the engine's own `upgrade` throws
 */
export function upgradeEventStore(address: string, begins: (upgrade: Upgrade) => void): void {
  if (!isConnectionString(address)) SqliteEventStore.upgrade(address, begins);
}
