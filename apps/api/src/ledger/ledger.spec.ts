import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { commitment, type CommitmentCommand, type CommitmentFacts, type Day, type OrganisationId, type Recorded } from '@mithaq/domain';
import { type Appended, EventStore, type ExpectedRevision, type NewEvent, SqliteEventStore } from '@mithaq/event-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v5 as uuidV5, v7 as uuidV7, version as uuidVersion } from 'uuid';
import { Clock } from './clock.js';
import { type CommandContext } from './command-context.js';
import { IdempotencyKeyReused, RevisionStale, TooManyWriters } from './errors.js';
import { type FactsLoader, Ledger } from './ledger.js';

const lead = 'northland-ministry' as OrganisationId;
const facts: CommitmentFacts = {
  organisations: new Map([[lead, 'verified']]),
  demonstrations: new Set(),
  countries: new Map(),
  groups: new Set(),
  regionalPriorities: new Set(),
  successor: 'none-named',
  cycle: 'none-named',
  actor: 'second-person',
};
const known: FactsLoader<unknown, CommitmentCommand, CommitmentFacts> = async () => facts;

const pledge: CommitmentCommand = {
  type: 'PledgeCommitment',
  lead,
  provenance: 'submitted',
  title: { en: 'Fibre to every school' },
  focusAreas: { primary: 'connecting-people', others: [] },
};
const rename = (title: string): CommitmentCommand => ({
  type: 'AmendCommitment',
  reason: { en: 'A better name.' },
  changes: { title: { en: title } },
});
const actor = { subject: 'someone', roles: ['secretariat' as const] };

/** A request without a key: its ids are drawn once. */
const request = (more: Partial<CommandContext> = {}): CommandContext => ({ actor, correlationId: 'c', request: { id: uuidV7() }, ...more });
/** A request with an idempotency key: its ids follow from the key and the body. */
const keyed = (key: string, body: string, more: Partial<CommandContext> = {}): CommandContext => {
  const hash = (text: string) => Buffer.from(text.padEnd(32, '.')).toString('hex');
  return request({ request: { id: uuidV5(`${key} ${body}`, uuidV5.URL), hashes: { key: hash(key), body: hash(body) } }, ...more });
};

/** The clock of these tests. */
class Noon extends Clock {
  override now() {
    return Date.parse('2026-06-01T12:00:00.000Z');
  }
}

/** Lets somebody else write between reading and appending. */
class Interrupted extends EventStore {
  constructor(
    private readonly inner: EventStore,
    private readonly interrupt: () => Promise<unknown>,
  ) {
    super();
  }
  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    await this.interrupt();
    return this.inner.append(stream, expected, events);
  }
  readStream: EventStore['readStream'] = (...read) => this.inner.readStream(...read);
  readAll: EventStore['readAll'] = (...read) => this.inner.readAll(...read);
  subscribeToAll: EventStore['subscribeToAll'] = (...read) => this.inner.subscribeToAll(...read);
  close = () => this.inner.close();
}

