import { isConnectionString } from './connection-string.js';
import { type KeyStore } from './key-store.js';
import { SqliteKeyStore } from './sqlite/sqlite-key-store.js';

/**
 * The store of the keys of the ledger at an address, as `openEventStore` takes one: beside the ledger in its folder, or in the same database.
 *
 * @param use to `read`, a folder must have keys, and nothing in it is touched
 * @throws what the engine's own `open` throws
 */
export async function openKeyStore(address: string, use: 'read' | 'write'): Promise<KeyStore> {
  if (isConnectionString(address)) {
    const { KurrentKeyStore } = await import('./kurrent/kurrent-key-store.js');
    return KurrentKeyStore.open(address);
  }
  return use === 'write' ? SqliteKeyStore.open(address) : SqliteKeyStore.openReadOnly(address);
}
