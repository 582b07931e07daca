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
  });

  it('is deeper than any form', () => {
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(pointers(nested(32))).toEqual([]);
    expect(pointers(nested(33))).toHaveLength(1);
    expect(pointers(nested(5_000))).toHaveLength(1);
  });

  it('is longer, or has more in it, than any form', () => {
    const members = (n: number) => Array.from({ length: n }, (_, i) => i);
    const fields = (n: number) => Object.fromEntries(members(n).map(i => [`field${i}`, i]));
    expect(pointers({ list: members(300), object: fields(300) })).toEqual([]);
    expect(pointers({ list: members(301) })).toEqual(['/list']);
    expect(pointers({ object: fields(301) })).toEqual(['/object']);
    expect(pointers(members(49).map(() => members(300)))).toEqual([]);
    expect(pointers(members(50).map(() => members(300)))).toEqual(['']);
  });

  it('is a name that no field has: one that every object answers to, or a very long one', () => {
    for (const name of ['constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']) {
      expect(pointers({ inner: { [name]: 1 } })).toEqual([`/inner/${name}`]);
    }
    expect(pointers({ ['x'.repeat(250_000)]: 1 })).toEqual([`/${'x'.repeat(100)}`]);
  });
});
