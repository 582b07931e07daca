import { type RecordedEvent } from '@mithaq/event-store';
import { isDeepStrictEqual } from 'node:util';

/** All that a copy has alike; a position is of one store. */
const alike = ['id', 'stream', 'revision', 'type', 'recordedAt', 'data', 'metadata'] as const;

/** Where two ledgers first part. */
export interface Difference {
  /** Which event of the ledger it is, counted from 1. */
  readonly number: number;
  /** Undefined where the source has ended. */
  readonly source: RecordedEvent | undefined;
  /** Undefined where the target has ended. */
  readonly target: RecordedEvent | undefined;
  /** What is not the same, where both have an event. */
  readonly fields: readonly string[];
}

/** The target has not what the source has. */
export class StoresDiffer extends Error {
  override readonly name = 'StoresDiffer';
  constructor(
    readonly difference: Difference,
    consequence: string,
  ) {
    super(`The target is no copy of the source: ${whatDiffers(difference)}; ${consequence}.`);
  }
}

/** The target has another key of somebody than the source: what the one has sealed, the other does not open. */
export class KeysDiffer extends Error {
  override readonly name = 'KeysDiffer';
  constructor(readonly person: string) {
    super(
      `The target has another key of person ${person} than the source: it is of another ledger, or somebody was named there first. Nothing of it was changed.`,
    );
  }
}

/** What two events at the same place of two ledgers have not alike; undefined where one copies the other. */
export function difference(number: number, source: RecordedEvent | undefined, target: RecordedEvent | undefined): Difference | undefined {
  if (!source && !target) return undefined;
  if (!source || !target) return { number, source, target, fields: [] };
  const fields = alike.filter(field => !isDeepStrictEqual(source[field], target[field]));
  return fields.length === 0 ? undefined : { number, source, target, fields };
}

function whatDiffers({ number, source, target, fields }: Difference): string {
  if (!source) return `it goes on after the source's last event with event ${number}, ${place(target!)}`;
  if (!target) return `it ends before event ${number}, ${place(source)} of the source`;
  return `event ${number} is ${place(source)} of the source and ${place(target)} of the target, which differ in ${fields.join(', ')}`;
}

function place({ id, position, stream, revision }: RecordedEvent): string {
  return `${id} (revision ${revision} of ${stream}) at position ${position}`;
}
