import {
  type Additionality,
  type CycleId,
  type Day,
  type Kind,
  type Nature,
  type Provenance,
  type ReportingCounts,
  toDecimal,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { join, name, type Sql, sql } from '../engine/sql.js';
import { exactly, total } from '../engine/view.js';
import { type Cell, commitments, fromCell, standingStatuses, type Status, statuses } from './commitments.js';
import { deliveriesShown, type DeliveryShown, regionParts, type Rung, rungs } from './delivery.js';
import { cycleAsking, type CycleHead, cycleStatement, dutyStatement, DutyTally, provenanceOfDuty } from './duties.js';
import { type FigureFilter, provenanceSets, where, within } from './filter.js';
import { grouped, type Grouping, selected, ungrouped } from './grouping.js';
import { type Question, type SqlRow } from './question.js';

/** How many there are, and of those that stand: of which kinds, and whom they serve. */
export interface Counts {
  readonly all: number;
  /** By state of registration; they add up to `all`. */
  readonly byRegistration: Readonly<Record<Status, number>>;
  /** Accepted or announced. */
  readonly standing: number;
  /** Of those that stand; they add up to `standing`. */
  readonly byKind: Readonly<Record<Kind | 'not-stated', number>>;
  readonly byAdditionality: Readonly<Record<Additionality | 'not-stated', number>>;
  readonly byDelivery: Readonly<Record<DeliveryShown, number>>;
  /** Whom they mean to serve, and whom they have reached so far. */
  readonly beneficiaries: Beneficiaries;
  readonly reached: Beneficiaries;
  /** Of all that owe a report to the cycle, whatever became of them since; null where there is no cycle. */
  readonly reporting: ReportingCounts | null;
}

/** People, of the standing commitments: the greatest number of each programme, then the sum. */
export interface Beneficiaries {
  readonly count: number;
  /** How many standing commitments state a number, and how many do not; they add up to `standing`. */
  readonly statedBy: number;
  readonly notStatedBy: number;
}

/** An exact amount, as people write it: `155000000.00`. */
export interface MoneyLine {
  readonly amount: string;
  readonly currency: string;
  /** How many commitments have a part in it. */
  readonly commitments: number;
}

/** What the standing commitments are worth; a line a currency, in the order of their codes, and currencies are never added. */
export interface ValueFigures {
  readonly own: readonly MoneyLine[];
  /** Not added to `own`, nor to each other: to be raised from others; not money; a sum a year. */
  readonly mobilised: readonly MoneyLine[];
  readonly inKind: readonly MoneyLine[];
  readonly yearly: readonly MoneyLine[];
  readonly usdEquivalent: UsdEquivalent;
  readonly reported: Disbursement;
}

/** What was reported of money, of the standing commitments; a line a currency, as with value. None of the three is added to another. */
export type Disbursement = Readonly<Record<Rung, readonly MoneyLine[]>>;

/** The sum, in dollars, of the own amounts that have an equivalent; `missingFor` of them have none. */
export interface UsdEquivalent {
  readonly amount: string;
  readonly currency: 'USD';
  readonly commitments: number;
  readonly missingFor: number;
}

/**
 * One scan for all counts: each combination that there is, once, with how many there are of it.
 * @param day of the answer: what is past its end on it and was not completed, is told apart
 */
export function countStatement(moment: Moment, day: Day, filter: FigureFilter, grouping: Grouping): Sql {
  return sql`
    select ${selected(grouping.by)} c.cell as cell, coalesce(c.end_day < ${day} and c.completed_day is null, 0) as ended, c.programme as programme,
      count(*) as n, ${people('beneficiaries')}, ${people('reached')}
    from ${commitments.at(moment)} c ${grouping.join ?? sql``}
    where ${where(moment, filter)}
    group by ${grouped(grouping.by)} c.cell, ended, c.programme`;
}

/** How many say a number of people, their sum and the greatest. */
function people(column: 'beneficiaries' | 'reached'): Sql {
  const c = sql`c.${name(column)}`;
  return sql`
    count(${c}) as ${name(`${column}_stated`)}, coalesce(sum(${c}), 0) as ${name(`${column}_sum`)}, coalesce(max(${c}), 0) as ${name(`${column}_greatest`)}`;
}

/**
 * One scan for all amounts: SQL only adds columns up.
 * @param columns what follows `amount` and `usd` in the names of the columns: '' for the whole, `_afr`, …
 */
export function valueStatement(moment: Moment, filter: FigureFilter, grouping: Grouping, columns: readonly string[]): Sql {
  const sums = columns.flatMap(column => {
    const [amount, usd] = [`amount${column}`, `usd${column}`];
    return [
      sql`${total(amount)}, count(c.${name(amount)}) as ${name(`n${column}`)}`,
      sql`${total(usd)}, count(c.${name(usd)}) as ${name(`n_usd${column}`)}`,
    ];
  });
  return sql`
    select ${selected(grouping.by)} c.provenance as provenance, c.currency as currency, c.nature as nature, ${join(sums, ', ')}
    from ${commitments.at(moment)} c ${grouping.join ?? sql``}
    where ${where(moment, filter)} and c.amount is not null and ${within(sql`c.status`, standingStatuses)}
    group by ${grouped(grouping.by)} c.provenance, c.currency, c.nature`;
}

/** One scan for the amounts that were reported, each whole. */
export function disbursementStatement(moment: Moment, filter: FigureFilter, grouping: Grouping): Sql {
  return paidStatement(moment, filter, grouping, ['']);
}

/** Whether the amounts of a commitment are shared by several regions, and in its columns of these. */
export const isShared = sql`(c.only_region = 'several' and c.shares is not null)`;

/** One scan for the parts of what several regions share; it adds up nothing else, for what one region has alone is not in these columns. */
export function sharedStatement(moment: Moment, filter: FigureFilter, { by, join: joined = sql`` }: Grouping): Sql {
  return paidStatement(
    moment,
    filter,
    { by, join: joined },
    regionParts.map(part => `_${part}`),
    isShared,
  );
}

function paidStatement(
  moment: Moment,
  filter: FigureFilter,
  { by, join: joined = sql`` }: Grouping,
  columns: readonly string[],
  condition: Sql = sql`1`,
): Sql {
  const sums = columns.flatMap(column =>
    rungs.map(rung => sql`${total(`${rung}${column}`)}, count(c.${name(`${rung}${column}`)}) as ${name(`n_${rung}${column}`)}`),
  );
  return sql`
    select ${selected(by)} c.provenance as provenance, c.paid_currency as currency, ${join(sums, ', ')}
    from ${commitments.at(moment)} c ${joined}
    where ${where(moment, filter)} and c.paid_currency is not null and ${condition} and ${within(sql`c.status`, standingStatuses)}
    group by ${grouped(by)} c.provenance, c.paid_currency`;
}

interface CountRow {
  readonly cell: number;
  readonly ended: number;
  readonly programme: string | null;
  readonly n: number;
}

/** The cells of `Counts` that every commitment adds one to, and nobody anything else. */
export type CountCells = { -readonly [Name in 'all' | 'standing']: number } & {
  readonly [Name in 'byRegistration' | 'byKind' | 'byAdditionality' | 'byDelivery']: Record<keyof Counts[Name], number>;
};

export function noneCounted(): CountCells {
  return {
    all: 0,
    byRegistration: zeros(statuses),
    standing: 0,
    byKind: { financial: 0, programmatic: 0, policy: 0, advocacy: 0, 'not-stated': 0 },
    byAdditionality: { new: 0, 'scaled-up': 0, continuing: 0, 'not-stated': 0 },
    byDelivery: zeros(deliveriesShown),
  };
}

/** Counts commitments that are alike; less than none takes them out again. */
export function count(cells: CountCells, { status, kind, additionality, delivery }: Cell, isEnded: boolean, n: number): void {
  cells.all += n;
  cells.byRegistration[status] += n;
  if (!stands(status)) return;
  cells.standing += n;
  cells.byKind[kind ?? 'not-stated'] += n;
  cells.byAdditionality[additionality ?? 'not-stated'] += n;
  cells.byDelivery[isEnded ? 'ended-not-completed' : (delivery ?? 'not-stated')] += n;
}

/** Whether value, beneficiaries, kinds and additionality are counted of it. */
export function stands(status: Status): boolean {
  return (standingStatuses as readonly Status[]).includes(status);
}

/** Adds up counts, from the rows of `countStatement` and `dutyStatement`. */
export class CountTally {
  private readonly cells = noneCounted();
  private readonly beneficiaries = new PeopleTally('beneficiaries');
  private readonly reached = new PeopleTally('reached');
  private readonly duties: DutyTally;

  /** @param cycle that reports are owed to; undefined where there is none */
  constructor(cycle?: CycleHead) {
    this.duties = new DutyTally(cycle);
  }

  add(given: SqlRow): void {
    if (given['duty'] !== undefined) {
      this.duties.add(given);
      return;
    }
    const row = given as unknown as CountRow; // what countStatement selects
    const cell = fromCell(row.cell);
    count(this.cells, cell, row.ended !== 0, row.n);
    if (!stands(cell.status)) return;
    this.beneficiaries.add(given, row.programme);
    this.reached.add(given, row.programme);
  }

  counts(): Counts {
    return {
      ...this.cells,
      beneficiaries: this.beneficiaries.of(this.cells.standing),
      reached: this.reached.of(this.cells.standing),
      reporting: this.duties.counts(),
    };
  }
}

class PeopleTally {
  private stated = 0;
  private alone = 0;
  private readonly ofProgramme = new Map<string, number>();

  constructor(private readonly column: 'beneficiaries' | 'reached') {}

  add(row: SqlRow, programme: string | null): void {
    this.stated += row[`${this.column}_stated`] as number;
    if (programme === null) this.alone += Number(row[`${this.column}_sum`]);
    else this.ofProgramme.set(programme, Math.max(this.ofProgramme.get(programme) ?? 0, row[`${this.column}_greatest`] as number));
  }

  of(standing: number): Beneficiaries {
    return {
      count: [...this.ofProgramme.values()].reduce((sum, greatest) => sum + greatest, this.alone),
      statedBy: this.stated,
      notStatedBy: standing - this.stated,
    };
  }
}

/** A number for each of a closed list. */
export function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map(key => [key, 0])) as Record<Key, number>; // every one of them
}

