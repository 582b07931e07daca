import { afterEach, describe, expect, it } from '@jest/globals';
import { type CycleId, type Day, type Recorded, type ReportingCounts } from '@mithaq/domain';
import fc from 'fast-check';
import { type Moment } from '../engine/moment.js';
import { commitmentFilter, dutiesAsked } from '../testing/filters.js';
import { answerDays, cycleIds, ledgers, moments, priorityIds, record, told } from '../testing/ledgers.js';
import { ledgerAt } from '../testing/naive.js';
import { naiveDuties, naivePerCycle, naivePriorityDuties } from '../testing/naive-cycles.js';
import { atCycle, deliveryOf, deliveryShown, dutyOf } from '../testing/naive-reporting.js';
import { RowsAt } from '../testing/rows-at.js';
import { views } from './all-views.js';
import { listCommitments, oneCommitment } from './commitment-list.js';
import { listCycles, oneCycle } from './cycle-list.js';
import { defaultDutySort, listDuties, listPriorityDuties } from './duty-list.js';
import { type Cursor } from './paging.js';
import { perCycle } from './per-cycle.js';
import { perRegion } from './per-region.js';
import { listReports, oneReport } from './report-list.js';

const now: Moment = {};
const runs = { numRuns: 30 };
const all = ['submitted', 'published', 'demonstration'] as const;

let opened: RowsAt | undefined;
afterEach(() => opened?.close());
function rowsAt(events: readonly Recorded[], moment: Moment = {}): RowsAt {
  opened?.close();
  return (opened = new RowsAt(views, events, moment));
}

describe('at any moment, as a naive fold of the events tells it', () => {
  const dayOf = ({ day }: Moment, today: Day) => day ?? today;

  it('a cycle has its figures', () => {
    fc.assert(
      fc.property(ledgers, moments, answerDays, (events, moment, today) => {
        const [rows, ledger, day] = [rowsAt(events, moment), ledgerAt(events, moment), dayOf(moment, today)];
        for (const id of cycleIds) {
          expect(rows.ask(perCycle(now, day, id))).toEqual(naivePerCycle(ledger, day, id));
          expect(rows.ask(perCycle(now, day, id, ['published']))).toEqual(naivePerCycle(ledger, day, id, ['published']));
        }
      }),
      runs,
    );
  });

  it('what is owed to a cycle is a list, read page by page', () => {
    fc.assert(
      fc.property(
        ledgers,
        moments,
        answerDays,
        dutiesAsked,
        fc.integer({ min: 1, max: 3 }),
        (events, moment, today, { filter, sorts }, limit) => {
          const [rows, ledger, day] = [rowsAt(events, moment), ledgerAt(events, moment), dayOf(moment, today)];
          for (const id of cycleIds) {
            const expected = naiveDuties(ledger, day, id, filter, sorts);
            const read: object[] = [];
            for (let after: Cursor | undefined, pages = 0; pages === 0 || after; pages++) {
              const page = rows.ask(listDuties(now, day, id, filter, { limit, ...(after && { after }) }, sorts));
              expect(page?.total).toBe(expected?.length);
              const items = page?.items ?? [];
              read.push(
                ...items.map(({ id, state, reported, late, declined, delivery, percent, slipped, neverReported }) => ({
                  ...{ id, state, reported, late, reason: declined?.reason ?? null, delivery, percent, slipped, neverReported },
                })),
              );
              after = page?.next;
            }
            expect(read).toEqual(expected ?? []);
          }
        },
      ),
      runs,
    );
  });

  it('what regional priorities owe is a list', () => {
    fc.assert(
      fc.property(ledgers, moments, answerDays, (events, moment, today) => {
        const [rows, ledger, day] = [rowsAt(events, moment), ledgerAt(events, moment), dayOf(moment, today)];
        for (const id of cycleIds) {
          const expected = naivePriorityDuties(ledger, atCycle(ledger, day, all, id));
          const read = rows.ask(listPriorityDuties(now, day, id)) ?? [];
          expect(
            read.map(({ id, region, state, reported, late, declined, delivery, percent, slipped, neverReported }) => ({
              ...{ id, region, state, reported, late, reason: declined?.reason ?? null, delivery, percent, slipped, neverReported },
            })),
          ).toEqual(expect.arrayContaining(expected));
          expect(read).toHaveLength(expected.length);
        }
      }),
      runs,
    );
  });

  it('a commitment says how far it is, and where it stands to each cycle', () => {
    fc.assert(
      fc.property(ledgers, moments, answerDays, commitmentFilter, (events, moment, today, filter) => {
        const [rows, ledger, day] = [rowsAt(events, moment), ledgerAt(events, moment), dayOf(moment, today)];
        const { items } = rows.ask(listCommitments(now, day, { ...filter, provenance: all }, { limit: 100 }));
        for (const { id, delivery } of items) {
          const naive = ledger.commitments.find(commitment => commitment.id === id)!;
          const { amounts, ...said } = deliveryOf(naive);
          expect({ ...delivery, amounts: delivery.amounts?.currency }).toEqual({
            ...said,
            status: deliveryShown(naive, day),
            amounts: amounts?.currency,
          });
          const page = rows.ask(oneCommitment(now, day, id))!;
          expect(page.delivery).toEqual(delivery);
          for (const { cycle, owed, state, slipped } of page.reporting) {
            const at = atCycle(ledger, day, [naive.provenance], cycle.id);
            const duty = dutyOf(naive.events, at);
            expect({ state, slipped }).toEqual({ state: duty.state, slipped: duty.slipped });
            const duties = naiveDuties(ledger, day, cycle.id, { provenance: all }, defaultDutySort);
            expect(owed).toBe(duties?.some(duty => duty.id === id));
          }
        }
      }),
      runs,
    );
  });

  it('the parts of a cycle add up: regions and focus areas to the whole, and states to what is owed', () => {
    fc.assert(
      fc.property(ledgers, moments, answerDays, (events, moment, today) => {
        const rows = rowsAt(events, moment);
        for (const id of cycleIds) {
          for (const table of rows.ask(perCycle(now, dayOf(moment, today), id))?.tables ?? []) {
            for (const lines of [table.regions, table.focusAreas, table.categories]) {
              expect(added(lines.map(({ counts }) => counts))).toEqual(added([table.whole]));
            }
            [table.whole, ...table.countryGroups.map(({ counts }) => counts)].forEach(expectStates);
          }
        }
      }),
      runs,
    );
  });
});

