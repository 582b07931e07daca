import { afterEach, describe, expect, it } from '@jest/globals';
import { type Day, type Recorded, toDecimal } from '@mithaq/domain';
import fc from 'fast-check';
import { type Moment } from '../engine/moment.js';
import { expectWhole, figures } from '../testing/figures.js';
import { commitmentFilter, figureFilter, sorts } from '../testing/filters.js';
import { answerDays, cyclesNamed, ledgers, moments, record, told } from '../testing/ledgers.js';
import { ledgerAt, naiveList } from '../testing/naive.js';
import { RowsAt } from '../testing/rows-at.js';
import { views } from './all-views.js';
import { listCommitments } from './commitment-list.js';
import { type FigureFilter } from './filter.js';
import { type Cursor } from './paging.js';
import { perRegion, perRegionOfOrigin } from './per-region.js';

/** The rows hold for the moment already. */
const now: Moment = {};
const today = '2026-02-01' as Day;
const runs = { numRuns: 30 };

let opened: RowsAt | undefined;
afterEach(() => opened?.close());
function rowsAt(events: readonly Recorded[], moment: Moment = {}): RowsAt {
  opened?.close();
  return (opened = new RowsAt(views, events, moment));
}

describe('a figure at any moment is what a naive fold of the events makes of it', () => {
  it.each(Object.entries(figures))('%s', (_, [figure, naive]) => {
    fc.assert(
      fc.property(ledgers, moments, answerDays, figureFilter, cyclesNamed, (events, moment, today, filter, cycle) => {
        const day = moment.day ?? today;
        const answer: unknown = rowsAt(events, moment).ask<unknown>(figure(now, day, filter, cycle));
        expect(answer).toEqual(naive(ledgerAt(events, moment), { day, cycle }, filter));
      }),
      runs,
    );
  });
});

describe('the list of commitments', () => {
  it('read page by page, forwards and back, is the naive list in the order asked for', () => {
    fc.assert(
      fc.property(
        ledgers,
        moments,
        answerDays,
        commitmentFilter,
        sorts,
        fc.integer({ min: 1, max: 3 }),
        (events, moment, day, filter, order, limit) => {
          const rows = rowsAt(events, moment);
          const expected = naiveList(ledgerAt(events, moment), day, filter, order);
          const forwards: string[] = [];
          let last: Cursor | undefined;
          for (let after: Cursor | undefined, pages = 0; pages === 0 || after; pages++) {
            const page = rows.ask(listCommitments(now, day, filter, { limit, ...(after && { after }) }, order));
            expect(page.total).toBe(expected.length);
            forwards.push(...page.items.map(item => item.id));
            after = page.next;
            last = page.prev;
          }
          expect(forwards).toEqual(expected);

          const back: string[] = [];
          for (let before = last; before;) {
            const page = rows.ask(listCommitments(now, day, filter, { limit, before }, order));
            back.unshift(...page.items.map(item => item.id));
            before = page.prev;
          }
          expect(back).toEqual(expected.slice(0, Math.floor(Math.max(expected.length - 1, 0) / limit) * limit));
        },
      ),
      runs,
    );
  });
});

describe('the parts of a figure', () => {
  it('over regions, several and not stated add up to the whole, by implementation and by origin', () => {
    fc.assert(
      fc.property(ledgers, moments, (events, moment) => {
        const rows = rowsAt(events, moment);
        for (const provenance of [['submitted', 'published'], ['demonstration']] as const) {
          rows.ask(perRegion(now, today, { provenance })).tables.forEach(expectWhole);
          rows.ask(perRegionOfOrigin(now, today, { provenance })).tables.forEach(expectWhole);
        }
      }),
      runs,
    );
  });

  it('stay exact where a thousand of the greatest amounts meet', () => {
    const most = 10n ** 17n;
    const events = record(
      Array.from({ length: 1000 }, (_, i) => [
        told(`commitment-c${i}`, '2024-01-01', {
          type: 'CommitmentPledged',
          data: {
            lead: 'airtime' as never,
            provenance: 'published',
            title: { en: 'Much' },
            focusAreas: { primary: 'connecting-people', others: [] },
            implementation: { regions: ['AFR', 'EUR', 'ASP'], countries: [], groups: [], shares: { AFR: 333, EUR: 333, ASP: 334 } },
            value: { amount: (most - BigInt(i)).toString(), currency: 'USD', nature: 'own' },
          },
        }),
        told(`commitment-c${i}`, '2024-01-01', { type: 'CommitmentAnnounced', data: { manner: 'publication' } }),
      ]).flat(),
    );
    const { tables } = rowsAt(events).ask(perRegion(now, today));
    expectWhole(tables[0]!);
    const sum = 1000n * most - (999n * 1000n) / 2n;
    expect(tables[0]!.whole.value.own).toEqual([{ amount: toDecimal(sum, 'USD'), currency: 'USD', commitments: 1000 }]);
    expect(tables[0]!.whole.value.usdEquivalent).toEqual({
      amount: toDecimal(sum, 'USD'),
      currency: 'USD',
      commitments: 1000,
      missingFor: 0,
    });
  });
});

describe('provenance', () => {
  it('never adds demonstration to the rest: asked for together, each has a table of its own', () => {
    const events = record(
      (['submitted', 'published', 'demonstration'] as const).map(provenance =>
        told(`commitment-${provenance}`, '2024-01-01', {
          type: 'CommitmentPledged',
          data: { lead: 'airtime' as never, provenance, title: { en: 'One' }, focusAreas: { primary: 'connecting-people', others: [] } },
        }),
      ),
    );
    const rows = rowsAt(events);
    const totals = (filter: FigureFilter) =>
      rows.ask(perRegion(now, today, filter)).tables.map(table => [table.provenance.join('+'), table.whole.exclusive.all]);
    expect(totals({})).toEqual([['submitted+published', 2]]);
    expect(totals({ provenance: ['demonstration'] })).toEqual([['demonstration', 1]]);
    expect(totals({ provenance: ['demonstration', 'published', 'submitted'] })).toEqual([
      ['submitted', 1],
      ['published', 1],
      ['demonstration', 1],
    ]);
  });
});
