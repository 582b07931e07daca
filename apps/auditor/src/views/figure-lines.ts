import { type CycleTable, type PriorityTable, type Provenance } from '@mithaq/domain';
import { type CoalitionPage } from '@mithaq/projections';
import { type MomentOfView } from './moment-of-view.js';

/** The lines of the tables of figures, in their order, each with the moment that it is of and the rule that counted it. */
export type LinesOfFigures = (answer: object, moment: MomentOfView) => object[];

/** What a line of a table is known by. */
const keys = ['region', 'focusArea', 'group', 'id'] as const;
type Line = Readonly<Partial<Record<(typeof keys)[number], string>>>;

/** What every page of figures of commitments answers, whatever its tables have. */
interface Tables {
  readonly rule: number;
  readonly tables: readonly Table[];
}
type Table = Readonly<Record<string, object>> & {
  readonly provenance: readonly Provenance[];
  /** The cycle that its reporting is of. */
  readonly cycle: { readonly id: string } | null;
};

/** Tables of commitments: of each set of provenances the lines that have a key, and those that have a name alone: several, not stated, the whole. */
export const linesOfTables: LinesOfFigures = (answer, { asOf, day }) => {
  const { rule, tables } = answer as Tables;
  return tables.flatMap(({ provenance, cycle, ...parts }) =>
    Object.entries(parts).flatMap(([name, part]) =>
      linesIn(name, part).map(line => ({ rule, asOf, day, provenance, cycle: cycle?.id ?? null, ...line })),
    ),
  );
};

/** Such tables, one of each focus area and one of them all. */
export const linesByFocusArea: LinesOfFigures = (answer, moment) => {
  const { rule, tables } = answer as {
    readonly rule: number;
    readonly tables: readonly {
      readonly provenance: readonly Provenance[];
      readonly focusAreas: readonly (Omit<Table, 'provenance'> & { readonly focusArea: string })[];
      readonly whole: Omit<Table, 'provenance'>;
    }[];
  };
  return tables.flatMap(({ provenance, focusAreas, whole }) =>
    [...focusAreas, { focusArea: null, ...whole }].flatMap(({ focusArea, ...table }) =>
      linesOfTables({ rule, tables: [{ provenance, ...table }] }, moment).map(line => ({ focusArea, ...line })),
    ),
  );
};

/** Tables that are one line each, under names of the answer; `named` says what the lines are called. */
export function linesOfWholes(named: Readonly<Record<string, string>>): LinesOfFigures {
  return (answer, { asOf, day }) => {
    const { rule, ...tables } = answer as { readonly rule: number } & Readonly<Record<string, Tables['tables']>>;
    return Object.entries(named).flatMap(([name, lines]) =>
      tables[name]!.map(({ provenance, cycle, ...line }) => ({
        rule,
        asOf,
        day,
        provenance,
        cycle: cycle?.id ?? null,
        lines,
        line: null,
        ...line,
      })),
    );
  };
}

/** Who stands by the document of a coalition: all, under each version, of each category and of each region. */
export const linesOfCoalition: LinesOfFigures = (answer, { asOf, day }) => {
  const { rule, tables } = answer as CoalitionPage;
  return tables.flatMap(({ provenance, standing, withdrawn, byVersion, byCategory, byRegion }) =>
    [
      ...byVersion.map(({ version, standing }) => ({ lines: 'byVersion', line: String(version), standing })),
      ...Object.entries(byCategory).map(([line, standing]) => ({ lines: 'byCategory', line, standing })),
      ...Object.entries(byRegion).map(([line, standing]) => ({ lines: 'byRegion', line, standing })),
      { lines: 'whole', line: null, standing, withdrawn },
    ].map(line => ({ rule, asOf, day, provenance, ...line })),
  );
};

interface Counted {
  readonly rule?: number;
  readonly tables: readonly CycleTable[];
  readonly regionalPriorities: PriorityTable;
}

/** The tables of a reporting cycle; once it is closed, as they were frozen and as they are counted now for the same day. */
export const linesOfCycle: LinesOfFigures = (answer, { asOf, day }) => {
  // As the service and the views answer it; the service says the rule with what is counted.
  const { frozen, counted, ...beside } = answer as {
    readonly rule?: number;
    readonly counted: Counted;
    readonly frozen: (Counted & { readonly countedTo: string; readonly event: { readonly day: string } }) | null;
  };
  const rule = counted.rule ?? beside.rule;
  return [
    ...(frozen ? linesCounted('frozen', { rule: frozen.rule, asOf: frozen.countedTo, day: frozen.event.day }, frozen) : []),
    ...linesCounted('counted', { rule, asOf, day: frozen?.event.day ?? day }, counted),
  ];
};

function linesCounted(figures: string, moment: object, { tables, regionalPriorities }: Counted): object[] {
  const of = (owing: string, provenance: Provenance | null, { whole, ...lines }: Omit<CycleTable, 'provenance'> | PriorityTable) =>
    Object.entries({ ...lines, whole: { counts: whole } })
      .flatMap(([name, part]) => linesIn(name, part))
      .map(line => ({ ...moment, figures, owing, provenance, ...line }));
  return [
    ...tables.flatMap(({ provenance, ...table }) => of('commitments', provenance, table)),
    ...of('regional-priorities', null, regionalPriorities),
  ];
}

function linesIn(name: string, part: object): object[] {
  if (!Array.isArray(part)) return [{ lines: name, line: null, ...part }];
  return (part as readonly Line[]).map(line => {
    const key = keys.find(key => key in line)!; // of each list of lines in these tables
    const { [key]: id, ...rest } = line;
    return { lines: name, line: id, ...rest };
  });
}
