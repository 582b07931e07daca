import { type Day, dayOf } from '@mithaq/domain';

/** The service's clock, as a class so that a test can give another. */
export class Clock {
  /** RFC 3339, UTC, milliseconds. */
  now(): string {
    return new Date().toISOString();
  }

  /** The UTC day. */
  today(): Day {
    return dayOf(this.now());
  }
}
