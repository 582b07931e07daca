import { type AnyView } from '../engine/view.js';
import { commitmentDetails } from './commitment-details.js';
import { commitmentLinks } from './commitment-links.js';
import { commitments } from './commitments.js';
import { countries } from './countries.js';
import { countryGroups } from './country-groups.js';
import { organisations } from './organisations.js';
import { regionalPriorities } from './regional-priorities.js';

/** Every view of the ledger. */
export const views: readonly AnyView[] = [
  commitments,
  commitmentDetails,
  commitmentLinks,
  organisations,
  countries,
  countryGroups,
  regionalPriorities,
];
