import { describe, expect, it } from '@jest/globals';
import { Problem } from './problem.js';
import { refuseUnstorable } from './unstorable.js';

function pointers(body: unknown): string[] {
  try {
    refuseUnstorable(body);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.errors.map(place => ('pointer' in place ? place.pointer : ''));
  }
}

describe('what JSON can say and the ledger cannot keep', () => {
  it('is not text in any script, nor a pair of surrogates', () => {
    expect(pointers({ title: { ar: 'ميثاق', en: '😀 fibre' }, list: [1, null, true] })).toEqual([]);
  });

  it('is named by its place', () => {
    expect(pointers({ a: [{ 'b/c~d': 'x\ud800' }] })).toEqual(['/a/0/b~1c~0d']);
    expect(pointers({ a: '\udc00\ud800' })).toEqual(['/a']);
    expect(pointers({ a: '\u0000' })).toEqual(['/a']);
    expect(pointers({ 'k\ud800': 1 })).toEqual(['/k\ufffd']);
    expect(pointers([JSON.parse('1e999'), -Infinity])).toEqual(['/0', '/1']);
    expect(pointers({ constructor: 1 })).toEqual(['/constructor']);
  });

  it('is deeper than any form', () => {
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(pointers(nested(32))).toEqual([]);
    expect(pointers(nested(33))).toHaveLength(1);
    expect(pointers(nested(5_000))).toHaveLength(1);
  });
});
