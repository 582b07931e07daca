import { openEventStore } from '@mithaq/event-store';
import { workerData } from 'node:worker_threads';
import { serve } from '../engine/serve.js';
import { Chunk } from './chunk.js';
import { ReplayLines } from './lines.js';
import { logIn } from './records.js';
import { replay, type ReplayStep } from './replay.js';
import { type ReplayChunk, type ReplayData } from './replays.js';
import { scopeNamed } from './scope.js';

/** A thread that makes one replay, line by line, as they are asked for. It reads the log and nothing else. */

/** A chunk has so many bytes, and the steps that were made with the last in it. */
const mostBytes = 64 * 1024;
/** A chunk is given after so long, in milliseconds, with whatever is in it. */
const longest = 50;

const { store: address, scope: name, begins, cursor, after, ...asked } = workerData as ReplayData; // what replays.ts starts this thread with
const scope = scopeNamed(name)!; // it was read before
const store = await openEventStore(address, 'read');
const steps = replay(logIn(store), { ...asked, scope });
const lines = new ReplayLines({ ...asked, scope }, begins);
const chunk = new Chunk(mostBytes);
let number = 0;

serve<'next', ReplayChunk>(
  async () => {
    const until = performance.now() + longest;
    let isLast = false;
    while (!isLast && !chunk.isFull && performance.now() < until) {
      const { done, value: some } = await steps.next();
      isLast = done === true;
      // What was received before is walked again, and said to nobody.
      for (const step of some ?? []) if (++number > after) write(step);
    }
    if (isLast && number < after) chunk.write(beyond());
    return { lines: chunk.take(), isLast };
  },
  () => undefined, // whoever has its lines, or wants no more of them, ends the thread
);

function write(step: ReplayStep): void {
  for (const piece of lines.pieces(step, `${cursor}${number}`)) chunk.write(piece);
  chunk.write('\n');
}

/** Of a cursor whose number was changed. */
function beyond(): string {
  return `${JSON.stringify({ step: 'fault', detail: `The cursor is of no line of this replay: it has ${number}.` })}\n`;
}
