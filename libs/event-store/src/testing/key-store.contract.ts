import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { KeyDestroyed, type KeyStore } from '../key-store.js';

/** One engine, opened for one test. Several tests may run on one server: each has ids of its own. */
export interface KeyHarness {
  readonly keys: KeyStore;
  /** Another store on the same keys: of the next start, once the first is closed, or of another instance where the engine has several. */
  another(): Promise<KeyStore>;
  dispose(): Promise<void>;
}

/** The port's promises, in the words of its users. An engine passes it with one call and no option. */
export function keyStoreContract(engine: string, open: () => Promise<KeyHarness>): void {
  describe(`the store of keys on ${engine}`, () => {
    let harness: KeyHarness;
    let keys: KeyStore;
    let id: string;

    beforeEach(async () => {
      harness = await open();
      keys = harness.keys;
      id = randomUUID();
    });
    afterEach(() => harness.dispose());

    const reopened = async () => {
      await keys.close();
      return harness.another();
    };

    it('makes a key of 32 bytes, and gives the same one ever after', async () => {
      const key = await keys.make(id);
      expect(key).toHaveLength(32);
      expect(await keys.make(id)).toEqual(key);
      expect(await keys.find(id)).toEqual(key);
      const after = await reopened();
      expect(await after.find(id)).toEqual(key);
      expect(await after.make(id)).toEqual(key);
    });

    it('makes another key for everybody', async () => {
      const made = await Promise.all(Array.from({ length: 20 }, () => keys.make(randomUUID())));
      expect(new Set(made.map(key => key.toString('hex'))).size).toBe(20);
    });

    it('keeps a key that comes from another store, where it has none of its own', async () => {
      const [moved, other] = [randomBytes(32), randomBytes(32)];
      expect(await keys.make(id, moved)).toEqual(moved);
      expect(await keys.make(id, other)).toEqual(moved);
      const gone = randomUUID();
      await keys.destroy(gone);
      await expect(keys.make(gone, moved)).rejects.toThrow(KeyDestroyed);
      const after = await reopened();
      expect(await after.make(id)).toEqual(moved);
    });

    it('makes one key for all who ask at once', async () => {
      const made = await Promise.all(Array.from({ length: 20 }, () => keys.make(id)));
      expect(new Set(made.map(key => key.toString('hex'))).size).toBe(1);
      expect(await keys.find(id)).toEqual(made[0]);
    });

    it('knows none that was not made, and makes none by being asked', async () => {
      expect(await keys.find(id)).toBe('unknown');
      expect(await keys.find(id)).toBe('unknown');
      expect(await (await reopened()).find(id)).toBe('unknown');
    });

    it('finds many at once, each as it stands', async () => {
      const ids = Array.from({ length: 100 }, () => randomUUID());
      const made = new Map(await Promise.all(ids.slice(0, 60).map(async id => [id, await keys.make(id)] as const)));
      for (const id of ids.slice(50, 60)) await keys.destroy(id);
      const found = await keys.findMany(ids);
      expect([...found.keys()].sort()).toEqual([...ids].sort());
      for (const [i, id] of ids.entries()) expect(found.get(id)).toEqual(i < 50 ? made.get(id) : i < 60 ? 'destroyed' : 'unknown');
      expect(await keys.findMany([])).toEqual(new Map());
    });

    it('destroys a key for good: it is neither found nor made again, now or after a restart', async () => {
      await keys.make(id);
      expect(['destroyed', 'scavenge-pending']).toContain(await keys.destroy(id));
      const isGone = async (keys: KeyStore) => {
        expect(await keys.find(id)).toBe('destroyed');
        await expect(keys.make(id)).rejects.toThrow(KeyDestroyed);
        await expect(keys.make(id)).rejects.toMatchObject({ id });
        expect(await keys.find(id)).toBe('destroyed');
      };
      await isGone(keys);
      await isGone(await reopened());
    });

    it('gives no key once it is destroyed, whoever has asked before', async () => {
      for (let i = 0; i < 20; i++) {
        const id = randomUUID();
        await keys.make(id);
        await keys.find(id);
        await keys.destroy(id);
        expect(await keys.find(id)).toBe('destroyed');
      }
    });

    it('leaves the other keys as they are', async () => {
      const others = Array.from({ length: 10 }, () => randomUUID());
      const made = await Promise.all(others.map(other => keys.make(other)));
      await keys.make(id);
      await keys.destroy(id);
      expect([...(await keys.findMany(others)).values()]).toEqual(expect.arrayContaining(made));
    });

    it('destroys one that is destroyed, and answers as before', async () => {
      await keys.make(id);
      const first = await keys.destroy(id);
      expect(await keys.destroy(id)).toBe(first);
      expect(await (await reopened()).destroy(id)).toBe(first);
    });

    it('sees to it that what was never made never will be', async () => {
      await keys.destroy(id);
      expect(await keys.find(id)).toBe('destroyed');
      await expect(keys.make(id)).rejects.toThrow(KeyDestroyed);
      await expect((await reopened()).make(id)).rejects.toThrow(KeyDestroyed);
    });

    it('ends with a key or without, and never with another, where it is made and destroyed at once', async () => {
      for (let i = 0; i < 10; i++) {
        const id = randomUUID();
        const [made] = await Promise.allSettled([keys.make(id), keys.destroy(id), keys.make(id)]);
        if (made.status === 'rejected') expect(made.reason).toBeInstanceOf(KeyDestroyed);
        expect(await keys.find(id)).toBe('destroyed');
      }
    });

    it('is closed once, and answers nobody afterwards', async () => {
      const making = keys.make(id);
      await Promise.all([keys.close(), keys.close()]);
      await Promise.allSettled([making]); // it was made or it was not; whoever closed has waited for it
      await expect(keys.make(id)).rejects.toThrow('closed');
      await expect(keys.find(id)).rejects.toThrow('closed');
      await expect(keys.destroy(id)).rejects.toThrow('closed');
    });
  });
}
