import { type EventStore, newestEvent } from '@mithaq/event-store';
import {
  type Answered,
  comparedFigures,
  countingRuleVersion,
  type Cursor,
  type Figures,
  type Listed,
  listParts,
  type MomentAsked,
  type MomentPinned,
  type PartItem,
  type ResolvedMoment,
  together,
  Views,
  viewsModule,
} from '@mithaq/projections';
import { closedAtEnd } from '../ending.js';
import { CheckFailed } from '../failures.js';
import { type StoreAddress } from '../stores.js';
import { TemporaryFolder } from '../temporary-folder.js';
import { type Progress } from '../terminal.js';
import { type FigureView, type ListView, type View } from '../views/view.js';
import { type CellOfView, type Comparison, type OfView, type ViewAsked, type ViewSource } from './source.js';
import { type MomentOfView } from '../views/moment-of-view.js';

/** So many lines are read at once. */
const limit = 200;

/** Somebody waits for it: what fails is tried again as often as a server may have a bad moment, and no longer. */
const projection = { attempts: 3 };

/** The views of a ledger without a service: built of its events as a service builds them, in a folder that goes with them. */
export class LedgerViews implements ViewSource {
  private constructor(
    private readonly views: Views,
    /** Twice is once. */
    readonly close: () => Promise<void>,
    private readonly progress: Progress,
  ) {}

  static async build(store: EventStore, { address }: StoreAddress, progress: Progress): Promise<LedgerViews> {
    const head = (await newestEvent(store))?.position;
    const folder = new TemporaryFolder();
    const opening = Views.open({ folder: folder.path, store: address, views: viewsModule(), projection });
    const close = async () => {
      try {
        await (await opening).close();
      } finally {
        folder.close();
        isClosed();
      }
    };
    const isClosed = closedAtEnd(close);
    try {
      const built = new LedgerViews(await opening, close, progress);
      await built.caughtUp(head ?? 0n);
      return built;
    } catch (error) {
      await close().catch(() => undefined); // what failed first is told
      throw error;
    }
  }

  async *pagesOf(view: ListView, { moment: asked, chosen }: ViewAsked): AsyncGenerator<OfView<readonly object[]>, void, undefined> {
    const question = view.question(chosen);
    let moment: MomentAsked | MomentPinned = asked;
    let lines = 0n;
    try {
      for (let after: Cursor | undefined, isLast = false; !isLast;) {
        const page = { limit, ...(after && { after }) };
        const read: Answered<Listed<object> | undefined> = await this.views.ask(moment, ({ at, day }) => question(at, day, page));
        const { items, total, next } = there(view, read.answer);
        if (lines === 0n) this.progress.begin('Reading', BigInt(total), 'lines');
        for (const _ of items) this.progress.passed(++lines);
        yield { moment: told(read.moment), answer: items };
        moment = { pinned: read.moment };
        after = next;
        isLast = after === undefined;
      }
    } finally {
      this.progress.finish();
    }
  }

  async figuresOf(view: FigureView, { moment: asked, chosen }: ViewAsked): Promise<OfView<object>> {
    const figures = view.of(chosen);
    const moment = await this.views.resolve(asked);
    const { answer } = await this.views.ask(await this.momentOf(figures, { pinned: moment }), ({ at, day }) => figures.question(at, day));
    return { moment: told(moment), answer: there(view, answer) };
  }

  async comparisonOf(view: FigureView, from: MomentAsked, { moment, chosen }: ViewAsked): Promise<OfView<Comparison>> {
    const figures = view.of(chosen);
    const before = await this.views.ask(await this.momentOf(figures, from), ({ at, day }) => figures.question(at, day));
    const after = await this.views.ask(await this.momentOf(figures, moment), ({ at, day }) =>
      together(figures.question(at, before.moment.day), figures.question(at, day)),
    );
    const [between, now] = after.answer;
    const changes = comparedFigures(view.counted, before.answer, between, there(view, now));
    return { moment: told(after.moment), answer: { from: told(before.moment), rule: countingRuleVersion, changes } };
  }

  async cellOf(view: FigureView, cell: string, { moment: asked, chosen }: ViewAsked): Promise<OfView<CellOfView>> {
    const figures = view.of(chosen);
    const parts: PartItem[] = [];
    let pinned = await this.momentOf(figures, asked);
    for (let after: Cursor | undefined; ;) {
      const page = { limit, ...(after && { after }) };
      const { moment, answer } = await this.views.ask(pinned, ({ at, day }) => {
        const behind = figures.opening(at, day)(cell.split('/'));
        if (!behind) throw new CheckFailed(`"${cell}" names no cell of ${view.name}: it is called as in ${view.example}.`);
        return together(figures.question(at, day), listParts(behind, page));
      });
      const [shown, { items, sum, next }] = answer;
      there(view, shown);
      parts.push(...items);
      if (!next) return { moment: told(moment), answer: { rule: countingRuleVersion, sum, parts } };
      [pinned, after] = [{ pinned: moment }, next];
    }
  }

  private async caughtUp(head: bigint): Promise<void> {
    this.progress.begin('Building the views', head);
    try {
      this.views.on('batch', ({ position, events }) => this.progress.passed(position ?? 0n, events));
      await this.views.whenServing();
    } finally {
      this.views.removeAllListeners('batch');
      this.progress.finish();
    }
  }

  /** The moment of the figures: that of the answer, or the one that they are frozen on. */
  private async momentOf<Asked extends MomentAsked | MomentPinned>({ frozenOn }: Figures, asked: Asked) {
    return frozenOn ? this.views.onDay(asked, ({ at, day }) => frozenOn(at, day)) : asked;
  }
}

function there<Answer>({ name }: View, answer: Answer | undefined): Answer {
  if (answer === undefined) throw new CheckFailed(`At the moment that was asked for, nothing is there that ${name} is of.`);
  return answer;
}

function told({ position, effectiveAt, day }: ResolvedMoment): MomentOfView {
  return { asOf: position === null ? null : position.toString(), ...(effectiveAt !== undefined && { effectiveAt }), day };
}
