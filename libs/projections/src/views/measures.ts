import { type Additionality, type Kind, type Nature, type Provenance, toDecimal } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { join, name, type Sql, sql } from '../engine/sql.js';
import { exactly, total } from '../engine/view.js';
import { commitments, fromCell, standingStatuses, type Status, statuses } from './commitments.js';
import { type FigureFilter, where, within } from './filter.js';
import { type SqlRow } from './question.js';

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
  readonly beneficiaries: Beneficiaries;
}

/** People that the standing commitments mean to serve: the greatest number of each programme, then the sum. */
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
}

/** The sum, in dollars, of the own amounts that have an equivalent; `missingFor` of them have none. */
export interface UsdEquivalent {
  readonly amount: string;
  readonly currency: 'USD';
  readonly commitments: number;
  readonly missingFor: number;
}

/** What the measures are grouped by: expressions under the names that rows have them by, and what must be joined for them. Commitments stand under `c`. */
export interface Grouping {
  readonly by: Readonly<Record<string, Sql>>;
  readonly join?: Sql;
}

/** For the whole: by nothing but what every statement is grouped by. */
export const ungrouped: Grouping = { by: {} };

/** The names that a statement is grouped by, before the rest that it selects. */
export function selected(by: Grouping['by']): Sql {
  return join(
    Object.entries(by).map(([as, expression]) => sql`${expression} as ${name(as)}, `),
    '',
  );
}
function grouped(by: Grouping['by']): Sql {
  return join(
    Object.values(by).map(expression => sql`${expression}, `),
    '',
  );
}

/** One scan for all counts: each combination that there is, once, with how many there are of it. */
export function countStatement(moment: Moment, filter: FigureFilter, grouping: Grouping): Sql {
  return sql`
    select ${selected(grouping.by)} c.cell as cell, c.programme as programme,
      count(*) as n, count(c.beneficiaries) as stated, coalesce(sum(c.beneficiaries), 0) as people, coalesce(max(c.beneficiaries), 0) as greatest
    from ${commitments.at(moment)} c ${grouping.join ?? sql``}
    where ${where(moment, filter)}
    group by ${grouped(grouping.by)} c.cell, c.programme`;
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

interface CountRow {
  readonly cell: number;
  readonly programme: string | null;
  readonly n: number;
  readonly stated: number;
  readonly people: number | bigint;
  readonly greatest: number;
}

/** Adds up counts, from the rows of `countStatement`. */
export class CountTally {
  private all = 0;
  private standing = 0;
  private stated = 0;
  private people = 0;
  private readonly byRegistration: Record<Status, number>;
  private readonly byKind: Record<Kind | 'not-stated', number> = { financial: 0, programmatic: 0, policy: 0, advocacy: 0, 'not-stated': 0 };
  private readonly byAdditionality: Record<Additionality | 'not-stated', number> = {
    new: 0,
    'scaled-up': 0,
    continuing: 0,
    'not-stated': 0,
  };
  private readonly ofProgramme = new Map<string, number>();

  constructor() {
    // Every state of the closed list has its number.
    this.byRegistration = Object.fromEntries(statuses.map(status => [status, 0])) as Record<Status, number>;
  }

  add(given: SqlRow): void {
    const row = given as unknown as CountRow; // what countStatement selects
    const { status, kind, additionality } = fromCell(row.cell);
    this.all += row.n;
    this.byRegistration[status] += row.n;
    if (!(standingStatuses as readonly Status[]).includes(status)) return;
    this.standing += row.n;
    this.byKind[kind ?? 'not-stated'] += row.n;
    this.byAdditionality[additionality ?? 'not-stated'] += row.n;
    this.stated += row.stated;
    if (row.programme === null) this.people += Number(row.people);
    else this.ofProgramme.set(row.programme, Math.max(this.ofProgramme.get(row.programme) ?? 0, row.greatest));
  }

  counts(): Counts {
    return {
      all: this.all,
      byRegistration: this.byRegistration,
      standing: this.standing,
      byKind: this.byKind,
      byAdditionality: this.byAdditionality,
      beneficiaries: {
        count: [...this.ofProgramme.values()].reduce((sum, greatest) => sum + greatest, this.people),
        statedBy: this.stated,
        notStatedBy: this.standing - this.stated,
      },
    };
  }
}

interface Sum {
  minor: bigint;
  commitments: number;
}

/** Adds up amounts, from the rows of `valueStatement`. */
export class ValueTally {
  private readonly sums: Readonly<Record<Nature, Map<string, Sum>>> = {
    own: new Map(),
    mobilised: new Map(),
    'in-kind': new Map(),
    yearly: new Map(),
  };
  private readonly usd: Sum = { minor: 0n, commitments: 0 };
  private own = 0;

  /** @param column which of the columns of the statement: '' for the whole, `_afr`, … */
  add(row: SqlRow, column: string): void {
    const n = row[`n${column}`] as number;
    if (n === 0) return;
    const nature = row['nature'] as Nature;
    const currency = row['currency'] as string;
    const sums = this.sums[nature];
    const sum = sums.get(currency) ?? { minor: 0n, commitments: 0 };
    sums.set(currency, { minor: sum.minor + exactly(row, `amount${column}`), commitments: sum.commitments + n });
    if (nature !== 'own') return;
    this.own += n;
    this.usd.minor += exactly(row, `usd${column}`);
    this.usd.commitments += row[`n_usd${column}`] as number;
  }

  value(): ValueFigures {
    return {
      own: lines(this.sums.own),
      mobilised: lines(this.sums.mobilised),
      inKind: lines(this.sums['in-kind']),
      yearly: lines(this.sums.yearly),
      usdEquivalent: {
        amount: toDecimal(this.usd.minor, 'USD'),
        currency: 'USD',
        commitments: this.usd.commitments,
        missingFor: this.own - this.usd.commitments,
      },
    };
  }
}

function lines(sums: ReadonlyMap<string, Sum>): MoneyLine[] {
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, { minor, commitments }]) => ({ amount: toDecimal(minor, currency), currency, commitments }));
}

/** Both tallies of one set of commitments. */
export class Tally {
  readonly counted = new CountTally();
  readonly valued = new ValueTally();
}

/** The rows of one set of provenances: of counts, or of amounts. */
export function ofProvenance(rows: readonly SqlRow[], provenance: readonly Provenance[]): SqlRow[] {
  return rows.filter(row => {
    const cell = row['cell'];
    return provenance.includes(cell === undefined ? (row['provenance'] as Provenance) : fromCell(cell as number).provenance);
  });
}
