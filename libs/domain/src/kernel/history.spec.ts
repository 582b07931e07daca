import { describe, expect, it } from '@jest/globals';
import { type Day } from './day.js';
import { comesLast, heldOn, hold, mendsOf, openingOf } from './history.js';

const event = (name: string, effectiveAt: string) => ({ name, metadata: { effectiveAt: effectiveAt as Day } });
const names = (events: readonly { name: string }[]) => events.map(({ name }) => name);

describe('the history of a stream', () => {
  const log = [
    event('opened', '2024-01-01'),
    event('in May', '2024-05-01'),
    event('in March', '2024-03-01'),
    event('in May, later said', '2024-05-01'),
  ];

  it('folds by the day on which things became true, and within a day by the order of recording', () =>
    expect(names(hold(log))).toEqual(['opened', 'in March', 'in May', 'in May, later said']));
  it('leaves the log as it was', () => {
    const before = names(log);
    hold(log);
    expect(names(log)).toEqual(before);
  });
  it('knows what was true by the end of a day', () => {
    expect(names(heldOn(hold(log), '2024-03-01' as Day))).toEqual(['opened', 'in March']);
    expect(names(heldOn(hold(log), '2023-12-31' as Day))).toEqual([]);
  });
  it('opens on its first day', () => {
    expect(openingOf(hold(log))).toBe('2024-01-01');
    expect(openingOf([])).toBeUndefined();
  });
});

describe('the history of a stream that was corrected', () => {
  const said = (id: string, effectiveAt: string, data: object = {}) => ({
    id,
    type: 'Said',
    data,
    metadata: { effectiveAt: effectiveAt as Day },
  });
  const correcting = (id: string, ...targets: object[]) => ({
    id,
    type: 'EventsCorrected',
    data: { correction: 'c', targets },
    metadata: { effectiveAt: '2024-01-01' as Day },
  });
  const first = said('first', '2024-01-01', { amount: 10, currency: 'USD' });
  const second = said('second', '2024-02-01', { amount: 20 });
  const set = (event: string, set: object, more: object = {}) => ({ event, set, schemaVersion: 1, ...more });
  const holding = (...log: Parameters<typeof hold>[0][number][]) =>
    hold(log).map(({ id, data, metadata }) => ({ id, data, day: metadata.effectiveAt }));

  it('says of an event what was set, and nothing else', () =>
    expect(holding(first, second, correcting('c1', set('first', { amount: 1 })))).toEqual([
      { id: 'first', data: { amount: 1, currency: 'USD' }, day: '2024-01-01' },
      { id: 'second', data: { amount: 20 }, day: '2024-02-01' },
    ]));
  it('removes what was set to null', () =>
    expect(holding(first, correcting('c1', set('first', { currency: null })))[0]?.data).toEqual({ amount: 10 }));
  it('leaves out what is void', () =>
    expect(holding(first, second, correcting('c1', { event: 'second', void: true })).map(({ id }) => id)).toEqual(['first']));
  it('folds an event on its corrected day', () =>
    expect(holding(first, second, correcting('c1', set('second', {}, { effectiveAt: '2023-01-01' }))).map(({ id }) => id)).toEqual([
      'second',
      'first',
    ]));
  it('lets the latest of several corrections of a field say what it is', () =>
    expect(
      holding(first, correcting('c1', set('first', { amount: 1, currency: 'EUR' })), correcting('c2', set('first', { amount: 2 })))[0]
        ?.data,
    ).toEqual({ amount: 2, currency: 'EUR' }));
  it('takes a correction back where that is void itself, and in again where that is', () => {
    const log = [first, correcting('c1', { event: 'first', void: true }), correcting('c2', { event: 'c1', void: true })];
    expect(holding(...log).map(({ id }) => id)).toEqual(['first']);
    expect(holding(...log, correcting('c3', { event: 'c2', void: true }))).toEqual([]);
  });
  it('tells which corrections made an event what it is, the latest first', () => {
    const log = [first, correcting('c1', set('first', { amount: 1 })), correcting('c2', set('first', { amount: 2 }))];
    expect(mendsOf(log).get('first')).toMatchObject({ by: ['c2', 'c1'], isVoid: false, set: { amount: 2 } });
    expect(mendsOf(log).get('second')).toBeUndefined();
  });
  it('never takes a correction for an event that comes last', () => {
    expect(comesLast(second, '2024-02-01' as Day)).toBe(true);
    expect(comesLast(second, '2024-02-02' as Day)).toBe(false);
    expect(comesLast(correcting('c1', { event: 'first', void: true }), '2024-01-01' as Day)).toBe(false);
  });
});