function added(counts: readonly ReportingCounts[]): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (name: string, n: number) => (sums[name] = (sums[name] ?? 0) + n);
  for (const one of counts) {
    for (const [name, n] of Object.entries(one)) {
      if (typeof n === 'number') add(name, n);
      else for (const [of, part] of Object.entries(n)) add(`${name} ${of}`, part);
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, n]) => n > 0));
}

function expectStates(counts: ReportingCounts): void {
  const { owed, reported, declined, notDue, due, overdue, silent, late, slipped, neverReported, delivery, reasons } = counts;
  const total = (numbers: object) => Object.values(numbers).reduce((sum: number, n: number) => sum + n, 0) as number;
  expect(reported + declined + notDue + due + overdue + silent).toBe(owed);
  expect(total(delivery)).toBe(reported);
  expect(total(reasons)).toBe(declined);
  for (const part of [late, slipped]) expect(part).toBeLessThanOrEqual(reported);
  expect(neverReported).toBeLessThanOrEqual(owed - reported);
}

const reason = { en: 'Many asked for it.' };
const cycle = '2024' as CycleId;
const days = { from: '2024-01-01', to: '2024-12-31', opens: '2025-01-10', due: '2025-03-31', grace: '2025-04-30' };
const former = { from: '2023-01-01', to: '2023-12-31', opens: '2024-01-10', due: '2024-03-31', grace: '2024-04-30' };
const openedCycle = (id: string, days: object, on: string, provenance = 'submitted') =>
  told(`reportingCycle-${id}`, on, { type: 'ReportingCycleOpened', data: { name: { en: id }, provenance, days } } as never);
