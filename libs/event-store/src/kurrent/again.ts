import { setTimeout as delay } from 'node:timers/promises';

/** How what failed is asked again: after waits that double, until it has not gone on for so long. All in milliseconds. */
export interface Patience {
  readonly firstWait: number;
  readonly longestWait: number;
  /** Since the last success; `Infinity` never gives up. */
  readonly givesUpAfter: number;
}

/** A change of leader takes seconds, one whose leader is frozen about 25: so long a writer is asked to wait, and no longer. */
export const patient: Patience = { firstWait: 50, longestWait: 2_000, givesUpAfter: 30_000 };

/** A follower has nobody who waits for an answer: it comes back whenever the store does. */
export const tireless: Patience = { ...patient, longestWait: 5_000, givesUpAfter: Infinity };

/** The waits between attempts, in their order, for as long as it is worth it. */
export class Waits {
  private failures = 0;
  private since: number | undefined;

  constructor(
    private readonly patience: Patience,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** It went on: the next failure is a first one. */
  reset(): void {
    this.failures = 0;
    this.since = undefined;
  }

  /** How long to wait after one more failure; undefined: give up. */
  next(): number | undefined {
    this.since ??= this.now();
    const wait = Math.min(this.patience.firstWait * 2 ** this.failures++, this.patience.longestWait);
    return this.now() - this.since + wait > this.patience.givesUpAfter ? undefined : wait;
  }
}

/** Whether what was thrown may be mended by asking again; what else there is to do about it is done here. */
export type IsOpen = (error: unknown) => boolean;

/**
 * Asks until there is an answer. What is asked must be safe to ask twice.
 *
 * @param signal ends it in the middle of a wait
 * @throws what was thrown last, where it is not open, patience ends, or it is aborted
 */
export async function again<Answer>(ask: () => Promise<Answer>, isOpen: IsOpen, waits: Waits, signal?: AbortSignal): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const wait = isOpen(error) && !signal?.aborted ? waits.next() : undefined;
      if (wait === undefined) throw error;
      await delay(wait, undefined, signal && { signal }).catch(() => undefined);
      if (signal?.aborted) throw error;
    }
  }
}

/**
 * Reads on where it was cut off, without gap or repeat.
 *
 * @param open reads from a place on
 * @param after the place from which to read on, once an item has been taken
 * @param signal ends it, at the latest when the wait is over
 * @throws what was thrown last, where it is not open or patience ends
 */
export async function* readOn<Item, Place>(
  open: (place: Place) => AsyncIterable<Item>,
  place: Place,
  after: (item: Item) => Place,
  isOpen: IsOpen,
  waits: Waits,
  signal?: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  let next = place;
  while (!signal?.aborted) {
    try {
      for await (const item of open(next)) {
        waits.reset();
        next = after(item); // before it is handed out: who takes it may never ask for another
        yield item;
      }
      return;
    } catch (error) {
      if (signal?.aborted) return;
      const wait = isOpen(error) ? waits.next() : undefined;
      if (wait === undefined) throw error;
      await delay(wait, undefined, signal && { signal }).catch(() => undefined); // aborted: the loop ends
    }
  }
}

/** The answer, if it comes in so many milliseconds; one that comes later is not heard. @throws what `late` makes otherwise */
export async function within<Answer>(limit: number, answer: Promise<Answer>, late: () => Error): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limit);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
