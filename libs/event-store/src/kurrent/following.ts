import { type AllStreamResolvedEvent, type AllStreamSubscription, type EventStoreDBClient } from '@eventstore/db-client';
import { categoryOf, type Delivery, StoreUnavailable, type SubscriptionFilter } from '../event-store.js';
import { type CallOptions } from './connection.js';
import { serverFilter } from './categories.js';
import { letGo } from './drained.js';
import { type Naming } from './stored-event.js';

/** So many events are taken ahead of whoever reads them. */
const ahead = 512;

/** So many go through our own hands together at most. */
const together = 128;

/** So long a subscription may take to begin, in milliseconds. */
const beginning = 15_000;

export interface Following {
  readonly after: bigint | 'start';
  readonly filter: SubscriptionFilter;
  readonly naming: Naming;
  /** Where the server ended before the subscription began: what it has caught up to once it says that it has. */
  readonly head: bigint | undefined;
  readonly options: CallOptions;
  readonly signal: AbortSignal;
}

/**
 * One subscription to the server, to its end: events in their order, and how far they are complete. By lists of what is at hand, never an
 * empty one: an event alone would pay for every hand that it goes through.
 */
export async function* follow(client: EventStoreDBClient, following: Following): AsyncGenerator<readonly Delivery[], void, undefined> {
  const { after, filter, naming, head, options, signal } = following;
  const bell = new Bell();
  const progress = new Progress(after);
  let failure: Error | undefined;
  let hasEnded = false;

  const subscription: AllStreamSubscription = client.subscribeToAll(
    {
      ...options,
      fromPosition: after === 'start' ? 'start' : { commit: after, prepare: after },
      filter: serverFilter(naming.prefix, filter, (_, { commit }) => {
        progress.passed(commit);
        bell.ring();
      }),
    },
    { highWaterMark: ahead },
  );
  subscription.on('caughtUp', () => {
    progress.caughtUp(head);
    bell.ring();
  });
  subscription.on('fellBehind', () => progress.fellBehind());
  subscription.on('readable', () => bell.ring());
  subscription.on('error', error => {
    failure = error;
    bell.ring();
  });
  subscription.on('close', () => {
    hasEnded = true;
    bell.ring();
  });
  // Once it has begun, the client sees to it by itself that the server is there.
  const isMissed = setTimeout(() => {
    failure ??= new StoreUnavailable(`it has not begun to answer in ${beginning / 1000} s`);
    bell.ring();
  }, beginning);
  subscription.on('confirmation', () => clearTimeout(isMissed));
  // At once, and not when somebody asks for more: who left may never do so, and the connection would stay open for them.
  const abort = () => {
    bell.ring();
    letGo(subscription, () => subscription.unsubscribe());
  };
  signal.addEventListener('abort', abort);
  try {
    while (!signal.aborted) {
      const rings = bell.rings;
      const deliveries: Delivery[] = [];
      for (let left = together; left > 0; left--) {
        const resolved = subscription.read() as AllStreamResolvedEvent | null; // what it is a stream of
        if (resolved === null) {
          // Nothing is left that was handed over before the server said how far it is.
          const position = progress.complete();
          if (position !== undefined) deliveries.push({ kind: 'checkpoint', position });
          break;
        }
        if (!resolved.event) continue; // a link whose event is gone: none of ours
        const event = naming.fromServer(resolved.event);
        progress.delivered(resolved.event.position.commit);
        // The server's `$` lets a name end before a line break.
        const isAsked = event && (!filter.categories?.length || filter.categories.includes(categoryOf(event.stream)));
        if (isAsked) deliveries.push({ kind: 'event', event });
      }
      if (deliveries.length > 0) {
        yield deliveries;
        continue;
      }
      if (subscription.readableLength > 0) continue; // all of these were of others
      if (failure) throw failure;
      if (hasEnded) throw new SubscriptionDropped();
      await bell.rung(rings);
    }
  } finally {
    clearTimeout(isMissed);
    signal.removeEventListener('abort', abort);
    letGo(subscription, () => subscription.unsubscribe());
  }
}

/** The server has ended a subscription without a word: it is made again. */
export class SubscriptionDropped extends Error {
  override readonly name = 'SubscriptionDropped';
  constructor() {
    super('The event store has ended the subscription.');
  }
}

/**
 * How far a subscription is complete. What the server says it has passed is only true once everything that it handed over before has
 * been delivered; that the events end for the moment is only known once it has caught up.
 */
export class Progress {
  private last: bigint;
  private server = -1n;
  private told: bigint;
  private isLive = false;

  constructor(after: bigint | 'start') {
    this.last = after === 'start' ? -1n : after;
    this.told = -1n;
  }

  delivered(position: bigint): void {
    this.last = position;
  }

  passed(position: bigint): void {
    if (position > this.server) this.server = position;
  }

  caughtUp(head: bigint | undefined): void {
    this.isLive = true;
    if (head !== undefined) this.passed(head);
  }

  fellBehind(): void {
    this.isLive = false;
  }

  /** Up to where everything has been delivered, where that has not been told; asked when nothing handed over is left. */
  complete(): bigint | undefined {
    const reached = this.isLive && this.last > this.server ? this.last : this.server;
    if (reached <= this.told || reached < this.last) return undefined;
    return (this.told = reached);
  }
}

/** Wakes the one who waits; a ring before the wait is not lost. */
class Bell {
  rings = 0;
  private wake: () => void = () => undefined;

  ring(): void {
    this.rings++;
    this.wake();
  }

  async rung(since: number): Promise<void> {
    if (this.rings !== since) return;
    await new Promise<void>(resolve => (this.wake = resolve));
  }
}
