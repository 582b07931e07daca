import { type Day, type Provenance, toDecimal } from '@mithaq/domain';
import { dayAt } from '../engine/moment.js';
import { type FigureChange } from '../views/changed-figures.js';
import { type CommitmentRow, fromCell } from '../views/commitments.js';
import { deliveriesShown, rungs } from '../views/delivery.js';
import {
  type Beneficiaries,
  count,
  type CountCells,
  type Counts,
  type MoneySums,
  noneCounted,
  stands,
  type Sum,
  tableOfNature,
  type ValueFigures,
  ValueSums,
  zeros,
} from '../views/measures.js';
import { type SignatureRow, type SignatureStatus, signatureStatuses } from '../views/signatures.js';

/** What the commitments of a scope come to: the counts of every figure but those of reporting, which rest on cycles, and what they are worth. */
export interface CommitmentTable {
  readonly provenance: readonly Provenance[];
  readonly counts: Omit<Counts, 'reporting'>;
  readonly value: ValueFigures;
}

/** Who stands by the document of a coalition, and who withdrew. */
export interface SignatoryTable extends Readonly<Record<SignatureStatus, number>> {
  readonly provenance: readonly Provenance[];
}

/** The figures of a scope at one moment. */
export interface ScopeFigures {
  /** One, adding up the provenances asked for; with demonstration beside others, one each; none of a scope in which nothing is counted. */
  readonly tables: readonly (CommitmentTable | SignatoryTable)[];
}

/** What changes by the calendar alone. */
export interface DayPassed {
  readonly day: Day;
  readonly figures: readonly FigureChange[];
}

/**
 * Figures that run along with a walk through the ledger: a record's part is taken out as it was, and put in as it is, at the cost of that
 * record alone. At every step they are what the views answer.
 */
export interface RunningFigures<Row> {
  whole(): ScopeFigures;
  /** One record says something else; undefined: it is not of the scope. */
  change(before: Row | undefined, after: Row | undefined): FigureChange[];
  /** The day of the answer becomes this one: a step for each day on which a figure changes by that alone. */
  passTo(day: Day): DayPassed[];
}

/** Of a scope in which nothing is counted. */
export const noFigures: RunningFigures<unknown> = {
  whole: () => ({ tables: [] }),
  change: () => [],
  passTo: () => [],
};

/** Of the signatures of a coalition. */
export class RunningSignatories implements RunningFigures<SignatureRow> {
  private readonly tables: { readonly provenance: readonly Provenance[]; readonly counts: Record<SignatureStatus, number> }[];

  /** @param sets of provenances that are added up, see `provenanceSets` */
  constructor(sets: readonly (readonly Provenance[])[]) {
    this.tables = sets.map(provenance => ({ provenance, counts: zeros(signatureStatuses) }));
  }

  whole(): ScopeFigures {
    return { tables: this.tables.map(({ provenance, counts }) => ({ provenance, ...counts })) };
  }

  change(before: SignatureRow | undefined, after: SignatureRow | undefined): FigureChange[] {
    return this.tables.flatMap(({ provenance, counts }) => {
      const was = { ...counts };
      if (before && provenance.includes(before.provenance)) counts[before.status]--;
      if (after && provenance.includes(after.provenance)) counts[after.status]++;
      return changesOf(['tables', String(provenance)], was, counts);
    });
  }

  passTo(): DayPassed[] {
    return [];
  }
}

/** Of commitments, as `perRegion` has them under `whole`. */
export class RunningCommitments implements RunningFigures<CommitmentRow> {
  private readonly tables: readonly Table[];
  /** The days on which any commitment that was counted ends, in their order. */
  private readonly ends: Day[] = [];
  private day: Day | undefined;

  /** @param sets of provenances that are added up, see `provenanceSets` */
  constructor(sets: readonly (readonly Provenance[])[]) {
    this.tables = sets.map(provenance => new Table(provenance));
  }

  whole(): ScopeFigures {
    return { tables: this.tables.map(table => table.whole()) };
  }

  change(before: CommitmentRow | undefined, after: CommitmentRow | undefined): FigureChange[] {
    if (before === after) return [];
    if (after && mayEnd(after)) addTo(this.ends, after.end_day);
    return this.tables.flatMap(table => table.change(before, after, this.day));
  }

  passTo(day: Day): DayPassed[] {
    const [from, to] = [this.day ?? day, day];
    this.day = day;
    // What ends on a day is past its end on the next. Where the reader's clock is behind the ledger's, the last step goes back.
    const isBack = to < from;
    const ends = this.ends.slice(placeOf(this.ends, isBack ? to : from), placeOf(this.ends, isBack ? from : to));
    return (isBack ? ends.reverse() : ends).flatMap(end => {
      const figures = this.tables.flatMap(table => table.end(end, isBack));
      return figures.length === 0 ? [] : [{ day: isBack ? end : dayAfter(end), figures }];
    });
  }
}

