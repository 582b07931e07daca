import { type AnyView } from '../engine/view.js';
import { coalitionDocuments } from './coalition-documents.js';
import { coalitions } from './coalitions.js';
import { commitmentDetails } from './commitment-details.js';
import { commitmentLinks } from './commitment-links.js';
import { commitments } from './commitments.js';
import { corrections } from './corrections.js';
import { countries } from './countries.js';
import { countryGroups } from './country-groups.js';
import { organisations } from './organisations.js';
import { regionalPriorities } from './regional-priorities.js';
import { priorityReporting, reporting } from './reporting.js';
import { reportingCycles } from './reporting-cycles.js';
import { priorityReports, reports } from './reports.js';
import { signatureActs } from './signature-acts.js';
import { signatures } from './signatures.js';
import { workingGroups } from './working-groups.js';

/** Every view of the ledger. */
export const views: readonly AnyView[] = [
  commitments,
  commitmentDetails,
  commitmentLinks,
  reporting,
  reports,
  organisations,
  countries,
  countryGroups,
  regionalPriorities,
  priorityReporting,
  priorityReports,
  reportingCycles,
  coalitions,
  coalitionDocuments,
  signatures,
  signatureActs,
  workingGroups,
  corrections,
];
