import { describe, expect, it } from '@jest/globals';
import { type Day } from '../kernel/day.js';
import { schemaErrors } from '../kernel/event.js';
import { on, specify } from '../testing/specify.js';
import { type CycleDays, ReportingCycleClosed, type ReportingCounts, type ReportingCycleEvent } from './reporting-cycle.events.js';
import { awaited, type FrozenCycle, type ReportingCycleCommand, reportingCycle } from './reporting-cycle.js';

const name = { en: 'Reports on 2024', ar: 'تقارير عام 2024' };
const days = { from: '2024-01-01', to: '2024-12-31', opens: '2025-01-10', due: '2025-03-31', grace: '2025-04-30' } as CycleDays;
const reason = { en: 'Many asked for it.' };

const counts: ReportingCounts = {
  owed: 3,
  reported: 1,
  declined: 1,
  notDue: 0,
  due: 0,
  overdue: 0,
  silent: 1,
  late: 0,
  slipped: 0,
  neverReported: 2,
  delivery: { 'not-started': 0, 'on-track': 1, delayed: 0, 'at-risk': 0, completed: 0, 'not-stated': 0 },
  reasons: { 'no-data': 1, confidential: 0, 'no-capacity': 0, 'under-review': 0, 'not-ours': 0, other: 0 },
};
const lines = [{ id: 'AFR', counts }];
const frozen: FrozenCycle = {
  rule: 2,
  countedTo: '41822',
  tables: [
    { provenance: 'submitted', whole: counts, regions: lines, regionsTouched: lines, focusAreas: [], categories: [], countryGroups: [] },
  ],
  regionalPriorities: { whole: counts, regions: lines },
};

const given = specify(reportingCycle, { day: '2025-05-01' as Day, frozen: undefined });
const open = (more: Partial<Extract<ReportingCycleCommand, { type: 'OpenReportingCycle' }>> = {}): ReportingCycleCommand => ({
  type: 'OpenReportingCycle',
  name,
  days,
  ...more,
});
const opened: ReportingCycleEvent = { type: 'ReportingCycleOpened', data: { name, provenance: 'submitted', days } };
const extend = (due: string, grace: string): ReportingCycleCommand => ({
  type: 'ExtendReportingCycle',
  due: due as Day,
  grace: grace as Day,
  reason,
});
const extended = (due: string, grace: string): ReportingCycleEvent => ({
  type: 'ReportingCycleExtended',
  data: { due: due as Day, grace: grace as Day, reason },
});
const close: ReportingCycleCommand = { type: 'CloseReportingCycle' };
const closed: ReportingCycleEvent = { type: 'ReportingCycleClosed', data: frozen };

describe('a reporting cycle', () => {
  it('is opened, and asks what was submitted or published unless it says otherwise', () => given([]).when(open()).then([opened]));

  it('of a demonstration asks the demonstration', () =>
    given([])
      .when(open({ provenance: 'demonstration' }))
      .then([{ type: 'ReportingCycleOpened', data: { name, provenance: 'demonstration', days } }]));

  it('is opened once', () => given([opened]).when(open()).thenRefused('already-opened'));

  it.each([
    ['ends before it begins', { to: '2023-12-31' }, '/days/to'],
    ['opens before what is reported on is over', { opens: '2024-12-30' }, '/days/opens'],
    ['is due before it opens', { due: '2025-01-09' }, '/days/due'],
    ['has a grace that ends before it is due', { grace: '2025-03-30' }, '/days/grace'],
  ])('is refused where it %s', (_, changed, pointer) =>
    given([])
      .when(open({ days: { ...days, ...changed } as CycleDays }))
      .thenRefused('cycle-days-out-of-order', { pointer }),
  );

  it('may begin and end, open, fall due and end its grace on one day', () => {
    const one = { from: days.to, to: days.to, opens: days.to, due: days.to, grace: days.to };
    given([])
      .when(open({ days: one }))
      .then([{ type: 'ReportingCycleOpened', data: { name, provenance: 'submitted', days: one } }]);
  });
});

