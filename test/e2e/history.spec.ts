import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RecordedEvent } from '@mithaq/event-store';
import { randomUUID } from 'node:crypto';
import { type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type EventAnswer } from '../../apps/api/src/events/event-answer.js';
import {
  BlameAnswer,
  DiffAnswer,
  EventTraceAnswer,
  HistoryAnswer,
  StateAnswer,
  TraceAnswer,
} from '../../apps/api/src/history/history.answers.js';
import { acme, FixedClock, pledge, type Receipt, TestService } from './service.js';

interface Line {
  readonly event: EventAnswer;
  readonly holds: boolean;
  readonly corrects: readonly { readonly id: string; readonly href: string }[];
  readonly correctedBy: { readonly events: readonly { readonly id: string }[]; readonly isVoid: boolean; readonly set: object } | null;
  readonly state: string;
}
interface History {
  readonly data: readonly Line[];
  readonly page: { readonly total: number };
}
interface State {
  readonly revision: string;
  readonly event: EventAnswer;
  readonly state: { readonly registration: string; readonly details: Readonly<Record<string, unknown>> } | null;
}
interface Change {
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
}
interface Diff {
  readonly from: { readonly revision: string } | null;
  readonly to: { readonly revision: string };
  readonly changes: readonly Change[];
}
interface Head {
  readonly id: string;
  readonly type: string;
}
interface Field {
  readonly pointer: string;
  readonly value: unknown;
  readonly last: { readonly event: Head; readonly correctedBy: readonly (Head & { readonly authority?: string })[] };
  readonly before: { readonly event: Head; readonly value?: unknown } | null;
}
interface Blame {
  readonly data: readonly Field[];
}
interface Trace {
  readonly data: readonly EventAnswer[];
  readonly page: { readonly next: string | null };
}
interface EventTrace {
  readonly event: EventAnswer;
  readonly causes: readonly EventAnswer[];
  readonly effects: readonly { readonly depth: number; readonly event: EventAnswer }[];
  readonly page: { readonly next: string | null };
}

