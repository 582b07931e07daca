import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import {
  CoalitionAnswer,
  CoalitionsAnswer,
  DocumentAnswer,
  DocumentsAnswer,
  SignatureAnswer,
  SignaturesAnswer,
  TimelineAnswer,
} from '../../apps/api/src/coalitions/coalitions.answers.js';
import { EventsAnswer } from '../../apps/api/src/commitments/commitments.answers.js';
import { type EventAnswer } from '../../apps/api/src/events/event-answer.js';
import { Follower } from './follower.js';
import { acme, type Answer, FixedClock, globex, pledge, type Receipt, type Sending, TestService } from './service.js';

const source = { title: { en: 'Record of the ceremony' } };
const reason = { en: 'A yearly report is added.' };
const first = { en: 'We will connect the unconnected.', ar: 'سنصل غير الموصولين.' };
const second = { ar: 'سنصل غير الموصولين ونبلغ كل سنة.', en: 'We will connect the unconnected, and report every year.' };
const session = { name: { en: 'Ceremony of signatures', ar: 'حفل التوقيع' }, kind: 'ceremony' };
const minister = { signatory: { name: { en: 'Amina Okoth', ar: 'أمينة' } }, capacity: { en: 'Minister' }, manner: 'ceremony', session };
const bySecretariat: Sending = { as: 'secretariat' };

interface Table {
  readonly provenance: readonly string[];
  readonly standing: number;
  readonly withdrawn: number;
  readonly byVersion: readonly { readonly version: number; readonly standing: number }[];
  readonly byCategory: Readonly<Record<string, number>>;
  readonly byRegion: Readonly<Record<string, number>>;
}
interface Coalition {
  readonly id: string;
  readonly document: { readonly version: number; readonly sha256: string } | null;
  readonly versions: readonly { readonly version: number; readonly sha256: string; readonly languages: readonly string[] }[];
  readonly tables: readonly Table[];
}
interface Signature {
  readonly organisation: { readonly id: string };
  readonly status: string;
  readonly version: number;
  readonly signatory: { readonly id: string; readonly name: object; readonly erased: boolean };
}
interface Listed<Item> {
  readonly data: readonly Item[];
  readonly page: { readonly next: string | null; readonly total: number };
}
interface TimelineDay {
  readonly day: string;
  readonly signed: number;
  readonly signedLaterVersion: number;
  readonly withdrawn: number;
  readonly standing: number;
}

