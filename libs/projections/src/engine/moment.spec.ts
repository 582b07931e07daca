import { type Day } from '@mithaq/domain';
import { describe, expect, it } from '@jest/globals';
import { type AsOf, type EventLine, MomentMalformed, parseAsOf, parseEffectiveAt, resolve, resolvePinned } from './moment.js';

const today = '2026-11-24' as Day;
const day = (text: string) => text as Day;
const begins = Date.parse('2023-01-10T08:00:00.000Z');

function line(position: bigint, recordedAt: string, greatest: string): EventLine {
  return { position, event: `event-${position}`, m: Date.parse(recordedAt), day: day(greatest) };
}
const standing = { last: line(40n, '2023-06-01T10:00:00.000Z', '2023-05-30'), begins };
const asOf = (text: string): AsOf => parseAsOf(text);

describe('the moment of an answer', () => {
  it('is now where none is asked for: all rows that stand open, on the day of the clock', () => {
    expect(resolve(undefined, undefined, standing, today)).toEqual({
      position: 40n,
      event: 'event-40',
      recordedAt: '2023-06-01T10:00:00.000Z',
      day: today,
      ledgerBegins: '2023-01-10T08:00:00.000Z',
      at: {},
    });
  });

  it('is on the day of recording of the position or event that is asked for', () => {
    for (const asked of ['40', '6f1c2f7e-3d50-4c53-9c34-1f2a3b4c5d6e']) {
      expect(resolve(asOf(asked), undefined, standing, today)).toMatchObject({ day: '2023-06-01', at: { position: 40n } });
    }
  });

  it('is on the UTC day of the time that is asked for, however long ago the last event was', () => {
    expect(resolve(asOf('2023-07-02T01:00:00+02:00'), undefined, standing, today)).toMatchObject({
      day: '2023-07-01',
      at: { position: 40n },
    });
  });

  it('is never on a day before the greatest effective day', () => {
    const ahead = { last: line(40n, '2023-06-01T10:00:00.000Z', '2023-06-02'), begins };
    expect(resolve(asOf('40'), undefined, ahead, today)).toMatchObject({ day: '2023-06-02', at: { position: 40n } });
  });

  it('is on the effective day that is asked for', () => {
    expect(resolve(undefined, day('2023-02-01'), standing, today)).toMatchObject({
      effectiveAt: '2023-02-01',
      day: '2023-02-01',
      at: { day: '2023-02-01' },
    });
    expect(resolve(asOf('40'), day('2023-02-01'), standing, today)).toMatchObject({ at: { position: 40n, day: '2023-02-01' } });
  });

  it('of a day after the day of the answer is the day of the answer, and says so', () => {
    expect(resolve(asOf('40'), day('2024-01-01'), standing, today)).toMatchObject({
      effectiveAt: '2023-06-01',
      effectiveAtAsked: '2024-01-01',
      day: '2023-06-01',
      at: { position: 40n },
    });
    expect(resolve(undefined, today, standing, today)).not.toHaveProperty('effectiveAtAsked');
  });

  it('without an effective day and with the day of the answer is one moment', () => {
    const { effectiveAt, ...withDay } = resolve(asOf('40'), day('2023-06-01'), standing, today);
    expect(effectiveAt).toBe('2023-06-01');
    expect(withDay).toEqual(resolve(asOf('40'), undefined, standing, today));
  });

  it('before the first event is empty, and says when the ledger begins', () => {
    const empty = resolve(asOf('2022-01-01T00:00:00Z'), undefined, { last: undefined, begins }, today);
    expect(empty).toEqual({
      position: null,
      event: null,
      recordedAt: null,
      day: '2022-01-01',
      ledgerBegins: '2023-01-10T08:00:00.000Z',
      at: { position: -1n },
    });
    expect(resolve(undefined, undefined, { last: undefined, begins: undefined }, today)).toMatchObject({
      position: null,
      ledgerBegins: null,
      day: today,
    });
  });

  it('asked again by what it was resolved to is the same', () => {
    for (const first of [resolve(undefined, undefined, standing, today), resolve(undefined, day('2023-02-01'), standing, today)]) {
      expect(resolvePinned({ pinned: first }, standing)).toEqual({ ...first, at: { ...first.at, position: 40n } });
    }
  });
});

describe('what names a moment', () => {
  it.each([
    ['0', { kind: 'position', position: 0n }],
    ['41822', { kind: 'position', position: 41822n }],
    ['99999999999999999999999', { kind: 'position', position: 99999999999999999999999n }],
    ['019A0C5E-7B1D-7C3F-8A4B-0123456789AB', { kind: 'event', id: '019a0c5e-7b1d-7c3f-8a4b-0123456789ab' }],
    ['2026-11-24T09:30:00Z', { kind: 'time', time: Date.UTC(2026, 10, 24, 9, 30) }],
    ['2026-11-24t09:30:00.1239999z', { kind: 'time', time: Date.UTC(2026, 10, 24, 9, 30, 0, 123) }],
    ['2026-11-24T09:30:00-01:30', { kind: 'time', time: Date.UTC(2026, 10, 24, 11, 0) }],
    ['2016-12-31T23:59:60Z', { kind: 'time', time: Date.UTC(2016, 11, 31, 23, 59, 59, 999) }],
  ])('%s', (text, expected) => {
    expect(parseAsOf(text)).toEqual(expected);
  });

  it.each([
    '',
    '-1',
    '1.5',
    '1e3',
    'now',
    '2026-11-24',
    '2026-02-30T00:00:00Z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T09:30:00',
    '2026-11-24T09:30:00 02:00',
    '9'.repeat(41),
  ])('"%s" does not', text => {
    expect(() => parseAsOf(text)).toThrow(MomentMalformed);
  });

  it.each(['', '2026-02-30', '2026-1-1', '24.11.2026', '2026-11-24T00:00:00Z', '0999-01-01'])('"%s" is no effective day', text => {
    expect(() => parseEffectiveAt(text)).toThrow(MomentMalformed);
  });
});
