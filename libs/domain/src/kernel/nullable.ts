import Type, { type TSchema } from 'typebox';

/** The same, or null: "none", where absent says nothing. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}
