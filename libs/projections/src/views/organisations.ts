import {
  type Category,
  type CountryCode,
  type Day,
  type LocalizedText,
  type Membership,
  type OrganisationDetails,
  type OrganisationEvent,
  type Provenance,
  type Recorded,
  type RegionId,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { json, nullable, type RowOf, text, view } from '../engine/view.js';
import { changed } from './commitment-details.js';
import { countries } from './countries.js';
import { searchText, sortKey } from './folded.js';
import { latestColumns, latestOf, oneOf } from './latest.js';
import { idOf } from './stream-id.js';

const columns = {
  id: text,
  category: oneOf<Category>(),
  /** Its home country, or else the region that it names itself; both null: not stated. The region of a country is joined when asked. */
  country: nullable(oneOf<CountryCode>()),
  stated_region: nullable(oneOf<RegionId>()),
  membership: nullable(oneOf<Membership>()),
  /** The day on which the secretariat verified it; null: not verified. */
  verified_day: nullable(oneOf<Day>()),
  provenance: oneOf<Provenance>(),
  registered_day: oneOf<Day>(),
  ...latestColumns,
  name_sort: text,
  name_search: text,
  details: json<OrganisationDetails>(),
};

type OrganisationRow = RowOf<typeof columns>;

/** One row an organisation. */
export const organisations = view({
  name: 'organisations',
  version: 1,
  of: 'organisation',
  columns,
  evolve(row: OrganisationRow | undefined, event: Recorded<OrganisationEvent>): OrganisationRow | undefined {
    if (event.type === 'OrganisationRegistered') {
      const { provenance, ...details } = event.data;
      return {
        id: idOf(event.stream),
        provenance,
        verified_day: null,
        registered_day: event.metadata.effectiveAt,
        ...told(details),
        ...latestOf(event),
      };
    }
    if (row === undefined) return undefined;
    switch (event.type) {
      case 'OrganisationVerified':
        return { ...row, verified_day: event.metadata.effectiveAt, ...latestOf(event) };
      case 'OrganisationAmended':
        return { ...row, ...told(changed(row.details, event.data.changes)), ...latestOf(event) };
      default:
        return row;
    }
  },
});

function told(details: OrganisationDetails) {
  const { home } = details;
  return {
    category: details.category,
    country: home && 'country' in home ? home.country : null,
    stated_region: home && 'region' in home ? home.region : null,
    membership: details.membership ?? null,
    name_sort: sortKey(details.name),
    name_search: searchText(details.name),
    details,
  };
}

const origin = sql`coalesce(k.region, o.stated_region, 'not-stated')`;

/**
 * Where each organisation is at home, at a moment: `organisation`, `category`, `home_country` and `origin`, the region of its country
 * at that moment or the one that it states, else 'not-stated'. Put after `from`.
 */
export function homes(moment: Moment): Sql {
  return sql`(
    select o.id as organisation, o.category as category, o.country as home_country, ${origin} as origin
    from ${organisations.at(moment)} o left join ${countries.at(moment)} k on k.stream = 'country-' || o.country)`;
}

/** The same of one organisation, named by its id in what stands before: joined by the names of streams, which every view has an index of. */
export function homeOf(moment: Moment, organisation: Sql) {
  return {
    join: sql`
      left join ${organisations.at(moment)} o on o.stream = 'organisation-' || ${organisation}
      left join ${countries.at(moment)} k on k.stream = 'country-' || o.country`,
    origin,
    country: sql`o.country`,
  };
}

/** Of the lead of each commitment under `c`. */
export function leadHome(moment: Moment) {
  return homeOf(moment, sql`c.lead`);
}

/** How a body is shown beside what it does, of its joined details; null, where it has no event at the moment. */
export function nameAndCategory(details: string | null): { readonly name: LocalizedText | null; readonly category: Category | null } {
  if (details === null) return { name: null, category: null };
  const { name, category } = JSON.parse(details) as OrganisationDetails;
  return { name, category };
}
