import { type CountryCode, type CountryDetails, type CountryEvent, type Recorded, type RegionId } from '@mithaq/domain';
import { json, type RowOf, text, view } from '../engine/view.js';
import { sortKey } from './folded.js';
import { oneOf } from './latest.js';
import { idOf } from './stream-id.js';

const columns = {
  iso2: oneOf<CountryCode>(),
  iso3: text,
  region: oneOf<RegionId>(),
  standing: oneOf<CountryDetails['standing']>(),
  name_sort: text,
  name: json<CountryDetails['name']>(),
};

type CountryRow = RowOf<typeof columns>;

/** One row a country of reference. */
export const countries = view({
  name: 'countries',
  version: 1,
  of: 'country',
  columns,
  evolve(row: CountryRow | undefined, event: Recorded<CountryEvent>): CountryRow | undefined {
    switch (event.type) {
      case 'CountryListed': {
        const { iso3, region, standing, name } = event.data;
        // The stream is named by the code: `country-KE`.
        return { iso2: idOf(event.stream) as CountryCode, iso3, region, standing, name, name_sort: sortKey(name) };
      }
      case 'CountryAmended': {
        const { changes } = event.data;
        return row && { ...row, ...changes, ...(changes.name && { name_sort: sortKey(changes.name) }) };
      }
      default:
        return row;
    }
  },
});
