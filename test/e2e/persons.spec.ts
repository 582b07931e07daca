import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isConnectionString, openEventStore, openKeyStore, type RecordedEvent } from '@mithaq/event-store';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { identityOf } from '../../apps/api/src/http/identity.js';
import { type ShownPerson } from '../../apps/api/src/persons/persons.js';
import { acme, FixedClock, freshStore, type Receipt, TestService } from './service.js';

/** All that was logged. */
class Log extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

interface Appointed {
  readonly person: ShownPerson;
}

const groups = '/working-groups/connecting-people';
const amina = { en: 'Amina Northwater', ar: 'أمينة نورثووتر' };
const reason = { en: 'Asked in a letter of 12 May.' };
const gone = { name: { en: 'erased person', ar: 'شخص مُحيت بياناته' }, erased: true };

describe('a person whom the ledger names', () => {
  const store = freshStore();
  const log = new Log();
  let folder: string;
  let on: TestService;
  const start = async () => {
    on = await TestService.start({ store, logLevel: 'info' }, { clock: new FixedClock('2026-06-01T12:00:00.000Z'), folder, log });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mithaq-persons-'));
    await start();
    const registration = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
    expect((await on.post('/organisations', registration)).status).toBe(201);
    expect((await on.post(`${groups}/establishment`, { effectiveAt: '2024-12-01' }, { as: 'secretariat' })).status).toBe(200);
  });
  afterAll(async () => {
    await on.stop();
    await rm(folder, { recursive: true, force: true });
  });

  let month = 0;
  /** One seat is free for one person at a time: each has it for a month. */
  const appointment = (person: { id?: string; name: object }) => {
    const first = (of: number) => new Date(Date.UTC(2025, of)).toISOString().slice(0, 10);
    const [from, to] = [first(month++), first(month)];
    return { effectiveAt: from, person, organisation: acme, seat: 'private-sector', from, to };
  };
  const send = (body: object, key?: string) =>
    on.post<Receipt>(`${groups}/appointments`, body, { as: 'secretariat', ...(key && { headers: { 'idempotency-key': key } }) });
  const appointed = async (person: { id?: string; name: object }, key?: string) => {
    const { status, body } = await send(appointment(person), key);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const read = (path: string, more = '') => on.get<Appointed>(`/api/v1${groups}/appointments/${path}${more}`);
  const personOf = async ({ id, position }: Receipt) => (await read(id, `?waitFor=${position}`)).body.person;
  const erase = (id: string, as: 'administrator' | 'secretariat' = 'administrator', body: object = { reason }) =>
    on.post<Receipt & { erasure: string }>(`/persons/${id}/erasure`, body, { as });
  const erasure = isConnectionString(store) ? 'erased-scavenge-pending' : 'erased';

  const events = async () => {
    const found: RecordedEvent[] = [];
    for await (const event of on.service.store.readAll()) found.push(event);
    return found;
  };
  const asJson = (found: readonly RecordedEvent[]) =>
    JSON.stringify(found, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  /** Every byte that stands in a file of the data folder, and every event, wherever it is. */
  const everything = async () =>
    Buffer.concat([Buffer.from(asJson(await events())), ...readdirSync(folder).map(name => readFileSync(join(folder, name)))]);

  it('is opened in answers, and stands by name in no file, no event and no line of the log', async () => {
    const receipt = await appointed({ name: amina });
    const person = await personOf(receipt);
    expect(person).toEqual({ id: expect.stringMatching(/^[\da-f-]{36}$/), name: amina, erased: false });
    const group = await on.get<{ terms: Appointed[] }>(`/api/v1${groups}`);
    expect(group.body.terms.map(({ person }) => person)).toContainEqual(person);
    for (const name of Object.values(amina)) {
      expect((await everything()).includes(Buffer.from(name))).toBe(false);
      expect(log.text).not.toContain(name);
    }
  });

  it('is sealed in events, as they are stored', async () => {
    const { position } = await appointed({ name: amina });
    for (const path of [`/events/${position}?`, `/events?sort=-position&limit=1&`, `${groups}/events?`]) {
      const { headers, body } = await on.get(`/api/v1${path}waitFor=${position}`);
      const text = JSON.stringify(body);
      expect(text).toMatch(/"person":\{"id":"[\da-f-]{36}","name":"1\.[\w-]{38,}"\}/);
      expect(text).not.toContain('Amina');
      expect(headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('is kept in nobody’s cache, and never said to be as before', async () => {
    const { id, position } = await appointed({ name: amina });
    await personOf({ id, position } as Receipt);
    for (const path of [`/appointments/${id}`, '', `/appointments/${id}?asOf=${position}`]) {
      const first = await on.get(`/api/v1${groups}${path}`);
      expect(first.headers.get('cache-control')).toBe('private, no-store');
      const etag = first.headers.get('etag')!;
      expect((await on.get(`/api/v1${groups}${path}`, { headers: { 'if-none-match': etag } })).status).toBe(200);
    }
  });

  it('is one and the same in all that gives their id', async () => {
    const { id } = await personOf(await appointed({ name: amina }));
    expect(await personOf(await appointed({ id, name: { en: 'Amina N.' } }))).toEqual({ id, name: { en: 'Amina N.' }, erased: false });
    const unknown = randomUUID();
    const refused = await send(appointment({ id: unknown, name: amina }));
    expect(refused).toMatchObject({ status: 422, body: { type: '/problems/person-unknown', errors: [{ pointer: '/person/id' }] } });
    month--; // nothing was recorded
  });

  it('is the same in a request that is sent again, which is answered as the first time', async () => {
    const body = appointment({ name: amina });
    const [first, again] = [await send(body, 'appoint-1'), await send(body, 'appoint-1')];
    expect(first.status).toBe(200);
    expect(again).toMatchObject({ status: 200, body: first.body });
    const other = await send({ ...body, person: { name: { en: 'Tomas' } } }, 'appoint-1');
    expect(other).toMatchObject({ status: 422, body: { type: '/problems/idempotency-key-reused' } });
    expect(await personOf(first.body)).toMatchObject({ name: amina });

    // Who guesses the name could make this hash, and find it in the ledger or not.
    const sent = { subject: 'dave', method: 'POST', path: `/api/v1${groups}/appointments`, body };
    const { key, body: guess } = identityOf('appoint-1', sent).request.hashes!;
    const stored = asJson(await events());
    expect(stored).toContain(key);
    expect(stored).not.toContain(guess);
  });

  describe('and who is erased', () => {
    it('reads as erased wherever they were named, of whatever moment, also once the views are built anew; the ledger stays as it is', async () => {
      const first = await appointed({ name: amina });
      const { id } = await personOf(first);
      const second = await appointed({ id, name: amina });
      const beside = await personOf(await appointed({ name: { en: 'Tomas Baraka' } }));
      const before = await events();
      const figures = await on.get<object>(`/api/v1/regions?waitFor=${second.position}`);
      expect(figures.status).toBe(200);

      const { status, headers, body } = await erase(id);
      expect({ status, body }).toMatchObject({ status: 200, body: { id, stream: `person-${id}`, revision: '0', erasure } });
      const location = await on.get<{ event: object }>(`${headers.get('location')}?waitFor=${body.position}`);
      expect(location.body.event).toMatchObject({ type: 'PersonErased', data: { reason } });

      const isErased = async () => {
        for (const receipt of [first, second]) expect(await personOf(receipt)).toEqual({ id, ...gone });
        expect((await read(first.id, `?asOf=${first.position}`)).body.person).toEqual({ id, ...gone });
        const { terms } = (await on.get<{ terms: Appointed[] }>(`/api/v1${groups}`)).body;
        expect(terms.filter(({ person }) => person.id === id)).toHaveLength(2);
        expect(terms.map(({ person }) => person)).toContainEqual(beside);
        expect(JSON.stringify(terms.filter(({ person }) => person.id === id))).not.toContain('Amina');
      };
      await isErased();
      const after = await events();
      expect(after.slice(0, -1)).toEqual(before);
      expect(after.at(-1)).toMatchObject({ type: 'PersonErased', stream: `person-${id}`, data: { reason } });
      const withoutMoment = ({ asOf: _, ...body }: Record<string, unknown>) => body;
      expect(withoutMoment((await on.get(`/api/v1/regions?waitFor=${body.position}`)).body)).toEqual(withoutMoment({ ...figures.body }));

      const tookOver = once(on.service.views, 'serving');
      expect((await on.send('POST', '/api/v1/views/rebuild', undefined, { as: 'administrator' })).status).toBe(202);
      await tookOver;
      await isErased();
      await on.stop();
      await start();
      await isErased();
    });

    it('is erased by an administrator alone, for a reason, and once', async () => {
      const { id } = await personOf(await appointed({ name: amina }));
      expect((await erase(id, 'secretariat')).status).toBe(403);
      expect(await erase(id, 'administrator', {})).toMatchObject({ status: 422, body: { errors: [{ pointer: '/reason' }] } });
      expect((await erase(id, 'administrator', { reason, effectiveAt: '2026-01-01' })).status).toBe(422);
      expect((await erase(randomUUID())).status).toBe(404);
      expect((await erase('acme')).status).toBe(404);
      const first = await erase(id);
      expect(await erase(id, 'administrator', { reason: { en: 'Again.' } })).toMatchObject({ status: 200, body: first.body });
    });

    it('is named no more: neither by their id nor by a request that is sent again', async () => {
      const body = appointment({ name: amina });
      const { id } = await personOf((await send(body, 'appoint-2')).body);
      await erase(id);
      const again = await send(body, 'appoint-2');
      expect(again).toMatchObject({ status: 409, body: { type: '/problems/person-erased', errors: [{ pointer: '/person' }] } });
      const named = await send(appointment({ id, name: amina }));
      expect(named).toMatchObject({ status: 409, body: { type: '/problems/person-erased', errors: [{ pointer: '/person/id' }] } });
      month--; // nothing was recorded
    });

    it('has no key after the next start where the service died between the event and the key', async () => {
      const receipt = await appointed({ name: amina });
      const { id } = await personOf(receipt);
      await on.stop();
      // What such a service leaves: the event, and the key.
      const address = isConnectionString(store) ? store : folder;
      const ledger = await openEventStore(address, 'write');
      const actor = { subject: 'erin', roles: ['administrator'] };
      const metadata = { actor, correlationId: 'c', schemaVersion: 1, effectiveAt: '2026-06-01' };
      await ledger.append(`person-${id}`, 'none', [{ id: randomUUID(), type: 'PersonErased', data: { reason }, metadata }]);
      await ledger.close();
      const keyOf = async () => {
        const keys = await openKeyStore(address, 'write');
        const found = await keys.find(id);
        await keys.close();
        return found;
      };
      const key = await keyOf();
      expect(key).toHaveLength(32);

      await start();
      expect(await personOf(receipt)).toEqual({ id, ...gone });
      if (!isConnectionString(store)) expect((await everything()).includes(key as Buffer)).toBe(false);
      expect((await erase(id)).body).toMatchObject({ erasure });
      expect(await keyOf()).toBe('destroyed');
    });
  });
});
