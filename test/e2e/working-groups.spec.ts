import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { EventsAnswer } from '../../apps/api/src/commitments/commitments.answers.js';
import { AppointmentAnswer, WorkingGroupAnswer, WorkingGroupsAnswer } from '../../apps/api/src/working-groups/working-groups.answers.js';
import { acme, type Answer, FixedClock, globex, pledge, type Receipt, type Sending, TestService } from './service.js';

const [access, adoption, value, investment] = [
  'connecting-people',
  'empowering-communities',
  'building-digital-ecosystems',
  'incentivizing-investments',
] as const;
const source = { title: { en: 'Letter to the secretariat' } };
const reason = { en: 'She leads another programme now.' };
const bySecretariat: Sending = { as: 'secretariat' };

interface CoChair {
  readonly appointment: string;
  readonly person: { readonly id: string; readonly name: Readonly<Record<string, string>>; readonly erased: boolean };
  readonly organisation: { readonly id: string };
  readonly seat: string;
  readonly region: string | null;
  readonly phase: string;
}

interface Group {
  readonly focusArea: string;
  readonly composition: string;
  readonly coChairs: readonly CoChair[];
  readonly shortOf: readonly object[];
}

interface Groups {
  readonly tables: readonly {
    readonly provenance: readonly string[];
    readonly groups: readonly Group[];
    readonly regions: readonly { readonly region: string; readonly focusAreas: readonly string[] }[];
    readonly regionsMissing: readonly string[];
  }[];
}

