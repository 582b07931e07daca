import { type EventStoreDBClient, StreamNotFoundError } from '@eventstore/db-client';
import { setMaxListeners } from 'node:events';
import {
  type AllRead,
  type Appended,
  AppendTooLarge,
  type Delivery,
  type Direction,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  placeOf,
  PositionUnknown,
  type RecordedEvent,
  type StreamRead,
  type SubscriptionFilter,
  WrongExpectedRevision,
} from '../event-store.js';
import { type ServerAddress, serverAddress } from '../connection-string.js';
import { weightOf, writtenEvents } from '../new-event.js';
import { again, patient, type Patience, readOn, tireless, Waits } from './again.js';
import { Connection } from './connection.js';
import { failureOf } from './failure.js';
import { drained } from './drained.js';
import { follow, SubscriptionDropped } from './following.js';
import { standing } from './repeat.js';
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
    const written = writtenEvents(stream, events);
    if (expected !== 'none' && (expected < 0n || expected > greatest)) {
      throw new WrongExpectedRevision(stream, expected, await this.lastRevision(stream));
    }
    try {
      return await this.persist(() => this.appendOnce(stream, expected, events));
    } catch (error) {
      if (error instanceof Unread) throw error.wrong;
      const failure = failureOf(error);
      if (failure.kind === 'too-large') throw new AppendTooLarge(stream, weightOf(written), failure.limit);
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
        drained(
          () =>
            client.readStream(
              this.naming.prefix + stream,
              { ...this.connection.options, direction, fromRevision },
              { highWaterMark: ahead },
            ),
          this.closing.signal,
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
      yield* direction === 'forwards' ? this.forwards(from) : this.backwards(from);
    } catch (error) {
      throw await this.toldAt(from, error);
    }
  }

  async *subscribeToAll(after: bigint | 'start', filter: SubscriptionFilter, signal: AbortSignal): AsyncGenerator<Delivery> {
    this.checkOpen();
    const ended = AbortSignal.any([signal, this.closing.signal]);
    let place = after;
    try {
      const follow = (from: bigint | 'start') => this.followed((place = from), filter, ended);
      for await (const deliveries of readOn(follow, after, endOf, isOpen, new Waits(tireless), ended)) {
        for (const delivery of deliveries) {
          if (ended.aborted) return;
          yield delivery;
        }
      }
    } catch (error) {
      throw await this.toldAt(place === 'start' ? undefined : place, error);
    }
  }

  async close(): Promise<void> {
    this.closing.abort(this.closed());
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
      const event = await this.oneOfAll('forwards', from);
      const recorded = event && this.naming.fromServer(event);
      if (recorded) yield recorded;
    }
    const follow = (place: bigint | 'start') => this.followed(place, {}, this.closing.signal);
    for await (const deliveries of this.readOn(follow, from ?? 'start', endOf)) {
      for (const delivery of deliveries) {
        this.checkOpen();
        if (placeOf(delivery) > head) return;
        if (delivery.kind === 'event') yield delivery.event;
        if (placeOf(delivery) === head) return;
      }
    }
    this.checkOpen(); // closed: it has ended before its end
  }

  private async *backwards(from: bigint | undefined): AsyncGenerator<RecordedEvent> {
    const open = (place: bigint | 'end') => this.allFrom('backwards', place);
    for await (const { event } of this.readOn(open, from ?? 'end', resolved => resolved.event!.position.commit)) {
      this.checkOpen();
      const recorded = event && this.naming.fromServer(event);
      if (recorded) yield recorded;
    }
  }

  /** Where the server ends, the events of others and its own included; undefined where it is empty. */
  private async head(signal = this.closing.signal): Promise<bigint | undefined> {
    try {
      return (await this.oneOfAll('backwards', 'end', signal))?.position.commit;
    } catch (error) {
      throw this.told(error);
    }
  }

  /** The first that a read of all gives, of others too. */
  private oneOfAll(direction: Direction, place: bigint | 'end', signal = this.closing.signal) {
    const first = async () => {
      for await (const { event } of this.allFrom(direction, place, 1, signal)) return event;
      return undefined;
    };
    return again(first, isOpen, new Waits(this.patience), signal);
  }

  /** Asks once. @throws Unread where it may be a repeat that cannot be read yet: to be asked again */
  private async appendOnce(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const expectedRevision = expected === 'none' ? 'no_stream' : expected;
    let found: ExpectedRevision;
    try {
      const answer = await this.connection.ask(client =>
        client.appendToStream(
          this.naming.prefix + stream,
          events.map(event => this.naming.toServer(event)),
          { ...this.connection.options, expectedRevision },
        ),
      );
      const { success, nextExpectedRevision: revision, position } = answer;
      if (success && position) return { revision, position: position.commit };
      if (success) throw new Error(`The server stored ${events.length} events on ${stream} and did not say where; update it.`);
      // A connection string may ask for an answer instead of an error.
      found = revision < 0n ? 'none' : revision;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== 'wrong') throw error;
      found = failure.found;
    }
    const wrong = new WrongExpectedRevision(stream, expected, found);
    const first = expected === 'none' ? 0n : expected + 1n;
    if (found === 'none' || found < first + BigInt(events.length - 1)) throw wrong;
    // The server knows a repeat only once it has the first in its index, and lets it be read only once it is on most nodes: one that comes
    // at the same moment is told that it is wrong.
    const stored = await standing(
      events.map(({ id }) => id),
      this.storedFrom(stream, first, events.length),
    );
    if (stored === 'another') throw wrong;
    if (stored === 'unread') throw new Unread(wrong);
    return { revision: stored.revision, position: stored.position };
  }

  /** What can be read now: undefined for each event that is none of the ledger's. Read to its end also while the store is being closed. */
  private async *storedFrom(stream: string, fromRevision: bigint, maxCount: number): AsyncGenerator<RecordedEvent | undefined> {
    const options = { ...this.connection.options, direction: 'forwards', fromRevision, maxCount } as const;
    const read = (client: EventStoreDBClient) => drained(() => client.readStream(this.naming.prefix + stream, options));
    try {
      for await (const { event } of this.connection.read(read)) yield event && this.naming.fromServer(event);
    } catch (error) {
      if (!(error instanceof StreamNotFoundError)) throw error;
      // What was there when its revision was seen has been deleted since.
      if (fromRevision > 0n) yield undefined;
    }
  }

  private async lastRevision(stream: string): Promise<ExpectedRevision> {
    for await (const { revision } of this.readStream(stream, { direction: 'backwards' })) return revision;
    return 'none';
  }

  private allFrom(direction: Direction, place: bigint | 'start' | 'end', maxCount?: number, signal = this.closing.signal) {
    const fromPosition = typeof place === 'bigint' ? { commit: place, prepare: place } : place;
    const options = { ...this.connection.options, direction, fromPosition, ...(maxCount === undefined ? {} : { maxCount }) };
    return this.connection.read(client => drained(() => client.readAll(options, { highWaterMark: ahead }), signal));
  }

  private async *followed(after: bigint | 'start', filter: SubscriptionFilter, signal: AbortSignal): AsyncGenerator<readonly Delivery[]> {
    const head = await this.head(signal);
    // The server says nothing about a position that it has not reached: nothing would ever come.
    if (after !== 'start' && after > (head ?? -1n)) throw new PositionUnknown(after, head);
    const { naming } = this;
    const { options } = this.connection;
    yield* this.connection.read(client => follow(client, { after, filter, naming, head, options, signal }));
  }

  private readOn<Item, Place>(open: (place: Place) => AsyncIterable<Item>, place: Place, after: (item: Item) => Place) {
    return readOn(open, place, after, isOpen, new Waits(this.patience));
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

  /** What the port says of an error of the client on the way from a position. */
  private async toldAt(place: bigint | undefined, error: unknown): Promise<unknown> {
    const { kind } = failureOf(error);
    if (place === undefined || (kind !== 'no-such-position' && kind !== 'fault')) return this.told(error);
    const head = await this.head();
    // Of a position that it has not reached, or none could, the server says that something went wrong.
    const isBeyond = place < 0n || place > (head ?? -1n);
    return kind === 'no-such-position' || isBeyond ? new PositionUnknown(place, head) : this.told(error);
  }

  /** What the port says of an error of the client. */
  private told(error: unknown): unknown {
    return isOpen(error) ? this.connection.unavailable(error) : this.connection.told(error);
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

/** Up to where several take their reader; there is at least one. */
function endOf(deliveries: readonly Delivery[]): bigint {
  return placeOf(deliveries.at(-1)!);
}

/** An append was refused and may yet be a repeat: what stands in its place cannot be read yet. */
class Unread extends Error {
  constructor(readonly wrong: WrongExpectedRevision) {
    super(wrong.message);
  }
}

function isOpen(error: unknown): boolean {
  return error instanceof SubscriptionDropped || error instanceof Unread || failureOf(error).kind === 'unavailable';
}
