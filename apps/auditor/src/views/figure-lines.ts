import { type CycleTable, type PriorityTable, type Provenance } from '@mithaq/domain';
import { type MomentOfView } from './moment-of-view.js';

/** The lines of the tables of figures, in their order, each with the moment that it is of and the rule that counted it. */
export type LinesOfFigures = (answer: object, moment: MomentOfView) => object[];

/** What a line of a table is known by. */
const keys = ['region', 'focusArea', 'group', 'id'] as const;
type Line = Readonly<Partial<Record<(typeof keys)[number], string>>>;

/** Tables of commitments: of each set of provenances the lines that have a key, and those that have a name alone: several, not stated, the whole. */
export const linesOfTables: LinesOfFigures = (answer, { asOf, day }) => {
  // Every page of such figures answers them so.
  const { rule, tables } = answer as {
    readonly rule: number;
    readonly tables: readonly (Readonly<Record<string, object>> & {
      readonly provenance: readonly Provenance[];
      readonly cycle: { readonly id: string } | null;
    })[];
  };
  return tables.flatMap(({ provenance, cycle, ...parts }) =>
    Object.entries(parts).flatMap(([name, part]) =>
      linesIn(name, part).map(line => ({ rule, asOf, day, provenance, cycle: cycle?.id ?? null, ...line })),
    ),
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
