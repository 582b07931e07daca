import { type FigureEffect, type MomentAsked, type PartItem } from '@mithaq/projections';
import { type Progress } from '../terminal.js';
import { type FigureView, type ListView, type View } from '../views/view.js';
import { type OfMoment, type Paged, type Query, type Service } from './service.js';
import { type CellOfView, type Comparison, type OfView, type ViewAsked, type ViewSource } from './source.js';
import { type MomentOfView } from '../views/moment-of-view.js';

interface ListPage<Item> extends Paged {
  readonly data: readonly Item[];
  readonly page: Paged['page'] & { readonly total: number };
}

/** The views of a service, asked over its public API. */
export class ServiceViews implements ViewSource {
  constructor(
    private readonly service: Service,
    private readonly progress: Progress,
  ) {}

  async *pagesOf(view: ListView, asked: ViewAsked): AsyncGenerator<OfView<readonly object[]>, void, undefined> {
    const [path, query] = [pathOf(view), queryOf(view, asked)];
    const pages =
      view.given === 'whole' ? [await this.service.get<ListPage<object>>(path, query)] : this.pages<ListPage<object>>(path, query);
    for await (const page of pages) yield { moment: momentOf(page.asOf), answer: view.itemsOf?.(page) ?? page.data };
  }

  async figuresOf(view: FigureView, asked: ViewAsked): Promise<OfView<object>> {
    const answer = await this.service.get<OfMoment>(pathOf(view), queryOf(view, asked));
    return { moment: momentOf(answer.asOf), answer };
  }

  async comparisonOf(view: FigureView, { asOf, effectiveAt }: MomentAsked, asked: ViewAsked): Promise<OfView<Comparison>> {
    const query = { ...queryOf(view, asked), 'from.asOf': asOf, 'from.effectiveAt': effectiveAt };
    type Body = OfMoment & { readonly rule: number; readonly from: OfMoment['asOf']; readonly data: readonly FigureEffect[] };
    const { from, rule, data, asOf: to } = await this.service.get<Body>(`${pathOf(view)}/comparison`, query);
    return { moment: momentOf(to), answer: { from: momentOf(from), rule, changes: data } };
  }

  async cellOf(view: FigureView, cell: string, asked: ViewAsked): Promise<OfView<CellOfView>> {
    type Page = ListPage<PartItem> & { readonly rule: number; readonly value: CellOfView['sum'] };
    const parts: PartItem[] = [];
    let last!: Page; // a list has a page, be it an empty one
    for await (last of this.pages<Page>(`${pathOf(view)}/cell`, { ...queryOf(view, asked), cell })) {
      parts.push(...last.data.map(({ stream, title, provenance, part }) => ({ stream, title, provenance, part })));
    }
    return { moment: momentOf(last.asOf), answer: { rule: last.rule, sum: last.value, parts } };
  }

  private async *pages<Page extends ListPage<object>>(path: string, query: Query): AsyncGenerator<Page, void, undefined> {
    let lines = 0n;
    try {
      for await (const page of this.service.pages<Page>(path, query)) {
        if (lines === 0n) this.progress.begin('Reading', BigInt(page.page.total), 'lines');
        for (const _ of page.data) this.progress.passed(++lines);
        yield page;
      }
    } finally {
      this.progress.finish();
    }
  }
}

function pathOf({ path }: View): string {
  return `api/v1/${path}`;
}

function queryOf({ query }: View, { moment: { asOf, effectiveAt }, chosen }: ViewAsked): Query {
  return { ...query, ...chosen, asOf, effectiveAt };
}

function momentOf({ position, effectiveAt, day }: OfMoment['asOf']): MomentOfView {
  return { asOf: position, ...(effectiveAt !== undefined && { effectiveAt }), day };
}
