import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { CellAnswer, CellComparisonAnswer, FigureComparisonAnswer } from '../../apps/api/src/figures/figures.answers.js';
import { figurePages } from '../../apps/api/src/figures/figure-pages.js';
import { changedFigures } from '@mithaq/projections';
import { FixedClock, TestService } from './service.js';

interface Cell {
  readonly value: number | string;
  readonly data: readonly {
    readonly stream: string;
    readonly href: string;
    readonly part: number | string;
    readonly events: readonly { readonly href: string; readonly type: string }[];
    readonly eventsTotal: number;
  }[];
  readonly page: { readonly next: string | null; readonly prev: string | null; readonly total: number };
  readonly asOf: { readonly position: string; readonly day: string };
}
interface Change {
  readonly cell: readonly string[];
  readonly before?: number | string;
  readonly after?: number | string;
  readonly difference?: number | string;
  readonly byEvents?: number | string;
  readonly byDays?: number | string;
}
interface Comparison {
  readonly from: { readonly position: string; readonly day: string };
  readonly data: readonly Change[];
}

/* Over the demonstration: nine cycles of life of a few hundred commitments, with mistakes and their corrections. */
let on: TestService;
beforeAll(async () => {
  on = await TestService.start({ content: 'all' }, { clock: new FixedClock('2026-11-28T12:00:00.000Z') });
});
afterAll(() => on.stop());

interface CellComparison {
  readonly difference: number | string;
  readonly from: object;
  readonly asOf: object;
  readonly data: readonly {
    readonly stream: string;
    readonly title: object | null;
    readonly before: number | string | null;
    readonly after: number | string | null;
    readonly difference: number | string;
    readonly events: readonly { readonly because: string; readonly correctedBy: readonly object[] }[];
  }[];
  readonly page: { readonly next: string | null; readonly total: number };
}

interface Page {
  readonly path: string;
  readonly counted: readonly string[];
}
/** Where each page stands, of a record that the demonstration has. */
async function pages(): Promise<Page[]> {
  const first = async (path: string) =>
    (await on.get<{ data: readonly { id: string }[] }>(`/api/v1/${path}?provenance=demonstration`)).body.data.at(-1)!.id;
  const ids: Readonly<Record<string, string>> = {
    regions: 'AFR',
    'focus-areas': 'connecting-people',
    'country-groups': 'LDC',
    countries: 'KE',
    'working-groups': 'connecting-people',
    'reporting-cycles': await first('reporting-cycles'),
    coalitions: await first('coalitions'),
  };
  return figurePages.map(({ collection, path, parameters, figures }) => ({
    path:
      `/${collection}${path && `/${path}`}`.replace(':id', ids[collection]!) +
      ('provenance' in parameters.properties ? '?provenance=demonstration' : '?'),
    counted: figures.counted,
  }));
}

/** What is answered is what is documented. */
async function get<Body>(path: string, schema?: TSchema): Promise<Body> {
  const { status, body } = await on.get<Body>(`/api/v1${path}`);
  expect({ path, status, errors: schema ? Compile(schema).Errors(body) : [] }).toEqual({ path, status: 200, errors: [] });
  return body;
}
const below = (page: string, name: string, asked: object) => {
  const [path, query] = page.split('?');
  return `${path}/${name}?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(query)), ...asked }).toString()}`;
};

/** All records behind a cell, page by page. */
async function everyPart(page: string, cell: readonly string[], asked: object = {}): Promise<Pick<Cell, 'value' | 'data'>> {
  const data: Cell['data'][number][] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const answer: Cell = await get(
      below(page, 'cell', { cell: cell.join('/'), limit: '60', ...asked, ...(cursor && { cursor }) }),
      CellAnswer,
    );
    data.push(...answer.data);
    cursor = answer.page.next;
    if (cursor === null) {
      expect(answer.page.total).toBe(data.length);
      return { value: answer.value, data };
    }
  }
  throw new Error('a list ends');
}
const units = (figure: number | string) => BigInt(String(figure).replace('.', ''));