describe('the history of a record', () => {
  let on: TestService;
  let shown = '0';
  let coalition: string;
  let signature: string;

  beforeAll(async () => {
    on = await TestService.start({}, { clock: new FixedClock('2026-06-01T12:00:00.000Z') });
    await wrote(on.post('/organisations', { name: { en: 'Acme' }, category: 'private-sector', effectiveAt: '2024-01-01' }));
    await wrote(on.post(`/organisations/${acme}/verification`, { effectiveAt: '2024-01-02' }, { as: 'secretariat' }));
  });
  afterAll(() => on.stop());

  /** What a write was answered; from then on reads know of it. */
  async function wrote(answer: Promise<{ status: number; body: object }>): Promise<Receipt> {
    const { status, body } = await answer;
    expect({ status, body }).toMatchObject({ status: expect.any(Number), body: { position: expect.any(String) } });
    shown = (body as Receipt).position;
    return body as Receipt;
  }
  const answers: readonly (readonly [path: RegExp, answer: TSchema])[] = [
    [/\/history$/, HistoryAnswer],
    [/\/history\/\d+$/, StateAnswer],
    [/\/diff$/, DiffAnswer],
    [/\/blame$/, BlameAnswer],
    [/\/traces\/\w+$/, TraceAnswer],
    [/\/events\/[\w-]+\/trace$/, EventTraceAnswer],
  ];
  /** What is answered is what is documented. */
  const get = async <Body = Record<string, unknown>>(path: string) => {
    const answer = await on.get<Body>(`/api/v1${path}${path.includes('?') ? '&' : '?'}waitFor=${shown}`);
    const [, schema] = answers.find(([pattern]) => pattern.test(path.split('?', 1)[0]!)) ?? [];
    if (schema && answer.status === 200) expect({ path, errors: Compile(schema).Errors(answer.body) }).toEqual({ path, errors: [] });
    return answer;
  };
  const eventsOf = async (stream: string) => {
    const found: RecordedEvent[] = [];
    for await (const event of on.service.store.readStream(stream)) found.push(event);
    return found;
  };
  const accepted = async () => {
    const made = await wrote(on.post('/commitments', pledge));
    await wrote(on.post(`/commitments/${made.id}/acceptance`, { effectiveAt: '2025-02-01' }, { as: 'secretariat' }));
    return made;
  };
  /** A compensating event, as an approved correction leaves it. */
  const correct = async (stream: string, targets: readonly object[], metadata: object = {}) => {
    const log = await eventsOf(stream);
    const id = randomUUID();
    const { position } = await on.service.store.append(stream, log.at(-1)!.revision, [
      {
        id,
        type: 'EventsCorrected',
        data: { correction: randomUUID(), targets },
        metadata: {
          actor: { subject: 'mithaq', roles: ['system'] },
          correlationId: 'corrections',
          schemaVersion: 1,
          effectiveAt: '2025-01-01',
          corrects: targets.map(target => (target as { event: string }).event),
          reason: { en: 'Read wrongly.' },
          authority: 'Letter of 3 May 2026',
          ...metadata,
        },
      },
    ]);
    shown = position.toString();
    return id;
  };

  describe('a commitment, through its whole life', () => {
    let path: string;
    let ids: readonly string[];
    let positions: readonly string[];
    let unvoiding: string;
    let retitling: string;

    beforeAll(async () => {
      const { id } = await wrote(on.post('/commitments', pledge));
      path = `/commitments/${id}`;
      const act = (name: string, body: object, as: 'partner' | 'secretariat' = 'secretariat') =>
        wrote(on.post(`${path}/${name}`, body, { as }));
      await act('acceptance', { effectiveAt: '2025-02-01' });
      const amendment = { effectiveAt: '2025-04-01', reason: { en: 'A second phase.' }, changes: { end: '2028-12-31' } };
      await wrote(on.patch(path, amendment, { headers: { 'if-match': '"r1"' } }));
      // Said later, of an earlier day.
      const earlier = { effectiveAt: '2025-03-01', reason: { en: 'A shorter first phase.' }, changes: { end: '2026-12-31' } };
      await wrote(on.patch(path, earlier, { headers: { 'if-match': '"r2"' } }));
      await act('withdrawal', { effectiveAt: '2025-05-01', reason: { en: 'The wrong commitment.' } }, 'partner');
      const log = await eventsOf(`commitment-${id}`);
      unvoiding = await correct(`commitment-${id}`, [{ event: log[4]!.id, void: true }]);
      retitling = await correct(`commitment-${id}`, [
        { event: log[0]!.id, set: { title: { en: 'Fibre to all schools' } }, schemaVersion: 1 },
      ]);
      const all = await eventsOf(`commitment-${id}`);
      ids = all.map(({ id }) => id);
      positions = all.map(({ position }) => position.toString());
    });

    it('has every event ever recorded, with who, when, why, and what corrects what', async () => {
      const { status, body, headers } = await get<History>(`${path}/history`);
      expect(status).toBe(200);
      expect(body.page.total).toBe(7);
      expect(body.data.map(({ event: { type, revision, effectiveAt }, holds }) => [revision, type, effectiveAt, holds])).toEqual([
        ['0', 'CommitmentPledged', '2025-01-01', true],
        ['1', 'CommitmentAccepted', '2025-02-01', true],
        ['2', 'CommitmentAmended', '2025-04-01', true],
        ['3', 'CommitmentAmended', '2025-03-01', true],
        ['4', 'CommitmentWithdrawn', '2025-05-01', false],
        ['5', 'EventsCorrected', '2025-01-01', true],
        ['6', 'EventsCorrected', '2025-01-01', true],
      ]);
      expect(body.data[4]!.correctedBy).toEqual({
        events: [{ id: unvoiding, href: `/api/v1/events/${unvoiding}` }],
        isVoid: true,
        set: {},
      });
      expect(body.data[0]!.correctedBy).toMatchObject({
        events: [{ id: retitling }],
        isVoid: false,
        set: { title: { en: 'Fibre to all schools' } },
      });
      expect(body.data[1]!.correctedBy).toBeNull();
      expect(body.data[5]).toMatchObject({
        corrects: [{ id: ids[4] }],
        event: { corrects: [ids[4]], reason: { en: 'Read wrongly.' }, authority: 'Letter of 3 May 2026' },
      });
      expect(body.data[2]).toMatchObject({
        event: { actor: { subject: 'alice' }, data: { reason: { en: 'A second phase.' } } },
        corrects: [],
      });
      expect((await on.get(`/api/v1/events/${body.data[5]!.corrects[0]!.id}`)).body).toMatchObject({
        event: { type: 'CommitmentWithdrawn' },
      });
      expect(headers.get('etag')).toMatch(/^W\//);
    });

    it('is read as it was at an earlier moment: what came later has corrected nothing yet', async () => {
      const { body } = await get<History>(`${path}/history?asOf=${positions[5]}`);
      expect(body.data).toHaveLength(6);
      expect(body.data[0]!.correctedBy).toBeNull();
      expect(body.data[4]!.holds).toBe(false);
      expect((await get<History>(`${path}/history?asOf=${positions[4]}`)).body.data[4]!.holds).toBe(true);
      expect(await get(`${path}/history?effectiveAt=2025-01-01`)).toMatchObject({
        status: 422,
        body: { errors: [{ parameter: 'effectiveAt' }] },
      });
    });

    it('leads to the state after each event, mistakes included', async () => {
      const { data } = (await get<History>(`${path}/history`)).body;
      const states = await Promise.all(data.map(({ state }) => on.get<State>(state)));
      expect(states.map(({ body }) => body.state?.registration)).toEqual([
        'pledged',
        'accepted',
        'accepted',
        'accepted',
        'withdrawn',
        'accepted',
        'accepted',
      ]);
      expect(states.map(({ body }) => body.state?.details['end'])).toEqual([
        ...['2027-12-31', '2027-12-31', '2028-12-31', '2028-12-31', '2028-12-31', '2028-12-31', '2028-12-31'],
      ]);
      expect(states[6]!.body).toMatchObject({
        revision: '6',
        event: { id: retitling },
        state: { details: { title: { en: 'Fibre to all schools' } } },
      });
      expect((await get<State>(`${path}/history/6?effectiveAt=2025-03-15`)).body.state?.details['end']).toBe('2026-12-31');
    });

    it('has no revision that it does not have, and says how many there are', async () => {
      expect(await get(`${path}/history/7`)).toMatchObject({ status: 404, body: { type: '/problems/not-found', revisions: 7 } });
      expect(await get(`${path}/history/6?asOf=${positions[4]}`)).toMatchObject({ status: 404, body: { revisions: 5 } });
      expect(await get(`${path}/diff?from=0&to=99`)).toMatchObject({ status: 404, body: { revisions: 7 } });
      expect(await get(`${path}/history/first`)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
      expect(await get(`${path}/diff?from=first`)).toMatchObject({ status: 422, body: { errors: [{ parameter: 'from' }] } });
    });

    it('tells what differs between two revisions, either way round', async () => {
      const diff = async (query: string) => (await get<Diff>(`${path}/diff${query}`)).body;
      expect(await diff('?from=3&to=4')).toMatchObject({
        from: { revision: '3' },
        to: { revision: '4' },
        changes: [{ pointer: '/registration', before: 'accepted', after: 'withdrawn' }],
      });
      expect((await diff('?from=4&to=3')).changes).toEqual([{ pointer: '/registration', before: 'withdrawn', after: 'accepted' }]);
      expect((await diff('?from=0&to=6')).changes).toEqual([
        { pointer: '/acceptance', after: {} },
        { pointer: '/details/end', before: '2027-12-31', after: '2028-12-31' },
        { pointer: '/details/title/en', before: 'Fibre to every school', after: 'Fibre to all schools' },
        { pointer: '/registration', before: 'pledged', after: 'accepted' },
      ]);
      expect((await diff('')).changes).toEqual([
        { pointer: '/details/title/en', before: 'Fibre to every school', after: 'Fibre to all schools' },
      ]);
      const first = await diff('?to=0');
      expect(first.from).toBeNull();
      expect(first.changes).toContainEqual({ pointer: '/lead', after: acme });
    });

    it('blames for each field the event that set it, the one before, and the correction', async () => {
      const { status, body } = await get<Blame>(`${path}/blame`);
      expect(status).toBe(200);
      const of = (pointer: string) => body.data.find(field => field.pointer === pointer);
      expect(of('/details/end')).toMatchObject({
        value: '2028-12-31',
        last: { event: { id: ids[2] } },
        before: { event: { id: ids[3] }, value: '2026-12-31' },
      });
      expect(of('/details/title/en')).toMatchObject({
        value: 'Fibre to all schools',
        last: { event: { id: ids[0] }, correctedBy: [{ id: retitling, authority: 'Letter of 3 May 2026' }] },
        before: null,
      });
      expect(of('/registration')).toMatchObject({
        value: 'accepted',
        last: { event: { id: ids[1], type: 'CommitmentAccepted' }, correctedBy: [] },
        before: { value: 'pledged' },
      });
      const then = (await get<Blame>(`${path}/blame?asOf=${positions[4]}`)).body.data.find(({ pointer }) => pointer === '/registration');
      expect(then).toMatchObject({ value: 'withdrawn', last: { event: { id: ids[4] } } });
    });

    it('keeps `events` to what holds', async () => {
      const { body } = await get<{ data: EventAnswer[] }>(`${path}/events`);
      expect(body.data.map(({ id }) => id)).toEqual([ids[0], ids[1], ids[3], ids[2]]);
    });
  });

  it('is there of every kind of record, and of no record that is not there', async () => {
    const as = 'secretariat';
    const signing = { signatory: { name: { en: 'Amina Northwater' } }, capacity: { en: 'Director' }, manner: 'ceremony' };
    const days = { from: '2025-01-01', to: '2025-12-31', opens: '2026-01-01', due: '2026-03-01', grace: '2026-04-01' };
    const actionPlan = { id: 'BaAP', name: 'Baku Action Plan', from: '2026-01-01', to: '2030-01-01' };
    const priority = { region: 'AFR', code: 'AFR7', name: { en: 'Schools' }, actionPlan, wording: 'to-be-confirmed' };
    coalition = (await wrote(on.post('/coalitions', { name: { en: 'Connect' }, text: { en: 'We connect.' } }, { as }))).id;
    signature = `/coalitions/${coalition}/signatures/${acme}`;
    await wrote(on.post(signature, signing));
    await wrote(on.post('/working-groups/connecting-people/establishment', {}, { as }));
    await wrote(on.post('/regional-priorities/baap-afr7/adoption', { ...priority, source: { title: { en: 'The plan' } } }, { as }));
    const cycle = await wrote(on.post('/reporting-cycles', { name: { en: 'Reports on 2025' }, days }, { as }));
    const records = [
      ...[`/organisations/${acme}`, `/coalitions/${coalition}`, signature, '/working-groups/connecting-people'],
      ...[`/reporting-cycles/${cycle.id}`, '/regional-priorities/baap-afr7', '/country-groups/LDC', '/countries/KE'],
    ];
    for (const path of records) {
      const { status, body } = await get<History>(`${path}/history`);
      expect({ path, status, first: body.data[0]?.state }).toEqual({ path, status: 200, first: `/api/v1${path}/history/0` });
      expect({ path, status: (await get(`${path}/history/0`)).status }).toEqual({ path, status: 200 });
      expect({ path, status: (await get(`${path}/diff`)).status }).toEqual({ path, status: 200 });
      expect((await get<Blame>(`${path}/blame`)).body.data.length).toBeGreaterThan(0);
    }
    for (const part of ['history', 'history/0', 'diff', 'blame']) {
      expect(await get(`/commitments/${randomUUID()}/${part}`)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
      expect(await get(`/coalitions/${coalition}/signatures/globex/${part}`)).toMatchObject({
        status: 404,
        body: { type: '/problems/not-found' },
      });
      expect(await get(`/organisations/${acme}/${part}?asOf=2020-01-01T00:00:00Z`)).toMatchObject({
        status: 404,
        body: { type: '/problems/not-yet' },
      });
    }
  });

  it('has names of persons sealed, as events have them, and none in states', async () => {
    const history = JSON.stringify((await get(`${signature}/history`)).body);
    expect(history).toMatch(/"signatory":\{"id":"[\da-f-]{36}","name":"1\.[\w-]{38,}"\}/);
    for (const part of ['history/0', 'diff', 'blame', 'history'])
      expect(JSON.stringify((await get(`${signature}/${part}`)).body)).not.toContain('Amina');
    expect(JSON.stringify((await get<State>(`${signature}/history/0`)).body.state)).not.toContain('"1.');
  });

  describe('of which no event holds any more', () => {
    it('is gone, with the address of its history; before that it was there', async () => {
      const made = await accepted();
      const reported = await wrote(on.post(`/commitments/${made.id}/reports`, { effectiveAt: '2025-06-01', percent: 10 }));
      const path = `/commitments/${made.id}`;
      const report = (await get<{ data: { report: string }[] }>(`${path}/reports`)).body.data[0]!.report;
      const log = await eventsOf(made.stream);
      const voiding = await correct(
        made.stream,
        log.map(({ id }) => ({ event: id, void: true })),
      );
      const gone = { status: 410, body: { type: '/problems/nothing-holds', status: 410, history: `/api/v1${path}/history` } };
      for (const part of ['', '/events', '/reports', `/reports/${report}`])
        expect({ part, ...(await get(path + part)) }).toMatchObject({ part, ...gone });
      expect(await get(`${path}?effectiveAt=2025-06-01`)).toMatchObject(gone);
      expect((await get(`${path}?asOf=${reported.position}`)).status).toBe(200);
      expect(await get(`${path}?asOf=${made.position}&effectiveAt=2024-12-31`)).toMatchObject({
        status: 404,
        body: { from: { day: '2025-01-01' } },
      });
      expect(await get(`${path}?asOf=${BigInt(made.position) - 1n}`)).toMatchObject({ status: 404, body: { type: '/problems/not-yet' } });

      expect((await get<History>(`${path}/history`)).body.data.map(({ holds }) => holds)).toEqual([false, false, false, true]);
      expect((await get<State>(`${path}/history/3`)).body).toMatchObject({ event: { id: voiding }, state: null });
      expect((await get<Blame>(`${path}/blame`)).body.data).toEqual([]);
      expect((await get<Diff>(`${path}/diff`)).body.changes).toContainEqual({ pointer: '/lead', before: acme });
    });

    it('is gone of a signature too, under its own address', async () => {
      const stream = (await get<History>(`${signature}/history`)).body.data[0]!.event.stream;
      await correct(stream, [{ event: (await eventsOf(stream))[0]!.id, void: true }]);
      for (const part of ['', '/events'])
        expect(await get(signature + part)).toMatchObject({ status: 410, body: { history: `/api/v1${signature}/history` } });
    });

    it('is gone where it is a part of a record that is there', async () => {
      const { id, stream } = await accepted();
      await wrote(on.post(`/commitments/${id}/reports`, { effectiveAt: '2025-06-01', percent: 10 }));
      const report = (await get<{ data: { report: string }[] }>(`/commitments/${id}/reports`)).body.data[0]!.report;
      await correct(stream, [{ event: (await eventsOf(stream))[2]!.id, void: true }]);
      expect(await get(`/commitments/${id}/reports/${report}`)).toMatchObject({
        status: 410,
        body: { history: `/api/v1/commitments/${id}/history` },
      });
      expect((await get(`/commitments/${id}`)).status).toBe(200);
      expect(await get(`/commitments/${id}/reports/${randomUUID()}`)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    });
  });

  describe('across records', () => {
    const trace = 'ab'.repeat(16);
    const headers = { traceparent: `00-${trace}-${'1'.repeat(16)}-01` };
    let made: readonly Receipt[];

    beforeAll(async () => {
      made = [];
      for (const en of ['First', 'Second', 'Third'])
        made = [...made, await wrote(on.post('/commitments', { ...pledge, title: { en } }, { headers }))];
    });

    it('has all events of a correlation id, page by page, in the order of the ledger', async () => {
      const { body } = await get<Trace>(`/traces/${trace}?limit=2`);
      const next = (await on.get<Trace>(`/api/v1/traces/${trace}?limit=2&cursor=${body.page.next}`)).body;
      expect([...body.data, ...next.data].map(({ position }) => position)).toEqual(made.map(({ position }) => position));
      expect(next.page.next).toBeNull();
      expect(body.data.every(({ correlationId }) => correlationId === trace)).toBe(true);
      expect((await get<Trace>(`/traces/${trace}?asOf=${made[1]!.position}`)).body.data).toHaveLength(2);
      expect(await get(`/traces/${trace}?asOf=${BigInt(made[0]!.position) - 1n}`)).toMatchObject({ status: 404 });
      expect(await get(`/traces/${'cd'.repeat(16)}`)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    });

    it('has what led to an event, and what it led to', async () => {
      const first = (await eventsOf(made[0]!.stream))[0]!.id;
      const caused = async ({ stream }: Receipt, causationId: string) =>
        correct(stream, [{ event: (await eventsOf(stream))[0]!.id, set: {}, schemaVersion: 1 }], { causationId });
      const second = await caused(made[1]!, first);
      const third = await caused(made[2]!, second);
      const beside = await caused(made[2]!, first);

      const { body } = await get<EventTrace>(`/events/${second}/trace`);
      expect(body.event.id).toBe(second);
      expect(body.causes.map(({ id }) => id)).toEqual([first]);
      expect(body.effects.map(({ depth, event }) => [depth, event.id])).toEqual([[1, third]]);

      const top = (await get<EventTrace>(`/events/${made[0]!.position}/trace`)).body;
      expect(top.causes).toEqual([]);
      expect(top.effects.map(({ depth, event }) => [depth, event.id])).toEqual([
        [1, second],
        [2, third],
        [1, beside],
      ]);
      const page = (await get<EventTrace>(`/events/${first}/trace?limit=2`)).body;
      expect(page.effects).toHaveLength(2);
      const rest = (await on.get<EventTrace>(`/api/v1/events/${first}/trace?limit=2&cursor=${page.page.next}`)).body;
      expect(rest.effects.map(({ event }) => event.id)).toEqual([beside]);
      expect((await get<EventTrace>(`/events/${third}/trace`)).body.causes.map(({ id }) => id)).toEqual([first, second]);
      expect((await get<EventTrace>(`/events/${first}/trace?asOf=${first}`)).body.effects).toEqual([]);
      expect(await get(`/events/${third}/trace?asOf=${first}`)).toMatchObject({ status: 404, body: { type: '/problems/not-yet' } });
      expect(await get(`/events/${randomUUID()}/trace`)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    });
  });
});
