import { type DomainEvent, type Recorded } from '@mithaq/domain';
import { integer, json, keyedView, minorUnits, nullable, text, view } from '../engine/view.js';

/** Views that are small enough to be folded in the head, with everything that a view may do. */

export type SampleEvent =
  | DomainEvent<'Put', { readonly key: string; readonly value: number }>
  | DomainEvent<'Removed', { readonly key: string }>
  | DomainEvent<'Ended', object>
  | DomainEvent<'Noted', { readonly note: string | null }>
  /** Fails so often (in one thread) before it can be applied. */
  | DomainEvent<'Failing', { readonly times: number }>;

/** One row a stream: the last value, the sum, a note. It ends with `Ended`, and begins again with the next `Put`. */
export const tally = view({
  name: 'sample-tally',
  version: 1,
  of: 'sample',
  columns: { key_put: text, value: integer, sum: minorUnits, note: nullable(text), keys: json<readonly string[]>() },
  indexes: [['value']],
  evolve(row, event: Recorded<SampleEvent>) {
    switch (event.type) {
      case 'Put': {
        const { key, value } = event.data;
        const keys = row ? (row.keys.includes(key) ? row.keys : [...row.keys, key]) : [key];
        return { key_put: key, value, sum: (row?.sum ?? 0n) + BigInt(value), note: row?.note ?? null, keys };
      }
      case 'Noted':
        return row && { ...row, note: event.data.note };
      case 'Ended':
        return undefined;
      case 'Failing':
        failWhileDue(event.id, event.data.times);
        return row;
      default:
        return row;
    }
  },
});

/** A row for each key that was put and not removed. */
export const entries = keyedView({
  name: 'sample-entries',
  version: 1,
  of: 'sample',
  types: ['Put', 'Removed', 'Ended'],
  columns: { value: integer },
  evolve(rows, event: Recorded<SampleEvent>) {
    switch (event.type) {
      case 'Put':
        return new Map(rows).set(event.data.key, { value: event.data.value });
      case 'Removed': {
        const left = new Map(rows);
        left.delete(event.data.key);
        return left;
      }
      case 'Ended':
        return new Map();
      default:
        return rows;
    }
  },
});

export const views = [tally, entries];

const failures = new Map<string, number>();

function failWhileDue(id: string, times: number): void {
  const failed = failures.get(id) ?? 0;
  failures.set(id, failed + 1);
  if (failed < times) throw new Error(`It fails for the ${failed + 1}. time.`);
}