const pledge = (id: string, more: object = {}) =>
  told(`commitment-${id}`, '2023-01-01', {
    type: 'CommitmentPledged',
    data: {
      lead: 'airtime',
      provenance: 'submitted',
      title: { en: id },
      focusAreas: { primary: 'connecting-people', others: [] },
      implementation: { regions: ['AFR'], countries: [], groups: [] },
      ...more,
    },
  } as never);
const onCommitment = (id: string, day: string, type: string, data: object = {}) => told(`commitment-${id}`, day, { type, data } as never);
const accepted = (id: string, day = '2023-02-01') => onCommitment(id, day, 'CommitmentAccepted');
const reported = (id: string, day: string, report: string, data: object) =>
  onCommitment(id, day, 'ProgressReported', { report, narrative: reason, ...data });

describe('what is owed to a cycle', () => {
  const owedBy = (events: readonly Recorded[], day = '2025-05-01', id = cycle) =>
    rowsAt(events)
      .ask(listDuties(now, day as Day, id, { provenance: all }, { limit: 10 }))
      ?.items.map(item => item.id);

  it('is a report on what stood on the last day of its period', () => {
    const events = record([
      openedCycle('2024', days, '2024-12-01'),
      ...['one', 'two', 'three', 'four', 'five'].map(id => pledge(id)),
      accepted('one'),
      accepted('two', '2024-12-31'),
      accepted('three', '2025-01-01'),
      accepted('four'),
      onCommitment('four', '2024-12-31', 'CommitmentWithdrawn', { reason }),
      accepted('five'),
      onCommitment('five', '2025-01-01', 'CommitmentWithdrawn', { reason }),
    ]);
    expect(owedBy(events)).toEqual(['five', 'one', 'two']);
  });

  it('is none on what was completed before its period began', () => {
    const events = record([
      openedCycle('2024', days, '2024-12-01'),
      ...['one', 'two'].flatMap(id => [pledge(id), accepted(id)]),
      onCommitment('one', '2023-12-31', 'DeliveryCompleted'),
      reported('two', '2024-01-01', 'a', { delivery: 'completed' }),
    ]);
    expect(owedBy(events)).toEqual(['two']);
  });

  it('is of its own kind: a cycle of demonstration asks nobody else, and no other cycle asks the demonstration', () => {
    const events = record([
      openedCycle('2024', days, '2024-12-01'),
      openedCycle('demo', days, '2024-12-01', 'demonstration'),
      ...['submitted', 'published', 'demonstration'].flatMap(provenance => [pledge(provenance, { provenance }), accepted(provenance)]),
    ]);
    expect(owedBy(events)).toEqual(['published', 'submitted']);
    expect(owedBy(events, '2025-05-01', 'demo' as CycleId)).toEqual(['demonstration']);
  });
});

