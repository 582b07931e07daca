import { type CoalitionId, type LocalizedText } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { join, name, type Sql, sql } from '../engine/sql.js';
import { type AnyView, holdsAt, type View } from '../engine/view.js';
import { views } from './all-views.js';
import { coalitions } from './coalitions.js';
import { commitmentDetails } from './commitment-details.js';
import { commitments } from './commitments.js';
import { corrections } from './corrections.js';
import { countries } from './countries.js';
import { countryGroups } from './country-groups.js';
import { allOf, defaultProvenance, type FigureFilter, restsOnOthers, where, within } from './filter.js';
import { organisations } from './organisations.js';
import { Order, type Page, type Listed } from './paging.js';
import { type Question, type SqlRow } from './question.js';
import { regionalPriorities } from './regional-priorities.js';
import { reportingCycles } from './reporting-cycles.js';
import { signatures } from './signatures.js';
import { workingGroups } from './working-groups.js';

/** What chooses the records that are compared. Commitments take all of it, of the others each what its rows have. */
export interface RecordFilter extends FigureFilter {
  /** Of a signature. */
  readonly coalition?: CoalitionId;
}

type Viewed = Pick<AnyView, 'table' | 'columns'>;

/** How a kind of record stands in the views. */
interface RecordKind {
  /** The view that has a row of the record for as long as it is there. */
  readonly view: Viewed & Pick<View, 'at'>;
  /** The condition that such a row, under `c`, is one that the filter chooses. */
  readonly chosen: (moment: Moment, filter: RecordFilter) => Sql;
  /** Selects what it is called, a localized text as JSON, by the name of its stream; null: it is called nothing. */
  readonly titleOf: (moment: Moment, stream: Sql) => Sql;
}

const ofProvenance = (_: Moment, { provenance = defaultProvenance }: RecordFilter) => within(sql`c.provenance`, provenance);
const any = () => sql`c.key = ''`;
const untitled = () => sql`null`;
const titled = (view: Pick<View, 'at'>, title: Sql) => (moment: Moment, stream: Sql) =>
  sql`(select ${title} from ${view.at(moment)} t where t.stream = ${stream} and t.key = '')`;
const named = sql`t.name`;

/** The kinds of records, by the category of their streams. */
const kinds = {
  commitment: { view: commitments, chosen: where, titleOf: titled(commitmentDetails, sql`t.details ->> '$.title'`) },
  organisation: { view: organisations, chosen: ofProvenance, titleOf: titled(organisations, sql`t.details ->> '$.name'`) },
  coalition: { view: coalitions, chosen: ofProvenance, titleOf: titled(coalitions, sql`t.details ->> '$.name'`) },
  signature: {
    view: signatures,
    // Those of one coalition are all demonstration, or none is.
    chosen: (_, { coalition, provenance }) =>
      allOf([
        ...(coalition === undefined ? [] : [sql`c.coalition = ${coalition}`]),
        ...(provenance ? [within(sql`c.provenance`, provenance)] : []),
      ]),
    titleOf: untitled,
  },
  workingGroup: {
    view: workingGroups,
    chosen: (_, { provenance = defaultProvenance }) => sql`c.key = '' and ${within(sql`c.establishment ->> '$.provenance'`, provenance)}`,
    titleOf: untitled,
  },
  reportingCycle: { view: reportingCycles, chosen: ofProvenance, titleOf: titled(reportingCycles, named) },
  regionalPriority: { view: regionalPriorities, chosen: any, titleOf: titled(regionalPriorities, named) },
  correction: { view: corrections, chosen: ofProvenance, titleOf: untitled },
  countryGroup: { view: countryGroups, chosen: any, titleOf: titled(countryGroups, named) },
  country: { view: countries, chosen: any, titleOf: titled(countries, named) },
} satisfies Readonly<Record<string, RecordKind>>;
/** The category of the streams of a kind of record. */
export type RecordCategory = keyof typeof kinds;
export const recordCategories = Object.keys(kinds) as RecordCategory[];

/** What became of a record: the filter chooses it at the second moment alone, at the first alone, or at both, and it says something else. */
export const recordChanges = ['entered', 'left', 'changed'] as const;
export type RecordChange = (typeof recordChanges)[number];

export interface ChangedRecord {
  readonly stream: string;
  readonly title: LocalizedText | null;
  readonly change: RecordChange;
}

export interface ChangedRecords extends Listed<ChangedRecord> {
  /** How many, on all pages. */
  readonly totals: Readonly<Record<RecordChange, number>>;
}

/** By the names of the streams, which are the same at every moment. */
export const changedRecordOrder = new Order([], sql`stream`);

/**
 * A page of the records of a kind that came, went or changed from one moment to another; either may be the earlier, on either clock. A record
 * has changed where one of the views has a row of it at one of the moments that it has not at the other, by what the row says and not by when
 * it was written: so what was corrected and corrected back has not.
 *
 * All rows that hold at one of the moments alone are read once, in the order of the index that tells them, and matched by a sort: to look
 * up each of them among the rows of its stream took twenty times as long.
 */