/** An amount in minor units, and in how many commitments it stands. */
export interface Sum {
  readonly minor: bigint;
  readonly commitments: number;
}

/** Sums of amounts, each of its currency; one in which no commitment stands is not there. */
export class MoneySums {
  private readonly sums = new Map<string, Sum>();

  add(currency: string, { minor, commitments }: Sum): void {
    const sum = this.sums.get(currency) ?? { minor: 0n, commitments: 0 };
    const after = { minor: sum.minor + minor, commitments: sum.commitments + commitments };
    if (after.commitments === 0) this.sums.delete(currency);
    else this.sums.set(currency, after);
  }

  /** Another object whenever something was added. */
  of(currency: string): Sum | undefined {
    return this.sums.get(currency);
  }

  lines(): MoneyLine[] {
    const line = ([currency, { minor, commitments }]: [string, Sum]) => ({ amount: toDecimal(minor, currency), currency, commitments });
    return [...this.sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(line);
  }
}

/** The tables of money in `ValueFigures`, by the nature of what was pledged. */
export const tableOfNature = {
  own: 'own',
  mobilised: 'mobilised',
  'in-kind': 'inKind',
  yearly: 'yearly',
} as const satisfies Readonly<Record<Nature, keyof ValueFigures>>;

/** Adds up amounts; what is less than nothing takes them out again. */
export class ValueSums {
  readonly pledged: Readonly<Record<Nature, MoneySums>> = {
    own: new MoneySums(),
    mobilised: new MoneySums(),
    'in-kind': new MoneySums(),
    yearly: new MoneySums(),
  };
  readonly reported: Readonly<Record<Rung, MoneySums>> = { committed: new MoneySums(), disbursed: new MoneySums(), spent: new MoneySums() };
  /** Of the own amounts that have an equivalent. */
  usd: Sum = { minor: 0n, commitments: 0 };
  private own = 0;