describe('the state of a report', () => {
  const events = record([
    openedCycle('2023', former, '2023-12-01'),
    openedCycle('2024', days, '2024-12-01'),
    ...['one', 'two', 'three'].flatMap(id => [pledge(id), accepted(id)]),
    reported('one', '2024-02-01', 'a', { cycle: '2023', delivery: 'on-track' }),
    reported('one', '2025-04-01', 'b', { cycle: '2024', delivery: 'at-risk', percent: 10 }),
    onCommitment('two', '2025-02-01', 'ReportDeclined', { cycle: '2024', reason: 'no-data' }),
    reported('two', '2025-04-30', 'c', { cycle: '2024' }),
    told('reportingCycle-2024', '2025-04-20', {
      type: 'ReportingCycleExtended',
      data: { due: '2025-05-15', grace: '2025-05-31', reason },
    } as never),
  ]);
  const on = (day: string) => {
    const page = rowsAt(events, { day: day as Day }).ask(listDuties(now, day as Day, cycle, {}, { limit: 10 }));
    return Object.fromEntries((page?.items ?? []).map(({ id, state, late }) => [id, late ? `${state}, late` : state]));
  };

  it('follows the days alone, as long as nothing is said', () => {
    expect(on('2025-01-09')).toEqual({ one: 'not-due', two: 'not-due', three: 'not-due' });
    expect(on('2025-01-10')).toEqual({ one: 'due', two: 'due', three: 'due' });
    expect(on('2025-03-31')).toEqual({ one: 'due', two: 'declined', three: 'due' });
  });

  it('is overdue from the day after the due day on, and reported, late, from the day of the report on', () =>
    expect(on('2025-04-01')).toEqual({ one: 'reported, late', two: 'declined', three: 'overdue' }));

  it('is in time again where more time was given, and silent only after the new grace', () => {
    expect(on('2025-04-20')).toEqual({ one: 'reported', two: 'declined', three: 'due' });
    expect(on('2025-05-31')).toEqual({ one: 'reported', two: 'reported', three: 'overdue' });
    expect(on('2025-06-01')).toEqual({ one: 'reported', two: 'reported', three: 'silent' });
  });

  it('tells who never reported, and who slipped since the cycle before', () => {
    const { tables, before } = rowsAt(events).ask(perCycle(now, '2025-06-01' as Day, cycle))!;
    expect(before).toBe('2023');
    expect(tables[0]?.whole).toMatchObject({ owed: 3, reported: 2, silent: 1, late: 0, slipped: 1, neverReported: 1 });
    expect(tables[0]?.whole.delivery).toMatchObject({ 'at-risk': 1, 'not-stated': 1 });
  });

  it('is that of the latest cycle that is open for reports in a figure that names none', () => {
    const cycleOf = (day: string) => rowsAt(events, { day: day as Day }).ask(perRegion(now, day as Day)).tables[0]?.cycle?.id;
    expect(cycleOf('2024-01-09')).toBeUndefined();
    expect(cycleOf('2025-01-09')).toBe('2023');
    expect(cycleOf('2025-01-10')).toBe('2024');
  });
});

describe('delivery', () => {
  const of = (events: readonly Recorded[], day = '2026-01-01') =>
    rowsAt(events).ask(oneCommitment(now, day as Day, 'one' as never))!.delivery;
  const said = (...events: ReturnType<typeof told>[]) => of(record([pledge('one'), accepted('one'), ...events]));
  const amend = (report: string, changes: object) => onCommitment('one', '2025-03-01', 'ReportAmended', { report, reason, changes });

  it('is what the last report says that says it', () =>
    expect(
      said(
        reported('one', '2024-02-01', 'a', { delivery: 'on-track', percent: 20 }),
        reported('one', '2025-02-01', 'b', { delivery: 'delayed' }),
      ),
    ).toMatchObject({ said: 'delayed', on: '2025-02-01', percent: 20, firstReport: '2024-02-01', lastReport: '2025-02-01' }));

  it('follows an amendment of what holds it, and none of what a later report has outdone', () => {
    const reports = [
      reported('one', '2024-02-01', 'a', { delivery: 'on-track', percent: 20, amounts: { currency: 'USD', disbursed: '100' } }),
      reported('one', '2025-02-01', 'b', { delivery: 'delayed' }),
    ];
    expect(said(...reports, amend('a', { delivery: 'at-risk', percent: 30 }))).toMatchObject({
      said: 'delayed',
      on: '2025-02-01',
      percent: 30,
    });
    expect(said(...reports, amend('b', { delivery: 'at-risk', percent: 40 }))).toMatchObject({
      said: 'at-risk',
      on: '2025-03-01',
      percent: 40,
    });
    expect(said(...reports, amend('b', { delivery: null }))).toMatchObject({ status: 'not-stated', said: null, on: null, percent: 20 });
    expect(said(...reports).amounts).toEqual({ currency: 'USD', disbursed: '1.00' });
  });

  it('is final once completed', () => {
    const completed = onCommitment('one', '2025-01-01', 'DeliveryCompleted', { narrative: reason });
    expect(said(completed)).toMatchObject({ status: 'completed', completed: '2025-01-01', on: '2025-01-01', firstReport: null });
  });

  it('past its end is shown as ended, from the day after on, unless it was completed', () => {
    const events = record([
      pledge('one', { end: '2025-12-31' }),
      accepted('one'),
      reported('one', '2024-02-01', 'a', { delivery: 'on-track' }),
    ]);
    expect(of(events, '2025-12-31')).toMatchObject({ status: 'on-track' });
    expect(of(events, '2026-01-01')).toMatchObject({ status: 'ended-not-completed', said: 'on-track' });
  });

  it('is split over regions as the value is: the parts of what was disbursed add up to it', () => {
    const implementation = { regions: ['AFR', 'ARB', 'EUR'], countries: [], groups: [], shares: { AFR: 333, ARB: 333, EUR: 334 } };
    const events = record([
      pledge('one', { implementation }),
      accepted('one'),
      reported('one', '2024-02-01', 'a', { amounts: { currency: 'USD', disbursed: '100', spent: '1' } }),
    ]);
    const [table] = rowsAt(events).ask(perRegion(now, '2026-01-01' as Day)).tables;
    const disbursed = Object.fromEntries(table!.regions.map(({ region, value }) => [region, value.reported.disbursed[0]?.amount]));
    expect(disbursed).toMatchObject({ AFR: '0.33', ARB: '0.33', EUR: '0.34' });
    expect(table!.several.value.reported.disbursed).toEqual([]);
    expect(table!.whole.value.reported).toEqual({
      committed: [],
      disbursed: [{ amount: '1.00', currency: 'USD', commitments: 1 }],
      spent: [{ amount: '0.01', currency: 'USD', commitments: 1 }],
    });
  });
});

