import Type, { type Static } from 'typebox';
import { PersonId } from './ids.js';
import { type LocalizedText } from './text.js';

const sealedPattern = '^1\\.[A-Za-z0-9_-]{38,}$';

/**
 * A person's name as the ledger has it: encrypted under that person's own key (AES-256-GCM), which stands outside the log and can be
 * destroyed. `1.` the format, then nonce, text and tag together in base64url. The domain never opens it.
 */
export const SealedName = Type.String({ pattern: sealedPattern, maxLength: 16_000 });

/** Whoever is named in an event: an id that says nothing, and the sealed name. */
export const Person = Type.Object({ id: PersonId, name: SealedName }, { additionalProperties: false });
export type Person = Static<typeof Person>;

const sealedName = new RegExp(sealedPattern);

/** Whether it is a person with a sealed name, and nothing else. */
export function isPerson(value: unknown): value is Person {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name } = value as Partial<Person>;
  return typeof id === 'string' && typeof name === 'string' && sealedName.test(name) && Object.keys(value).length === 2;
}

/** Every person who is named in an event's data, or in whatever else is plain data. */
export function* personsIn(value: unknown): Generator<Person, void, undefined> {
  if (isPerson(value)) yield value;
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) yield* personsIn(one);
}

/** A person as people name one: anew, or by an id that the ledger gave before, so that they are one person in all that names them. */
export interface NamedPerson {
  readonly id?: PersonId;
  readonly name: LocalizedText;
}

/** A command as people give it, with names that are not sealed yet. */
export type Unsealed<Command> = Command extends unknown
  ? { readonly [Field in keyof Command]: Command[Field] extends Person ? NamedPerson : Command[Field] }
  : never;