describe('a coalition over HTTP', () => {
  let on: TestService;
  /** The position of the last write: what is read has it. */
  let latest = '0';

  const written = async (sent: Promise<Answer<Receipt>>) => {
    const { status, body } = await sent;
    expect({ status, body }).toMatchObject({ body: { position: expect.any(String) } });
    latest = body.position;
    return body;
  };
  const launch = async (more: object = {}, sending = bySecretariat) => {
    const body = { name: { en: 'Digital Coalition', ar: 'الائتلاف الرقمي' }, text: first, effectiveAt: '2025-01-01', ...more };
    return (await written(on.post<Receipt>('/coalitions', body, sending))).id;
  };
  const publish = (coalition: string, effectiveAt: string, more: object = {}, sending: Sending = {}) =>
    on.post<Receipt>(
      `/coalitions/${coalition}/documents`,
      { text: second, reason, effectiveAt, ...more },
      { ...bySecretariat, ...sending },
    );
  const sign = (coalition: string, organisation: string, more: object = {}, sending: Sending = {}) =>
    on.post<Receipt>(`/coalitions/${coalition}/signatures/${organisation}`, { ...minister, ...more }, sending);
  const withdraw = (coalition: string, organisation: string, more: object = {}, sending: Sending = {}) =>
    on.post<Receipt>(`/coalitions/${coalition}/signatures/${organisation}/withdrawal`, { reason, ...more }, sending);

  /** Refused, with nothing recorded, by a problem that has a page. */
  const refused = async (sent: () => Promise<Answer<object>>, status: number, code: string, ...pointers: string[]) => {
    const before = await on.events();
    const { status: found, body } = await sent();
    expect({ status: found, body }).toMatchObject({ status, body: { type: `/problems/${code}`, detail: expect.stringMatching(/[.?]$/) } });
    const { errors = [] } = body as { errors?: { pointer?: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(pointers));
    expect(await on.events()).toBe(before);
    return body;
  };
  /** What is read, as its schema says it. */
  const get = async <Body>(schema: TSchema, path: string) => {
    const { status, body, headers } = await on.get<Body>(`/api/v1/coalitions${path}${path.includes('?') ? '&' : '?'}waitFor=${latest}`);
    expect({ path, status, body }).toMatchObject({ path, status: 200 });
    expect({ path, errors: Compile(schema).Errors(body) }).toEqual({ path, errors: [] });
    return { body, headers };
  };
  const coalitionAt = async (id: string, moment = '') => (await get<Coalition>(CoalitionAnswer, `/${id}${moment}`)).body;
  const signatureAt = async (id: string, organisation: string, moment = '') =>
    (await get<Signature>(SignatureAnswer, `/${id}/signatures/${organisation}${moment}`)).body;
  const register = async (name: string, more: object = {}) => {
    const body = { name: { en: name }, category: 'government', effectiveAt: '2024-01-01', sources: [source], ...more };
    return (await written(on.post<Receipt>('/organisations', body, bySecretariat))).id;
  };

  beforeAll(async () => {
    on = await TestService.start({}, { clock: new FixedClock('2026-06-01T12:00:00.000Z') });
    const own = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
    await written(on.post<Receipt>('/organisations', own));
    await written(on.post<Receipt>('/organisations', { ...own, name: { en: 'Globex' }, home: { region: 'EUR' } }, { as: 'otherPartner' }));
    await written(on.post<Receipt>(`/organisations/${acme}/verification`, { effectiveAt: '2024-01-01' }, bySecretariat));
  });
  afterAll(() => on.stop());

  describe('its document', () => {
    it('is launched with it: whoever has the text can show what was signed, to the byte', async () => {
      const made = await on.post<Receipt>('/coalitions', { name: { en: 'Digital Coalition' }, text: first }, bySecretariat);
      const { id } = made.body;
      expect(made).toMatchObject({ status: 201, body: { stream: `coalition-${id}`, revision: '1' } });
      expect(made.headers.get('location')).toBe(`/api/v1/coalitions/${id}`);
      latest = made.body.position;

      const { body } = await get<{ text: object; sha256: string; version: number }>(DocumentAnswer, `/${id}/documents/1`);
      expect(body).toMatchObject({ version: 1, text: first });
      expect(createHash('sha256').update(canonicalize(body.text)!).digest('hex')).toBe(body.sha256);
      const { body: coalition, headers } = await get<Coalition>(CoalitionAnswer, `/${id}`);
      expect(coalition).toMatchObject({ document: { version: 1, sha256: body.sha256 }, signatories: { standing: 0, withdrawn: 0 } });
      expect(headers.get('etag')).toBe('"r1"');
      expect(JSON.stringify(coalition)).not.toContain(first.en);
    });

    it('is published in versions, each with its reason; the same words in another order are no version', async () => {
      const id = await launch();
      await refused(() => publish(id, '2025-02-01', {}, { headers: { 'if-match': '"r0"' } }), 412, 'revision-stale');
      const published = await publish(id, '2025-02-01', {}, { headers: { 'if-match': '"r1"' } });
      expect(published).toMatchObject({ status: 200, body: { id, revision: '2' } });
      const { ar, en } = second;
      const again = await publish(id, '2025-02-01', { text: { en, ar } });
      expect(again).toMatchObject({ status: 200, body: { revision: '2' } });
      await refused(() => publish(id, '2025-01-15', { text: { en: 'In between.' } }), 409, 'contradicts-the-record');
      await refused(() => publish(id, '2024-12-31', { text: { en: 'Before.' } }), 422, 'day-before-the-opening', '/effectiveAt');
      await refused(() => publish(id, '2025-03-01', { reason: undefined }), 422, 'fields-invalid', '/reason');

      latest = published.body.position;
      const { body } = await get<Listed<{ version: number; languages: string[] }>>(DocumentsAnswer, `/${id}/documents`);
      expect(body.data).toMatchObject([
        { version: 1, languages: ['ar', 'en'] },
        { version: 2, languages: ['ar', 'en'], reason },
      ]);
      expect((await coalitionAt(id, '?effectiveAt=2025-01-31')).document).toMatchObject({ version: 1 });
      expect((await coalitionAt(id)).document).toMatchObject({ version: 2 });
    });

    it('has no version that is not there, or not yet', async () => {
      const id = await launch();
      latest = (await publish(id, '2025-02-01')).body.position;
      const document = (path: string) => on.get(`/api/v1/coalitions/${id}/documents/${path}`);
      expect((await get(DocumentAnswer, `/${id}/documents/2`)).body).toMatchObject({ version: 2 });
      expect(await document('2?effectiveAt=2025-01-31')).toMatchObject({
        status: 404,
        body: { type: '/problems/not-yet', from: { day: '2025-02-01' } },
      });
      for (const version of ['3', '0', 'first'])
        expect(await document(version)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    });

    it('may be long, and not longer than the service says', async () => {
      const text = { en: 'x'.repeat(60_000), ar: 'س'.repeat(60_000) };
      const id = await launch({ text });
      expect((await get<{ text: object }>(DocumentAnswer, `/${id}/documents/1`)).body.text).toEqual(text);
      const launching = (text: object) => on.post('/coalitions', { name: { en: 'Too much' }, text }, bySecretariat);
      await refused(() => launching({ en: 'x'.repeat(60_001) }), 422, 'fields-invalid', '/text/en');
      const body = await refused(() => launching({ en: text.en, ar: text.ar, zh: '学'.repeat(40_000) }), 413, 'body-too-large');
      expect(body).toMatchObject({ detail: 'The body is over 256 KiB.' });
    });

    it('is the secretariat’s to launch and to publish', async () => {
      const id = await launch();
      await refused(() => on.post('/coalitions', { name: { en: 'Mine' }, text: first }), 403, 'forbidden');
      await refused(() => publish(id, '2025-02-01', {}, { as: 'partner' }), 403, 'forbidden');
      await refused(() => publish('nothing', '2025-02-01'), 404, 'coalition-unknown');
    });

    it('is launched once by a request that comes twice', async () => {
      const sending = { ...bySecretariat, headers: { 'idempotency-key': 'the-launch' } };
      const id = await launch({}, sending);
      const before = await on.events();
      expect(await launch({}, sending)).toBe(id);
      expect(await on.events()).toBe(before);
    });
  });

  describe('a signature', () => {
    it('is of the version that is current on that day, and says who signed, when and where', async () => {
      const id = await launch();
      const answer = await sign(id, acme, { effectiveAt: '2025-01-10' });
      expect(answer).toMatchObject({ status: 200, body: { revision: '0', stream: expect.stringMatching(/^signature-[0-9a-f-]{36}$/) } });
      expect(answer.headers.get('location')).toBe(`/api/v1/coalitions/${id}/signatures/${acme}`);
      latest = answer.body.position;

      const { body, headers } = await get<Signature>(SignatureAnswer, `/${id}/signatures/${acme}`);
      expect(body).toMatchObject({
        organisation: { id: acme, name: { en: 'Acme' }, category: 'private-sector', region: 'AFR' },
        provenance: 'submitted',
        status: 'standing',
        version: 1,
        firstSigned: '2025-01-10',
        signed: '2025-01-10',
        manner: 'ceremony',
        session,
        signatory: { name: minister.signatory.name, erased: false },
        withdrawn: null,
      });
      expect(headers.get('etag')).toBe('"r0"');
      expect(headers.get('cache-control')).toBe('private, no-store');
      await refused(() => withdraw(id, acme, {}, { headers: { 'if-match': '"r7"' } }), 412, 'revision-stale');
    });

    it('names its signatory in the answer, and nowhere in the ledger', async () => {
      const id = await launch();
      const { stream } = await written(sign(id, acme));
      for await (const { data } of on.service.store.readStream(stream)) expect(JSON.stringify(data)).not.toMatch(/Amina|أمينة/);
      const { signatory } = await signatureAt(id, acme);
      const { body: events } = await get<{ data: { data: { signatory: object } }[] }>(EventsAnswer, `/${id}/signatures/${acme}/events`);
      expect(events.data.map(({ data }) => data.signatory)).toEqual([{ id: signatory.id, name: expect.stringMatching(/^1\.[\w-]+$/) }]);
      // The same person signs for another body: that it is the same one, the secretariat says, and no body of another's person.
      const again = { signatory: { id: signatory.id, name: signatory.name }, source };
      await refused(() => sign(id, globex, again, { as: 'otherPartner' }), 403, 'forbidden', '/signatory/id');
      await written(sign(id, globex, again, bySecretariat));
      expect((await signatureAt(id, globex)).signatory).toEqual(signatory);
    });

    it('is given once for a version, again for a later one, and again after it was withdrawn', async () => {
      const id = await launch();
      await written(sign(id, acme, { effectiveAt: '2025-01-10' }));
      await refused(() => sign(id, acme, { effectiveAt: '2025-01-11' }), 409, 'already-signed');
      await refused(() => sign(id, acme, { effectiveAt: '2025-01-09' }), 422, 'day-before-the-opening');
      await written(publish(id, '2025-02-01'));
      const later = await written(sign(id, acme, { effectiveAt: '2025-03-01', version: 2, manner: 'afterwards', session: undefined }));
      expect(await signatureAt(id, acme)).toMatchObject({
        status: 'standing',
        version: 2,
        firstSigned: '2025-01-10',
        signed: '2025-03-01',
      });
      await written(withdraw(id, acme, { effectiveAt: '2025-04-01' }));
      expect(await signatureAt(id, acme)).toMatchObject({ status: 'withdrawn', version: 2, withdrawn: { day: '2025-04-01', reason } });
      await refused(() => withdraw(id, acme, { effectiveAt: '2025-04-02' }), 409, 'signature-withdrawn');
      await written(sign(id, acme, { effectiveAt: '2025-05-01' }));
      expect(await signatureAt(id, acme)).toMatchObject({ status: 'standing', version: 2, withdrawn: null, signed: '2025-05-01' });

      // By either clock, and by both.
      expect(await signatureAt(id, acme, '?effectiveAt=2025-02-28')).toMatchObject({ version: 1, status: 'standing' });
      expect(await signatureAt(id, acme, '?effectiveAt=2025-04-30')).toMatchObject({ version: 2, status: 'withdrawn' });
      expect(await signatureAt(id, acme, `?asOf=${later.position}`)).toMatchObject({
        version: 2,
        status: 'standing',
        signed: '2025-03-01',
      });
      expect(await signatureAt(id, acme, `?asOf=${later.position}&effectiveAt=2025-01-31`)).toMatchObject({ version: 1 });
      expect(await on.get(`/api/v1/coalitions/${id}/signatures/${acme}?effectiveAt=2025-01-09`)).toMatchObject({
        status: 404,
        body: { type: '/problems/not-yet', from: { day: '2025-01-10' } },
      });
    });

    it('that was never given is none', async () => {
      const id = await launch();
      expect(await on.get(`/api/v1/coalitions/${id}/signatures/${acme}`)).toMatchObject({
        status: 404,
        body: { type: '/problems/not-found', detail: 'There is no signature of that organisation under that coalition.' },
      });
      expect((await on.get(`/api/v1/coalitions/${id}/signatures/Acme!`)).status).toBe(404);
    });

    it('is of no other version than the current one', async () => {
      const id = await launch();
      await written(publish(id, '2025-02-01'));
      const body = await refused(() => sign(id, acme, { effectiveAt: '2025-03-01', version: 1 }), 409, 'version-not-current', '/version');
      expect(body).toMatchObject({ current: 2 });
      await refused(() => sign(id, acme, { effectiveAt: '2025-03-01', version: 3 }), 409, 'version-not-current', '/version');
      await written(sign(id, acme, { effectiveAt: '2025-01-15', version: 1 }));
      expect(await signatureAt(id, acme)).toMatchObject({ version: 1, status: 'standing' });
    });

    it('is its organisation’s to give and to withdraw, or the secretariat’s with a source', async () => {
      const id = await launch();
      await refused(() => sign(id, globex), 403, 'forbidden');
      await refused(() => sign(id, acme, {}, { as: 'coChair' }), 403, 'forbidden');
      await refused(() => sign(id, acme, { provenance: 'published', source }), 403, 'forbidden', '/provenance');
      await refused(() => sign(id, globex, {}, bySecretariat), 422, 'source-missing', '/source');
      await written(sign(id, globex, { source, provenance: 'published' }, bySecretariat));
      await refused(() => withdraw(id, globex), 403, 'forbidden');
      await written(withdraw(id, globex, { source }, bySecretariat));
      expect(await signatureAt(id, globex)).toMatchObject({ status: 'withdrawn', provenance: 'published' });
    });

    it('is refused of a signatory that nobody knows by that id', async () => {
      const id = await launch();
      const signatory = { id: '00000000-0000-4000-8000-000000000000', name: first };
      await refused(() => sign(id, acme, { signatory, source }, bySecretariat), 422, 'person-unknown', '/signatory/id');
    });

    it.each([
      ['a coalition that is not there', 'nothing', acme, {}, 404, 'coalition-unknown'],
      ['a day before the launch', undefined, acme, { effectiveAt: '2024-12-31' }, 404, 'coalition-unknown'],
      ['a body that is not registered', undefined, 'nobody', {}, 404, 'organisation-unknown'],
      ['a signatory without a name', undefined, acme, { signatory: {} }, 422, 'fields-invalid'],
      ['a session of no known kind', undefined, acme, { session: { ...session, kind: 'dinner' } }, 422, 'fields-invalid'],
      ['a day in the future', undefined, acme, { effectiveAt: '2026-06-02' }, 422, 'day-in-the-future'],
    ] as const)('is refused of %s', async (_, coalition, organisation, more, status, code) => {
      const id = coalition ?? (await launch());
      await refused(() => sign(id, organisation, { ...more, source }, organisation === acme ? {} : bySecretariat), status, code);
    });

    it('is never half a demonstration', async () => {
      const [demo, real] = [await launch({ provenance: 'demonstration' }), await launch()];
      const body = await register('Northland (demo)', { provenance: 'demonstration' });
      await refused(() => sign(demo, acme), 422, 'demonstration-mixed');
      await refused(() => sign(real, body, { source }, bySecretariat), 422, 'demonstration-mixed');
      await written(sign(demo, body, { source }, bySecretariat));
      expect((await coalitionAt(demo)).tables).toMatchObject([{ provenance: ['demonstration'], standing: 1 }]);
      expect((await get<Listed<Signature>>(SignaturesAnswer, `/${demo}/signatures`)).body.data).toMatchObject([
        { provenance: 'demonstration' },
      ]);
      const { body: listed } = await get<Listed<{ id: string }>>(CoalitionsAnswer, '?limit=200');
      expect(listed.data.map(({ id }) => id)).not.toContain(demo);
      expect((await get<Listed<{ id: string }>>(CoalitionsAnswer, '?provenance=demonstration')).body.data.map(({ id }) => id)).toEqual([
        demo,
      ]);
    });
  });

  describe('in a ceremony', () => {
    const bodies: string[] = [];
    let id: string;

    beforeAll(async () => {
      for (let i = 0; i < 40; i++) {
        const home = i % 4 === 3 ? {} : { home: { country: ['KE', 'EG', 'FR'][i % 4] } };
        bodies.push(await register(`Body ${i}`, { category: i % 2 === 0 ? 'government' : 'academia', ...home }));
      }
      id = await launch();
    });

    it('forty organisations sign in the same moment: none contends, none signs twice, whether the repeat is told as one or not', async () => {
      const before = await on.events();
      const answers = await Promise.all(
        bodies.flatMap((body, i) => {
          // Half of them say that it is the same request again; the others only send it twice.
          const sending: Sending = i % 2 === 0 ? { ...bySecretariat, headers: { 'idempotency-key': `ceremony-${body}` } } : bySecretariat;
          return [0, 1].map(async () => ({ i, ...(await sign(id, body, { effectiveAt: '2025-06-08', source }, sending)) }));
        }),
      );
      for (const [i] of bodies.entries()) {
        const [one, other] = answers.filter(answer => answer.i === i).sort((a, b) => a.status - b.status);
        expect(one).toMatchObject({ status: 200, body: { revision: '0' } });
        if (i % 2 === 0) expect(other).toMatchObject({ status: 200, body: one!.body });
        else expect(other).toMatchObject({ status: 409, body: { type: '/problems/already-signed' } });
      }
      expect(await on.events()).toBe(before + 40);
      latest = answers
        .flatMap(({ status, body }) => (status === 200 ? [BigInt(body.position)] : []))
        .reduce((a, b) => (a > b ? a : b))
        .toString();
    });

    it('they are counted by version, category and region of their homes', async () => {
      expect((await coalitionAt(id)).tables).toMatchObject([
        {
          provenance: ['submitted', 'published'],
          standing: 40,
          withdrawn: 0,
          byVersion: [{ version: 1, standing: 40 }],
          byCategory: { government: 20, academia: 20, 'private-sector': 0 },
          byRegion: { AFR: 10, ARB: 10, EUR: 10, 'not-stated': 10 },
        },
      ]);
      expect((await coalitionAt(id, '?effectiveAt=2025-06-07')).tables).toMatchObject([{ standing: 0 }]);
    });

    it('they sign a later version, and withdraw; each figure adds up, and the past does not move', async () => {
      const before = await coalitionAt(id);
      const moment = latest;
      await written(publish(id, '2025-07-01'));
      for (const body of bodies.slice(0, 10)) await written(sign(id, body, { effectiveAt: '2025-07-02', source }, bySecretariat));
      for (const body of bodies.slice(9, 12)) await written(withdraw(id, body, { effectiveAt: '2025-08-01', source }, bySecretariat));
      await written(sign(id, bodies[11]!, { effectiveAt: '2025-09-01', source, provenance: 'published' }, bySecretariat));

      const [table] = (await coalitionAt(id)).tables;
      expect(table).toMatchObject({
        standing: 38,
        withdrawn: 2,
        byVersion: [
          { version: 1, standing: 28 },
          { version: 2, standing: 10 },
        ],
      });
      for (const parts of [table!.byCategory, table!.byRegion]) expect(Object.values(parts).reduce((a, b) => a + b, 0)).toBe(38);
      const { tables } = await coalitionAt(id, '?provenance=published&provenance=demonstration');
      expect(tables.map(({ provenance, standing }) => [provenance, standing])).toEqual([
        [['published'], 1],
        [['demonstration'], 0],
      ]);
      expect((await coalitionAt(id, '?effectiveAt=2025-08-31')).tables).toMatchObject([{ standing: 37, withdrawn: 3 }]);
      expect((await coalitionAt(id, `?asOf=${moment}`)).tables).toEqual(before.tables);
    });

    it('its timeline adds up, day by day', async () => {
      const { body } = await get<{ days: TimelineDay[] }>(TimelineAnswer, `/${id}/timeline`);
      expect(body.days).toEqual([
        { day: '2025-06-08', signed: 40, signedLaterVersion: 0, withdrawn: 0, standing: 40 },
        { day: '2025-07-02', signed: 0, signedLaterVersion: 10, withdrawn: 0, standing: 40 },
        { day: '2025-08-01', signed: 0, signedLaterVersion: 0, withdrawn: 3, standing: 37 },
        { day: '2025-09-01', signed: 1, signedLaterVersion: 0, withdrawn: 0, standing: 38 },
      ]);
      for (const { day, standing } of body.days) {
        expect((await coalitionAt(id, `?effectiveAt=${day}`)).tables).toMatchObject([{ standing }]);
      }
      const { body: early } = await get<{ days: TimelineDay[] }>(TimelineAnswer, `/${id}/timeline?effectiveAt=2025-07-31`);
      expect(early.days).toEqual(body.days.slice(0, 2));
    });

    it('which version each stands by is listed, page by page', async () => {
      const seen: Signature[] = [];
      for (let path: string | null = `/${id}/signatures?status=standing&sort=version,organisation&limit=15`; path;) {
        const { body }: { body: Listed<Signature> } = await get<Listed<Signature>>(SignaturesAnswer, path);
        expect(body.page.total).toBe(38);
        seen.push(...body.data);
        path = body.page.next && `/${id}/signatures?status=standing&sort=version,organisation&cursor=${body.page.next}`;
      }
      expect(seen.map(({ version }) => version)).toEqual([...Array<number>(28).fill(1), ...Array<number>(10).fill(2)]);
      expect(new Set(seen.map(({ organisation }) => organisation.id)).size).toBe(38);
      expect(seen.every(({ signatory }) => !signatory.erased)).toBe(true);
      const total = async (query: string) => (await get<Listed<Signature>>(SignaturesAnswer, `/${id}/signatures?${query}`)).body.page.total;
      expect(await total('')).toBe(40);
      expect(await total('status=withdrawn')).toBe(2);
      expect(await total('version=2&status=standing')).toBe(10);
      expect(await total('category=academia&region=not-stated&region=EUR')).toBe(10);
      expect(await total(`organisation=${bodies[0]}&organisation=${bodies[1]}`)).toBe(2);
      expect(await total('provenance=published')).toBe(1);
      expect(await on.get(`/api/v1/coalitions/${id}/signatures?version=one`)).toMatchObject({
        status: 422,
        body: { errors: [{ parameter: 'version' }] },
      });
      expect(await on.get('/api/v1/coalitions/nothing/signatures')).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    });
  });

  describe('a signatory', () => {
    it('is told of an organisation and of the commitments that it leads, and can be asked for in lists and in figures', async () => {
      const body = await register('A youth movement', { category: 'youth' });
      const one = { ...pledge, lead: body, sources: [source] };
      const { id: commitment } = await written(on.post<Receipt>('/commitments', one, bySecretariat));
      const id = await launch();
      const isSignatory = async () => {
        const organisation = await on.get<{ signatory: string }>(`/api/v1/organisations/${body}?waitFor=${latest}`);
        const led = await on.get<{ lead: { signatory: string } }>(`/api/v1/commitments/${commitment}`);
        const listed = async (path: string) => (await on.get<Listed<object>>(`/api/v1/${path}&category=youth`)).body.page.total;
        const figures = await on.get<{ tables: { whole: { exclusive: { all: number } } }[] }>(
          `/api/v1/regions?category=youth&signatory=standing`,
        );
        return {
          told: [organisation.body.signatory, led.body.lead.signatory],
          listed: [await listed('organisations?signatory=standing'), await listed('commitments?signatory=standing')],
          notAmong: [await listed('organisations?signatory=none'), await listed('commitments?signatory=none')],
          counted: figures.body.tables[0]?.whole.exclusive.all,
        };
      };
      const signatory = { told: ['standing', 'standing'], listed: [1, 1], notAmong: [0, 0], counted: 1 };
      const none = { told: ['none', 'none'], listed: [0, 0], notAmong: [1, 1], counted: 0 };
      expect(await isSignatory()).toEqual(none);
      const etag = (await on.get(`/api/v1/organisations/${body}`)).headers.get('etag')!;
      await written(sign(id, body, { source }, bySecretariat));
      expect(await isSignatory()).toEqual(signatory);
      // The organisation itself has not changed; who asks whether its page has is told that it has.
      const again = await on.get(`/api/v1/organisations/${body}`, { headers: { 'if-none-match': etag } });
      expect(again.status).toBe(200);
      expect(again.headers.get('etag')).toBe(etag);
      await written(withdraw(id, body, { source }, bySecretariat));
      expect(await isSignatory()).toEqual(none);
    });
  });

  describe('the wall of a ceremony', () => {
    const wall = 'type=CommitmentAnnounced&type=DocumentSigned';

    it('shows announcements in plenary and signatures as they come, each with its session, and nothing else', async () => {
      const id = await launch();
      const follower = await Follower.of(`${on.url}/api/v1/events/stream?${wall}&after=${latest}`);
      const { id: commitment } = await written(on.post<Receipt>('/commitments', pledge));
      await written(on.post<Receipt>(`/commitments/${commitment}/acceptance`, {}, bySecretariat));
      const plenary = { name: { en: 'Opening' }, kind: 'plenary' };
      await written(on.post<Receipt>(`/commitments/${commitment}/announcement`, { manner: 'plenary', session: plenary }, bySecretariat));
      await written(publish(id, '2026-06-01'));
      await written(sign(id, acme));
      const messages = [await follower.next(), await follower.next()];
      expect(messages.map(({ event }) => event)).toEqual(['CommitmentAnnounced', 'DocumentSigned']);
      const [announced, signed] = messages.map(({ data }) => JSON.parse(data) as EventAnswer);
      expect(announced).toMatchObject({ stream: `commitment-${commitment}`, data: { manner: 'plenary', session: plenary } });
      expect(signed).toMatchObject({ data: { coalition: id, organisation: acme, version: 2, session } });
      expect(messages[1]!.id).toBe(latest);
      await follower.leave();
    });

    it('can be read back as a list, and asks for nothing that never comes', async () => {
      const { body } = await on.get<Listed<EventAnswer>>(`/api/v1/events?${wall}&sort=-position&limit=2&waitFor=${latest}`);
      expect(body.data.map(({ type }) => type)).toEqual(['DocumentSigned', 'CommitmentAnnounced']);
      for (const path of ['events', 'events/stream']) {
        expect(await on.get(`/api/v1/${path}?category=country&type=DocumentSigned`)).toMatchObject({
          status: 422,
          body: { errors: [{ parameter: 'type', detail: expect.stringContaining('signature') }] },
        });
        expect(await on.get(`/api/v1/${path}?type=DocumentSign`)).toMatchObject({ status: 422, body: { errors: [{ parameter: 'type' }] } });
      }
    });
  });
});