describe('the targets of a commitment', () => {
  it('stand where the last reading of their indicator says, on the way from the baseline to the goal', () => {
    const targets = [
      { indicator: { en: 'Schools', fr: 'Écoles' }, baseline: 100, goal: 300 },
      { indicator: { en: 'Teachers' }, goal: 10 },
    ];
    const events = record([
      pledge('one', { targets }),
      accepted('one'),
      reported('one', '2024-02-01', 'a', { readings: [{ indicator: { fr: 'Écoles' }, value: 150 }] }),
      reported('one', '2025-02-01', 'b', { readings: [{ indicator: { en: 'Schools' }, value: 200, qualifier: 'approximately' }] }),
    ]);
    expect(rowsAt(events).ask(oneCommitment(now, '2026-01-01' as Day, 'one' as never))?.measured).toEqual([
      {
        ...{ indicator: { en: 'Schools', fr: 'Écoles' }, baseline: 100, goal: 300, due: null, percent: 50 },
        reading: { value: 200, qualifier: 'approximately', report: 'b', day: '2025-02-01' },
      },
      { indicator: { en: 'Teachers' }, baseline: null, goal: 10, due: null, reading: null, percent: null },
    ]);
  });
});

describe('the reports on a commitment', () => {
  const events = record([
    openedCycle('2024', days, '2024-12-01'),
    pledge('one'),
    accepted('one'),
    reported('one', '2025-04-02', 'b', { cycle: '2024', amounts: { currency: 'JPY', spent: '7' } }),
    reported('one', '2024-02-01', 'a', { delivery: 'on-track' }),
    onCommitment('one', '2025-04-03', 'ReportQueried', { report: 'b', query: 'q', question: reason }),
    onCommitment('one', '2025-04-04', 'QueryAnswered', { report: 'b', query: 'q', answer: reason }),
    onCommitment('one', '2025-04-05', 'ReportQueried', { report: 'b', query: 'r', question: reason }),
    onCommitment('one', '2025-04-06', 'ReportAssessed', { report: 'b', verifiability: 'verifiable', progress: 'limited' }),
  ]);
  const of = { category: 'commitment', id: 'one' as never } as const;

  it('are told in the order in which they were made, with their amounts in decimals', () => {
    const [first, second, ...rest] = rowsAt(events).ask(listReports(now, of));
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ report: 'a', cycle: null, lateness: null, delivery: 'on-track', openQueries: 0 });
    expect(second).toMatchObject({
      ...{ report: 'b', cycle: { id: '2024', name: { en: '2024' } }, lateness: 'late', amounts: { currency: 'JPY', spent: '7' } },
      ...{
        openQueries: 1,
        queries: [
          { query: 'q', answer: { text: reason } },
          { query: 'r', answer: null },
        ],
      },
      assessment: { verifiability: 'verifiable', progress: 'limited', event: { day: '2025-04-06' } },
    });
  });

  it('lose their assessment where they are amended, and say which fields changed', () => {
    const amended = [
      ...events,
      ...record([onCommitment('one', '2025-05-01', 'ReportAmended', { report: 'b', reason, changes: { percent: 5, amounts: null } })]),
    ];
    const report = rowsAt(amended).ask(oneReport(now, of, 'b' as never))!;
    expect(report).toMatchObject({ percent: 5, assessment: null, amendments: [{ fields: ['amounts', 'percent'], reason }] });
    expect(report).not.toHaveProperty('amounts');
  });

  it('are none under an id that nobody reported', () => expect(rowsAt(events).ask(oneReport(now, of, 'c' as never))).toBeUndefined());
});

