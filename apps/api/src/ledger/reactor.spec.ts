import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStore, type NewEvent, SqliteEventStore } from '@mithaq/event-store';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checkpoints } from './checkpoints.js';
import { Reactor, type ReactorStatus } from './reactor.js';

/** Ends subscriptions so often, each once it has delivered what there is. */
class CutOff extends EventStore {
  readonly isOver: Promise<void>;
  private over: () => void = () => undefined;
  constructor(
    private readonly inner: EventStore,
    private cuts: number,
  ) {
    super();
    this.isOver = new Promise(resolve => (this.over = resolve));
  }
  append: EventStore['append'] = (...asked) => this.inner.append(...asked);
  readStream: EventStore['readStream'] = (...asked) => this.inner.readStream(...asked);
  readAll: EventStore['readAll'] = (...asked) => this.inner.readAll(...asked);
  async *subscribeToAll(...asked: Parameters<EventStore['subscribeToAll']>) {
    for await (const delivery of this.inner.subscribeToAll(...asked)) {
      yield delivery;
      if (delivery.kind !== 'checkpoint') continue;
      if (this.cuts === 0) this.over();
      else {
        this.cuts--;
        throw new Error('cut off');
      }
    }
  }
  close = () => this.inner.close();
}

describe('a reactor', () => {
  let folder: string;
  let store: EventStore;
  let checkpoints: Checkpoints;
  let reactors: Reactor[];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mithaq-reactor-'));
    store = await SqliteEventStore.open(folder);
    checkpoints = new Checkpoints(folder);
    reactors = [];
  });
  afterEach(async () => {
    for (const reactor of reactors) await reactor.close();
    checkpoints.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const record = async (stream: string, type: string) => {
    const event: NewEvent = { id: randomUUID(), type, data: {}, metadata: {} };
    return (await store.append(stream, 'none', [event])).position;
  };
  /** What it has reacted to, and a promise for when it has reacted to a type. */
  const reacting = (react: (type: string) => void = () => undefined, attempts = 3, followed = store) => {
    const seen: string[] = [];
    const waiting = new Map<string, () => void>();
    const failures: ReactorStatus['state'][] = [];
    let failed: (() => void) | undefined;
    const reactor = new Reactor(
      'test',
      followed,
      checkpoints,
      ['a'],
      ({ type }) => {
        react(type);
        seen.push(type);
        waiting.get(type)?.();
        return Promise.resolve();
      },
      {
        failed(_, state) {
          failures.push(state);
          if (state === 'stopped') failed?.();
        },
      },
      { attempts, backoff: 1 },
    );
    reactors.push(reactor);
    return {
      reactor,
      seen,
      failures,
      reactedTo: (type: string) => new Promise<void>(resolve => (seen.includes(type) ? resolve() : waiting.set(type, resolve))),
      stopped: new Promise<void>(resolve => (failed = resolve)),
    };
  };

  it('takes what is there and what comes, of its categories, in order', async () => {
    await record('a-1', 'First');
    await record('b-1', 'Other');
    const { seen, reactedTo } = reacting();
    await reactedTo('First');
    await record('a-2', 'Second');
    await reactedTo('Second');
    expect(seen).toEqual(['First', 'Second']);
  });

  it('goes on where it was', async () => {
    await record('a-1', 'First');
    const before = reacting();
    await before.reactedTo('First');
    await before.reactor.close();
    await record('a-2', 'Second');
    const { seen, reactedTo } = reacting();
    await reactedTo('Second');
    expect(seen).toEqual(['Second']);
  });

  it('tries again what fails, and skips nothing', async () => {
    let failing = 2;
    await record('a-1', 'First');
    await record('a-2', 'Second');
    const { seen, failures, reactedTo, reactor } = reacting(type => {
      if (type === 'First' && failing-- > 0) throw new Error('not now');
    });
    await reactedTo('Second');
    expect(seen).toEqual(['First', 'Second']);
    expect(failures).toEqual(['failing', 'failing']);
    expect(reactor.status().state).toBe('following');
  });

  it('stops in the end and says so', async () => {
    await record('a-1', 'First');
    const { seen, failures, stopped, reactor } = reacting(() => {
      throw new Error('never');
    });
    await stopped;
    expect(failures).toEqual(['failing', 'failing', 'stopped']);
    expect(reactor.status()).toEqual({ state: 'stopped', failure: 'never' });
    expect(seen).toEqual([]);
    expect(checkpoints.read('test')).toBeUndefined();
  });

  it('is not worn out by being cut off where it had nothing to do, however often', async () => {
    await record('b-1', 'Other');
    const cutOff = new CutOff(store, 5);
    const { failures, reactedTo } = reacting(() => undefined, 3, cutOff);
    await cutOff.isOver;
    await record('a-1', 'First');
    await reactedTo('First');
    expect(failures).toEqual(Array(5).fill('failing'));
  });

  it('begins anew on another ledger', async () => {
    checkpoints.write('test', 1_000n);
    await record('a-1', 'First');
    const { reactedTo } = reacting();
    await reactedTo('First');
  });
});
