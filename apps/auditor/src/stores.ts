import {
  type EventStore,
  isConnectionString,
  type KeyStore,
  LedgerInUse,
  NotAKeyStore,
  NotALedger,
  openEventStore,
  openKeyStore,
  serverAddress,
  StoreUnavailable,
} from '@mithaq/event-store';
import { type BigIntStats, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UsageWrong } from './failures.js';

/** A store as the command line names it: a folder, or the connection string of a server. */
export interface StoreAddress {
  readonly address: string;
  /** What may be told of it: the folder, or the hosts and the name of the ledger. */
  readonly told: string;
}

/**
 * @throws UsageWrong where it is neither a folder nor a server
 * @throws ConnectionStringWrong
 */
export function storeAddress(option: string, address: string): StoreAddress {
  if (isConnectionString(address)) {
    const { hosts, ledger } = serverAddress(address);
    return { address, told: `esdb://${hosts}${ledger && `#${ledger}`}` };
  }
  // A folder of such a name would be made, where a server was meant.
  if (address.includes('://')) throw new UsageWrong(`${option} takes a folder, or a connection string that begins with esdb://.`);
  if (address === '') throw new UsageWrong(`${option} is empty; it takes a folder, or a connection string that begins with esdb://.`);
  return { address, told: address };
}

/** Whether both are one store: the same file, or the same ledger on a node that both name. */
export function isSameStore({ address: one }: StoreAddress, { address: other }: StoreAddress): boolean {
  if (isConnectionString(one) !== isConnectionString(other)) return false;
  if (!isConnectionString(one)) {
    const [first, second] = [fileOf(one), fileOf(other)];
    return first !== undefined && second !== undefined && first.dev === second.dev && first.ino === second.ino;
  }
  const [first, second] = [serverAddress(one), serverAddress(other)];
  return first.ledger === second.ledger && nodesOf(first.hosts).some(node => nodesOf(second.hosts).includes(node));
}

/** Opens the keys of the ledger there. @throws NotAKeyStore, StoreUnavailable, ConnectionStringWrong; Error with a sentence for all else */
export async function openKeys({ address, told }: StoreAddress, use: 'read' | 'write'): Promise<KeyStore> {
  try {
    return await openKeyStore(address, use);
  } catch (error) {
    if (error instanceof NotAKeyStore || error instanceof StoreUnavailable || isConnectionString(address)) throw error;
    throw new Error(`The keys in ${told} cannot be opened: ${messageOf(error)}.`, { cause: error });
  }
}

/** Opens it. @throws LedgerInUse, NotALedger, StoreUnavailable, ConnectionStringWrong; Error with a sentence for all else */
export async function openStore({ address, told }: StoreAddress, use: 'read' | 'write'): Promise<EventStore> {
  try {
    return await openEventStore(address, use);
  } catch (error) {
    const saysItself = error instanceof LedgerInUse || error instanceof NotALedger || error instanceof StoreUnavailable;
    if (saysItself || isConnectionString(address)) throw error;
    throw new Error(`The ledger in ${told} cannot be opened: ${messageOf(error)}.`, { cause: error });
  }
}

/** Whatever paths lead to it, a file is one. */
function fileOf(folder: string): BigIntStats | undefined {
  const file = join(folder, 'ledger.sqlite');
  return existsSync(file) ? statSync(file, { bigint: true }) : undefined;
}

function nodesOf(hosts: string): string[] {
  return hosts.split(',').map(host => (/:\d+$/.test(host) ? host : `${host}:2113`).toLowerCase());
}
