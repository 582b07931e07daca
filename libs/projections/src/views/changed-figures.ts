import { difference } from '@mithaq/domain';

/** A cell of an answer that says something else. */
export interface FigureChange {
  /** The names on the way to it: of fields, and of the lines of a table by their keys, such as `['tables', 'submitted', 'regions', 'AFR', 'exclusive', 'all']`. */
  readonly cell: readonly string[];
  /** Absent where the cell was not there. */
  readonly before?: unknown;
  /** Absent where the cell is not there any more. */
  readonly after?: unknown;
  /** After less before, exact: of numbers a number, of decimals (`155000000.00`) a decimal; a number that was not there was zero. */
  readonly difference?: number | string;
}

/** What a line of a table may be known by, what is named first before what is named later: a country's line names its region too. */
const keys = ['id', 'country', 'iso2', 'group', 'focusArea', 'region', 'organisation', 'currency', 'version', 'day', 'provenance'] as const;

/**
 * Which cells of an answer differ in another answer to the same question: of another moment, or of what would be. Lines of a table are
 * compared by their keys, wherever they stand; where lines have none, or share it, by their place. A list of mere values is one cell.
 */
export function changedFigures(before: unknown, after: unknown): FigureChange[] {
  return changed([], before, after);
}

function changed(cell: readonly string[], before: unknown, after: unknown): FigureChange[] {
  if (before === after) return [];
  const [was, is] = partsOf(before, after);
  if (was && is && was.size + is.size > 0) {
    const names = new Set([...was.keys(), ...is.keys()]);
    return [...names].flatMap(name => changed([...cell, name], was.get(name), is.get(name)));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  // What a line is known by is no figure.
  const difference = (keys as readonly (string | undefined)[]).includes(cell.at(-1)) ? undefined : differenceOf(before, after);
  return [
    {
      cell,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      ...(difference !== undefined && { difference }),
    },
  ];
}

type Parts = ReadonlyMap<string, unknown>;

/** The parts of both, under the same kind of names; undefined of what is one cell. What is not there, or is null, has no parts. */
function partsOf(before: unknown, after: unknown): readonly [Parts?, Parts?] {
  const given = [before, after].filter(value => value !== undefined && value !== null);
  if (given.every(isLines)) {
    const key = keys.find(name => given.every(lines => isKey(lines, name)));
    const parts = (lines: unknown) => new Map(((lines ?? []) as Line[]).map((line, i) => [key ? String(line[key]) : String(i), line]));
    return [parts(before), parts(after)];
  }
  if (given.every(isObject)) return [new Map(Object.entries(before ?? {})), new Map(Object.entries(after ?? {}))];
  return [];
}

type Line = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLines(value: unknown): value is readonly Line[] {
  return Array.isArray(value) && value.every(isObject);
}

/** Whether each of the lines has a name of its own under this key; a table of several provenances is named by all of them. */
function isKey(lines: readonly Line[], key: string): boolean {
  const named = lines.map(line => line[key]);
  const isName = (name: unknown) => typeof name === 'string' || typeof name === 'number';
  return (
    named.every(name => isName(name) || (Array.isArray(name) && name.every(isName))) && new Set(named.map(String)).size === lines.length
  );
}

/** What was not there, or is not there any more, was nothing. */
function differenceOf(before: unknown, after: unknown): number | string | undefined {
  const nothing = [before, after].some(value => typeof value === 'string') ? '0' : 0;
  return difference(before === undefined ? nothing : before, after === undefined ? nothing : after);
}

/** A cell that says something else at another moment, and what made it so. */
export interface FigureEffect extends FigureChange {
  /** What the events did that are known at the one moment and not at the other, or had come true by its day; of every cell with a difference. */
  readonly byEvents?: number | string;
  /** What the days did that have passed: what fell due, or came to its end. Both together are the difference. */
  readonly byDays?: number | string;
}

/**
 * What changed in a figure from one moment to another, and by what.
 *
 * @param between the figure of the events of the later answer on the day of the earlier one
 */
export function figureEffects(before: unknown, between: unknown, after: unknown): FigureEffect[] {
  const effects = (changes: readonly FigureChange[]) => new Map(changes.map(({ cell, difference }) => [JSON.stringify(cell), difference]));
  const [byEvents, byDays] = [effects(changedFigures(before, between)), effects(changedFigures(between, after))];
  return changedFigures(before, after).map(change => {
    const { cell, difference: whole } = change;
    if (whole === undefined) return change;
    const nothing = difference(whole, whole);
    const effect = (of: ReadonlyMap<string, number | string | undefined>) => of.get(JSON.stringify(cell)) ?? nothing!;
    return { ...change, byEvents: effect(byEvents), byDays: effect(byDays) };
  });
}

/**
 * How the figures of an answer came to be others, cell by cell: of what is counted; and, where they are of another reporting cycle, of which.
 *
 * @param counted as a `FigureKind` has it
 * @param between as `figureEffects` takes it
 */
export function comparedFigures(
  counted: readonly string[],
  before: object | undefined,
  between: object | undefined,
  after: object,
): FigureEffect[] {
  const [was, then, is] = [before, between, after].map(answer => pick(answer, counted));
  return figureEffects(was, then, is).filter(change => isCounted(change) || isOfCycle(change));
}

/** Which figures of an answer would be others: of what is counted. */
export function movedFigures(counted: readonly string[], before: object | undefined, after: object | undefined): FigureChange[] {
  return changedFigures(pick(before, counted), pick(after, counted)).filter(isCounted);
}

function pick(answer: object | undefined, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(answer ?? {}).filter(([name]) => names.includes(name)));
}

function isCounted({ cell, difference }: FigureChange): boolean {
  return difference !== undefined && !cell.includes('name') && !cell.includes('cycle');
}

function isOfCycle({ cell }: FigureChange): boolean {
  return cell.includes('cycle') && cell.at(-1) === 'id';
}
