import { Refusal } from './refusal.js';
import { type Provenance, type Source } from './text.js';

/** No figure and no act adds demonstration to the rest: to which of the two a record belongs. */
export type Realm = 'demonstration' | 'real';

export function realmOf(provenance: Provenance): Realm {
  return provenance === 'demonstration' ? 'demonstration' : 'real';
}

/** What was taken from public sources names one, at its opening and after every amendment. @throws Refusal `source-missing` */
export function refuseWithoutSource(provenance: Provenance, sources: readonly Source[] | undefined, pointer: string): void {
  if (provenance === 'published' && !sources?.length) {
    throw new Refusal('source-missing', 'What is taken from public sources names at least one source.', { pointer });
  }
}