describe('a cell of any figure', () => {
  it('opens the records behind it, which add up to it, and the events that made them', async () => {
    let opened = 0;
    for (const { path, counted } of await pages()) {
      const answer = await get<object>(path);
      const shown = Object.fromEntries(Object.entries(answer).filter(([name]) => counted.includes(name)));
      const cells = changedFigures({}, shown).filter(
        ({ cell, difference }) =>
          difference !== undefined &&
          Number(difference) !== 0 &&
          !['cycle', 'version', 'name', 'rule', 'before'].some(aside => cell.includes(aside)),
      );
      for (const { cell, after } of cells.filter((_, i) => i % Math.ceil(cells.length / 9) === 0)) {
        const { value, data } = await everyPart(path, cell);
        expect([path, cell, value]).toEqual([path, cell, after]);
        expect(data.reduce((sum, { part }) => sum + units(part), 0n)).toBe(units(value));
        for (const { events, eventsTotal } of data) expect(Math.min(eventsTotal, 50)).toBe(events.length);
        opened++;
        const [{ stream, href, events }] = data as [Cell['data'][number]];
        expect(await get(href.replace('/api/v1', ''))).toHaveProperty('asOf');
        expect(await get(events[0]!.href.replace('/api/v1', ''))).toMatchObject({ event: { stream, type: events[0]!.type } });
      }
    }
    expect(opened).toBeGreaterThan(60);
  });

  it('opens at any moment of both clocks, and its pages stay of that moment', async () => {
    const at = { asOf: '1200', effectiveAt: '2024-06-30' };
    const page = '/regions?provenance=demonstration';
    const cell = ['tables', 'demonstration', 'regions', 'ARB', 'exclusive', 'standing'];
    const figure = await get<{ tables: readonly { regions: readonly { region: string; exclusive: { standing: number } }[] }[] }>(
      `${page}&${new URLSearchParams(at).toString()}`,
    );
    const standing = figure.tables[0]!.regions.find(({ region }) => region === 'ARB')!.exclusive.standing;
    expect((await everyPart(page, cell, at)).value).toBe(standing);
    expect(standing).toBeGreaterThan(2);

    const first = await get<Cell>(below(page, 'cell', { cell: cell.join('/'), limit: '1' }));
    const { position } = (await on.post('/organisations', { name: { en: 'Acme' }, category: 'private-sector' })).body as {
      position: string;
    };
    const second = await get<Cell>(below(page, 'cell', { cell: cell.join('/'), limit: '1', cursor: first.page.next!, waitFor: position }));
    expect(second.asOf).toEqual(first.asOf);
    const back = await get<Cell>(below(page, 'cell', { cell: cell.join('/'), limit: '1', cursor: second.page.prev! }));
    expect(back.data).toEqual(first.data);
  });

  it.each([
    ['/regions/cell', 422, 'cell'],
    ['/regions/cell?cell=tables', 422, 'cell'],
    ['/regions/cell?cell=tables/submitted,published/whole/value/own/usd/amount', 422, 'cell'],
    ['/regions/cell?cell=tables/submitted,published/regions/ATLANTIS/exclusive/all', 422, 'cell'],
    ['/regions/cell?cell=tables/demonstration/whole/exclusive/all', 422, 'cell'],
    ['/regions/cell?cell=__proto__/constructor/toString', 422, 'cell'],
    ['/regions/cell?cell=tables/submitted,published/whole/exclusive/all&cursor=abc', 400, 'cursor'],
    ['/regions/cell?sell=1', 422, 'sell'],
    ['/regions/XYZ/cell?cell=tables/submitted,published/exclusive/all', 404, undefined],
    ['/reporting-cycles/none/cell?cell=counted/tables/submitted/whole/owed', 404, undefined],
    ['/coalitions/none/comparison?from.asOf=1', 404, undefined],
    ['/regions/comparison', 422, 'from.asOf'],
    ['/regions/comparison?from.asOf=never', 400, 'from.asOf'],
    ['/regions/comparison?from.asOf=2031-01-01T00:00:00Z', 422, 'from.asOf'],
    ['/regions/comparison?from.asOf=999999999999', 422, 'from.asOf'],
    ['/regions/comparison?from.effectiveAt=2024-02-30', 400, 'from.effectiveAt'],
    ['/regions/comparison?from.asOf=1&asOf=never', 400, 'asOf'],
    ['/regions/comparison?from.asOf=1&cycle=none', 422, 'cycle'],
  ])('%s is refused with %i, and told why', async (path, status, parameter) => {
    const answer = await on.get<{ errors?: readonly { parameter: string }[]; detail: string }>(`/api/v1${path}`);
    expect([answer.status, answer.body.errors?.[0]?.parameter, typeof answer.body.detail]).toEqual([status, parameter, 'string']);
  });
});

