import { aggregates, focusAreaIds, regionIds } from '@mithaq/domain';
import { categoryOf } from '@mithaq/event-store';
import { type AnyRow } from '../engine/view.js';
import { type CommitmentRow } from '../views/commitments.js';
import { focusAreaBits, regionBits } from '../views/places.js';
import { type SignatureRow } from '../views/signatures.js';

/** What a replay is of. */
export interface Scope {
  /** As it is asked for: `all`, `region-AFR`, `commitment-…`. */
  readonly name: string;
  /** The stream of the record that it is of; undefined where it is of no single one. */
  readonly record?: string;
  readonly counts: 'commitments' | 'signatories' | 'nothing';
  /** Whether every event of the stream is of it, whatever it says. */
  owns(stream: string): boolean;
  /** Whether events of the stream may be of it, by what its record says. */
  mayHold(category: string): boolean;
  /** Whether a commitment or a signature that says so is of it; of what it owns, all are. */
  holds(category: string, row: AnyRow): boolean;
}

/** @returns undefined where the text names none */
export function scopeNamed(text: string): Scope | undefined {
  if (text === 'all') return { name: text, counts: 'commitments', owns: () => true, mayHold: () => false, holds: () => true };
  const category = categoryOf(text);
  const id = text.slice(category.length + 1);
  const ofCommitments = (holds: (row: CommitmentRow) => boolean, owned?: string): Scope => ({
    name: text,
    counts: 'commitments',
    owns: stream => stream === owned,
    mayHold: category => category === 'commitment',
    holds: (_, row) => holds(row as CommitmentRow), // of no other category is asked
  });
  if (category === 'region') {
    const region = regionIds.find(region => region === id);
    if (!region) return undefined;
    const bits = regionBits([region]);
    return ofCommitments(({ regions }) => (regions & bits) !== 0);
  }
  if (category === 'focusArea') {
    const focusArea = focusAreaIds.find(focusArea => focusArea === id);
    if (!focusArea) return undefined;
    const bits = focusAreaBits([focusArea]);
    return ofCommitments(({ focus_area, also }) => focus_area === focusArea || (also & bits) !== 0, `workingGroup-${id}`);
  }
  if (id === '' || !aggregates.some(record => record.category === category)) return undefined;
  const record = { name: text, record: text, owns: (stream: string) => stream === text };
  const signed = (row: AnyRow) => row as SignatureRow; // of no other category is asked
  switch (category) {
    case 'commitment':
      return { ...record, counts: 'commitments', mayHold: () => false, holds: () => true };
    case 'organisation':
      return {
        ...record,
        counts: 'commitments',
        mayHold: category => category === 'commitment' || category === 'signature',
        holds: (category, row) => (category === 'commitment' ? (row as CommitmentRow).lead : signed(row).organisation) === id,
      };
    case 'coalition':
      return {
        ...record,
        counts: 'signatories',
        mayHold: category => category === 'signature',
        holds: (_, row) => signed(row).coalition === id,
      };
    default:
      return { ...record, counts: 'nothing', mayHold: () => false, holds: () => true };
  }
}