/** What the counts rest on, and what the value does. */
const countColumns = ['cell', 'end_day', 'completed_day', 'programme', 'beneficiaries', 'reached'] as const satisfies readonly Column[];
const valueColumns = ['cell', 'currency', 'nature', 'amount', 'usd', 'paid_currency', ...rungs] as const satisfies readonly Column[];
type Column = keyof CommitmentRow;

function areAlike(columns: readonly Column[], one: CommitmentRow | undefined, other: CommitmentRow | undefined): boolean {
  for (const column of columns) if (one?.[column] !== other?.[column]) return false;
  return true;
}

/** Whether it will be told apart once its end is past. */
function mayEnd(row: CommitmentRow): row is CommitmentRow & { readonly end_day: Day } {
  return row.end_day !== null && row.completed_day === null && stands(row.status);
}

/** The figures of one set of provenances. */
class Table {
  private readonly path: readonly string[];
  private readonly usdCell: readonly string[];
  private readonly cells = noneCounted();
  private readonly beneficiaries = new People();
  private readonly reached = new People();
  private readonly sums = new ValueSums();
  /** Of those that may end, how many do on a day, by what was said last of their delivery. */
  private readonly ending = new Map<Day, CountCells['byDelivery']>();

  constructor(private readonly provenance: readonly Provenance[]) {
    this.path = ['tables', String(provenance)];
    this.usdCell = [...this.path, 'value', 'usdEquivalent'];
  }

  whole(): CommitmentTable {
    return { provenance: this.provenance, counts: this.counts(), value: this.sums.value() };
  }

  /** @param day of the answer; undefined: before the first */
  change(before: CommitmentRow | undefined, after: CommitmentRow | undefined, day: Day | undefined): FigureChange[] {
    const isCounted = (row: CommitmentRow | undefined) => row !== undefined && this.provenance.includes(row.provenance);
    const [was, is] = [isCounted(before) ? before : undefined, isCounted(after) ? after : undefined];
    if (!was && !is) return [];
    // Most events change money or the rest, and few both.
    return [
      ...(areAlike(countColumns, was, is) ? [] : this.countAnew(was, is, day)),
      ...(areAlike(valueColumns, was, is) ? [] : this.valueAnew(was, is)),
    ];
  }

  private countAnew(was: CommitmentRow | undefined, is: CommitmentRow | undefined, day: Day | undefined): FigureChange[] {
    const before = this.counts();
    if (was) this.count(was, day, -1);
    if (is) this.count(is, day, 1);
    return changesOf([...this.path, 'counts'], before, this.counts());
  }

  private valueAnew(was: CommitmentRow | undefined, is: CommitmentRow | undefined): FigureChange[] {
    const { sums } = this;
    const lines = this.linesOf(was, is).map(line => ({ ...line, before: line.sums.of(line.currency) }));
    const { usd, missingFor } = sums;
    if (was) this.value(was, -1);
    if (is) this.value(is, 1);
    return [
      ...lines.flatMap(({ cell, sums, currency, before }) => sumChanges(cell, currency, before, sums.of(currency))),
      ...sumChanges(this.usdCell, 'USD', usd, sums.usd),
      ...(missingFor === sums.missingFor ? [] : [numberChange([...this.usdCell, 'missingFor'], missingFor, sums.missingFor)]),
    ];
  }

  /** The day is over, or begins again, on which some end. */
  end(day: Day, isBack: boolean): FigureChange[] {
    const ending = this.ending.get(day);
    if (!ending) return [];
    const { byDelivery } = this.cells;
    const was = { ...byDelivery };
    for (const delivery of deliveriesShown) {
      const n = isBack ? -ending[delivery] : ending[delivery];
      byDelivery[delivery] -= n;
      byDelivery['ended-not-completed'] += n;
    }
    return changesOf([...this.path, 'counts', 'byDelivery'], was, byDelivery);
  }

  private counts(): CommitmentTable['counts'] {
    const { all, byRegistration, standing, byKind, byAdditionality, byDelivery } = this.cells;
    return {
      all,
      byRegistration: { ...byRegistration },
      standing,
      byKind: { ...byKind },
      byAdditionality: { ...byAdditionality },
      byDelivery: { ...byDelivery },
      beneficiaries: this.beneficiaries.of(standing),
      reached: this.reached.of(standing),
    };
  }

  /** The lines of money that either of the two has a part in, each once. */
  private linesOf(...rows: readonly (CommitmentRow | undefined)[]): Line[] {
    const { pledged, reported } = this.sums;
    const lines: Line[] = [];
    const add = (table: readonly string[], sums: MoneySums, currency: string) => {
      if (lines.some(line => line.sums === sums && line.currency === currency)) return;
      lines.push({ cell: [...this.path, 'value', ...table, currency], sums, currency });
    };
    for (const row of rows) {
      if (row?.nature && row.currency) add([tableOfNature[row.nature]], pledged[row.nature], row.currency);
      if (row?.paid_currency) for (const rung of rungs) add(['reported', rung], reported[rung], row.paid_currency);
    }
    return lines;
  }

