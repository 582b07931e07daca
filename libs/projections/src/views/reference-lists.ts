import {
  type CountryCode,
  type CountryDetails,
  type CountryGroupId,
  type CycleProvenance,
  type Day,
  type LocalizedText,
  type OrganisationId,
  type RegionalPriorityId,
  type RegionId,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { countries } from './countries.js';
import { countryGroups } from './country-groups.js';
import { allOf, within } from './filter.js';
import { type Question, type SqlRow } from './question.js';
import { prioritiesByKind, type PriorityStatus } from './regional-priorities.js';

export interface CountryItem {
  readonly iso2: CountryCode;
  readonly iso3: string;
  readonly name: LocalizedText;
  readonly region: RegionId;
  readonly standing: CountryDetails['standing'];
  /** The groups that it is a member of at the moment, and since when. */
  readonly groups: readonly { readonly group: CountryGroupId; readonly since: Day }[];
}

export interface CountryFilter {
  readonly iso2?: readonly CountryCode[];
  readonly region?: readonly RegionId[];
  readonly group?: readonly CountryGroupId[];
  readonly standing?: readonly CountryDetails['standing'][];
}

/** The countries of reference, by name, each with its groups at the moment. */
export function listCountries(moment: Moment, filter: CountryFilter = {}): Question<CountryItem[]> {
  const conditions: Sql[] = [];
  if (filter.iso2) conditions.push(within(sql`iso2`, filter.iso2));
  if (filter.region) conditions.push(within(sql`region`, filter.region));
  if (filter.standing) conditions.push(within(sql`standing`, filter.standing));
  if (filter.group)
    conditions.push(sql`iso2 in (select country from ${countryGroups.at(moment)} where ${within(sql`group_id`, filter.group)})`);
  return {
    statements: [
      sql`select iso2, iso3, name, region, standing from ${countries.at(moment)} where ${allOf(conditions)} order by name_sort, iso2`,
      sql`select group_id, country, since from ${countryGroups.at(moment)} where country is not null order by group_id`,
    ],
    answer: ([rows = [], members = []]) => {
      return rows.map(row => ({
        iso2: row['iso2'] as CountryCode,
        iso3: row['iso3'] as string,
        name: JSON.parse(row['name'] as string) as LocalizedText,
        region: row['region'] as RegionId,
        standing: row['standing'] as CountryItem['standing'],
        groups: members
          .filter(member => member['country'] === row['iso2'])
          .map(member => ({ group: member['group_id'] as CountryGroupId, since: member['since'] as Day })),
      }));
    },
  };
}

/** One country, and the groups that it belongs to at the moment; undefined where it has no event yet. */
export function oneCountry(moment: Moment, iso2: CountryCode): Question<CountryItem | undefined> {
  const question = listCountries(moment, { iso2: [iso2] });
  return { statements: question.statements, answer: results => question.answer(results)[0] };
}

export interface CountryGroupItem {
  readonly group: CountryGroupId;
  readonly name: LocalizedText;
  /** The members at the moment, by name. */
  readonly members: readonly {
    readonly iso2: CountryCode;
    readonly name: LocalizedText | null;
    readonly region: RegionId | null;
    readonly since: Day;
  }[];
}

/** The country groups, each with its members at the moment. */
export function listCountryGroups(moment: Moment, groups?: readonly CountryGroupId[]): Question<CountryGroupItem[]> {
  const asked = groups ? within(sql`g.group_id`, groups) : sql`1`;
  return {
    statements: [
      sql`
        select g.group_id as group_id, g.name as name from ${countryGroups.at(moment)} g
        where g.country is null and ${asked} order by g.group_id`,
      sql`
        select g.group_id as group_id, g.country as iso2, g.since as since, k.name as name, k.region as region
        from ${countryGroups.at(moment)} g left join ${countries.at(moment)} k on k.iso2 = g.country
        where g.country is not null and ${asked} order by k.name_sort, g.country`,
    ],
    answer: ([listed = [], members = []]) => {
      return listed.map(row => ({
        group: row['group_id'] as CountryGroupId,
        name: JSON.parse(row['name'] as string) as LocalizedText,
        members: members.filter(member => member['group_id'] === row['group_id']).map(toMember),
      }));
    },
  };
}

function toMember(row: SqlRow): CountryGroupItem['members'][number] {
  const name = row['name'];
  return {
    iso2: row['iso2'] as CountryCode,
    name: typeof name === 'string' ? (JSON.parse(name) as LocalizedText) : null,
    region: row['region'] as RegionId | null,
    since: row['since'] as Day,
  };
}

/** One country group with its members at the moment; undefined where it has no event yet. */
export function oneCountryGroup(moment: Moment, group: CountryGroupId): Question<CountryGroupItem | undefined> {
  const question = listCountryGroups(moment, [group]);
  return { statements: question.statements, answer: results => question.answer(results)[0] };
}

export interface RegionalPriorityItem {
  readonly id: RegionalPriorityId;
  readonly status: PriorityStatus;
  /** It has none of its own: that of the demonstration where its steward is of it. */
  readonly provenance: CycleProvenance;
  readonly region: RegionId;
  readonly code: string;
  readonly name: LocalizedText;
  /** Wording `to-be-confirmed` is never shown as official. */
  readonly wording: 'verified' | 'to-be-confirmed';
  readonly actionPlan: { readonly id: string; readonly name: string; readonly from: Day; readonly to: Day };
  /** The organisation that reports on it. */
  readonly steward: OrganisationId | null;
  readonly adopted: Day;
  readonly retired: Day | null;
}

/** As answers show it: what was not read in a source is never shown as official. */
export function shownPriority(priority: RegionalPriorityItem) {
  if (priority.wording === 'verified') return priority;
  return { ...priority, wordingNote: { en: 'wording to be confirmed', ar: 'الصياغة بحاجة إلى تأكيد' } };
}

export interface RegionalPriorityFilter {
  readonly id?: readonly RegionalPriorityId[];
  /** Absent: no demonstration. */
  readonly provenance?: readonly CycleProvenance[];
  readonly status?: readonly PriorityStatus[];
  readonly region?: readonly RegionId[];
  /** The id of an action plan. */
  readonly actionPlan?: readonly string[];
  readonly steward?: readonly OrganisationId[];
}

/** Regional priorities, by action plan, region and code. */
export function listRegionalPriorities(moment: Moment, filter: RegionalPriorityFilter = {}): Question<RegionalPriorityItem[]> {
  const conditions = [within(sql`provenance`, filter.provenance ?? (['submitted'] satisfies CycleProvenance[]))];
  if (filter.id) conditions.push(within(sql`id`, filter.id));
  if (filter.status) conditions.push(within(sql`status`, filter.status));
  if (filter.region) conditions.push(within(sql`region`, filter.region));
  if (filter.actionPlan) conditions.push(within(sql`plan_id`, filter.actionPlan));
  if (filter.steward) conditions.push(within(sql`steward`, filter.steward));
  return prioritiesWhere(moment, conditions);
}

/** One regional priority at the moment; undefined where it has no event yet. */
export function oneRegionalPriority(moment: Moment, id: RegionalPriorityId): Question<RegionalPriorityItem | undefined> {
  const question = prioritiesWhere(moment, [sql`stream = ${`regionalPriority-${id}`}`]);
  return { statements: question.statements, answer: results => question.answer(results)[0] };
}

function prioritiesWhere(moment: Moment, conditions: readonly Sql[]): Question<RegionalPriorityItem[]> {
  return {
    statements: [
      sql`
        select id, status, provenance, region, code, name, wording, plan, steward, adopted_day, retired_day
        from ${prioritiesByKind(moment)} where ${allOf(conditions)} order by plan_id, region, code, id`,
    ],
    answer: ([rows = []]) =>
      rows.map(row => ({
        id: row['id'] as RegionalPriorityId,
        status: row['status'] as PriorityStatus,
        provenance: row['provenance'] as CycleProvenance,
        region: row['region'] as RegionId,
        code: row['code'] as string,
        name: JSON.parse(row['name'] as string) as LocalizedText,
        wording: row['wording'] as RegionalPriorityItem['wording'],
        actionPlan: JSON.parse(row['plan'] as string) as RegionalPriorityItem['actionPlan'],
        steward: row['steward'] as OrganisationId | null,
        adopted: row['adopted_day'] as Day,
        retired: row['retired_day'] as Day | null,
      })),
  };
}
