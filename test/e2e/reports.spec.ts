import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acme, type Answer, FixedClock, globex, pledge, type Receipt, type Sending, TestService } from './service.js';

const registration = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
const source = { title: { en: 'Letter to the secretariat' } };
const reason = { en: 'Counted anew.' };
const found = { verifiability: 'verifiable', progress: 'substantial' };

interface Event {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly effectiveAt: string;
}

describe('reports over HTTP', () => {
  let on: TestService;
  /** A cycle that took reports from 15 January to 30 April 2026. */
  let cycle: string;
  /** The same of the demonstration. */
  let demonstrationCycle: string;
  let key = 0;

  beforeAll(async () => {
    on = await TestService.start({}, { clock: new FixedClock('2026-06-01T12:00:00.000Z') });
    for (const as of ['partner', 'otherPartner'] as const) {
      expect((await on.post('/organisations', registration, { as })).status).toBe(201);
    }
    await on.post(`/organisations/${acme}/verification`, { effectiveAt: '2024-02-01' }, { as: 'secretariat' });
    const opened = async (more: object) => {
      const days = { from: '2025-01-01', to: '2025-12-31', opens: '2026-01-15', due: '2026-03-31', grace: '2026-04-30' };
      const body = { name: { en: 'Reports on 2025' }, days, effectiveAt: '2025-12-01', ...more };
      const answer = await on.post<Receipt>('/reporting-cycles', body, { as: 'secretariat' });
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
      return answer.body.id;
    };
    cycle = await opened({});
    demonstrationCycle = await opened({ provenance: 'demonstration' });
  });
  afterAll(() => on.stop());

  /** A commitment that stands since February 2025. */
  const standing = async (): Promise<string> => {
    const { body } = await on.post<Receipt>('/commitments', pledge);
    expect((await on.post(`/commitments/${body.id}/acceptance`, { effectiveAt: '2025-02-01' }, { as: 'secretariat' })).status).toBe(200);
    return body.id;
  };
  const reported = async (id: string, body: object = { percent: 40 }, sending: Sending = {}): Promise<Receipt> => {
    const answer = await on.post<Receipt>(`/commitments/${id}/reports`, body, sending);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
    return answer.body;
  };
  /** As the views have it once they have all of the commitment's events. */
  const eventsOf = async (id: string, moment = ''): Promise<Event[]> => {
    let written = '';
    for await (const { position } of on.service.store.readStream(`commitment-${id}`)) written = position.toString();
    const { status, body } = await on.get<{ data: Event[] }>(`/api/v1/commitments/${id}/events?waitFor=${written}&${moment}`);
    expect(status).toBe(200);
    return body.data;
  };
  const typesOf = async (id: string, moment = '') => (await eventsOf(id, moment)).map(({ type }) => type);
  /** Refused, with nothing recorded. */
  const refused = async (sent: () => Promise<Answer>, status: number, code: string, ...pointers: string[]) => {
    const before = await on.events();
    const { body, status: answered } = await sent();
    expect({ status: answered, type: body['type'], body }).toMatchObject({ status, type: `/problems/${code}` });
    const errors = (body['errors'] ?? []) as { pointer?: string }[];
    expect(errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(pointers));
    expect(await on.events()).toBe(before);
    return body;
  };

  it('are made, amended, queried, answered and assessed, each answered by where it stands', async () => {
    const id = await standing();
    const path = `/commitments/${id}/reports`;
    const made = await on.post<Receipt>(path, {
      cycle,
      delivery: 'on-track',
      percent: 40,
      readings: [{ indicator: { en: 'schools connected' }, value: 120, qualifier: 'more-than' }],
      amounts: { currency: 'USD', committed: '9000000', disbursed: '4500000.50' },
      beneficiaries: 60_000,
      narrative: { en: 'The north is connected.' },
      evidence: [source],
      effectiveAt: '2026-03-20',
    });
    const report = made.body.id;
    expect(made).toMatchObject({ status: 200, body: { stream: `commitment-${id}`, revision: '2' } });
    expect(report).not.toBe(id);
    expect(made.headers.get('location')).toBe(`/api/v1${path}/${report}`);
    expect(made.headers.get('etag')).toBe('"r2"');

    const does = async (sent: Promise<Answer<Receipt>>, revision: string): Promise<Receipt> => {
      const { status, headers, body } = await sent;
      expect({ status, body }).toMatchObject({ status: 200, body: { revision } });
      expect(headers.get('location')).toBe(`/api/v1${path}/${report}`);
      return body;
    };
    const patched = on.patch<Receipt>(`${path}/${report}`, { reason, changes: { percent: 45 } }, { headers: { 'if-match': '"r2"' } });
    expect((await does(patched, '3')).id).toBe(report);
    const asked = on.post<Receipt>(`${path}/${report}/queries`, { question: { en: 'Which schools?' } }, { as: 'secretariat' });
    const query = (await does(asked, '4')).id;
    const answer = on.post<Receipt>(`${path}/${report}/queries/${query}/answer`, { answer: { en: 'Those of the north.' } });
    expect((await does(answer, '5')).id).toBe(query);
    await does(on.post<Receipt>(`${path}/${report}/assessment`, found, { as: 'secretariat' }), '6');

    const events = (await eventsOf(id)).slice(2);
    expect(events.map(({ type, data }) => [type, data['report']])).toEqual(
      ['ProgressReported', 'ReportAmended', 'ReportQueried', 'QueryAnswered', 'ReportAssessed'].map(type => [type, report]),
    );
    expect(events[0]).toMatchObject({
      effectiveAt: '2026-03-20',
      data: { cycle, amounts: { currency: 'USD', committed: '900000000', disbursed: '450000050' } },
    });
    expect(events[1]!.data['changes']).toEqual({ percent: 45 });
    expect([events[2]!.data['query'], events[3]!.data['query']]).toEqual([query, query]);
  });

  it('that are sent again are answered as the first time, and recorded once', async () => {
    const id = await standing();
    const headers = { 'idempotency-key': `report-${key++}` };
    const first = await reported(id, { percent: 40 }, { headers });
    await reported(id, { percent: 50 });
    expect(await reported(id, { percent: 40 }, { headers })).toEqual(first);
    await refused(() => on.post(`/commitments/${id}/reports`, { percent: 41 }, { headers }), 422, 'idempotency-key-reused');
    expect(await typesOf(id)).toEqual(['CommitmentPledged', 'CommitmentAccepted', 'ProgressReported', 'ProgressReported']);

    const ask = { headers: { 'idempotency-key': `query-${key++}` }, as: 'secretariat' } as const;
    const query = () => on.post<Receipt>(`/commitments/${id}/reports/${first.id}/queries`, { question: { en: 'Where?' } }, ask);
    expect((await query()).body).toEqual((await query()).body);
    const assessed = () => on.post<Receipt>(`/commitments/${id}/reports/${first.id}/assessment`, found, { as: 'secretariat' });
    expect((await assessed()).body).toEqual((await assessed()).body);
  });

  it('say something, in figures that are exact and in fields that there are', async () => {
    const id = await standing();
    const send = (body: object) => on.post(`/commitments/${id}/reports`, body);
    await refused(() => send({}), 422, 'report-empty', '');
    await refused(() => send({ evidence: [source] }), 422, 'report-empty', '');
    await refused(() => send({ percent: 101 }), 422, 'fields-invalid', '/percent');
    await refused(() => send({ delivery: 'done' }), 422, 'fields-invalid', '/delivery');
    await refused(() => send({ readings: [] }), 422, 'fields-invalid', '/readings');
    await refused(() => send({ readings: [{ indicator: { en: 'x' } }] }), 422, 'fields-invalid', '/readings/0/value');
    await refused(() => send({ amounts: { currency: 'USD' } }), 422, 'fields-invalid', '/amounts');
    await refused(() => send({ amounts: { currency: 'JPY', spent: '0.5' } }), 422, 'amount-precision', '/amounts/spent');
    await refused(() => send({ report: 'mine', percent: 1 }), 422, 'fields-invalid', '/report');
    const { id: report } = await reported(id);
    const headers = { 'if-match': '*' };
    const change = (changes: object, more: Sending = { headers }) =>
      on.patch(`/commitments/${id}/reports/${report}`, { reason, changes }, more);
    await refused(() => change({ percent: 41 }, {}), 428, 'if-match-missing');
    await refused(() => change({ percent: 41 }, { headers: { 'if-match': '"r1"' } }), 412, 'revision-stale');
    await refused(() => change({ percent: null }), 422, 'report-empty', '/changes');
    await refused(() => change({}), 422, 'fields-invalid', '/changes');
    await refused(
      () => on.patch(`/commitments/${id}/reports/other`, { reason, changes: { percent: 1 } }, { headers }),
      404,
      'report-unknown',
    );
  });

  it('name a cycle that takes reports on their day', async () => {
    const id = await standing();
    const send = (body: object) => on.post(`/commitments/${id}/reports`, { percent: 40, ...body });
    await refused(() => send({ cycle: 'never-opened' }), 409, 'cycle-not-open', '/cycle');
    await refused(() => send({ cycle, effectiveAt: '2025-11-30' }), 409, 'cycle-not-open', '/cycle'); // not known yet
    await refused(() => send({ cycle, effectiveAt: '2026-01-14' }), 409, 'cycle-not-open', '/cycle'); // known, not open yet
    await refused(
      () => on.post(`/commitments/${id}/declines`, { cycle, reason: 'no-data', effectiveAt: '2026-01-14' }),
      409,
      'cycle-not-open',
    );
    await refused(() => send({ cycle: demonstrationCycle }), 422, 'demonstration-mixed', '/cycle');
    await reported(id, { cycle, percent: 40, effectiveAt: '2026-01-15' });
    await reported(id, { percent: 30, effectiveAt: '2025-06-01' }); // of no cycle
  });

  it('are of what stood on their day', async () => {
    const { body } = await on.post<Receipt>('/commitments', pledge);
    await refused(() => on.post(`/commitments/${body.id}/reports`, { percent: 40 }), 409, 'not-standing');
    const id = await standing();
    await refused(() => on.post(`/commitments/${id}/reports`, { percent: 40, effectiveAt: '2025-01-31' }), 409, 'not-standing');
    await refused(() => on.post('/commitments/nobody/reports', { percent: 40 }), 404, 'commitment-unknown');
  });

  it('of a cycle are taken after a withdrawal, and none else', async () => {
    const id = await standing();
    await on.post(`/commitments/${id}/withdrawal`, { reason, effectiveAt: '2026-02-01' });
    await refused(() => on.post(`/commitments/${id}/reports`, { percent: 40 }), 409, 'commitment-closed');
    await refused(() => on.post(`/commitments/${id}/completion`, {}), 409, 'commitment-closed');
    await reported(id, { cycle, percent: 40, effectiveAt: '2026-03-01' });
  });

  it('are declined with a reason, as long as there is none', async () => {
    const id = await standing();
    const decline = (body: object = {}) => on.post(`/commitments/${id}/declines`, { cycle, reason: 'no-data', ...body });
    expect(await decline()).toMatchObject({ status: 200, body: { id, revision: '2' } });
    expect(await decline()).toMatchObject({ status: 200, body: { revision: '2' } });
    await refused(() => decline({ reason: 'too-busy' }), 422, 'fields-invalid', '/reason');
    await reported(id, { cycle, percent: 40 });
    await refused(() => decline(), 409, 'already-reported', '/cycle');
  });

  it('end with completion, after which no other status follows', async () => {
    const id = await standing();
    const { id: report } = await reported(id, { delivery: 'on-track', percent: 90, effectiveAt: '2026-03-01' });
    const complete = () => on.post(`/commitments/${id}/completion`, { narrative: { en: 'All schools.' }, effectiveAt: '2026-04-01' });
    expect(await complete()).toMatchObject({ status: 200, body: { id, revision: '3' } });
    expect(await complete()).toMatchObject({ status: 200, body: { id, revision: '3' } });
    await refused(() => on.post(`/commitments/${id}/reports`, { delivery: 'delayed' }), 409, 'delivery-completed', '/delivery');
    await refused(
      () => on.patch(`/commitments/${id}/reports/${report}`, { reason, changes: { delivery: null } }, { headers: { 'if-match': '*' } }),
      409,
      'delivery-completed',
    );
    await reported(id, { beneficiaries: 61_000 });
    await reported(id, { delivery: 'delayed', effectiveAt: '2026-03-31' }); // on that day it was not
  });

  describe('who may', () => {
    it('make them: the lead, or the secretariat with a source', async () => {
      const id = await standing();
      const report = (sending: Sending, body: object = {}) => on.post(`/commitments/${id}/reports`, { percent: 40, ...body }, sending);
      await refused(() => report({ as: 'otherPartner' }), 403, 'forbidden');
      await refused(() => report({ as: 'coChair' }), 403, 'forbidden');
      await refused(() => report({ as: 'secretariat' }), 422, 'source-missing', '/source');
      expect((await report({ as: 'secretariat' }, { source })).status).toBe(200);
      await refused(() => on.post(`/commitments/${id}/declines`, { cycle, reason: 'other' }, { as: 'otherPartner' }), 403, 'forbidden');
      await refused(() => on.post(`/commitments/${id}/completion`, {}, { as: 'otherPartner' }), 403, 'forbidden');
    });

    it('query and assess them: the secretariat, never the lead', async () => {
      const id = await standing();
      const { id: report } = await reported(id);
      await refused(() => on.post(`/commitments/${id}/reports/${report}/assessment`, found), 403, 'forbidden');
      await refused(() => on.post(`/commitments/${id}/reports/${report}/queries`, { question: { en: 'Why?' } }), 403, 'forbidden');
      await refused(
        () => on.post(`/commitments/${id}/reports/${report}/queries/none/answer`, { answer: { en: 'So.' } }),
        404,
        'query-unknown',
      );
    });

    it('assess them: a second person, neither who made or amended them nor anybody of the organisation', async () => {
      const id = await standing();
      const assess = (report: string, as: Sending['as']) =>
        on.post(`/commitments/${id}/reports/${report}/assessment`, found, as === undefined ? {} : { as });
      const bySecretariat = await reported(id, { percent: 40, source }, { as: 'secretariat' });
      await refused(() => assess(bySecretariat.id, 'secretariat'), 409, 'assessor-not-independent');
      expect((await assess(bySecretariat.id, 'administrator')).status).toBe(200);

      const byLead = await reported(id, { percent: 50 });
      await refused(() => assess(byLead.id, 'secretariatOfAcme'), 409, 'assessor-not-independent');
      await on.patch(
        `/commitments/${id}/reports/${byLead.id}`,
        { reason, changes: { percent: 51 }, source },
        { as: 'administrator', headers: { 'if-match': '*' } },
      );
      await refused(() => assess(byLead.id, 'administrator'), 409, 'assessor-not-independent');
      expect((await assess(byLead.id, 'secretariat')).status).toBe(200);
      await refused(() => assess('no-such-report', 'secretariat'), 404, 'report-unknown');
    });
  });

  it('that come late stand at their day, and are known since they were recorded', async () => {
    const id = await standing();
    const later = await reported(id, { cycle, delivery: 'at-risk', effectiveAt: '2026-04-10' });
    const { id: report, position } = await reported(id, { cycle, delivery: 'on-track', effectiveAt: '2026-03-20' });
    const stands = async (moment: string) =>
      (await eventsOf(id, moment)).flatMap(({ type, data }) => (type === 'ProgressReported' ? [data['report']] : []));
    expect(await stands('')).toEqual([report, later.id]);
    expect(await stands('effectiveAt=2026-03-19')).toEqual([]);
    expect(await stands('effectiveAt=2026-03-20')).toEqual([report]);
    expect(await stands(`asOf=${later.position}`)).toEqual([later.id]);
    expect(await stands(`asOf=${later.position}&effectiveAt=2026-03-20`)).toEqual([]);
    expect(await stands(`asOf=${position}&effectiveAt=2026-03-20`)).toEqual([report]);
  });

  it('are of nobody else: the other organisation reports on its own', async () => {
    const { body } = await on.post<Receipt>('/commitments', { ...pledge, lead: globex }, { as: 'otherPartner' });
    await on.post(`/organisations/${globex}/verification`, { effectiveAt: '2024-02-01' }, { as: 'secretariat' });
    await on.post(`/commitments/${body.id}/acceptance`, {}, { as: 'secretariat' });
    await refused(() => on.post(`/commitments/${body.id}/reports`, { percent: 1 }), 403, 'forbidden');
    await reported(body.id, { percent: 1 }, { as: 'otherPartner' });
  });
});
