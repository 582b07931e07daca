import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Day } from '@mithaq/domain';
import { type EventStore, SqliteEventStore } from '@mithaq/event-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LedgerPart, readPart } from './ledger-page.js';

describe('a part of the ledger', () => {
  let folder: string;
  let store: EventStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mithaq-page-'));
    store = await SqliteEventStore.open(folder);
    for (let i = 0n; i < 12n; i++) {
      const metadata = { effectiveAt: `2026-01-${String(12n - i).padStart(2, '0')}` };
      await store.append(i % 3n === 0n ? `rare-${i}` : `often-${i}`, 'none', [
        { id: `e${i}`, type: i % 4n === 0n ? 'Ended' : 'Happened', data: {}, metadata },
      ]);
    }
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const part = async (more: Partial<LedgerPart> = {}) => {
    const { events, last } = await readPart(store, {
      moment: { position: 12n, at: {} },
      direction: 'forwards',
      after: undefined,
      limit: 5,
      categories: undefined,
      types: undefined,
      ...more,
    });
    return { ids: events.map(event => event.id), last };
  };
  const whole = async (more: Partial<LedgerPart>) => {
    const ids: string[] = [];
    let after: bigint | undefined;
    do {
      const read = await part({ ...more, after });
      ids.push(...read.ids);
      after = read.last;
    } while (after !== undefined);
    return ids;
  };
  const all = Array.from({ length: 12 }, (_, i) => `e${i}`);

  it('goes on where the part before ended, in both directions', async () => {
    expect(await whole({ direction: 'forwards' })).toEqual(all);
    expect(await whole({ direction: 'backwards' })).toEqual([...all].reverse());
  });
  it('of a category leaves out the others', async () => expect(await whole({ categories: ['rare'] })).toEqual(['e0', 'e3', 'e6', 'e9']));
  it('of a type leaves out the others, within a category too', async () => {
    expect(await whole({ types: ['Ended'] })).toEqual(['e0', 'e4', 'e8']);
    expect(await whole({ categories: ['often'], types: ['Ended'] })).toEqual(['e4', 'e8']);
  });
  it('ends at the position of its moment', async () => {
    const { position } = (
      await readPart(store, {
        moment: { position: 12n, at: {} },
        direction: 'forwards',
        after: undefined,
        limit: 4,
        categories: undefined,
        types: undefined,
      })
    ).events[3]!;
    expect(await whole({ moment: { position, at: {} } })).toEqual(all.slice(0, 4));
    expect(await whole({ moment: { position, at: {} }, direction: 'backwards' })).toEqual(all.slice(0, 4).reverse());
  });
  it('of a day leaves out what became true later', async () =>
    expect(await whole({ moment: { position: 12n, at: { day: '2026-01-03' as Day } } })).toEqual(['e9', 'e10', 'e11']));
  it('before the first event is empty', async () =>
    expect(await part({ moment: { position: null, at: {} } })).toEqual({ ids: [], last: undefined }));
});
