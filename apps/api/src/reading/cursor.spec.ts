import { describe, expect, it } from '@jest/globals';
import { type Day } from '@mithaq/domain';
import fc from 'fast-check';
import { Problem } from '../http/problem.js';
import { fingerprint, type PageCursor, readCursor, writeCursor } from './cursor.js';

const day = fc
  .date({ min: new Date('1865-05-17'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10) as Day);
const cursor: fc.Arbitrary<PageCursor> = fc.record({
  of: fc.string(),
  moment: fc
    .record({ position: fc.option(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n })), day, effectiveAt: fc.option(day, { nil: undefined }) })
    .map(({ effectiveAt, ...moment }) => ({ ...moment, ...(effectiveAt !== undefined && { effectiveAt }) })),
  side: fc.constantFrom('after' as const, 'before' as const),
  line: fc.option(fc.array(fc.option(fc.string({ unit: 'grapheme' })))),
});

describe('a cursor', () => {
  it('is read as it was written', () => {
    fc.assert(fc.property(cursor, one => expect(readCursor(writeCursor(one))).toEqual(one)));
  });

  it('that is none, or was changed, is a problem and nothing worse', () => {
    const isCursorOrProblem = (text: string) => {
      try {
        const { of, moment, side, line } = readCursor(text);
        return (
          typeof of === 'string' && typeof moment.day === 'string' && typeof side === 'string' && (line === null || Array.isArray(line))
        );
      } catch (error) {
        return error instanceof Problem && error.code === 'cursor-invalid';
      }
    };
    fc.assert(fc.property(fc.string(), isCursorOrProblem));
    fc.assert(fc.property(fc.json(), json => isCursorOrProblem(Buffer.from(json).toString('base64url'))));
    fc.assert(
      fc.property(cursor, fc.nat(), fc.string({ maxLength: 3 }), (one, place, put) => {
        const text = writeCursor(one);
        return isCursorOrProblem(text.slice(0, place % text.length) + put + text.slice((place % text.length) + 1));
      }),
    );
  });

  it('is of the question alone: not of the cut, nor of the order in which it was written down', () => {
    const of = fingerprint('/commitments', { region: ['AFR', 'EUR'], sort: 'title' });
    expect(fingerprint('/commitments', { sort: 'title', region: ['AFR', 'EUR'], limit: '9', cursor: 'x', waitFor: '1' })).toBe(of);
    for (const other of [
      { sort: 'title' },
      { region: ['AFR', 'EUR'], sort: '-title' },
      { region: ['AFR', 'EUR'], sort: 'title', asOf: '1' },
    ]) {
      expect(fingerprint('/commitments', other)).not.toBe(of);
    }
    expect(fingerprint('/organisations', { region: ['AFR', 'EUR'], sort: 'title' })).not.toBe(of);
  });
});