describe('two moments of any figure', () => {
  it('are compared cell by cell: what the events did and what the days did make the difference', async () => {
    let changed = 0;
    for (const { path } of await pages()) {
      const { data } = await get<Comparison>(below(path, 'comparison', { 'from.effectiveAt': '2024-03-31' }), FigureComparisonAnswer);
      const back = await get<Comparison>(below(path, 'comparison', { 'from.effectiveAt': '2026-11-28', effectiveAt: '2024-03-31' }));
      for (const { cell, before, after, difference, byEvents, byDays } of data) {
        if (difference === undefined) continue;
        changed++;
        expect([cell, units(byEvents!) + units(byDays!)]).toEqual([cell, units(difference)]);
        expect(units(after ?? 0) - units(before ?? 0)).toBe(units(difference));
      }
      const turned = new Map(back.data.map(({ cell, difference }) => [cell.join('/'), difference]));
      for (const { cell, difference } of data) {
        if (difference !== undefined) expect([cell, units(turned.get(cell.join('/'))!)]).toEqual([cell, -units(difference)]);
      }
    }
    expect(changed).toBeGreaterThan(500);
  });

  it('open cell by cell: the records whose parts make the difference, and the events that did it', async () => {
    let [opened, told] = [0, 0];
    const then = { 'from.effectiveAt': '2024-03-31' };
    const back = { 'from.effectiveAt': '2026-11-28', effectiveAt: '2024-03-31' };
    for (const { path, from } of (await pages()).flatMap(({ path }) => [then, back].map(from => ({ path, from })))) {
      const { data } = await get<Comparison>(below(path, 'comparison', from));
      const changed = data.filter(({ difference }) => difference !== undefined);
      for (const { cell, difference } of changed.filter((_, i) => i % Math.ceil(changed.length / 6) === 0)) {
        const asked = { cell: cell.join('/'), limit: '200', ...from };
        const answer = await get<CellComparison>(below(path, 'comparison/cell', asked), CellComparisonAnswer);
        expect([path, cell, answer.difference]).toEqual([path, cell, difference]);
        expect(answer.page.total).toBe(answer.data.length);
        expect(answer.data.reduce((sum, { difference }) => sum + units(difference), 0n)).toBe(units(difference!));
        for (const { title, before, after, difference } of answer.data) {
          expect(title).not.toBeNull();
          expect(before).not.toBe(after);
          expect(units(after ?? 0) - units(before ?? 0)).toBe(units(difference));
        }
        opened++;
        told += answer.data.flatMap(({ events }) => events).filter(({ because }) => because === 'came-true').length;
      }
    }
    expect(opened).toBeGreaterThan(40);
    expect(told).toBeGreaterThan(100);
  });

  it('before and after a correction differ by what it mended, and say so', async () => {
    const { data: events } = await get<{ data: readonly { position: string; id: string; stream: string }[] }>(
      '/events?type=EventsCorrected',
    );
    const { position, id, stream } = events.find(({ stream }) => stream.startsWith('commitment-'))!;
    const moments = { 'from.asOf': String(BigInt(position) - 1n), asOf: position };
    const page = '/regions?provenance=demonstration';
    const { data } = await get<Comparison>(below(page, 'comparison', moments));
    const { cell, difference } = data.find(({ cell, difference }) => cell[2] === 'whole' && difference !== undefined)!;
    const answer = await get<CellComparison>(below(page, 'comparison/cell', { cell: cell.join('/'), ...moments }), CellComparisonAnswer);
    expect(answer).toMatchObject({
      difference,
      data: [{ stream, difference, events: [{ correctedBy: [{ id, type: 'EventsCorrected' }] }] }],
    });
    expect(['corrected', 'voided']).toContain(answer.data[0]!.events[0]!.because);

    const first = await get<CellComparison>(
      below(page, 'comparison/cell', { cell: 'tables/demonstration/whole/exclusive/all', 'from.asOf': '1', limit: '2' }),
    );
    const { cursor } = { cursor: first.page.next! };
    const asked = { cell: 'tables/demonstration/whole/exclusive/all', 'from.asOf': '1', limit: '2', cursor };
    const second = await get<CellComparison>(below(page, 'comparison/cell', asked));
    expect([second.from, second.asOf, second.difference]).toEqual([first.from, first.asOf, first.difference]);
    expect(new Set([...first.data, ...second.data].map(({ stream }) => stream)).size).toBe(4);
  });
});
