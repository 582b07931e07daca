/**
 * Writes to a store until it is killed: 32 writers, on 24 streams, so that some streams have two. Before each append it notes what it is
 * about to store, and after it how it was answered: one JSON line each, in a file.
 */
import { randomUUID } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { type ExpectedRevision, openEventStore, WrongExpectedRevision } from '@mithaq/event-store';

export interface Attempt {
  readonly attempt: number;
  readonly stream: string;
  /** A revision in decimal, or `none`. */
  readonly expected: string;
  readonly ids: readonly string[];
}

export type Outcome =
  | { readonly attempt: number; readonly outcome: 'stored'; readonly revision: string; readonly position: string }
  | { readonly attempt: number; readonly outcome: 'refused' };

const [address = '', notes = ''] = process.argv.slice(2);
const store = await openEventStore(address, 'write');
const file = openSync(notes, 'a');
let attempts = 0;

/** Written before this goes on: what has been noted is the kernel's, whatever happens to this process next. */
function note(line: Attempt | Outcome): void {
  writeSync(file, `${JSON.stringify(line)}\n`);
  if ('outcome' in line) process.stdout.write('.'); // whoever means to kill it counts these
}

async function write(stream: string): Promise<never> {
  let expected: ExpectedRevision = 'none';
  for (;;) {
    const attempt = ++attempts;
    const ids = Array.from({ length: 1 + (attempt % 3) }, () => randomUUID());
    note({ attempt, stream, expected: expected.toString(), ids });
    try {
      const { revision, position } = await store.append(
        stream,
        expected,
        ids.map(id => ({ id, type: 'Written', data: { attempt }, metadata: {} })),
      );
      note({ attempt, outcome: 'stored', revision: revision.toString(), position: position.toString() });
      expected = revision;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      note({ attempt, outcome: 'refused' });
      expected = error.found;
    }
  }
}

await Promise.all(Array.from({ length: 32 }, (_, i) => write(`written-${i % 24}`)));
