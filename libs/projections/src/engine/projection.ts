import { type Recorded } from '@mithaq/domain';
import { type EventStore, type RecordedEvent } from '@mithaq/event-store';
import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';
import { EventNotApplied, type ViewsFile } from './views-file.js';

export interface ProjectionOptions {
  /** The most events of one transaction. Fewer, where they took long to read or nothing more was at hand. */
  readonly batchSize: number;
  /** How often in a row the same place may fail before it stops. */
  readonly attempts: number;
  /** The wait before the second attempt, in milliseconds; doubled each time, up to ten seconds. */
  readonly backoff: number;
}

export const defaultOptions: ProjectionOptions = { batchSize: 1_000, attempts: 10, backoff: 100 };

/** A batch is committed after so long, in milliseconds, however few events it has: so long ones do not fill the memory. */
const longestGathering = 100;
const longestBackoff = 10_000;

export interface Applied {
  readonly events: number;
  /** What reading histories and writing took. */
  readonly milliseconds: number;
  /** How long ago the last of them was recorded; undefined where there was none. */
  readonly lagMilliseconds: number | undefined;
}

export interface ProjectionListener {
  applied(applied: Applied): void;
  failed(error: Error, attempt: number): void;
}

/**
 * Keeps one file of views in step with the store. Starting, catching up, resuming after a crash and building anew are the same: it
 * follows the store from where the file stands.
 */
export class Projection {
  private live = false;
  /** Whether all that was delivered has been committed: what fails then is not held up by any event. */
  private hadNothingToDo = false;

  constructor(
    private readonly file: ViewsFile,
    private readonly store: EventStore,
    private readonly options: ProjectionOptions,
    private readonly listener: ProjectionListener,
  ) {}

  /** Whether nothing more was at hand when it last looked. */
  get isLive(): boolean {
    return this.live;
  }

  /**
   * Follows the store until the signal is aborted. What fails is tried again, event by event so that all before it is applied, and
   * never skipped: a view with a hole is worse than one that is late.
   *
   * @throws what kept it from going on, when it has been tried often enough
   */
  async follow(signal: AbortSignal): Promise<void> {
    let attempt = 0;
    let oneByOne = false;
    while (!signal.aborted) {
      const start = this.file.position;
      try {
        await this.pass(signal, oneByOne);
        if (!signal.aborted) throw new Error('The store has ended its subscription.');
      } catch (thrown) {
        if (signal.aborted) return;
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        this.live = false;
        attempt = this.file.position === start && !this.hadNothingToDo ? attempt + 1 : 1;
        oneByOne = error instanceof EventNotApplied;
        this.listener.failed(error, attempt);
        if (attempt >= this.options.attempts) throw error;
        const wait = Math.min(this.options.backoff * 2 ** (attempt - 1), longestBackoff);
        await delay(wait, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
      }
    }
  }

  /**
   * One subscription, to its end. Whole batches while there is more at hand; what is at hand when there is no more, so live one by one.
   *
   * @param oneByOne until the first checkpoint: a commit for each event
   */
  private async pass(signal: AbortSignal, oneByOne: boolean): Promise<void> {
    let most = oneByOne ? 1 : this.options.batchSize;
    let batch: Recorded[] = [];
    let since = 0;
    this.hadNothingToDo = false;
    // A position without an event of the ledger is no proof that the store is still the same: from the start costs nothing then.
    const after = this.file.standing.last ? this.file.position : undefined;
    for await (const delivery of this.store.subscribeToAll(after ?? 'start', {}, signal)) {
      this.hadNothingToDo = false;
      if (delivery.kind === 'event') {
        if (batch.length === 0) since = performance.now();
        batch.push(recorded(delivery.event));
        if (batch.length < most && performance.now() - since < longestGathering) continue;
        this.live = false;
        await this.commit(batch, delivery.event.position);
      } else {
        most = this.options.batchSize;
        // One at a time: whoever else is followed on this thread gets a turn in between.
        while (!signal.aborted && this.file.makeIndex()) await immediate();
        this.live = true;
        await this.commit(batch, delivery.position);
        this.hadNothingToDo = true;
      }
      batch = [];
    }
  }

  private async commit(batch: readonly Recorded[], position: bigint): Promise<void> {
    const start = performance.now();
    if (batch.length > 0 || this.file.position !== position) this.file.apply(batch, await this.histories(batch), position);
    const last = batch.at(-1);
    this.listener.applied({
      events: batch.length,
      milliseconds: performance.now() - start,
      lagMilliseconds: last && Math.max(0, Date.now() - Date.parse(last.recordedAt)),
    });
  }

  /** Read before the transaction begins: none is open while something is waited for. */
  private async histories(batch: readonly Recorded[]): Promise<Map<string, Recorded[]>> {
    const histories = new Map<string, Recorded[]>();
    for (const { stream, before } of this.file.historiesNeeded(batch)) {
      const events: Recorded[] = [];
      if (before > 0n) {
        for await (const event of this.store.readStream(stream)) {
          events.push(recorded(event));
          if (event.revision === before - 1n) break;
        }
      }
      histories.set(stream, events);
    }
    return histories;
  }
}

/** The store's event as the domain knows it: what the ledger appended was checked against the event's schema. */
function recorded(event: RecordedEvent): Recorded {
  return event as RecordedEvent & Recorded;
}
