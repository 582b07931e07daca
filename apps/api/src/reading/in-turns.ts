import { setImmediate as nextTurn } from 'node:timers/promises';

/** What takes long goes on for so many milliseconds at a time. */
const longest = 5;

/** Takes all steps of what may take seconds, and lets whoever else is answered on this thread have a turn in between. */
export async function inTurns<Result>(steps: Iterator<undefined, Result, undefined>): Promise<Result> {
  for (let since = performance.now(); ;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < longest) continue;
    await nextTurn();
    since = performance.now();
  }
}
