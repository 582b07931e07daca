import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalsOf, maxMinorUnits, toDecimal, toMinorUnits } from './money.js';
import { regionIds, type RegionShares } from './places.js';
import { splitByShares } from './shares.js';

describe('an amount of money', () => {
  it('reads as it was written, in every currency', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: maxMinorUnits }), fc.constantFrom(...decimalsOf.keys()), (minor, currency) => {
        expect(toMinorUnits(toDecimal(minor, currency), currency, '/amount')).toBe(minor.toString());
      }),
    );
  });
  it('may be written with fewer decimals than its currency has, or with zeros beyond them', () => {
    expect(toMinorUnits('155', 'EUR', '/amount')).toBe('15500');
    expect(toMinorUnits('155.5', 'EUR', '/amount')).toBe('15550');
    expect(toMinorUnits('155.500', 'EUR', '/amount')).toBe('15550');
    expect(toMinorUnits('0155', 'EUR', '/amount')).toBe('15500');
  });
  it('is not guessed at', () => {
    for (const amount of ['', '-1', '1e6', '1,000', ' 1', '.5', '1.', '0x10', '١٢']) {
      expect(() => toMinorUnits(amount, 'EUR', '/amount')).toThrow(expect.objectContaining({ code: 'amount-precision' }));
    }
  });
  it('keeps its sign and its zeros', () => {
    expect(toDecimal(5n, 'EUR')).toBe('0.05');
    expect(toDecimal(-5n, 'EUR')).toBe('-0.05');
    expect(toDecimal(0n, 'KWD')).toBe('0.000');
    expect(toDecimal(7n, 'JPY')).toBe('7');
  });
});

describe('the parts of a split amount', () => {
  const wholeShares = fc
    .array(fc.integer({ min: 0, max: 1000 }), { minLength: 0, maxLength: 5 })
    .map(cuts => [0, ...cuts.sort((a, b) => a - b), 1000])
    .map(cuts => Object.fromEntries(cuts.slice(1).map((cut, i) => [regionIds[i]!, cut - cuts[i]!])) as RegionShares);

  it('add up to the whole, each within one unit of its share', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: maxMinorUnits }), wholeShares, (minor, shares) => {
        const parts = splitByShares(minor, shares);
        expect([...parts.values()].reduce((sum, part) => sum + part, 0n)).toBe(minor);
        for (const [region, part] of parts) {
          const exact = minor * BigInt(shares[region]!);
          expect(part * 1000n - exact).toBeLessThan(1000n);
          expect(exact - part * 1000n).toBeLessThan(1000n);
        }
      }),
    );
  });
  it('go to the greatest remainders first', () =>
    expect([...splitByShares(100n, { AFR: 333, AMS: 333, ARB: 334 })]).toEqual([
      ['AFR', 33n],
      ['AMS', 33n],
      ['ARB', 34n],
    ]));
  it('go in the order of the region codes where remainders are equal', () =>
    expect([...splitByShares(1n, { AFR: 500, ARB: 500 })]).toEqual([
      ['AFR', 1n],
      ['ARB', 0n],
    ]));
});
