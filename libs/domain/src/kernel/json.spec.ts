import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changed } from '../testing/changed.js';
import { asJson, changesBetween, fieldsOf, type Json, jsonText, sharingJson } from './json.js';

describe('a state as plain data', () => {
  it('has objects for maps and lists for sets, in one order, however it came about', () => {
    const state = {
      b: new Set(['KE', 'EG']),
      a: new Map<string, unknown>([
        ['y', { n: 1 }],
        ['x', undefined],
      ]),
      gone: undefined,
    };
    expect(JSON.stringify(asJson(state))).toBe('{"a":{"x":null,"y":{"n":1}},"b":["EG","KE"]}');
  });
  it('shares what states share', () => {
    const reports = new Map([['one', { percent: 1 }]]);
    const json = sharingJson();
    const [before, after] = [json({ reports, status: 'open' }), json({ reports, status: 'closed' })] as { reports: object }[];
    expect(after).toEqual(asJson({ reports, status: 'closed' }));
    expect(after!.reports).toBe(before!.reports);
  });
  it('is nothing else', () => expect(() => asJson({ amount: 1n })).toThrow('bigint'));
  it('is written as it is where it is plain, its fields in the order in which it has them', () => {
    const plain = { registration: 'accepted', details: { title: { en: 'Schools', ar: 'مدارس' }, places: ['KE'], gone: undefined } };
    const state = { ...plain, reporting: { reports: new Map([['one', undefined]]), percent: 5 }, groups: new Set(['LDC', 'AU']) };
    expect(jsonText(state)).toBe(
      '{"registration":"accepted","details":{"title":{"en":"Schools","ar":"مدارس"},"places":["KE"]},"reporting":{"reports":{"one":null},"percent":5},"groups":["AU","LDC"]}',
    );
    expect(state.groups).toEqual(new Set(['LDC', 'AU']));
    expect(() => jsonText({ amount: 1n })).toThrow('bigint');
  });
});

describe('the fields of a value', () => {
  it('stand under JSON pointers; lists and empty objects are one field', () =>
    expect([...fieldsOf({ a: { 'b/c': [1, { d: 2 }], '~': null }, e: {} })]).toEqual([
      ['/a/b~1c', [1, { d: 2 }]],
      ['/a/~0', null],
      ['/e', {}],
    ]));
  it('tell what changed, what came and what went', () =>
    expect(changesBetween({ a: 1, b: { c: [1] }, d: 'x' }, { a: 1, b: { c: [2] }, e: { f: null } })).toEqual([
      { pointer: '/b/c', before: [1], after: [2] },
      { pointer: '/d', before: 'x' },
      { pointer: '/e/f', after: null },
    ]));
  it('all came where there was nothing', () => expect(changesBetween(undefined, { a: { b: 1 } })).toEqual([{ pointer: '/a/b', after: 1 }]));
});

const json = fc.jsonValue().map(value => JSON.parse(JSON.stringify(value)) as Json);
const object = fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'a/b', '~', ''), fc.string()), json).map(asJson);

/** What states are made of: plain data, maps and sets, in each other. */
const state = fc.letrec<{ state: unknown }>(tie => ({
  state: fc.oneof(
    { depthSize: 'small' },
    json,
    fc.array(tie('state')),
    fc.array(fc.string()).map(members => new Set(members)),
    fc.array(fc.tuple(fc.string(), tie('state'))).map(entries => new Map(entries)),
    fc.dictionary(fc.string(), fc.oneof(tie('state'), fc.constant(undefined))),
  ),
})).state;

describe('always', () => {
  it('a state that is written says what it says as plain data', () =>
    fc.assert(fc.property(state, state => expect(asJson(JSON.parse(jsonText(state)))).toEqual(asJson(state)))));
  it('the changes between two values make of the one the other', () =>
    fc.assert(fc.property(object, object, (before, after) => expect(changed(before, changesBetween(before, after))).toEqual(after))));
  it('nothing changes from a value to itself', () => fc.assert(fc.property(object, one => expect(changesBetween(one, one)).toEqual([]))));
});
