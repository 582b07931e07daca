import { describe, expect, it } from '@jest/globals';
import { type Day } from '@mithaq/domain';
import { linesByFocusArea, linesOfCoalition, linesOfTables, linesOfWholes } from './figure-lines.js';

const moment = { asOf: '7', day: '2024-06-30' as Day };
const of = { rule: 2, ...moment, provenance: ['submitted'], cycle: '2024' };
const table = { provenance: ['submitted'], cycle: { id: '2024' } };
const africa = { region: 'AFR', exclusive: { all: 1 } };

describe('the lines of figures', () => {
  it('are those of each table, by their keys or by their names alone', () =>
    expect(linesOfTables({ rule: 2, tables: [{ ...table, regions: [africa], whole: { exclusive: { all: 3 } } }] }, moment)).toEqual([
      { ...of, lines: 'regions', line: 'AFR', exclusive: { all: 1 } },
      { ...of, lines: 'whole', line: null, exclusive: { all: 3 } },
    ]));

  it('of regions by focus area are those of each focus area, then of all', () => {
    const focusAreas = [{ focusArea: 'connecting-people', cycle: table.cycle, regions: [africa] }];
    const tables = [{ provenance: ['submitted'], focusAreas, whole: { cycle: null, regions: [africa] } }];
    expect(linesByFocusArea({ rule: 2, tables }, moment)).toEqual([
      { focusArea: 'connecting-people', ...of, lines: 'regions', line: 'AFR', exclusive: { all: 1 } },
      { focusArea: null, ...of, cycle: null, lines: 'regions', line: 'AFR', exclusive: { all: 1 } },
    ]);
  });

  it('of one record are its tables, one line each', () =>
    expect(linesOfWholes({ ledFromHere: 'ledFromHere' })({ rule: 2, ledFromHere: [{ ...table, touching: { all: 1 } }] }, moment)).toEqual([
      { ...of, lines: 'ledFromHere', line: null, touching: { all: 1 } },
    ]));

  it('of a coalition are who stands by it, by version, category and region', () => {
    const signatories = {
      standing: 2,
      withdrawn: 1,
      byVersion: [{ version: 1, standing: 2 }],
      byCategory: { government: 2 },
      byRegion: { AFR: 2 },
    };
    const { cycle: _, ...ofCoalition } = of;
    expect(linesOfCoalition({ rule: 2, tables: [{ provenance: ['submitted'], ...signatories }] }, moment)).toEqual([
      { ...ofCoalition, lines: 'byVersion', line: '1', standing: 2 },
      { ...ofCoalition, lines: 'byCategory', line: 'government', standing: 2 },
      { ...ofCoalition, lines: 'byRegion', line: 'AFR', standing: 2 },
      { ...ofCoalition, lines: 'whole', line: null, standing: 2, withdrawn: 1 },
    ]);
  });
});
