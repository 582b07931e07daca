import { afterEach, describe, expect, it } from '@jest/globals';
import { type CountryCode, type CycleId, type Day, focusAreaIds, type Recorded } from '@mithaq/domain';
import fc from 'fast-check';
import { type Moment } from '../engine/moment.js';
import { figureFilter } from '../testing/filters.js';
import { answerDays, coalitionIds, cycleIds, cyclesNamed, ledgers, moments } from '../testing/ledgers.js';
import { RowsAt } from '../testing/rows-at.js';
import { views } from './all-views.js';
import { type Behind, listParts, type Opening, type PartItem } from './behind.js';
import {
  behindCoalition,
  behindCountry,
  behindCountryGroups,
  behindCycle,
  behindFacilitated,
  behindFocusAreas,
  behindRegions,
  behindRegionsByFocusArea,
  behindRegionsOfOrigin,
} from './behind-figures.js';
import { type FigureAsked } from './behind-measures.js';
import { changedFigures, type FigureChange } from './changed-figures.js';
import { oneCoalition } from './coalition-list.js';
import { type FigureFilter } from './filter.js';
import { perCountry, perCountryGroup } from './per-country.js';
import { perCycle } from './per-cycle.js';
import { perFocusArea } from './per-focus-area.js';
import { perRegion, perRegionOfOrigin, regionByFocusArea } from './per-region.js';
import { type Question } from './question.js';
import { facilitatedBy } from './working-group-list.js';

/** The rows hold for the moment already. */
const now: Moment = {};
const runs = { numRuns: 15 };

const opened: RowsAt[] = [];
afterEach(() => opened.splice(0).forEach(rows => rows.close()));
function rowsAt(events: readonly Recorded[], moment: Moment): RowsAt {
  const rows = new RowsAt(views, events, moment);
  opened.push(rows);
  return rows;
}

type Figure = readonly [
  figure: (moment: Moment, day: Day, filter: FigureFilter, cycle?: CycleId) => Question<unknown>,
  behind: (asked: FigureAsked) => Opening,
];

const figures: Readonly<Record<string, Figure>> = {
  'per region of implementation': [perRegion, behindRegions],
  'per region of origin': [perRegionOfOrigin, behindRegionsOfOrigin],
  'regions × focus areas': [regionByFocusArea, behindRegionsByFocusArea],
  'per focus area': [perFocusArea, behindFocusAreas],
  'of a country': [
    (moment, day, filter, cycle) => perCountry(moment, day, 'KE' as CountryCode, filter, cycle),
    asked => behindCountry(asked, 'KE' as CountryCode),
  ],
  'per country group': [perCountryGroup, behindCountryGroups],
  'facilitated by a working group': [
    (moment, day, filter, cycle) => facilitatedBy(moment, day, focusAreaIds[0], filter, cycle),
    asked => behindFacilitated(asked, focusAreaIds[0]),
  ],
};

describe('the records behind any cell of a figure add up to it', () => {
  it.each(Object.entries(figures))('%s', (_, [figure, behind]) => {
    fc.assert(
      fc.property(ledgers, moments, answerDays, figureFilter, cyclesNamed, fc.nat(), (events, moment, today, filter, cycle, first) => {
        const day = moment.day ?? today;
        const rows = rowsAt(events, moment);
        const answer = rows.ask(figure(now, day, filter, cycle));
        expectOpened(rows, answer, behind({ moment: now, day, filter, cycle }), first);
        opened.splice(0).forEach(rows => rows.close());
      }),
      runs,
    );
  });
  it('of a reporting cycle', () => {
    fc.assert(
      fc.property(ledgers, moments, answerDays, fc.constantFrom(...cycleIds), fc.nat(), (events, moment, today, cycle, first) => {
        const day = moment.day ?? today;
        const rows = rowsAt(events, moment);
        const { tables, regionalPriorities } = rows.ask(perCycle(now, day, cycle)) ?? {};
        expectOpened(rows, { tables, regionalPriorities }, behindCycle(now, day, cycle), first);
        opened.splice(0).forEach(rows => rows.close());
      }),
      runs,
    );
  });
  it('of a coalition', () => {
    fc.assert(
      fc.property(ledgers, moments, fc.constantFrom(...coalitionIds), fc.nat(), (events, moment, id, first) => {
        const rows = rowsAt(events, moment);
        const { tables, signatories } = rows.ask(oneCoalition(now, id)) ?? {};
        expectOpened(rows, { tables, signatories }, behindCoalition(now, id), first);
        opened.splice(0).forEach(rows => rows.close());
      }),
      runs,
    );
  });
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
