import {
  type Category,
  categoryIds,
  type CoalitionId,
  type Day,
  type DocumentText,
  type LocalizedText,
  type Provenance,
  regionIds,
  type RegionId,
  type Source,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { name, type Sql, sql } from '../engine/sql.js';
import { coalitionDocuments } from './coalition-documents.js';
import { type CoalitionDetails, coalitions } from './coalitions.js';
import { provenancesLike } from './commitments.js';
import { allOf, containing, defaultProvenance, provenanceSets, within } from './filter.js';
import { type LatestEvent, latestFrom, type LatestRow } from './latest.js';
import { ofProvenance, zeros } from './measures.js';
import { homeOf } from './organisations.js';
import { type Listed, Order, type Page, type Sort, type SortColumn } from './paging.js';
import { countingRuleVersion, type Question, type SqlRow } from './question.js';
import { type SignatureAct, signatureActs } from './signature-acts.js';
import { type SignatureStatus, signatures } from './signatures.js';

export interface CoalitionFilter {
  readonly id?: readonly CoalitionId[];
  readonly provenance?: readonly Provenance[];
  /** Part of the name in any language, or of the id; neither case nor accents count. */
  readonly q?: string;
}

export interface CoalitionItem extends CoalitionDetails {
  readonly id: CoalitionId;
  readonly provenance: Provenance;
  readonly launched: Day;
  /** The version that is signed now; null between the launch and the first version, which is the very next event. */
  readonly document: { readonly version: number; readonly sha256: string; readonly published: Day } | null;
  /** Organisations that stand by a version, and that withdrew. All of them are demonstration, or none is. */
  readonly signatories: Readonly<Record<SignatureStatus, number>>;
  readonly latest: LatestEvent;
}

/** A version of the document, without its text. */
export interface DocumentItem {
  readonly version: number;
  readonly sha256: string;
  readonly published: Day;
  readonly languages: readonly string[];
  readonly reason?: LocalizedText;
  readonly source?: Source;
  readonly event: string;
  readonly recordedAt: string;
}
export interface DocumentPage extends DocumentItem {
  readonly text: DocumentText;
}

/** Of the organisations that stand: by the version that they stand by, by category, and by region of home. Each adds up to `standing`. */
export interface SignatoryTable {
  readonly provenance: readonly Provenance[];
  readonly standing: number;
  readonly withdrawn: number;
  readonly byVersion: readonly { readonly version: number; readonly standing: number }[];
  readonly byCategory: Readonly<Record<Category | 'not-stated', number>>;
  readonly byRegion: Readonly<Record<RegionId | 'not-stated', number>>;
}

export interface CoalitionPage extends CoalitionItem {
  readonly rule: typeof countingRuleVersion;
  readonly versions: readonly DocumentItem[];
  /** One, adding up the provenances asked for; with demonstration beside others, one each. */
  readonly tables: readonly SignatoryTable[];
}

/** Of one day: how many signed who did not stand before, how many of those that stood signed a later version, how many withdrew, how many stand after. */
export interface SignatureDay {
  readonly day: Day;
  readonly signed: number;
  readonly signedLaterVersion: number;
  readonly withdrawn: number;
  readonly standing: number;
}

export type CoalitionSort = 'name' | 'launched' | 'latest';
export const coalitionSorts: readonly CoalitionSort[] = ['name', 'launched', 'latest'];
export const defaultCoalitionSort: readonly Sort<CoalitionSort>[] = [{ by: 'name', direction: 'ascending' }];

const sortColumns: Readonly<Record<CoalitionSort, readonly SortColumn[]>> = {
  name: [{ expression: sql`c.name_sort`, type: 'text' }],
  launched: [{ expression: sql`c.launched_day`, type: 'text' }],
  latest: [
    { expression: sql`c.latest_day`, type: 'text' },
    { expression: sql`c.latest_position`, type: 'integer' },
  ],
};

export function coalitionOrder(sorts: readonly Sort<CoalitionSort>[]): Order {
  return new Order(
    sorts.map(({ by, direction }) => ({ columns: sortColumns[by], direction })),
    sql`c.stream`,
  );
}

/** A page of the coalitions that a filter chooses. */
export function listCoalitions(
  moment: Moment,
  filter: CoalitionFilter,
  page: Page,
  sorts: readonly Sort<CoalitionSort>[] = defaultCoalitionSort,
): Question<Listed<CoalitionItem>> {
  const order = coalitionOrder(sorts);
  const conditions = [within(sql`c.provenance`, filter.provenance ?? defaultProvenance)];
  if (filter.id) conditions.push(within(sql`c.id`, filter.id));
  if (filter.q !== undefined) conditions.push(containing([sql`c.name_search`, sql`c.id`], filter.q));
  const chosen = sql`${coalitions.at(moment)} c where ${allOf(conditions)}`;
  return {
    statements: [
      sql`
        select p.*, ${countedColumns(moment)} from (
          select c.*, ${order.selection} from ${chosen} and ${order.within(page)} order by ${order.by(page)} limit ${page.limit + 1}) p
        order by ${order.again}`,
      sql`select count(*) as total from ${chosen}`,
    ],
    answer: ([rows = [], totals = []]) => order.paged(rows, Number(totals[0]?.['total'] ?? 0), page, toItem),
  };
}

/**
 * One coalition with its versions and its signatories at the moment; undefined where it has no event yet.
 * @param provenance of the signatures that are counted; absent: all, for a coalition is a demonstration wholly or not at all
 */
export function oneCoalition(moment: Moment, id: CoalitionId, provenance?: readonly Provenance[]): Question<CoalitionPage | undefined> {
  const { join, origin } = homeOf(moment, sql`s.organisation`);
  return {
    statements: [
      sql`select p.*, ${countedColumns(moment)} from ${coalitions.at(moment)} p where p.stream = ${streamOfCoalition(id)}`,
      documentsStatement(moment, id),
      sql`
        select s.provenance as provenance, s.status as status, s.version as version,
          coalesce(o.category, 'not-stated') as category, ${origin} as region, count(*) as n
        from ${signatures.at(moment)} s ${join}
        where s.coalition = ${id}
        group by s.provenance, s.status, s.version, o.category, ${origin}`,
    ],
    answer: ([found = [], documents = [], counts = []]) => {
      const [coalition] = found.map(toItem);
      if (!coalition) return undefined;
      const versions = documents.map(toDocument);
      const tables = provenanceSets(provenance ?? provenancesLike(coalition.provenance)).map(provenance =>
        tableOf(provenance, versions, ofProvenance(counts, provenance)),
      );
      return { ...coalition, rule: countingRuleVersion, versions, tables };
    },
  };
}

/** The versions of a coalition's document, in their order; undefined where the coalition has no event yet. */
export function listDocuments(
  moment: Moment,
  id: CoalitionId,
): Question<{ readonly provenance: Provenance; readonly documents: readonly DocumentItem[] } | undefined> {
  return {
    statements: [provenanceStatement(moment, id), documentsStatement(moment, id)],
    answer: ([found = [], documents = []]) => {
      const provenance = provenanceIn(found);
      return provenance && { provenance, documents: documents.map(toDocument) };
    },
  };
}

/** One version with its text; undefined where there is none of that number at the moment. */
export function oneDocument(
  moment: Moment,
  id: CoalitionId,
  version: number,
): Question<{ readonly provenance: Provenance; readonly document: DocumentPage } | undefined> {
  return {
    statements: [
      provenanceStatement(moment, id),
      sql`select * from ${coalitionDocuments.at(moment)} where stream = ${streamOfCoalition(id)} and version = ${version}`,
    ],
    answer: ([found = [], documents = []]) => {
      const [provenance, row] = [provenanceIn(found), documents[0]];
      return provenance && row && { provenance, document: { ...toDocument(row), text: JSON.parse(row['text'] as string) as DocumentText } };
    },
  };
}

/** How its signatures came and went, a line for each day on which any did; undefined where the coalition has no event yet. */
export function signatureTimeline(
  moment: Moment,
  id: CoalitionId,
): Question<{ readonly provenance: Provenance; readonly days: readonly SignatureDay[] } | undefined> {
  return {
    statements: [
      provenanceStatement(moment, id),
      sql`
        select day, ${actCount('signed')} as signed, ${actCount('signed-later-version')} as later, ${actCount('withdrawn')} as withdrawn
        from ${signatureActs.at(moment)} where coalition = ${id} group by day order by day`,
    ],
    answer: ([found = [], rows = []]) => {
      const provenance = provenanceIn(found);
      let standing = 0;
      const days = rows.map((row): SignatureDay => {
        const [signed, withdrawn] = [row['signed'] as number, row['withdrawn'] as number];
        standing += signed - withdrawn;
        return { day: row['day'] as Day, signed, signedLaterVersion: row['later'] as number, withdrawn, standing };
      });
      return provenance && { provenance, days };
    },
  };
}

/** Its provenance, for whoever answers of something in it; undefined where it has no event yet. */
export function provenanceOfCoalition(moment: Moment, id: CoalitionId): Question<Provenance | undefined> {
  return { statements: [provenanceStatement(moment, id)], answer: ([found = []]) => provenanceIn(found) };
}

function streamOfCoalition(id: CoalitionId): string {
  return `coalition-${id}`;
}

function provenanceStatement(moment: Moment, id: CoalitionId): Sql {
  return sql`select provenance from ${coalitions.at(moment)} where stream = ${streamOfCoalition(id)}`;
}

function provenanceIn([row]: readonly SqlRow[]): Provenance | undefined {
  return row?.['provenance'] as Provenance | undefined;
}

function documentsStatement(moment: Moment, id: CoalitionId): Sql {
  return sql`
    select version, sha256, published_day, event, recorded_at, languages, reason, source
    from ${coalitionDocuments.at(moment)} where stream = ${streamOfCoalition(id)} order by version`;
}

/** How many stand and how many withdrew, of each of the coalitions under `p`. */
function countedColumns(moment: Moment): Sql {
  const having = (status: SignatureStatus) =>
    sql`(select count(*) from ${signatures.at(moment)} s where s.coalition = p.id and s.status = ${status}) as ${name(status)}`;
  return sql`${having('standing')}, ${having('withdrawn')}`;
}

function actCount(act: SignatureAct): Sql {
  return sql`sum(act = ${act})`;
}

function tableOf(provenance: readonly Provenance[], documents: readonly DocumentItem[], rows: readonly SqlRow[]): SignatoryTable {
  let [standing, withdrawn] = [0, 0];
  const byVersion = new Map(documents.map(({ version }) => [version, 0]));
  const byCategory = zeros([...categoryIds, 'not-stated']);
  const byRegion = zeros([...regionIds, 'not-stated']);
  for (const given of rows) {
    const row = given as unknown as {
      // what oneCoalition selects
      readonly status: SignatureStatus;
      readonly version: number;
      readonly category: Category | 'not-stated';
      readonly region: RegionId | 'not-stated';
      readonly n: number;
    };
    if (row.status === 'withdrawn') {
      withdrawn += row.n;
      continue;
    }
    standing += row.n;
    byVersion.set(row.version, (byVersion.get(row.version) ?? 0) + row.n);
    byCategory[row.category] += row.n;
    byRegion[row.region] += row.n;
  }
  return {
    provenance,
    standing,
    withdrawn,
    byVersion: [...byVersion].sort(([a], [b]) => a - b).map(([version, standing]) => ({ version, standing })),
    byCategory,
    byRegion,
  };
}

function toItem(given: SqlRow): CoalitionItem {
  // The columns of the view, and the counts beside them.
  const row = given as SqlRow &
    LatestRow &
    Readonly<Record<SignatureStatus, number>> & {
      id: CoalitionId;
      provenance: Provenance;
      launched_day: Day;
      version: number | null;
      sha256: string;
      published_day: Day;
      details: string;
    };
  return {
    id: row.id,
    provenance: row.provenance,
    ...(JSON.parse(row.details) as CoalitionDetails),
    launched: row.launched_day,
    document: row.version === null ? null : { version: row.version, sha256: row.sha256, published: row.published_day },
    signatories: { standing: row.standing, withdrawn: row.withdrawn },
    latest: latestFrom(row),
  };
}

function toDocument(given: SqlRow): DocumentItem {
  // The columns of the view, without the text.
  const row = given as SqlRow & {
    version: number;
    sha256: string;
    published_day: Day;
    event: string;
    recorded_at: string;
    languages: string;
    reason: string | null;
    source: string | null;
  };
  return {
    version: row.version,
    sha256: row.sha256,
    published: row.published_day,
    languages: JSON.parse(row.languages) as string[],
    ...(row.reason !== null && { reason: JSON.parse(row.reason) as LocalizedText }),
    ...(row.source !== null && { source: JSON.parse(row.source) as Source }),
    event: row.event,
    recordedAt: row.recorded_at,
  };
}
