import { type Day, dayOf } from '@mithaq/domain';

const millisecondsOfADay = 24 * 60 * 60 * 1_000;

/** The service's clock, as a class so that a test can give another. */
export class Clock {
  private known: { readonly midnight: number; readonly day: Day } | undefined;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now();
  }

  /** The UTC day. */
  today(): Day {
    const now = this.now();
    const midnight = now - (now % millisecondsOfADay);
    // Asked with each request, and another once a day.
    if (this.known?.midnight !== midnight) this.known = { midnight, day: dayOf(new Date(midnight).toISOString()) };
    return this.known.day;
  }
}
