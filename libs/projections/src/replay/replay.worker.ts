import { openEventStore } from '@mithaq/event-store';
import { workerData } from 'node:worker_threads';
import { serve } from '../engine/serve.js';
import { ReplayLines } from './lines.js';
import { logIn } from './records.js';
import { replay } from './replay.js';
import { type ReplayChunk, type ReplayData } from './replays.js';
import { scopeNamed } from './scope.js';

/** A thread that makes one replay, line by line, as they are asked for. It reads the log and nothing else. */

/** A chunk has so many characters, and the event that is the last in it. */
const mostCharacters = 64 * 1024;
/** A chunk is given after so long, in milliseconds, with whatever is in it. */
const longest = 50;

const { store: address, scope: name, begins, cursor, after, ...asked } = workerData as ReplayData; // what replays.ts starts this thread with
const scope = scopeNamed(name)!; // it was read before
const store = await openEventStore(address, 'read');
const steps = replay(logIn(store), { ...asked, scope });
const lines = new ReplayLines({ ...asked, scope }, begins);
let number = 0;

serve<'next', ReplayChunk>(
  async () => {
    const until = performance.now() + longest;
    let text = '';
    while (text.length < mostCharacters && performance.now() < until) {
      const { done, value: step } = await steps.next();
      if (done) return { text: number < after ? beyond() : text, isLast: true };
      // What was received before is walked again, and said to nobody.
      if (++number > after) text += `${lines.of(step, `${cursor}${number}`)}\n`;
    }
    return { text, isLast: false };
  },
  () => undefined, // whoever has its lines, or wants no more of them, ends the thread
);

/** Of a cursor whose number was changed. */
function beyond(): string {
  return `${JSON.stringify({ step: 'fault', detail: `The cursor is of no line of this replay: it has ${number}.` })}\n`;
}
