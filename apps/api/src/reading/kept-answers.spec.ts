import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Day } from '@mithaq/domain';
import { type Views } from '@mithaq/projections';
import { Clock } from '../ledger/clock.js';
import { type ReadAnswer } from './ask.js';
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
        return `${today}T12:00:00.000Z`;
      }
    })();
    kept = new KeptAnswers({ status: () => ({ position: heard, generation }) } as unknown as Views, clock);
  });

  const answer = (position: bigint, body: object = { at: position.toString() }, isForGood = false): ReadAnswer => ({
    names: 'nobody',
    body,
    moment: { position, event: 'e', recordedAt: null, day: '2026-11-24' as Day, ledgerBegins: null, at: {} },
    etag: `W/"p${position}"`,
    isForGood,
    isTold: true,
  });
  const keep = (url: string, one: ReadAnswer) => kept.keep(url, one, kept.now());
  const found = (url: string) => kept.find(url)?.json.toString();

  it('are given again while the views stand where they stood, on the same day', () => {
    keep('/regions', answer(7n));
    expect(found('/regions')).toBe('{"at":"7"}');
    expect(found('/regions?region=AFR')).toBeUndefined();
    today = '2026-11-25';
    expect(found('/regions')).toBeUndefined();
  });

  it('are asked anew once another event is in the views', () => {
    keep('/regions', answer(7n));
    heard = 8n;
    expect(found('/regions')).toBeUndefined();
  });

  it('take no reader back: not once an answer has been of a later position than was heard of', () => {
    keep('/regions', answer(7n));
    keep('/commitments', answer(8n));
    expect(found('/regions')).toBeUndefined();
    expect(found('/commitments')).toBe('{"at":"8"}');
    heard = 8n;
    expect(found('/commitments')).toBe('{"at":"8"}');
  });

  it('of the past are the answer for good', () => {
    keep('/regions?asOf=3', answer(3n, {}, true));
    [heard, today] = [900n, '2027-01-01'];
    expect(found('/regions?asOf=3')).toBe('{}');
  });

  it('asked as the day changed are given to nobody else', () => {
    const asked = kept.now();
    today = '2026-11-25';
    kept.keep('/regions', answer(7n), asked);
    expect(found('/regions')).toBeUndefined();
  });

  it('are asked anew, even of the past, once a rebuild has taken over, and so is what was asked before it had', () => {
    keep('/regions', answer(7n));
    keep('/regions?asOf=3', answer(3n, {}, true));
    const asked = kept.now();
    generation = 2;
    kept.keep('/commitments', answer(7n), asked);
    for (const url of ['/regions', '/regions?asOf=3', '/commitments']) expect(found(url)).toBeUndefined();
  });

  it('are none that name persons: those are for who asked, and asked anew each time', () => {
    const named = keep('/working-groups', { ...answer(7n, { name: 'Amina' }, true), names: 'persons' });
    expect(named.headers['cache-control']).toBe('private, no-store');
    expect(found('/working-groups')).toBeUndefined();
    expect(keep('/regions', answer(7n)).headers['cache-control']).toBe('no-cache');
  });

  it('are bounded: the longest unasked go first, and what is very large is not kept', () => {
    const half = { text: 'x'.repeat(500_000) };
    for (let i = 0; i < 200; i++) {
      keep(`/list?cursor=${i}`, answer(7n, half));
      expect(found('/list?cursor=0')).toBeDefined();
    }
    const present = Array.from({ length: 200 }, (_, i) => i).filter(i => kept.find(`/list?cursor=${i}`));
    expect(present.length).toBeLessThan(70);
    expect(present.at(-1)).toBe(199);
    keep('/large', answer(7n, { text: 'x'.repeat(2_000_000) }));
    expect(found('/large')).toBeUndefined();
  });
});