  /** @param usd the equivalent in dollars, of those of them that have one */
  pledge(nature: Nature, currency: string, amount: Sum, usd: Sum): void {
    this.pledged[nature].add(currency, amount);
    if (nature !== 'own') return;
    this.own += amount.commitments;
    this.usd = { minor: this.usd.minor + usd.minor, commitments: this.usd.commitments + usd.commitments };
  }

  report(rung: Rung, currency: string, amount: Sum): void {
    this.reported[rung].add(currency, amount);
  }

  get usdEquivalent(): UsdEquivalent {
    const { minor, commitments } = this.usd;
    return { amount: toDecimal(minor, 'USD'), currency: 'USD', commitments, missingFor: this.missingFor };
  }

  /** How many own amounts have no equivalent. */
  get missingFor(): number {
    return this.own - this.usd.commitments;
  }

  value(): ValueFigures {
    return {
      own: this.pledged.own.lines(),
      mobilised: this.pledged.mobilised.lines(),
      inKind: this.pledged['in-kind'].lines(),
      yearly: this.pledged.yearly.lines(),
      usdEquivalent: this.usdEquivalent,
      reported: {
        committed: this.reported.committed.lines(),
        disbursed: this.reported.disbursed.lines(),
        spent: this.reported.spent.lines(),
      },
    };
  }
}

/** Adds up amounts, from the rows of `valueStatement`, `disbursementStatement` and `sharedStatement`. */
export class ValueTally {
  private readonly sums = new ValueSums();

