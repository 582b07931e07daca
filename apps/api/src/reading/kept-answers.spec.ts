import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Day } from '@mithaq/domain';
import { type Views } from '@mithaq/projections';
import { gunzipSync } from 'node:zlib';
import { Clock } from '../ledger/clock.js';
import { type Lasting, type ReadAnswer } from './ask.js';
import { KeptAnswers } from './kept-answers.js';

/** Where the views stand and what day it is, as the test says: all that the kept answers ask of them. */
describe('kept answers', () => {
  let heard: bigint;
  let today: string;
  let generation: number;
  let kept: KeptAnswers;

  beforeEach(() => {
    [heard, today, generation] = [7n, '2026-11-24', 1];
    const clock = new (class extends Clock {
      override now() {
        return Date.parse(`${today}T12:00:00.000Z`);
      }
    })();
    kept = new KeptAnswers({ status: () => ({ position: heard, generation }) } as unknown as Views, clock);
  });

  const answer = (position: bigint, body: object = { at: position.toString() }, lasts: Lasting = 'until-more'): ReadAnswer => ({
    names: 'nobody',
    body,
    moment: { position, event: 'e', recordedAt: null, day: '2026-11-24' as Day, ledgerBegins: null, at: {} },
    etag: `W/"p${position}"`,
    lasts,
    isTold: true,
  });
  const keep = (url: string, one: ReadAnswer) => kept.answer(url, () => Promise.resolve(one), 'anybody');
  /** What is answered without reading anything; undefined where something would be read. */
  const found = (url: string) =>
    kept
      .answer(url, () => Promise.reject(new Error('read')), 'anybody')
      .then(
        ({ json }) => json.toString(),
        () => undefined,
      );
  /** A read that the test ends, and how often it was begun. */
  const reading = () => {
    const ends: { with(one: ReadAnswer): void; failing(error: Error): void }[] = [];
    const read = () => new Promise<ReadAnswer>((resolve, reject) => ends.push({ with: resolve, failing: reject }));
    return { read, ends };
  };

  it('are given again while the views stand where they stood, on the same day', async () => {
    await keep('/regions', answer(7n));
    expect(await found('/regions')).toBe('{"at":"7"}');
    expect(await found('/regions?region=AFR')).toBeUndefined();
    today = '2026-11-25';
    expect(await found('/regions')).toBeUndefined();
  });

  it('are found without a read, and say who may have them', async () => {
    expect(kept.find('/regions')).toBeUndefined();
    await keep('/regions', answer(7n));
    await kept.answer('/preview', () => Promise.resolve(answer(7n)), 'some');
    expect(kept.find('/regions?waitFor=7')).toMatchObject({ audience: 'anybody', etag: 'W/"p7"' });
    expect(kept.find('/preview')).toMatchObject({ audience: 'some' });
    expect(kept.find('/regions?waitFor=8')).toBeUndefined();
    heard = 8n;
    expect(kept.find('/regions')).toBeUndefined();
  });

  it('are asked anew once another event is in the views', async () => {
    await keep('/regions', answer(7n));
    heard = 8n;
    expect(await found('/regions')).toBeUndefined();
  });

  it('of the past are the answer for good', async () => {
    await keep('/regions?asOf=3', answer(3n, {}, 'for-good'));
    [heard, today] = [900n, '2027-01-01'];
    expect(await found('/regions?asOf=3')).toBe('{}');
  });

  it('of a time are the answer for good once an event after it is known', async () => {
    await keep('/regions?asOf=2026-01-01T00:00:00Z', answer(7n, {}, 'once-followed'));
    await keep('/regions?asOf=2025-01-01T00:00:00Z', answer(3n, {}, 'once-followed'));
    heard = 8n;
    expect(await found('/regions?asOf=2026-01-01T00:00:00Z')).toBeUndefined();
    expect(await found('/regions?asOf=2025-01-01T00:00:00Z')).toBe('{}');
  });

  it('of a time are read once for all who ask at the same time', async () => {
    const { read, ends } = reading();
    const asked = [1, 2, 3].map(() => kept.answer('/regions?asOf=2025-01-01T00:00:00Z', read, 'anybody'));
    ends[0]!.with(answer(3n, {}, 'once-followed'));
    await Promise.all(asked);
    expect(ends).toHaveLength(1);
  });

  it('that are waited for keep nobody else waiting', async () => {
    const { read, ends } = reading();
    const waiting = [1, 2].map(() => kept.answer('/regions?waitFor=9', read, 'anybody'));
    expect(ends).toHaveLength(2);
    await keep('/regions', answer(7n));
    expect(await found('/regions?waitFor=7')).toBe('{"at":"7"}');
    heard = 9n;
    for (const end of ends) end.with(answer(9n));
    await Promise.all(waiting);
    expect(await found('/regions')).toBe('{"at":"9"}');
  });

  it('asked as the day changed are given to nobody else', async () => {
    const { read, ends } = reading();
    const asked = kept.answer('/regions', read, 'anybody');
    today = '2026-11-25';
    ends[0]!.with(answer(7n));
    await asked;
    expect(await found('/regions')).toBeUndefined();
  });

  it('are asked anew, even of the past, once a rebuild has taken over, and so is what was asked before it had', async () => {
    await keep('/regions', answer(7n));
    await keep('/regions?asOf=3', answer(3n, {}, 'for-good'));
    const { read, ends } = reading();
    const asked = kept.answer('/commitments', read, 'anybody');
    generation = 2;
    ends[0]!.with(answer(7n));
    await asked;
    for (const url of ['/regions', '/regions?asOf=3', '/commitments']) expect(await found(url)).toBeUndefined();
  });

  it('are none that name persons: those are for who asked, and asked anew each time', async () => {
    const named = await keep('/working-groups', { ...answer(7n, { name: 'Amina' }, 'for-good'), names: 'persons' });
    expect(named.headers['cache-control']).toBe('private, no-store');
    expect(await found('/working-groups')).toBeUndefined();
    expect((await keep('/regions', answer(7n))).headers['cache-control']).toBe('no-cache');
  });

  it('are read once for all who ask at the same time', async () => {
    const { read, ends } = reading();
    const asked = Array.from({ length: 16 }, () => kept.answer('/regions', read, 'anybody'));
    ends[0]!.with(answer(7n));
    const answers = await Promise.all(asked);
    expect(ends).toHaveLength(1);
    expect(answers.map(({ json }) => json.toString())).toEqual(Array(16).fill('{"at":"7"}'));
  });

  it('are read again where what was being read knows less than could be known when they were asked for', async () => {
    const { read, ends } = reading();
    const early = kept.answer('/regions', read, 'anybody');
    heard = 8n;
    const late = [kept.answer('/regions', read, 'anybody'), kept.answer('/regions', read, 'anybody')];
    ends[0]!.with(answer(7n));
    expect((await early).etag).toBe('W/"p7"');
    ends[1]!.with(answer(8n));
    expect((await Promise.all(late)).map(({ etag }) => etag)).toEqual(['W/"p8"', 'W/"p8"']);
    expect(ends).toHaveLength(2);
  });

  it('that are being read are shared although another event has come since they were asked for', async () => {
    const { read, ends } = reading();
    const asked = [kept.answer('/regions', read, 'anybody'), kept.answer('/regions', read, 'anybody')];
    heard = 8n;
    ends[0]!.with(answer(7n));
    expect((await Promise.all(asked)).map(({ etag }) => etag)).toEqual(['W/"p7"', 'W/"p7"']);
    expect(ends).toHaveLength(1);
  });

  it.each(['the day has changed', 'a rebuild has taken over'])('that are being read are not shared once %s', async what => {
    const { read, ends } = reading();
    const early = kept.answer('/regions', read, 'anybody');
    if (what === 'the day has changed') today = '2026-11-25';
    else generation = 2;
    const late = kept.answer('/regions', read, 'anybody');
    ends[0]!.with(answer(7n, { of: 'before' }));
    await early;
    ends[1]!.with(answer(7n, { of: 'now' }));
    expect((await late).json.toString()).toBe('{"of":"now"}');
  });

  it('are read by each who asks, where they name persons or where reading has failed for another', async () => {
    const { read, ends } = reading();
    const asked = [1, 2, 3].map(() => kept.answer('/working-groups', read, 'anybody'));
    ends[0]!.with({ ...answer(7n, { name: 'Amina' }), names: 'persons' });
    await asked[0];
    expect(ends).toHaveLength(3);
    ends[1]!.failing(new Error('The disk is away.'));
    ends[2]!.with({ ...answer(7n, { name: 'Amina' }), names: 'persons' });
    await expect(asked[1]).rejects.toThrow('The disk is away.');
    expect((await asked[2])!.json.toString()).toBe('{"name":"Amina"}');

    const failing = [kept.answer('/regions', read, 'anybody'), kept.answer('/regions', read, 'anybody')];
    const other = expect(failing[0]).rejects.toThrow('No thread reads.');
    ends[3]!.failing(new Error('No thread reads.'));
    await other;
    ends[4]!.with(answer(7n));
    expect((await failing[1])!.etag).toBe('W/"p7"');
  });

  it('that somebody waited for are those to whoever asks after him, but to none who waits for more', async () => {
    await keep('/regions?waitFor=7', answer(7n));
    for (const wait of ['', '?waitFor=7', '?waitFor=3']) expect(await found(`/regions${wait}`)).toBe('{"at":"7"}');
    expect(await found('/regions?waitFor=8')).toBeUndefined();
    await keep('/commitments?sort=title&limit=2', answer(7n, { of: 'two' }));
    expect(await found('/commitments?sort=title&waitFor=7&limit=2')).toBe('{"of":"two"}');
    expect(await found('/commitments?waitFor=7&sort=title')).toBeUndefined();
  });

  it.each([
    'waitFor=',
    'waitFor=x',
    'waitFor=-1',
    'waitFor=1&waitFor=2',
    `waitFor=${'9'.repeat(19)}`,
    'q=a?waitFor=7',
    '%77aitFor=7',
    '%77aitFor=1&waitFor=7',
  ])('are none to %s: who asked has it read, or refused', async query => {
    await keep('/regions', answer(7n));
    await keep('/regions?q=a', answer(7n));
    expect(await found(`/regions?${query}`)).toBeUndefined();
  });

  it('are compressed once for all who ask', async () => {
    const text = { text: 'x'.repeat(5_000) };
    const { gzipped, headers } = await keep('/regions', answer(7n, text));
    expect(gunzipSync(await gzipped!()).toString()).toBe(JSON.stringify(text));
    expect((await keep('/regions', answer(7n, {}))).gzipped!()).toBe(gzipped!());
    expect(headers['vary']).toBe('accept-encoding');
  });

  it.each<[string, Partial<ReadAnswer>]>([
    ['small', { body: { text: 'x' } }],
    ['of one record, with an ETag that is of these very bytes', { etag: '"r7"' }],
    ['naming persons, and so kept by nobody', { names: 'persons' }],
    ['too large to be kept', { body: { text: 'x'.repeat(2_000_000) } }],
  ])('are not compressed where they are %s', async (_, other) => {
    const { gzipped, headers } = await keep('/one', { ...answer(7n, { text: 'x'.repeat(5_000) }), ...other });
    expect(gzipped).toBeUndefined();
    expect(headers['vary']).toBeUndefined();
  });

  it('are bounded: the longest unasked go first, and what is very large is not kept', async () => {
    const half = { text: 'x'.repeat(500_000) };
    for (let i = 0; i < 200; i++) {
      await keep(`/list?cursor=${i}`, answer(7n, half));
      expect(await found('/list?cursor=0')).toBeDefined();
    }
    const present: number[] = [];
    for (let i = 0; i < 200; i++) if (await found(`/list?cursor=${i}`)) present.push(i);
    expect(present.length).toBeLessThan(70);
    expect(present.at(-1)).toBe(199);
    await keep('/large', answer(7n, { text: 'x'.repeat(2_000_000) }));
    expect(await found('/large')).toBeUndefined();
  });
});
