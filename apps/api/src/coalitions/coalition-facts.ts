import { type Coalition, type CoalitionCommand, type CoalitionFacts } from '@mithaq/domain';
import { canonicalHash } from '../http/canonical-hash.js';
import { type FactsLoader } from '../ledger/ledger.js';

/** What the text that a command brings hashes to: anybody can tell again, from the text as it is published. */
export const coalitionFacts: FactsLoader<Coalition, CoalitionCommand, CoalitionFacts> = ({ text }) =>
  Promise.resolve({ sha256: canonicalHash(text) });
