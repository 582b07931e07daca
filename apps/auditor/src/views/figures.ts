import { type FigureName, figures as kinds } from '@mithaq/projections';
import { linesByFocusArea, linesOfCoalition, linesOfCycle, linesOfTables, linesOfWholes, type LinesOfFigures } from './figure-lines.js';
import { choices, type Chosen, type FigureView, named } from './view.js';

/** What the command line adds to figures. */
interface Told {
  /** Absent: their address. */
  readonly name?: string;
  /** Absent: whatever a view can be chosen by. */
  readonly takes?: Chosen;
  readonly lines: LinesOfFigures;
}

const told: Readonly<Record<FigureName, Told>> = {
  regions: { lines: linesOfTables },
  'regions?question=origin': { name: 'regions-of-origin', lines: linesOfTables },
  'regions/by-focus-area': { lines: linesByFocusArea },
  'focus-areas': { lines: linesOfTables },
  'country-groups': { lines: linesOfTables },
  'countries/<id>': { lines: linesOfWholes({ implementedHere: 'implementedHere', ledFromHere: 'ledFromHere' }) },
  'country-groups/<id>': { lines: linesOfWholes({ tables: 'whole' }) },
  'working-groups/<id>': { lines: linesOfWholes({ tables: 'whole' }) },
  'coalitions/<id>': { takes: { provenance: choices.provenance }, lines: linesOfCoalition },
  'reporting-cycles/<id>': { takes: {}, lines: linesOfCycle },
};

/** The figures, by their names; `<id>` stands for the id of the record that one is of. */
export const figures: Readonly<Record<string, (id: string) => FigureView>> = Object.fromEntries(
  Object.entries(told).map(([address, { name, takes = choices, lines }]) => [
    name ?? address,
    (id: string): FigureView => {
      const { of, ...figures } = kinds[address as FigureName];
      const [path, query] = address.split('?');
      return {
        ...{ kind: 'figures', ...named(path!, id), ...(name !== undefined && { name }), takes, lines, ...figures },
        ...(query !== undefined && { query: Object.fromEntries(new URLSearchParams(query)) }),
        of: filter => of({ filter }, id),
      };
    },
  ]),
);
