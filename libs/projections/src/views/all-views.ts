import { type View } from '../engine/view.js';
import { commitmentDetails } from './commitment-details.js';
import { commitmentLinks } from './commitment-links.js';
import { commitments } from './commitments.js';
import { countries } from './countries.js';
import { countryGroups } from './country-groups.js';
import { organisations } from './organisations.js';
import { regionalPriorities } from './regional-priorities.js';

const all = [commitments, commitmentDetails, commitmentLinks, organisations, countries, countryGroups, regionalPriorities];

/** Every view of the ledger. The engine gives each the events of its own category only, and its own rows: so the types of both are let go here. */
export const views = all as unknown as readonly View[];
