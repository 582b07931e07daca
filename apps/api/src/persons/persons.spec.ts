import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Day, type NamedPerson, Person, type PersonId } from '@mithaq/domain';
import { SqliteKeyStore } from '@mithaq/event-store';
import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, requestOf } from '../http/identity.js';
import { type Sender } from '../http/request-context.js';
import { conforms } from '../http/schema-errors.js';
import { Persons, ShownPerson } from './persons.js';

const amina = { en: 'Amina Northwater', ar: 'أمينة' };
const day = '2026-06-01' as Day;
const erased = { name: { en: 'erased person', ar: 'شخص مُحيت بياناته' }, erased: true };

describe('persons', () => {
  let folder: string;
  let keys: SqliteKeyStore;
  let persons: Persons;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mithaq-persons-'));
    keys = await SqliteKeyStore.open(folder);
    persons = new Persons(keys);
  });
  afterEach(async () => {
    await keys.close();
    await rm(folder, { recursive: true });
  });

  /** Whoever sends this body, under a key or without. */
  function sender(body: object, key?: string): Sender {
    const actor = { subject: 'dave', roles: ['secretariat'] } as const;
    const { request, newId } = identityOf(key, { subject: 'dave', method: 'POST', path: '/api/v1/working-groups/x/appointments', body });
    return { actor, newId, on: effectiveAt => ({ actor, request, correlationId: 'c', ...(effectiveAt ? { effectiveAt } : {}) }) };
  }
  const named = (person: NamedPerson, key?: string) => persons.seal(person, sender({ person }, key), day, '/person');

  describe('are sealed', () => {
    it('under an id and a key of their own, and opened by it', async () => {
      const [one, other] = await Promise.all([named({ name: amina }), named({ name: amina })]);
      for (const { person } of [one, other]) {
        expect(conforms(Person, person)).toBe(true);
        expect(await keys.find(person.id)).toHaveLength(32);
        expect(await persons.opened(person)).toEqual({ id: person.id, name: amina, erased: false });
      }
      expect(one.person.id).not.toBe(other.person.id);
    });

    it('as the person whose id is given', async () => {
      const { id } = (await named({ name: amina })).person;
      const { person } = await named({ id, name: { en: 'Amina N.' } });
      expect(person.id).toBe(id);
      expect(await persons.opened({ person })).toEqual({ person: { id, name: { en: 'Amina N.' }, erased: false } });
    });

    it('by an id that the content has, ever under the same key', async () => {
      const id = randomUUID() as string as PersonId;
      for (const name of [amina, { en: 'Amina' }]) {
        const { person } = await persons.sealFor(name, id);
        expect(await persons.opened(person)).toEqual({ id, name, erased: false });
      }
      await keys.destroy(id);
      await expect(persons.sealFor(amina, id)).rejects.toMatchObject({ code: 'person-erased' });
    });

    it('not under an id that is of nobody, or of somebody who is erased', async () => {
      const id = randomUUID() as string as PersonId;
      const refusal = (code: string) => ({ name: 'Refusal', code, details: { pointer: '/person/id' } });
      await expect(named({ id, name: amina })).rejects.toMatchObject(refusal('person-unknown'));
      expect(await keys.find(id)).toBe('unknown');
      await keys.destroy(id);
      await expect(named({ id, name: amina })).rejects.toMatchObject(refusal('person-erased'));
    });

    it('not under an id that a body gives: who is whom over several bodies, the secretariat alone says', async () => {
      const { person } = await named({ name: amina });
      const theirs = sender({}, 'k');
      const asPartner: Sender = { ...theirs, actor: { subject: 'alice', roles: ['partner'], organisation: 'acme' } };
      await expect(persons.seal({ id: person.id, name: amina }, asPartner, day, '/person')).rejects.toMatchObject({
        code: 'forbidden',
        errors: [{ pointer: '/person/id' }],
      });
      expect((await persons.seal({ name: amina }, asPartner, day, '/person')).person.id).not.toBe(person.id);
    });

    it('not where the name does not fit, with a pointer to it', async () => {
      const name = Object.fromEntries(['en', 'ar', 'fr'].map(language => [language, 'x'.repeat(6_000)]));
      await expect(named({ name })).rejects.toMatchObject({ code: 'fields-invalid', errors: [{ pointer: '/person/name' }] });
    });
  });

  describe('in a request that is sent again', () => {
    it('are the same person, and the request is the same one', async () => {
      const [first, again] = [await named({ name: amina }, 'k'), await named({ name: amina }, 'k')];
      expect(again.person.id).toBe(first.person.id);
      expect(again.context).toEqual(first.context);
      expect(first.context).toMatchObject({ effectiveAt: day, correlationId: 'c' });
      expect(again.person.name).not.toBe(first.person.name);
    });

    it('are known from those of another body under the same key', async () => {
      const [first, other] = [await named({ name: amina }, 'k'), await named({ name: { en: 'Tomas' } }, 'k')];
      expect(other.person.id).toBe(first.person.id);
      expect(other.context.request.hashes!.key).toBe(first.context.request.hashes!.key);
      expect(other.context.request.hashes!.body).not.toBe(first.context.request.hashes!.body);
      expect(other.context.request.id).not.toBe(first.context.request.id);
    });

    it('leave no hash of the body, nor an id that follows from one, to try guesses of the name on', async () => {
      const plain = sender({ person: { name: amina } }, 'k').on(day).request;
      const { request } = (await named({ name: amina }, 'k')).context;
      expect(request.hashes!.key).toBe(plain.hashes!.key);
      expect(request.hashes!.body).not.toBe(plain.hashes!.body);
      expect(request.id).not.toBe(plain.id);
      expect(request).toEqual(requestOf(request.hashes!));
    });

    it('are refused once they are erased: nothing can tell any more that it is the same request', async () => {
      const { person } = await named({ name: amina }, 'k');
      await keys.destroy(person.id);
      await expect(named({ name: amina }, 'k')).rejects.toMatchObject({ code: 'person-erased', details: { pointer: '/person' } });
    });

    it('are new ones each time where it has no key', async () => {
      const [first, again] = [await named({ name: amina }), await named({ name: amina })];
      expect(again.person.id).not.toBe(first.person.id);
      expect(first.context.request.hashes).toBeUndefined();
    });
  });

  describe('in an answer', () => {
    it('are shown wherever they stand, and all else is as it was', async () => {
      const [one, gone] = [(await named({ name: amina })).person, (await named({ name: { en: 'Tomas' } })).person];
      await keys.destroy(gone.id);
      const body = (first: unknown, second: unknown) => ({
        data: [{ coChair: first, terms: [[second, { deep: { signatory: first } }]], id: 'x', name: { en: 'A group' }, none: null, n: 1 }],
        organisation: { id: 'acme', name: '1.5 Gbit/s Ltd' },
        almost: { ...one, more: true },
        page: { next: null },
      });
      const shown: ShownPerson = { id: one.id, name: amina, erased: false };
      const asStored = body(one, gone);
      expect(await persons.opened(asStored)).toEqual(body(shown, { id: gone.id, ...erased }));
      expect(asStored).toEqual(body(one, gone));
      for (const person of [shown, { id: gone.id, ...erased }]) expect(conforms(ShownPerson, person)).toBe(true);
    });

    it('are looked up once each, together', async () => {
      const [one, other] = [(await named({ name: amina })).person, (await named({ name: amina })).person];
      const asked: (readonly string[])[] = [];
      const findMany = keys.findMany.bind(keys);
      keys.findMany = ids => (asked.push(ids), findMany(ids));
      await persons.opened({ data: [one, other, one, { one }] });
      await persons.opened({ data: [] });
      expect(asked).toEqual([[one.id, other.id]]);
    });

    it('have no name where their key was not moved with the ledger, and are not erased for that', async () => {
      const told: string[] = [];
      Logger.overrideLogger({ log: () => undefined, error: () => undefined, warn: (message: string) => told.push(message) });
      const { person } = await named({ name: amina });
      const elsewhere = await SqliteKeyStore.open(await mkdtemp(join(folder, 'elsewhere-')));
      expect(await new Persons(elsewhere).opened({ person })).toEqual({
        person: { id: person.id, name: { en: 'name not available', ar: 'الاسم غير متاح' }, erased: false },
      });
      expect(told).toEqual([expect.stringContaining(person.id)]);
      await elsewhere.close();
    });

    it('have no name where it does not open with their key, which the log is told, and the others have theirs', async () => {
      const told: unknown[] = [];
      Logger.overrideLogger({ log: () => undefined, warn: () => undefined, error: (fault: unknown) => told.push(fault) });
      const [one, other] = [(await named({ name: amina })).person, (await named({ name: amina })).person];
      expect(await persons.opened({ data: [{ id: one.id, name: other.name }, other] })).toEqual({
        data: [
          { id: one.id, name: { en: 'name not available', ar: 'الاسم غير متاح' }, erased: false },
          { id: other.id, name: amina, erased: false },
        ],
      });
      expect(told).toEqual([expect.objectContaining({ message: expect.stringContaining(one.id) })]);
    });
  });
});
