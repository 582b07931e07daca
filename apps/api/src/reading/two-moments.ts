import { countingRuleVersion, type Moment, type MomentAsked, parseAsOf, type ResolvedMoment } from '@mithaq/projections';
import Type from 'typebox';
import { fieldsInvalid } from '../http/problem.js';
import { momentParameters, problemOfViews, weakTag } from './as-of.js';
import { type ReadAnswer } from './ask.js';

/** The moment that an answer is compared with, beside the one that it is of; either may be the earlier. */
export const fromParameters = {
  'from.asOf': Type.Optional(
    Type.String({
      ...momentParameters.asOf,
      description: 'The moment that is compared with: what the ledger knew then, named as `asOf` is. Default: now.',
    }),
  ),
  'from.effectiveAt': Type.Optional(
    Type.String({
      ...momentParameters.effectiveAt,
      description: 'What was true on this UTC day, by what was known at `from.asOf`. Default: all that was known.',
    }),
  ),
};
type FromAsked = { readonly [Name in keyof typeof fromParameters]?: string | undefined };

/** @throws Problem `fields-invalid` where neither part of it is named */
export function fromOf({ 'from.asOf': asOf, 'from.effectiveAt': effectiveAt }: FromAsked): MomentAsked {
  if (asOf === undefined && effectiveAt === undefined) {
    const detail = 'Is missing: name the moment to compare with, by from.asOf, by from.effectiveAt, or by both.';
    throw fieldsInvalid([{ parameter: 'from.asOf', detail }]);
  }
  return { asOf, effectiveAt };
}

/** For the queries that compare with it: as it was resolved, whatever is recorded until they are asked. */
export function atOf({ at, position }: ResolvedMoment): Moment {
  return { ...at, position: at.position ?? position ?? -1n };
}

/** What is asked of that moment: where it cannot be answered, the problem names the parameters that it was named by. */
export async function ofFrom<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw problemOfViews(error, 'from.');
  }
}

/** The answer that compares with it: it is another one once either moment says something else. */
export function comparedWith(from: ResolvedMoment, { asOf }: MomentAsked, answer: ReadAnswer): ReadAnswer {
  const isForGood = asOf !== undefined && from.position !== null && parseAsOf(asOf).kind !== 'time';
  const tag = `${answer.etag.slice(0, -1)}-${weakTag(from, countingRuleVersion).slice('W/"'.length)}`;
  return { ...answer, etag: tag, lasts: isForGood ? answer.lasts : 'until-more' };
}
