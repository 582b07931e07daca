import { Additionality, type CycleId, type Day, decimalsOf, Kind, missingStates } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { name, type Sql, sql } from '../engine/sql.js';
import { type Behind, type Cell } from './behind.js';
import { commitmentDetails } from './commitment-details.js';
import { deliveryShown } from './commitment-list.js';
import { commitments, standingStatuses, statuses } from './commitments.js';
import { deliveriesShown, type Rung, rungs } from './delivery.js';
import {
  chosenCycles,
  commitmentOwing,
  type DutyState,
  hasSlipped,
  isIn,
  isLate,
  type Owing,
  owes,
  priorityOwes,
  priorityOwing,
  withReply,
} from './duties.js';
import { allOf, type FigureFilter, where, within } from './filter.js';
import { prioritiesByKind } from './regional-priorities.js';
import { numberOfReply } from './reporting.js';

/** Of which moment, day, filter and cycle a figure is: as the figure itself is asked. */
export interface FigureAsked {
  readonly moment: Moment;
  readonly day: Day;
  /** With the provenances that are added up. */
  readonly filter: FigureFilter;
  readonly cycle?: CycleId | undefined;
}

const standing = within(sql`c.status`, standingStatuses);

/**
 * The commitments behind a cell of `Counts`.
 *
 * @param line the condition that the line of the cell puts on a commitment under `c`
 */
export function behindCounts(asked: FigureAsked, line: Sql, [group, ...cell]: Cell): Behind | undefined {
  switch (group) {
    case 'beneficiaries':
    case 'reached':
      return behindPeople(asked, line, group, cell);
    case 'reporting':
      return behindReporting(asked, line, cell);
    default: {
      const condition = counted(asked.day, group, cell);
      return condition && partsOf(asked, sql`1`, [line, condition]);
    }
  }
}

/** The condition of what a cell counts; undefined where there is no such cell. */
function counted(day: Day, group: string | undefined, [key, ...beyond]: Cell): Sql | undefined {
  if (beyond.length > 0) return undefined;
  if (key === undefined) return group === 'all' ? sql`1` : group === 'standing' ? standing : undefined;
  const isStated = (column: Sql, values: readonly string[]) =>
    values.includes(key)
      ? sql`${standing} and ${column} = ${key}`
      : key === 'not-stated'
        ? sql`${standing} and ${column} is null`
        : undefined;
  switch (group) {
    case 'byRegistration':
      return isOneOf(statuses, key) ? sql`c.status = ${key}` : undefined;
    case 'byKind':
      return isStated(sql`c.kind`, Kind.enum);
    case 'byAdditionality':
      return isStated(sql`c.additionality`, Additionality.enum);
    case 'byDelivery':
      return isOneOf(deliveriesShown, key) ? sql`${standing} and ${deliveryShown(day)} = ${key}` : undefined;
    default:
      return undefined;
  }
}

/** Of each programme the commitment with the greatest number counts, the others beside it add nothing. */
function behindPeople(asked: FigureAsked, line: Sql, group: 'beneficiaries' | 'reached', [key, ...beyond]: Cell): Behind | undefined {
  if (beyond.length > 0) return undefined;
  const people = sql`c.${name(group)}`;
  const conditions = [line, standing];
  switch (key) {
    case 'statedBy':
      return partsOf(asked, sql`1`, [...conditions, sql`${people} is not null`]);
    case 'notStatedBy':
      return partsOf(asked, sql`1`, [...conditions, sql`${people} is null`]);
    case 'count': {
      const nth = sql`row_number() over (partition by c.programme order by ${people} desc, c.stream)`;
      return partsOf(asked, sql`case when c.programme is null or ${nth} = 1 then ${people} else 0 end`, [
        ...conditions,
        sql`${people} is not null`,
      ]);
    }
    default:
      return undefined;
  }
}

/** The amounts of a commitment: its value, the equivalent of that in dollars, and what was reported of money. */
export type Amount = 'amount' | 'usd' | Rung;

/** What a line of value has of the amounts of a commitment under `c`: an expression for each, null where it has none. */
export type AmountsOf = (amount: Amount) => Sql;
export const wholeAmounts: AmountsOf = amount => sql`c.${name(amount)}`;

const natures = { own: 'own', mobilised: 'mobilised', inKind: 'in-kind', yearly: 'yearly' } as const;

/**
 * The commitments behind a cell of `ValueFigures`.
 *
 * @param line as for `behindCounts`
 */
