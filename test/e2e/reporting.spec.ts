import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Compile } from 'typebox/compile';
import { CommitmentAnswer } from '../../apps/api/src/commitments/commitments.answers.js';
import { CountryGroupsAnswer } from '../../apps/api/src/country-groups/country-groups.answers.js';
import { FocusAreasAnswer } from '../../apps/api/src/focus-areas/focus-areas.answers.js';
import { Clock } from '../../apps/api/src/ledger/clock.js';
import { RegionsAnswer } from '../../apps/api/src/regions/regions.answers.js';
import {
  DutiesAnswer,
  PriorityDutiesAnswer,
  ReportingCycleAnswer,
  ReportingCyclesAnswer,
} from '../../apps/api/src/reporting-cycles/reporting-cycles.answers.js';
import { ReportsAnswer } from '../../apps/api/src/reports/reports.answers.js';
import { acme, pledge, type Receipt, TestService } from './service.js';

/** A clock that the test moves; nothing else happens when it does. */
class HandClock extends Clock {
  instant = '2026-01-10T12:00:00.000Z';
  override now(): number {
    return Date.parse(this.instant);
  }
}

const days = { from: '2025-01-01', to: '2025-12-31', opens: '2026-01-15', due: '2026-03-31', grace: '2026-04-30' };

type Counts = Readonly<Record<'owed' | 'reported' | 'late' | 'declined' | 'notDue' | 'due' | 'overdue' | 'silent', number>>;
interface Figures {
  readonly tables: readonly {
    readonly provenance: string;
    readonly whole: Counts;
    readonly regions: readonly { id: string; counts: Counts }[];
  }[];
  readonly regionalPriorities: { readonly whole: Counts };
}
interface Cycle {
  readonly status: string;
  readonly missing: string;
  readonly days: typeof days;
  readonly frozen: (Figures & { readonly countedTo: string; readonly event: { readonly day: string } }) | null;
  readonly counted: Figures;
  readonly since: { readonly commitments: readonly string[]; readonly regionalPriorities: readonly string[] } | null;
}