describe('the ledger', () => {
  let folder: string;
  let store: EventStore;
  let ledger: Ledger;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mithaq-ledger-'));
    store = await SqliteEventStore.open(folder);
    ledger = new Ledger(store, new Noon());
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const ask = (command: CommitmentCommand, context = request(), through = ledger) =>
    through.decide(commitment, 'one', command, context, known);
  const log = async () => {
    const events: Recorded[] = [];
    for await (const event of store.readStream('commitment-one')) events.push(event as unknown as Recorded);
    return events;
  };
  const titles = async () =>
    (await log()).map(
      event =>
        (event.data as { title?: object; changes?: { title: object } }).title ??
        (event.data as { changes: { title: object } }).changes.title,
    );

  it('records what was decided, with who, when and in which request', async () => {
    const receipt = await ask(pledge, keyed('k', 'b', { effectiveAt: '2026-05-01' as Day, correlationId: 'trace', causationId: 'cause' }));
    const [event] = await log();
    expect(receipt).toEqual({ id: 'one', stream: 'commitment-one', revision: 0n, position: event!.position });
    expect(event).toMatchObject({
      type: 'CommitmentPledged',
      metadata: {
        actor,
        correlationId: 'trace',
        causationId: 'cause',
        schemaVersion: 1,
        effectiveAt: '2026-05-01',
        request: { key: expect.any(String), body: expect.any(String) },
      },
    });
  });

  it('gives events the moment of a request that was drawn, so that new ids lie side by side, and no id twice', async () => {
    await ask(pledge);
    await Promise.all(['A', 'B', 'C'].map(title => ask(rename(title))));
    const ids = (await log()).map(({ id }) => id);
    expect(ids.map(uuidVersion)).toEqual([7, 7, 7, 7]);
    expect(new Set(ids).size).toBe(4);
    const [first, ...others] = ids.map(id => id.slice(0, 13)); // milliseconds since 1970
    expect(others.every(moment => moment >= first!)).toBe(true);
  });

  it('takes today for the day where none is given', async () => {
    await ask(pledge);
    expect((await log())[0]!.metadata.effectiveAt).toBe('2026-06-01');
  });

  it('records nothing where the domain refuses', async () => {
    await expect(ask(rename('x'))).rejects.toMatchObject({ code: 'commitment-unknown' });
    await expect(ask(pledge, request({ effectiveAt: '2026-06-02' as Day }))).rejects.toMatchObject({ code: 'day-in-the-future' });
    expect(await log()).toEqual([]);
  });

  it('answers where the stream stands when there is nothing new to record', async () => {
    const first = await ask(pledge);
    expect(await ask(rename('Fibre to every school'))).toEqual(first);
    expect(await log()).toHaveLength(1);
  });

  it('answers a repeated request by the receipt of the first time, whatever came between', async () => {
    const first = await ask(pledge, keyed('k1', 'pledge'));
    const second = await ask(rename('A'), keyed('k2', 'A', { ifMatch: 0n }));
    await ask(rename('B'));
    expect(await ask(pledge, keyed('k1', 'pledge'))).toEqual(first);
    expect(await ask(rename('A'), keyed('k2', 'A', { ifMatch: 0n }))).toEqual(second);
    expect(await log()).toHaveLength(3);
  });

  it('stores a request that comes twice at once one time', async () => {
    const receipts = await Promise.all(Array.from({ length: 8 }, () => ask(pledge, keyed('k', 'pledge'))));
    expect(new Set(receipts.map(receipt => receipt.position)).size).toBe(1);
    expect(await log()).toHaveLength(1);
  });

  it('refuses a key that comes again with another body, also at the same moment', async () => {
    const outcomes = await Promise.allSettled([
      ask(pledge, keyed('k', 'one body')),
      ask({ ...pledge, title: { en: 'Another' } }, keyed('k', 'another body')),
    ]);
    expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(outcome => outcome.status === 'rejected')?.reason).toBeInstanceOf(IdempotencyKeyReused);
    await expect(ask(pledge, keyed('k', 'a third body'))).rejects.toThrow(IdempotencyKeyReused);
    expect(await log()).toHaveLength(1);
  });

  it('decides at the revision that the caller saw, or not at all', async () => {
    await ask(pledge);
    await ask(rename('A'), request({ ifMatch: 0n }));
    await expect(ask(rename('B'), request({ ifMatch: 0n }))).rejects.toEqual(new RevisionStale(0n, 1n));
    await expect(ledger.decide(commitment, 'nothing-here', pledge, request({ ifMatch: 0n }), known)).rejects.toEqual(
      new RevisionStale(0n, 'none'),
    );
    expect(await titles()).toEqual([{ en: 'Fibre to every school' }, { en: 'A' }]);
  });

  it('decides anew where another writer came first', async () => {
    await ask(pledge);
    let others = 1;
    const contended = new Ledger(new Interrupted(store, async () => others-- > 0 && ask(rename('theirs'))), new Noon());
    await ask(rename('mine'), request(), contended);
    expect(await titles()).toEqual([{ en: 'Fibre to every school' }, { en: 'theirs' }, { en: 'mine' }]);
  });

  it('says so where other writers came first three times', async () => {
    await ask(pledge);
    let n = 0;
    const contended = new Ledger(new Interrupted(store, () => ask(rename(`theirs ${n++}`))), new Noon());
    await expect(ask(rename('mine'), request(), contended)).rejects.toThrow(TooManyWriters);
    expect(await titles()).not.toContainEqual({ en: 'mine' });
  });

  it('calls it stale where another writer came between a caller’s revision and the append', async () => {
    await ask(pledge);
    const contended = new Ledger(new Interrupted(store, () => ask(rename('theirs'))), new Noon());
    await expect(ask(rename('mine'), request({ ifMatch: 0n }), contended)).rejects.toEqual(new RevisionStale(0n, 1n));
  });

  it('loads facts anew at each attempt', async () => {
    await ask(pledge);
    let others = 1;
    const contended = new Ledger(new Interrupted(store, async () => others-- > 0 && ask(rename('theirs'))), new Noon());
    const days: Day[] = [];
    await contended.decide(commitment, 'one', rename('mine'), request(), async (_command, _state, day) => {
      days.push(day);
      return facts;
    });
    expect(days).toEqual(['2026-06-01', '2026-06-01']);
  });

  it('reads the state of a day', async () => {
    await ask(pledge, request({ effectiveAt: '2026-01-01' as Day }));
    await ask(rename('A'), request({ effectiveAt: '2026-03-01' as Day }));
    const title = async (day: string) => {
      const state = await ledger.stateOf(commitment, 'one', day as Day);
      return state.registration === 'unknown' ? undefined : state.details.title.en;
    };
    expect([await title('2025-12-31'), await title('2026-02-28'), await title('2026-03-01')]).toEqual([
      undefined,
      'Fibre to every school',
      'A',
    ]);
  });
});
