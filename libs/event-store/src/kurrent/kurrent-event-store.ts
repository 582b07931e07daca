import { type EventStoreDBClient, type StreamingRead, StreamNotFoundError } from '@eventstore/db-client';
import { setMaxListeners } from 'node:events';
import {
  type AllRead,
  type Appended,
  AppendTooLarge,
  type Delivery,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  PositionUnknown,
  type RecordedEvent,
  type StreamRead,
  type SubscriptionFilter,
  WrongExpectedRevision,
} from '../event-store.js';
import { type ServerAddress, serverAddress } from '../connection-string.js';
import { writtenEvents } from '../new-event.js';
import { again, patient, type Patience, readOn, tireless, Waits } from './again.js';
import { Connection } from './connection.js';
import { failureOf } from './failure.js';
import { follow, letGo, SubscriptionDropped } from './following.js';
import { Naming } from './stored-event.js';

/** So many events are taken ahead of whoever reads them. */
const ahead = 256;

/**
 * The production engine: a database of EventStoreDB or KurrentDB, from version 24 on, which any number of services share.
 *
 * Events of other applications in the same database are none of the ledger's: no read gives them. Whatever fails because the server is
 * not there for a while is asked again, by the same ids at the same expectation where it is an append, so that it is stored once.
 */
export class KurrentEventStore extends EventStore {
  private readonly closing = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();

