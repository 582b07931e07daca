import { type Recorded } from '@mithaq/domain';
import { type EventStore, PositionUnknown } from '@mithaq/event-store';
import { setTimeout as delay } from 'node:timers/promises';
import { type Checkpoints } from './checkpoints.js';

export interface ReactorOptions {
  /** How often in a row it may fail at the same place before it stops. */
  readonly attempts: number;
  /** The wait before the second attempt, in milliseconds; doubled each time, up to ten seconds. */
  readonly backoff: number;
}

const defaultOptions: ReactorOptions = { attempts: 10, backoff: 100 };
const longestBackoff = 10_000;
/** So many positions in which there was nothing to do may be looked at again after a start: each write is one to a disk. */
const positionsBetweenCheckpoints = 1_000n;

export interface ReactorStatus {
  readonly state: 'following' | 'failing' | 'stopped';
  /** What it fails on. */
  readonly failure?: string;
}

/**
 * What the ledger does by itself because of an event: it follows the store with a checkpoint of its own, in order, at least once. So what
 * it does must come to the same when it is done again: its ids follow from the event. It never skips: what fails is tried again, and at
 * last it stops and says so.
 */
export class Reactor {
  private readonly ending = new AbortController();
  private readonly following: Promise<void>;
  private now: ReactorStatus = { state: 'following' };

  constructor(
    private readonly name: string,
    private readonly store: EventStore,
    private readonly checkpoints: Checkpoints,
    private readonly categories: readonly string[],
    private readonly react: (event: Recorded) => Promise<void>,
    private readonly listener: { failed(error: Error, state: ReactorStatus['state']): void },
    private readonly options: ReactorOptions = defaultOptions,
  ) {
    this.following = this.follow();
  }

  status(): ReactorStatus {
    return this.now;
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    const { signal } = this.ending;
    let after = this.checkpoints.read(this.name);
    for (let attempt = 0; !signal.aborted;) {
      const from = after;
      let hadNothingToDo = false;
      try {
        for await (const delivery of this.store.subscribeToAll(after ?? 'start', { categories: this.categories }, signal)) {
          const position = delivery.kind === 'event' ? delivery.event.position : delivery.position;
          hadNothingToDo = false;
          if (delivery.kind === 'event') await this.react(delivery.event as typeof delivery.event & Recorded); // as the ledger stamped it
          this.now = { state: 'following' };
          if (delivery.kind === 'event' || position - (after ?? -1n) >= positionsBetweenCheckpoints) {
            this.checkpoints.write(this.name, position);
            after = position;
          }
          hadNothingToDo = delivery.kind === 'checkpoint';
        }
        if (!signal.aborted) throw new Error('The store has ended its subscription.');
      } catch (thrown) {
        if (signal.aborted) return;
        // Another ledger, or one that was restored: what was done there is found done.
        if (thrown instanceof PositionUnknown && after !== undefined) {
          after = undefined;
          continue;
        }
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        attempt = after === from && !hadNothingToDo ? attempt + 1 : 1;
        const isOver = attempt >= this.options.attempts;
        this.now = { state: isOver ? 'stopped' : 'failing', failure: error.message };
        this.listener.failed(error, this.now.state);
        if (isOver) return;
        await delay(Math.min(this.options.backoff * 2 ** (attempt - 1), longestBackoff), undefined, { signal }).catch(() => undefined); // aborted: the loop ends
      }
    }
  }
}
