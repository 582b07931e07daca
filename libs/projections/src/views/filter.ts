import {
  type Additionality,
  type Category,
  type CountryCode,
  type CountryGroupId,
  type Day,
  focusAreaIds,
  type FocusAreaId,
  type Kind,
  type Nature,
  type OrganisationId,
  type Provenance,
  type RegionalPriorityId,
  regionIds,
  type RegionId,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { join, name, type Sql, sql, type SqlValue } from '../engine/sql.js';
import { commitmentLinks } from './commitment-links.js';
import { provenances, type Status } from './commitments.js';
import { countryGroups } from './country-groups.js';
import { type DeliveryShown } from './delivery.js';
import { folded } from './folded.js';
import { homes } from './organisations.js';
import { focusAreaBits, type OnlyRegion, regionBits } from './places.js';
import { isSignatory, type Signatory } from './signatures.js';

/** What is asked for where nothing is said. No figure adds demonstration to the rest. */
export const defaultProvenance: readonly Provenance[] = ['submitted', 'published'];

/** What chooses the commitments of a figure. Values of one key are alternatives, different keys must all be met. */
export interface FigureFilter {
  readonly provenance?: readonly Provenance[];
  /** Touches one of these regions of implementation, whatever else it touches. */
  readonly region?: readonly (RegionId | 'not-stated')[];
  /** Counts exclusively there. */
  readonly onlyRegion?: readonly OnlyRegion[];
  /** The region of the lead's home. */
  readonly originRegion?: readonly (RegionId | 'not-stated')[];
  /** Primary, or also served. */
  readonly focusArea?: readonly FocusAreaId[];
  readonly primaryFocusArea?: readonly FocusAreaId[];
  /** Is implemented in one of these countries. */
  readonly country?: readonly CountryCode[];
  /** The country of the lead's home. */
  readonly originCountry?: readonly CountryCode[];
  /** Names the group, or a country that is a member of it at the moment. */
  readonly group?: readonly CountryGroupId[];
  /** The lead's. */
  readonly category?: readonly Category[];
  readonly kind?: readonly (Kind | 'not-stated')[];
  readonly additionality?: readonly (Additionality | 'not-stated')[];
  readonly status?: readonly Status[];
  readonly lead?: readonly OrganisationId[];
  /** Partner organisations, by their id. */
  readonly partner?: readonly OrganisationId[];
  readonly programme?: readonly string[];
  /** Serves one of these regional priorities. */
  readonly regionalPriority?: readonly RegionalPriorityId[];
  /** The working group whose co-chairs facilitated it. */
  readonly facilitatedBy?: readonly FocusAreaId[];
  /** Whether the lead stands by a version of a coalition's document. */
  readonly signatory?: readonly Signatory[];
}

export interface Range<Value> {
  readonly gte?: Value;
  readonly lte?: Value;
}

/** What chooses the commitments of a list: what chooses those of a figure, and more. */
export interface CommitmentFilter extends FigureFilter {
  readonly id?: readonly string[];
  readonly currency?: readonly string[];
  readonly nature?: readonly Nature[];
  /** In minor units of one currency: amounts of different currencies are not compared. */
  readonly value?: Range<bigint> & { readonly currency: string };
  readonly pledged?: Range<Day>;
  readonly start?: Range<Day>;
  readonly end?: Range<Day>;
  /** How delivery is shown on the day of the answer. */
  readonly delivery?: readonly DeliveryShown[];
  /** Part of the title in any language, or of the id; neither case nor accents count. */
  readonly q?: string;
}

/** The sets of provenance that are added up: the one that was asked for, or, with demonstration beside others, each apart. */
export function provenanceSets(asked: readonly Provenance[] = defaultProvenance): (readonly Provenance[])[] {
  const known = provenances.filter(provenance => asked.includes(provenance));
  return known.includes('demonstration') ? known.map(provenance => [provenance]) : [known];
}

/** A condition for `column in (…)`. */
export function within(column: Sql, values: readonly SqlValue[]): Sql {
  return sql`${column} in (${join(
    values.map(value => sql`${value}`),
    ', ',
  )})`;
}

/** As `within`, where null stands for "not stated". */
function stated(column: Sql, values: readonly string[]): Sql {
  const told = within(
    column,
    values.filter(value => value !== 'not-stated'),
  );
  return values.includes('not-stated') ? sql`(${told} or ${column} is null)` : told;
}

/** The conditions of a range on a column. */
export function ranged(column: Sql, { gte, lte }: Range<SqlValue>): Sql[] {
  return [
    ...(gte === undefined || gte === null ? [] : [sql`${column} >= ${gte}`]),
    ...(lte === undefined || lte === null ? [] : [sql`${column} <= ${lte}`]),
  ];
}

/** Part of a text that was folded before it was stored. */
export function containing(columns: readonly Sql[], q: string): Sql {
  return sql`(${join(
    columns.map(column => sql`instr(${column}, ${folded(q)}) > 0`),
    ' or ',
  )})`;
}

export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`1` : join(conditions, ' and ');
}

