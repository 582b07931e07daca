import Type, { type Static, type TObject, type TProperties, type TSchema } from 'typebox';
import { didYouMean } from '../http/nearest.js';
import { fieldsInvalid, type ProblemPlace } from '../http/problem.js';
import { conforms, faults } from '../http/schema-errors.js';

/**
 * What may be asked of an address: one TypeBox object describes it, for the check of what is sent and for the documentation alike.
 * A list is a parameter that may be repeated (its values are alternatives); one with `explode: false` has them after commas.
 */
export function parameters<Properties extends TProperties>(properties: Properties): TObject<Properties> {
  return Type.Object(properties, { additionalProperties: false });
}

/** A parameter that may be repeated: any of its values will do. */
export function anyOf<Schema extends TSchema>(schema: Schema, description: string) {
  return Type.Optional(Type.Array(schema, { minItems: 1, maxItems: 100, description }));
}

/** What a list is sorted by, `-` before what is to be descending. */
export function sortedBy<Key extends string>(keys: readonly Key[], standard: string) {
  const description = `What comes first, by these in their order and at last by id; "-" for descending. What has no value comes last. Default: ${standard}.`;
  const key = Type.Enum(keys.flatMap(key => [key, `-${key}`] as [Key, `-${Key}`]));
  return Type.Optional(Type.Array(key, { minItems: 1, maxItems: keys.length, explode: false, description }));
}

export function toSorts<Key extends string>(sort: readonly (Key | `-${Key}`)[] | undefined) {
  return sort?.map(key =>
    key.startsWith('-')
      ? ({ by: key.slice(1) as Key, direction: 'descending' } as const)
      : ({ by: key as Key, direction: 'ascending' } as const),
  );
}

/** So many has a page where it is not said. */
export const standardLimit = 50;

/** Which part of a list. */
export const pageParameters = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: standardLimit, description: 'How many a page has at most.' })),
  cursor: Type.Optional(
    Type.String({
      maxLength: 4_000,
      description: 'Of an answer to the same question: its page is of the same moment as the one that gave it.',
    }),
  ),
};
export interface PageParameters {
  readonly limit?: number;
  readonly cursor?: string;
}

/** As Fastify gives it: a key that is repeated has a list. */
export type SentParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads what was sent.
 *
 * @throws Problem `fields-invalid`, with a sentence for each parameter that is unknown or that cannot be taken
 */
export function readParameters<Schema extends TObject>(schema: Schema, sent: SentParameters): Static<Schema> {
  const known: Readonly<Record<string, TSchema>> = schema.properties;
  const errors: ProblemPlace[] = [];
  const read: Record<string, unknown> = {};
  for (const [parameter, value] of Object.entries(sent)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(known, parameter)) {
      errors.push({ parameter: parameter.slice(0, 100), detail: unknown(parameter, Object.keys(known)) });
      continue;
    }
    const taken = converted(known[parameter]!, value);
    const detail = faultOf(known[parameter]!, taken);
    if (detail === undefined) read[parameter] = taken;
    else errors.push({ parameter, detail });
  }
  if (errors.length > 0) throw fieldsInvalid(errors);
  return read as Static<Schema>; // each was checked against its schema, and none is required
}

function unknown(parameter: string, known: readonly string[]): string {
  return `Is not a parameter here.${didYouMean(parameter, known) || ` Known are ${known.join(', ')}.`}`;
}

function converted(schema: TSchema, value: string | readonly string[]): unknown {
  if (Type.IsArray(schema)) {
    const values = [value].flat();
    return 'explode' in schema && schema['explode'] === false ? values.flatMap(value => value.split(',')) : values;
  }
  if (typeof value !== 'string') return value;
  if (Type.IsInteger(schema)) return /^\d{1,300}$/.test(value) ? Number(value) : value;
  if (Type.IsBoolean(schema)) return value === 'true' ? true : value === 'false' ? false : value;
  return value;
}

/** One sentence: of a list, on its first value that cannot be taken. */
function faultOf(schema: TSchema, value: unknown): string | undefined {
  if (conforms(schema, value)) return undefined;
  if (Array.isArray(value) && !Type.IsArray(schema)) return 'Is given more than once, and takes one value.';
  const [fault] = faults(schema, value, '');
  const detail = fault?.detail ?? 'Cannot be taken.';
  const index = fault && 'pointer' in fault ? Number(/^\/(\d+)/.exec(fault.pointer)?.[1]) : NaN;
  return Array.isArray(value) && index < value.length ? `"${String(value[index]).slice(0, 100)}": ${detail}` : detail;
}
