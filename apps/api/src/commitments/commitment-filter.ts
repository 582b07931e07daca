import { CommitmentId, Currency, Day, Nature, Refusal, toMinorUnits } from '@mithaq/domain';
import { type CommitmentFilter, commitmentSorts, deliveriesShown } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { fieldsInvalid } from '../http/problem.js';
import { momentParameters } from '../reading/as-of.js';
import { figureFilter, figureFilterParameters } from '../reading/figure-filter.js';
import { anyOf, pageParameters, parameters, sortedBy } from '../reading/parameters.js';

const amount = (description: string) =>
  Type.Optional(Type.String({ pattern: '^[0-9]{1,30}(\\.[0-9]{1,30})?$', description, examples: ['1000000.00'] }));
const day = (description: string) => Type.Optional(Type.Unsafe<Day>({ ...Day, description }));

export const CommitmentsParameters = parameters({
  ...figureFilterParameters,
  id: anyOf(CommitmentId, 'These commitments.'),
  currency: anyOf(Currency, 'Its value is stated in the currency (ISO 4217).'),
  nature: anyOf(Nature, 'What kind of sum its value is.'),
  'value.gte': amount('Its value is at least this; with exactly one `currency`.'),
  'value.lte': amount('Its value is at most this; with exactly one `currency`.'),
  'pledged.gte': day('Pledged on this day or later.'),
  'pledged.lte': day('Pledged on this day or earlier.'),
  'start.gte': day('Starts on this day or later.'),
  'start.lte': day('Starts on this day or earlier.'),
  'end.gte': day('Ends on this day or later.'),
  'end.lte': day('Ends on this day or earlier.'),
  delivery: anyOf(Type.Enum([...deliveriesShown]), 'How delivery stands on the day, by its reports.'),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Part of the title in any language, or of the id.' })),
  sort: sortedBy(commitmentSorts, '-latest'),
  ...pageParameters,
  ...momentParameters,
});
export type CommitmentsParameters = Static<typeof CommitmentsParameters>;

type Chosen = Omit<CommitmentsParameters, keyof typeof momentParameters | 'sort'>;

/** @throws Problem where a range of values has not one currency, or no amount of it */
export function commitmentFilter({ cursor: _cursor, limit: _limit, ...asked }: Chosen): CommitmentFilter {
  const {
    'value.gte': valueFrom,
    'value.lte': valueTo,
    'pledged.gte': pledgedFrom,
    'pledged.lte': pledgedTo,
    'start.gte': startFrom,
    'start.lte': startTo,
    'end.gte': endFrom,
    'end.lte': endTo,
    id,
    currency,
    nature,
    delivery,
    q,
    ...ofFigures
  } = asked;
  return {
    ...figureFilter(ofFigures),
    ...(id && { id }),
    ...(currency && { currency }),
    ...(nature && { nature }),
    ...(delivery && { delivery }),
    ...(q !== undefined && { q }),
    ...range(pledgedFrom, pledgedTo, 'pledged'),
    ...range(startFrom, startTo, 'start'),
    ...range(endFrom, endTo, 'end'),
    ...valueRange(valueFrom, valueTo, currency),
  };
}

function range<Name extends string>(gte: Day | undefined, lte: Day | undefined, name: Name) {
  if (gte === undefined && lte === undefined) return {};
  return { [name]: { ...(gte !== undefined && { gte }), ...(lte !== undefined && { lte }) } };
}

function valueRange(gte: string | undefined, lte: string | undefined, currencies: readonly string[] = []): Pick<CommitmentFilter, 'value'> {
  if (gte === undefined && lte === undefined) return {};
  const [currency, ...others] = currencies;
  if (currency === undefined || others.length > 0) {
    throw fieldsInvalid([
      {
        parameter: 'currency',
        detail: 'Must be one currency where value.gte or value.lte is asked: amounts of different currencies are not compared.',
      },
    ]);
  }
  return {
    value: {
      currency,
      ...(gte !== undefined && { gte: minorUnits(gte, currency, 'value.gte') }),
      ...(lte !== undefined && { lte: minorUnits(lte, currency, 'value.lte') }),
    },
  };
}

function minorUnits(amount: string, currency: string, parameter: string): bigint {
  try {
    return BigInt(toMinorUnits(amount, currency, ''));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw fieldsInvalid([{ parameter: error.code === 'currency-unknown' ? 'currency' : parameter, detail: error.message }]);
  }
}