describe('a cycle', () => {
  const events = record([
    openedCycle('2023', former, '2023-12-01'),
    openedCycle('2024', days, '2024-12-01'),
    openedCycle('demo', days, '2024-12-01', 'demonstration'),
    told('reportingCycle-2023', '2024-06-03', {
      type: 'ReportingCycleClosed',
      data: { rule: 2, countedTo: '41', tables: [], regionalPriorities: {} },
    } as never),
  ]);

  it('is listed with its days, the latest period first, and no demonstration among them', () => {
    const listed = rowsAt(events).ask(listCycles(now, '2025-04-01' as Day));
    expect(listed).toMatchObject([
      { id: '2024', status: 'open', days, missing: 'overdue', opened: '2024-12-01', closed: null },
      { id: '2023', status: 'closed', missing: 'silent', closed: '2024-06-03' },
    ]);
    expect(rowsAt(events).ask(listCycles(now, '2025-04-01' as Day, { missing: ['silent'] }))).toHaveLength(1);
  });

  it('that is closed has what was frozen', () => {
    const closing = rowsAt(events).ask(oneCycle(now, '2025-04-01' as Day, '2023' as CycleId))?.closing;
    expect(closing).toMatchObject({ rule: 2, countedTo: '41', event: { day: '2024-06-03' } });
    expect(rowsAt(events).ask(oneCycle(now, '2025-04-01' as Day, 'unknown' as CycleId))).toBeUndefined();
  });
});

describe('what a regional priority owes', () => {
  it('it owes through its steward, until it is retired, and by its steward it is of the demonstration or not', () => {
    const [one, two] = priorityIds;
    const adopted = (id: string, more: object = {}) =>
      told(`regionalPriority-${id}`, '2023-01-01', {
        type: 'RegionalPriorityAdopted',
        data: {
          ...{ region: 'AFR', code: id, name: { en: id }, wording: 'verified', ...more },
          actionPlan: { id: 'KAP', name: 'Kigali Action Plan', from: '2023-01-01', to: '2026-01-01' },
        },
      } as never);
    const events = record([
      openedCycle('2024', days, '2024-12-01'),
      adopted(one!),
      adopted(two!),
      adopted('demo', { steward: 'actor' }),
      told('organisation-actor', '2023-01-01', {
        type: 'OrganisationRegistered',
        data: { provenance: 'demonstration', name: { en: 'Actor' }, category: 'government' },
      }),
      told(`regionalPriority-${two}`, '2024-12-31', { type: 'RegionalPriorityRetired', data: { reason } }),
      told(`regionalPriority-${one}`, '2025-02-01', {
        type: 'ProgressReported',
        data: { report: 'a' as never, cycle, delivery: 'on-track', narrative: reason },
      }),
    ]);
    const owed = rowsAt(events).ask(listPriorityDuties(now, '2025-05-01' as Day, cycle));
    expect(owed?.map(({ id, state, neverReported }) => [id, state, neverReported])).toEqual([[one, 'reported', false]]);
    const { regionalPriorities } = rowsAt(events).ask(perCycle(now, '2025-05-01' as Day, cycle))!;
    expect(regionalPriorities.whole).toMatchObject({ owed: 1, reported: 1 });
    expect(regionalPriorities.regions.find(({ id }) => id === 'AFR')?.counts.owed).toBe(1);
  });
});