export function behindValue(asked: FigureAsked, line: Sql, amountsOf: AmountsOf, [group, ...cell]: Cell): Behind | undefined {
  const standingIn = [line, standing];
  const money = (part: Sql, [currency, measure, ...beyond]: Cell, conditions: (currency: string) => Sql[]): Behind | undefined => {
    if (currency === undefined || !decimalsOf.has(currency) || beyond.length > 0) return undefined;
    const having = [...standingIn, sql`${part} is not null`, ...conditions(currency)];
    if (measure === 'commitments') return partsOf(asked, sql`1`, having);
    return measure === 'amount' ? { ...partsOf(asked, part, having), currency } : undefined;
  };
  if (group !== undefined && Object.hasOwn(natures, group)) {
    const nature = natures[group as keyof typeof natures];
    return money(amountsOf('amount'), cell, currency => [sql`c.currency = ${currency}`, sql`c.nature = ${nature}`]);
  }
  switch (group) {
    case 'usdEquivalent': {
      const [amount, usd] = [amountsOf('amount'), amountsOf('usd')];
      const own = [...standingIn, sql`c.nature = 'own'`, sql`${amount} is not null`];
      if (cell[0] === 'missingFor' && cell.length === 1) return partsOf(asked, sql`1`, [...own, sql`${usd} is null`]);
      return money(usd, ['USD', ...cell], () => own.slice(2));
    }
    case 'reported': {
      const [rung, ...rest] = cell;
      return isOneOf(rungs, rung) ? money(amountsOf(rung), rest, currency => [sql`c.paid_currency = ${currency}`]) : undefined;
    }
    default:
      return undefined;
  }
}

function partsOf({ moment, filter }: FigureAsked, part: Sql, conditions: readonly Sql[]): Behind {
  return {
    parts: sql`
      select c.stream as stream, c.provenance as provenance, ${part} as part
      from ${commitments.at(moment)} c where ${where(moment, filter)} and ${allOf(conditions)}`,
    titleOf: titleOfCommitment(moment),
  };
}

function titleOfCommitment(moment: Moment): Behind['titleOf'] {
  return stream => sql`(select d.details ->> '$.title' from ${commitmentDetails.at(moment)} d where d.stream = ${stream})`;
}

/** The commitments behind a cell of `ReportingCounts`: those that owe the cycle a report, as far as the cell counts them. */
export function behindReporting(asked: FigureAsked, line: Sql, cell: Cell): Behind | undefined {
  const { moment, day, filter, cycle } = asked;
  const condition = replied(moment, day, commitmentOwing, cell);
  return (
    condition && {
      parts: sql`
        select * from (
          with y as materialized ${chosenCycles(moment, day, { cycle, provenance: filter.provenance })}
          select c.stream as stream, c.provenance as provenance, 1 as part
          from ${commitments.at(moment)} c cross join y ${withReply(moment, commitmentOwing)}
          where ${owes} and ${where(moment, filter)} and ${line} and ${condition})`,
      titleOf: titleOfCommitment(moment),
    }
  );
}

/** The same of regional priorities, under `c` too. */
export function behindPriorities(moment: Moment, day: Day, cycle: CycleId, line: Sql, cell: Cell): Behind | undefined {
  const condition = replied(moment, day, priorityOwing, cell);
  return (
    condition && {
      parts: sql`
        select * from (
          with y as materialized ${chosenCycles(moment, day, { cycle })}
          select c.stream as stream, c.provenance as provenance, 1 as part
          from ${prioritiesByKind(moment)} c cross join y ${withReply(moment, priorityOwing)}
          where ${priorityOwes} and ${line} and ${condition})`,
      titleOf: stream => sql`(select q.name from ${prioritiesByKind(moment)} q where q.stream = ${stream})`,
    }
  );
}

const states: Readonly<Record<string, DutyState>> = {
  ...Object.fromEntries(missingStates.map(state => [state === 'not-due' ? 'notDue' : state, state])),
  declined: 'declined',
  reported: 'reported',
};

function replied(moment: Moment, day: Day, owing: Owing, [group, key, ...beyond]: Cell): Sql | undefined {
  if (group === undefined || beyond.length > 0) return undefined;
  if (key !== undefined) {
    const number = numberOfReply(group === 'reasons' ? { is: 'declined', reason: key } : { is: 'reported', delivery: key });
    return (group === 'reasons' || group === 'delivery') && number !== undefined ? sql`r.reply = ${number}` : undefined;
  }
  if (Object.hasOwn(states, group)) return isIn([states[group]!], day);
  switch (group) {
    case 'owed':
      return sql`1`;
    case 'late':
      return sql`${isLate} = 1`;
    case 'slipped':
      return sql`${hasSlipped(moment, owing)} = 1`;
    case 'neverReported':
      return owing.hasNeverReported(moment);
    default:
      return undefined;
  }
}

function isOneOf<Value extends string>(values: readonly Value[], value: string | undefined): value is Value {
  return (values as readonly (string | undefined)[]).includes(value);
}
