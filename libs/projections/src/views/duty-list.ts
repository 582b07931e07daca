import {
  type Category,
  type CommitmentId,
  type CycleId,
  type Day,
  type FocusAreaId,
  type LocalizedText,
  type OrganisationId,
  type Provenance,
  type RegionalPriorityId,
  type RegionId,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { commitmentDetails } from './commitment-details.js';
import { commitments, type Status } from './commitments.js';
import { countries } from './countries.js';
import {
  chosenCycles,
  commitmentOwing,
  cycleStatement,
  type Duty,
  dutyColumns,
  type DutyState,
  hasSlipped,
  isIn,
  isLate,
  owes,
  priorityOwes,
  priorityOwing,
  toDuty,
  toHead,
  withReply,
} from './duties.js';
import { allOf, type FigureFilter, where } from './filter.js';
import { nameAndCategory, organisations } from './organisations.js';
import { type Listed, Order, type Page, type Sort, type SortColumn } from './paging.js';
import { type OnlyRegion, regionsOf } from './places.js';
import { type Question, type SqlRow } from './question.js';
import { prioritiesByKind } from './regional-priorities.js';

/** What a commitment owes to a cycle, and what is done about it. */
export interface DutyItem extends Duty {
  readonly id: CommitmentId;
  readonly title: LocalizedText;
  readonly provenance: Provenance;
  readonly status: Status;
  /** Who reports; name and category are null where the organisation has no event yet. */
  readonly lead: {
    readonly id: OrganisationId;
    readonly name: LocalizedText | null;
    readonly category: Category | null;
    readonly originRegion: RegionId | 'not-stated';
  };
  readonly focusArea: FocusAreaId;
  readonly regions: readonly RegionId[];
  readonly onlyRegion: OnlyRegion;
}

/** As answers show it, as `shownCommitment` shows a commitment. */
export function shownDuty({ status, ...duty }: DutyItem) {
  return { ...duty, registration: status };
}

/** What chooses duties: what chooses the commitments of a figure, and more. */
export interface DutyFilter extends FigureFilter {
  readonly state?: readonly DutyState[];
  readonly late?: boolean;
  readonly slipped?: boolean;
  readonly neverReported?: boolean;
}

export type DutySort = 'title' | 'reported' | 'percent';
export const dutySorts: readonly DutySort[] = ['title', 'reported', 'percent'];
export const defaultDutySort: readonly Sort<DutySort>[] = [{ by: 'title', direction: 'ascending' }];

const sortColumns: Readonly<Record<DutySort, SortColumn>> = {
  title: { expression: sql`c.title_sort`, type: 'text' },
  reported: { expression: sql`r.first_day`, type: 'text' },
  percent: { expression: sql`r.percent`, type: 'integer' },
};

export function dutyOrder(sorts: readonly Sort<DutySort>[]): Order {
  return new Order(
    sorts.map(({ by, direction }) => ({ columns: [sortColumns[by]], direction })),
    sql`c.stream`,
  );
}

/**
 * A page of what is owed to a cycle; undefined where the cycle is not there at the moment.
 * @param day of the answer
 */
export function listDuties(
  moment: Moment,
  day: Day,
  cycle: CycleId,
  filter: DutyFilter,
  page: Page,
  sorts: readonly Sort<DutySort>[] = defaultDutySort,
): Question<Listed<DutyItem> | undefined> {
  const order = dutyOrder(sorts);
  const y = sql`with y as materialized ${chosenCycles(moment, day, { cycle })}`;
  const chosen = sql`
    ${commitments.at(moment)} c cross join y ${withReply(moment, commitmentOwing)}
    where ${owes} and ${where(moment, filter)} and ${conditions(moment, day, filter)}`;
  return {
    statements: [
      cycleStatement(moment, day, { cycle }),
      sql`
        ${y}
        select p.*, d.details ->> '$.title' as title, o.details as lead_details, coalesce(k.region, o.stated_region, 'not-stated') as origin
        from (
          select c.stream as stream, c.id as id, c.provenance as provenance, c.status as status, c.lead as lead, c.focus_area as focus_area,
            c.regions as regions, c.only_region as only_region, ${dutyColumns(moment, commitmentOwing)}, ${order.selection}
          from ${chosen} and ${order.within(page)} order by ${order.by(page)} limit ${page.limit + 1}) p
        cross join ${commitmentDetails.at(moment)} d on d.stream = p.stream
        left join ${organisations.at(moment)} o on o.stream = 'organisation-' || p.lead
        left join ${countries.at(moment)} k on k.stream = 'country-' || o.country
        order by ${order.again}`,
      sql`${y} select count(*) as total from ${chosen}`,
    ],
    answer: ([cycles = [], rows = [], totals = []]) => {
      const head = cycles[0] && toHead(cycles[0], day);
      return head && order.paged(rows, Number(totals[0]?.['total'] ?? 0), page, row => ({ ...toItem(row), ...toDuty(row, head) }));
    },
  };
}

function conditions(moment: Moment, day: Day, { state, late, slipped, neverReported }: DutyFilter): Sql {
  const is = (condition: Sql, asked: boolean) => (asked ? sql`${condition} = 1` : sql`${condition} = 0`);
  return allOf([
    ...(state ? [isIn(state, day)] : []),
    ...(late === undefined ? [] : [is(isLate, late)]),
    ...(slipped === undefined ? [] : [is(hasSlipped(moment, commitmentOwing), slipped)]),
    ...(neverReported === undefined ? [] : [is(commitmentOwing.hasNeverReported(moment), neverReported)]),
  ]);
}

function toItem(given: SqlRow): Omit<DutyItem, keyof Duty> {
  // What listDuties selects.
  const row = given as unknown as {
    readonly id: CommitmentId;
    readonly title: string;
    readonly provenance: Provenance;
    readonly status: Status;
    readonly lead: OrganisationId;
    readonly lead_details: string | null;
    readonly origin: RegionId | 'not-stated';
    readonly focus_area: FocusAreaId;
    readonly regions: number;
    readonly only_region: OnlyRegion;
  };
  return {
    id: row.id,
    title: JSON.parse(row.title) as LocalizedText,
    provenance: row.provenance,
    status: row.status,
    lead: { id: row.lead, ...nameAndCategory(row.lead_details), originRegion: row.origin },
    focusArea: row.focus_area,
    regions: regionsOf(row.regions),
    onlyRegion: row.only_region,
  };
}

/** What a regional priority owes to a cycle, through its steward. */
export interface PriorityDutyItem extends Duty {
  readonly id: RegionalPriorityId;
  readonly code: string;
  readonly name: LocalizedText;
  readonly region: RegionId;
  /** Who reports; null: nobody was named, and it is owed all the same. */
  readonly steward: { readonly id: OrganisationId; readonly name: LocalizedText | null } | null;
}

/** What regional priorities owe to a cycle, by region and code; undefined where the cycle is not there at the moment. */
export function listPriorityDuties(moment: Moment, day: Day, cycle: CycleId): Question<PriorityDutyItem[] | undefined> {
  return {
    statements: [
      cycleStatement(moment, day, { cycle }),
      sql`
        with y as materialized ${chosenCycles(moment, day, { cycle })}
        select c.id as id, c.code as code, c.name as name, c.region as region, c.steward as steward, o.details ->> '$.name' as steward_name,
          ${dutyColumns(moment, priorityOwing)}
        from ${prioritiesByKind(moment)} c cross join y ${withReply(moment, priorityOwing)}
        left join ${organisations.at(moment)} o on o.stream = 'organisation-' || c.steward
        where ${priorityOwes} order by c.region, c.code, c.id`,
    ],
    answer: ([cycles = [], rows = []]) => {
      const head = cycles[0] && toHead(cycles[0], day);
      return head && rows.map(row => ({ ...toPriority(row), ...toDuty(row, head) }));
    },
  };
}

function toPriority(given: SqlRow): Omit<PriorityDutyItem, keyof Duty> {
  // What listPriorityDuties selects.
  const row = given as unknown as {
    readonly id: RegionalPriorityId;
    readonly code: string;
    readonly name: string;
    readonly region: RegionId;
    readonly steward: OrganisationId | null;
    readonly steward_name: string | null;
  };
  const name = row.steward_name === null ? null : (JSON.parse(row.steward_name) as LocalizedText);
  return {
    id: row.id,
    code: row.code,
    name: JSON.parse(row.name) as LocalizedText,
    region: row.region,
    steward: row.steward === null ? null : { id: row.steward, name },
  };
}
