import { type CoalitionId, type LocalizedText } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { join, name, type Sql, sql } from '../engine/sql.js';
import { type AnyView, type Columns, holdsAt, type View } from '../engine/view.js';
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

/** How a kind of record stands in the views. */
interface RecordKind {
  /** The view that has a row of the record for as long as it is there. */
  readonly view: Pick<View, 'at'>;
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
  const moved = [
    ...views.filter(({ of }) => of === category).map(view => movedIn(view, from, to)),
    // A commitment that says the same may be chosen at one of the moments alone, by what its lead or a country group is.
    ...(restsOnOthers(filter) ? [sql`select * from (${only(from, to)})`, sql`select * from (${only(to, from)})`] : []),
  ];
  return {
    statements: [
      sql`
        with moved as materialized (${join(moved, ' union ')}),
        compared as materialized (select m.stream, ${isChosenAt(from)} as was, ${isChosenAt(to)} as is_now from moved m),
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

function toChangedRecord({ stream, title, change }: SqlRow): ChangedRecord {
  return {
    stream: stream as string,
    title: title === null ? null : (JSON.parse(title as string) as LocalizedText),
    change: change as RecordChange,
  };
}

/** The streams of which the view has a row at one of the moments that it has not at the other. A row that holds at both is passed over by its ends alone. */
function movedIn(view: AnyView, from: Moment, to: Moment): Sql {
  const table = name(view.table);
  const rows = (condition: Sql) => sql`(select * from ${table} where ${condition})`;
  const only = (one: Moment, other: Moment) => rows(sql`${holdsAt(one)} and not (${holdsAt(other)})`);
  const sameKey = sql`a.stream = b.stream and a.key = b.key`;
  // The plus keeps SQLite to the index of streams: by a column that it has another index of, it would look through far more rows.
  const saysTheSame = allOf(cheapestFirst(view.columns).map(column => sql`+a.${name(column)} is +b.${name(column)}`));
  return sql`
    select a.stream from ${only(from, to)} a where not exists (select 1 from ${rows(holdsAt(to))} b where ${sameKey} and ${saysTheSame})
    union
    select b.stream from ${only(to, from)} b where not exists (select 1 from ${rows(holdsAt(from))} a where ${sameKey})`;
}

/** Numbers before texts: rows that differ are told apart by the first column that does. */
function cheapestFirst(columns: Columns): string[] {
  const isText = (column: string) => (columns[column]!.sqlType === 'text' ? 1 : 0);
  return Object.keys(columns).sort((a, b) => isText(a) - isText(b));
}