  /** @param column which of the columns of the statement: '' for the whole, `_afr`, … */
  add(row: SqlRow, column: string): void {
    const currency = row['currency'] as string;
    const sum = (amount: string, n: string): Sum => ({
      minor: exactly(row, `${amount}${column}`),
      commitments: row[`${n}${column}`] as number,
    });
    if (row['nature'] === undefined) {
      for (const rung of rungs) if (row[`n_${rung}${column}`]) this.sums.report(rung, currency, sum(rung, `n_${rung}`));
    } else if (row[`n${column}`]) {
      this.sums.pledge(row['nature'] as Nature, currency, sum('amount', 'n'), sum('usd', 'n_usd'));
    }
  }

  value(): ValueFigures {
    return this.sums.value();
  }
}

/** Both tallies of one set of commitments. */
export class Tally {
  readonly counted: CountTally;
  readonly valued = new ValueTally();

  /** @param cycle as for `CountTally` */
  constructor(cycle?: CycleHead) {
    this.counted = new CountTally(cycle);
  }

  /** Adds the rows of `wholeStatements`. */
  addAll([counts = [], duties = [], values = [], paid = []]: readonly (readonly SqlRow[])[]): this {
    for (const row of [...counts, ...duties]) this.counted.add(row);
    for (const row of [...values, ...paid]) this.valued.add(row, '');
    return this;
  }
}

/** What is counted, owed, pledged and paid, with each commitment whole in each of its groups. */
export function wholeStatements(moment: Moment, day: Day, filter: FigureFilter, grouping: Grouping, cycle: CycleId | undefined): Sql[] {
  return [
    countStatement(moment, day, filter, grouping),
    dutyStatement(moment, day, filter, grouping, cycle),
    valueStatement(moment, filter, grouping, ['']),
    disbursementStatement(moment, filter, grouping),
  ];
}

/** All that a filter chooses, in one line: one, adding up the provenances asked for; with demonstration beside others, one each. */
export interface WholeLine {
  readonly provenance: readonly Provenance[];
  /** The cycle that `reporting` is of. */
  readonly cycle: CycleHead | null;
  readonly counts: Counts;
  readonly value: ValueFigures;
}

/** `day` and `cycle` as for `perRegion`. */
export function wholeLines(moment: Moment, day: Day, filter: FigureFilter, cycle: CycleId | undefined): Question<WholeLine[]> {
  return {
    statements: [
      cycleStatement(moment, day, { cycle, provenance: filter.provenance }),
      ...wholeStatements(moment, day, filter, ungrouped, cycle),
    ],
    answer: ([cycles = [], ...results]) =>
      provenanceSets(filter.provenance).map(provenance => {
        const asking = cycleAsking(cycles, provenance, day);
        const { counted, valued } = new Tally(asking).addAll(results.map(rows => ofProvenance(rows, provenance)));
        return { provenance, cycle: asking ?? null, counts: counted.counts(), value: valued.value() };
      }),
  };
}

/** The rows of one set of provenances: of counts, duties or amounts. */
export function ofProvenance(rows: readonly SqlRow[], provenance: readonly Provenance[]): SqlRow[] {
  return rows.filter(row => provenance.includes(provenanceOf(row)));
}

/** Of a row of counts, duties or amounts. */
export function provenanceOf({ cell, duty, provenance }: SqlRow): Provenance {
  if (typeof cell === 'number') return fromCell(cell).provenance;
  return typeof duty === 'number' ? provenanceOfDuty(duty) : (provenance as Provenance);
}