describe('reporting over HTTP', () => {
  const clock = new HandClock();
  let on: TestService;
  let cycle: string;
  let latest = '0';

  beforeAll(async () => {
    on = await TestService.start({}, { clock });
    const body = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
    await on.post('/organisations', body);
    await on.post(`/organisations/${acme}/verification`, { effectiveAt: '2024-02-01' }, { as: 'secretariat' });
    const opened = await on.post<Receipt>(
      '/reporting-cycles',
      { name: { en: 'Reports on 2025', ar: 'تقارير عام 2025' }, days, effectiveAt: '2025-12-01' },
      { as: 'secretariat' },
    );
    expect(opened).toMatchObject({ status: 201 });
    expect(opened.headers.get('location')).toBe(`/api/v1/reporting-cycles/${opened.body.id}`);
    cycle = opened.body.id;
    ids = await Promise.all(['first', 'second', 'third', 'fourth'].map(standing));
  });
  afterAll(() => on.stop());

  let ids: string[] = [];
  const told = (answer: { status: number; body: Receipt }): Receipt => {
    expect([200, 201]).toContain(answer.status);
    if (BigInt(answer.body.position) > BigInt(latest)) latest = answer.body.position;
    return answer.body;
  };
  const standing = async (title: string): Promise<string> => {
    const made = told(await on.post<Receipt>('/commitments', { ...pledge, title: { en: title }, effectiveAt: '2025-01-10' }));
    told(await on.post<Receipt>(`/commitments/${made.id}/acceptance`, { effectiveAt: '2025-02-01' }, { as: 'secretariat' }));
    return made.id;
  };
  const read = async (moment = ''): Promise<Cycle> => {
    const { status, body } = await on.get<Cycle>(`/api/v1/reporting-cycles/${cycle}?waitFor=${latest}&${moment}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const whole = async (moment = '') => (await read(moment)).counted.tables.find(({ provenance }) => provenance === 'submitted')!.whole;
  const report = async (id: string, body: object) => told(await on.post<Receipt>(`/commitments/${id}/reports`, { cycle, ...body }));
  const duties = async (query: string) => {
    const { body } = await on.get<{ data: { id: string; state: string }[]; page: { total: number } }>(
      `/api/v1/reporting-cycles/${cycle}/duties?waitFor=${latest}&${query}`,
    );
    return body;
  };

  it('asks nothing before the cycle opens, and takes no report then', async () => {
    expect(await whole()).toMatchObject({ owed: 4, notDue: 4 });
    const early = await on.post(`/commitments/${ids[0]}/reports`, { cycle, percent: 10 });
    expect(early).toMatchObject({ status: 409, body: { type: '/problems/cycle-not-open' } });
  });

  it('is due from the first second of the opening day to the last of the due day, with no event', async () => {
    clock.instant = '2026-01-15T00:00:00.000Z';
    expect(await whole()).toMatchObject({ owed: 4, due: 4 });
    clock.instant = '2026-03-31T23:59:59.999Z';
    expect(await whole()).toMatchObject({ owed: 4, due: 4, overdue: 0 });
  });

  it('counts a report in time, and tells which commitments are still awaited', async () => {
    clock.instant = '2026-03-20T12:00:00.000Z';
    await report(ids[0]!, { delivery: 'on-track', percent: 40, amounts: { currency: 'USD', disbursed: '5.00' }, beneficiaries: 10 });
    expect(await whole()).toMatchObject({ owed: 4, reported: 1, late: 0, due: 3 });
    expect((await duties('state=due')).page.total).toBe(3);
    expect((await duties('state=reported')).data).toMatchObject([{ id: ids[0], state: 'reported' }]);
    const { body } = await on.get<Record<string, unknown>>(`/api/v1/commitments/${ids[0]}?waitFor=${latest}`);
    expect(body).toMatchObject({
      delivery: { status: 'on-track', percent: 40, reached: 10, amounts: { currency: 'USD', disbursed: '5.00' } },
      reporting: [{ owed: true, state: 'reported', late: false }],
    });
    const reports = await on.get<{ data: { report: string }[] }>(`/api/v1/commitments/${ids[0]}/reports`);
    expect(reports.body.data).toHaveLength(1);
    expect(await on.get(`/api/v1/commitments/${ids[0]}/reports/${reports.body.data[0]!.report}`)).toMatchObject({
      status: 200,
      body: { lateness: 'in-time', percent: 40 },
    });
  });

  it('is overdue from the first second after the due day, and silent from the first after the grace', async () => {
    clock.instant = '2026-04-01T00:00:00.000Z';
    expect(await whole()).toMatchObject({ reported: 1, due: 0, overdue: 3, silent: 0 });
    clock.instant = '2026-04-30T23:59:59.999Z';
    expect(await whole()).toMatchObject({ overdue: 3, silent: 0 });
    clock.instant = '2026-05-01T00:00:00.000Z';
    expect(await whole()).toMatchObject({ overdue: 0, silent: 3 });
  });

  it('gives more time from the day of an extension on', async () => {
    clock.instant = '2026-05-01T09:00:00.000Z';
    const body = { due: '2026-05-10', grace: '2026-05-31', reason: { en: 'Many asked for it.' } };
    told(await on.post<Receipt>(`/reporting-cycles/${cycle}/extension`, body, { as: 'secretariat' }));
    expect(await whole()).toMatchObject({ due: 3, silent: 0 });
    expect(await whole(`effectiveAt=2026-04-15`)).toMatchObject({ overdue: 3 });
    expect(await on.post(`/reporting-cycles/${cycle}/extension`, { ...body, due: '2026-05-01' }, { as: 'secretariat' })).toMatchObject({
      status: 422,
      body: { type: '/problems/cycle-days-out-of-order' },
    });
  });

  it('counts what is late as late, and what was declined as declined until a report comes', async () => {
    clock.instant = '2026-05-15T12:00:00.000Z';
    await report(ids[1]!, { delivery: 'delayed', percent: 20 });
    const declining = { cycle, reason: 'no-data', note: { en: 'The registers burnt.' } };
    told(await on.post<Receipt>(`/commitments/${ids[2]}/declines`, declining));
    expect(await whole()).toMatchObject({ reported: 2, late: 1, declined: 1, overdue: 1 });
    clock.instant = '2026-05-20T12:00:00.000Z';
    await report(ids[2]!, { percent: 5 });
    expect(await whole()).toMatchObject({ reported: 3, late: 2, declined: 0, overdue: 1 });
    expect(await whole('effectiveAt=2026-05-16')).toMatchObject({ reported: 2, late: 1, declined: 1, overdue: 1 });
  });

  it('shows delivery and completeness in the figures of regions and focus areas', async () => {
    for (const path of ['regions/AFR', 'focus-areas/connecting-people']) {
      const { body } = await on.get<{ tables: { cycle: { id: string }; touching?: object; primary?: object }[] }>(
        `/api/v1/${path}?provenance=submitted&waitFor=${latest}`,
      );
      const [table] = body.tables;
      expect(table).toMatchObject({ cycle: { id: cycle } });
      expect(table!.touching ?? table!.primary).toMatchObject({
        byDelivery: { 'on-track': 1, delayed: 1 },
        reporting: { owed: 4, reported: 3, overdue: 1 },
      });
    }
  });

  it('is not closed while reports are awaited', async () => {
    expect(await on.post(`/reporting-cycles/${cycle}/closing`, {}, { as: 'secretariat' })).toMatchObject({
      status: 409,
      body: { type: '/problems/cycle-running' },
    });
    expect(await on.post(`/reporting-cycles/${cycle}/closing`, {})).toMatchObject({ status: 403 });
  });

  it('is frozen by its closing, and gives the same digits at the position that it was counted to', async () => {
    clock.instant = '2026-06-05T12:00:00.000Z';
    const before = await whole();
    expect(before).toMatchObject({ owed: 4, reported: 3, late: 2, silent: 1 });
    told(await on.post<Receipt>(`/reporting-cycles/${cycle}/closing`, { note: { en: 'Done.' } }, { as: 'secretariat' }));
    const { frozen, status } = await read();
    expect(status).toBe('closed');
    expect(frozen!.tables.find(({ provenance }) => provenance === 'submitted')!.whole).toEqual(before);

    // Recorded after, though true before: it counts now, and never in what is frozen.
    await report(ids[3]!, { effectiveAt: '2026-03-01', percent: 90 });
    const since = await read();
    expect(since.counted.tables[0]!.whole).toMatchObject({ reported: 4, silent: 0 });
    expect(since.frozen).toEqual(frozen);
    expect(since.since).toEqual({ commitments: [ids[3]], regionalPriorities: [] });
    const { counted } = await read(`asOf=${frozen!.countedTo}&effectiveAt=${frozen!.event.day}`);
    const { tables, regionalPriorities } = frozen!;
    expect({ tables: counted.tables, regionalPriorities: counted.regionalPriorities }).toEqual({ tables, regionalPriorities });
  });

  it('is counted for the cycle that is named, and refuses one that asks nobody of these', async () => {
    const named = (query: string) => on.get<{ tables: { cycle: { id: string } }[] }>(`/api/v1/regions?${query}&waitFor=${latest}`);
    expect(await named(`cycle=${cycle}`)).toMatchObject({ status: 200, body: { tables: [{ cycle: { id: cycle } }] } });
    const refused = { status: 422, body: { type: '/problems/fields-invalid', errors: [{ parameter: 'cycle' }] } };
    expect(await named('cycle=nothing')).toMatchObject(refused);
    expect(await named(`cycle=${cycle}&provenance=demonstration`)).toMatchObject(refused);
  });

  it('takes no report of a closed cycle any more, and one without a cycle', async () => {
    clock.instant = '2026-06-06T12:00:00.000Z';
    const late = await on.post(`/commitments/${ids[0]}/reports`, { cycle, percent: 50 });
    expect(late).toMatchObject({ status: 409, body: { type: '/problems/cycle-closed' } });
    expect(await on.post(`/commitments/${ids[0]}/reports`, { percent: 50 })).toMatchObject({ status: 200 });
  });

  it('is frozen for the day of its closing, however long ago the last event was', async () => {
    clock.instant = '2031-01-02T00:00:00.000Z';
    const body = {
      name: { en: 'Reports on 2029' },
      days: { from: '2029-01-01', to: '2029-12-31', opens: '2030-01-01', due: '2030-12-30', grace: '2031-01-01' },
    };
    const { id } = told(await on.post<Receipt>('/reporting-cycles', { ...body, effectiveAt: '2026-06-06' }, { as: 'secretariat' }));
    told(await on.post<Receipt>(`/reporting-cycles/${id}/closing`, {}, { as: 'secretariat' }));
    const closed = await on.get<Cycle>(`/api/v1/reporting-cycles/${id}?waitFor=${latest}`);
    expect(closed.body.frozen!.tables[0]!.whole).toMatchObject({ owed: 4, silent: 4, overdue: 0 });
    const again = await on.get<Cycle>(`/api/v1/reporting-cycles/${id}?asOf=${latest}&effectiveAt=2031-01-02`);
    expect(again.body.counted.tables).toEqual(closed.body.frozen!.tables);
  });

  it('has the answers that are documented, at any moment', async () => {
    const answers = {
      'reporting-cycles?provenance=submitted': ReportingCyclesAnswer,
      [`reporting-cycles/${cycle}?`]: ReportingCycleAnswer,
      [`reporting-cycles/${cycle}/duties?`]: DutiesAnswer,
      [`reporting-cycles/${cycle}/regional-priorities?`]: PriorityDutiesAnswer,
      [`commitments/${ids[2]}?`]: CommitmentAnswer,
      [`commitments/${ids[2]}/reports?`]: ReportsAnswer,
      [`regions?cycle=${cycle}`]: RegionsAnswer,
      [`focus-areas?cycle=${cycle}`]: FocusAreasAnswer,
      [`country-groups?cycle=${cycle}`]: CountryGroupsAnswer,
    };
    for (const [path, schema] of Object.entries(answers)) {
      for (const moment of ['', '&effectiveAt=2026-05-16', '&effectiveAt=2026-05-25']) {
        const { status, body } = await on.get(`/api/v1/${path}${moment}&waitFor=${latest}`);
        expect({ path, moment, status, errors: Compile(schema).Errors(body) }).toEqual({ path, moment, status: 200, errors: [] });
      }
    }
  });

  it('lists what is owed by where it comes from', async () => {
    expect((await duties('provenance=submitted')).page.total).toBe(4);
    expect((await duties('provenance=published')).page.total).toBe(0);
    expect((await duties('')).page.total).toBe(4);
  });

  it('lists the cycles, the latest first, and tells the events of one', async () => {
    const { body } = await on.get<{ data: { id: string; status: string }[] }>('/api/v1/reporting-cycles?status=closed');
    expect(body.data).toMatchObject([{ status: 'closed' }, { id: cycle, status: 'closed' }]);
    const events = await on.get<{ data: { type: string }[] }>(`/api/v1/reporting-cycles/${cycle}/events`);
    expect(events.body.data.map(({ type }) => type)).toEqual(['ReportingCycleOpened', 'ReportingCycleExtended', 'ReportingCycleClosed']);
    expect(await on.get('/api/v1/reporting-cycles/nothing')).toMatchObject({ status: 404 });
    expect(await on.get('/api/v1/reporting-cycles/nothing/duties')).toMatchObject({ status: 404 });
  });
});