export function changedRecords(
  category: RecordCategory,
  filter: RecordFilter,
  from: Moment,
  to: Moment,
  page: Page,
): Question<ChangedRecords> {
  const { view, chosen, titleOf }: RecordKind = kinds[category];
  const chosenAt = (moment: Moment) => sql`${view.at(moment)} c where ${chosen(moment, filter)}`;
  const isChosenAt = (moment: Moment) => sql`exists (select 1 from ${chosenAt(moment)} and c.stream = m.stream)`;
  const only = (one: Moment, other: Moment) => sql`select c.stream from ${chosenAt(one)} except select c.stream from ${chosenAt(other)}`;
  const others = views.filter(({ of, table }) => of === category && table !== view.table);
  const moved = [
    sql`select stream, key = '' as is_own, was, is_now from own where ${isToldApart} or ${saysElse(view, sql`own`)}`,
    ...others.map(
      other => sql`
        select stream, 0, null, null from (${pairsOf(other, from, to)}) p
        where p.stream not in (select stream from own where ${isToldApart}) and (${isToldApart} or ${saysElse(other, sql`p`)})`,
    ),
    // A commitment that says the same may be chosen at one of the moments alone, by what its lead or a country group is.
    ...(restsOnOthers(filter)
      ? [sql`select stream, 0, null, null from (${only(from, to)})`, sql`select stream, 0, null, null from (${only(to, from)})`]
      : []),
  ];
  return {
    statements: [
      sql`
        with own as materialized (${pairsOf(view, from, to, moment => chosen(moment, filter))}),
        moved as (select stream, max(is_own) as is_own, max(was) as was, max(is_now) as is_now from (${join(moved, ' union all ')}) group by stream),
        compared as materialized (
          select m.stream, case when is_own then coalesce(was, 0) else ${isChosenAt(from)} end as was,
            case when is_own then coalesce(is_now, 0) else ${isChosenAt(to)} end as is_now from moved m),
        changes as materialized (
          select stream, case when not was then 'entered' when is_now then 'changed' else 'left' end as change
          from compared where was or is_now),
        totals as (select ${join(
          recordChanges.map(change => sql`count(*) filter (where change = ${change}) as ${name(change)}`),
          ', ',
        )} from changes)
        select t.*, p.*, coalesce(${titleOf(to, sql`p.stream`)}, ${titleOf(from, sql`p.stream`)}) as title
        from totals t left join (
          select c.*, ${changedRecordOrder.selection} from changes c
          where ${changedRecordOrder.within(page)} order by ${changedRecordOrder.by(page)} limit ${page.limit + 1}) p
        order by ${changedRecordOrder.again}`,
    ],
    answer: ([rows = []]) => {
      const totals = Object.fromEntries(recordChanges.map(change => [change, Number(rows[0]![change])])) as ChangedRecords['totals'];
      const total = recordChanges.reduce((sum, change) => sum + totals[change], 0);
      const found = rows.filter(({ stream }) => stream !== null);
      return { ...changedRecordOrder.paged(found, total, page, toChangedRecord), totals };
    },
  };
}

/**
 * The rows of a view that hold at one of the moments alone, a pair for each key of a stream: `before` and `after` are their rowids, null where
 * the key has no row; `said_before` and `said_after` the positions of the last event that they tell of, where they do.
 *
 * @param chosen whether the filter chooses a row, under `c`: told as `was` and `is_now`
 */
function pairsOf(view: Viewed, from: Moment, to: Moment, chosen: (moment: Moment) => Sql = () => sql`null`): Sql {
  const said = 'latest_position' in view.columns ? sql`c.latest_position` : sql`null`;
  const only = (one: Moment, other: Moment) => sql`${name(view.table)} c where ${holdsAt(one)} and not (${holdsAt(other)})`;
  return sql`
    select stream, key, max(before) as before, max(after) as after, max(said_before) as said_before, max(said_after) as said_after,
      max(was) as was, max(is_now) as is_now
    from (
      select c.stream, c.key, c.rowid as before, null as after, ${said} as said_before, null as said_after, ${chosen(from)} as was, null as is_now
      from ${only(from, to)}
      union all
      select c.stream, c.key, null, c.rowid, null, ${said}, null, ${chosen(to)} from ${only(to, from)})
    group by stream, key`;
}

/** Of a pair: there is but one row, or they tell of different events. Most of what changed is told so, and none of its rows is read again. */
const isToldApart = sql`(before is null or after is null or said_before is not said_after)`;

/** Of a pair of two rows: one says something else than the other. */
function saysElse(view: Viewed, pair: Sql): Sql {
  const table = name(view.table);
  const same = allOf(Object.keys(view.columns).map(column => sql`a.${name(column)} is b.${name(column)}`));
  return sql`exists (select 1 from ${table} a, ${table} b where a.rowid = ${pair}.before and b.rowid = ${pair}.after and not (${same}))`;
}

function toChangedRecord({ stream, title, change }: SqlRow): ChangedRecord {
  return {
    stream: stream as string,
    title: title === null ? null : (JSON.parse(title as string) as LocalizedText),
    change: change as RecordChange,
  };
}
