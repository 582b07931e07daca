import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Day } from '@mithaq/domain';
import { randomUUID } from 'node:crypto';
import { acme, type Answer, FixedClock, globex, pledge, type Receipt, type Sending, TestService } from './service.js';

const registration = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
const source = { title: { en: 'Letter to the secretariat' } };
const reason = { en: 'As announced.' };

describe('writing over HTTP', () => {
  let on: TestService;
  let key = 0;

  beforeAll(async () => {
    on = await TestService.start({}, { clock: new FixedClock('2026-06-01T12:00:00.000Z') });
    for (const as of ['partner', 'otherPartner'] as const) {
      expect((await on.post('/organisations', registration, { as })).status).toBe(201);
    }
    expect((await on.post(`/organisations/${acme}/verification`, { effectiveAt: '2024-02-01' }, { as: 'secretariat' })).status).toBe(200);
  });
  afterAll(() => on.stop());

  const pledged = async (changes: object = {}): Promise<Receipt> => {
    const { status, body } = await on.post<Receipt>('/commitments', { ...pledge, ...changes });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  };
  /** Refused, with nothing recorded, by a problem that has a page. */
  const refused = async (sent: () => Promise<Answer>, status: number, code: string, ...pointers: string[]) => {
    const before = await on.events();
    const { headers, body, status: found } = await sent();
    expect({ status: found, type: body['type'], body }).toMatchObject({ status, type: `/problems/${code}`, body: { status } });
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      title: expect.any(String),
      detail: expect.any(String),
      instance: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const errors = (body['errors'] ?? []) as { pointer?: string; detail: string }[];
    expect(errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(pointers));
    for (const { detail } of errors) expect(detail).toMatch(/[.?]$/);
    expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:\d|\.js:\d/);
    expect((await on.get(body['type'] as string)).status).toBe(200);
    expect(await on.events()).toBe(before);
    return body;
  };

  describe('a commitment', () => {
    it('is pledged, amended, returned, accepted, announced, noted on and withdrawn, each answered by where it stands', async () => {
      const made = await on.post<Receipt>('/commitments', pledge);
      const { id } = made.body;
      expect(made.status).toBe(201);
      expect(made.body).toEqual({ id, stream: `commitment-${id}`, revision: '0', position: expect.stringMatching(/^\d+$/) });
      expect(made.headers.get('location')).toBe(`/api/v1/commitments/${id}`);
      expect(made.headers.get('etag')).toBe('"r0"');
      expect(made.headers.get('mithaq-position')).toBe(made.body.position);

      const path = `/commitments/${id}`;
      const does = async (step: string, body: object, sending: Sending, revision: string) => {
        const answer = step === '' ? await on.patch(path, body, sending) : await on.post(path + step, body, sending);
        expect(answer).toMatchObject({ status: 200, body: { id, revision } });
        expect(answer.headers.get('etag')).toBe(`"r${revision}"`);
      };
      await does('/return', { reason }, { as: 'secretariat' }, '1');
      await does('', { reason, changes: { end: null } }, { headers: { 'if-match': '"r1"' } }, '2');
      await does('/acceptance', {}, { as: 'secretariat', headers: { 'if-match': '"r2"' } }, '3');
      await does('/announcement', { manner: 'plenary', session: { name: { en: 'Opening' }, kind: 'plenary' } }, { as: 'secretariat' }, '4');
      await does(
        '/notes',
        { text: { en: 'The press says 13 million.' }, source, value: { amount: '13', currency: 'USD', nature: 'own' } },
        {},
        '5',
      );
      await does('/withdrawal', { reason }, {}, '6');
      await refused(() => on.post(`${path}/withdrawal`, { reason }), 409, 'commitment-closed');
    });

    it('is accepted by an empty request, for there is nothing to say', async () => {
      const { id } = await pledged();
      const answer = await on.send('POST', `/api/v1/commitments/${id}/acceptance`, undefined, { as: 'secretariat' });
      expect(answer).toMatchObject({ status: 200, body: { revision: '1' } });
    });

    it('is superseded by one that is open', async () => {
      const { id } = await pledged();
      const { id: by } = await pledged();
      await refused(() => on.post(`/commitments/${id}/supersession`, { by, reason }), 409, 'not-standing');
      await on.post(`/commitments/${id}/acceptance`, {}, { as: 'secretariat' });
      await refused(() => on.post(`/commitments/${id}/supersession`, { by: id, reason }), 422, 'supersedes-itself', '/by');
      await refused(() => on.post(`/commitments/${id}/supersession`, { by: 'nobody', reason }), 409, 'successor-not-open', '/by');
      expect(await on.post(`/commitments/${id}/supersession`, { by, reason })).toMatchObject({ status: 200, body: { revision: '2' } });
    });

    it('says the same twice and records it once', async () => {
      const { id } = await pledged();
      const change = { reason, changes: { kind: 'policy' } };
      await on.patch(`/commitments/${id}`, change, { headers: { 'if-match': '"r0"' } });
      const before = await on.events();
      expect(await on.patch(`/commitments/${id}`, change, { headers: { 'if-match': '"r1"' } })).toMatchObject({
        status: 200,
        body: { revision: '1' },
      });
      expect(await on.events()).toBe(before);
    });
  });

  describe('bad input', () => {
    const bad: readonly [what: string, changes: object, code: string, pointer: string][] = [
      ['a title that is text', { title: 'Fibre' }, 'fields-invalid', '/title'],
      ['a title in no language', { title: {} }, 'fields-invalid', '/title'],
      ['a title under a key that is no language', { title: { English: 'Fibre' } }, 'fields-invalid', '/title/English'],
      ['a title of spaces', { title: { en: '  ' } }, 'fields-invalid', '/title/en'],
      ['a lead that is a list', { lead: [acme] }, 'fields-invalid', '/lead'],
      ['a lead that nobody registered', { lead: 'nobody' }, 'forbidden', ''],
      ['an unknown field', { titel: { en: 'x' } }, 'fields-invalid', '/titel'],
      ['an unknown field within', { value: { ...pledge.value, amout: '1' } }, 'fields-invalid', '/value/amout'],
      ['a value that is a list', { value: [pledge.value] }, 'fields-invalid', '/value'],
      ['an implementation that is null', { implementation: null }, 'fields-invalid', '/implementation'],
      ['targets that are no list', { targets: { 0: {} } }, 'fields-invalid', '/targets'],
      ['a target that is a number', { targets: [1] }, 'fields-invalid', '/targets/0'],
      ['a target without an indicator', { targets: [{ goal: 1 }] }, 'fields-invalid', '/targets/0/indicator'],
      ['an unknown kind', { kind: 'finance' }, 'fields-invalid', '/kind'],
      ['a partner that is neither', { partners: [{}] }, 'fields-invalid', '/partners/0'],
      ['a partner under no language', { partners: [{ name: { EN: 'x' } }] }, 'fields-invalid', '/partners/0/name/EN'],
      ['a partner that nobody registered', { partners: [{ organisation: 'nobody' }] }, 'partner-unknown', '/partners/0/organisation'],
      ['the lead as a partner', { partners: [{ organisation: acme }] }, 'partner-is-lead', '/partners'],
      ['a day that does not exist', { start: '2025-02-30' }, 'fields-invalid', '/start'],
      ['an end before the start', { start: '2026-01-01', end: '2025-12-31' }, 'period-ends-before-start', '/end'],
      [
        'shares that add up to 999',
        { implementation: { ...pledge.implementation, shares: { AFR: 749, ARB: 250 } } },
        'shares-not-whole',
        '/implementation/shares',
      ],
      [
        'shares of a region that is none',
        { implementation: { ...pledge.implementation, shares: { AFRICA: 1000 } } },
        'fields-invalid',
        '/implementation/shares/AFRICA',
      ],
      [
        'shares of other regions',
        { implementation: { ...pledge.implementation, shares: { AFR: 1000 } } },
        'shares-not-of-regions',
        '/implementation/shares',
      ],
      [
        'a country that is none',
        { implementation: { regions: [], countries: ['XX'], groups: [] } },
        'country-unknown',
        '/implementation/countries/0',
      ],
      [
        'a group that is none',
        { implementation: { regions: [], countries: [], groups: ['OECD'] } },
        'country-group-unknown',
        '/implementation/groups/0',
      ],
      ['a priority that is none', { regionalPriorities: ['kap-xyz9'] }, 'regional-priority-unknown', '/regionalPriorities/0'],
      ['an amount as a number', { value: { ...pledge.value, amount: 12 } }, 'fields-invalid', '/value/amount'],
      ['an amount in words', { value: { ...pledge.value, amount: '12 million' } }, 'amount-precision', '/value/amount'],
      ['a negative amount', { value: { ...pledge.value, amount: '-1' } }, 'amount-precision', '/value/amount'],
      ['cents of cents', { value: { ...pledge.value, amount: '1.005' } }, 'amount-precision', '/value/amount'],
      [
        'an amount beyond the bound',
        { value: { ...pledge.value, amount: '1000000000000000.01' } },
        'amount-out-of-bounds',
        '/value/amount',
      ],
      ['a currency that is none', { value: { ...pledge.value, currency: 'ABC' } }, 'currency-unknown', '/value/currency'],
      ['US dollars of US dollars', { value: { ...pledge.value, usd: { amount: '1' } } }, 'usd-of-usd', '/value/usd'],
      ['a goal beyond numbers', { targets: [{ indicator: { en: 'x' }, goal: 1e300 }] }, 'fields-invalid', '/targets/0/goal'],
      ['half a surrogate pair', { title: { en: 'a\ud800b' } }, 'fields-invalid', '/title/en'],
      ['U+0000', { title: { en: 'a\u0000b' } }, 'fields-invalid', '/title/en'],
      ['a key called constructor', { constructor: { x: 1 } }, 'fields-invalid', '/constructor'],
      ['an effectiveAt in the future', { effectiveAt: '2026-06-02' }, 'day-in-the-future', '/effectiveAt'],
      ['an effectiveAt that is no day', { effectiveAt: '01.02.2025' }, 'fields-invalid', '/effectiveAt'],
      ['a lead that was not registered on that day', { effectiveAt: '2023-12-31' }, 'lead-unknown', '/lead'],
    ];
    it.each(bad)('refuses %s', async (_, changes, code, pointer) => {
      const status = code === 'forbidden' ? 403 : 422;
      await refused(() => on.post('/commitments', { ...pledge, ...changes }), status, code, ...(pointer ? [pointer] : []));
    });

    const texts: readonly [what: string, path: string, (text: object) => object, pointer: string][] = [
      ['the name of an organisation', '/organisations', name => ({ name }), '/name/en'],
      ['the title of a commitment', '/commitments', title => ({ ...pledge, title }), '/title/en'],
      ['the name of a partner', '/commitments', name => ({ ...pledge, partners: [{ name }] }), '/partners/0/name/en'],
      ['an indicator', '/commitments', indicator => ({ ...pledge, targets: [{ indicator }] }), '/targets/0/indicator/en'],
      ['the title of a source', '/commitments', title => ({ ...pledge, sources: [{ title }] }), '/sources/0/title/en'],
      ['the name of an occasion', '/commitments/one/announcement', name => ({ manner: 'plenary', session: { name } }), '/session/name/en'],
      ['the reason of a withdrawal', '/commitments/one/withdrawal', reason => ({ reason }), '/reason/en'],
      ['a note', '/commitments/one/notes', text => ({ text }), '/text/en'],
      ['the narrative of a report', '/commitments/one/reports', narrative => ({ narrative }), '/narrative/en'],
      ['a question', '/commitments/one/reports/first/queries', question => ({ question }), '/question/en'],
      ['the name of a coalition', '/coalitions', name => ({ name }), '/name/en'],
      ['a document', '/coalitions', text => ({ text }), '/text/en'],
      ['a signatory', `/coalitions/one/signatures/${acme}`, name => ({ signatory: { name } }), '/signatory/name/en'],
      ['a co-chair', '/working-groups/connecting-people/appointments', name => ({ person: { name } }), '/person/name/en'],
      ['a mandate', '/working-groups/connecting-people/establishment', mandate => ({ mandate }), '/mandate/en'],
      ['the name of a cycle', '/reporting-cycles', name => ({ name }), '/name/en'],
      ['the reason of an erasure', `/persons/${randomUUID()}/erasure`, reason => ({ reason }), '/reason/en'],
    ];
    it.each(texts)('refuses %s in which nothing can be seen', async (_, path, of, pointer) => {
      for (const text of ['\u2066', '\u00ad', '\u3164', '\u200b', '\ufeff', '\u2800', ' \u2067\u200d\u2069']) {
        await refused(() => on.post(path, of({ en: text }), { as: 'administrator' }), 422, 'fields-invalid', pointer);
      }
    });

    it('takes text with joiners and marks of direction in it, as it was written', async () => {
      const title = { ar: '\u2067ربط\u200dالمدارس\u2069', fa: 'می\u200cخواهیم' };
      const { id, position } = await pledged({ title });
      expect((await on.get(`/api/v1/commitments/${id}?waitFor=${position}`)).body).toMatchObject({ title });
    });

    it('names the nearest field that there is, and everything else that is wrong', async () => {
      const body = await refused(
        () => on.post('/commitments', { ...pledge, titel: 1, kind: 'finacial', end: 7 }),
        422,
        'fields-invalid',
        '/titel',
        '/kind',
        '/end',
      );
      expect(body['errors']).toEqual(
        expect.arrayContaining([
          { pointer: '/titel', detail: 'Is not a field here. Did you mean "title"?' },
          { pointer: '/kind', detail: 'Must be one of "financial", "programmatic", "policy", "advocacy". Did you mean "financial"?' },
          { pointer: '/end', detail: 'Must be text, not a number.' },
        ]),
      );
    });

    it.each([
      ['no JSON', '{"lead":', 400, 'json-malformed'],
      ['__proto__', '{"__proto__":{"isAdmin":true}}', 400, 'json-malformed'],
      ['no UTF-8', Uint8Array.from([0x22, 0xff, 0x22]), 400, 'json-malformed'],
      ['a number beyond numbers', '{"targets":[{"goal":1e999}]}', 422, 'fields-invalid'],
      ['a list', '[]', 422, 'fields-invalid'],
      ['a text', '"x"', 422, 'fields-invalid'],
      ['a body that is deeper than any form', `{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 422, 'fields-invalid'],
      ['10 MB', `{"x":"${'a'.repeat(10_000_000)}"}`, 413, 'body-too-large'],
    ])('refuses %s', async (_, body, status, code) => {
      await refused(() => on.post('/commitments', body), status, code);
      expect(({} as { isAdmin?: true }).isAdmin).toBeUndefined();
    });

    it('says where a body ceases to be JSON', async () => {
      const { body } = await on.post('/commitments', '{"lead":"acme" "title":{}}');
      expect(body['detail']).toMatch(/^The body is not JSON that the service takes: .* position 15/);
    });

    it('refuses shortly, and long before the test is given up, what is there to cost time', async () => {
      const many = <T>(n: number, one: T) => Array.from({ length: n }, () => one);
      const languages = (n: number) => Object.fromEntries(many(n, 'x').map((text, i) => [`l${i}`, text]));
      const bodies: object[] = [
        { ...pledge, sdgs: many(120_000, 1) },
        {
          ...pledge,
          sdgs: many(300, 1),
          declarations: many(300, 'x'),
          implementation: { ...pledge.implementation, countries: many(300, 'KE') },
        },
        { ...pledge, sources: many(80_000, {}) },
        { ...pledge, sources: many(300, {}), targets: many(300, {}), partners: many(300, {}) },
        { ...pledge, title: languages(17_000) },
        { ...pledge, partners: many(40, { name: languages(300) }) },
        { ...pledge, [`x${'y'.repeat(250_000)}`]: 1 },
        { ...pledge, toString: 1 },
      ];
      for (const body of bodies) {
        const problem = await refused(() => on.post('/commitments', body), 422, 'fields-invalid');
        expect(JSON.stringify(problem).length).toBeLessThan(5_000);
      }
    });

    it('takes JSON only', async () => {
      await refused(
        () => on.post('/commitments', 'x=1', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
        415,
        'media-type-unsupported',
      );
    });

    it('takes no parameter that it does not know', async () => {
      const body = await refused(() => on.post('/commitments?dryRun=true', pledge), 422, 'fields-invalid');
      expect(body['errors']).toMatchObject([{ parameter: 'dryRun' }]);
    });

    const everyWrite: (readonly [method: 'POST' | 'PATCH', path: string])[] = [
      ['POST', '/organisations'],
      ['PATCH', `/organisations/${acme}`],
      ['POST', `/organisations/${acme}/verification`],
      ['POST', '/commitments'],
      ['PATCH', '/commitments/one'],
      ...['acceptance', 'return', 'announcement', 'notes', 'withdrawal', 'supersession'].map(
        act => ['POST', `/commitments/one/${act}`] as const,
      ),
      ...['commitments', 'regional-priorities'].flatMap(
        collection =>
          [
            ['PATCH', `/${collection}/one/reports/first`],
            ...[
              'reports',
              'declines',
              'completion',
              ...['queries', 'queries/why/answer', 'assessment'].map(act => `reports/first/${act}`),
            ].map(act => ['POST', `/${collection}/one/${act}`] as const),
          ] as const,
      ),
      ['PATCH', '/regional-priorities/one'],
      ...[
        'regional-priorities/one/adoption',
        'regional-priorities/one/retirement',
        'country-groups/LDC/joinings',
        'country-groups/LDC/graduations',
      ].map(act => ['POST', `/${act}`] as const),
    ];
    it.each(everyWrite)('asks for a token and refuses an unknown field at %s %s', async (method, path) => {
      const headers: Record<string, string> = method === 'PATCH' ? { 'if-match': '"r0"' } : {};
      const { headers: answered } = await on.send(method, `/api/v1${path}`, {}, { headers });
      expect(answered.get('www-authenticate')).toMatch(/^Bearer/);
      await refused(() => on.send(method, `/api/v1${path}`, {}, { headers }), 401, 'unauthenticated');
      await refused(
        () => on.send(method, `/api/v1${path}`, {}, { headers: { ...headers, authorization: 'Bearer nobodys' } }),
        401,
        'unauthenticated',
      );
      await refused(() => on.send(method, `/api/v1${path}`, {}, { headers, as: 'auditor' }), 403, 'forbidden');
      await refused(() => on.send(method, `/api/v1${path}`, {}, { headers, as: 'coChair' }), 403, 'forbidden');
      await refused(
        () => on.send(method, `/api/v1${path}`, { unheardOf: 1 }, { headers, as: 'secretariat' }),
        422,
        'fields-invalid',
        '/unheardOf',
      );
      await refused(
        () => on.send(method, `/api/v1${path}`, { effectiveAt: 5 }, { headers, as: 'secretariat' }),
        422,
        'fields-invalid',
        '/effectiveAt',
      );
      await refused(() => on.send(method, `/api/v1${path}`, '{', { headers, as: 'secretariat' }), 400, 'json-malformed');
    });

    it('says 404 for what is not there, and 405 for what is there by another method', async () => {
      await refused(() => on.post('/commitments/nobody/withdrawal', { reason }), 404, 'commitment-unknown');
      await refused(() => on.post('/commitments/NO%20ID/withdrawal', { reason }), 404, 'not-found');
      await refused(
        () =>
          on.patch(
            '/organisations/nobody',
            { reason, changes: { category: 'youth' }, source },
            { as: 'secretariat', headers: { 'if-match': '*' } },
          ),
        404,
        'organisation-unknown',
      );
      await refused(() => on.send('PUT', '/api/v1/commitments', pledge, { as: 'partner' }), 405, 'method-not-allowed');
      await refused(() => on.send('GET', '/api/v1/nowhere'), 404, 'not-found');
      await refused(() => on.send('GET', '/api/v1/commitments/%zz'), 400, 'request-malformed');
    });
  });

  describe('days', () => {
    it('takes nothing that is dated before the pledge', async () => {
      const { id } = await pledged();
      await refused(
        () => on.post(`/commitments/${id}/withdrawal`, { reason, effectiveAt: '2024-12-31' }),
        422,
        'day-before-the-opening',
        '/effectiveAt',
      );
    });

    it('takes no withdrawal that is dated before an amendment', async () => {
      const { id } = await pledged();
      await on.patch(
        `/commitments/${id}`,
        { reason, changes: { kind: null }, effectiveAt: '2025-06-01' },
        { headers: { 'if-match': '"r0"' } },
      );
      const body = await refused(
        () => on.post(`/commitments/${id}/withdrawal`, { reason, effectiveAt: '2025-05-31' }),
        409,
        'contradicts-the-record',
      );
      expect(body['contradicts']).toMatchObject({ type: 'CommitmentAmended', effectiveAt: '2025-06-01' });
      expect((await on.post(`/commitments/${id}/withdrawal`, { reason, effectiveAt: '2025-06-01' })).status).toBe(200);
    });
  });

  describe('who may', () => {
    it('lets a partner act for its own organisation only', async () => {
      const { id } = await pledged();
      const change = { reason, changes: { kind: null } };
      const other: Sending = { as: 'otherPartner', headers: { 'if-match': '"r0"' } };
      await refused(() => on.post('/commitments', pledge, { as: 'otherPartner' }), 403, 'forbidden');
      await refused(() => on.patch(`/commitments/${id}`, change, other), 403, 'forbidden');
      await refused(() => on.post(`/commitments/${id}/withdrawal`, { reason }, other), 403, 'forbidden');
      await refused(() => on.post(`/commitments/${id}/notes`, { text: reason, source }, other), 403, 'forbidden');
      await refused(() => on.post(`/commitments/${id}/supersession`, { by: 'x', reason }, other), 403, 'forbidden');
      await refused(
        () => on.patch(`/organisations/${acme}`, { reason, changes: { category: 'youth' } }, { ...other, headers: { 'if-match': '*' } }),
        403,
        'forbidden',
      );
    });

    it('keeps the acts of the secretariat from a partner, its own commitment included', async () => {
      const { id } = await pledged();
      await refused(() => on.post(`/commitments/${id}/acceptance`, {}), 403, 'forbidden');
      await refused(() => on.post(`/commitments/${id}/return`, { reason }), 403, 'forbidden');
      await refused(() => on.post(`/commitments/${id}/announcement`, { manner: 'plenary' }), 403, 'forbidden');
      await refused(() => on.post(`/organisations/${acme}/verification`, {}), 403, 'forbidden');
    });

    it('lets the secretariat record for any body, with a source', async () => {
      const { id } = await pledged();
      const as = { as: 'secretariat' } as const;
      const change = { reason, changes: { kind: null } };
      await refused(() => on.post('/organisations', { ...registration }, as), 422, 'source-missing', '/sources');
      await refused(() => on.post('/commitments', { ...pledge, sources: [] }, as), 422, 'source-missing', '/sources');
      await refused(
        () => on.patch(`/commitments/${id}`, change, { ...as, headers: { 'if-match': '"r0"' } }),
        422,
        'source-missing',
        '/source',
      );
      await refused(() => on.post(`/commitments/${id}/withdrawal`, { reason }, as), 422, 'source-missing', '/source');
      await refused(() => on.post(`/commitments/${id}/announcement`, { manner: 'publication' }, as), 422, 'source-missing', '/source');
      expect((await on.post('/commitments', { ...pledge, sources: [source] }, { as: 'administrator' })).status).toBe(201);
      expect((await on.post(`/commitments/${id}/withdrawal`, { reason, source }, as)).status).toBe(200);
    });

    it('keeps programme and provenance for the secretariat', async () => {
      const { id } = await pledged();
      await refused(() => on.post('/commitments', { ...pledge, programme: 'giga' }), 403, 'forbidden', '/programme');
      await refused(
        () => on.patch(`/commitments/${id}`, { reason, changes: { programme: 'giga' } }, { headers: { 'if-match': '"r0"' } }),
        403,
        'forbidden',
        '/changes/programme',
      );
      await refused(
        () => on.post('/commitments', { ...pledge, provenance: 'published', sources: [source] }),
        403,
        'forbidden',
        '/provenance',
      );
      await refused(() => on.post('/commitments', { ...pledge, provenance: 'demonstration' }), 422, 'demonstration-mixed', '/lead');
      const { status } = await on.post(
        '/commitments',
        { ...pledge, provenance: 'published', programme: 'giga', sources: [source] },
        { as: 'secretariat' },
      );
      expect(status).toBe(201);
    });

    it('keeps what a demonstration body pledges out of the figures of the rest, without being told', async () => {
      const demo = await on.post<{ id: string }>(
        '/organisations',
        { ...registration, provenance: 'demonstration', sources: [source] },
        { as: 'secretariat' },
      );
      const { body } = await on.post<{ id: string; position: string }>(
        '/commitments',
        { ...pledge, lead: demo.body.id, sources: [source] },
        { as: 'secretariat' },
      );
      expect((await on.get(`/api/v1/commitments/${body.id}?waitFor=${body.position}`)).body).toMatchObject({ provenance: 'demonstration' });
    });

    it('registers a partner under the id that its token names, once', async () => {
      await refused(() => on.post('/organisations', registration, { as: 'otherPartner' }), 409, 'already-registered');
      expect((await on.post<Receipt>('/commitments', { ...pledge, lead: globex }, { as: 'otherPartner' })).status).toBe(201);
    });
  });

  describe('If-Match', () => {
    let id: string;
    const change = { reason, changes: { kind: null } };
    const patch = (ifMatch?: string) =>
      on.patch(`/commitments/${id}`, change, { headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });
    beforeEach(async () => ({ id } = await pledged()));

    it('is asked for by an amendment', () => refused(() => patch(), 428, 'if-match-missing'));
    it('is refused where it is stale', () => refused(() => patch('"r1"'), 412, 'revision-stale'));
    it('is refused where it is no ETag of a record', async () => {
      await refused(() => patch('r0'), 400, 'header-malformed');
      await refused(() => patch('"r0", "r1"'), 400, 'header-malformed');
      await refused(() => patch('W/"r0"'), 412, 'revision-stale');
      await refused(() => patch('"abc"'), 412, 'revision-stale');
      await refused(() => patch('"r99999999999999999999"'), 412, 'revision-stale');
    });
    it('takes * for any revision', async () => expect((await patch('*')).status).toBe(200));
    it('is honoured by an act that sends it', async () => {
      await refused(() => on.post(`/commitments/${id}/withdrawal`, { reason }, { headers: { 'if-match': '"r7"' } }), 412, 'revision-stale');
      expect((await on.post(`/commitments/${id}/withdrawal`, { reason }, { headers: { 'if-match': '"r0"' } })).status).toBe(200);
    });
    it('has nothing to match where a record is made', () =>
      refused(() => on.post('/commitments', pledge, { headers: { 'if-match': '"r0"' } }), 412, 'revision-stale'));
    it('lets one of many amend who all saw the same', async () => {
      const kinds = ['policy', 'advocacy', 'programmatic', null];
      const answers = await Promise.all(
        kinds.map(kind => on.patch(`/commitments/${id}`, { reason, changes: { kind } }, { headers: { 'if-match': '"r0"' } })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    });
  });

  describe('Idempotency-Key', () => {
    const keyed = (name = `key-${++key}`) => ({ 'idempotency-key': name });

    it('records a repeat once and answers it as the first time', async () => {
      const headers = keyed();
      const first = await on.post('/commitments', pledge, { headers });
      const before = await on.events();
      // The same body in another order of its keys is the same body.
      const again = await on.post('/commitments', Object.fromEntries(Object.entries(pledge).reverse()), { headers });
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(await on.events()).toBe(before);
    });

    it('answers the repeat of an amendment with its old If-Match by the first receipt', async () => {
      const { id } = await pledged();
      const sending = { headers: { 'if-match': '"r0"', ...keyed() } };
      const first = await on.patch(`/commitments/${id}`, { reason, changes: { kind: null } }, sending);
      await on.patch(`/commitments/${id}`, { reason, changes: { kind: 'policy' } }, { headers: { 'if-match': '"r1"' } });
      expect(await on.patch(`/commitments/${id}`, { reason, changes: { kind: null } }, sending)).toMatchObject({
        status: 200,
        body: first.body,
      });
    });

    it('refuses the key with another body', async () => {
      const headers = keyed();
      await on.post('/commitments', pledge, { headers });
      await refused(() => on.post('/commitments', { ...pledge, kind: 'policy' }, { headers }), 422, 'idempotency-key-reused');
    });

    it('takes one of two bodies that come at once under one key', async () => {
      const headers = keyed();
      const before = await on.events();
      const answers = await Promise.all(
        ['policy', 'advocacy'].map(kind => on.post<Receipt>('/commitments', { ...pledge, kind }, { headers })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
      expect(await on.events()).toBe(before + 1);
    });

    it('takes one of many that come at once with the same body, and answers all alike', async () => {
      const headers = keyed();
      const before = await on.events();
      const answers = await Promise.all(Array.from({ length: 8 }, () => on.post('/commitments', pledge, { headers })));
      expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
      expect(await on.events()).toBe(before + 1);
    });

    it('is of one subject, one method and one path', async () => {
      const headers = keyed();
      const { id } = (await on.post<Receipt>('/commitments', pledge, { headers })).body;
      const other = await on.post<Receipt>('/commitments', { ...pledge, lead: globex }, { headers, as: 'otherPartner' });
      expect(other.status).toBe(201);
      expect(other.body.id).not.toBe(id);
      expect((await on.post(`/commitments/${id}/withdrawal`, { reason }, { headers })).status).toBe(200);
    });

    it('is not used up by a request that was refused', async () => {
      const headers = keyed();
      for (const body of ['{"x":1e999}', `{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, JSON.stringify({ ...pledge, kind: 'none' })]) {
        await refused(() => on.post('/commitments', body, { headers }), 422, 'fields-invalid');
      }
      expect((await on.post('/commitments', pledge, { headers })).status).toBe(201);
    });

    it('is 1 to 255 visible ASCII characters', async () => {
      await refused(() => on.post('/commitments', pledge, { headers: { 'idempotency-key': 'a b' } }), 400, 'header-malformed');
      await refused(() => on.post('/commitments', pledge, { headers: { 'idempotency-key': 'a'.repeat(256) } }), 400, 'header-malformed');
    });
  });

  it('keeps the trace of a request as the correlation id of what it recorded, and who sent it by subject alone', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { id } = (await on.post<Receipt>('/commitments', pledge, { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } })).body;
    for await (const { metadata } of on.service.store.readStream(`commitment-${id}`)) {
      expect(metadata).toMatchObject({
        correlationId: trace,
        actor: { subject: 'alice', roles: ['partner'], organisation: acme },
        effectiveAt: '2025-01-01' as Day,
        schemaVersion: 1,
      });
    }
  });
});
