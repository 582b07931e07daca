import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommitmentAnswer, CommitmentsAnswer, EventsAnswer } from '../../apps/api/src/commitments/commitments.answers.js';
import { CountriesAnswer, CountryAnswer } from '../../apps/api/src/countries/countries.answers.js';
import { CountryGroupAnswer, CountryGroupsAnswer } from '../../apps/api/src/country-groups/country-groups.answers.js';
import { FocusAreaAnswer, FocusAreasAnswer } from '../../apps/api/src/focus-areas/focus-areas.answers.js';
import { OrganisationAnswer, OrganisationsAnswer } from '../../apps/api/src/organisations/organisations.answers.js';
import { ReferenceAnswer } from '../../apps/api/src/reference/reference.answers.js';
import { RegionalPrioritiesAnswer } from '../../apps/api/src/regional-priorities/regional-priorities.answers.js';
import { RegionAnswer, RegionsAnswer, RegionsByFocusAreaAnswer } from '../../apps/api/src/regions/regions.answers.js';
import { acme, type Answer, beyondEveryLedger, raw, TestService } from './service.js';

const reason = { en: 'As announced.' };
const source = { title: { en: 'Letter to the secretariat' } };
const pledge = {
  effectiveAt: '2025-01-01',
  lead: acme,
  title: { en: 'Fibre to every school', ar: 'الألياف إلى كل مدرسة' },
  description: { en: 'Two thousand schools.' },
  focusAreas: { primary: 'connecting-people', others: ['empowering-communities'] },
  kind: 'financial',
  implementation: { regions: [], countries: ['KE', 'EG'], groups: ['LDC'], shares: { AFR: 750, ARB: 250 } },
  value: { amount: '12000000.50', currency: 'USD', nature: 'own' },
  beneficiaries: { count: 1000, groups: ['women'] },
  sdgs: [4, 9],
  start: '2025-01-01',
  end: '2027-12-31',
};

interface AsOf {
  readonly position: string | null;
  readonly event: string | null;
  readonly recordedAt: string | null;
  readonly effectiveAt?: string;
  readonly effectiveAtAsked?: string;
  readonly day: string;
  readonly ledgerBegins: string;
  readonly hint?: { readonly en: string; readonly ar: string };
}
interface Page {
  readonly data: readonly { readonly id: string; readonly provenance: string; readonly registration: string }[];
  readonly page: { readonly next: string | null; readonly prev: string | null; readonly limit: number; readonly total: number };
  readonly asOf: AsOf;
  readonly notices: readonly { readonly notice: string }[];
}
interface MoneyLine {
  readonly amount: string;
  readonly currency: string;
}
interface Part {
  readonly exclusive: { readonly all: number; readonly standing: number };
  readonly value: { readonly own: readonly MoneyLine[]; readonly usdEquivalent: { readonly amount: string } };
}
interface Regions {
  readonly rule: number;
  readonly tables: readonly {
    readonly provenance: readonly string[];
    readonly regions: readonly Part[];
    readonly several: Part;
    readonly notStated: Part;
    readonly whole: Part;
  }[];
  readonly asOf: AsOf;
  readonly notices: readonly object[];
}
type Problem = {
  readonly type: string;
  readonly detail: string;
  readonly errors?: readonly { readonly parameter?: string; readonly detail: string }[];
} & Readonly<Record<string, unknown>>;