describe('an extension', () => {
  it('gives more time', () =>
    given([opened])
      .when(extend('2025-04-15', '2025-05-15'))
      .then([extended('2025-04-15', '2025-05-15')]));

  it('is not recorded twice', () =>
    given([opened, extended('2025-04-15', '2025-05-15')])
      .when(extend('2025-04-15', '2025-05-15'))
      .thenNothing());

  it('may give more grace alone', () =>
    given([opened])
      .when(extend(days.due, '2025-05-15'))
      .then([extended(days.due, '2025-05-15')]));

  it('takes no time away', () => {
    given([opened]).when(extend('2025-03-30', '2025-05-15')).thenRefused('cycle-days-out-of-order', { pointer: '/due' });
    given([opened]).when(extend('2025-04-15', '2025-04-29')).thenRefused('cycle-days-out-of-order', { pointer: '/grace' });
  });

  it('is due before its grace ends', () =>
    given([opened]).when(extend('2025-05-01', days.grace)).thenRefused('cycle-days-out-of-order', { pointer: '/grace' }));

  it('stands where an extension comes late that would have it closed while reports were awaited', () =>
    given([on('2025-01-01', opened), on('2025-05-01', closed)])
      .when(on('2025-02-01', extend('2025-04-30', '2025-05-31')))
      .thenRefused('contradicts-the-record', { rule: 'cycle-running' }));

  it('is of a cycle that is there, and not closed', () => {
    given([]).when(extend('2025-04-15', '2025-05-15')).thenRefused('cycle-unknown');
    given([opened, closed]).when(extend('2025-06-15', '2025-07-15')).thenRefused('cycle-closed');
  });

  it('dated before another one gives no less time than that one had found', () =>
    given([on('2025-01-01', opened), on('2025-03-01', extended('2025-04-15', '2025-05-15'))])
      .when(on('2025-02-01', extend('2025-04-30', '2025-05-30')))
      .thenRefused('contradicts-the-record', { rule: 'cycle-days-out-of-order' }));
});

describe('the closing', () => {
  it('freezes the tables as they were counted', () => given([opened], { frozen }).when(close).then([closed]));

  it('says what is to be noted beside', () =>
    given([opened], { frozen })
      .when({ ...close, note: reason })
      .then([{ type: 'ReportingCycleClosed', data: { ...frozen, note: reason } }]));

  it('waits until no report is awaited any more', () => {
    given([opened], { day: days.grace, frozen }).when(close).thenRefused('cycle-running');
    given([opened, extended('2025-04-30', '2025-05-31')], { frozen })
      .when(close)
      .thenRefused('cycle-running');
  });

  it('is of a cycle that is there, and not closed', () => {
    given([]).when(close).thenRefused('cycle-unknown');
    given([opened, closed]).when(close).thenRefused('cycle-closed');
  });

  it('is a fault without tables, and records nothing', () =>
    expect(() => given([opened]).when(close).thenNothing()).toThrow('a cycle is closed with its tables'));

  it('stores tables that say everything that the answer of a cycle shows, and nothing else', () => {
    expect(schemaErrors(ReportingCycleClosed, frozen)).toEqual([]);
    const { silent: _, ...less } = counts;
    expect(schemaErrors(ReportingCycleClosed, { ...frozen, regionalPriorities: { whole: less, regions: [] } })).not.toEqual([]);
    expect(
      schemaErrors(ReportingCycleClosed, { ...frozen, regionalPriorities: { whole: { ...counts, more: 1 }, regions: [] } }),
    ).not.toEqual([]);
  });
});

describe('a report that is missing', () => {
  it.each([
    ['2025-01-09', 'not-due'],
    ['2025-01-10', 'due'],
    ['2025-03-31', 'due'],
    ['2025-04-01', 'overdue'],
    ['2025-04-30', 'overdue'],
    ['2025-05-01', 'silent'],
  ])('is, on %s, %s', (day, expected) => expect(awaited(days, day as Day)).toBe(expected));
});
