import { type EventData, jsonEvent, StreamDeletedError, StreamNotFoundError } from '@eventstore/db-client';
import { randomBytes, randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { concurrently } from '../concurrently.js';
import { type ServerAddress, serverAddress } from '../connection-string.js';
import { type Destruction, type Key, keyBytes, KeyDestroyed, type KeyFound, KeyStore } from '../key-store.js';
import { again, patient, type Patience, Waits } from './again.js';
import { Connection } from './connection.js';
import { drained } from './drained.js';
import { failureOf } from './failure.js';
import { Naming } from './stored-event.js';

/** So many keys are asked for at once. */
const together = 32;

/** The one event of a key's stream. Without the ledger's mark in its metadata: so no read of the ledger gives it. */
const KeyMade = 'KeyMade';

/**
 * The production engine: in the ledger's database, a stream a key. It is made where there is no such stream, and destroyed by a tombstone,
 * which the server keeps: a stream that is only deleted keeps its last event, and would take another. The event itself stays in the server's
 * files until each node is scavenged.
 *
 * Nothing is kept here: every question goes to the server's leader, so that what another instance has destroyed is not given by this one.
 */
export class KurrentKeyStore extends KeyStore {
  private readonly closing = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly connection: Connection;
  private readonly prefix: string;

  /**
   * @param address as the ledger's, with the ledger's name
   * @throws ConnectionStringWrong
   */
  static async open(address: string, patience: Patience = patient): Promise<KurrentKeyStore> {
    return new KurrentKeyStore(serverAddress(address), patience);
  }

  private constructor(
    server: ServerAddress,
    private readonly patience: Patience,
  ) {
    super();
    setMaxListeners(0, this.closing.signal); // each read under way has one; more than ten are no leak
    this.connection = new Connection(server);
    this.prefix = `${new Naming(server.ledger).prefix}sealingKey-`;
  }

  async make(id: string, moved?: Key): Promise<Key> {
    const key = moved ?? randomBytes(keyBytes);
    const made = jsonEvent({ id: randomUUID(), type: KeyMade, data: { key: key.toString('base64url') } });
    return this.carriedOut(() => this.makeOnce(id, key, made));
  }

  async findMany(ids: readonly string[]): Promise<ReadonlyMap<string, KeyFound>> {
    const found = new Map<string, KeyFound>();
    await concurrently(ids, together, async id => {
      found.set(id, await this.carriedOut(() => this.findOnce(id)));
    });
    return found;
  }

  async destroy(id: string): Promise<Destruction> {
    await this.carriedOut(async () => {
      try {
        await this.connection.ask(client =>
          client.tombstoneStream(this.prefix + id, { ...this.connection.options, expectedRevision: 'any' }),
        );
      } catch (error) {
        if (!(error instanceof StreamDeletedError)) throw error;
      }
    });
    return 'scavenge-pending';
  }

  async close(): Promise<void> {
    this.closing.abort(this.closed());
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  /** Asks once. The same event, where there is no stream yet, is the same append again. */
  private async makeOnce(id: string, key: Key, made: EventData): Promise<Key> {
    try {
      const { success } = await this.connection.ask(client =>
        client.appendToStream(this.prefix + id, made, { ...this.connection.options, expectedRevision: 'no_stream' }),
      );
      if (success) return key;
      // A connection string may ask for an answer instead of an error.
    } catch (error) {
      if (error instanceof StreamDeletedError) throw new KeyDestroyed(id);
      if (failureOf(error).kind !== 'wrong') throw error;
    }
    // Somebody made it first.
    const found = await this.findOnce(id);
    if (found === 'destroyed') throw new KeyDestroyed(id);
    if (found === 'unknown') throw new NotReadable(id);
    return found;
  }

  private async findOnce(id: string): Promise<KeyFound> {
    const options = { ...this.connection.options, direction: 'forwards', fromRevision: 'start', maxCount: 1 } as const;
    const stream = this.prefix + id;
    try {
      for await (const { event } of this.connection.read(client => drained(() => client.readStream(stream, options)))) {
        const { key } = (event?.data ?? {}) as { readonly key?: unknown };
        if (event?.type !== KeyMade || typeof key !== 'string') throw new Error(`The stream ${stream} has something else than a key.`);
        return Buffer.from(key, 'base64url');
      }
      return 'unknown';
    } catch (error) {
      if (error instanceof StreamNotFoundError) return 'unknown';
      if (error instanceof StreamDeletedError) return 'destroyed';
      throw error;
    }
  }

  /** Asks until it is answered: whoever closes the store waits for it. */
  private async carriedOut<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (this.closing.signal.aborted) throw this.closed();
    const answer = again(ask, isOpen, new Waits(this.patience), this.closing.signal);
    this.underWay.add(answer);
    try {
      return await answer;
    } catch (error) {
      throw error instanceof NotReadable ? this.connection.unavailable(error) : this.connection.told(error);
    } finally {
      this.underWay.delete(answer);
    }
  }

  private closed(): Error {
    return new Error(`The store of keys at ${this.connection.hosts} is closed.`);
  }
}

/** A key that somebody else has just made cannot be read yet. */
class NotReadable extends Error {
  constructor(id: string) {
    super(`the key of ${id} is there and cannot be read yet`);
  }
}

function isOpen(error: unknown): boolean {
  return error instanceof NotReadable || failureOf(error).kind === 'unavailable';
}
