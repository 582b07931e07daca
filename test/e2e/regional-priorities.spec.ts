import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acme, type Answer, FixedClock, pledge, type Receipt, type Sending, TestService } from './service.js';

const registration = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
const source = { title: { en: 'Resolution of the General Assembly' } };
const reason = { en: 'As it was decided.' };
const secretariat = { as: 'secretariat' } as const;

let on: TestService;
beforeAll(async () => {
  // The day for which the graduations are planned.
  on = await TestService.start({}, { clock: new FixedClock('2026-11-24T12:00:00.000Z') });
  for (const as of ['partner', 'otherPartner'] as const) {
    expect((await on.post('/organisations', registration, { as })).status).toBe(201);
  }
});
afterAll(() => on.stop());

/** Refused, with nothing recorded. */
async function refused(sent: () => Promise<Answer>, status: number, code: string, ...pointers: string[]): Promise<void> {
  const before = await on.events();
  const { body, status: answered } = await sent();
  expect({ status: answered, type: body['type'], body }).toMatchObject({ status, type: `/problems/${code}` });
  const errors = (body['errors'] ?? []) as { pointer?: string }[];
  expect(errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(pointers));
  expect(await on.events()).toBe(before);
}

describe('regional priorities over HTTP', () => {
  const adoption = {
    region: 'AFR',
    code: 'AFR7',
    name: { en: 'Schools of the Sahel' },
    actionPlan: { id: 'BaAP', name: 'Baku Action Plan', from: '2026-01-01', to: '2030-01-01' },
    wording: 'to-be-confirmed',
    source,
    effectiveAt: '2026-02-01',
  };
  const adopted = async (id: string, more: object = {}): Promise<Receipt> => {
    const { status, body } = await on.post<Receipt>(`/regional-priorities/${id}/adoption`, { ...adoption, ...more }, secretariat);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const priority = async (id: string, parameters = '') => on.get(`/api/v1/regional-priorities/${id}?${parameters}`);

  it('are adopted, amended and retired, and read as one record with its ETag and its events', async () => {
    const answer = await on.post<Receipt>('/regional-priorities/baap-afr7/adoption', adoption, secretariat);
    expect(answer).toMatchObject({ status: 200, body: { id: 'baap-afr7', revision: '0' } });
    expect(answer.headers.get('location')).toBe('/api/v1/regional-priorities/baap-afr7');

    const read = await priority('baap-afr7', `waitFor=${answer.body.position}`);
    expect(read.headers.get('etag')).toBe('"r0"');
    expect(read.body).toMatchObject({
      id: 'baap-afr7',
      status: 'adopted',
      provenance: 'submitted',
      code: 'AFR7',
      wordingNote: { en: 'wording to be confirmed' },
      steward: null,
      adopted: '2026-02-01',
      retired: null,
    });

    const change = { reason, changes: { steward: acme, wording: 'verified' }, source, effectiveAt: '2026-03-01' };
    const path = '/regional-priorities/baap-afr7';
    await refused(() => on.patch(path, change, secretariat), 428, 'if-match-missing');
    expect(await on.patch(path, change, { ...secretariat, headers: { 'if-match': '"r0"' } })).toMatchObject({
      status: 200,
      body: { revision: '1' },
    });
    const retired = await on.post<Receipt>(`${path}/retirement`, { reason, source, effectiveAt: '2026-10-01' }, secretariat);
    expect(retired).toMatchObject({ status: 200, body: { revision: '2' } });
    await refused(() => on.post(`${path}/retirement`, { reason, source }, secretariat), 409, 'already-retired');
    await refused(() => on.post(`${path}/adoption`, adoption, secretariat), 409, 'already-adopted');

    const now = await priority('baap-afr7', `waitFor=${retired.body.position}`);
    expect(now.headers.get('etag')).toBe('"r2"');
    expect(now.body).toMatchObject({ status: 'retired', retired: '2026-10-01', steward: acme, wording: 'verified' });
    expect(now.body).not.toHaveProperty('wordingNote');
    expect((await priority('baap-afr7', 'effectiveAt=2026-09-30')).body).toMatchObject({ status: 'adopted', retired: null, steward: acme });
    expect((await priority('baap-afr7', 'effectiveAt=2026-02-28')).body).toMatchObject({ steward: null });
    expect((await priority('baap-afr7', `asOf=${answer.body.position}`)).body).toMatchObject({ steward: null, status: 'adopted' });
    expect(await priority('baap-afr7', 'effectiveAt=2026-01-31')).toMatchObject({ status: 404, body: { type: '/problems/not-yet' } });
    expect((await priority('nothing')).status).toBe(404);
    const { body } = await on.get<{ data: { type: string }[] }>('/api/v1/regional-priorities/baap-afr7/events');
    expect(body.data.map(({ type }) => type)).toEqual(['RegionalPriorityAdopted', 'RegionalPriorityAmended', 'RegionalPriorityRetired']);
  });

  it('are listed with those of the action plans, and by whether they are in force', async () => {
    await adopted('baap-afr8');
    const { body: last } = await on.post<Receipt>('/regional-priorities/baap-afr8/retirement', { reason, source }, secretariat);
    const ids = async (parameters: string) => {
      const { body } = await on.get<{ data: { id: string }[] }>(`/api/v1/regional-priorities?waitFor=${last.position}&${parameters}`);
      return body.data.map(({ id }) => id);
    };
    expect(await ids('status=retired')).toContain('baap-afr8');
    expect(await ids('status=adopted')).not.toContain('baap-afr8');
    expect(await ids('region=AFR&actionPlan=BaAP')).toContain('baap-afr8');
    expect(await ids('actionPlan=KAP')).toContain('kap-afr1');
    expect(await ids('effectiveAt=2026-11-23&status=adopted')).toContain('baap-afr8');
  });

  it('are recorded by the secretariat alone, with a source, and say what there is', async () => {
    const adopt = (body: object, sending: Sending = secretariat) => on.post('/regional-priorities/baap-afr9/adoption', body, sending);
    const { source: _, ...unsourced } = adoption;
    await refused(() => adopt(adoption, { as: 'partner' }), 403, 'forbidden');
    await refused(() => adopt(unsourced), 422, 'source-missing', '/source');
    await refused(() => adopt({ ...adoption, steward: 'nobody' }), 422, 'steward-unknown', '/steward');
    await refused(() => adopt({ ...adoption, reference: {} }), 422, 'fields-invalid', '/reference');
    await refused(
      () => adopt({ ...adoption, actionPlan: { ...adoption.actionPlan, to: '2025-12-31' } }),
      422,
      'period-ends-before-start',
      '/actionPlan/to',
    );
    await refused(() => on.post('/regional-priorities/AFR9/adoption', adoption, secretariat), 404, 'not-found');
    await refused(() => on.post('/regional-priorities/baap-afr9/retirement', { reason, source }, secretariat), 404, 'not-adopted');
  });

  it('are served by commitments, which the list of commitments finds; once retired by no new one', async () => {
    await adopted('baap-afr10');
    const serving = await on.post<Receipt>('/commitments', {
      ...pledge,
      effectiveAt: '2026-03-01',
      regionalPriorities: ['baap-afr10', 'kap-afr1'],
    });
    expect(serving.status).toBe(201);
    await on.post('/regional-priorities/baap-afr10/retirement', { reason, source, effectiveAt: '2026-10-01' }, secretariat);
    await refused(
      () => on.post('/commitments', { ...pledge, effectiveAt: '2026-10-01', regionalPriorities: ['baap-afr10'] }),
      422,
      'regional-priority-unknown',
      '/regionalPriorities/0',
    );
    // What serves it goes on to.
    const { status, body } = await on.patch<Receipt>(
      `/commitments/${serving.body.id}`,
      { reason, changes: { regionalPriorities: ['baap-afr10'] } },
      { headers: { 'if-match': '"r0"' } },
    );
    expect(status).toBe(200);
    const found = async (id: string, moment = '') => {
      const answer = await on.get<{ data: { id: string }[] }>(
        `/api/v1/commitments?regionalPriority=${id}&waitFor=${body.position}${moment}`,
      );
      return answer.body.data.map(item => item.id);
    };
    expect(await found('baap-afr10')).toEqual([serving.body.id]);
    expect(await found('kap-afr1')).toEqual([]);
    expect(await found('kap-afr1', '&effectiveAt=2026-03-01')).toEqual([serving.body.id]);
  });

  it('are reported on by their steward', async () => {
    await adopted('baap-afr11', { steward: acme });
    const path = '/regional-priorities/baap-afr11';
    const report = await on.post<Receipt>(`${path}/reports`, { delivery: 'on-track', percent: 20 });
    expect(report).toMatchObject({ status: 200, body: { stream: 'regionalPriority-baap-afr11', revision: '1' } });
    expect(report.headers.get('location')).toBe(`/api/v1${path}/reports/${report.body.id}`);
    await refused(() => on.post(`${path}/reports`, { percent: 20 }, { as: 'otherPartner' }), 403, 'forbidden');
    const assessment = { verifiability: 'verifiable', progress: 'limited' };
    const assess = (as: Sending['as']) => on.post(`${path}/reports/${report.body.id}/assessment`, assessment, as ? { as } : {});
    await refused(() => assess('secretariatOfAcme'), 409, 'assessor-not-independent');
    expect((await assess('secretariat')).status).toBe(200);
    await on.post(`${path}/completion`, {});
    await refused(() => on.post(`${path}/reports`, { delivery: 'delayed' }), 409, 'delivery-completed', '/delivery');
  });

  it('without a steward are reported on by the secretariat alone', async () => {
    await adopted('baap-afr12');
    const report = (body: object, sending: Sending) => on.post('/regional-priorities/baap-afr12/reports', body, sending);
    await refused(() => report({ percent: 1 }, { as: 'partner' }), 403, 'forbidden');
    await refused(() => report({ percent: 1 }, secretariat), 422, 'source-missing', '/source');
    expect((await report({ percent: 1, source }, secretariat)).status).toBe(200);
  });
});

describe('country groups over HTTP', () => {
  const members = async (group: string, parameters = '') => {
    const { body } = await on.get<{ members: { iso2: string }[] }>(`/api/v1/country-groups/${group}?${parameters}`);
    return body.members.map(({ iso2 }) => iso2);
  };

  it('take the outcome for Bangladesh, Lao PDR and Nepal from the secretariat, and no earlier day moves', async () => {
    const serving = { ...pledge, implementation: { regions: [], countries: ['LA'], groups: [] } };
    const { body: pledged } = await on.post<Receipt>('/commitments', serving);
    const path = '/country-groups/LDC/graduations';
    const before = await members('LDC', `waitFor=${pledged.position}`);
    expect(before).toEqual(expect.arrayContaining(['BD', 'LA', 'NP'])); // planned is not recorded
    const ofTheGroup = async (parameters: string) =>
      (await on.get<{ page: { total: number } }>(`/api/v1/commitments?id=${pledged.id}&group=LDC&${parameters}`)).body.page.total;

    let last: Receipt | undefined;
    for (const country of ['BD', 'LA', 'NP']) {
      const answer = await on.post<Receipt>(path, { country, source, effectiveAt: '2026-11-24' }, secretariat);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('location')).toBe('/api/v1/country-groups/LDC');
      last = answer.body;
    }
    const now = await members('LDC', `waitFor=${last!.position}`);
    expect(now).toEqual(before.filter(country => !['BD', 'LA', 'NP'].includes(country)));
    expect(await members('LDC', 'effectiveAt=2026-11-23')).toEqual(before);
    expect(await members('LDC', `asOf=${pledged.position}`)).toEqual(before);
    expect([await ofTheGroup('effectiveAt=2026-11-23'), await ofTheGroup('')]).toEqual([1, 0]);
    await refused(() => on.post(path, { country: 'BD', source }, secretariat), 409, 'not-member');
  });

  it('take a joining, at its day', async () => {
    const { status, body } = await on.post<Receipt>(
      '/country-groups/LLDC/joinings',
      { country: 'KE', source, effectiveAt: '2026-06-01' },
      secretariat,
    );
    expect(status).toBe(200);
    expect(await members('LLDC', `waitFor=${body.position}`)).toContain('KE');
    expect(await members('LLDC', 'effectiveAt=2026-05-31')).not.toContain('KE');
    const again = await on.post<Receipt>(
      '/country-groups/LLDC/joinings',
      { country: 'KE', source, effectiveAt: '2026-07-01' },
      secretariat,
    );
    expect(again).toMatchObject({ status: 200, body: { revision: body.revision } });
  });

  it('are kept by the secretariat, with a source, of countries and groups that there are', async () => {
    const join = (body: object, sending: Sending = secretariat, group = 'LDC') =>
      on.post(`/country-groups/${group}/joinings`, body, sending);
    await refused(() => join({ country: 'KE', source }, { as: 'partner' }), 403, 'forbidden');
    await refused(() => join({ country: 'KE' }), 422, 'source-missing', '/source');
    await refused(() => join({ country: 'XX', source }), 422, 'country-unknown', '/country');
    await refused(() => join({ country: 'KE', source, effectiveAt: '2026-11-25' }), 422, 'day-in-the-future', '/effectiveAt');
    await refused(() => join({ country: 'KE', source }, secretariat, 'OECD'), 404, 'not-listed');
    await refused(() => on.post('/country-groups/LDC/graduations', { country: 'FR', source }, secretariat), 409, 'not-member');
    // Bhutan left in 2023: what is recorded of an earlier day is not contradicted.
    await refused(
      () => on.post('/country-groups/LDC/graduations', { country: 'BT', source, effectiveAt: '2020-01-01' }, secretariat),
      409,
      'contradicts-the-record',
    );
  });
});