  /** @param n 1 puts it in, -1 takes it out */
  private count(row: CommitmentRow, day: Day | undefined, n: 1 | -1): void {
    count(this.cells, fromCell(row.cell), day !== undefined && mayEnd(row) && row.end_day < day, n);
    if (!stands(row.status)) return;
    if (mayEnd(row)) this.endingOn(row.end_day)[row.delivery ?? 'not-stated'] += n;
    this.beneficiaries.take(row.beneficiaries, row.programme, n);
    this.reached.take(row.reached, row.programme, n);
  }

  /** @param n as for `count` */
  private value(row: CommitmentRow, n: 1 | -1): void {
    const { amount, usd, nature, currency, paid_currency } = row;
    if (!stands(row.status)) return;
    const part = (minor: bigint | null) => (minor === null ? { minor: 0n, commitments: 0 } : { minor: BigInt(n) * minor, commitments: n });
    if (amount !== null && nature !== null && currency !== null) this.sums.pledge(nature, currency, part(amount), part(usd));
    if (paid_currency !== null) for (const rung of rungs) if (row[rung] !== null) this.sums.report(rung, paid_currency, part(row[rung]));
  }

  private endingOn(day: Day): CountCells['byDelivery'] {
    const ending = this.ending.get(day) ?? zeros(deliveriesShown);
    this.ending.set(day, ending);
    return ending;
  }
}

/** A line of a table of money. */
interface Line {
  readonly cell: readonly string[];
  readonly sums: MoneySums;
  readonly currency: string;
}

/** The greatest number of each programme, then the sum, while numbers come and go. */
class People {
  private stated = 0;
  private sum = 0;
  /** What the commitments of a programme state, the smallest first. */
  private readonly ofProgramme = new Map<string, number[]>();

  take(people: number | null, programme: string | null, n: 1 | -1): void {
    if (people === null) return;
    this.stated += n;
    if (programme === null) {
      this.sum += n * people;
      return;
    }
    const stated = this.ofProgramme.get(programme) ?? [];
    this.ofProgramme.set(programme, stated);
    this.sum -= stated.at(-1) ?? 0;
    stated.splice(placeOf(stated, people), n === 1 ? 0 : 1, ...(n === 1 ? [people] : []));
    this.sum += stated.at(-1) ?? 0;
  }

  of(standing: number): Beneficiaries {
    return { count: this.sum, statedBy: this.stated, notStatedBy: standing - this.stated };
  }
}

/** Numbers under their names. */
interface Cells {
  readonly [name: string]: number | Cells;
}

/** What differs between two states of the same counts. */
function changesOf(path: readonly string[], before: object, after: object): FigureChange[] {
  const changes: FigureChange[] = [];
  const [was, is] = [before, after] as [Cells, Cells]; // of counts all is a number in the end
  for (const name in is) {
    const [one, other] = [was[name]!, is[name]!];
    if (typeof one === 'object') changes.push(...changesOf([...path, name], one, other as Cells));
    else if (one !== other) changes.push(numberChange([...path, name], one, other as number));
  }
  return changes;
}

function numberChange(cell: readonly string[], before: number, after: number): FigureChange {
  return { cell, before, after, difference: after - before };
}

/** What differs in a line of money; in which no commitment stands, it is not there, and its cells are not. */
function sumChanges(cell: readonly string[], currency: string, before: Sum | undefined, after: Sum | undefined): FigureChange[] {
  if (before === after) return [];
  const changes: FigureChange[] = [];
  const { minor: was = 0n, commitments: n = 0 } = before ?? {};
  const { minor: is = 0n, commitments: m = 0 } = after ?? {};
  const add = (name: string, one: string | number, other: string | number, difference: string | number) =>
    changes.push({ cell: [...cell, name], ...(before && { before: one }), ...(after && { after: other }), difference });
  if (was !== is || !before || !after) add('amount', toDecimal(was, currency), toDecimal(is, currency), toDecimal(is - was, currency));
  if (n !== m || !before || !after) add('commitments', n, m, m - n);
  return changes;
}

/** Where a value is in an ordered list, or would be. */
function placeOf<Value extends string | number>(list: readonly Value[], value: Value): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addTo(list: Day[], day: Day): void {
  const place = placeOf(list, day);
  if (list[place] !== day) list.splice(place, 0, day);
}

function dayAfter(day: Day): Day {
  return dayAt(Date.parse(day) + 24 * 60 * 60 * 1_000);
}
