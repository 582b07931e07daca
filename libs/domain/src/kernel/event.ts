import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/** A stored kind of event: its name, the version that its schema is at, and the schema of its `data`. */
export interface EventDefinition<Name extends string = string, Fields extends TProperties = TProperties> {
  readonly type: Name;
  readonly version: number;
  readonly data: TObject<Fields>;
}

/** An event as the domain sees it: what happened, and what is known of it. */
export interface DomainEvent<Name extends string = string, Data = unknown> {
  readonly type: Name;
  readonly data: Data;
}

/** The union of events that the given definitions describe. */
export type EventOf<Definition extends EventDefinition> =
  Definition extends EventDefinition<infer Name, infer Fields> ? DomainEvent<Name, Static<TObject<Fields>>> : never;

/**
 * Defines a stored event, once: its TypeScript type and its JSON Schema are one value. This is the stored format and is published
 * (`/schemas/events/{type}.v{n}.json`) and frozen: fields are added or upcast, never renamed.
 */
export function event<const Name extends string, Fields extends TProperties>(
  type: Name,
  fields: Fields,
  version = 1,
): EventDefinition<Name, Fields> {
  return { type, version, data: Type.Object(fields, { additionalProperties: false }) };
}

export interface SchemaError {
  /** A JSON pointer into the event's `data`. */
  readonly pointer: string;
  readonly message: string;
}

const validators = new WeakMap<EventDefinition, Validator>();

/** What keeps the data from being an event of this kind; nothing where it is one. */
export function schemaErrors(definition: EventDefinition, data: unknown): SchemaError[] {
  let validator = validators.get(definition);
  if (!validator) validators.set(definition, (validator = Compile(definition.data)));
  if (validator.Check(data)) return [];
  return validator.Errors(data).map(error => ({ pointer: error.instancePath, message: error.message }));
}
