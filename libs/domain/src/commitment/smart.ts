import { type CommitmentDetails } from './commitment.events.js';

/** The version of the rule below; raise it with the rule. */
export const smartRuleVersion = 1;

export const smartCriteria = ['specific', 'measurable', 'achievable', 'relevant', 'timeBound'] as const;
export type SmartCriterion = (typeof smartCriteria)[number];

/**
 * Whether a commitment is specific, measurable, achievable or resourced, relevant and time-bound, by a rule that anyone can check against
 * the record. It advises; it refuses nothing.
 *
 * - specific: it says what is done (description and kind) and where (a region, country or group);
 * - measurable: a target has a goal, or the beneficiaries are counted;
 * - achievable or resourced: it has a value, partners, or a target with its baseline;
 * - relevant: it serves a regional priority, a Sustainable Development Goal or a recognised declaration;
 * - time-bound: it has an end, or every target is due on a day.
 */
export function smartCheck(details: CommitmentDetails): Readonly<Record<SmartCriterion, boolean>> {
  const { description, kind, implementation, targets = [], beneficiaries, value, partners = [], end } = details;
  const places = implementation ? [...implementation.regions, ...implementation.countries, ...implementation.groups] : [];
  const serves = [details.regionalPriorities, details.sdgs, details.declarations].some(list => list !== undefined && list.length > 0);
  return {
    specific: description !== undefined && kind !== undefined && places.length > 0,
    measurable: targets.some(target => target.goal !== undefined) || beneficiaries?.count !== undefined,
    achievable: value !== undefined || partners.length > 0 || targets.some(target => target.baseline !== undefined),
    relevant: serves,
    timeBound: end !== undefined || (targets.length > 0 && targets.every(target => target.due !== undefined)),
  };
}
