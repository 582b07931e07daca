import { afterEach, expect, it } from '@jest/globals';
import { type Day, focusAreaIds, type Recorded } from '@mithaq/domain';
import fc from 'fast-check';
import { type Moment } from '../engine/moment.js';
import { figureFilter } from '../testing/filters.js';
import { answerDays, coalitionIds, cycleIds, cyclesNamed, ledgers, moments } from '../testing/ledgers.js';
import { RowsAt } from '../testing/rows-at.js';
import { views } from './all-views.js';
import { type Behind, listParts, type Opening, type PartItem } from './behind.js';
import { behindRegions } from './behind-figures.js';
import { changedFigures, type FigureChange } from './changed-figures.js';
import { type FigureKind, type FigureName, figures } from './figures.js';

/** The rows hold for the moment already. */
const now: Moment = {};

const opened: RowsAt[] = [];
afterEach(() => opened.splice(0).forEach(rows => rows.close()));
function rowsAt(events: readonly Recorded[], moment: Moment): RowsAt {
  const rows = new RowsAt(views, events, moment);
  opened.push(rows);
  return rows;
}

/** Whose the figures of one record are. */
const ids: Readonly<Record<Extract<FigureName, `${string}/<id>`>, readonly string[]>> = {
  'countries/<id>': ['KE'],
  'country-groups/<id>': ['LDC'],
  'working-groups/<id>': [focusAreaIds[0]],
  'reporting-cycles/<id>': cycleIds,
  'coalitions/<id>': coalitionIds,
};
const everyKind: [FigureName, FigureKind, readonly string[]][] = (Object.keys(figures) as FigureName[]).map(name => [
  name,
  figures[name],
  name in ids ? ids[name as keyof typeof ids] : [''],
]);

it.each(everyKind)('the records behind any cell of %s add up to it', (_, { counted, of }, ids) => {
  fc.assert(
    fc.property(
      ledgers,
      moments,
      answerDays,
      fc.record({ filter: figureFilter, cycle: cyclesNamed }),
      fc.constantFrom(...ids),
      fc.nat(),
      (events, moment, today, asked, id, first) => {
        const day = moment.day ?? today;
        const rows = rowsAt(events, moment);
        const { question, opening } = of(asked, id);
        const answer = Object.entries(rows.ask(question(now, day)) ?? {}).filter(([name]) => counted.includes(name));
        expectOpened(rows, Object.fromEntries(answer), opening(now, day), first);
        opened.splice(0).forEach(rows => rows.close());
      },
    ),
    { numRuns: 15 },
  );
});

it('nothing is behind figures of a record that is not there', () => {
  const rows = rowsAt([], now);
  for (const [, { of, example }, [id]] of everyKind.filter(([name]) => name in ids)) {
    const { question, opening } = of({}, id!);
    expect(rows.ask(question(now, '2026-01-01' as Day))).toBeUndefined();
    expect(everyPart(rows, opening(now, '2026-01-01' as Day)(example.split('/'))!)).toBe(0);
  }
});

it('what is no cell of a figure does not open', () => {
  const asked = { moment: now, day: '2026-01-01' as Day, filter: {} };
  const line = ['tables', 'submitted,published', 'regions', 'AFR'];
  for (const cell of [
    [],
    ['tables'],
    line,
    [...line, 'exclusive'],
    [...line, 'exclusive', 'byKind'],
    [...line, 'exclusive', 'byKind', 'finance'],
    [...line, 'exclusive', 'all', 'all'],
    [...line, 'value', 'own', 'USD'],
    [...line, 'value', 'constructor', 'USD', 'amount'],
    [...line, '__proto__', 'all'],
    ['tables', 'demonstration', 'whole', 'exclusive', 'all'],
    ['tables', 'submitted,published', 'whole', 'touching', 'all'],
  ]) {
    expect([cell, behindRegions(asked)(cell)]).toEqual([cell, undefined]);
  }
});

/** What stands in an answer beside its figures. */
const aside = ['rule', 'latest', 'cycle', 'name', 'question', 'region', 'overlaps', 'provenance', 'version'];

/** So many cells are opened of one answer, of those that say something and of those that say nothing. */
const most = 12;

/** @param first from which cell on they are opened, so that over all runs any is */
function expectOpened(rows: RowsAt, answer: unknown, open: Opening, first: number): void {
  const cells = changedFigures({}, answer).filter(({ cell, after }) => !cell.some(name => aside.includes(name)) && isFigure(after));
  const said = cells.filter(({ after }) => Number(after) !== 0);
  const some = (cells: readonly FigureChange[]) => cells.filter((_, i) => (i + first) % Math.ceil(cells.length / most) === 0);
  for (const { cell, after } of [...some(said), ...some(cells.filter(cell => !said.includes(cell)))]) {
    const behind = open(cell);
    if (!behind) throw new Error(`${cell.join('/')} does not open`);
    expect([cell, everyPart(rows, behind)]).toEqual([cell, after]);
  }
}

function isFigure(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value));
}

/** What the parts come to, read in pages of two. */
function everyPart(rows: RowsAt, behind: Behind): number | string {
  const items: PartItem[] = [];
  let page = rows.ask(listParts(behind, { limit: 2 }));
  for (items.push(...page.items); page.next; items.push(...page.items)) page = rows.ask(listParts(behind, { limit: 2, after: page.next }));
  expect(page.total).toBe(items.length);
  expect(new Set(items.map(({ stream }) => stream)).size).toBe(items.length);
  const units = items.reduce((sum, { part }) => sum + BigInt(String(part).replace('.', '')), 0n);
  expect(units).toBe(BigInt(String(page.sum).replace('.', '')));
  return page.sum;
}
