import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { categoryOf, type RecordedEvent } from '@mithaq/event-store';
import { acme, type Answer, FixedClock, pledge, type Receipt, TestService } from './service.js';

/*
 * A mistake in a record, from the proposal to the view: two administrators, one compensating event; and everything as it was for whoever
 * asks what the ledger said before.
 */

const registration = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
const reason = { en: 'The amount has a zero too many.', ar: 'في المبلغ صفر زائد.' };
const authority = 'letter of 3 May 2024, ref. BDT/1';
const rightValue = { amount: '1200000050', currency: 'USD', nature: 'own' }; // as stored: in minor units

interface Correction {
  readonly status: string;
  readonly steps: readonly { readonly is: string; readonly compensation?: string; readonly found?: string }[];
}

describe('corrections over HTTP', () => {
  let on: TestService;
  beforeAll(async () => {
    on = await TestService.start({}, { clock: new FixedClock('2026-06-01T12:00:00.000Z') });
    expect((await on.post('/organisations', registration)).status).toBe(201);
    await on.post(`/organisations/${acme}/verification`, { effectiveAt: '2024-02-01' }, { as: 'secretariat' });
  });
  afterAll(() => on.stop());

  /** A commitment whose amount is ten times too much, standing since February 2025. */
  const pledged = async (more: object = {}): Promise<{ id: string; stream: string; log: RecordedEvent[] }> => {
    const { body } = await on.post<Receipt>('/commitments', { ...pledge, value: { ...pledge.value, amount: '120000005.00' }, ...more });
    expect((await on.post(`/commitments/${body.id}/acceptance`, { effectiveAt: '2025-02-01' }, { as: 'secretariat' })).status).toBe(200);
    return { id: body.id, stream: body.stream, log: await logOf(body.stream) };
  };
  const logOf = async (stream: string) => {
    const log: RecordedEvent[] = [];
    for await (const event of on.service.store.readStream(stream)) log.push(event);
    return log;
  };
  const setting = (log: RecordedEvent[], set: object) => [{ event: log[0]!.id, set, schemaVersion: 1 }];
  const propose = (stream: string, targets: object[], more: object = {}, as: 'administrator' | 'secretariat' = 'administrator') =>
    on.post<Receipt>('/corrections', { stream, targets, reason, authority, ...more }, { as });
  const proposed = async (stream: string, targets: object[]): Promise<string> => {
    const { status, body } = await propose(stream, targets);
    expect({ status, body }).toMatchObject({ status: 201 });
    return body.id;
  };
  const approve = (id: string, revision: string, as: 'administrator' | 'secondAdministrator' = 'secondAdministrator') =>
    on.post<Receipt>(`/corrections/${id}/approval`, { revision }, { as });
  /** The correction, once what came of its approval is recorded. */
  const settled = async (id: string): Promise<Correction> => {
    const ending = new AbortController();
    for await (const delivery of on.service.store.subscribeToAll('start', { categories: ['correction'] }, ending.signal)) {
      if (delivery.kind !== 'event' || delivery.event.stream !== `correction-${id}`) continue;
      if (!['CorrectionApplied', 'CorrectionOvertaken'].includes(delivery.event.type)) continue;
      const { body } = await on.get<Correction & Record<string, unknown>>(`/api/v1/corrections/${id}?waitFor=${delivery.event.position}`);
      return body;
    }
    throw new Error('the store was closed');
  };
  const amountOf = async (id: string, moment = '') => {
    const { status, body } = await on.get<{ value: { amount: string } }>(`/api/v1/commitments/${id}?${moment}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body.value.amount;
  };
  const refused = async (sent: () => Promise<Answer<unknown>>, status: number, code: string) => {
    const before = await on.events();
    const { body, status: answered } = await sent();
    expect({ status: answered, body }).toMatchObject({ status, body: { type: `/problems/${code}` } });
    expect(await on.events()).toBe(before);
    return body as Record<string, unknown>;
  };

  it('mend an amount now and on its days, and leave what was said before', async () => {
    const { id, stream, log } = await pledged();
    const before = log.at(-1)!.position;
    const correction = await proposed(stream, setting(log, { value: rightValue }));
    expect(await amountOf(id)).toBe('120000005.00');
    expect((await approve(correction, '1')).status).toBe(200);
    const { status, steps } = await settled(correction);
    expect(status).toBe('applied');

    const [, , compensation] = await logOf(stream);
    expect(compensation).toMatchObject({
      id: steps[1]!.compensation,
      type: 'EventsCorrected',
      metadata: { corrects: [log[0]!.id], reason, authority, effectiveAt: '2025-01-01', actor: { roles: ['system'] } },
    });
    expect(await amountOf(id, `waitFor=${compensation!.position}`)).toBe('12000000.50');
    expect(await amountOf(id, 'effectiveAt=2025-03-01')).toBe('12000000.50');
    expect(await amountOf(id, `asOf=${before}`)).toBe('120000005.00');
  });

  it('take a withdrawal back', async () => {
    const { id, stream } = await pledged();
    await on.post(`/commitments/${id}/withdrawal`, { reason: { en: 'The wrong commitment.' }, effectiveAt: '2025-03-01' });
    const withdrawn = (await logOf(stream)).at(-1)!;
    const correction = await proposed(stream, [{ event: withdrawn.id, void: true }]);
    await approve(correction, '2');
    await settled(correction);
    const compensation = (await logOf(stream)).at(-1)!;
    const registration = async (moment: string) =>
      (await on.get<{ registration: string }>(`/api/v1/commitments/${id}?${moment}`)).body.registration;
    expect(await registration(`waitFor=${compensation.position}`)).toBe('accepted');
    expect(await registration(`asOf=${withdrawn.position}`)).toBe('withdrawn');
  });

  it('are taken back by another correction', async () => {
    const { id, stream, log } = await pledged();
    const first = await proposed(stream, setting(log, { value: rightValue }));
    await approve(first, '1');
    const { steps } = await settled(first);
    const second = await proposed(stream, [{ event: steps[1]!.compensation, void: true }]);
    await approve(second, '2');
    expect((await settled(second)).status).toBe('applied');
    expect(await amountOf(id, `waitFor=${(await logOf(stream)).at(-1)!.position}`)).toBe('120000005.00');
  });

  it('need a second administrator, whatever roles the first one has', async () => {
    const { stream, log } = await pledged();
    const correction = await proposed(stream, setting(log, { value: rightValue }));
    await refused(() => approve(correction, '1', 'administrator'), 409, 'approver-is-proposer');
    await refused(() => on.post(`/corrections/${correction}/rejection`, { reason }, { as: 'administrator' }), 409, 'approver-is-proposer');
    await refused(
      () => on.post(`/corrections/${correction}/withdrawal`, { reason }, { as: 'secondAdministrator' }),
      409,
      'not-the-proposer',
    );
    expect((await on.post(`/corrections/${correction}/rejection`, { reason }, { as: 'secondAdministrator' })).status).toBe(200);
    await refused(() => approve(correction, '1'), 409, 'correction-settled');
    const { body } = await on.post(`/corrections/${correction}/approval`, { revision: '1' }, { as: 'administrator' });
    expect(body['detail']).toBe('Another administrator approves a correction, never who proposed it; this one is rejected already.');
  });

  it('are for administrators', async () => {
    const { stream, log } = await pledged();
    await refused(() => propose(stream, setting(log, { value: rightValue }), {}, 'secretariat'), 403, 'forbidden');
  });

  it('are approved at the revision that the record stands at', async () => {
    const { id, stream, log } = await pledged();
    const correction = await proposed(stream, setting(log, { value: rightValue }));
    await on.post(`/commitments/${id}/notes`, { text: { en: 'A note.' }, source: { title: { en: 'A source' } } });
    expect(await refused(() => approve(correction, '1'), 409, 'target-moved')).toMatchObject({
      detail: expect.stringContaining('revision 2'),
    });
    expect((await approve(correction, '2')).status).toBe(200);
    expect((await settled(correction)).status).toBe('applied');
  });

  it('have one outcome, however many administrators race', async () => {
    const { stream, log } = await pledged();
    const correction = await proposed(stream, setting(log, { value: rightValue }));
    const answers = await Promise.all([
      approve(correction, '1'),
      on.post(`/corrections/${correction}/rejection`, { reason }, { as: 'secondAdministrator' }),
      on.post(`/corrections/${correction}/withdrawal`, { reason }, { as: 'administrator' }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    if (answers[0].status === 200) await settled(correction);
    const types = (await logOf(`correction-${correction}`)).map(({ type }) => type).filter(type => type !== 'CorrectionApplied');
    expect(types).toHaveLength(2);
  });

  it('are refused where the record would contradict itself, naming the event', async () => {
    const { stream, log } = await pledged();
    expect(await refused(() => propose(stream, [{ event: log[0]!.id, void: true }]), 409, 'contradicts-the-record')).toMatchObject({
      contradicts: { id: log[1]!.id, type: 'CommitmentAccepted' },
    });
  });

  it.each([
    ['lead', { lead: 'nobody' }, 'lead-unknown'],
    ['country', { implementation: { regions: ['AFR'], countries: ['ZZ'], groups: [] } }, 'country-unknown'],
    ['group', { implementation: { regions: [], countries: [], groups: ['NOPE'] } }, 'country-group-unknown'],
    ['region of a country', { implementation: { regions: ['EUR'], countries: ['KE'], groups: [] } }, 'data-invalid'],
    ['currency', { value: { amount: '1', currency: 'ZZZ', nature: 'own' } }, 'currency-unknown'],
    ['regional priority', { regionalPriorities: ['nope'] }, 'regional-priority-unknown'],
  ])('name no %s that is not there', async (_, set, code) => {
    const { stream, log } = await pledged();
    await refused(() => propose(stream, setting(log, set)), 422, code);
  });

  it.each([
    ['another record’s event', [{ event: '00000000-0000-4000-8000-000000000000', void: true }], {}, 422, 'target-unknown'],
    ['no record', undefined, { stream: 'commitment-nothing' }, 422, 'target-unknown'],
    ['an erasure', undefined, { stream: 'person-00000000-0000-4000-8000-000000000000' }, 422, 'target-unknown'],
    ['no form of a stream', undefined, { stream: 'nothing' }, 422, 'fields-invalid'],
    ['no target', [], {}, 422, 'fields-invalid'],
    ['a target with nothing to do', [{ event: '00000000-0000-4000-8000-000000000000' }], {}, 422, 'fields-invalid'],
    ['no authority', undefined, { authority: ' ' }, 422, 'fields-invalid'],
    ['a field that is none', undefined, { colour: 'red' }, 422, 'fields-invalid'],
  ])('are refused of %s', async (_, targets, more, status, code) => {
    const { stream, log } = await pledged();
    await refused(() => propose(stream, targets ?? setting(log, { value: rightValue }), more), status, code);
  });

  it('are answered as the first time when they come again', async () => {
    const { stream, log } = await pledged();
    const headers = { 'idempotency-key': 'once' };
    const send = () =>
      on.post<Receipt>(
        '/corrections',
        { stream, targets: setting(log, { value: rightValue }), reason, authority },
        { as: 'administrator', headers },
      );
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect(await logOf(first.body.stream)).toHaveLength(1);
  });

  it('leave a frozen cycle as it is, and stand beside it', async () => {
    const days = { from: '2025-01-01', to: '2025-12-31', opens: '2026-01-15', due: '2026-03-31', grace: '2026-04-30' };
    const opening = { name: { en: 'Reports on 2025' }, days, effectiveAt: '2025-12-01' };
    const { id: cycle } = (await on.post<Receipt>('/reporting-cycles', opening, { as: 'secretariat' })).body;
    const { id, stream } = await pledged();
    expect((await on.post(`/commitments/${id}/reports`, { cycle, percent: 40, effectiveAt: '2026-02-01' })).status).toBe(200);
    const report = (await logOf(stream)).at(-1)!;
    const closing = { effectiveAt: '2026-05-15' }; // a correction is of a later day
    expect((await on.post(`/reporting-cycles/${cycle}/closing`, closing, { as: 'secretariat' })).status).toBe(200);
    interface Cycle {
      readonly frozen: { readonly tables: readonly object[] };
      readonly counted: { readonly tables: readonly object[] };
      readonly restated: readonly object[];
    }
    const read = async () => {
      const { position } = (await logOf(stream)).at(-1)!;
      const { body, status } = await on.get<Cycle & Record<string, unknown>>(`/api/v1/reporting-cycles/${cycle}?waitFor=${position}`);
      expect({ status, body }).toMatchObject({ status: 200 });
      return body;
    };
    const before = await read();
    expect(before.restated).toEqual([]);

    const correction = await proposed(stream, [{ event: report.id, void: true }]);
    const { position } = (await logOf(`correction-${correction}`)).at(-1)!;
    const preview = await on.get<Preview & Record<string, unknown>>(`/api/v1/corrections/${correction}/preview?waitFor=${position}`, {
      as: 'administrator',
    });
    const previewed = preview.body.figures.find(({ of }) => of === `reporting-cycles/${cycle}`)!.changes;
    await approve(correction, '2');
    const { steps } = await settled(correction);
    const after = await read();
    const compared = await on.get<{ data: Preview['figures'][number]['changes'] } & Record<string, unknown>>(
      `/api/v1/reporting-cycles/${cycle}/comparison?from.asOf=${position}&from.effectiveAt=2026-06-01`,
    );
    expect(told(compared.body.data)).toEqual(told(previewed));
    expect(after.frozen).toEqual(before.frozen);
    expect(after.counted).not.toEqual(before.counted);
    expect(after.restated).toEqual([
      { correction, record: stream, event: steps[1]!.compensation, position: expect.any(String) as unknown, reason },
    ]);
  });

  it('take a closing back, and the cycle is counted for today again, as the preview told', async () => {
    const days = { from: '2025-02-01', to: '2026-01-31', opens: '2026-02-01', due: '2026-03-31', grace: '2026-04-30' };
    const opening = { name: { en: 'Reports on a year' }, days, effectiveAt: '2025-12-01' };
    const { id: cycle, stream } = (await on.post<Receipt>('/reporting-cycles', opening, { as: 'secretariat' })).body;
    const { id } = await pledged();
    expect((await on.post(`/commitments/${id}/reports`, { cycle, percent: 40, effectiveAt: '2026-05-20' })).status).toBe(200);
    const { body: closing } = await on.post<Receipt>(
      `/reporting-cycles/${cycle}/closing`,
      { effectiveAt: '2026-05-15' },
      { as: 'secretariat' },
    );
    const closed = (await logOf(stream)).at(-1)!;
    const body = { stream, targets: [{ event: closed.id, void: true }] };
    const preview = await previewOf(body);
    const { of, changes } = preview.body.figures.find(({ of }) => of.startsWith('reporting-cycles'))!;
    expect(of).toBe(`reporting-cycles/${cycle}`);
    const reported = changes.find(({ cell }) => cell.join('/') === 'counted/tables/submitted/whole/reported')!;
    const behind = await on.post<PreviewedCell>(`/corrections/preview/cell?of=${of}&cell=${reported.cell.join('/')}`, body, {
      as: 'administrator',
    });
    expect(behind.body).toMatchObject({ difference: reported.difference, data: [{ stream: `commitment-${id}` }] });

    const correction = await proposed(stream, body.targets);
    await approve(correction, String(closed.revision));
    await settled(correction);
    const { position } = (await logOf(stream)).at(-1)!;
    const compared = await on.get<{ data: typeof changes } & Record<string, unknown>>(
      `/api/v1/${of}/comparison?from.asOf=${closing.position}&from.effectiveAt=2026-06-01&waitFor=${position}`,
    );
    expect(told(compared.body.data)).toEqual(told(changes));
  });

  interface Preview {
    readonly revision: string;
    readonly state: readonly object[];
    readonly figures: readonly {
      readonly of: string;
      readonly changes: readonly { readonly cell: string[]; readonly difference?: string }[];
    }[];
  }
  const previewOf = (body: object) => on.post<Preview & Record<string, unknown>>('/corrections/preview', body, { as: 'administrator' });
  const told = (changes: Preview['figures'][number]['changes']) => changes.map(({ cell, difference }) => ({ cell, difference }));
  /** What would change in the own money that stands in Africa. */
  const inAfrica = ({ figures }: Preview) =>
    figures
      .find(({ of }) => of === 'regions')!
      .changes.find(({ cell }) => cell.includes('AFR') && cell.includes('own') && cell.at(-1) === 'amount')?.difference;

  it('are looked at before they are proposed, and again before they are approved', async () => {
    const group = { effectiveAt: '2024-02-01', mandate: { en: 'To find and follow pledges.' } };
    expect((await on.post('/working-groups/connecting-people/establishment', group, { as: 'secretariat' })).status).toBe(200);
    const { id, stream, log } = await pledged({ facilitatedBy: 'connecting-people' });
    const targets = setting(log, { value: rightValue });
    const before = await on.events();
    const first = await previewOf({ stream, targets });
    expect({ status: first.status, body: first.body }).toMatchObject({
      status: 200,
      body: {
        record: stream,
        revision: '1',
        effectiveAt: '2025-01-01',
        state: [{ pointer: '/details/value/amount', before: '12000000500', after: '1200000050' }],
        views: expect.arrayContaining(['commitments', 'commitment-details']) as unknown,
      },
    });
    // Three quarters of what is too much.
    expect(inAfrica(first.body)).toBe('-81000003.37');
    expect(await on.events()).toBe(before);

    const correction = await proposed(stream, targets);
    const { position } = (await logOf(`correction-${correction}`)).at(-1)!;
    const address = `/api/v1/corrections/${correction}/preview?waitFor=${position}`;
    const preview = () => on.get<Preview & Record<string, unknown>>(address, { as: 'secondAdministrator' });
    const second = await preview();
    expect(second.status).toBe(200);
    // What has been answered to an administrator is still for administrators only.
    expect((await on.get(address)).status).toBe(401);
    expect((await on.get(address, { as: 'auditor' })).status).toBe(403);
    expect(second.body.figures).toEqual(first.body.figures);
    const africa = async (moment = '') => {
      interface Region {
        readonly tables: readonly { readonly value: { readonly own: readonly { readonly currency: string; readonly amount: string }[] } }[];
      }
      const { body } = await on.get<Region & Record<string, unknown>>(`/api/v1/regions/AFR?${moment}`);
      return Number(body.tables[0]!.value.own.find(({ currency }) => currency === 'USD')!.amount);
    };
    const was = await africa();
    await approve(correction, second.body.revision);
    await settled(correction);
    const is = await africa(`waitFor=${(await logOf(stream)).at(-1)!.position}`);
    expect(is - was).toBeCloseTo(Number(inAfrica(first.body)), 2);

    // What it told of every figure, the two moments tell.
    const figures = ['regions', 'regions?question=origin', 'regions/by-focus-area', 'focus-areas', 'country-groups'];
    expect(first.body.figures.map(({ of }) => of)).toEqual([...figures, 'working-groups/connecting-people']);
    for (const { of, changes } of first.body.figures) {
      const [page, query] = of.split('?');
      const { body } = await on.get<{ data: typeof changes } & Record<string, unknown>>(
        `/api/v1/${page}/comparison?from.asOf=${log.at(-1)!.position}&from.effectiveAt=2026-06-01&${query ?? ''}`,
      );
      expect({ of, told: told(body.data) }).toEqual({ of, told: told(changes) });
    }
    expect((await preview()).status).toBe(409); // it is settled
    expect(await amountOf(id)).toBe('12000000.50');
  });

  interface PreviewedCell {
    readonly difference: number;
    readonly data: readonly { stream: string; before: number | null; after: number | null; difference: number }[];
    readonly page: { readonly total: number; readonly next: string | null };
  }
  const fromAfrica = `of=${encodeURIComponent('regions?question=origin')}&cell=tables/submitted,published/regions/AFR/exclusive/all`;

  it('tell which records they would move, cell by cell, those of others too', async () => {
    const { stream } = await pledged();
    const [registered] = await logOf(`organisation-${acme}`);
    const body = { stream: `organisation-${acme}`, targets: setting([registered!], { home: { country: 'FR' } }) };
    const events = await on.events();
    const opened = async (asked: string) => {
      const { status, body: page } = await on.post<PreviewedCell>(`/corrections/preview/cell?${asked}`, body, { as: 'administrator' });
      expect({ status, page }).toMatchObject({ status: 200 });
      return page;
    };
    const all = await opened(`${fromAfrica}&limit=200`);
    // Its home is corrected: every commitment that it leads is from Europe then.
    expect(all.data.map(({ stream }) => stream)).toContain(stream);
    expect(all.data).toHaveLength(all.page.total);
    for (const moved of all.data) expect(moved).toMatchObject({ before: 1, after: null, difference: -1 });
    expect(all.difference).toBe(-all.page.total);

    const preview = await previewOf(body);
    const origin = preview.body.figures.find(({ of }) => of === 'regions?question=origin')!;
    // Lines of money come and go with the home; the currency that one is known by is no figure.
    expect(preview.body.figures.flatMap(({ changes }) => changes).filter(({ difference }) => difference === undefined)).toEqual([]);
    for (const { cell, difference } of origin.changes) {
      const behind = await opened(`of=${encodeURIComponent(origin.of)}&cell=${cell.join('/')}&limit=200`);
      expect({ cell, difference: behind.difference }).toEqual({ cell, difference });
    }

    const pages: string[] = [];
    for (let cursor = ''; pages.length <= all.page.total;) {
      const { data, page } = await opened(`${fromAfrica}&limit=1${cursor}`);
      pages.push(...data.map(({ stream }) => stream));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(pages).toEqual(all.data.map(({ stream }) => stream));

    const correction = await proposed(body.stream, body.targets);
    const proposedCell = await on.get<PreviewedCell & Record<string, unknown>>(
      `/api/v1/corrections/${correction}/preview/cell?${fromAfrica}&limit=200`,
      { as: 'secondAdministrator' },
    );
    expect(proposedCell).toMatchObject({ status: 200, body: { difference: all.difference, data: all.data } });
    expect(await on.events()).toBe(events + 1); // the proposal
  });

  it('tell of the latest coalitions, whatever they are called', async () => {
    const launch = (name: string, effectiveAt: string) =>
      on.post<Receipt>('/coalitions', { name: { en: name }, text: { en: 'We connect.' }, effectiveAt }, { as: 'secretariat' });
    for (let n = 0; n < 20; n++) await launch(`Another ${n}`, '2024-01-01');
    const { id } = (await launch('Zero left behind', '2025-01-01')).body;
    const signing = { manner: 'ceremony', signatory: { name: { en: 'Amina N.' } }, capacity: { en: 'Chair' }, effectiveAt: '2025-02-01' };
    const { body: signed } = await on.post<Receipt>(`/coalitions/${id}/signatures/${acme}`, signing);
    const body = { stream: signed.stream, targets: (await logOf(signed.stream)).map(event => ({ event: event.id, void: true })) };
    const preview = await previewOf(body);
    expect(preview.body.figures.map(({ of }) => of)).toEqual([`coalitions/${id}`]);
  });

  it('tell of a cycle that they bring back', async () => {
    const days = { from: '2025-03-01', to: '2026-02-28', opens: '2026-03-01', due: '2026-03-31', grace: '2026-04-30' };
    const opening = { name: { en: 'Reports on a year' }, days, effectiveAt: '2025-12-01' };
    const { id, stream } = (await on.post<Receipt>('/reporting-cycles', opening, { as: 'secretariat' })).body;
    const voided = async () => {
      const event = (await logOf(stream)).at(-1)!;
      const body = { stream, targets: [{ event: event.id, void: true }] };
      const preview = await previewOf(body);
      const correction = await proposed(stream, body.targets);
      await approve(correction, String(event.revision));
      await settled(correction);
      return preview.body.figures
        .find(({ of }) => of === `reporting-cycles/${id}`)
        ?.changes.map(({ cell, difference }) => [...cell, difference]);
    };
    const owed = ['counted', 'tables', 'submitted', 'whole', 'owed'];
    const [gone, back] = [await voided(), await voided()].map(changes => changes?.find(cell => String(cell.slice(0, -1)) === String(owed)));
    expect(Number(back?.at(-1))).toBeGreaterThan(0);
    expect(Number(gone?.at(-1))).toBe(-Number(back?.at(-1)));
  });

  it.each([
    ['a figure that there is not', 'of=nothing&cell=tables', 'of'],
    ['no figure', 'cell=tables', 'of'],
    ['no cell', 'of=regions', 'cell'],
    ['what records have no part in', 'of=regions&cell=latest/whole/0/title/en', 'cell'],
    ['a cell that there is not', 'of=regions&cell=tables/submitted,published/regions/MARS/exclusive/all', 'cell'],
  ])('open no cell of %s', async (_, asked, parameter) => {
    const { stream, log } = await pledged();
    const body = { stream, targets: setting(log, { value: rightValue }) };
    const problem = await refused(
      () => on.post(`/corrections/preview/cell?${asked}`, body, { as: 'administrator' }),
      422,
      'fields-invalid',
    );
    expect(problem['errors']).toMatchObject([{ parameter }]);
  });

  it('are looked at by administrators', async () => {
    const { stream, log } = await pledged();
    const body = { stream, targets: setting(log, { value: rightValue }) };
    await refused(() => on.post('/corrections/preview', body, { as: 'secretariat' }), 403, 'forbidden');
    await refused(() => on.get('/api/v1/corrections/nothing/preview'), 401, 'unauthenticated');
    await refused(() => on.post(`/corrections/preview/cell?${fromAfrica}`, body, { as: 'secretariat' }), 403, 'forbidden');
    await refused(() => on.get(`/api/v1/corrections/nothing/preview/cell?${fromAfrica}`), 401, 'unauthenticated');
    await refused(() => on.get('/api/v1/corrections/nothing/preview', { as: 'administrator' }), 404, 'not-found');
    await refused(() => on.post('/corrections/preview', { ...body, targets: [] }, { as: 'administrator' }), 422, 'fields-invalid');
    await refused(
      () => on.post('/corrections/preview', { stream, targets: [{ event: log[0]!.id, void: true }] }, { as: 'administrator' }),
      409,
      'contradicts-the-record',
    );
  });

  it('are listed, those of a record among them', async () => {
    const { stream, log } = await pledged();
    const correction = await proposed(stream, setting(log, { value: rightValue }));
    const { position } = (await logOf(`correction-${correction}`)).at(-1)!;
    const { body } = await on.get<{ data: { id: string; status: string }[]; page: { total: number } }>(
      `/api/v1/corrections?record=${stream}&status=proposed&waitFor=${position}`,
    );
    expect(body).toMatchObject({ data: [{ id: correction, status: 'proposed', record: stream }], page: { total: 1 } });
    const events = await on.get<{ data: { type: string }[] }>(`/api/v1/corrections/${correction}/events`);
    expect(events.body.data.map(({ type }) => type)).toEqual(['CorrectionProposed']);
  });

  it('are found in the ledger by the type of their events, whatever record they mend', async () => {
    const { body } = await on.get<{ data: { type: string; stream: string }[] }>('/api/v1/events?type=EventsCorrected');
    expect(new Set(body.data.map(({ type }) => type))).toEqual(new Set(['EventsCorrected']));
    expect(new Set(body.data.map(({ stream }) => categoryOf(stream)))).toEqual(new Set(['commitment', 'reportingCycle']));
    expect((await on.get('/api/v1/events?type=EventsCorrected&category=correction')).status).toBe(422);
  });
});
