import { describe, expect, it } from '@jest/globals';
import { isSame } from '@mithaq/domain';
import fc from 'fast-check';
import { changedFigures, comparedFigures, figureEffects, movedFigures } from './changed-figures.js';

describe('what changed between two answers', () => {
  it('is nothing where they say the same', () => {
    fc.assert(fc.property(fc.jsonValue(), json => expect(changedFigures(json, structuredClone(json))).toEqual([])));
  });

  it('is something where they do not', () => {
    const json = fc.jsonValue({ maxDepth: 2 }).map(value => JSON.parse(JSON.stringify(value)) as unknown); // which knows no -0
    fc.assert(fc.property(json, json, (one, other) => expect(changedFigures(one, other).length > 0).toBe(!isSame(one, other))));
  });

  it('is told forwards and backwards alike', () => {
    const turned = ({ cell, ...change }: ReturnType<typeof changedFigures>[number]) => ({
      cell: JSON.stringify(cell),
      ...('after' in change && { before: change.after }),
      ...('before' in change && { after: change.before }),
    });
    const told = ({ cell, difference: _, ...change }: ReturnType<typeof changedFigures>[number]) => ({
      cell: JSON.stringify(cell),
      ...change,
    });
    const sorted = (changes: readonly { cell: string }[]) => [...changes].sort((a, b) => (a.cell < b.cell ? -1 : 1));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (one, other) =>
        expect(sorted(changedFigures(one, other).map(told))).toEqual(sorted(changedFigures(other, one).map(turned))),
      ),
    );
  });

  it('is the cell, by the names on the way to it, with both figures and what lies between them', () => {
    const answer = (all: number) => ({ rule: 2, whole: { exclusive: { all, standing: 3 } } });
    expect(changedFigures(answer(7), answer(5))).toEqual([{ cell: ['whole', 'exclusive', 'all'], before: 7, after: 5, difference: -2 }]);
  });

  it('finds lines by their keys, wherever they stand', () => {
    const before = [
      { region: 'AFR', all: 1 },
      { region: 'EUR', all: 2 },
    ];
    const after = [
      { region: 'ARB', all: 4 },
      { region: 'EUR', all: 2 },
      { region: 'AFR', all: 3 },
    ];
    expect(changedFigures(before, after)).toEqual([
      { cell: ['AFR', 'all'], before: 1, after: 3, difference: 2 },
      { cell: ['ARB', 'region'], after: 'ARB' },
      { cell: ['ARB', 'all'], after: 4, difference: 4 },
    ]);
    const country = (country: string, region: string, all: number) => ({ country, region, touching: { all } });
    expect(changedFigures([country('KE', 'AFR', 1), country('UG', 'AFR', 1)], [country('UG', 'AFR', 2)])).toEqual([
      { cell: ['KE', 'country'], before: 'KE' },
      { cell: ['KE', 'region'], before: 'AFR' },
      { cell: ['KE', 'touching', 'all'], before: 1, difference: -1 },
      { cell: ['UG', 'touching', 'all'], before: 1, after: 2, difference: 1 },
    ]);
  });

  it('finds tables by the provenances that they add up', () => {
    const tables = (all: number) => [
      { provenance: ['submitted', 'published'], all },
      { provenance: ['demonstration'], all: 1 },
    ];
    expect(changedFigures(tables(1), tables(2))).toEqual([{ cell: ['submitted,published', 'all'], before: 1, after: 2, difference: 1 }]);
  });

  it('finds by their place lines that have no key, or share it', () => {
    expect(changedFigures([{ all: 1 }, { all: 2 }], [{ all: 1 }, { all: 3 }])).toEqual([
      { cell: ['1', 'all'], before: 2, after: 3, difference: 1 },
    ]);
    const twice = (all: number) => [
      { region: 'AFR', all: 1 },
      { region: 'AFR', all },
    ];
    expect(changedFigures(twice(1), twice(2))).toEqual([{ cell: ['1', 'all'], before: 1, after: 2, difference: 1 }]);
  });

  it.each([
    ['155000000.00', '1550000000.00', '1395000000.00'],
    ['0.5', '0.25', '-0.25'],
    ['99999999999999999999.99', '100000000000000000000.00', '0.01'],
    ['7', '7.0', '0.0'],
    ['-1', '1', '2'],
  ])('is exact of amounts: from %s to %s', (before, after, difference) =>
    expect(changedFigures({ amount: before }, { amount: after })).toEqual([{ cell: ['amount'], before, after, difference }]),
  );

  it('is exact of numbers', () => expect(changedFigures(0.1, 0.3)).toEqual([{ cell: [], before: 0.1, after: 0.3, difference: 0.2 }]));

  it('knows no difference between what is no number, or says which one something is', () => {
    expect(changedFigures({ percent: null, id: '7' }, { percent: 5, id: '8' })).toEqual([
      { cell: ['percent'], before: null, after: 5 },
      { cell: ['id'], before: '7', after: '8' },
    ]);
    expect(changedFigures({ status: 'pledged', day: '2026-01-01' }, { status: 'accepted', day: '2026-01-02' })).toEqual([
      { cell: ['status'], before: 'pledged', after: 'accepted' },
      { cell: ['day'], before: '2026-01-01', after: '2026-01-02' },
    ]);
    expect(changedFigures({ reporting: null }, { reporting: { owed: 1 } })).toEqual([
      { cell: ['reporting', 'owed'], after: 1, difference: 1 },
    ]);
  });

  it('takes a list of mere values for one cell', () =>
    expect(changedFigures({ ids: ['a', 'b'], same: ['c'] }, { ids: ['a'], same: ['c'] })).toEqual([
      { cell: ['ids'], before: ['a', 'b'], after: ['a'] },
    ]));
});