/**
 * The streams of commitments that serve a group, one row each and group: `served` and `group_id`. From the few members to the many
 * links, by their index: `cross join` keeps SQLite to that order.
 */
export function serving(moment: Moment): Sql {
  return sql`(
    select l.stream as served, l.target as group_id from ${commitmentLinks.at(moment)} l where l.type = 'group'
    union
    select l.stream, g.group_id from ${countryGroups.at(moment)} g
      cross join ${commitmentLinks.at(moment)} l on l.type = 'country' and l.target = g.country)`;
}

/** Whether the filter asks of a commitment what other records say: its lead, its coalition, the countries of a group. */
export function restsOnOthers({ originRegion, originCountry, category, signatory, group }: FigureFilter): boolean {
  return [originRegion, originCountry, category, signatory, group].some(asked => asked !== undefined);
}

/** The condition that the filter puts on commitments, which stand under `c`. */
export function where(moment: Moment, filter: CommitmentFilter): Sql {
  const c = (column: string) => sql`c.${name(column)}`;
  const conditions: Sql[] = [within(c('provenance'), filter.provenance ?? defaultProvenance)];
  const { region, onlyRegion, originRegion, focusArea, primaryFocusArea, country, originCountry, group, category, kind, additionality } =
    filter;

  if (region) {
    const bits = regionBits(regionIds.filter(id => region.includes(id)));
    conditions.push(region.includes('not-stated') ? sql`(c.regions & ${bits} <> 0 or c.regions = 0)` : sql`c.regions & ${bits} <> 0`);
  }
  if (onlyRegion) conditions.push(within(c('only_region'), onlyRegion));
  if (focusArea) {
    const bits = focusAreaBits(focusAreaIds.filter(id => focusArea.includes(id)));
    conditions.push(sql`(${within(c('focus_area'), focusArea)} or c.also & ${bits} <> 0)`);
  }
  if (primaryFocusArea) conditions.push(within(c('focus_area'), primaryFocusArea));
  if (kind) conditions.push(stated(c('kind'), kind));
  if (additionality) conditions.push(stated(c('additionality'), additionality));
  if (filter.status) conditions.push(within(c('status'), filter.status));
  if (filter.lead) conditions.push(within(c('lead'), filter.lead));
  if (filter.programme) conditions.push(within(c('programme'), filter.programme));
  if (filter.facilitatedBy) conditions.push(within(c('facilitated_by'), filter.facilitatedBy));
  if (filter.id) conditions.push(within(c('id'), filter.id));
  if (filter.currency) conditions.push(within(c('currency'), filter.currency));
  if (filter.nature) conditions.push(within(c('nature'), filter.nature));
  if (filter.value) conditions.push(sql`c.currency = ${filter.value.currency}`, ...ranged(c('amount'), filter.value));
  if (filter.pledged) conditions.push(...ranged(c('pledged_day'), filter.pledged));
  if (filter.start) conditions.push(...ranged(c('start_day'), filter.start));
  if (filter.end) conditions.push(...ranged(c('end_day'), filter.end));
  if (filter.q !== undefined) conditions.push(containing([c('title_search'), c('id')], filter.q));

  // What stands with others is joined from rows at the same moment, never copied.
  const home: Sql[] = [];
  if (originRegion) home.push(within(sql`origin`, originRegion));
  if (originCountry) home.push(within(sql`home_country`, originCountry));
  if (category) home.push(within(sql`category`, category));
  if (home.length > 0) {
    const leads = sql`c.lead in (select organisation from ${homes(moment)} where ${allOf(home)})`;
    // The lead's organisation may have opened after the moment: then its home is not stated.
    const unknown = originRegion?.includes('not-stated') && !originCountry && !category;
    conditions.push(unknown ? sql`(${leads} or c.lead not in (select organisation from ${homes(moment)}))` : leads);
  }
  if (filter.signatory) conditions.push(isSignatory(moment, c('lead'), filter.signatory));
  const links = (type: string, targets: readonly string[]) =>
    sql`c.stream in (select l.stream from ${commitmentLinks.at(moment)} l where l.type = ${type} and ${within(sql`l.target`, targets)})`;
  if (country) conditions.push(links('country', country));
  if (filter.partner) conditions.push(links('partner', filter.partner));
  if (filter.regionalPriority) conditions.push(links('regional-priority', filter.regionalPriority));
  if (group) conditions.push(sql`c.stream in (select served from ${serving(moment)} where ${within(sql`group_id`, group)})`);

  return allOf(conditions);
}
