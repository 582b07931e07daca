import { EventStoreDBClient, type Credentials } from '@eventstore/db-client';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ConnectionStringWrong, type ServerAddress } from '../connection-string.js';
import { StoreUnavailable } from '../event-store.js';
import { within } from './again.js';
import { failureOf } from './failure.js';

/** What every call says. */
export interface CallOptions {
  readonly credentials: Credentials;
  /** A follower may not have yet what was acknowledged a moment ago. */
  readonly requiresLeader: true;
}

/** So long one call may take, in milliseconds. The server is given 10 s, but not the search for one, which could take minutes. */
const limit = 12_000;

/** What the client does when one of its calls has failed: closes its channel, and looks for a leader at the next call. */
interface Mending {
  handleError: (channel: unknown, error: Error) => Promise<void>;
}

/**
 * The way to the server: a client of the client library, and another one after a failure.
 *
 * A client that has failed is not used again. It mends itself by looking for the leader anew, and where several calls fail at once and
 * no leader is found, one of them leaves a rejection that nobody hears, which ends the process; so does a call that is just beginning when
 * the channel is closed.
 */
export class Connection {
  private client: EventStoreDBClient | undefined;
  readonly options: CallOptions;

  constructor(private readonly server: ServerAddress) {
    // Credentials with the call make the client take the call of one append, which has a deadline and an error of its own. Without them
    // it shares one stream for all, and without a quorum a late answer on that ends the process, or every later append hangs.
    this.options = { credentials: server.credentials, requiresLeader: true };
    this.client = this.connect();
  }

  /** The hosts, without the credentials: what may be told. */
  get hosts(): string {
    return this.server.hosts;
  }

  /** Asks once, by the client that is used now. */
  async ask<Answer>(call: (client: EventStoreDBClient) => Promise<Answer>): Promise<Answer> {
    const client = (this.client ??= this.connect());
    try {
      return await within(limit, call(client), () => new StoreUnavailable(`it did not answer in ${limit / 1000} s`));
    } catch (error) {
      this.failed(client, error);
      throw error;
    }
  }

  /** Reads once, by the client that is used now. */
  async *read<Item>(open: (client: EventStoreDBClient) => AsyncIterable<Item>): AsyncGenerator<Item, void, undefined> {
    const client = (this.client ??= this.connect());
    try {
      yield* open(client);
    } catch (error) {
      this.failed(client, error);
      throw error;
    }
  }

  /** What whoever asked is told of an error of the client, once there is no more to be done about it. */
  told(error: unknown): unknown {
    switch (failureOf(error).kind) {
      case 'unavailable':
        return this.unavailable(error);
      case 'denied':
        return new Error(`The event store at ${this.hosts} does not take the user and password that it was given.`, { cause: error });
      default:
        return error;
    }
  }

  /** What whoever waits is told when patience is over. */
  unavailable(cause: unknown): StoreUnavailable {
    const reason = cause instanceof Error && cause.message ? cause.message : 'it did not answer in time';
    return new StoreUnavailable(`The event store at ${this.hosts} cannot be reached or has no leader (${reason}).`, { cause });
  }

  private failed(client: EventStoreDBClient, error: unknown): void {
    const failure = failureOf(error);
    // A node that is not the leader names it, and its client goes there by itself.
    if (failure.kind !== 'unavailable' || failure.hasLeader) return;
    if (this.client === client) this.client = undefined;
  }

  private connect(): EventStoreDBClient {
    const { connectionString } = this.server;
    try {
      return quietly(EventStoreDBClient.connectionString(connectionString));
    } catch (error) {
      const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      throw new ConnectionStringWrong(reason.replace(/[.]$/, ''));
    }
  }
}

/** Lets a client mend itself only once the calls that are just beginning have begun, and without a rejection that nobody hears. */
export function quietly<Client extends object>(client: Client): Client {
  const mending = client as unknown as Mending;
  const mend = mending.handleError;
  mending.handleError = async (channel, error) => {
    await nextTurn();
    await mend(channel, error).catch(() => undefined);
  };
  return client;
}
