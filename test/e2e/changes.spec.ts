import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Compile } from 'typebox/compile';
import { RecordChangesAnswer } from '../../apps/api/src/history/history.answers.js';
import { acme, FixedClock, pledge, type Receipt, TestService } from './service.js';

interface Head {
  readonly id: string;
  readonly type: string;
}
interface Line {
  readonly stream: string;
  readonly href: string;
  readonly title: object | null;
  readonly change: string;
  readonly changes: readonly {
    readonly pointer: string;
    readonly before?: unknown;
    readonly after?: unknown;
    readonly difference?: unknown;
  }[];
  readonly events: readonly { readonly event: Head; readonly because: string; readonly correctedBy: readonly Head[] }[];
}
interface Changes {
  readonly from: { readonly position: string | null; readonly day: string };
  readonly totals: Readonly<Record<'entered' | 'left' | 'changed', number>>;
  readonly data: readonly Line[];
  readonly page: { readonly next: string | null; readonly prev: string | null; readonly total: number };
  readonly asOf: { readonly position: string; readonly day: string };
}

let on: TestService;
let shown = '0';
beforeAll(async () => {
  on = await TestService.start({}, { clock: new FixedClock('2026-06-01T12:00:00.000Z') });
  const home = { country: 'KE' };
  await wrote(on.post('/organisations', { name: { en: 'Acme' }, category: 'private-sector', home, effectiveAt: '2024-01-01' }));
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
const pledged = (more: object = {}) => wrote(on.post('/commitments', { ...pledge, ...more }));
const accepted = (id: string, effectiveAt = '2025-02-01') =>
  wrote(on.post(`/commitments/${id}/acceptance`, { effectiveAt }, { as: 'secretariat' }));
/** A compensating event, as an approved correction leaves it. */
async function correct(stream: string, nth: number, mend: object): Promise<{ id: string; corrected: string; position: string }> {
  const log: { id: string; revision: bigint }[] = [];
  for await (const event of on.service.store.readStream(stream)) log.push(event);
  const [id, corrected] = [randomUUID(), log[nth]!.id];
  const metadata = {
    actor: { subject: 'mithaq', roles: ['system'] },
    ...{ correlationId: 'corrections', schemaVersion: 1, effectiveAt: '2025-01-01', corrects: [corrected] },
    ...{ reason: { en: 'Read wrongly.' }, authority: 'Letter of 3 May 2026' },
  };
  const data = { correction: randomUUID(), targets: [{ event: corrected, ...mend }] };
  const { position } = await on.service.store.append(stream, log.at(-1)!.revision, [{ id, type: 'EventsCorrected', data, metadata }]);
  shown = position.toString();
  return { id, corrected, position: shown };
}
/** What is answered is what is documented. */
async function changes(collection: string, asked: Readonly<Record<string, string>>): Promise<Changes> {
  const query = new URLSearchParams({ ...asked, waitFor: shown }).toString();
  const { status, body } = await on.get<Changes>(`/api/v1/${collection}/changes?${query}`);
  expect({ collection, asked, status, errors: Compile(RecordChangesAnswer).Errors(body) }).toEqual({
    collection,
    asked,
    status: 200,
    errors: [],
  });
  return body;
}
const brief = ({ stream, change, changes, events }: Line) => ({
  stream,
  change,
  changes,
  events: events.map(({ event, because, correctedBy }) => [event.type, because, ...correctedBy.map(({ id }) => id)]),
});
const commitments = async (asked: Readonly<Record<string, string>>, ...streams: string[]) =>
  (await changes('commitments', asked)).data.map(brief).filter(({ stream }) => streams.includes(stream));

describe('the commitments between two moments', () => {
  it('came, went and changed by what was recorded, either way round', async () => {
    const first = await pledged();
    const before = shown;
    const second = await pledged({ title: { en: 'A second one' } });
    await accepted(first.id);
    const { totals, data, from, asOf } = await changes('commitments', { 'from.asOf': before });
    expect(totals).toEqual({ entered: 1, left: 0, changed: 1 });
    expect([from.position, asOf.position]).toEqual([before, shown]);
    const registration = { pointer: '/registration', before: 'pledged', after: 'accepted' };
    expect(data.find(({ stream }) => stream === first.stream)).toMatchObject({
      href: `/api/v1/commitments/${first.id}`,
      title: { en: 'Fibre to every school' },
      change: 'changed',
      changes: [{ pointer: '/acceptance', after: {} }, registration],
      events: [{ event: { type: 'CommitmentAccepted' }, because: 'recorded', correctedBy: [] }],
    });
    const came = data.find(({ stream }) => stream === second.stream)!;
    expect(came).toMatchObject({ title: { en: 'A second one' }, change: 'entered', events: [{ because: 'recorded' }] });
    expect(came.changes).toContainEqual({ pointer: '/lead', after: acme });

    const back = await changes('commitments', { 'from.asOf': shown, asOf: before });
    expect(back.totals).toEqual({ entered: 0, left: 1, changed: 1 });
    expect(back.data.map(brief).find(({ stream }) => stream === first.stream)).toMatchObject({
      changes: [
        { pointer: '/acceptance', before: {} },
        { pointer: '/registration', before: 'accepted', after: 'pledged' },
      ],
      events: [['CommitmentAccepted', 'not-yet-recorded']],
    });
  });

  it('came, went and changed by the days, with nothing recorded between', async () => {
    const { id, stream } = await pledged({ effectiveAt: '2025-05-01' });
    await accepted(id, '2025-06-01');
    const between = (from: string, to: string) => commitments({ 'from.effectiveAt': from, effectiveAt: to }, stream);
    expect(await between('2025-05-01', '2025-06-01')).toMatchObject([{ change: 'changed', events: [['CommitmentAccepted', 'came-true']] }]);
    expect(await between('2025-04-30', '2025-05-01')).toMatchObject([{ change: 'entered', events: [['CommitmentPledged', 'came-true']] }]);
    expect(await between('2025-06-01', '2025-04-30')).toMatchObject([
      {
        change: 'left',
        events: [
          ['CommitmentPledged', 'not-yet-true'],
          ['CommitmentAccepted', 'not-yet-true'],
        ],
      },
    ]);
    expect(await between('2025-05-01', '2025-05-31')).toEqual([]);
  });

  it('changed by corrections, went by them and came back, and say by how much and by which', async () => {
    const { id, stream } = await pledged({ value: { ...pledge.value, amount: '500.00' } });
    const start = shown;
    const value = { amount: '9007199254740993', currency: 'USD', nature: 'own' };
    const mended = await correct(stream, 0, { set: { value }, schemaVersion: 1 });
    const sum = { pointer: '/details/value/amount', before: '50000', after: value.amount, difference: '9007199254690993' };
    expect(await commitments({ 'from.asOf': start }, stream)).toEqual([
      { stream, change: 'changed', changes: [sum], events: [['CommitmentPledged', 'corrected', mended.id]] },
    ]);
    // Of a day before the correction was known nothing else was true.
    expect(await commitments({ 'from.effectiveAt': '2025-03-01' }, stream)).toEqual([]);

    const voided = await correct(stream, 0, { void: true });
    const [left] = await commitments({ 'from.asOf': mended.position }, stream);
    expect(left).toMatchObject({ change: 'left', events: [['CommitmentPledged', 'voided', voided.id]] });
    expect(left!.changes).toContainEqual({ pointer: '/lead', before: acme });
    expect(await commitments({ 'from.asOf': shown, asOf: mended.position }, stream)).toMatchObject([
      { change: 'entered', events: [['CommitmentPledged', 'restored', voided.id]] },
    ]);
    const unvoided = await correct(stream, 2, { void: true });
    expect(await commitments({ 'from.asOf': voided.position }, stream)).toMatchObject([
      { change: 'entered', events: [['CommitmentPledged', 'restored', unvoided.id]] },
    ]);
    // Corrected, and corrected back: nothing is another.
    expect(await commitments({ 'from.asOf': mended.position }, stream)).toEqual([]);
    expect((await on.get(`/api/v1/commitments/${id}?waitFor=${shown}`)).status).toBe(200);
  });

  it('are told of by events where no field of their state is another', async () => {
    const { stream } = await pledged();
    const before = shown;
    const moved = await correct(stream, 0, { set: {}, effectiveAt: '2025-01-15', schemaVersion: 1 });
    expect(await commitments({ 'from.asOf': before }, stream)).toEqual([
      { stream, change: 'changed', changes: [], events: [['CommitmentPledged', 'corrected', moved.id]] },
    ]);
  });

  it('came and went by a filter: by what they say, and by what is said of their lead', async () => {
    const { id, stream } = await pledged();
    const before = shown;
    await accepted(id);
    const registration = { pointer: '/registration', before: 'pledged', after: 'accepted' };
    const chosen = (filter: Readonly<Record<string, string>>) => commitments({ 'from.asOf': before, ...filter }, stream);
    expect(await chosen({ registration: 'accepted' })).toMatchObject([{ change: 'entered', changes: [{ after: {} }, registration] }]);
    expect(await chosen({ registration: 'pledged' })).toMatchObject([{ change: 'left', events: [['CommitmentAccepted', 'recorded']] }]);
    expect(await chosen({ region: 'AFR' })).toMatchObject([{ change: 'changed' }]);
    expect(await chosen({ region: 'CIS' })).toEqual([]);
    expect(await chosen({ provenance: 'demonstration' })).toEqual([]);

    const settled = shown;
    const amendment = { effectiveAt: '2025-03-01', reason: { en: 'Moved.' }, changes: { home: { country: 'UG' } } };
    await wrote(on.patch(`/organisations/${acme}`, amendment, { headers: { 'if-match': '"r1"' } }));
    const home = (originCountry: string) => commitments({ 'from.asOf': settled, originCountry }, stream);
    expect(await home('UG')).toEqual([{ stream, change: 'entered', changes: [], events: [] }]);
    expect(await home('KE')).toEqual([{ stream, change: 'left', changes: [], events: [] }]);
    expect(await commitments({ 'from.asOf': settled }, stream)).toEqual([]);
    expect((await changes('organisations', { 'from.asOf': settled })).data.map(brief)).toMatchObject([
      { stream: `organisation-${acme}`, change: 'changed', changes: [{ pointer: '/details/home/country', before: 'KE', after: 'UG' }] },
    ]);
  });

  it('come page by page, forwards and back, of the same two moments, whatever is recorded meanwhile', async () => {
    const from = shown;
    const made = [await pledged(), await pledged(), await pledged(), await pledged(), await pledged()].map(({ stream }) => stream).sort();
    const asked = { 'from.effectiveAt': '2026-06-01', 'from.asOf': from, limit: '2' };
    const first = await changes('commitments', asked);
    const link = (await on.get(`/api/v1/commitments/changes?${new URLSearchParams(asked).toString()}`)).headers.get('link')!;
    expect(link).toContain('rel="next"');
    await pledged();
    await accepted(made[4]!.slice('commitment-'.length));
    const second = await changes('commitments', { ...asked, cursor: first.page.next! });
    const third = await changes('commitments', { ...asked, cursor: second.page.next! });
    expect([first, second, third].flatMap(({ data }) => data.map(({ stream }) => stream))).toEqual(made);
    expect(third.data.map(brief)).toMatchObject([{ change: 'entered', events: [['CommitmentPledged', 'recorded']] }]);
    for (const page of [second, third]) {
      expect([page.from, page.asOf, page.totals, page.page.total]).toEqual([
        first.from,
        first.asOf,
        { entered: 5, left: 0, changed: 0 },
        5,
      ]);
    }
    expect([third.page.next, first.page.prev]).toEqual([null, null]);
    expect((await changes('commitments', { ...asked, cursor: third.page.prev! })).data).toEqual(second.data);
    expect((await changes('commitments', asked)).totals.entered).toBe(6);
    const other = await on.get(
      `/api/v1/commitments/changes?${new URLSearchParams({ ...asked, region: 'AFR', cursor: first.page.next! }).toString()}`,
    );
    expect(other).toMatchObject({ status: 400, body: { type: '/problems/cursor-invalid' } });
  });

  it('of a moment that was compared with now, from the position on which the answer was', async () => {
    const { stream } = await pledged({ effectiveAt: '2026-05-01' });
    const { data, from } = await changes('commitments', { 'from.effectiveAt': '2026-05-01', asOf: '1' });
    expect(from.position).toBe(shown);
    expect(data.map(brief).find(line => line.stream === stream)).toMatchObject({
      change: 'left',
      events: [['CommitmentPledged', 'not-yet-recorded']],
    });
  });

  it('are an answer that a client may keep, until either moment says something else', async () => {
    const ask = (etag?: string) =>
      on.get(`/api/v1/commitments/changes?from.asOf=2&waitFor=${shown}`, { headers: etag === undefined ? {} : { 'if-none-match': etag } });
    const { headers } = await ask();
    const etag = headers.get('etag')!;
    expect(etag).toMatch(/^W\//);
    expect((await ask(etag)).status).toBe(304);
    await pledged();
    expect((await ask(etag)).status).toBe(200);
  });
});

describe('records of every kind between two moments', () => {
  it('came, and changed', async () => {
    const start = shown;
    const as = 'secretariat';
    const signing = { signatory: { name: { en: 'Amina Northwater' } }, capacity: { en: 'Director' }, manner: 'ceremony' };
    const days = { from: '2025-01-01', to: '2025-12-31', opens: '2026-01-01', due: '2026-03-01', grace: '2026-04-01' };
    const actionPlan = { id: 'BaAP', name: 'Baku Action Plan', from: '2026-01-01', to: '2030-01-01' };
    const priority = { region: 'AFR', code: 'AFR7', name: { en: 'Schools' }, actionPlan, wording: 'to-be-confirmed' };
    const coalition = (await wrote(on.post('/coalitions', { name: { en: 'Connect' }, text: { en: 'We connect.' } }, { as }))).id;
    await wrote(on.post(`/coalitions/${coalition}/signatures/${acme}`, signing));
    await wrote(on.post('/working-groups/connecting-people/establishment', {}, { as }));
    await wrote(on.post('/regional-priorities/baap-afr7/adoption', { ...priority, source: { title: { en: 'The plan' } } }, { as }));
    const cycle = await wrote(on.post('/reporting-cycles', { name: { en: 'Reports on 2025' }, days }, { as }));
    const stream = (await pledged()).stream;
    const { body } = await on.get<{ data: { event: Head }[] }>(
      `/api/v1/commitments/${stream.slice('commitment-'.length)}/history?waitFor=${shown}`,
    );
    const targets = [{ event: body.data[0]!.event.id, void: true }];
    const proposal = { stream, targets, reason: { en: 'Twice.' }, authority: 'Letter of 3 May 2026' };
    const correction = await wrote(on.post('/corrections', proposal, { as: 'administrator' }));
    const group = await correct('countryGroup-LDC', 0, { set: { name: { en: 'The least developed countries' } }, schemaVersion: 1 });
    const country = await correct('country-KE', 0, { set: { name: { en: 'The Republic of Kenya' } }, schemaVersion: 1 });

    const expected: Readonly<Record<string, readonly [href: string, title: object | null, ...events: string[][]]>> = {
      coalitions: [`coalitions/${coalition}`, { en: 'Connect' }, ['CoalitionLaunched', 'recorded'], ['DocumentPublished', 'recorded']],
      [`coalitions/${coalition}/signatures`]: [`coalitions/${coalition}/signatures/${acme}`, null, ['DocumentSigned', 'recorded']],
      'working-groups': ['working-groups/connecting-people', null, ['WorkingGroupEstablished', 'recorded']],
      'reporting-cycles': [`reporting-cycles/${cycle.id}`, { en: 'Reports on 2025' }, ['ReportingCycleOpened', 'recorded']],
      'regional-priorities': ['regional-priorities/baap-afr7', { en: 'Schools' }, ['RegionalPriorityAdopted', 'recorded']],
      corrections: [`corrections/${correction.id}`, null, ['CorrectionProposed', 'recorded']],
      'country-groups': ['country-groups/LDC', { en: 'The least developed countries' }, ['CountryGroupListed', 'corrected', group.id]],
      countries: ['countries/KE', { en: 'The Republic of Kenya' }, ['CountryListed', 'corrected', country.id]],
    };
    for (const [collection, [href, title, ...events]] of Object.entries(expected)) {
      const { data, totals } = await changes(collection, { 'from.asOf': start });
      const change = collection.startsWith('countr') ? 'changed' : 'entered';
      expect({ collection, totals }).toEqual({ collection, totals: { entered: 0, left: 0, changed: 0, [change]: 1 } });
      expect({ ...brief(data[0]!), href: data[0]!.href, title: data[0]!.title }).toMatchObject({
        change,
        href: `/api/v1/${href}`,
        title,
        events,
      });
      expect((await on.get(data[0]!.href)).status).toBe(200);
      expect(JSON.stringify(data)).not.toContain('Amina');
    }
  });

  it.each([
    ['commitments/changes', 422, 'from.asOf'],
    ['commitments/changes?asOf=1', 422, 'from.asOf'],
    ['commitments/changes?from.asOf=May', 400, 'from.asOf'],
    ['commitments/changes?from.asOf=999999999', 422, 'from.asOf'],
    ['commitments/changes?from.effectiveAt=2025-02-30', 400, 'from.effectiveAt'],
    ['commitments/changes?from.asOf=1&asOf=999999999', 422, 'asOf'],
    ['commitments/changes?from.asOf=1&registration=open', 422, 'registration'],
    ['commitments/changes?from.asOf=1&sort=title', 422, 'sort'],
    ['commitments/changes?from.asOf=1&limit=0', 422, 'limit'],
    ['commitments/changes?from.asOf=1&cursor=abc', 400, 'cursor'],
    ['countries/changes?from.asOf=1&provenance=published', 422, 'provenance'],
    ['organisations/changes?from.asOf=1&region=AFR', 422, 'region'],
    ['coalitions/none/signatures/changes?from.asOf=1', 404, undefined],
  ])('%s is refused with %i', async (path, status, parameter) => {
    const answer = await on.get<{ detail: string; errors?: readonly { parameter: string }[] }>(`/api/v1/${path}`);
    expect([answer.status, answer.body.errors?.[0]?.parameter, typeof answer.body.detail]).toEqual([status, parameter, 'string']);
  });
});
