import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { quietly } from './connection.js';

describe('a client that mends itself', () => {
  it('does so once what begins in the same turn has begun, and keeps its failure to itself', async () => {
    const mended: unknown[] = [];
    const client = quietly({
      handleError: async (channel: string, error: Error) => {
        mended.push([channel, error.message]);
        throw new Error('no leader is found');
      },
    });
    const done = client.handleError('channel', new Error('gone'));
    await Promise.resolve();
    expect(mended).toEqual([]);
    await nextTurn();
    expect(mended).toEqual([['channel', 'gone']]);
    await expect(done).resolves.toBeUndefined();
  });
});
