import {
  type Category,
  type CoalitionId,
  type Day,
  type LocalizedText,
  type OrganisationId,
  type Person,
  type Provenance,
  type RegionId,
  type Session,
  type Source,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { allOf, within } from './filter.js';
import { type LatestEvent, latestFrom, type LatestRow } from './latest.js';
import { homeOf, nameAndCategory } from './organisations.js';
import { type Listed, Order, type Page, type Sort, type SortColumn } from './paging.js';
import { type Question, type SqlRow } from './question.js';
import { type Manner, type SignatureStatus, signatures, type Withdrawal } from './signatures.js';

export interface SignatureFilter {
  readonly organisation?: readonly OrganisationId[];
  readonly version?: readonly number[];
  readonly status?: readonly SignatureStatus[];
  /** The organisation's, at the moment. */
  readonly category?: readonly Category[];
  /** The region of the organisation's home, at the moment. */
  readonly region?: readonly (RegionId | 'not-stated')[];
  readonly provenance?: readonly Provenance[];
}

export interface SignatureItem {
  readonly coalition: CoalitionId;
  /** Who signs, as it is at the moment; name and category are null where the organisation has no event yet. */
  readonly organisation: {
    readonly id: OrganisationId;
    readonly name: LocalizedText | null;
    readonly category: Category | null;
    readonly region: RegionId | 'not-stated';
  };
  readonly provenance: Provenance;
  readonly status: SignatureStatus;
  /** The version that the organisation stands by, or stood by last. */
  readonly version: number;
  readonly firstSigned: Day;
  /** The day on which it signed that version. */
  readonly signed: Day;
  readonly manner: Manner;
  readonly session?: Session;
  /** Sealed, as it is stored. */
  readonly signatory: Person;
  readonly capacity: LocalizedText;
  readonly source?: Source;
  readonly withdrawn: ({ readonly day: Day } & Withdrawal) | null;
  readonly latest: LatestEvent;
}

export type SignatureSort = 'signed' | 'firstSigned' | 'withdrawn' | 'version' | 'organisation';
export const signatureSorts: readonly SignatureSort[] = ['signed', 'firstSigned', 'withdrawn', 'version', 'organisation'];
export const defaultSignatureSort: readonly Sort<SignatureSort>[] = [{ by: 'signed', direction: 'descending' }];

const sortColumns: Readonly<Record<SignatureSort, SortColumn>> = {
  signed: { expression: sql`s.signed_day`, type: 'text' },
  firstSigned: { expression: sql`s.first_signed_day`, type: 'text' },
  withdrawn: { expression: sql`s.withdrawn_day`, type: 'text' },
  version: { expression: sql`s.version`, type: 'integer' },
  organisation: { expression: sql`o.name_sort`, type: 'text' },
};

export function signatureOrder(sorts: readonly Sort<SignatureSort>[]): Order {
  return new Order(
    sorts.map(({ by, direction }) => ({ columns: [sortColumns[by]], direction })),
    sql`s.stream`,
  );
}

/** A page of the signatures of a coalition that a filter chooses, those that were withdrawn included. */
export function listSignatures(
  moment: Moment,
  coalition: CoalitionId,
  filter: SignatureFilter,
  page: Page,
  sorts: readonly Sort<SignatureSort>[] = defaultSignatureSort,
): Question<Listed<SignatureItem>> {
  const order = signatureOrder(sorts);
  const { join, origin } = homeOf(moment, sql`s.organisation`);
  const conditions: Sql[] = [sql`s.coalition = ${coalition}`];
  if (filter.organisation) conditions.push(within(sql`s.organisation`, filter.organisation));
  if (filter.version) conditions.push(within(sql`s.version`, filter.version));
  if (filter.status) conditions.push(within(sql`s.status`, filter.status));
  if (filter.provenance) conditions.push(within(sql`s.provenance`, filter.provenance));
  if (filter.category) conditions.push(within(sql`o.category`, filter.category));
  if (filter.region) conditions.push(within(origin, filter.region));
  const chosen = sql`${signatures.at(moment)} s ${join} where ${allOf(conditions)}`;
  return {
    statements: [
      sql`
        select * from (
          select s.*, o.details as organisation_details, ${origin} as region, ${order.selection}
          from ${chosen} and ${order.within(page)} order by ${order.by(page)} limit ${page.limit + 1})
        order by ${order.again}`,
      sql`select count(*) as total from ${chosen}`,
    ],
    answer: ([rows = [], totals = []]) => order.paged(rows, Number(totals[0]?.['total'] ?? 0), page, toItem),
  };
}

/** One signature at the moment, by the name of its stream; undefined where it has no event yet. */
export function oneSignature(moment: Moment, stream: string): Question<SignatureItem | undefined> {
  const { join, origin } = homeOf(moment, sql`s.organisation`);
  return {
    statements: [
      sql`
        select s.*, o.details as organisation_details, ${origin} as region
        from ${signatures.at(moment)} s ${join} where s.stream = ${stream}`,
    ],
    answer: ([rows = []]) => rows.map(toItem)[0],
  };
}

function toItem(given: SqlRow): SignatureItem {
  // The columns of the view, and those that are joined.
  const row = given as SqlRow &
    LatestRow & {
      coalition: CoalitionId;
      organisation: OrganisationId;
      organisation_details: string | null;
      region: RegionId | 'not-stated';
      provenance: Provenance;
      status: SignatureStatus;
      version: number;
      first_signed_day: Day;
      signed_day: Day;
      withdrawn_day: Day | null;
      manner: Manner;
      session: string | null;
      signatory: string;
      capacity: string;
      source: string | null;
      withdrawal: string | null;
    };
  return {
    coalition: row.coalition,
    organisation: {
      id: row.organisation,
      ...nameAndCategory(row.organisation_details),
      region: row.region,
    },
    provenance: row.provenance,
    status: row.status,
    version: row.version,
    firstSigned: row.first_signed_day,
    signed: row.signed_day,
    manner: row.manner,
    ...(row.session !== null && { session: JSON.parse(row.session) as Session }),
    signatory: JSON.parse(row.signatory) as Person,
    capacity: JSON.parse(row.capacity) as LocalizedText,
    ...(row.source !== null && { source: JSON.parse(row.source) as Source }),
    withdrawn:
      row.withdrawn_day === null || row.withdrawal === null
        ? null
        : { day: row.withdrawn_day, ...(JSON.parse(row.withdrawal) as Withdrawal) },
    latest: latestFrom(row),
  };
}
