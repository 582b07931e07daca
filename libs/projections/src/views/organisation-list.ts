import {
  type Category,
  type CountryCode,
  type Day,
  type Membership,
  type OrganisationDetails,
  type OrganisationId,
  type Provenance,
  type RegionId,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { name, type Sql, sql } from '../engine/sql.js';
import { countries } from './countries.js';
import { allOf, containing, defaultProvenance, within } from './filter.js';
import { type LatestEvent, latestFrom, type LatestRow } from './latest.js';
import { organisations } from './organisations.js';
import { type Listed, Order, type Page, type Sort, type SortColumn } from './paging.js';
import { type Question, type SqlRow } from './question.js';
import { isSignatory, type Signatory, signatoryColumn } from './signatures.js';

export interface OrganisationFilter {
  readonly id?: readonly OrganisationId[];
  readonly provenance?: readonly Provenance[];
  readonly category?: readonly Category[];
  /** The region of its home country at the moment, or the one that it states. */
  readonly region?: readonly (RegionId | 'not-stated')[];
  readonly country?: readonly CountryCode[];
  readonly verified?: boolean;
  readonly membership?: readonly (Membership | 'not-stated')[];
  /** Whether it stands by a version of a coalition's document. */
  readonly signatory?: readonly Signatory[];
  /** Part of the name in any language, or of the id; neither case nor accents count. */
  readonly q?: string;
}

export interface OrganisationItem extends OrganisationDetails {
  readonly id: OrganisationId;
  readonly provenance: Provenance;
  /** Its region of origin. */
  readonly region: RegionId | 'not-stated';
  /** The day on which the secretariat verified it; null: not verified. */
  readonly verified: Day | null;
  /** Whether it stands by a version of a coalition's document. */
  readonly signatory: Signatory;
  readonly registered: Day;
  readonly latest: LatestEvent;
}

export type OrganisationSort = 'name' | 'registered' | 'latest';
export const organisationSorts: readonly OrganisationSort[] = ['name', 'registered', 'latest'];
export const defaultOrganisationSort: readonly Sort<OrganisationSort>[] = [{ by: 'name', direction: 'ascending' }];

const sortColumns: Readonly<Record<OrganisationSort, readonly SortColumn[]>> = {
  name: [{ expression: sql`o.name_sort`, type: 'text' }],
  registered: [{ expression: sql`o.registered_day`, type: 'text' }],
  latest: [
    { expression: sql`o.latest_day`, type: 'text' },
    { expression: sql`o.latest_position`, type: 'integer' },
  ],
};

export function organisationOrder(sorts: readonly Sort<OrganisationSort>[]): Order {
  return new Order(
    sorts.map(({ by, direction }) => ({ columns: sortColumns[by], direction })),
    sql`o.stream`,
  );
}

/** A page of the organisations that a filter chooses. */
export function listOrganisations(
  moment: Moment,
  filter: OrganisationFilter,
  page: Page,
  sorts: readonly Sort<OrganisationSort>[] = defaultOrganisationSort,
): Question<Listed<OrganisationItem>> {
  const order = organisationOrder(sorts);
  const chosen = sql`${rows(moment)} where ${where(moment, filter)}`;
  return {
    statements: [
      sql`
        select p.*, ${signatoryColumn(moment, sql`p.id`)} as signatory from (
          select o.*, ${region} as region, ${order.selection} from ${chosen} and ${order.within(page)} order by ${order.by(page)} limit ${page.limit + 1}) p
        order by ${order.again}`,
      sql`select count(*) as total from ${chosen}`,
    ],
    answer: ([listed = [], totals = []]) => order.paged(listed, Number(totals[0]?.['total'] ?? 0), page, toItem),
  };
}

/** One organisation at the moment; undefined where it has no event yet. */
export function oneOrganisation(moment: Moment, id: OrganisationId): Question<OrganisationItem | undefined> {
  return {
    statements: [
      sql`
        select o.*, ${region} as region, ${signatoryColumn(moment, sql`o.id`)} as signatory
        from ${rows(moment)} where o.stream = ${`organisation-${id}`}`,
    ],
    answer: ([found = []]) => found.map(toItem)[0],
  };
}

const region = sql`coalesce(k.region, o.stated_region, 'not-stated')`;

function rows(moment: Moment): Sql {
  return sql`${organisations.at(moment)} o left join ${countries.at(moment)} k on k.iso2 = o.country`;
}

function where(moment: Moment, filter: OrganisationFilter): Sql {
  const o = (column: string) => sql`o.${name(column)}`;
  const conditions: Sql[] = [within(o('provenance'), filter.provenance ?? defaultProvenance)];
  if (filter.id) conditions.push(within(o('id'), filter.id));
  if (filter.category) conditions.push(within(o('category'), filter.category));
  if (filter.region) conditions.push(within(region, filter.region));
  if (filter.country) conditions.push(within(o('country'), filter.country));
  if (filter.verified !== undefined) conditions.push(filter.verified ? sql`o.verified_day is not null` : sql`o.verified_day is null`);
  if (filter.membership) conditions.push(within(sql`coalesce(o.membership, 'not-stated')`, filter.membership));
  if (filter.signatory) conditions.push(isSignatory(moment, o('id'), filter.signatory));
  if (filter.q !== undefined) conditions.push(containing([o('name_search'), o('id')], filter.q));
  return allOf(conditions);
}

function toItem(given: SqlRow): OrganisationItem {
  // The columns of the view, and those that are joined.
  const row = given as SqlRow &
    LatestRow & {
      id: OrganisationId;
      provenance: Provenance;
      region: RegionId | 'not-stated';
      verified_day: Day | null;
      signatory: Signatory;
      registered_day: Day;
      details: string;
    };
  return {
    id: row.id,
    provenance: row.provenance,
    ...(JSON.parse(row.details) as OrganisationDetails),
    region: row.region,
    verified: row.verified_day,
    signatory: row.signatory,
    registered: row.registered_day,
    latest: latestFrom(row),
  };
}