describe('of an answer', () => {
  const answer = (all: number, cycle: string) => ({
    tables: [{ provenance: ['submitted'], cycle: { id: cycle, name: { en: '1' }, graceDays: all }, all, name: { en: String(all) } }],
    latest: [{ position: all }],
  });
  const moved = { cell: ['tables', 'submitted', 'all'], before: 1, after: 2, difference: 1 };

  it('only what is counted is told to move: no name, nothing of the cycle that is reported to, nothing that is told beside', () => {
    expect(movedFigures(['tables'], answer(1, '2025'), answer(2, '2026'))).toEqual([moved]);
    expect(movedFigures(['tables'], undefined, { tables: [{ all: 2 }] })).toEqual([
      { cell: ['tables', '0', 'all'], after: 2, difference: 2 },
    ]);
  });

  it('of another moment also which cycle that is', () =>
    expect(comparedFigures(['tables'], answer(1, '2025'), answer(2, '2025'), answer(2, '2026'))).toEqual([
      { cell: ['tables', 'submitted', 'cycle', 'id'], before: '2025', after: '2026' },
      { ...moved, byEvents: 1, byDays: 0 },
    ]));
});

describe('what made a figure change', () => {
  it('is the events, and the days that have passed', () => {
    const figure = (late: number, lines: Record<string, string>) => ({
      late,
      own: Object.entries(lines).map(([currency, amount]) => ({ currency, amount })),
    });
    expect(figureEffects(figure(1, { USD: '1.00' }), figure(1, { EUR: '2.50' }), figure(3, { EUR: '2.50' }))).toEqual([
      { cell: ['late'], before: 1, after: 3, difference: 2, byEvents: 0, byDays: 2 },
      { cell: ['own', 'USD', 'currency'], before: 'USD' },
      { cell: ['own', 'USD', 'amount'], before: '1.00', difference: '-1.00', byEvents: '-1.00', byDays: '0.00' },
      { cell: ['own', 'EUR', 'currency'], after: 'EUR' },
      { cell: ['own', 'EUR', 'amount'], after: '2.50', difference: '2.50', byEvents: '2.50', byDays: '0.00' },
    ]);
  });

  it('is always all of the difference', () => {
    const counts = fc.dictionary(fc.constantFrom('all', 'late', 'due'), fc.integer());
    const figure = fc.record({ reporting: fc.option(counts), lines: fc.dictionary(fc.constantFrom('AFR', 'EUR'), counts) });
    fc.assert(
      fc.property(figure, figure, figure, (before, between, after) => {
        for (const { difference, byEvents, byDays } of figureEffects(before, between, after)) {
          if (difference !== undefined) expect(Number(byEvents) + Number(byDays)).toBe(difference);
        }
      }),
    );
  });
});
