import { describe, expect, it } from '@jest/globals';
import { type CommitmentDetails, type CommitmentEvent, type Day, regionIds } from '@mithaq/domain';
import fc from 'fast-check';
import { type AnyView } from '../engine/view.js';
import { record, told } from '../testing/ledgers.js';
import { cellOf, commitments, fromCell } from './commitments.js';
import { commitmentDetails } from './commitment-details.js';
import { commitmentLinks } from './commitment-links.js';
import { parts, regionBits, split } from './places.js';

const reason = { en: 'Because.' };
const source = { title: { en: 'A source' } };
const pledged = (details: Partial<CommitmentDetails> = {}): CommitmentEvent => ({
  type: 'CommitmentPledged',
  data: {
    lead: 'airtime' as never,
    provenance: 'submitted',
    title: { en: 'Connect all schools' },
    focusAreas: { primary: 'connecting-people', others: ['empowering-communities'] },
    ...details,
  },
});
const amended = (changes: object): CommitmentEvent => ({ type: 'CommitmentAmended', data: { reason, changes } });
const accepted: CommitmentEvent = { type: 'CommitmentAccepted', data: {} };
const announced: CommitmentEvent = { type: 'CommitmentAnnounced', data: { manner: 'plenary' } };
const returned: CommitmentEvent = { type: 'CommitmentReturned', data: { reason } };
const withdrawn: CommitmentEvent = { type: 'CommitmentWithdrawn', data: { reason } };
const superseded: CommitmentEvent = { type: 'CommitmentSuperseded', data: { by: 'two' as never, reason } };
const noted: CommitmentEvent = {
  type: 'CommitmentNoted',
  data: { text: reason, source, value: { amount: '1', currency: 'EUR', nature: 'own' } },
};

/** The rows after events that happened a day each. */
function rows<Row>(
  view: { evolve: (rows: ReadonlyMap<string, Row>, event: never) => ReadonlyMap<string, Row> },
  ...events: CommitmentEvent[]
) {
  return record(events.map((event, i) => told('commitment-one', `2024-01-0${i + 1}`, event))).reduce(
    (before: ReadonlyMap<string, Row>, event) => view.evolve(before, event as never),
    new Map<string, Row>(),
  );
}
const row = (...events: CommitmentEvent[]) => rows(commitments, ...events).get('');
const details = (...events: CommitmentEvent[]) => rows(commitmentDetails, ...events).get('');
const links = (...events: CommitmentEvent[]) => [...rows(commitmentLinks, ...events).keys()].sort();

const places = (regions: readonly string[], shares?: object) =>
  ({ regions, countries: [], groups: [], ...(shares && { shares }) }) as never;
const euros = (amount: string, usd?: string) => ({ amount, currency: 'EUR', nature: 'own' as const, ...(usd && { usd: { amount: usd } }) });

describe('the registration of a commitment', () => {
  it.each([
    ['pledged', [pledged()]],
    ['accepted', [pledged(), accepted]],
    ['announced', [pledged(), accepted, announced]],
    ['returned', [pledged(), returned]],
    ['pledged', [pledged(), returned, amended({ kind: 'policy' })]],
    ['accepted', [pledged(), accepted, amended({ kind: 'policy' })]],
    ['accepted', [pledged(), accepted, noted]],
    ['withdrawn', [pledged(), withdrawn]],
    ['superseded', [pledged(), accepted, superseded]],
  ] as const)('is %s after %j', (status, events) => {
    expect(row(...events)?.status).toBe(status);
  });

  it('says by what it was superseded', () => {
    expect(row(pledged(), accepted, superseded)?.superseded_by).toBe('two');
  });

  it('says nothing before the pledge', () => {
    expect(row(accepted)).toBeUndefined();
  });

  it('stays as it is at an event that this release does not know', () => {
    const before = rows(commitments, pledged());
    const [unknown] = record([told('commitment-one', '2024-01-02', { type: 'CommitmentForgotten', data: {} } as never)]);
    expect(commitments.evolve(before, unknown as never)).toBe(before);
  });
});

