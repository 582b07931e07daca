import { Injectable, Logger } from '@nestjs/common';
import {
  type Day,
  isPerson,
  LocalizedName,
  type LocalizedText,
  type NamedPerson,
  type Person,
  PersonId,
  personsIn,
  Refusal,
  SealedName,
} from '@mithaq/domain';
import { KeyDestroyed, type KeyFound, KeyStore } from '@mithaq/event-store';
import Type, { type Static } from 'typebox';
import { v5 as uuidV5 } from 'uuid';
import { isOfSecretariat } from '../access/policy.js';
import { requestOf } from '../http/identity.js';
import { fieldsInvalid, Problem } from '../http/problem.js';
import { type Sender } from '../http/request-context.js';
import { conforms } from '../http/schema-errors.js';
import { type CommandContext } from '../ledger/command-context.js';
import { keyedHash, opened, sealed } from './sealing.js';

/** A person as an answer shows one. */
export const ShownPerson = Type.Object(
  {
    id: PersonId,
    name: LocalizedName,
    erased: Type.Boolean({
      description: 'Whether the person’s key is destroyed: then nothing can name them any more, and `name` says so.',
    }),
  },
  { additionalProperties: false },
);
export type ShownPerson = Static<typeof ShownPerson>;

/** A person, sealed. */
export interface SealedPerson {
  readonly person: Person;
  /** What the log may have in place of the hash of a body that names them: nobody can try guesses of the name on it. */
  readonly hashed: (bodyHash: string) => string;
}

const erased: LocalizedText = { en: 'erased person', ar: 'شخص مُحيت بياناته' };
const keyMissing: LocalizedText = { en: 'name not available', ar: 'الاسم غير متاح' };

/** Seals the names of persons before they reach the ledger, and opens them as an answer goes out; between the two nothing has them. */
@Injectable()
export class Persons {
  private readonly logger = new Logger(Persons.name);

  constructor(private readonly keys: KeyStore) {}

  /**
   * Seals whom a request names. Somebody without an id is a new person, whose id follows from the request: a repeat of it names the same one.
   *
   * @param pointer where the person stands in the body
   * @returns the person as events have one, and the context of the command that names them, whose hash of the body tells nobody the name
   * @throws Problem `forbidden` where a body names somebody by id: who is whom over several bodies, the secretariat alone says
   * @throws Refusal `person-unknown` or `person-erased` where the id is of nobody, or of somebody who is erased
   */
  async seal(
    { id, name }: NamedPerson,
    sender: Sender,
    effectiveAt: Day | undefined,
    pointer: string,
  ): Promise<{ readonly person: Person; readonly context: CommandContext }> {
    if (id !== undefined && !isOfSecretariat(sender.actor)) {
      throw new Problem('forbidden', 'Only the secretariat names a person by id; leave the id out, and whom you name is a new person.', {
        errors: [{ pointer: `${pointer}/id`, detail: 'Is for the secretariat.' }],
      });
    }
    const { person, hashed } =
      id === undefined ? await this.sealNew(name, sender.newId, pointer) : await this.sealKnown(name, id, `${pointer}/id`);
    if (!conforms(SealedName, person.name)) {
      throw fieldsInvalid([{ pointer: `${pointer}/name`, detail: 'Is too long in all its languages together.' }]);
    }
    const context = sender.on(effectiveAt);
    const { hashes } = context.request;
    return { person, context: hashes ? { ...context, request: requestOf({ ...hashes, body: hashed(hashes.body) }) } : context };
  }

  /**
   * Seals the name of somebody whose id the caller has: of the content that comes with a release.
   *
   * @throws Refusal `person-erased`
   */
  async sealFor(name: LocalizedText, id: PersonId): Promise<SealedPerson> {
    try {
      return sealedWith(await this.keys.make(id), name, id);
    } catch (error) {
      if (!(error instanceof KeyDestroyed)) throw error;
      throw new Refusal('person-erased', `The person ${id} is erased; nothing names them again.`);
    }
  }

  /**
   * An answer's body, which is plain data, as it goes out: each sealed person in it with their name, or as erased. Each key is looked up once.
   * A name that does not open with its person's key is not available; the log says so, and nobody's answer fails for it.
   */
  async opened(body: object): Promise<object> {
    const ids = new Set([...personsIn(body)].map(({ id }) => id));
    if (ids.size === 0) return body;
    const keys = await this.keys.findMany([...ids]);
    const missing = [...keys].flatMap(([id, key]) => (key === 'unknown' ? [id] : []));
    if (missing.length > 0) {
      this.logger.warn(`The keys of ${missing.length} persons are missing, ${missing[0]} among them: were they moved with the ledger?`);
    }
    return withShown(body, person => this.shown(person, keys.get(person.id)!)) as object; // of an object, another one
  }

  private shown({ id, name }: Person, key: KeyFound): ShownPerson {
    if (key === 'destroyed') return { id, name: erased, erased: true };
    if (key === 'unknown') return { id, name: keyMissing, erased: false };
    try {
      return { id, name: opened(name, id, key), erased: false };
    } catch (error) {
      this.logger.error(error);
      return { id, name: keyMissing, erased: false };
    }
  }

  private async sealNew(name: LocalizedText, newId: string, pointer: string): Promise<SealedPerson> {
    const id = uuidV5('person', newId) as PersonId; // a UUID is one
    try {
      return sealedWith(await this.keys.make(id), name, id);
    } catch (error) {
      if (!(error instanceof KeyDestroyed)) throw error;
      throw new Refusal('person-erased', 'The person whom this request named when it first came is erased since; it cannot be repeated.', {
        pointer,
      });
    }
  }

  private async sealKnown(name: LocalizedText, id: PersonId, pointer: string): Promise<SealedPerson> {
    const key = await this.keys.find(id);
    if (key === 'unknown') throw new Refusal('person-unknown', `There is no person ${id}.`, { pointer });
    if (key === 'destroyed') {
      throw new Refusal('person-erased', `The person ${id} is erased; leave the id out, and whom you name is a new person.`, { pointer });
    }
    return sealedWith(key, name, id);
  }
}

function sealedWith(key: Buffer, name: LocalizedText, id: PersonId): SealedPerson {
  return { person: { id, name: sealed(name, id, key) }, hashed: bodyHash => keyedHash(bodyHash, key) };
}

function withShown(value: unknown, shown: (person: Person) => ShownPerson): unknown {
  if (isPerson(value)) return shown(value);
  if (Array.isArray(value)) return value.map(one => withShown(one, shown));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withShown(one, shown)]));
}
