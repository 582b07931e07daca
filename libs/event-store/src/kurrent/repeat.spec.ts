import { describe, expect, it } from '@jest/globals';
import { standing } from './repeat.js';

async function* events(...ids: (string | undefined)[]) {
  for (const [revision, id] of ids.entries()) yield id === undefined ? undefined : { id, revision };
}

describe('an append that the server refused', () => {
  it.each([
    ['all of it stands there', ['a', 'b']],
    ['it stands there and others after it', ['a', 'b', 'c']],
  ])('is a repeat, which stands where its last event does, where %s', async (_, stored) => {
    expect(await standing(['a', 'b'], events(...stored))).toEqual({ id: 'b', revision: 1 });
  });

  it.each([
    ['begins otherwise', ['c', 'b']],
    ['goes on otherwise', ['a', 'c']],
    ['is of another application', [undefined]],
  ])('came after another where what stands there %s', async (_, stored) => {
    expect(await standing(['a', 'b'], events(...stored))).toBe('another');
  });

  it.each([
    ['nothing', []],
    ['its beginning', ['a']],
  ])('cannot be judged while of what stands there only %s can be read', async (_, stored) => {
    expect(await standing(['a', 'b'], events(...stored))).toBe('unread');
  });
});