/** Reads over HTTP, on a real store with the published pledges and a life of our own beside them. */
describe('reading over HTTP', () => {
  let on: TestService;
  let id: string;
  let beforeAmendment: string;
  let amended: string;

  const get = <Body = Problem>(path: string, headers: Record<string, string> = {}) => on.get<Body>(`/api/v1/${path}`, { headers });
  const written = async (sent: Promise<Answer>) => {
    const { status, body, headers } = await sent;
    expect({ status, body }).toMatchObject({ body: { position: expect.any(String) as unknown } });
    return { id: body['id'] as string, position: headers.get('mithaq-position')! };
  };

  beforeAll(async () => {
    on = await TestService.start({ content: 'published' });
    const registration = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
    await written(on.post('/organisations', registration));
    await written(on.post(`/organisations/${acme}/verification`, { effectiveAt: '2024-02-01' }, { as: 'secretariat' }));
    ({ id } = await written(on.post('/commitments', pledge)));
    ({ position: beforeAmendment } = await written(
      on.post(`/commitments/${id}/acceptance`, { effectiveAt: '2025-02-01' }, { as: 'secretariat' }),
    ));
    const changes = { value: { amount: '20000000', currency: 'USD', nature: 'own' }, title: { en: 'Fibre to each school' } };
    ({ position: amended } = await written(
      on.patch(`/commitments/${id}`, { effectiveAt: '2026-03-01', reason, changes }, { headers: { 'if-match': '"r1"' } }),
    ));
    const demonstration = { ...registration, name: { en: 'A demonstration body' }, provenance: 'demonstration', sources: [source] };
    const { id: lead } = await written(on.post('/organisations', demonstration, { as: 'secretariat' }));
    await written(
      on.post(
        '/commitments',
        { ...pledge, lead, effectiveAt: '2025-06-01', title: { en: 'A demonstration' }, sources: [source] },
        { as: 'secretariat' },
      ),
    );
    const { position } = await written(
      on.post('/commitments', { effectiveAt: '2025-07-01', lead: acme, title: { en: 'Nothing stated' }, focusAreas: pledge.focusAreas }),
    );
    expect((await get(`regions?waitFor=${position}`)).status).toBe(200);
  });
  afterAll(() => on.stop());

  describe('has the answer that is documented', () => {
    const answers: Readonly<Record<string, () => readonly [path: string, schema: TSchema]>> = {
      commitments: () => ['commitments?limit=200&provenance=submitted&provenance=published&provenance=demonstration', CommitmentsAnswer],
      commitment: () => [`commitments/${id}`, CommitmentAnswer],
      'events of a commitment': () => [`commitments/${id}/events`, EventsAnswer],
      organisations: () => ['organisations?limit=200', OrganisationsAnswer],
      organisation: () => [`organisations/${acme}`, OrganisationAnswer],
      'events of an organisation': () => [`organisations/${acme}/events`, EventsAnswer],
      regions: () => ['regions', RegionsAnswer],
      'regions of origin': () => ['regions?question=origin', RegionsAnswer],
      'regions of two provenances': () => ['regions?provenance=submitted&provenance=demonstration', RegionsAnswer],
      region: () => ['regions/AFR', RegionAnswer],
      'region × focus area': () => ['regions/by-focus-area', RegionsByFocusAreaAnswer],
      'focus areas': () => ['focus-areas', FocusAreasAnswer],
      'focus area': () => ['focus-areas/connecting-people', FocusAreaAnswer],
      'country groups': () => ['country-groups', CountryGroupsAnswer],
      'country group': () => ['country-groups/LDC', CountryGroupAnswer],
      countries: () => ['countries', CountriesAnswer],
      country: () => ['countries/KE', CountryAnswer],
      'regional priorities': () => ['regional-priorities', RegionalPrioritiesAnswer],
      reference: () => ['reference', ReferenceAnswer],
    };

    it.each(Object.keys(answers))('%s', async name => {
      const [path, schema] = answers[name]!();
      const moments =
        path === 'reference' ? [''] : ['', `asOf=${beforeAmendment}`, 'effectiveAt=2025-06-30', `asOf=${amended}&effectiveAt=2025-06-30`];
      const validator = Compile(schema);
      for (const moment of moments) {
        const { status, body, headers } = await get<object>(`${path}${path.includes('?') ? '&' : '?'}${moment}`);
        expect(status).toBe(200);
        expect(validator.Errors(body)).toEqual([]);
        expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
        expect(headers.get('cache-control')).toBe('no-cache');
      }
    });

    it('each commitment of the list, on its own page and with its events', async () => {
      const { body } = await get<Page>('commitments?limit=200');
      const [page, events] = [Compile(CommitmentAnswer), Compile(EventsAnswer)];
      for (const { id } of body.data) {
        expect(page.Errors((await get(`commitments/${id}`)).body)).toEqual([]);
        expect(events.Errors((await get(`commitments/${id}/events`)).body)).toEqual([]);
      }
    });

    it('and is listed so in the OpenAPI document, with its parameters', async () => {
      const { body } = await on.get<{
        paths: Record<string, { get: { parameters: { name: string }[]; responses: Record<string, object> } }>;
        components: { schemas: object };
      }>('/openapi.json');
      const { parameters, responses } = body.paths['/api/v1/commitments']!.get;
      expect(parameters.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['region', 'value.gte', 'sort', 'cursor', 'asOf', 'effectiveAt', 'waitFor']),
      );
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '304', '400', '422', '503']));
      for (const name of ['Commitments', 'Commitment', 'Regions', 'Country', 'Reference'])
        expect(body.components.schemas).toHaveProperty(name);
    });
  });

  describe('at a moment of both clocks', () => {
    interface Commitment {
      readonly title: object;
      readonly value: MoneyLine;
      readonly registration: string;
      readonly smart: object;
      readonly asOf: AsOf;
    }
    const amount = async (moment: string) => (await get<Commitment>(`commitments/${id}?${moment}`)).body.value.amount;

    it('now: as amended', async () => {
      const { body, headers } = await get<Commitment>(`commitments/${id}`);
      expect(body).toMatchObject({
        registration: 'accepted',
        title: { en: 'Fibre to each school' },
        value: { amount: '20000000.00', currency: 'USD' },
      });
      expect(body.smart).toEqual({ rule: 1, specific: true, measurable: true, achievable: true, relevant: true, timeBound: true });
      expect(headers.get('etag')).toBe('"r2"');
      expect(headers.get('mithaq-position')).toBe(body.asOf.position);
    });

    it('as of a position, an event and a time before the amendment: as the ledger said then', async () => {
      const { body, headers } = await get<Commitment>(`commitments/${id}?asOf=${beforeAmendment}`);
      expect(body).toMatchObject({ value: { amount: '12000000.50' }, asOf: { position: beforeAmendment } });
      expect(headers.get('etag')).toBe(`W/"p${beforeAmendment}.${body.asOf.day}.v2"`);
      expect(await amount(`asOf=${body.asOf.event}`)).toBe('12000000.50');
      expect(await amount(`asOf=${encodeURIComponent(body.asOf.recordedAt!)}`)).toMatch(/^(12000000.50|20000000.00)$/); // the same millisecond may have both
    });

    it('effective on a day before the amendment: as is known now of that day', async () => {
      expect(await amount('effectiveAt=2026-02-28')).toBe('12000000.50');
      expect(await amount('effectiveAt=2026-03-01')).toBe('20000000.00');
    });

    it('both: what was known then of that day', async () => {
      const { body } = await get<Commitment>(`commitments/${id}?asOf=${beforeAmendment}&effectiveAt=2025-01-31`);
      expect(body).toMatchObject({
        registration: 'pledged',
        asOf: { position: beforeAmendment, effectiveAt: '2025-01-31', day: '2025-01-31' },
      });
    });

    it('a day that is not known of yet: the latest that is, and says so', async () => {
      const { body } = await get<Commitment>(`commitments/${id}?effectiveAt=2999-01-01`);
      expect(body.asOf).toMatchObject({ effectiveAtAsked: '2999-01-01', effectiveAt: body.asOf.day });
    });

    it('before the first event: an empty answer, with when the ledger begins and what to ask', async () => {
      for (const path of ['commitments', 'organisations', 'countries', 'regional-priorities']) {
        const { status, body } = await get<Page>(`${path}?asOf=2001-01-01T00:00:00Z`);
        expect({ status, body }).toMatchObject({
          status: 200,
          body: { data: [], page: { total: 0, next: null, prev: null }, asOf: { position: null }, notices: [] },
        });
        expect(body.asOf.ledgerBegins).toMatch(/^20/);
        expect(body.asOf.hint!.en).toContain('effectiveAt');
        expect(body.asOf.hint!.ar).toContain('effectiveAt');
      }
      const { body } = await get<Regions>('regions?asOf=0');
      expect(body).toMatchObject({ tables: [{ whole: { exclusive: { all: 0 } } }], asOf: { position: null }, notices: [] });
      expect(body.asOf.hint).toBeDefined();
    });

    it('of what is not there yet: 404, and from when it is there', async () => {
      for (const path of [`commitments/${id}`, `commitments/${id}/events`]) {
        const early = await get(`${path}?effectiveAt=2024-12-31`);
        expect({ status: early.status, body: early.body }).toMatchObject({
          status: 404,
          body: { type: '/problems/not-yet', from: { day: '2025-01-01' } },
        });
        const unrecorded = await get(`${path}?asOf=1`);
        expect(unrecorded.body).toMatchObject({ type: '/problems/not-yet', from: { position: expect.stringMatching(/^\d+$/) } });
        expect(unrecorded.body.detail).toContain('2025-01-01');
      }
      for (const path of [
        'commitments/nothing',
        'organisations/nothing/events',
        'countries/ZZ',
        'country-groups/ABC',
        'regions/XYZ',
        'focus-areas/nothing',
        'commitments/No%00Id',
      ]) {
        expect((await get(path)).status).toBe(404);
      }
    });

    it('that has not come, or is none: a problem that says so', async () => {
      for (const asOf of [beyondEveryLedger, '2999-01-01T00:00:00Z', '99999999999999999999999999']) {
        const { status, body } = await get(`regions?asOf=${asOf}`);
        expect({ status, type: body.type, parameter: body.errors?.[0]?.parameter }).toEqual({
          status: 422,
          type: '/problems/moment-ahead',
          parameter: 'asOf',
        });
      }
      const unknown = await get('regions?asOf=00000000-0000-4000-8000-000000000000');
      expect(unknown.status).toBe(422);
      for (const [parameter, value] of [
        ['asOf', 'yesterday'],
        ['asOf', ''],
        ['asOf', '-1'],
        ['effectiveAt', '2026-02-30'],
        ['effectiveAt', 'now'],
        ['asOf', '2026-11-24'],
      ] as const) {
        const { status, body } = await get(`regions?${parameter}=${value}`);
        expect({ status, parameter: body.errors?.[0]?.parameter }).toEqual({ status: 400, parameter });
      }
      expect((await get('regions?asOf=1&asOf=2')).status).toBe(422);
    });

    it('a past answer never changes', async () => {
      const paths = ['regions', 'focus-areas', 'commitments', `commitments/${id}`, 'organisations'].map(
        path => `${path}?asOf=${beforeAmendment}`,
      );
      const before = await Promise.all(paths.map(path => get<object>(path)));
      const changes = { description: { en: 'Again.' } };
      const { headers } = await get(`commitments/${id}`);
      const { position } = await written(
        on.patch(`/commitments/${id}`, { effectiveAt: '2025-01-15', reason, changes }, { headers: { 'if-match': headers.get('etag')! } }),
      );
      expect((await get(`regions?waitFor=${position}`)).status).toBe(200);
      const after = await Promise.all(paths.map(path => get<object>(path)));
      expect(after.map(({ body }) => body)).toEqual(before.map(({ body }) => body));
    });
  });

  describe('the events of one commitment', () => {
    interface Events {
      readonly data: readonly { readonly type: string; readonly effectiveAt: string; readonly actor: object; readonly position: string }[];
    }
    const types = async (moment: string) =>
      (await get<Events>(`commitments/${id}/events?${moment}`)).body.data.map(({ type }) => type.replace('Commitment', ''));

    it('are those that hold, in the order in which they are true, with who and both clocks, and no hashes of requests', async () => {
      const { body } = await get<Events>(`commitments/${id}/events`);
      expect(body.data[0]).toMatchObject({
        type: 'CommitmentPledged',
        effectiveAt: '2025-01-01',
        actor: { subject: 'alice', roles: ['partner'], organisation: acme },
      });
      expect(body.data.map(({ effectiveAt }) => effectiveAt)).toEqual(body.data.map(({ effectiveAt }) => effectiveAt).sort());
      expect(JSON.stringify(body)).not.toContain('"request"');
    });

    it('up to a position, and up to a day', async () => {
      expect(await types(`asOf=${beforeAmendment}`)).toEqual(['Pledged', 'Accepted']);
      expect(await types(`asOf=${amended}`)).toEqual(['Pledged', 'Accepted', 'Amended']);
      expect(await types(`asOf=${amended}&effectiveAt=2026-02-28`)).toEqual(['Pledged', 'Accepted']);
    });
  });

  describe('a list', () => {
    const everything = 'provenance=submitted&provenance=published&provenance=demonstration';
    const walk = async (path: string, side: 'next' | 'prev', cursor: string) => {
      const pages: Page[] = [];
      for (let at: string | null = cursor; at !== null; at = pages.at(-1)!.page[side]) {
        const { status, body } = await get<Page>(`${path}${at === '' ? '' : `&cursor=${at}`}`);
        expect(status).toBe(200);
        pages.push(body);
      }
      return pages;
    };

    it.each(['-latest', 'latest', 'title', '-value,title', 'value', 'start,-end', 'pledged', '-end'])(
      'sorted by %s: all of its pages, there and back, are the whole',
      async sort => {
        const path = `commitments?${everything}&sort=${sort}`;
        const ids = (pages: readonly Page[]) => pages.flatMap(({ data }) => data.map(({ id }) => id));
        const { body: whole } = await get<Page>(`${path}&limit=200`);
        expect(whole.data).toHaveLength(whole.page.total);
        const there = await walk(`${path}&limit=7`, 'next', '');
        expect(ids(there)).toEqual(ids([whole]));
        expect(there.every(({ page, asOf }) => page.total === whole.page.total && asOf.position === whole.asOf.position)).toBe(true);
        const last = there.at(-1)!;
        const back = await walk(`${path}&limit=7`, 'prev', last.page.prev!);
        expect([...ids([...back].reverse()), ...last.data.map(({ id }) => id)]).toEqual(ids([whole]));
      },
    );

    it('goes on at the moment at which it began, whatever is recorded meanwhile', async () => {
      const path = `commitments?${everything}&sort=title&limit=20`;
      const { body: first } = await get<Page>(path);
      const { position } = await written(
        on.post('/commitments', { lead: acme, effectiveAt: '2025-08-01', title: { en: 'Zebra crossings' }, focusAreas: pledge.focusAreas }),
      );
      const { body: now } = await get<Page>(`${path}&waitFor=${position}`);
      expect(now.page.total).toBe(first.page.total + 1);
      const rest = await walk(path, 'next', first.page.next!);
      expect(rest.flatMap(({ data }) => data).length + first.data.length).toBe(first.page.total);
      expect(new Set(rest.map(({ asOf }) => asOf.position))).toEqual(new Set([first.asOf.position]));
    });

    it('has its other pages in the header Link, to be followed as they are', async () => {
      const { headers, body } = await get<Page>('commitments?limit=5&region=AFR&region=ARB&q=e');
      const links = new Map([...headers.get('link')!.matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, address, rel]) => [rel!, address!]));
      expect([...links.keys()]).toEqual(['next', 'first']);
      const next = await on.get<Page>(links.get('next')!);
      expect(next.status).toBe(200);
      expect(next.headers.get('link')).toContain('rel="prev"');
      expect((await on.get<Page>(links.get('first')!)).body.data).toEqual(body.data);
    });

    it('takes a cursor of this list with these filters, this sort and this moment alone', async () => {
      const { body } = await get<Page>('commitments?limit=5&sort=title');
      const cursor = body.page.next!;
      expect((await get(`commitments?limit=9&sort=title&cursor=${cursor}`)).status).toBe(200);
      const bytes = Buffer.from(cursor, 'base64url');
      const changed = (from: string, to: string) => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1').toString('base64url');
      const others = [
        `organisations?limit=5&sort=name&cursor=${cursor}`,
        `commitments?limit=5&cursor=${cursor}`,
        `commitments?limit=5&sort=-title&cursor=${cursor}`,
        `commitments?limit=5&sort=title&region=AFR&cursor=${cursor}`,
        `commitments?limit=5&sort=title&asOf=${beforeAmendment}&cursor=${cursor}`,
        `commitments?limit=5&sort=title&cursor=`,
        `commitments?limit=5&sort=title&cursor=nonsense`,
        `commitments?limit=5&sort=title&cursor=${cursor.slice(0, -9)}`,
        `commitments?limit=5&sort=title&cursor=${changed('after', 'sideways')}`,
        `commitments?limit=5&sort=title&cursor=${changed('"after",[', '"after",[1,')}`,
        `commitments?limit=5&sort=title&cursor=${changed('"after",[', '"after",["",')}`,
        `commitments?limit=5&sort=title&cursor=${changed(`"${body.asOf.position}"`, '"-7"')}`,
        `commitments?limit=5&sort=title&cursor=${changed(`"${body.asOf.position}"`, '"999999999"')}`,
        `commitments?limit=5&sort=title&cursor=${changed(`"${body.asOf.day}"`, '"2026-99-99"')}`,
        `commitments?limit=5&sort=title&cursor=${changed(`"${body.asOf.day}"`, '"2030-01-01"')}`,
        `commitments?limit=5&sort=title&cursor=${Buffer.from('null').toString('base64url')}`,
        `commitments?limit=5&sort=title&cursor=${Buffer.from('[[[[').toString('base64url')}`,
      ];
      for (const path of others) {
        const { status, body: problem } = await get(path);
        expect({ path, status, type: problem.type }).toEqual({ path, status: 400, type: '/problems/cursor-invalid' });
        expect(problem.errors).toEqual([{ parameter: 'cursor', detail: problem.detail }]);
      }
    });

    it('is filtered: values of one key are alternatives, different keys must all be met', async () => {
      const total = async (query: string) => {
        const { status, body } = await get<Page>(`commitments?${query}`);
        expect({ query, status }).toEqual({ query, status: 200 });
        return body.page.total;
      };
      const [afr, arb, either, both] = await Promise.all(
        ['onlyRegion=AFR', 'onlyRegion=ARB', 'onlyRegion=AFR&onlyRegion=ARB', 'onlyRegion=AFR&kind=financial'].map(total),
      );
      expect(either).toBe(afr! + arb!);
      expect(both).toBeLessThan(afr!);
      expect(await total(`lead=${acme}`)).toBe(3);
      expect(await total(`lead=${acme}&registration=accepted`)).toBe(1);
      expect(await total('q=FIBRE to each')).toBe(1);
      expect(await total('q=مدرسة')).toBe(0); // the amended title has no Arabic
      expect(await total(`q=مدرسة&asOf=${beforeAmendment}`)).toBe(1);
      expect(await total('value.gte=20000000&value.lte=20000000.00&currency=USD&provenance=submitted')).toBe(1);
      expect(await total('value.gte=20000000.01&currency=USD&provenance=submitted')).toBe(0);
      expect(await total('pledged.gte=2025-01-01&pledged.lte=2025-01-01&provenance=submitted')).toBe(1);
      expect(await total('start.gte=2025-01-01&end.lte=2027-12-31&provenance=submitted')).toBe(1);
      expect(await total('kind=not-stated&provenance=submitted')).toBe(2);
      expect((await get<Page>('organisations?verified=true')).body.data.map(({ id }) => id)).toEqual([acme]);
      expect((await get<Page>('organisations?q=acme&category=private-sector&region=AFR&country=KE')).body.page.total).toBe(1);
      expect((await get<Page>('countries?region=AFR&region=ARB&group=LLDC')).body.page.total).toBeGreaterThan(5);
    });

    it('refuses what it does not know, naming what is near or allowed', async () => {
      const cases: Readonly<Record<string, readonly [parameter: string, detail: RegExp]>> = {
        'commitments?regoin=AFR': ['regoin', /Did you mean "region"\?/],
        'commitments?value.gt=1': ['value.gt', /Did you mean "value.gte"\?/],
        'commitments?zzzzzzzz=1': ['zzzzzzzz', /Known are provenance, region/],
        'commitments?region=AFX': ['region', /"AFX": Must be one of "AFR".*Did you mean "AFR"\?/],
        'commitments?region=AFR&region=': ['region', /"": Must be one of/],
        'commitments?sort=valu': ['sort', /Did you mean "value"\?/],
        'commitments?limit=0': ['limit', /1/],
        'commitments?limit=201': ['limit', /200/],
        'commitments?limit=ten': ['limit', /whole number/],
        'commitments?q=a&q=b': ['q', /more than once/],
        'commitments?lead=No%20Id': ['lead', /lower-case/],
        'commitments?value.gte=1': ['currency', /one currency/],
        'commitments?value.gte=1&currency=USD&currency=EUR': ['currency', /one currency/],
        'commitments?value.gte=1.234&currency=USD': ['value.gte', /2 decimals/],
        'commitments?value.gte=1&currency=ABC': ['currency', /ISO 4217/],
        'commitments?value.lte=1000000000000000000&currency=USD': ['value.lte', /bound/],
        'commitments?value.gte=-1&currency=USD': ['value.gte', /./],
        'commitments?pledged.gte=2026-02-30': ['pledged.gte', /calendar day/],
        'commitments?waitFor=soon': ['waitFor', /./],
        'organisations?verified=yes': ['verified', /true or false/],
        'regions?question=where': ['question', /"implementation", "origin"/],
        'regions/AFR?cursor=x': ['cursor', /not a parameter/],
        'country-groups/LDC?group=SIDS': ['group', /not a parameter/],
        'countries/KE?country=UG': ['country', /not a parameter/],
        'reference?asOf=1': ['asOf', /not a parameter/],
        'commitments?__proto__=1': ['__proto__', /not a parameter/],
      };
      for (const [path, [parameter, detail]] of Object.entries(cases)) {
        const { status, body } = await get(path);
        expect({ path, status, parameter: body.errors?.[0]?.parameter }).toEqual({ path, status: 422, parameter });
        expect(body.errors![0]!.detail).toMatch(detail);
      }
    });
  });

  describe('figures', () => {
    const cents = (lines: readonly MoneyLine[], currency: string) =>
      BigInt((lines.find(line => line.currency === currency)?.amount ?? '0.00').replace('.', ''));

    it.each(['regions', 'regions?question=origin', 'regions?effectiveAt=2025-06-30', 'regions?provenance=submitted'])(
      '%s: the regions, several and not stated add up to the whole',
      async path => {
        const { body } = await get<Regions>(path);
        for (const { regions, several, notStated, whole } of body.tables) {
          const parts = [...regions, several, notStated];
          expect(parts.reduce((sum, { exclusive }) => sum + exclusive.all, 0)).toBe(whole.exclusive.all);
          expect(parts.reduce((sum, { exclusive }) => sum + exclusive.standing, 0)).toBe(whole.exclusive.standing);
          expect(whole.exclusive.all).toBeGreaterThan(0);
          for (const { currency, amount } of whole.value.own) {
            if (!amount.includes('.')) continue; // `cents` reads two decimals
            expect(parts.reduce((sum, { value }) => sum + cents(value.own, currency), 0n)).toBe(cents(whole.value.own, currency));
          }
        }
      },
    );

    it('split an amount exactly, and say their moment and their rule', async () => {
      const { body, headers } = await get<Regions>('regions?provenance=submitted&registration=accepted');
      const [afr, , arb] = body.tables[0]!.regions;
      expect([afr!.value.own, arb!.value.own]).toEqual([
        [{ amount: '15000000.00', currency: 'USD', commitments: 1 }],
        [{ amount: '5000000.00', currency: 'USD', commitments: 1 }],
      ]);
      expect(body.rule).toBe(2);
      expect(headers.get('etag')).toBe(`W/"p${body.asOf.position}.${body.asOf.day}.v2"`);
    });

    it('never add demonstration to the rest', async () => {
      const all = async (query: string) =>
        (await get<Regions>(`regions?${query}`)).body.tables.map(({ provenance, whole }) => [provenance.join('+'), whole.exclusive.all]);
      const [[added, count]] = (await all('')) as [[string, number]];
      expect(added).toBe('submitted+published');
      const apart = new Map((await all('provenance=submitted&provenance=published&provenance=demonstration')) as [string, number][]);
      expect([...apart.keys()]).toEqual(['submitted', 'published', 'demonstration']);
      expect(apart.get('submitted')! + apart.get('published')!).toBe(count);
      expect(apart.get('demonstration')).toBe(1);
      const { body } = await get<Page>('commitments?limit=200');
      expect(body.data.some(({ provenance }) => provenance === 'demonstration')).toBe(false);
      expect(body.page.total).toBe(count);
    });

    it('of one place are the line of that place', async () => {
      const { body: regions } = await get<{ tables: { regions: { region: string }[] }[] }>('regions');
      const { body: region } = await get<{ tables: object[] }>('regions/AFR');
      const { region: _, ...line } = regions.tables[0]!.regions[0]!;
      expect(region.tables[0]).toEqual({ provenance: ['submitted', 'published'], cycle: null, ...line });
      const { body: groups } = await get<{ tables: { groups: { group: string; touching: object; value: object }[] }[] }>('country-groups');
      const { body: ldc } = await get<{ tables: object[]; members: { iso2: string; since: string }[] }>('country-groups/LDC');
      const { touching, value } = groups.tables[0]!.groups.find(({ group }) => group === 'LDC')!;
      expect(ldc.tables[0]).toEqual({ provenance: ['submitted', 'published'], cycle: null, touching, value });
    });

    it('show the notice where published content is counted or listed, and only there', async () => {
      for (const path of ['regions', 'focus-areas', 'country-groups', 'commitments', 'organisations', 'countries/KE', 'regions/AFR']) {
        expect((await get<Regions>(path)).body.notices).toEqual([
          expect.objectContaining({ notice: expect.stringContaining('Not checked') as unknown }),
        ]);
      }
      for (const path of [
        'regions?provenance=submitted',
        'commitments?provenance=submitted',
        `commitments/${id}`,
        `organisations/${acme}`,
        'regions?asOf=0',
      ]) {
        expect((await get<Regions>(path)).body.notices).toEqual([]);
      }
    });

    it('regional priorities whose wording nobody has verified say so in both languages', async () => {
      const { body } = await get<{ data: { wording: string; wordingNote?: { en: string; ar: string } }[] }>('regional-priorities');
      expect(body.data.length).toBeGreaterThan(20);
      for (const { wording, wordingNote } of body.data) {
        expect(wordingNote?.en).toBe(wording === 'verified' ? undefined : 'wording to be confirmed');
      }
    });
  });

  describe('again', () => {
    it('after a write, once the views have it', async () => {
      const before = (await get<Page>('commitments')).body.page.total;
      const { position, id: made } = await written(
        on.post('/commitments', { lead: acme, effectiveAt: '2025-09-01', title: { en: 'One more' }, focusAreas: pledge.focusAreas }),
      );
      const { body } = await get<Page>(`commitments?waitFor=${position}`);
      expect(body.page.total).toBe(before + 1);
      expect(BigInt(body.asOf.position!)).toBeGreaterThanOrEqual(BigInt(position));
      expect((await get(`commitments/${made}?waitFor=${position}`)).headers.get('etag')).toBe('"r0"');
      expect((await get<Page>('commitments')).body.page.total).toBe(before + 1);
    });

    it('waits for a position that does not come, and says when to ask again', async () => {
      const { status, body, headers } = await get(`regions?waitFor=${beyondEveryLedger}`);
      expect({ status, type: body.type, retryAfter: headers.get('retry-after') }).toEqual({
        status: 503,
        type: '/problems/position-not-reached',
        retryAfter: '1',
      });
    });

    it.each(['regions', 'commitments?limit=3', 'countries', 'organisations/acme', 'regions?asOf=1'])(
      '%s: 304 to whom has it, until something is recorded',
      async path => {
        const first = await get<object>(path);
        const etag = first.headers.get('etag')!;
        for (const header of [etag, `"other", ${etag}`, '*', etag.replace(/^W\//, '')]) {
          const { status, body, headers } = await get<string>(path, { 'if-none-match': header });
          expect({ status, body, etag: headers.get('etag') }).toEqual({ status: 304, body: '', etag });
        }
        expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
        const second = await get<object>(path);
        expect({ body: second.body, etag: second.headers.get('etag') }).toEqual({ body: first.body, etag });
        const { position } = await written(
          on.post('/commitments', { lead: acme, effectiveAt: '2025-09-01', title: { en: 'And one more' }, focusAreas: pledge.focusAreas }),
        );
        const later = await get<{ asOf: AsOf }>(`${path}${path.includes('?') ? '&' : '?'}waitFor=${position}`, { 'if-none-match': etag });
        const isOfItsOwn = path.includes('acme') || path.includes('asOf');
        expect(later.status).toBe(isOfItsOwn ? 304 : 200);
      },
    );

    it.each([
      ['gzip, deflate, br', 'gzip'],
      ['*', 'gzip'],
      ['br', null],
      ['gzip;q=0, identity', null],
      ['identity', null],
      ['gzip;q=0, *', null],
      ['*, gzip;q=0', null],
    ])('figures to whom takes %s: in %s, and the same', async (accepted, encoding) => {
      const { headers, body } = await get<object>('regions', { 'accept-encoding': accepted });
      expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([encoding, 'accept-encoding']);
      expect(body).toEqual((await get<object>('regions', { 'accept-encoding': 'identity' })).body);
    });

    it('what has been answered before: the same to whoever asks, but not to a token that is wrong', async () => {
      const first = await get<object>('regions?question=origin');
      expect(await get<object>('regions?question=origin')).toMatchObject({ status: 200, body: first.body });
      expect(await on.get('/api/v1/regions?question=origin', { as: 'partner' })).toMatchObject({ status: 200, body: first.body });
      expect((await get('regions?question=origin', { authorization: 'Bearer nobodys' })).status).toBe(401);
      expect((await on.send('POST', '/api/v1/regions?question=origin')).status).toBe(405);
    });

    it('an address as to a proxy: the same, with links to this service', async () => {
      const answer = await raw(
        on.url,
        'GET http://elsewhere.example/api/v1/commitments?limit=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      );
      expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*\r\nlink: <\/api\/v1\/commitments\?/i);
    });

    it('no address with a fragment, which would be taken for its query', async () => {
      const answer = await raw(on.url, 'GET /api/v1/regions#?waitFor=5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*"type":"\/problems\/request-malformed"/);
    });

    it('one record: as it is, for its ETag is strong', async () => {
      const { headers } = await get<object>('organisations/acme', { 'accept-encoding': 'gzip' });
      expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([null, null]);
    });

    it('one record: not by its revision alone, once its lead has another name', async () => {
      const { id: made, position } = await written(
        on.post('/commitments', { lead: acme, effectiveAt: '2025-09-01', title: { en: 'Led by Acme' }, focusAreas: pledge.focusAreas }),
      );
      const first = await get<object>(`commitments/${made}?waitFor=${position}`);
      const known = { 'if-none-match': first.headers.get('etag')! };
      expect((await get(`commitments/${made}`, known)).status).toBe(304);
      const { headers } = await get(`organisations/${acme}`);
      const renamed = await written(
        on.patch(
          `/organisations/${acme}`,
          { reason, changes: { name: { en: 'Acme Networks' } } },
          { headers: { 'if-match': headers.get('etag')! } },
        ),
      );
      const later = await get<{ lead: object }>(`commitments/${made}?waitFor=${renamed.position}`, known);
      expect(later).toMatchObject({ status: 200, body: { lead: { name: { en: 'Acme Networks' } } } });
      expect(later.headers.get('etag')).toBe(known['if-none-match']);
    });
  });
});
