import Type, { type Static } from 'typebox';
import { LocalizedName } from './text.js';

/** The occasion on which something was announced or signed. */
export const Session = Type.Object(
  { name: LocalizedName, kind: Type.Optional(Type.Enum(['panel', 'roundtable', 'discussion-group', 'plenary', 'ceremony'])) },
  { additionalProperties: false },
);
export type Session = Static<typeof Session>;
