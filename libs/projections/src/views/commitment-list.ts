import {
  type Amounts,
  type Category,
  type CommitmentDetails,
  type CommitmentId,
  type Day,
  type Delivery,
  type LocalizedText,
  type OrganisationId,
  type Provenance,
  type Reading,
  regionIds,
  type RegionId,
  type ReportId,
  type Target,
  toDecimal,
  type Value as StoredValue,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { type Act, commitmentDetails, type Completion, type Note } from './commitment-details.js';
import { commitments, standingStatuses, type Status } from './commitments.js';
import { countries } from './countries.js';
import { type DeliveryShown, rungs } from './delivery.js';
import {
  commitmentOwing,
  type CycleHead,
  cyclesWhere,
  type Duty,
  dutyColumns,
  isAsked,
  owes,
  toDuty,
  toHead,
  withReply,
} from './duties.js';
import { type CommitmentFilter, where, within } from './filter.js';
import { type LatestEvent, latestFrom, type LatestRow } from './latest.js';
import { nameAndCategory, organisations } from './organisations.js';
import { type Listed, Order, type Page, type Sort, type SortColumn } from './paging.js';
import { type OnlyRegion, partNamed } from './places.js';
import { type Question, type SqlRow } from './question.js';
import { inDecimals } from './report-list.js';
import { reports } from './reports.js';
import { type Signatory, signatoryColumn } from './signatures.js';

/** A value as people read it: decimal strings. */
export interface ShownValue extends Omit<StoredValue, 'amount' | 'usd'> {
  readonly amount: string;
  readonly usd?: Omit<NonNullable<StoredValue['usd']>, 'amount'> & { readonly amount: string };
}

/** What a commitment says of itself, with its amounts as people read them. */
export type ShownDetails = Omit<CommitmentDetails, 'value'> & { readonly value?: ShownValue };

/** How far it is, by its reports; amounts as people read them. */
export interface DeliveryItem {
  /** On the day of the answer; what stands and is past its end without being completed is `ended-not-completed`. */
  readonly status: DeliveryShown;
  /** What was said last, and the day on which it was said. */
  readonly said: Delivery | null;
  readonly on: Day | null;
  readonly completed: Day | null;
  readonly percent: number | null;
  /** Beneficiaries reached so far. */
  readonly reached: number | null;
  readonly amounts: Amounts | null;
  readonly firstReport: Day | null;
  readonly lastReport: Day | null;
}

/** A cycle that a report was or is owed to, or that something was said to, and what is done about it. */
export interface CycleState extends Duty {
  readonly cycle: CycleHead;
  /** Whether a report is owed; what was said to a cycle that is owed none is shown too. */
  readonly owed: boolean;
}

/** Where a target stands by the last reading of its indicator. */
export interface Measured {
  readonly indicator: LocalizedText;
  readonly unit?: LocalizedText;
  readonly baseline: number | null;
  readonly goal: number | null;
  readonly due: Day | null;
  /** Null: it was never read. */
  readonly reading: (Omit<Reading, 'indicator' | 'unit'> & { readonly report: ReportId; readonly day: Day }) | null;
  /** How much of the way from the baseline to the goal, in whole per cent; null where one of them is not stated, or both are the same. */
  readonly percent: number | null;
}

export interface CommitmentItem extends ShownDetails {
  readonly id: CommitmentId;
  readonly status: Status;
  readonly supersededBy: CommitmentId | null;
  readonly provenance: Provenance;
  /** Who leads it, as it is at the moment; name and category are null where the organisation has no event yet. */
  readonly lead: {
    readonly id: OrganisationId;
    readonly name: LocalizedText | null;
    readonly category: Category | null;
    readonly originRegion: RegionId | 'not-stated';
    /** Whether it stands by a version of a coalition's document. */
    readonly signatory: Signatory;
  };
  /** Where it counts exclusively. */
  readonly onlyRegion: OnlyRegion;
  /** In dollars: as declared, or the amount itself; null where that is missing or no value is stated. */
  readonly usdEquivalent: { readonly amount: string; readonly currency: 'USD' } | null;
  readonly pledged: Day;
  readonly delivery: DeliveryItem;
  /** How many notes it has. */
  readonly noteCount: number;
  readonly latest: LatestEvent;
}

/** As answers show it: its state of registration by that name, for delivery and reporting are told apart from it. */
export function shownCommitment<Item extends CommitmentItem>({ id, status, ...commitment }: Item) {
  return { id, registration: status, ...commitment };
}

export interface CommitmentPage extends CommitmentItem {
  /** How its value is split over regions: where it has a part, exactly. */
  readonly valueByRegion: readonly { readonly region: OnlyRegion; readonly amount: string; readonly usdEquivalent: string | null }[];
  readonly notes: readonly (Omit<Note, 'value'> & { readonly value?: ShownValue })[];
  readonly acts: readonly Act[];
  /** What was said where delivery was completed apart from a report. */
  readonly completion: Completion | null;
  /** To each cycle, the latest period first. */
  readonly reporting: readonly CycleState[];
  /** The targets, in their order. */
  readonly measured: readonly Measured[];
}

export type CommitmentSort = 'pledged' | 'title' | 'value' | 'start' | 'end' | 'latest' | 'delivery' | 'percent' | 'reported';
export const commitmentSorts: readonly CommitmentSort[] = [
  'pledged',
  'title',
  'value',
  'start',
  'end',
  'latest',
  'delivery',
  'percent',
  'reported',
];

const sortColumns: Readonly<Record<CommitmentSort, readonly SortColumn[]>> = {
  pledged: [{ expression: sql`c.pledged_day`, type: 'text' }],
  title: [{ expression: sql`c.title_sort`, type: 'text' }],
  /** Across currencies nothing but the equivalents can be compared. */
  value: [{ expression: sql`c.usd`, type: 'integer' }],
  start: [{ expression: sql`c.start_day`, type: 'text' }],
  end: [{ expression: sql`c.end_day`, type: 'text' }],
  latest: [
    { expression: sql`c.latest_day`, type: 'text' },
    { expression: sql`c.latest_position`, type: 'integer' },
  ],
  /** What was said last, from not started to completed. */
  delivery: [{ expression: sql`instr('not-started on-track delayed at-risk completed', c.delivery)`, type: 'integer' }],
  percent: [{ expression: sql`c.percent`, type: 'integer' }],
  /** The day of the last report. */
  reported: [{ expression: sql`c.last_report_day`, type: 'text' }],
};

/** The order of a list of commitments. With one currency asked for, `value` sorts by the amounts, else by their equivalents in dollars. */
export function commitmentOrder(filter: CommitmentFilter, sorts: readonly Sort<CommitmentSort>[]): Order {
  const isOfOneCurrency = filter.value !== undefined || filter.currency?.length === 1;
  return new Order(
    sorts.map(({ by, direction }) => ({
      columns: by === 'value' && isOfOneCurrency ? [{ expression: sql`c.amount`, type: 'integer' as const }] : sortColumns[by],
      direction,
    })),
    sql`c.stream`,
  );
}

export const defaultCommitmentSort: readonly Sort<CommitmentSort>[] = [{ by: 'latest', direction: 'descending' }];

/** How delivery is shown of a commitment under `c`. */
export function deliveryShown(day: Day): Sql {
  return sql`
    case when c.end_day < ${day} and c.completed_day is null and ${within(sql`c.status`, standingStatuses)} then 'ended-not-completed'
      else coalesce(c.delivery, 'not-stated') end`;
}

/**
 * A page of the commitments that a filter chooses.
 * @param day of the answer
 */
export function listCommitments(
  moment: Moment,
  day: Day,
  filter: CommitmentFilter,
  page: Page,
  sorts: readonly Sort<CommitmentSort>[] = defaultCommitmentSort,
): Question<Listed<CommitmentItem>> {
  const order = commitmentOrder(filter, sorts);
  const chosen = filter.delivery ? sql`${where(moment, filter)} and ${within(deliveryShown(day), filter.delivery)}` : where(moment, filter);
  return {
    statements: [
      itemStatement(
        moment,
        sql`
          select c.*, ${deliveryShown(day)} as delivery_shown, ${order.selection} from ${commitments.at(moment)} c
          where ${chosen} and ${order.within(page)} order by ${order.by(page)} limit ${page.limit + 1}`,
        sql``,
        order.again,
      ),
      sql`select count(*) as total from ${commitments.at(moment)} c where ${chosen}`,
    ],
    answer: ([rows = [], totals = []]) => order.paged(rows, Number(totals[0]?.['total'] ?? 0), page, toItem),
  };
}

/**
 * All that is known of one commitment at the moment; undefined where it has no event yet.
 * @param day of the answer
 */
export function oneCommitment(moment: Moment, day: Day, id: CommitmentId): Question<CommitmentPage | undefined> {
  const stream = `commitment-${id}`;
  const own = sql`select c.*, ${deliveryShown(day)} as delivery_shown from ${commitments.at(moment)} c where c.stream = ${stream}`;
  return {
    statements: [
      itemStatement(moment, own, sql`, d.notes as note_list, d.acts as acts, d.completion as completion`, sql`p.stream`),
      sql`
        with y as materialized ${cyclesWhere(moment, day, sql`1`)}
        select y.*, (${owes}) as owed, ${dutyColumns(moment, commitmentOwing)}
        from ${commitments.at(moment)} c cross join y ${withReply(moment, commitmentOwing)}
        where c.stream = ${stream} and ${isAsked} and (r.reply > 0 or ${owes}) order by y.period_to desc, y.id desc`,
      sql`
        select key as report, details -> '$.readings' as readings, reported ->> '$.day' as day from ${reports.at(moment)}
        where stream = ${stream} and details -> '$.readings' is not null
        order by reported ->> '$.day', cast(reported ->> '$.position' as integer)`,
    ],
    answer: ([rows = [], cycles = [], readings = []]) => rows.map(row => toPage(row, day, cycles, readings))[0],
  };
}

/** Details and lead joined to the few rows of a page, never to all that the filter chooses: `cross join` keeps SQLite to that order. */
function itemStatement(moment: Moment, page: Sql, more: Sql, order: Sql): Sql {
  return sql`
    select p.*, d.details as details, o.details as lead_details, coalesce(k.region, o.stated_region, 'not-stated') as origin,
      ${signatoryColumn(moment, sql`p.lead`)} as signatory${more}
    from (${page}) p
    cross join ${commitmentDetails.at(moment)} d on d.stream = p.stream
    left join ${organisations.at(moment)} o on o.stream = 'organisation-' || p.lead
    left join ${countries.at(moment)} k on k.stream = 'country-' || o.country
    order by ${order}`;
}

/** The columns that an item is made of, as `itemStatement` selects them. */
type ItemRow = SqlRow &
  LatestRow & {
    readonly id: CommitmentId;
    readonly status: Status;
    readonly superseded_by: CommitmentId | null;
    readonly provenance: Provenance;
    readonly lead: OrganisationId;
    readonly only_region: OnlyRegion;
    readonly currency: string | null;
    readonly usd: number | bigint | null;
    readonly pledged_day: Day;
    readonly delivery_shown: DeliveryShown;
    readonly delivery: Delivery | null;
    readonly delivery_day: Day | null;
    readonly completed_day: Day | null;
    readonly percent: number | null;
    readonly reached: number | null;
    readonly paid_currency: string | null;
    readonly first_report_day: Day | null;
    readonly last_report_day: Day | null;
    readonly notes: number;
    readonly details: string;
    readonly lead_details: string | null;
    readonly origin: RegionId | 'not-stated';
    readonly signatory: Signatory;
  };

function toItem(given: SqlRow): CommitmentItem {
  const row = given as ItemRow;
  const details = JSON.parse(row.details) as CommitmentDetails;
  return {
    id: row.id,
    status: row.status,
    supersededBy: row.superseded_by,
    provenance: row.provenance,
    lead: { id: row.lead, ...nameAndCategory(row.lead_details), originRegion: row.origin, signatory: row.signatory },
    ...shown(details),
    onlyRegion: row.only_region,
    usdEquivalent: row.usd === null ? null : { amount: toDecimal(BigInt(row.usd), 'USD'), currency: 'USD' },
    pledged: row.pledged_day,
    delivery: toDelivery(row),
    noteCount: row.notes,
    latest: latestFrom(row),
  };
}

function toDelivery(row: ItemRow): DeliveryItem {
  const { paid_currency: currency } = row;
  const stated = rungs.flatMap(rung => (row[rung] === null || row[rung] === undefined ? [] : [[rung, String(row[rung])] as const]));
  return {
    status: row.delivery_shown,
    said: row.delivery,
    on: row.delivery_day,
    completed: row.completed_day,
    percent: row.percent,
    reached: row.reached,
    amounts: currency === null ? null : inDecimals({ currency, ...Object.fromEntries(stated) }),
    firstReport: row.first_report_day,
    lastReport: row.last_report_day,
  };
}

function toPage(given: SqlRow, day: Day, cycles: readonly SqlRow[], readings: readonly SqlRow[]): CommitmentPage {
  const row = given as ItemRow & { readonly note_list: string; readonly acts: string; readonly completion: string | null };
  return {
    ...toItem(row),
    valueByRegion: [...regionIds, 'several' as const, 'not-stated' as const].flatMap(region => {
      const [amount, usd] = [row[`amount_${partNamed(region)}`] ?? null, row[`usd_${partNamed(region)}`] ?? null];
      if (amount === null || row.currency === null) return [];
      return [
        { region, amount: toDecimal(BigInt(amount), row.currency), usdEquivalent: usd === null ? null : toDecimal(BigInt(usd), 'USD') },
      ];
    }),
    notes: (JSON.parse(row.note_list) as Note[]).map(({ value, ...note }) => ({ ...note, ...(value && { value: shownValue(value) }) })),
    acts: JSON.parse(row.acts) as Act[],
    completion: row.completion === null ? null : (JSON.parse(row.completion) as Completion),
    reporting: cycles.map(cycle => {
      const head = toHead(cycle, day);
      return { cycle: head, owed: cycle['owed'] === 1, ...toDuty(cycle, head) };
    }),
    measured: measured((JSON.parse(row.details) as CommitmentDetails).targets ?? [], readings),
  };
}

/** Each target beside the last reading of an indicator that is called the same in one of its languages. */
function measured(targets: readonly Target[], rows: readonly SqlRow[]): Measured[] {
  const read = rows.flatMap(({ report, readings, day }) =>
    (JSON.parse(readings as string) as Reading[]).map(reading => ({ ...reading, report: report as ReportId, day: day as Day })),
  );
  return targets.map(({ indicator, unit, baseline, goal, due }) => {
    const last = read.findLast(reading => Object.entries(indicator).some(([language, name]) => reading.indicator[language] === name));
    const whole = baseline === undefined || goal === undefined ? 0 : goal - baseline;
    const { indicator: _indicator, unit: _unit, ...reading } = last ?? {};
    return {
      indicator,
      ...(unit && { unit }),
      baseline: baseline ?? null,
      goal: goal ?? null,
      due: due ?? null,
      reading: last ? (reading as Measured['reading']) : null,
      percent: last && whole !== 0 ? Math.round(((last.value - baseline!) / whole) * 100) : null,
    };
  });
}

function shown({ value, ...details }: CommitmentDetails): ShownDetails {
  return { ...details, ...(value && { value: shownValue(value) }) };
}

function shownValue({ amount, usd, ...value }: StoredValue): ShownValue {
  return { ...value, amount: toDecimal(amount, value.currency), ...(usd && { usd: { ...usd, amount: toDecimal(usd.amount, 'USD') } }) };
}
