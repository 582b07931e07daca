import type { Day } from '@mithaq/domain';
import { type Act, inOrderOfDays } from '../acts.js';
import { coalitionActs } from './coalition.js';
import { registrationDay } from './commitments.js';
import { correctionActs } from './corrections.js';
import { lives } from './lives.js';
import { bodies, bodyActs } from './organisations.js';
import { reportingActs } from './reporting.js';
import { workingGroupActs } from './working-groups.js';

/** The last day of the demonstration, whatever today is: so that it is the same on every ledger. */
export const lastDay = '2026-11-24' as Day;

/**
 * Content that shows everything the ledger can tell, under names that say what they are. The same on every machine and on every day:
 * a table of bodies, quotas that are dealt in strides, and the lives that follow. Ids and names of acts stay, so a later release can add
 * to it on ledgers that exist.
 */
export function demonstrationActs(): Act[] {
  const acts = [
    ...bodies.flatMap(body => bodyActs(body, registrationDay(body))),
    ...lives.flat(),
    ...coalitionActs(),
    ...workingGroupActs(),
    ...reportingActs(),
    ...correctionActs(),
  ];
  return inOrderOfDays(acts.filter(act => act.on <= lastDay));
}
