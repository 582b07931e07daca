import { type CountryCode, type CountryGroupEvent, type CountryGroupId, type Day, type Recorded } from '@mithaq/domain';
import { json, keyedView, nullable, type RowOf, type Rows } from '../engine/view.js';
import { oneOf } from './latest.js';
import { idOf } from './stream-id.js';

const columns = {
  group_id: oneOf<CountryGroupId>(),
  /** Null in the group's own row, which has its name; a member's row has the day from which it is one. */
  country: nullable(oneOf<CountryCode>()),
  since: nullable(oneOf<Day>()),
  name: nullable(json<{ readonly [language: string]: string }>()),
};

type GroupRow = RowOf<typeof columns>;

/** Country groups: a row under '' for the group, and one for each country that is a member. */
export const countryGroups = keyedView({
  name: 'country-groups',
  version: 1,
  of: 'countryGroup',
  columns,
  evolve(rows: Rows<GroupRow>, event: Recorded<CountryGroupEvent>): Rows<GroupRow> {
    // The stream is named by the group: `countryGroup-LDC`.
    const group_id = idOf(event.stream) as CountryGroupId;
    switch (event.type) {
      case 'CountryGroupListed':
        return new Map(rows).set('', { group_id, country: null, since: null, name: event.data.name });
      case 'CountryJoinedGroup':
        return new Map(rows).set(event.data.country, {
          group_id,
          country: event.data.country,
          since: event.metadata.effectiveAt,
          name: null,
        });
      case 'CountryLeftGroup': {
        const after = new Map(rows);
        after.delete(event.data.country);
        return after;
      }
      default:
        return rows;
    }
  },
});
