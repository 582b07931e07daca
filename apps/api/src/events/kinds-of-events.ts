import { aggregates, type AnyRecord, correctable, eventDefinitions, EventsCorrected } from '@mithaq/domain';
import Type from 'typebox';
import { fieldsInvalid } from '../http/problem.js';
import { anyOf } from '../reading/parameters.js';

/** Which events are asked for: of these categories of streams, and of these types. Undefined: of any. */
export interface KindsOfEvents {
  readonly categories: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
}

/** The parameters that say so. */
export const kindParameters = {
  category: anyOf(
    Type.Enum(aggregates.map(({ category }) => category)),
    'Of streams of this category: what stands before the first hyphen of their names.',
  ),
  type: anyOf(Type.Enum(Object.keys(eventDefinitions)), 'Of this type: what happened.'),
};

/**
 * What the parameters ask for. Types narrow the categories to those that have them, so that a store need not look at the others.
 *
 * @throws Problem `fields-invalid` where no event can be both
 */
export function kindsOfEvents({
  category,
  type,
}: {
  readonly category?: readonly string[];
  readonly type?: readonly string[];
}): KindsOfEvents {
  if (!type) return { categories: category, types: undefined };
  const having = aggregates.filter(record => type.some(one => isOf(record, one))).map(({ category }) => category);
  const categories = category ? having.filter(one => category.includes(one)) : having;
  if (categories.length === 0) {
    throw fieldsInvalid([
      {
        parameter: 'type',
        detail: `Is never of category ${category!.join(' or ')}: ask for ${having.join(' or ')}, or leave category out.`,
      },
    ]);
  }
  return { categories, types: type };
}

/** A compensating event stands on whatever record it mends. */
function isOf(record: AnyRecord, type: string): boolean {
  return type in record.events || (type === EventsCorrected.type && correctable.includes(record));
}

export function isOfKind({ type }: { readonly type: string }, { types }: Pick<KindsOfEvents, 'types'>): boolean {
  return types === undefined || types.includes(type);
}
