import { type StreamingRead } from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { drained, letGo } from './drained.js';

/** A read of so many numbers, which is silent after them or ends. */
function numbers(count: number, ends: boolean) {
  const read = new Readable({ objectMode: true, read: () => undefined });
  for (let n = 0; n < count; n++) read.push(n);
  if (ends) read.push(null);
  let cancelled = 0;
  const cancel = async () => void cancelled++;
  return { open: () => Object.assign(read, { cancel }) as unknown as StreamingRead<number>, cancelled: () => cancelled };
}

async function all(items: AsyncIterable<number>, each: () => Promise<unknown> = async () => undefined): Promise<number[]> {
  const found: number[] = [];
  for await (const item of items) {
    found.push(item);
    await each();
  }
  return found;
}

describe('a read of the client', () => {
  it('is let go of at its end', async () => {
    const { open, cancelled } = numbers(3, true);
    expect(await all(drained(open))).toEqual([0, 1, 2]);
    expect(cancelled()).toBe(1);
  });

  it('is let go of when its reader leaves', async () => {
    const { open, cancelled } = numbers(3, false);
    for await (const n of drained(open)) if (n === 1) break;
    expect(cancelled()).toBe(1);
  });

  it('ends with the reason of whoever aborts it', async () => {
    const abort = new AbortController();
    const { open, cancelled } = numbers(0, false);
    setImmediate(() => abort.abort(new Error('closed')));
    await expect(all(drained(open, abort.signal))).rejects.toThrow('closed');
    expect(cancelled()).toBeGreaterThan(0);
  });

  it('is unavailable where the server has been silent for long', async () => {
    const { open, cancelled } = numbers(2, false);
    await expect(all(drained(open, undefined, 20))).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(cancelled()).toBeGreaterThan(0);
  });

  it('is not where its reader is slow', async () => {
    const { open } = numbers(3, true);
    expect(await all(drained(open, undefined, 20), () => delay(40))).toEqual([0, 1, 2]);
  });
});

describe('a stream of the client that is let go of', () => {
  it('comes to its end, whoever waited for what is readable', async () => {
    const stream = Readable.from(Array.from({ length: 2_000 }, (_, n) => n));
    stream.on('readable', () => undefined);
    await once(stream, 'readable');
    letGo(stream, async () => undefined);
    await once(stream, 'close');
    expect(stream.readableEnded).toBe(true);
  });
});
