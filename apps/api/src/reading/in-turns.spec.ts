import { expect, it } from '@jest/globals';
import { inTurns } from './in-turns.js';

/** Steps of a millisecond each. */
function* counting(to: number): Generator<undefined, number, undefined> {
  for (let i = 0; i < to; i++) {
    for (const end = performance.now() + 1; performance.now() < end;);
    yield;
  }
  return to;
}

it('what takes long lets others have their turn before it is done', async () => {
  let isDone = false;
  const counted = inTurns(counting(50)).finally(() => (isDone = true));
  const turns: boolean[] = [];
  for (let i = 0; i < 3; i++) {
    await new Promise(setImmediate);
    turns.push(isDone);
  }
  expect(turns).toEqual([false, false, false]);
  expect(await counted).toBe(50);
});