describe('working groups over HTTP', () => {
  let on: TestService;
  /** The ids of the bodies that the secretariat registered, by what they are. */
  const bodies: Record<string, string> = {};
  /** The appointments to the first group, by the body. */
  const appointments: Record<string, Receipt> = {};
  let standingDown: Receipt;
  let latest: string;

  const written = async (sent: Promise<Answer<Receipt>>) => {
    const { status, body } = await sent;
    expect({ status, body }).toMatchObject({ status: expect.any(Number), body: { position: expect.any(String) } });
    latest = body.position;
    return body;
  };
  const register = async (name: string, details: object) => {
    const body = { name: { en: name }, effectiveAt: '2024-01-01', sources: [source], ...details };
    bodies[name] = (await written(on.post<Receipt>('/organisations', body, bySecretariat))).id;
  };
  const establish = (focusArea: string, more: object = {}) =>
    written(on.post<Receipt>(`/working-groups/${focusArea}/establishment`, { effectiveAt: '2024-06-01', ...more }, bySecretariat));
  const appointment = (organisation: string, seat: string, from: string, more: object = {}) => ({
    person: { name: { en: `Somebody of ${organisation}` } },
    organisation: bodies[organisation] ?? organisation,
    seat,
    from,
    effectiveAt: from > '2026-06-01' ? '2026-06-01' : from,
    ...more,
  });
  const appoint = (focusArea: string, organisation: string, seat: string, from: string, more: object = {}) =>
    written(on.post<Receipt>(`/working-groups/${focusArea}/appointments`, appointment(organisation, seat, from, more), bySecretariat));

  beforeAll(async () => {
    on = await TestService.start({}, { clock: new FixedClock('2026-06-01T12:00:00.000Z') });
    const own = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
    await written(on.post<Receipt>('/organisations', own));
    await written(
      on.post<Receipt>(
        '/organisations',
        { ...own, name: { en: 'Globex' }, category: 'civil-society', home: { region: 'EUR' } },
        { as: 'otherPartner' },
      ),
    );
    await written(on.post<Receipt>(`/organisations/${acme}/verification`, { effectiveAt: '2024-01-01' }, bySecretariat));
    for (const [name, country] of Object.entries({ kenya: 'KE', egypt: 'EG', brazil: 'BR', japan: 'JP', kazakhstan: 'KZ', france: 'FR' })) {
      await register(name, { category: 'government', membership: 'member-state', home: { country } });
    }
    await register('company', { category: 'private-sector', membership: 'sector-member', home: { country: 'JP' } });
    await register('agency', { category: 'un-system' });
    await register('university', { category: 'academia', home: { country: 'FR' } });
    await register('academy', { category: 'academia', membership: 'sector-member' });
    await register('ministry of no member', { category: 'government', membership: 'none' });
    await register('demonstration body', { category: 'private-sector', provenance: 'demonstration' });

    await establish(access, { mandate: { en: 'To find and follow pledges.', ar: 'استقطاب التعهدات ومتابعتها' } });
    await establish(adoption);
    await establish(value);
    await establish(investment);
    appointments['kenya'] = await appoint(access, 'kenya', 'membership', '2024-07-01', { person: { name: { en: 'Amina', ar: 'أمينة' } } });
    appointments['acme'] = await appoint(access, acme, 'private-sector', '2024-07-01');
    appointments['globex'] = await appoint(access, globex, 'civil-society-or-international', '2024-07-01', { source });
    appointments['egypt'] = await appoint(access, 'egypt', 'membership', '2025-01-01', { to: '2028-01-01' });
    const { id } = appointments['acme'];
    standingDown = await written(
      on.post<Receipt>(`/working-groups/${access}/appointments/${id}/standing-down`, { reason, effectiveAt: '2026-01-15' }),
    );
    await appoint(value, 'brazil', 'membership', '2025-01-01');
    await appoint(value, 'japan', 'membership', '2025-01-01');
    await appoint(investment, 'kazakhstan', 'membership', '2025-01-01');
    await appoint(investment, 'france', 'membership', '2025-03-01');
    expect((await on.get(`/api/v1/working-groups?waitFor=${latest}`)).status).toBe(200);
  });
  afterAll(() => on.stop());

  /** Refused, with nothing recorded, by a problem that has a page. */
  const refused = async (sent: () => Promise<Answer>, status: number, code: string, pointer?: string) => {
    const before = await on.events();
    const { body, status: found } = await sent();
    expect({ status: found, type: body['type'], body }).toMatchObject({ status, type: `/problems/${code}` });
    if (pointer !== undefined) expect(body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ pointer })]));
    expect((await on.get(body['type'] as string)).status).toBe(200);
    expect(await on.events()).toBe(before);
  };
  const refuses = (focusArea: string, body: object, status: number, code: string, pointer?: string) =>
    refused(() => on.post(`/working-groups/${focusArea}/appointments`, body, bySecretariat), status, code, pointer);
  const get = async <Body>(path: string) => {
    const { status, body, headers } = await on.get<Body>(`/api/v1/working-groups${path}`);
    expect({ path, status, body }).toMatchObject({ path, status: 200 });
    return { body, headers };
  };
  /** Who leads the first group, by the appointments' names. */
  const ledBy = async (moment: string) => {
    const { body } = await get<Groups>(moment);
    const names = new Map(Object.entries(appointments).map(([name, { id }]) => [id, name]));
    return body.tables[0]!.groups[0]!.coChairs.map(({ appointment }) => names.get(appointment));
  };

  describe('a working group', () => {
    it('is established once, by the secretariat, for a focus area', async () => {
      const again = { effectiveAt: '2024-06-01', mandate: { en: 'To find and follow pledges.', ar: 'استقطاب التعهدات ومتابعتها' } };
      const before = await on.events();
      const { status, body, headers } = await on.post<Receipt>(`/working-groups/${access}/establishment`, again, bySecretariat);
      expect({ status, body }).toMatchObject({ status: 200, body: { id: access, stream: `workingGroup-${access}` } });
      expect(headers.get('location')).toBe(`/api/v1/working-groups/${access}`);
      expect(await on.events()).toBe(before);
      const other = { ...again, mandate: { en: 'Another one.' } };
      await refused(() => on.post(`/working-groups/${access}/establishment`, other, bySecretariat), 409, 'already-established');
      await refused(() => on.post(`/working-groups/${access}/establishment`, again), 403, 'forbidden');
      await refused(() => on.post('/working-groups/connecting-fish/establishment', {}, bySecretariat), 404, 'not-found');
    });

    it('is led by three co-chairs, and by four', async () => {
      const { body } = await get<Group>(`/${access}?effectiveAt=2024-07-01`);
      expect(body).toMatchObject({ composition: 'complete', shortOf: [] });
      expect(body.coChairs.map(({ seat }) => seat)).toEqual(['membership', 'private-sector', 'civil-society-or-international']);
      expect(await ledBy('?effectiveAt=2024-12-31')).toEqual(['kenya', 'acme', 'globex']);
      expect(await ledBy('?effectiveAt=2025-01-01')).toEqual(['kenya', 'egypt', 'acme', 'globex']);
    });

    it.each([
      ['membership', 'brazil'],
      ['private-sector', 'company'],
      ['civil-society-or-international', 'agency'],
    ])('takes no fifth, in the seat of %s', (seat, body) =>
      refuses(access, appointment(body, seat, '2025-06-01', { to: '2025-07-01' }), 409, 'seat-taken', '/seat'),
    );

    it('says on what day who led it, and since when nobody holds a seat', async () => {
      expect(await ledBy('?effectiveAt=2024-06-30')).toEqual([]);
      expect(await ledBy('?effectiveAt=2026-01-14')).toEqual(['kenya', 'egypt', 'acme', 'globex']);
      expect(await ledBy('?effectiveAt=2026-01-15')).toEqual(['kenya', 'egypt', 'globex']);
      expect((await get<Group>(`/${access}`)).body).toMatchObject({
        composition: 'incomplete',
        shortOf: [{ seat: 'private-sector', since: '2026-01-15' }],
      });
    });

    it('says what was known before an appointment, and before a standing down', async () => {
      const { position: before } = appointments['globex']!;
      const { position: after } = appointments['egypt']!;
      expect(await ledBy(`?asOf=${before}`)).toEqual(['kenya', 'acme', 'globex']);
      expect(await ledBy(`?asOf=${after}`)).toEqual(['kenya', 'egypt', 'acme', 'globex']);
      expect(await ledBy(`?asOf=${after}&effectiveAt=2024-12-31`)).toEqual(['kenya', 'acme', 'globex']);
      expect(await ledBy(`?asOf=${standingDown.position}`)).toEqual(['kenya', 'egypt', 'globex']);
    });

    it('that is short of seats is incomplete, and refused nothing', async () => {
      const { body } = await get<Groups>('');
      expect(body.tables[0]!.groups.map(({ focusArea, composition }) => [focusArea, composition])).toEqual([
        [access, 'incomplete'],
        [adoption, 'incomplete'],
        [value, 'incomplete'],
        [investment, 'incomplete'],
      ]);
      expect((await get<Group>(`/${investment}`)).body.shortOf).toEqual([
        { seat: 'private-sector', since: '2024-06-01' },
        { seat: 'civil-society-or-international', since: '2024-06-01' },
      ]);
    });

    it('with the three others is to come from all six regions, by the seats of the membership', async () => {
      const regions = async (moment: string) => (await get<Groups>(moment)).body.tables[0]!;
      expect((await regions('')).regionsMissing).toEqual([]);
      expect((await regions('')).regions).toContainEqual({ region: 'CIS', focusAreas: [investment] });
      expect((await regions('?effectiveAt=2025-02-28')).regionsMissing).toEqual(['EUR']); // Globex is of Europe, in another seat
      expect((await regions('?effectiveAt=2024-12-31')).regionsMissing).toEqual(['AMS', 'ARB', 'ASP', 'CIS', 'EUR']);
      expect((await regions(`?asOf=${appointments['egypt']!.position}`)).regionsMissing).toEqual(['AMS', 'ASP', 'CIS', 'EUR']);
    });

    it('is counted with no demonstration', async () => {
      const { body } = await get<Groups>('?provenance=submitted&provenance=demonstration');
      expect(body.tables.map(({ provenance }) => provenance)).toEqual([['submitted'], ['demonstration']]);
      expect(body.tables[1]!.groups.every(({ composition }) => composition === 'not-established')).toBe(true);
      await refuses(
        adoption,
        appointment('demonstration body', 'private-sector', '2026-06-01'),
        422,
        'demonstration-mixed',
        '/organisation',
      );
    });

    it('is not there before it is established, and says from when it is', async () => {
      const early = await on.get(`/api/v1/working-groups/${access}?effectiveAt=2024-05-31`);
      expect(early).toMatchObject({ status: 404, body: { type: '/problems/not-yet', from: { day: '2024-06-01' } } });
      const before = await on.get(`/api/v1/working-groups/${access}?asOf=1`);
      expect(before).toMatchObject({ status: 404, body: { type: '/problems/not-yet' } });
      expect((await on.get('/api/v1/working-groups/connecting-fish')).status).toBe(404);
    });
  });

  describe('a co-chair', () => {
    it.each([
      ['membership', 'ministry of no member'],
      ['membership', 'university'],
      ['membership', 'agency'],
      ['private-sector', 'kenya'],
      ['private-sector', globex],
      ['private-sector', 'academy'],
      ['civil-society-or-international', acme],
      ['civil-society-or-international', 'university'],
    ])('does not sit for %s where the body is: %s', (seat, body) =>
      refuses(adoption, appointment(body, seat, '2026-06-01'), 409, 'seat-not-for-organisation', '/seat'),
    );

    it('of academia sits as a Sector Member', async () => {
      const { id } = await appoint(adoption, 'academy', 'membership', '2026-06-01', { to: '2026-06-02' });
      const { body } = await get<CoChair>(`/${adoption}/appointments/${id}?waitFor=${latest}`);
      expect(body).toMatchObject({ seat: 'membership', region: null, phase: 'present' });
    });

    it('does not overlap by a day with who sits there, and may follow on the next', async () => {
      await appoint(adoption, 'company', 'private-sector', '2025-01-01', { to: '2026-01-01' });
      await refuses(adoption, appointment(acme, 'private-sector', '2025-12-31'), 409, 'seat-taken', '/seat');
      const next = await appoint(adoption, acme, 'private-sector', '2026-01-01');
      await refuses(adoption, appointment('company', 'private-sector', '2024-07-01', { to: '2025-01-02' }), 409, 'contradicts-the-record');
      await appoint(adoption, 'company', 'private-sector', '2024-07-01', { to: '2025-01-01' });
      const { body } = await get<{ terms: { phase: string; appointment: string }[] }>(
        `/${adoption}?waitFor=${latest}&effectiveAt=2025-06-01`,
      );
      expect(body.terms.map(({ phase }) => phase)).toEqual(['past', 'present']);
      const { body: now } = await get<{ coChairs: CoChair[] }>(`/${adoption}`);
      expect(now.coChairs.find(({ seat }) => seat === 'private-sector')?.appointment).toBe(next.id);
    });

    it('is of a body that is registered on the first day of the term', async () => {
      await refuses(adoption, appointment('nobody', 'membership', '2026-06-01'), 422, 'co-chair-unregistered', '/organisation');
      const { id } = await written(
        on.post<Receipt>(
          '/organisations',
          { name: { en: 'A late body' }, category: 'youth', effectiveAt: '2026-05-01', sources: [source] },
          bySecretariat,
        ),
      );
      await refuses(adoption, appointment(id, 'civil-society-or-international', '2026-04-30'), 422, 'co-chair-unregistered');
      await appoint(adoption, id, 'civil-society-or-international', '2026-05-01', { to: '2026-05-02' });
    });

    it('speaks for the home region of the body, as it was then, or for the one that is stated', async () => {
      const { body } = await get<Group>(`/${access}?effectiveAt=2025-06-01`);
      expect(body.coChairs.map(({ region }) => region)).toEqual(['AFR', 'ARB', 'AFR', 'EUR']);
      const { id } = await appoint(adoption, 'egypt', 'membership', '2026-03-01', { region: 'AFR', to: '2026-03-02' });
      expect((await get<CoChair>(`/${adoption}/appointments/${id}?waitFor=${latest}`)).body.region).toBe('AFR');
    });

    it('is named in the answer, and nowhere in the ledger', async () => {
      const { id, stream } = appointments['kenya']!;
      const { body, headers } = await get<CoChair>(`/${access}/appointments/${id}`);
      expect(body.person).toEqual({ id: expect.any(String), name: { en: 'Amina', ar: 'أمينة' }, erased: false });
      expect(headers.get('cache-control')).toBe('private, no-store');
      for await (const event of on.service.store.readStream(stream)) expect(JSON.stringify(event.data)).not.toContain('Amina');
      const { body: events } = await get<{ data: { data: { person?: object } }[] }>(`/${access}/events`);
      const asStored = { id: body.person.id, name: expect.stringMatching(/^1\.[\w-]+$/) as unknown };
      expect(events.data.map(({ data }) => data.person)).toContainEqual(asStored);
    });

    it('who is known by an id sits in one seat at a time', async () => {
      const { body } = await get<CoChair>(`/${access}/appointments/${appointments['kenya']!.id}`);
      const same = { person: { id: body.person.id, name: body.person.name } };
      await refuses(access, appointment('company', 'private-sector', '2026-02-01', same), 409, 'already-co-chair', '/person');
      const nobody = { person: { id: '00000000-0000-4000-8000-000000000000', name: { en: 'Nobody' } } };
      await refuses(access, appointment('company', 'private-sector', '2026-02-01', nobody), 422, 'person-unknown');
    });

    it('of a term to come is not there yet, and leads from its first day on', async () => {
      const { id } = await appoint(investment, 'company', 'private-sector', '2027-01-01');
      const { body } = await get<Group & { terms: CoChair[] }>(`/${investment}?waitFor=${latest}`);
      expect(body.coChairs.map(({ seat }) => seat)).toEqual(['membership', 'membership']);
      expect(body.terms.at(-1)).toMatchObject({ appointment: id, phase: 'to-come' });
      const before = await on.get(`/api/v1/working-groups/${investment}/appointments/${id}?effectiveAt=2026-05-31`);
      expect(before).toMatchObject({ status: 404, body: { type: '/problems/not-yet', from: { day: '2026-06-01' } } });
      const unknown = await on.get(`/api/v1/working-groups/${investment}/appointments/nothing`);
      expect(unknown).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });

      const end = await on.post<Receipt>(`/working-groups/${investment}/appointments/${id}/end`, { reason }, bySecretariat);
      expect(end).toMatchObject({ status: 200, body: { id } });
      expect(end.headers.get('location')).toBe(`/api/v1/working-groups/${investment}/appointments/${id}`);
      const ended = await get<CoChair>(`/${investment}/appointments/${id}?waitFor=${end.body.position}`);
      expect(ended.body).toMatchObject({ phase: 'not-taken-up', to: '2027-01-01', ended: { how: 'term-ended', reason } });
    });

    it('is appointed once by a request that comes twice, at an address of its own', async () => {
      const sending = { ...bySecretariat, headers: { 'idempotency-key': 'appoint-the-agency' } };
      const body = appointment('agency', 'civil-society-or-international', '2025-01-01');
      const path = `/working-groups/${value}/appointments`;
      const first = await on.post<Receipt>(path, body, sending);
      expect(first).toMatchObject({ status: 200, body: { stream: `workingGroup-${value}` } });
      expect(first.headers.get('location')).toBe(`/api/v1${path}/${first.body.id}`);
      const before = await on.events();
      expect(await on.post(path, body, sending)).toMatchObject({ status: 200, body: first.body });
      expect(await on.events()).toBe(before);
      expect((await on.get(`${first.headers.get('location')!}?waitFor=${first.body.position}`)).status).toBe(200);
    });

    it.each<[what: string, changes: object, code: string, pointer: string, status?: number]>([
      ['a person that is a name alone', { person: 'Amina' }, 'fields-invalid', '/person'],
      ['a person without a name', { person: {} }, 'fields-invalid', '/person/name'],
      ['a person who is sealed already', { person: { name: '1.abc' } }, 'fields-invalid', '/person/name'],
      ['a person by no id', { person: { id: 'amina', name: { en: 'Amina' } } }, 'fields-invalid', '/person/id'],
      ['no organisation', { organisation: undefined }, 'fields-invalid', '/organisation'],
      ['a seat that is none', { seat: 'private' }, 'fields-invalid', '/seat'],
      ['a region that is none', { region: 'AFRICA' }, 'fields-invalid', '/region'],
      ['a priority that is none', { regionalPriorities: ['kap-xyz9'] }, 'regional-priority-unknown', '/regionalPriorities/0'],
      ['a first day that does not exist', { from: '2026-02-30' }, 'fields-invalid', '/from'],
      ['no first day', { from: undefined }, 'fields-invalid', '/from'],
      ['an end that is the first day', { to: '2026-06-01' }, 'term-ends-before-start', '/to'],
      ['a first day before the day of the act', { from: '2026-05-31' }, 'term-before-the-act', '/from'],
      ['an id that it would choose', { appointment: 'mine' }, 'fields-invalid', '/appointment'],
      ['a day before the group was there', { from: '2024-05-31', effectiveAt: '2024-05-31' }, 'day-before-the-opening', '/effectiveAt'],
    ])('is not appointed with %s', async (_, changes, code, pointer) =>
      refuses(adoption, { ...appointment('kenya', 'membership', '2026-06-01'), ...changes }, 422, code, pointer),
    );
  });

  describe('the end of a term', () => {
    const path = (body: string) => `/working-groups/${access}/appointments/${appointments[body]!.id}`;

    it('is told with its reason', async () => {
      const { body } = await get<CoChair>(`/${access}/appointments/${appointments['acme']!.id}`);
      expect(body).toMatchObject({ phase: 'past', to: '2026-01-15', ended: { how: 'stood-down', reason, event: { day: '2026-01-15' } } });
      expect(standingDown.id).toBe(appointments['acme']!.id);
    });

    it('is for the organisation of the co-chair, or for the secretariat with a source', async () => {
      await refused(() => on.post(`${path('globex')}/standing-down`, { reason }), 403, 'forbidden');
      await refused(() => on.post(`${path('globex')}/standing-down`, { reason }, bySecretariat), 422, 'source-missing', '/source');
      await refused(() => on.post(`${path('globex')}/end`, { reason }, { as: 'otherPartner' }), 403, 'forbidden');
      await refused(() => on.post(`${path('globex')}/standing-down`, { reason }, {}), 403, 'forbidden');
      const { status, body } = await on.post<Receipt>(
        `${path('globex')}/standing-down`,
        { reason, to: '2027-01-01' },
        { as: 'otherPartner' },
      );
      expect({ status, id: body.id }).toEqual({ status: 200, id: appointments['globex']!.id });
    });

    it('is only ever earlier', async () => {
      await refused(() => on.post(`${path('acme')}/standing-down`, { reason }), 409, 'term-ended', '/to');
      await refused(() => on.post(`${path('egypt')}/end`, { reason, to: '2028-01-01' }, bySecretariat), 409, 'term-ended', '/to');
      expect((await on.post(`${path('egypt')}/end`, { reason, to: '2027-12-31' }, bySecretariat)).status).toBe(200);
    });

    it('is of an appointment that the group has, on a day on which it is there', async () => {
      await refused(
        () => on.post(`/working-groups/${access}/appointments/nothing/end`, { reason }, bySecretariat),
        404,
        'appointment-unknown',
      );
      await refused(
        () => on.post(`/working-groups/${value}/appointments/${appointments['kenya']!.id}/end`, { reason }, bySecretariat),
        404,
        'appointment-unknown',
      );
      await refused(() => on.post(`${path('kenya')}/end`, { reason, to: '2026-05-31' }, bySecretariat), 422, 'term-before-the-act', '/to');
      await refused(() => on.post(`${path('kenya')}/end`, {}, bySecretariat), 422, 'fields-invalid', '/reason');
    });

    it('is refused at a revision that is past', () =>
      refused(
        () => on.post(`${path('kenya')}/end`, { reason }, { ...bySecretariat, headers: { 'if-match': '"r0"' } }),
        412,
        'revision-stale',
      ));
  });

  it('shows what a group facilitated, counted and listed', async () => {
    const { id } = await written(on.post<Receipt>('/commitments', { ...pledge, facilitatedBy: access }));
    await written(on.post<Receipt>(`/commitments/${id}/acceptance`, { effectiveAt: '2025-02-01' }, bySecretariat));
    await written(on.post<Receipt>('/commitments', { ...pledge, facilitatedBy: value }));
    const { body } = await get<{ tables: object[] }>(`/${access}?waitFor=${latest}`);
    expect(body.tables).toEqual([
      expect.objectContaining({
        provenance: ['submitted', 'published'],
        facilitated: expect.objectContaining({ all: 1, standing: 1, byRegistration: expect.objectContaining({ accepted: 1 }) }),
        value: expect.objectContaining({ own: [{ amount: '12000000.50', currency: 'USD', commitments: 1 }] }),
      }),
    ]);
    const { body: list } = await on.get<{ data: { id: string }[] }>(`/api/v1/commitments?facilitatedBy=${access}`);
    expect(list.data.map(commitment => commitment.id)).toEqual([id]);
  });

  it('has facilitated nothing before it was there, whatever names it', async () => {
    await written(on.post<Receipt>('/commitments', { ...pledge, effectiveAt: '2024-03-01', facilitatedBy: adoption }));
    const asked = `from.effectiveAt=2024-04-01&waitFor=${latest}`;
    const { body: compared } = await get<{ data: { cell: string[]; difference: number }[] }>(`/${adoption}/comparison?${asked}`);
    const all = ['tables', 'submitted,published', 'facilitated', 'all'];
    expect(compared.data.find(({ cell }) => String(cell) === String(all))).toMatchObject({ difference: 1 });
    const { body: behind } = await get<{ difference: number; data: object[] }>(
      `/${adoption}/comparison/cell?cell=${all.join('/')}&${asked}`,
    );
    expect(behind).toMatchObject({ difference: 1, data: [{ before: null, after: 1 }] });
  });

  it('has the answers that are documented, at any moment', async () => {
    const answers: readonly (readonly [path: string, schema: TSchema])[] = [
      ['', WorkingGroupsAnswer],
      [`/${access}`, WorkingGroupAnswer],
      [`/${access}/events`, EventsAnswer],
      [`/${access}/appointments/${appointments['kenya']!.id}`, AppointmentAnswer],
      [`/${access}/appointments/${appointments['acme']!.id}`, AppointmentAnswer],
    ];
    const position = appointments['egypt']!.position;
    for (const [path, schema] of answers) {
      const validator = Compile(schema);
      for (const moment of ['', '?effectiveAt=2025-06-30', `?asOf=${position}`, `?asOf=${position}&effectiveAt=2025-06-30`]) {
        const { body, headers } = await get<object>(path + moment);
        expect({ path, moment, errors: validator.Errors(body) }).toEqual({ path, moment, errors: [] });
        expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      }
    }
    expect((await get(`/${access}`)).headers.get('etag')).toMatch(/^"r\d+"$/);
  });
});
