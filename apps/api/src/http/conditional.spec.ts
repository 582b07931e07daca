import { describe, expect, it } from '@jest/globals';
import { isKnownToCaller, readIfMatch, revisionTag } from './conditional.js';
import { Problem } from './problem.js';

describe('If-Match', () => {
  it('is absent, any, or one revision', () => {
    expect(readIfMatch(undefined)).toEqual({ kind: 'absent' });
    expect(readIfMatch(' * ')).toEqual({ kind: 'any' });
    expect(readIfMatch(revisionTag(17n))).toEqual({ kind: 'revision', revision: 17n });
  });

  it.each([
    ['17', 'header-malformed'],
    ['r17', 'header-malformed'],
    ['"r17", "r18"', 'header-malformed'],
    ['', 'header-malformed'],
    ['W/"r17"', 'revision-stale'],
    ['"17"', 'revision-stale'],
    ['"r017"', 'revision-stale'],
    ['"r-1"', 'revision-stale'],
  ])('refuses %s as %s', (header, code) => {
    let thrown: unknown;
    try {
      readIfMatch(header);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Problem);
    expect(thrown).toMatchObject({ code });
  });
});

describe('If-None-Match', () => {
  it('compares weakly, and knows lists and *', () => {
    expect(isKnownToCaller('W/"p1"', 'W/"p1"')).toBe(true);
    expect(isKnownToCaller('"a", "r17"', '"r17"')).toBe(true);
    expect(isKnownToCaller('W/"r17"', '"r17"')).toBe(true);
    expect(isKnownToCaller('*', '"r17"')).toBe(true);
    expect(isKnownToCaller('"r1"', '"r17"')).toBe(false);
    expect(isKnownToCaller(undefined, '"r17"')).toBe(false);
  });
});
