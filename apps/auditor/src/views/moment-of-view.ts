import { type Day } from '@mithaq/domain';

/** The moment that an answer of a view is of. */
export interface MomentOfView {
  /** The position of the last event that it knows of; null where it knows of none. */
  readonly asOf: string | null;
  readonly effectiveAt?: Day;
  readonly day: Day;
}
