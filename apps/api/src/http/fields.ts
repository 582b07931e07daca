import { plainToInstance, Type as TransformTo } from 'class-transformer';
import { registerDecorator, validate, ValidateIf, ValidateNested, type ValidationError } from 'class-validator';
import { type ArgumentMetadata, Injectable, type PipeTransform, type Type as Class } from '@nestjs/common';
import Type, { type TSchema } from 'typebox';
import { didYouMean } from './nearest.js';
import { fieldsInvalid, type ProblemPlace } from './problem.js';
import { conforms, escapePointer, faults } from './schema-errors.js';

/** A field of a body: the domain's schema of it, and the class of its objects where it has one. */
interface FieldSpec {
  readonly schema: TSchema;
  /** What is asked of the value itself: of objects with a class of their own only that they are objects. */
  readonly own: TSchema;
  readonly isOptional: boolean;
  readonly isNullable: boolean;
  readonly nested?: () => Class;
}

const registry = new Map<unknown, Map<string, FieldSpec>>();

/**
 * A field of a DTO. Whether it may be absent or null, its patterns and its bounds are those of the domain's schema; nothing is written twice.
 *
 * @param nested the DTO of the object, or of the objects of the list, that stands there
 */
export function Field(schema: TSchema, nested?: () => Class): PropertyDecorator {
  return (target, property) => {
    const name = String(property);
    const { inner, isNullable } = withoutNull(schema);
    const isOptional = Type.IsOptional(schema);
    const own = nested ? shallow(inner) : inner;
    const fields = registry.get(target.constructor) ?? new Map<string, FieldSpec>();
    registry.set(target.constructor, fields.set(name, { schema: inner, own, isOptional, isNullable, ...(nested ? { nested } : {}) }));

    registerDecorator({
      name: 'conforms',
      target: target.constructor,
      propertyName: name,
      validator: { validate: value => conforms(own, value) },
    });
    if (isOptional || isNullable) {
      ValidateIf((_, value) => !(isOptional && value === undefined) && !(isNullable && value === null))(target, property);
    }
    if (nested) {
      ValidateNested()(target, property);
      TransformTo(nested)(target, property);
    }
  };
}

/** The fields of a DTO, those that it inherits first; undefined where the class has none. */
export function fieldsOf(dto: unknown): ReadonlyMap<string, FieldSpec> | undefined {
  if (typeof dto !== 'function') return undefined;
  const inherited = fieldsOf(Object.getPrototypeOf(dto));
  const own = registry.get(dto);
  return inherited || own ? new Map([...(inherited ?? []), ...(own ?? [])]) : undefined;
}

/** Every class with fields, for the documentation and for the test that walks them. */
export function dtos(): Class[] {
  return [...registry.keys()] as Class[];
}

/** The JSON Schema of a body; the DTOs in it are references into the document's components. */
export function schemaOfDto(dto: unknown): Readonly<Record<string, unknown>> {
  const fields = [...(fieldsOf(dto) ?? [])];
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, schemaOfField(field)])),
    required: fields.filter(([, field]) => !field.isOptional).map(([name]) => name),
    additionalProperties: false,
  };
}

function schemaOfField({ schema, nested, isNullable }: FieldSpec): object {
  const ref = nested && { $ref: `#/components/schemas/${nested().name}` };
  const { minItems, maxItems } = schema as { minItems?: number; maxItems?: number };
  const value = !ref ? schema : Type.IsArray(schema) ? { type: 'array', minItems, maxItems, items: ref } : ref;
  return isNullable ? { anyOf: [value, { type: 'null' }] } : value;
}

/**
 * Lets a body through that is what its DTO says, as it was sent: what is recorded is what was checked, not a copy of it.
 *
 * @throws Problem 422 with a pointer and a sentence for each place
 */
@Injectable()
export class BodyPipe implements PipeTransform {
  async transform(body: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if (type !== 'body' || !fieldsOf(metatype)) return body;
    const sent = body ?? {}; // an act with nothing to say needs no body
    if (typeof sent !== 'object' || Array.isArray(sent)) throw fieldsInvalid(faults(Type.Object({}), sent, ''));
    const errors = await validate(plainToInstance(metatype as Class<object>, sent), {
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: true, value: true },
    });
    if (errors.length > 0) throw fieldsInvalid(placesOf(errors, ''));
    return sent;
  }
}

function placesOf(errors: readonly ValidationError[], at: string): ProblemPlace[] {
  return errors.flatMap(({ property, value, target, constraints, children }) => {
    const pointer = `${at}/${escapePointer(property)}`;
    const fields = fieldsOf(target?.constructor);
    if (constraints && 'whitelistValidation' in constraints) {
      return [{ pointer, detail: `Is not a field here.${didYouMean(property, [...(fields?.keys() ?? [])])}` }];
    }
    const field = fields?.get(property);
    if (constraints && field) return faults(field.own, value, pointer);
    return placesOf(children ?? [], pointer);
  });
}

/** An amendment's field is what the details have, or null. */
function withoutNull(schema: TSchema): { inner: TSchema; isNullable: boolean } {
  if (!Type.IsUnion(schema)) return { inner: schema, isNullable: false };
  const others = schema.anyOf.filter(branch => !Type.IsNull(branch));
  const isNullable = others.length < schema.anyOf.length;
  return { inner: isNullable ? (others.length === 1 ? others[0]! : Type.Union(others)) : schema, isNullable };
}

/** An object, or a list of objects of this length: their fields are asked of their own class. */
function shallow(schema: TSchema): TSchema {
  const { minItems, maxItems, minProperties } = schema as { minItems?: number; maxItems?: number; minProperties?: number };
  if (!Type.IsArray(schema)) return Type.Object({}, minProperties === undefined ? {} : { minProperties });
  return Type.Array(Type.Object({}), {
    ...(minItems === undefined ? {} : { minItems }),
    ...(maxItems === undefined ? {} : { maxItems }),
  });
}