  /**
   * @param address the client library's own connection string, `esdb://user:password@host:2113?tls=true`; after a # the name of a ledger,
   *   where the database has several
   * @throws ConnectionStringWrong
   * @throws StoreUnavailable where nobody answers there
   */
  static async open(address: string, patience: Patience = patient): Promise<KurrentEventStore> {
    const store = new KurrentEventStore(serverAddress(address), patience);
    try {
      await store.head();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private readonly connection: Connection;
  private readonly naming: Naming;

  private constructor(
    server: ServerAddress,
    private readonly patience: Patience,
  ) {
    super();
    setMaxListeners(0, this.closing.signal); // each read under way has one; more than ten are no leak
    this.connection = new Connection(server);
    this.naming = new Naming(server.ledger);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    this.checkOpen();
    const { length } = writtenEvents(stream, events);
    const expectedRevision = expected === 'none' ? 'no_stream' : expected;
    if (expected !== 'none' && (expected < 0n || expected > greatest)) {
      throw new WrongExpectedRevision(stream, expected, await this.lastRevision(stream));
    }
    const append = (client: EventStoreDBClient) =>
      client.appendToStream(
        this.naming.prefix + stream,
        events.map(event => this.naming.toServer(event)),
        { ...this.connection.options, expectedRevision },
      );
    try {
      const { success, nextExpectedRevision: revision, position } = await this.persist(() => this.connection.ask(append));
      // A connection string may ask for an answer instead of an error.
      if (!success) throw new WrongExpectedRevision(stream, expected, revision < 0n ? 'none' : revision);
      if (!position) throw new Error(`The server stored ${length} events on ${stream} and did not say where; update it.`);
      return { revision, position: position.commit };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'wrong') {
        // The server knows a repeat only once it has the first in its index: one that comes at the same moment is told that it is wrong.
        const first = await this.storedBefore(stream, expected, events);
        if (first) return first;
        throw new WrongExpectedRevision(stream, expected, failure.found);
      }
      if (failure.kind === 'too-large') throw new AppendTooLarge(stream, bytesOf(events), failure.limit);
      throw this.told(error);
    }
  }

  async *readStream(stream: string, { direction = 'forwards', from }: StreamRead = {}): AsyncGenerator<RecordedEvent> {
    this.checkOpen();
    const forwards = direction === 'forwards';
    const beyond = from !== undefined && from > greatest;
    if (forwards && beyond) return;
    const open = (fromRevision: bigint | 'start' | 'end') =>
      this.connection.read(client =>
        this.drained(() =>
          client.readStream(this.naming.prefix + stream, { ...this.connection.options, direction, fromRevision }, { highWaterMark: ahead }),
        ),
      );
    const start = from === undefined || beyond ? (forwards ? 'start' : 'end') : from;
    try {
      for await (const { event } of this.readOn(open, start, ({ event }) => event!.revision + (forwards ? 1n : -1n))) {
        const recorded = event && this.naming.fromServer(event);
        if (recorded) yield recorded;
        if (!forwards && event?.revision === 0n) return;
        this.checkOpen();
      }
    } catch (error) {
      if (error instanceof StreamNotFoundError) return;
      throw this.told(error);
    }
  }

  async *readAll({ direction = 'forwards', from }: AllRead = {}): AsyncGenerator<RecordedEvent> {
    this.checkOpen();
    try {
      for await (const event of direction === 'forwards' ? this.forwards(from) : this.backwards(from)) {
        yield event;
        this.checkOpen();
      }
    } catch (error) {
      if (failureOf(error).kind === 'no-such-position' && from !== undefined) throw new PositionUnknown(from, await this.head());
      throw this.told(error);
    }
  }

  async *subscribeToAll(after: bigint | 'start', filter: SubscriptionFilter, signal: AbortSignal): AsyncGenerator<Delivery> {
    this.checkOpen();
    const ended = AbortSignal.any([signal, this.closing.signal]);
    let place = after;
    try {
      yield* readOn(from => this.followed((place = from), filter, ended), after, placeOf, isOpen, new Waits(tireless), ended);
    } catch (error) {
      if (failureOf(error).kind === 'no-such-position' && place !== 'start') throw new PositionUnknown(place, await this.head());
      throw this.told(error);
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  /**
   * To where the server ends now. A read takes no filter, and would be sent all that others have in the database; a subscription takes one.
   */
  private async *forwards(from: bigint | undefined): AsyncGenerator<RecordedEvent> {
    const head = await this.head();
    if (head === undefined || (from !== undefined && from > head)) return;
    if (from !== undefined) {
      // A subscription begins after its place.
      for await (const { event } of this.readOn(
        place => this.allFrom('forwards', place, 1),
        from,
        () => from,
      )) {
        const recorded = event && this.naming.fromServer(event);
        if (recorded) yield recorded;
        break;
      }
    }
    const follow = (place: bigint | 'start') => this.followed(place, {}, this.closing.signal);
    for await (const delivery of this.readOn(follow, from ?? 'start', placeOf)) {
      if (placeOf(delivery) > head) return;
      if (delivery.kind === 'event') yield delivery.event;
      if (placeOf(delivery) === head) return;
    }
    this.checkOpen(); // closed: it has ended before its end
  }

  private async *backwards(from: bigint | undefined): AsyncGenerator<RecordedEvent> {
    const open = (place: bigint | 'end') => this.allFrom('backwards', place);
    for await (const { event } of this.readOn(open, from ?? 'end', resolved => resolved.event!.position.commit)) {
      const recorded = event && this.naming.fromServer(event);
      if (recorded) yield recorded;
    }
  }

  /** Where the server ends, the events of others and its own included; undefined where it is empty. */
  private async head(): Promise<bigint | undefined> {
    const newest = async () => {
      for await (const { event } of this.allFrom('backwards', 'end', 1)) return event?.position.commit;
      return undefined;
    };
    try {
      return await again(newest, isOpen, new Waits(this.patience));
    } catch (error) {
      throw this.told(error);
    }
  }

  /** Where these very events stand after this revision, if they do. */
  private async storedBefore(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended | undefined> {
    let found = 0;
    for await (const { id, revision, position } of this.readStream(stream, { from: expected === 'none' ? 0n : expected + 1n })) {
      if (id !== events[found]?.id) return undefined;
      if (++found === events.length) return { revision, position };
    }
    return undefined;
  }

  private async lastRevision(stream: string): Promise<ExpectedRevision> {
    for await (const { revision } of this.readStream(stream, { direction: 'backwards' })) return revision;
    return 'none';
  }

  private allFrom(direction: 'forwards' | 'backwards', place: bigint | 'start' | 'end', maxCount?: number) {
    const fromPosition = typeof place === 'bigint' ? { commit: place, prepare: place } : place;
    const options = { ...this.connection.options, direction, fromPosition, ...(maxCount === undefined ? {} : { maxCount }) };
    return this.connection.read(client => this.drained(() => client.readAll(options, { highWaterMark: ahead })));
  }

  private async *followed(after: bigint | 'start', filter: SubscriptionFilter, signal: AbortSignal): AsyncGenerator<Delivery> {
    const head = await this.head();
    // The server says nothing about a position that it has not reached: nothing would ever come.
    if (after !== 'start' && after > (head ?? -1n)) throw new PositionUnknown(after, head);
    const { naming } = this;
    const { options } = this.connection;
    yield* this.connection.read(client => follow(client, { after, filter, naming, head, options, signal }));
  }

  private readOn<Item, Place>(open: (place: Place) => AsyncIterable<Item>, place: Place, after: (item: Item) => Place) {
    return readOn(open, place, after, isOpen, new Waits(this.patience));
  }

  /** A read of the client, let go of however it ends: also when the store is closed and nobody asks for the rest. */
  private async *drained<Resolved>(open: () => StreamingRead<Resolved>): AsyncGenerator<Resolved, void, undefined> {
    const read = open();
    read.on('error', () => undefined); // the loop below hears it; an error that nobody listens for ends the process
    const close = () => {
      read.destroy(this.closed());
      void letGo(read, () => read.cancel());
    };
    this.closing.signal.addEventListener('abort', close);
    try {
      for await (const resolved of read.iterator({ destroyOnReturn: false })) yield resolved as Resolved;
    } finally {
      this.closing.signal.removeEventListener('abort', close);
      await letGo(read, () => read.cancel());
    }
  }

  /** Asks until it is answered: whoever closes the store waits for it. */
  private async persist<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const answer = again(ask, isOpen, new Waits(this.patience));
    this.underWay.add(answer);
    try {
      return await answer;
    } finally {
      this.underWay.delete(answer);
    }
  }

  /** What the port says of an error of the client. */
  private told(error: unknown): unknown {
    if (isOpen(error)) return this.connection.unavailable(error);
    if (failureOf(error).kind === 'denied') {
      return new Error(`The event store at ${this.connection.hosts} does not take the user and password that it was given.`, {
        cause: error,
      });
    }
    return error;
  }

  private closed(): Error {
    return new Error(`The event store at ${this.connection.hosts} is closed.`);
  }

  private checkOpen(): void {
    if (this.closing.signal.aborted) throw this.closed();
  }
}

/** The greatest revision that a server knows. */
const greatest = 2n ** 63n - 1n;

/** Up to where a delivery takes its reader. */
function placeOf(delivery: Delivery): bigint {
  return delivery.kind === 'event' ? delivery.event.position : delivery.position;
}

function isOpen(error: unknown): boolean {
  return error instanceof SubscriptionDropped || failureOf(error).kind === 'unavailable';
}

function bytesOf(events: readonly NewEvent[]): number {
  return events.reduce(
    (sum, { type, data, metadata }) => sum + Buffer.byteLength(type + JSON.stringify(data) + JSON.stringify(metadata)),
    0,
  );
}
