import { type Day } from '@mithaq/domain';

/**
 * The moment of both clocks that a read is of. Without a position: all that is known now. Without a day: all that was known then,
 * on its latest day.
 */
export interface Moment {
  readonly position?: bigint;
  readonly day?: Day;
}

/** "Until further notice" on the clock of recording: greater than every position. */
export const endOfRecording = 9223372036854775807n;
/** "Until further notice" on the clock of effect: greater than every day, as text. */
export const endOfTime = '9999-12-31~';
