import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import {
  AppendTooLarge,
  categoryOf,
  type Delivery,
  type EventStore,
  type ExpectedRevision,
  maxAppendBytes,
  type NewEvent,
  newestEvent,
  placeOf,
  PositionUnknown,
  type RecordedEvent,
  type SubscriptionFilter,
  WrongExpectedRevision,
} from '../event-store.js';

/** One engine, opened for one test. It may be a server that others write to: the contract looks only at streams of its own names. */
export interface Harness {
  readonly store: EventStore;
  /** Closes the store and opens it again on what it has stored. */
  reopen(): Promise<EventStore>;
  dispose(): Promise<void>;
}

/** The address of a ledger that nobody else has, on the server that `MITHAQ_TEST_ESDB` names; undefined where it names none. */
export function freshServerLedger(): string | undefined {
  const server = process.env['MITHAQ_TEST_ESDB'];
  return server ? `${server}#${randomUUID().replaceAll('-', '')}` : undefined;
}

/** The port's promises, in the words of its users. An engine passes it with one call and no option. */
export function eventStoreContract(engine: string, open: () => Promise<Harness>): void {
  describe(`the event store on ${engine}`, () => {
    let harness: Harness;
    let store: EventStore;
    /** Categories and streams that no other test, run or program uses. */
    let category: string;
    let stream: string;

    beforeEach(async () => {
      harness = await open();
      store = harness.store;
      category = freshCategory();
      stream = `${category}-1`;
    });
    afterEach(() => harness.dispose());

    const types = async (of = stream) => (await all(store.readStream(of))).map(event => event.type);
    const mine = (event: RecordedEvent) => categoryOf(event.stream) === category;

    describe('appending', () => {
      it('begins a stream at revision 0 and counts on without a gap', async () => {
        expect(await store.append(stream, 'none', [event('first')])).toMatchObject({ revision: 0n });
        expect(await store.append(stream, 0n, [event('second'), event('third')])).toMatchObject({ revision: 2n });
        expect(await store.append(stream, 2n, [event('fourth')])).toMatchObject({ revision: 3n });
        expect((await all(store.readStream(stream))).map(({ type, revision }) => [type, revision])).toEqual([
          ['first', 0n],
          ['second', 1n],
          ['third', 2n],
          ['fourth', 3n],
        ]);
      });

      it('gives back what was appended as it was given, with what the store knows', async () => {
        const given = event('CommitmentPledged', {
          lead: 'organisation-7',
          amount: '1250000.00',
          count: 3,
          ratio: 0.1,
          large: Number.MAX_SAFE_INTEGER,
          none: null,
          yes: true,
          empty: {},
          list: [1, [], { deep: [null] }],
          text: '',
        });
        const before = new Date().toISOString();
        const { revision, position } = await store.append(stream, 'none', [given]);
        const [found] = await all(store.readStream(stream));
        expect(found).toStrictEqual({ ...given, stream, revision, position, recordedAt: found?.recordedAt });
        expect(found?.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        // A shared server may have a clock of its own, some way off.
        expect(Math.abs(Date.parse(found?.recordedAt ?? '') - Date.parse(before))).toBeLessThan(300_000);
      });

      it('keeps the time at which another ledger recorded an event', async () => {
        const recordedAt = '2021-05-13T09:30:00.125Z';
        const copied = { ...event('copied'), recordedAt };
        const { revision, position } = await store.append(stream, 'none', [copied]);
        expect(await all(store.readStream(stream))).toStrictEqual([{ ...copied, stream, revision, position }]);
        const wrong = { ...event('copied'), recordedAt: '13 May 2021' };
        await expect(store.append(stream, 0n, [wrong])).rejects.toThrow(RangeError);
        expect(await types()).toEqual(['copied']);
      });

      it('answers with the place of the last event', async () => {
        const answer = await store.append(stream, 'none', [event('first'), event('second')]);
        const [, second] = await all(store.readStream(stream));
        expect(answer).toEqual({ revision: second?.revision, position: second?.position });
      });

      it('gives later events greater positions, across streams', async () => {
        const positions: bigint[] = [];
        for (const name of [stream, `${category}-2`, `${category}-3`])
          positions.push((await store.append(name, 'none', [event()])).position);
        positions.push((await store.append(stream, 0n, [event(), event()])).position);
        expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
        expect(new Set(positions).size).toBe(4);
      });

      it('refuses a stale expectation and stores nothing', async () => {
        await store.append(stream, 'none', [event('first')]);
        await store.append(stream, 0n, [event('second')]);
        const late = store.append(stream, 0n, [event('late'), event('later')]);
        await expect(late).rejects.toThrow(WrongExpectedRevision);
        await expect(late).rejects.toMatchObject({ stream, expected: 0n, found: 1n });
        expect(await types()).toEqual(['first', 'second']);
      });

      it.each<[string, ExpectedRevision, number, ExpectedRevision]>([
        ['a stream that should not exist and does', 'none', 1, 0n],
        ['a stream that should exist and does not', 0n, 0, 'none'],
        ['a revision that is not reached yet', 5n, 2, 1n],
        ['a revision behind', 0n, 3, 2n],
        ['a revision that no stream will ever reach', 2n ** 62n, 1, 0n],
        ['a revision of a stream that there is not', 2n ** 62n, 0, 'none'],
      ])('tells what it expected and what it found: %s', async (_, expected, events, found) => {
        if (events > 0)
          await store.append(
            stream,
            'none',
            Array.from({ length: events }, () => event('there')),
          );
        await expect(store.append(stream, expected, [event('refused')])).rejects.toMatchObject({
          name: 'WrongExpectedRevision',
          stream,
          expected,
          found,
        });
        expect(await types()).toEqual(Array.from({ length: events }, () => 'there'));
      });

      it('takes many small events at once', async () => {
        const events = Array.from({ length: 2_000 }, (_, i) => event(`n${i}`, {}, {}));
        expect(await store.append(stream, 'none', events)).toMatchObject({ revision: 1_999n });
        expect(await types()).toEqual(events.map(({ type }) => type));
      });

      it('refuses to append nothing', async () => {
        await expect(store.append(stream, 'none', [])).rejects.toThrow(RangeError);
        expect(await types()).toEqual([]);
      });

      it('keeps every script, emoji and control character', async () => {
        const text = 'ميثاق · 约定 · завет · संकल्प · 🌍👩🏽‍🚀 · e\u0301 · \u0000\u001f · "\\/\u2028 · \ufeff';
        const name = `${category}-${text.replaceAll('\u0000', '')}`;
        const given = event('ПринятоОбязательство', { [text]: [text] }, { actor: text });
        await store.append(name, 'none', [given]);
        expect(await all(store.readStream(name))).toEqual([expect.objectContaining({ ...given, stream: name })]);
      });

      it('keeps names apart that differ in case or form alone', async () => {
        await store.append(`${stream}-a`, 'none', [event('small')]);
        await store.append(`${stream}-A`, 'none', [event('capital')]);
        await store.append(`${stream}-é`, 'none', [event('composed')]);
        await store.append(`${stream}-e\u0301`, 'none', [event('decomposed')]);
        expect(await types(`${stream}-a`)).toEqual(['small']);
        expect(await types(`${stream}-A`)).toEqual(['capital']);
        expect(await types(`${stream}-e\u0301`)).toEqual(['decomposed']);
      });

      it('takes an event as heavy as an append may be, and gives it back', async () => {
        const given = weighing(maxAppendBytes);
        await store.append(stream, 'none', [given]);
        const [found] = await all(store.readStream(stream));
        expect(found?.data).toEqual(given.data);
      });

      it('refuses an append that is one byte too heavy, saying by how much', async () => {
        const heavy = store.append(stream, 'none', [weighing(maxAppendBytes + 1)]);
        await expect(heavy).rejects.toThrow(AppendTooLarge);
        await expect(heavy).rejects.toMatchObject({ stream, bytes: maxAppendBytes + 1, limit: maxAppendBytes });
        expect(await types()).toEqual([]);
      });

      it('weighs all events of an append together, in bytes and not in characters', async () => {
        const half = Math.ceil(maxAppendBytes / 2);
        await expect(store.append(stream, 'none', [weighing(half), weighing(half + 1)])).rejects.toThrow(AppendTooLarge);
        await expect(store.append(stream, 'none', [event('arabic', { text: 'م'.repeat(half) })])).rejects.toThrow(AppendTooLarge);
        expect(await store.append(stream, 'none', [weighing(half), weighing(half)])).toMatchObject({ revision: 1n });
      });
    });

    describe('appending the same again', () => {
      const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(type => event(type)) as [NewEvent, NewEvent, NewEvent, NewEvent, NewEvent];

      it('stores a new stream once and answers as it did the first time', async () => {
        const first = await store.append(stream, 'none', [a, b]);
        expect(await store.append(stream, 'none', [a, b])).toEqual(first);
        expect(await types()).toEqual(['a', 'b']);
      });

      it('stores later events once and answers as it did the first time', async () => {
        await store.append(stream, 'none', [a]);
        const first = await store.append(stream, 0n, [b, c]);
        expect(await store.append(stream, 0n, [b, c])).toEqual(first);
        expect(await types()).toEqual(['a', 'b', 'c']);
      });

      it('answers a prefix with the place of its own last event', async () => {
        await store.append(stream, 'none', [a, b, c]);
        const [first, second] = await all(store.readStream(stream));
        expect(await store.append(stream, 'none', [a])).toEqual({ revision: 0n, position: first?.position });
        expect(await store.append(stream, 'none', [a, b])).toEqual({ revision: 1n, position: second?.position });
        expect(await types()).toEqual(['a', 'b', 'c']);
      });

      it('answers so too when the stream has moved on, and after a restart', async () => {
        const first = await store.append(stream, 'none', [a]);
        const second = await store.append(stream, 0n, [b, c]);
        await store.append(stream, 2n, [d]);
        store = await harness.reopen();
        expect(await store.append(stream, 'none', [a])).toEqual(first);
        expect(await store.append(stream, 0n, [b, c])).toEqual(second);
        expect(await store.append(stream, 0n, [b])).toMatchObject({ revision: 1n });
        expect(await types()).toEqual(['a', 'b', 'c', 'd']);
      });

      it('keeps the event as it was first said, whatever else is said under its id', async () => {
        const first = await store.append(stream, 'none', [a]);
        expect(await store.append(stream, 'none', [{ ...a, type: 'other', data: { other: true } }])).toEqual(first);
        expect(await all(store.readStream(stream))).toEqual([expect.objectContaining({ ...a })]);
      });

      it('answers every one of several that come at once alike', async () => {
        const answers = await Promise.all(Array.from({ length: 8 }, () => store.append(stream, 'none', [a, b])));
        expect(new Set(answers.map(({ revision, position }) => `${revision} ${position}`)).size).toBe(1);
        expect(await types()).toEqual(['a', 'b']);
      });

      it.each<[string, ExpectedRevision, readonly NewEvent[]]>([
        ['other ids', 'none', [d]],
        ['another order', 'none', [b, a]],
        ['a stored event and a new one', 'none', [a, d]],
        ['a new event and a stored one', 'none', [d, a]],
        ['a longer list that begins with what is stored', 0n, [b, c, d]],
        ['a list that begins in the middle', 0n, [c]],
        ['new ids after a stored prefix', 0n, [b, e]],
      ])('refuses what is not a repeat: %s', async (_, expected, events) => {
        await store.append(stream, 'none', [a]);
        await store.append(stream, 0n, [b, c]);
        await expect(store.append(stream, expected, events)).rejects.toMatchObject({ name: 'WrongExpectedRevision', expected, found: 2n });
        expect(await types()).toEqual(['a', 'b', 'c']);
      });

      it('knows an id in its own stream only', async () => {
        await store.append(stream, 'none', [a]);
        await store.append(`${category}-2`, 'none', [a]);
        expect(await types()).toEqual(['a']);
        expect(await types(`${category}-2`)).toEqual(['a']);
      });
    });

    describe('several writers', () => {
      it('lets exactly one win each revision of a stream', async () => {
        const writers = 8;
        const rounds = 10;
        let expected: ExpectedRevision = 'none';
        for (let round = 0; round < rounds; round++) {
          const at: ExpectedRevision = expected;
          const attempts = await Promise.allSettled(
            Array.from({ length: writers }, (_, w) => store.append(stream, at, [event(`${round}/${w}`)])),
          );
          const won = attempts.filter(attempt => attempt.status === 'fulfilled');
          const lost = attempts.filter(attempt => attempt.status === 'rejected');
          expect(won).toHaveLength(1);
          for (const { reason } of lost)
            expect(reason).toMatchObject({ name: 'WrongExpectedRevision', expected: at, found: BigInt(round) });
          expected = BigInt(round);
        }
        expect((await all(store.readStream(stream))).map(({ revision }) => revision)).toEqual(revisions(rounds));
      });

      it('lets many streams grow side by side', async () => {
        const streams = Array.from({ length: 32 }, (_, i) => `${category}-${i}`);
        await Promise.all(
          streams.map(async of => {
            let expected: ExpectedRevision = 'none';
            for (let i = 0; i < 8; i++) expected = (await store.append(of, expected, [event(`${of}/${i}`)])).revision;
          }),
        );
        for (const name of streams) expect(await types(name)).toEqual(Array.from({ length: 8 }, (_, i) => `${name}/${i}`));
      });

      it('does not let a refused append disturb those beside it', async () => {
        await store.append(stream, 'none', [event('there')]);
        const attempts = await Promise.allSettled(
          Array.from({ length: 40 }, (_, i) => {
            if (i % 4 === 0) return store.append(stream, 'none', [event('refused'), event('refused')]);
            return store.append(`${category}-n${i}`, 'none', [event('good'), event('good')]);
          }),
        );
        expect(attempts.map(({ status }) => status)).toEqual(
          Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 'rejected' : 'fulfilled')),
        );
        expect(await types()).toEqual(['there']);
        for (let i = 0; i < 40; i++) expect(await types(`${category}-n${i}`)).toEqual(i % 4 === 0 ? [] : ['good', 'good']);
      });
    });

    describe('reading a stream', () => {
      it('gives nothing where there is no stream, in both directions', async () => {
        expect(await all(store.readStream(stream))).toEqual([]);
        expect(await all(store.readStream(stream, { direction: 'backwards' }))).toEqual([]);
        expect(await all(store.readStream(stream, { from: 3n }))).toEqual([]);
      });

      it.each<[string, { direction?: 'forwards' | 'backwards'; from?: bigint }, number[]]>([
        ['all, forwards', {}, [0, 1, 2, 3, 4]],
        ['forwards, from the first', { from: 0n }, [0, 1, 2, 3, 4]],
        ['forwards, from within', { direction: 'forwards', from: 2n }, [2, 3, 4]],
        ['forwards, from the last', { from: 4n }, [4]],
        ['forwards, from beyond the end', { from: 5n }, []],
        ['backwards, from the end', { direction: 'backwards' }, [4, 3, 2, 1, 0]],
        ['backwards, from within', { direction: 'backwards', from: 2n }, [2, 1, 0]],
        ['backwards, from the first', { direction: 'backwards', from: 0n }, [0]],
        ['backwards, from beyond the end', { direction: 'backwards', from: 9n }, [4, 3, 2, 1, 0]],
      ])('goes %s', async (_, read, expected) => {
        await store.append(stream, 'none', [event(), event(), event()]);
        await store.append(`${category}-2`, 'none', [event()]);
        await store.append(stream, 2n, [event(), event()]);
        expect((await all(store.readStream(stream, read))).map(({ revision }) => revision)).toEqual(expected.map(BigInt));
      });

      it('reads more than any page holds, both ways', async () => {
        const events = Array.from({ length: 1_500 }, (_, i) => event(`n${i}`, {}, {}));
        await store.append(stream, 'none', events);
        const forwards = await types();
        expect(forwards).toEqual(events.map(({ type }) => type));
        expect((await all(store.readStream(stream, { direction: 'backwards' }))).map(({ type }) => type)).toEqual(forwards.reverse());
      });

      it('can be left at any event', async () => {
        await store.append(stream, 'none', [event('first'), event('second')]);
        for await (const found of store.readStream(stream)) {
          expect(found.type).toBe('first');
          break;
        }
        expect(await store.append(stream, 1n, [event('third')])).toMatchObject({ revision: 2n });
      });

      it('sees what was acknowledged before it began', async () => {
        for (let i = 0; i < 20; i++) {
          await store.append(stream, i === 0 ? 'none' : BigInt(i - 1), [event()]);
          expect((await all(store.readStream(stream))).length).toBe(i + 1);
        }
      });
    });

    describe('reading all', () => {
      /** Five events on two streams, and the position of each. */
      async function fiveEvents(): Promise<bigint[]> {
        await store.append(stream, 'none', [event('0'), event('1')]);
        await store.append(`${category}-2`, 'none', [event('2')]);
        await store.append(stream, 1n, [event('3')]);
        await store.append(`${category}-2`, 0n, [event('4')]);
        const both = [...(await all(store.readStream(stream))), ...(await all(store.readStream(`${category}-2`)))];
        return both.sort((x, y) => Number(x.type) - Number(y.type)).map(({ position }) => position);
      }
      const read = async (read: Parameters<EventStore['readAll']>[0]) =>
        (await all(store.readAll(read))).filter(mine).map(({ type }) => Number(type));

      it('gives the events of all streams in the order in which they were stored', async () => {
        const positions = await fiveEvents();
        expect(await read({ from: positions[0]! })).toEqual([0, 1, 2, 3, 4]);
        expect(positions).toEqual([...positions].sort((x, y) => (x < y ? -1 : 1)));
      });

      it('gives each as its stream does', async () => {
        const [first] = await fiveEvents();
        const fromAll = (await all(store.readAll({ from: first! }))).filter(({ stream: of }) => of === stream);
        expect(fromAll).toEqual(await all(store.readStream(stream)));
      });

      it('begins with the position given, forwards', async () => {
        const positions = await fiveEvents();
        for (let i = 0; i < 5; i++) expect(await read({ direction: 'forwards', from: positions[i]! })).toEqual([0, 1, 2, 3, 4].slice(i));
      });

      it('begins before the position given, backwards', async () => {
        const positions = await fiveEvents();
        const before = await untilTheFirst(positions[4]!);
        expect(before).toEqual([3, 2, 1, 0]);
        expect(await untilTheFirst(positions[1]!)).toEqual([0]);

        async function untilTheFirst(from: bigint): Promise<number[]> {
          const found: number[] = [];
          for await (const event of store.readAll({ direction: 'backwards', from })) {
            if (event.position < positions[0]!) break; // the rest of the ledger is not ours
            if (mine(event)) found.push(Number(event.type));
          }
          return found;
        }
      });

      it('begins with the newest, backwards without a position', async () => {
        await fiveEvents();
        for await (const event of store.readAll({ direction: 'backwards' })) {
          if (!mine(event)) continue; // somebody else wrote meanwhile
          expect(event.type).toBe('4');
          break;
        }
      });

      it('finds nothing beyond the newest', async () => {
        const positions = await fiveEvents();
        const after = (await all(store.readAll({ from: positions[4]! }))).filter(mine);
        expect(after.map(({ type }) => type)).toEqual(['4']);
      });

      it('shows the events of one append together or not at all, while it is written', async () => {
        const begin = (await newestEvent(store))?.position ?? 'start';
        const writing = (async () => {
          for (let i = 0; i < 30; i++) await store.append(`${category}-${i}`, 'none', [event('1'), event('2'), event('3')]);
        })();
        let seen = 0;
        while (seen < 90) {
          const found = (await all(store.readAll(begin === 'start' ? {} : { from: begin }))).filter(mine);
          expect(found.length % 3).toBe(0);
          expect(found.length).toBeGreaterThanOrEqual(seen);
          seen = found.length;
        }
        await writing;
      });
    });

    describe('subscribing', () => {
      let begin: bigint | 'start';
      let subscriptions: AbortController[];
      beforeEach(async () => {
        begin = (await newestEvent(store))?.position ?? 'start';
        subscriptions = [];
      });
      afterEach(() => subscriptions.forEach(subscription => subscription.abort()));

      /** A subscription to our categories, read on by one `until` after the other; it goes on between them. */
      function subscribe(after: bigint | 'start' = begin, filter: SubscriptionFilter = { categories: [category] }) {
        const abort = new AbortController();
        subscriptions.push(abort);
        const deliveries = store.subscribeToAll(after, filter, abort.signal)[Symbol.asyncIterator]();
        const next = (): Promise<IteratorResult<Delivery, undefined>> => deliveries.next();
        return {
          abort: () => abort.abort(),
          next,
          /** The deliveries up to the first one of which this is true. */
          async until(enough: (delivery: Delivery, events: readonly RecordedEvent[]) => boolean) {
            const found: Delivery[] = [];
            const events: RecordedEvent[] = [];
            for (;;) {
              const { value, done } = await next();
              if (done) throw new Error(`The subscription ended after ${found.length} deliveries.`);
              found.push(value);
              if (value.kind === 'event' && mine(value.event)) events.push(value.event);
              if (enough(value, events)) return { deliveries: found, events };
            }
          },
        };
      }
      const count = (n: number) => (_: Delivery, events: readonly RecordedEvent[]) => events.length === n;
      const caughtUpTo = (position: bigint) => (delivery: Delivery) => delivery.kind === 'checkpoint' && delivery.position >= position;

      it('delivers what is there, then says that it has', async () => {
        await store.append(stream, 'none', [event('0'), event('1')]);
        const { position } = await store.append(`${category}-2`, 'none', [event('2')]);
        const { events, deliveries } = await subscribe().until(caughtUpTo(position));
        expect(events.map(({ type }) => type)).toEqual(['0', '1', '2']);
        expect(deliveries.at(-1)).toEqual({ kind: 'checkpoint', position: expect.any(BigInt) });
      });

      it('delivers each event as a read gives it', async () => {
        await store.append(stream, 'none', [event('0', { text: 'ميثاق' }), event('1')]);
        expect((await subscribe().until(count(2))).events).toEqual(await all(store.readStream(stream)));
      });

      it('delivers what comes', async () => {
        const subscription = subscribe();
        await subscription.until(({ kind }) => kind === 'checkpoint');
        for (const type of ['0', '1', '2']) {
          const waiting = subscription.until(count(1));
          await store.append(`${category}-${type}`, 'none', [event(type)]);
          expect((await waiting).events.map(found => found.type)).toEqual([type]);
        }
      });

      it('checkpoints after what came, once nothing more is at hand', async () => {
        const subscription = subscribe();
        await subscription.until(({ kind }) => kind === 'checkpoint');
        const { position } = await store.append(stream, 'none', [event('0'), event('1')]);
        const { events } = await subscription.until(caughtUpTo(position));
        expect(events.map(({ type }) => type)).toEqual(['0', '1']);
      });

      it('has no gap and no repeat where catching up meets what is being written', async () => {
        const streams = 8;
        const each = 40;
        const write = async (i: number) => {
          let expected: ExpectedRevision = 'none';
          for (let n = 0; n < each; n++) expected = (await store.append(`${category}-${i}`, expected, [event(`${i}/${n}`)])).revision;
        };
        const writing = Promise.all(Array.from({ length: streams }, (_, i) => write(i)));
        const followers = await Promise.all(Array.from({ length: 4 }, () => subscribe().until(count(streams * each))));
        await writing;
        const stored = (await all(store.readAll(begin === 'start' ? {} : { from: begin }))).filter(mine);
        for (const { events } of followers) expect(events).toEqual(stored);
      });

      it('delivers only the categories asked for', async () => {
        const [other, third] = [freshCategory(), freshCategory()];
        await store.append(stream, 'none', [event('0')]);
        await store.append(`${other}-1`, 'none', [event('other')]);
        await store.append(`${category}x-1`, 'none', [event('a longer name')]);
        await store.append(category, 'none', [event('no hyphen')]);
        await store.append(`${category}-a-b`, 'none', [event('two hyphens')]);
        const { position } = await store.append(`${third}-1`, 'none', [event('third')]);
        const found = async (categories: string[]) => {
          const { deliveries } = await subscribe(begin, { categories }).until(caughtUpTo(position));
          return deliveries.flatMap(delivery => (delivery.kind === 'event' ? [delivery.event.type] : []));
        };
        expect(await found([category])).toEqual(['0', 'no hyphen', 'two hyphens']);
        expect(await found([third, other])).toEqual(['other', 'third']);
        expect(await found([freshCategory()])).toEqual([]);
      });

      it('delivers all streams without a filter', async () => {
        const other = `${freshCategory()}-1`;
        await store.append(stream, 'none', [event('0')]);
        const { position } = await store.append(other, 'none', [event('other')]);
        for (const filter of [{}, { categories: [] }]) {
          const { deliveries } = await subscribe(begin, filter).until(caughtUpTo(position));
          const found = deliveries.flatMap(delivery => (delivery.kind === 'event' ? [delivery.event] : []));
          expect(found.filter(({ stream: of }) => of === stream || of === other).map(({ type }) => type)).toEqual(['0', 'other']);
        }
      });

      it('advances a follower of a quiet category past what others write', async () => {
        const subscription = subscribe();
        await subscription.until(({ kind }) => kind === 'checkpoint');
        // How often it is told while others write is the engine's to choose; that it is told is not.
        const others = Array.from({ length: 3_000 }, () => event('other', {}, {}));
        const { position } = await store.append(`${freshCategory()}-1`, 'none', others.slice(0, 1));
        await store.append(`${freshCategory()}-2`, 'none', others);
        const { deliveries } = await subscription.until(caughtUpTo(position));
        expect(deliveries.every(({ kind }) => kind === 'checkpoint')).toBe(true);
      });

      it('never checkpoints ahead of an event that it has still to deliver, nor goes back', async () => {
        const other = freshCategory();
        for (let i = 0; i < 20; i++) {
          await store.append(`${i % 3 ? other : category}-${i}`, 'none', [event()]);
        }
        const { position } = await store.append(`${category}-last`, 'none', [event()]);
        const { deliveries } = await subscribe().until(caughtUpTo(position));
        let checkpoint = -1n;
        let last = -1n;
        for (const delivery of deliveries) {
          if (delivery.kind === 'event') {
            expect(delivery.event.position).toBeGreaterThan(last);
            expect(delivery.event.position).toBeGreaterThan(checkpoint);
            last = delivery.event.position;
          } else {
            expect(delivery.position).toBeGreaterThanOrEqual(last);
            expect(delivery.position).toBeGreaterThanOrEqual(checkpoint);
            checkpoint = delivery.position;
          }
        }
      });

      it('goes on from any event or checkpoint that it delivered, exactly where it was', async () => {
        const other = freshCategory();
        for (let i = 0; i < 12; i++) await store.append(`${i % 4 ? category : other}-${i}`, 'none', [event(`${i}`)]);
        const { position } = await store.append(`${other}-last`, 'none', [event()]);
        const { deliveries } = await subscribe().until(caughtUpTo(position));
        for (const [i, delivery] of deliveries.entries()) {
          const after = placeOf(delivery);
          const rest = await subscribe(after).until(caughtUpTo(position));
          const expected = deliveries.slice(i + 1).flatMap(later => (later.kind === 'event' ? [later.event] : []));
          expect(rest.events).toEqual(expected);
        }
      });

      it('will not follow from a position that the store has not reached: it is of another ledger', async () => {
        const { position } = await store.append(stream, 'none', [event('0')]);
        const beyond = position + 10n ** 15n;
        await expect(subscribe(beyond).next()).rejects.toThrow(PositionUnknown);
        await expect(subscribe(beyond).next()).rejects.toMatchObject({ position: beyond, head: expect.any(BigInt) });
      });

      it('goes on after a restart', async () => {
        await store.append(stream, 'none', [event('0')]);
        const [first] = (await subscribe().until(count(1))).events;
        await store.append(stream, 0n, [event('1')]);
        store = await harness.reopen();
        const { events } = await subscribe(first!.position).until(count(1));
        expect(events.map(({ type }) => type)).toEqual(['1']);
      });

      it('waits for a slow follower and loses nothing', async () => {
        const subscription = subscribe();
        await store.append(stream, 'none', [event('n0')]);
        await subscription.until(count(1));
        for (let i = 0; i < 10; i++) {
          await store.append(
            `${category}-slow-${i}`,
            'none',
            Array.from({ length: 200 }, (_, n) => event(`${i}/${n}`)),
          );
        }
        const { events } = await subscription.until(count(2_000));
        expect(events.map(({ type }) => type)).toEqual(Array.from({ length: 2_000 }, (_, i) => `${Math.floor(i / 200)}/${i % 200}`));
      });

      it('does not let a follower that stands still hold up another, or the writer', async () => {
        const still = subscribe();
        await still.next();
        const quick = subscribe();
        await Promise.all(Array.from({ length: 50 }, (_, i) => store.append(`${category}-${i}`, 'none', [event()])));
        expect((await quick.until(count(50))).events).toHaveLength(50);
      });

      it('ends when it is aborted while it waits', async () => {
        const subscription = subscribe();
        await subscription.until(({ kind }) => kind === 'checkpoint');
        const ended = subscriptionEnd(subscription);
        subscription.abort();
        await ended;
      });

      it('ends when it is aborted in the middle of catching up', async () => {
        await store.append(stream, 'none', [event('0'), event('1'), event('2')]);
        const subscription = subscribe();
        await subscription.until(count(1));
        subscription.abort();
        expect(await subscription.next()).toEqual({ value: undefined, done: true });
      });

      it('delivers nothing to who was gone before it began', async () => {
        await store.append(stream, 'none', [event('0')]);
        const subscription = subscribe();
        subscription.abort();
        expect(await subscription.next()).toEqual({ value: undefined, done: true });
      });

      it('ends when the store is closed, without an error', async () => {
        const waiting = subscribe();
        await waiting.until(({ kind }) => kind === 'checkpoint');
        const ended = subscriptionEnd(waiting);
        await store.close();
        await ended;
      });

      it('lets others go on when one ends', async () => {
        const [one, other] = [subscribe(), subscribe()];
        await one.until(({ kind }) => kind === 'checkpoint');
        await other.until(({ kind }) => kind === 'checkpoint');
        one.abort();
        await store.append(stream, 'none', [event('0')]);
        expect((await other.until(count(1))).events.map(({ type }) => type)).toEqual(['0']);
      });

      /** Reads on, over checkpoints that others' events may cause, until the subscription ends. */
      async function subscriptionEnd(subscription: { next(): Promise<IteratorResult<Delivery, undefined>> }): Promise<void> {
        for (;;) {
          const { done, value } = await subscription.next();
          if (done) return;
          expect(value.kind).toBe('checkpoint');
        }
      }
    });

    describe('closing', () => {
      it('finishes the appends that are under way', async () => {
        const appends = Array.from({ length: 50 }, (_, i) => store.append(`${category}-${i}`, 'none', [event()]));
        await store.close();
        await Promise.all(appends);
        store = await harness.reopen();
        for (let i = 0; i < 50; i++) expect(await types(`${category}-${i}`)).toHaveLength(1);
      });

      it('is the same twice, and takes nothing after', async () => {
        await Promise.all([store.close(), store.close()]);
        await store.close();
        await expect(store.append(stream, 'none', [event()])).rejects.toThrow(Error);
        await expect(all(store.readStream(stream))).rejects.toThrow(Error);
        await expect(all(store.readAll())).rejects.toThrow(Error);
      });

      it('keeps everything for the next opening', async () => {
        await store.append(stream, 'none', [event('0'), event('1')]);
        const before = await all(store.readStream(stream));
        store = await harness.reopen();
        expect(await all(store.readStream(stream))).toEqual(before);
        expect(await store.append(stream, 1n, [event('2')])).toMatchObject({ revision: 2n });
      });
    });

    describe('whatever is appended, in whatever order', () => {
      /** An append as a writer means it: to one of a few streams, of a few events, seeing the stream as it is or as it was. */
      const intent = fc.record({
        to: fc.nat({ max: 3 }),
        events: fc.array(
          fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), {
            maxKeys: 3,
            noNullPrototype: true,
          }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        stale: fc.nat({ max: 4 }).map(n => n === 0),
      });

      it('a stream is what its writers were told, positions grow, the whole is the union of its streams, and a subscription delivers it', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.array(intent, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }), async rounds => {
            category = freshCategory();
            const begin = (await newestEvent(store))?.position ?? 'start';
            const model = new Map<string, NewEvent[]>();
            for (const together of rounds) {
              // Those of one round are on their way at once and believe what the round before left; who comes first to a stream wins.
              const believed = new Map([...model].map(([of, events]) => [of, events.length]));
              const attempts = together.map(({ to, events, stale }) => {
                const of = `${category}-${to}`;
                const length = (believed.get(of) ?? 0) + (stale ? 1 : 0);
                const expected: ExpectedRevision = length === 0 ? 'none' : BigInt(length - 1);
                const given = events.map(data => event('Said', plain(data)));
                return { of, expected, given, answer: store.append(of, expected, given) };
              });
              const outcomes = await Promise.allSettled(
                attempts.map(async ({ answer, ...attempt }) => ({ ...attempt, ...(await answer) })),
              );
              for (const outcome of outcomes) {
                if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(WrongExpectedRevision);
              }
              // They arrive in any order, and are stored in that of their positions.
              const stored = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []));
              for (const { of, given, expected, revision } of stored.sort((x, y) => (x.position < y.position ? -1 : 1))) {
                const before = model.get(of) ?? [];
                expect(before.length).toBe(expected === 'none' ? 0 : Number(expected) + 1);
                model.set(of, [...before, ...given]);
                expect(revision).toBe(BigInt(before.length + given.length - 1));
              }
            }

            const streams = new Map<string, RecordedEvent[]>();
            for (const [name, given] of model) {
              const found = await all(store.readStream(name));
              expect(found.map(({ id, data, revision }) => ({ id, data, revision }))).toEqual(
                given.map(({ id, data }, i) => ({ id, data, revision: BigInt(i) })),
              );
              expect(await all(store.readStream(name, { direction: 'backwards' }))).toEqual([...found].reverse());
              streams.set(name, found);
            }

            const whole = (await all(store.readAll(begin === 'start' ? {} : { from: begin }))).filter(mine);
            for (const [i, { position }] of whole.entries()) if (i > 0) expect(position).toBeGreaterThan(whole[i - 1]!.position);
            const union = [...streams.values()].flat().sort((x, y) => (x.position < y.position ? -1 : 1));
            expect(whole).toEqual(union);

            const abort = new AbortController();
            const delivered: RecordedEvent[] = [];
            const end = whole.at(-1)?.position;
            for await (const delivery of store.subscribeToAll(begin, { categories: [category] }, abort.signal)) {
              if (delivery.kind === 'event') delivered.push(delivery.event);
              else if (end === undefined || delivery.position >= end) abort.abort();
            }
            expect(delivered).toEqual(whole);
          }),
          { numRuns: 40 },
        );
      });

      it('an append said again at any time, whole or in part, changes nothing and is answered as before', async () => {
        const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });
        await fc.assert(
          fc.asyncProperty(sizes, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }), async (sizes, repeats) => {
            const of = `${freshCategory()}-1`;
            const said: { expected: ExpectedRevision; events: NewEvent[] }[] = [];
            let expected: ExpectedRevision = 'none';
            for (const size of sizes) {
              const events = Array.from({ length: size }, () => event());
              said.push({ expected, events });
              expected = (await store.append(of, expected, events)).revision;
            }
            const stored = await all(store.readStream(of));
            for (const [which, part] of repeats) {
              const { expected, events } = said[which % said.length]!;
              const prefix = events.slice(0, 1 + (part % events.length));
              const last = stored.find(({ id }) => id === prefix.at(-1)!.id)!;
              expect(await store.append(of, expected, prefix)).toEqual({ revision: last.revision, position: last.position });
            }
            expect(await all(store.readStream(of))).toEqual(stored);
          }),
          { numRuns: 25 },
        );
      });
    });
  });
}

/** Letters and digits only, and never one that another run could draw. */
function freshCategory(): string {
  return `c${randomUUID().replaceAll('-', '')}`;
}

function event(type = 'Said', data: NewEvent['data'] = { said: type }, metadata: NewEvent['metadata'] = { actor: 'someone' }): NewEvent {
  return { id: randomUUID(), type, data, metadata };
}

/** An event of exactly so many bytes, as the port weighs them. */
function weighing(bytes: number): NewEvent {
  const empty = event('Heavy', { text: '' }, {});
  const rest = bytes - Buffer.byteLength(empty.type + JSON.stringify(empty.data) + JSON.stringify(empty.metadata));
  return { ...empty, data: { text: 'x'.repeat(rest) } };
}

/** What JSON makes of a value: -0 is 0 there. */
function plain(data: Record<string, unknown>): NewEvent['data'] {
  return JSON.parse(JSON.stringify(data)) as NewEvent['data'];
}

function revisions(count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => BigInt(i));
}

async function all(events: AsyncIterable<RecordedEvent>): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}
