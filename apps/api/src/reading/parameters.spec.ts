import { describe, expect, it } from '@jest/globals';
import { Day, RegionId } from '@mithaq/domain';
import Type from 'typebox';
import { Problem } from '../http/problem.js';
import { anyOf, parameters, readParameters, type SentParameters, sortedBy, toSorts } from './parameters.js';

const schema = parameters({
  region: anyOf(RegionId, 'Of the region.'),
  'start.gte': Type.Optional(Day),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  verified: Type.Optional(Type.Boolean()),
  sort: sortedBy(['title', 'value'], 'title'),
});

const faultsOf = (sent: SentParameters) => {
  try {
    readParameters(schema, sent);
    return [];
  } catch (error) {
    return (error as Problem).errors.map(place => ('parameter' in place ? `${place.parameter}: ${place.detail}` : place.detail));
  }
};

describe('parameters', () => {
  it('are read by their schema: a list even of one, numbers, true and false', () => {
    expect(
      readParameters(schema, { region: 'AFR', limit: '20', verified: 'false', sort: '-value,title', 'start.gte': '2026-01-31' }),
    ).toEqual({
      region: ['AFR'],
      limit: 20,
      verified: false,
      sort: ['-value', 'title'],
      'start.gte': '2026-01-31',
    });
    expect(readParameters(schema, { region: ['AFR', 'EUR'] })).toEqual({ region: ['AFR', 'EUR'] });
    expect(readParameters(schema, {})).toEqual({});
  });

  it('sort by keys, descending after a hyphen', () => {
    expect(toSorts(['-value', 'title'])).toEqual([
      { by: 'value', direction: 'descending' },
      { by: 'title', direction: 'ascending' },
    ]);
    expect(toSorts(undefined)).toBeUndefined();
  });

  it('that are not known are refused, naming the nearest or all', () => {
    expect(faultsOf({ reigon: 'AFR' })).toEqual(['reigon: Is not a parameter here. Did you mean "region"?']);
    expect(faultsOf({ zzzzzzz: '1' })).toEqual(['zzzzzzz: Is not a parameter here. Known are region, start.gte, limit, verified, sort.']);
    expect(faultsOf({ constructor: '1', toString: '1' })).toHaveLength(2);
  });

  it('that cannot be taken are refused, each with a sentence that says what is allowed', () => {
    expect(faultsOf({ region: ['AFR', 'AFX'] })).toEqual([
      'region: "AFX": Must be one of "AFR", "AMS", "ARB", "ASP", "CIS", "EUR". Did you mean "AFR"?',
    ]);
    expect(faultsOf({ limit: ['1', '2'] })).toEqual(['limit: Is given more than once, and takes one value.']);
    expect(faultsOf({ limit: '1'.repeat(18) })).toEqual(['limit: Must be <= 200.']);
    expect(faultsOf({ limit: '1e2' })).toEqual(['limit: Must be a whole number, not text.']);
    expect(faultsOf({ verified: '1' })).toEqual(['verified: Must be true or false, not text.']);
    expect(faultsOf({ sort: 'title,,value' })[0]).toMatch(/^sort: "": Must be one of "title", "-title", "value", "-value"\./);
    expect(faultsOf({ 'start.gte': '2026-02-30' })).toHaveLength(1);
    expect(faultsOf({ region: Array.from({ length: 101 }, () => 'AFR') })).toHaveLength(1);
    expect(faultsOf({ region: 'x'.repeat(10_000) })[0]!.length).toBeLessThan(300);
  });
});