describe('the value of a commitment', () => {
  it('belongs to its only region', () => {
    expect(row(pledged({ implementation: places(['AFR']), value: euros('700', '900') }))).toMatchObject({
      only_region: 'AFR',
      amount: 700n,
      amount_afr: 700n,
      amount_several: null,
      usd_afr: 900n,
    });
  });

  it('of several regions without shares belongs to none of them, but to several', () => {
    expect(row(pledged({ implementation: places(['AFR', 'EUR']), value: euros('700') }))).toMatchObject({
      only_region: 'several',
      amount_afr: null,
      amount_eur: null,
      amount_several: 700n,
      usd: null,
      usd_several: null,
    });
  });

  it('of several regions with shares is split exactly', () => {
    expect(
      row(pledged({ implementation: places(['AFR', 'EUR', 'ASP'], { AFR: 333, EUR: 333, ASP: 334 }), value: euros('100') })),
    ).toMatchObject({
      amount_afr: 33n,
      amount_asp: 34n,
      amount_eur: 33n,
      amount_several: null,
    });
  });

  it('of no stated region is not stated', () => {
    expect(row(pledged({ value: euros('700') }))).toMatchObject({ only_region: 'not-stated', amount_not_stated: 700n });
  });

  it('in dollars is its own equivalent', () => {
    expect(row(pledged({ value: { amount: '700', currency: 'USD', nature: 'own' } }))).toMatchObject({ usd: 700n, usd_not_stated: 700n });
  });

  it('is split anew when the places change, and when the value changes', () => {
    const first = pledged({ implementation: places(['AFR']), value: euros('700') });
    expect(row(first, amended({ implementation: places(['ARB']) }))).toMatchObject({ amount: 700n, amount_afr: null, amount_arb: 700n });
    expect(row(first, amended({ value: euros('50') }))).toMatchObject({ only_region: 'AFR', amount: 50n, amount_afr: 50n });
    expect(row(first, amended({ value: null }))).toMatchObject({ only_region: 'AFR', amount: null, amount_afr: null, currency: null });
    expect(row(first, amended({ implementation: null }))).toMatchObject({ regions: 0, amount_afr: null, amount_not_stated: 700n });
  });

  it('is not touched by a note with another figure', () => {
    expect(row(pledged({ value: euros('700') }), noted)).toMatchObject({ amount: 700n, notes: 1 });
  });

  it('has parts that add up to the whole, for any shares', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 }), (whole, cuts) => {
        const ends = [0, ...cuts.sort((a, b) => a - b), 1000];
        const shares = Object.fromEntries(regionIds.map((region, i) => [region, ends[i + 1]! - ends[i]!]));
        const amounts = split('amount', whole, regionBits(regionIds), shares);
        expect(parts.reduce((sum, part) => sum + (amounts[`amount_${part}`] ?? 0n), 0n)).toBe(whole);
      }),
    );
  });
});

describe('what a commitment says of itself', () => {
  it('holds what an amendment changes, and loses what it clears', () => {
    const changed = details(pledged({ kind: 'policy', start: '2024-01-01' as Day }), amended({ kind: null, title: { en: 'Connect all' } }));
    expect(changed?.details).toEqual({
      title: { en: 'Connect all' },
      focusAreas: { primary: 'connecting-people', others: ['empowering-communities'] },
      start: '2024-01-01',
    });
  });

  it('keeps notes and acts with their day and event', () => {
    const told = details(pledged(), accepted, noted);
    expect(told?.acts).toEqual([
      { type: 'CommitmentAccepted', event: 'event-1', day: '2024-01-02', recordedAt: '2026-01-01T00:01:00.000Z', data: {} },
    ]);
    expect(told?.notes).toMatchObject([{ event: 'event-2', day: '2024-01-03', text: reason, source }]);
  });

  it('links to its countries, groups and partner organisations, and to no body that is only named', () => {
    const implementation = { regions: ['AFR'], countries: ['KE', 'UG'], groups: ['LDC'] } as never;
    const partners = [{ organisation: 'bridges' }, { name: { en: 'A body' } }] as never;
    expect(links(pledged({ implementation, partners }))).toEqual(['country-KE', 'country-UG', 'group-LDC', 'partner-bridges']);
    expect(links(pledged({ implementation, partners }), amended({ implementation: null }))).toEqual(['partner-bridges']);
    expect(links(pledged({ implementation, partners }), amended({ partners: null }))).toEqual(['country-KE', 'country-UG', 'group-LDC']);
  });

  it('keeps the same rows where an amendment links to the same places', () => {
    const implementation = { regions: ['AFR'], countries: ['KE', 'UG'], groups: [] } as never;
    const before = rows(commitmentLinks, pledged({ implementation }));
    const [again] = record([
      told('commitment-one', '2024-01-02', amended({ implementation: { regions: ['AFR'], countries: ['KE'], groups: [] } })),
    ]);
    const after = commitmentLinks.evolve(before, again as never);
    expect([...after.keys()]).toEqual(['country-KE']);
    expect(after.get('country-KE')).toBe(before.get('country-KE'));
  });
});

describe('a cell', () => {
  it('is read back from its number', () => {
    const cell = { provenance: 'published', status: 'announced', kind: null, additionality: 'scaled-up', delivery: 'delayed' } as const;
    expect(fromCell(cellOf(cell))).toEqual(cell);
    expect(() => fromCell(99_999)).toThrow(RangeError);
  });
});

it('every column of a row has a value', () => {
  const view: AnyView = commitments;
  const folded = row(pledged(), amended({ kind: 'policy' })) as Readonly<Record<string, unknown>>;
  for (const column of Object.keys(view.columns)) expect(folded[column]).toBeDefined();
});
