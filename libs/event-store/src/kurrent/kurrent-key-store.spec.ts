import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Delivery, type EventStore, type RecordedEvent } from '../event-store.js';
import { freshServerLedger } from '../testing/event-store.contract.js';
import { keyStoreContract } from '../testing/key-store.contract.js';
import { KurrentEventStore } from './kurrent-event-store.js';
import { KurrentKeyStore } from './kurrent-key-store.js';

if (freshServerLedger() === undefined) {
  describe('the store of keys on EventStoreDB', () => {
    it.skip('was not tried: MITHAQ_TEST_ESDB names no server', () => undefined);
  });
} else {
  keyStoreContract('EventStoreDB', async () => {
    const ledger = freshServerLedger()!;
    const stores: KurrentKeyStore[] = [];
    const another = async () => {
      const keys = await KurrentKeyStore.open(ledger);
      stores.push(keys);
      return keys;
    };
    return { keys: await another(), another, dispose: async () => void (await Promise.all(stores.map(keys => keys.close()))) };
  });

  describe('the keys in a ledger’s database', () => {
    /** A ledger with an event before and an event after a key was made and another one destroyed. */
    async function withKeys(told: (on: { store: EventStore; keys: KurrentKeyStore; address: string }) => Promise<void>): Promise<void> {
      const address = freshServerLedger()!;
      const store = await KurrentEventStore.open(address);
      const keys = await KurrentKeyStore.open(address);
      try {
        await store.append('commitment-1', 'none', [event('before')]);
        await keys.make(randomUUID());
        const gone = randomUUID();
        await keys.make(gone);
        await keys.destroy(gone);
        await store.append('commitment-2', 'none', [event('after')]);
        await told({ store, keys, address });
      } finally {
        await Promise.all([keys.close(), store.close()]);
      }
    }

    it('are none of the ledger’s events, to any read of it', () =>
      withKeys(async ({ store }) => {
        expect(await types(store.readAll())).toEqual(['before', 'after']);
        expect(await types(store.readAll({ direction: 'backwards' }))).toEqual(['after', 'before']);
        const { signal } = new AbortController();
        const followed: string[] = [];
        for await (const delivery of store.subscribeToAll('start', {}, signal)) {
          if (delivery.kind === 'event') followed.push(delivery.event.type);
          if (isEnd(delivery, 'after')) break;
        }
        expect(followed).toEqual(['before', 'after']);
      }));

    it('are those of one ledger, where the database has several', () =>
      withKeys(async ({ keys }) => {
        const id = randomUUID();
        const mine = await keys.make(id);
        const others = await KurrentKeyStore.open(freshServerLedger()!);
        expect(await others.find(id)).toBe('unknown');
        await others.destroy(id);
        expect(await keys.find(id)).toEqual(mine);
        await others.close();
      }));

    it('are gone for every instance at once', () =>
      withKeys(async ({ keys, address }) => {
        const other = await KurrentKeyStore.open(address);
        const id = randomUUID();
        expect(await other.make(id)).toEqual(await keys.make(id));
        expect(await keys.destroy(id)).toBe('scavenge-pending');
        expect(await other.find(id)).toBe('destroyed');
        await other.close();
      }));
  });
}

function event(type: string) {
  return { id: randomUUID(), type, data: {}, metadata: {} };
}

function isEnd(delivery: Delivery, type: string): boolean {
  return delivery.kind === 'event' && delivery.event.type === type;
}

async function types(events: AsyncIterable<RecordedEvent>): Promise<string[]> {
  const found: string[] = [];
  for await (const { type } of events) found.push(type);
  return found;
}
