import { describe, expect, it } from '@jest/globals';
import { again, type Patience, readOn, Waits, within } from './again.js';

const patience: Patience = { firstWait: 1, longestWait: 2, givesUpAfter: 1_000 };
const lost = new Error('the answer was lost');
const refused = new Error('refused');
const isOpen = (error: unknown) => error === lost;

describe('an append that is asked again', () => {
  /** A stream on a server, which stores the same ids at the same expectation once, as the real one does. */
  class Stream {
    readonly ids: string[] = [];
    private failures: ('before' | 'after')[];
    constructor(...failures: ('before' | 'after')[]) {
      this.failures = failures;
    }
    async append(expected: number, ids: readonly string[]): Promise<number> {
      const failure = this.failures.shift();
      if (failure === 'before') throw lost;
      const stored = this.ids.slice(expected, expected + ids.length);
      if (stored.length === 0 && this.ids.length === expected) this.ids.push(...ids);
      else if (stored.join() !== ids.join()) throw refused;
      if (failure === 'after') throw lost;
      return expected + ids.length - 1;
    }
  }

  it.each([
    ['was not persisted, twice', ['before', 'before']],
    ['was persisted and its answer lost, twice', ['after', 'after']],
    ['was not persisted, then persisted and its answer lost', ['before', 'after']],
    ['was persisted and its answer lost, then did not arrive', ['after', 'before']],
  ] as const)('is stored once and answered as the first time where it %s', async (_, failures) => {
    const stream = new Stream(...failures);
    expect(await again(() => stream.append(0, ['a', 'b']), isOpen, new Waits(patience))).toBe(1);
    expect(stream.ids).toEqual(['a', 'b']);
  });

  it('is refused where somebody else came first while its outcome was open', async () => {
    const stream = new Stream('before');
    const asked = again(() => stream.append(0, ['a']), isOpen, new Waits(patience));
    await stream.append(0, ['of another']);
    await expect(asked).rejects.toBe(refused);
    expect(stream.ids).toEqual(['of another']);
  });

  it('is not asked again where the answer is final', async () => {
    let asked = 0;
    const ask = async () => {
      asked++;
      throw refused;
    };
    await expect(again(ask, isOpen, new Waits(patience))).rejects.toBe(refused);
    expect(asked).toBe(1);
  });

  it('is given up when patience is over, with the last reason', async () => {
    const never = () => Promise.reject(lost);
    await expect(again(never, isOpen, new Waits({ ...patience, givesUpAfter: 20 }))).rejects.toBe(lost);
  });
});

describe('what is asked until it is aborted', () => {
  it('ends in the middle of a wait, with the last reason', async () => {
    const abort = new AbortController();
    const ask = async () => {
      setImmediate(() => abort.abort());
      throw lost;
    };
    const waits = new Waits({ firstWait: 60_000, longestWait: 60_000, givesUpAfter: Infinity });
    await expect(again(ask, isOpen, waits, abort.signal)).rejects.toBe(lost);
  });
});

describe('an answer that must come in time', () => {
  it('is what it is, if it comes', async () => {
    expect(await within(60_000, Promise.resolve('yes'), () => lost)).toBe('yes');
    await expect(within(60_000, Promise.reject(refused), () => lost)).rejects.toBe(refused);
  });

  it('is given up otherwise, and what comes later is not heard', async () => {
    let refuse: (error: Error) => void = () => undefined;
    const late = new Promise<never>((_, reject) => (refuse = reject));
    await expect(within(1, late, () => lost)).rejects.toBe(lost);
    refuse(refused); // were it a rejection that nobody hears, the test would fail
  });
});

describe('the waits between attempts', () => {
  const waits = (now: () => number) => new Waits({ firstWait: 50, longestWait: 300, givesUpAfter: 1_000 }, now);

  it('double up to the longest, and end before patience does', () => {
    let now = 0;
    const of = waits(() => now);
    const found: number[] = [];
    for (let wait = of.next(); wait !== undefined; wait = of.next()) {
      found.push(wait);
      now += wait;
    }
    expect(found).toEqual([50, 100, 200, 300, 300]);
  });

  it('begin anew after a success', () => {
    const of = waits(() => 0);
    of.next();
    of.next();
    of.reset();
    expect(of.next()).toBe(50);
  });
});

describe('a read that is cut off', () => {
  /** Numbers from a place on; each time it is opened it breaks off before the place that is next in the list. */
  function numbers(...breaks: number[]) {
    const opened: number[] = [];
    const open = async function* (from: number) {
      opened.push(from);
      const end = breaks.shift();
      for (let n = from; n < 6; n++) {
        if (n === end) throw lost;
        yield n;
      }
      if (end === 6) throw lost;
    };
    return { opened, open };
  }
  const all = async (items: AsyncIterable<number>) => {
    const found: number[] = [];
    for await (const item of items) found.push(item);
    return found;
  };
  const next = (n: number) => n + 1;

  it.each([
    ['before its first item, twice', [0, 0]],
    ['in the middle, twice', [2, 4]],
    ['at the same place, twice', [3, 3]],
    ['after its last item', [6]],
  ])('goes on without gap or repeat: %s', async (_, breaks) => {
    expect(await all(readOn(numbers(...breaks).open, 0, next, isOpen, new Waits(patience)))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('has its patience anew whenever it went on', async () => {
    const { open, opened } = numbers(1, 2, 3, 4, 5);
    const waits = new Waits({ firstWait: 1, longestWait: 1, givesUpAfter: 3 }, () => 0);
    expect(await all(readOn(open, 0, next, isOpen, waits))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(opened).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('throws what asking again would not mend', async () => {
    const open = async function* () {
      yield 1;
      throw refused;
    };
    await expect(all(readOn(open, 0, next, isOpen, new Waits(patience)))).rejects.toBe(refused);
  });

  it('ends in the middle of a wait when it is aborted', async () => {
    const abort = new AbortController();
    const open = async function* () {
      setImmediate(() => abort.abort());
      throw lost;
    };
    const waits = new Waits({ firstWait: 60_000, longestWait: 60_000, givesUpAfter: Infinity });
    expect(await all(readOn(open, 0, next, isOpen, waits, abort.signal))).toEqual([]);
  });

  it('lets go of what it reads when its reader leaves', async () => {
    let isOpenStill = true;
    const open = async function* () {
      try {
        for (let n = 0; ; n++) yield n;
      } finally {
        isOpenStill = false;
      }
    };
    for await (const n of readOn(open, 0, next, isOpen, new Waits(patience))) if (n === 2) break;
    expect(isOpenStill).toBe(false);
  });
});
