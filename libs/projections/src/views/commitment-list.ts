import {
  type Category,
  type CommitmentDetails,
  type CommitmentId,
  type Day,
  type LocalizedText,
  type OrganisationDetails,
  type OrganisationId,
  type Provenance,
  regionIds,
  type RegionId,
  toDecimal,
  type Value as StoredValue,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { type Act, commitmentDetails, type Note } from './commitment-details.js';
import { commitments, type Status } from './commitments.js';
import { countries } from './countries.js';
import { type CommitmentFilter, where } from './filter.js';
import { type LatestEvent, latestFrom, type LatestRow } from './latest.js';
import { organisations } from './organisations.js';
import { type Listed, Order, type Page, type Sort, type SortColumn } from './paging.js';
import { type OnlyRegion, partNamed } from './places.js';
import { type Question, type SqlRow } from './question.js';

/** A value as people read it: decimal strings. */
export interface ShownValue extends Omit<StoredValue, 'amount' | 'usd'> {
  readonly amount: string;
  readonly usd?: Omit<NonNullable<StoredValue['usd']>, 'amount'> & { readonly amount: string };
}

/** What a commitment says of itself, with its amounts as people read them. */
export type ShownDetails = Omit<CommitmentDetails, 'value'> & { readonly value?: ShownValue };

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
  };
  /** Where it counts exclusively. */
  readonly onlyRegion: OnlyRegion;
  /** In dollars: as declared, or the amount itself; null where that is missing or no value is stated. */
  readonly usdEquivalent: { readonly amount: string; readonly currency: 'USD' } | null;
  readonly pledged: Day;
  /** How many notes it has. */
  readonly noteCount: number;
  readonly latest: LatestEvent;
}

export interface CommitmentPage extends CommitmentItem {
  /** How its value is split over regions: where it has a part, exactly. */
  readonly valueByRegion: readonly { readonly region: OnlyRegion; readonly amount: string; readonly usdEquivalent: string | null }[];
  readonly notes: readonly (Omit<Note, 'value'> & { readonly value?: ShownValue })[];
  readonly acts: readonly Act[];
}

export type CommitmentSort = 'pledged' | 'title' | 'value' | 'start' | 'end' | 'latest';
export const commitmentSorts: readonly CommitmentSort[] = ['pledged', 'title', 'value', 'start', 'end', 'latest'];

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

/** A page of the commitments that a filter chooses. */
export function listCommitments(
  moment: Moment,
  filter: CommitmentFilter,
  page: Page,
  sorts: readonly Sort<CommitmentSort>[] = defaultCommitmentSort,
): Question<Listed<CommitmentItem>> {
  const order = commitmentOrder(filter, sorts);
  const chosen = where(moment, filter);
  return {
    statements: [
      itemStatement(
        moment,
        sql`
          select c.*, ${order.selection} from ${commitments.at(moment)} c
          where ${chosen} and ${order.within(page)} order by ${order.by(page)} limit ${page.limit + 1}`,
        sql``,
        order.again,
      ),
      sql`select count(*) as total from ${commitments.at(moment)} c where ${chosen}`,
    ],
    answer: ([rows = [], totals = []]) => order.paged(rows, Number(totals[0]?.['total'] ?? 0), page, toItem),
  };
}

/** All that is known of one commitment at the moment; undefined where it has no event yet. */
export function oneCommitment(moment: Moment, id: CommitmentId): Question<CommitmentPage | undefined> {
  const own = sql`select c.* from ${commitments.at(moment)} c where c.stream = ${`commitment-${id}`}`;
  return {
    statements: [itemStatement(moment, own, sql`, d.notes as note_list, d.acts as acts`, sql`p.stream`)],
    answer: ([rows = []]) => rows.map(toPage)[0],
  };
}

/** Details and lead joined to the few rows of a page, never to all that the filter chooses: `cross join` keeps SQLite to that order. */
function itemStatement(moment: Moment, page: Sql, more: Sql, order: Sql): Sql {
  return sql`
    select p.*, d.details as details, o.details as lead_details, coalesce(k.region, o.stated_region, 'not-stated') as origin${more}
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
    readonly notes: number;
    readonly details: string;
    readonly lead_details: string | null;
    readonly origin: RegionId | 'not-stated';
  };

function toItem(given: SqlRow): CommitmentItem {
  const row = given as ItemRow;
  const details = JSON.parse(row.details) as CommitmentDetails;
  const lead = row.lead_details === null ? undefined : (JSON.parse(row.lead_details) as OrganisationDetails);
  return {
    id: row.id,
    status: row.status,
    supersededBy: row.superseded_by,
    provenance: row.provenance,
    lead: { id: row.lead, name: lead?.name ?? null, category: lead?.category ?? null, originRegion: row.origin },
    ...shown(details),
    onlyRegion: row.only_region,
    usdEquivalent: row.usd === null ? null : { amount: toDecimal(BigInt(row.usd), 'USD'), currency: 'USD' },
    pledged: row.pledged_day,
    noteCount: row.notes,
    latest: latestFrom(row),
  };
}

function toPage(given: SqlRow): CommitmentPage {
  const row = given as ItemRow & { readonly note_list: string; readonly acts: string };
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
  };
}

function shown({ value, ...details }: CommitmentDetails): ShownDetails {
  return { ...details, ...(value && { value: shownValue(value) }) };
}

function shownValue({ amount, usd, ...value }: StoredValue): ShownValue {
  return { ...value, amount: toDecimal(amount, value.currency), ...(usd && { usd: { ...usd, amount: toDecimal(usd.amount, 'USD') } }) };
}
