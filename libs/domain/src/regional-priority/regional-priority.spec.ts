import { describe, it } from '@jest/globals';
import { type Day } from '../kernel/day.js';
import { type CycleId, type OrganisationId, type ReportId } from '../kernel/ids.js';
import { on, specify } from '../testing/specify.js';
import { type RegionalPriorityChanges, type RegionalPriorityEvent } from './regional-priority.events.js';
import { regionalPriority, type RegionalPriorityCommand, type RegionalPriorityFacts } from './regional-priority.js';

const facts: RegionalPriorityFacts = { steward: 'none-named', cycle: 'open', actor: 'second-person' };
const given = specify(regionalPriority, facts);
const en = (text: string) => ({ en: text });
const data = {
  region: 'AFR' as const,
  code: 'AFR1',
  name: { en: 'Digital transformation in Africa' },
  actionPlan: { id: 'KAP', name: 'Kigali Action Plan', from: '2023-01-01' as Day, to: '2026-01-01' as Day },
  wording: 'to-be-confirmed' as const,
};
const steward = 'northland-ministry' as OrganisationId;
const report = 'report-1' as ReportId;
const cycle = 'c2025' as CycleId;
const adopt: RegionalPriorityCommand = { type: 'AdoptRegionalPriority', ...data };
const adopted: RegionalPriorityEvent = { type: 'RegionalPriorityAdopted', data };
const amend = (changes: RegionalPriorityChanges): RegionalPriorityCommand => ({
  type: 'AmendRegionalPriority',
  reason: en('As the plan was published.'),
  changes,
});
const amended = (changes: RegionalPriorityChanges): RegionalPriorityEvent => ({
  type: 'RegionalPriorityAmended',
  data: { reason: en('As the plan was published.'), changes },
});
const retire: RegionalPriorityCommand = { type: 'RetireRegionalPriority', reason: en('The plan is over.') };
const retired: RegionalPriorityEvent = { type: 'RegionalPriorityRetired', data: { reason: en('The plan is over.') } };
const reported: RegionalPriorityEvent = { type: 'ProgressReported', data: { report, cycle, percent: 40 } };

describe('a regional priority', () => {
  it('is adopted for an action plan', () => given([]).when(adopt).then([adopted]));
  it('is adopted once, and amended after that', () => given([adopted]).when(adopt).thenRefused('already-adopted'));
  it('is adopted once, retired or not', () => given([adopted, retired]).when(adopt).thenRefused('already-adopted'));
  it('is of a plan that holds for a day at least', () => {
    const plan = (to: string): RegionalPriorityCommand => ({ ...adopt, actionPlan: { ...data.actionPlan, to } }) as RegionalPriorityCommand;
    given([]).when(plan('2023-01-01')).thenRefused('period-ends-before-start', { pointer: '/actionPlan/to' });
    given([])
      .when(plan('2023-01-02'))
      .then([{ type: 'RegionalPriorityAdopted', data: { ...data, actionPlan: { ...data.actionPlan, to: '2023-01-02' as Day } } }]);
  });
  it('has a registered steward, or none', () => {
    given([], { steward: 'registered' })
      .when({ ...adopt, steward })
      .then([{ type: 'RegionalPriorityAdopted', data: { ...data, steward } }]);
    given([], { steward: 'unknown' })
      .when({ ...adopt, steward })
      .thenRefused('steward-unknown', { pointer: '/steward' });
  });
});

describe('an amendment of a regional priority', () => {
  it('holds the fields that change and no others', () =>
    given([adopted])
      .when(amend({ code: 'AFR1', wording: 'verified' }))
      .then([amended({ wording: 'verified' })]));
  it('that changes nothing records nothing', () =>
    given([adopted, amended({ wording: 'verified' })])
      .when(amend({ wording: 'verified', steward: null }))
      .thenNothing());
  it('names a steward that is registered, and takes it away with null', () => {
    given([adopted], { steward: 'registered' })
      .when(amend({ steward }))
      .then([amended({ steward })]);
    given([adopted], { steward: 'unknown' }).when(amend({ steward })).thenRefused('steward-unknown', { pointer: '/changes/steward' });
    given([adopted], { steward: 'of-the-other-kind' })
      .when(amend({ steward }))
      .thenRefused('demonstration-mixed', { pointer: '/changes/steward' });
    given([adopted, amended({ steward })])
      .when(amend({ steward: null }))
      .then([amended({ steward: null })]);
  });
  it('follows on an adoption, and on no retirement', () => {
    given([])
      .when(amend({ wording: 'verified' }))
      .thenRefused('not-adopted');
    given([adopted, retired])
      .when(amend({ wording: data.wording }))
      .thenRefused('already-retired');
  });
});

describe('a retirement', () => {
  it('ends a regional priority once', () => {
    given([adopted]).when(retire).then([retired]);
    given([adopted, retired]).when(retire).thenRefused('already-retired');
    given([]).when(retire).thenRefused('not-adopted');
  });
  it('is not dated before an amendment that was recorded', () =>
    given([on('2023-01-01', adopted), on('2024-03-01', amended({ wording: 'verified' }))])
      .when(on('2024-02-01', retire))
      .thenRefused('contradicts-the-record', { rule: 'already-retired', contradicts: { type: 'RegionalPriorityAmended' } }));
});

describe('progress on a regional priority', () => {
  it('is reported to a cycle, or apart from one', () => {
    given([adopted]).when({ type: 'ReportProgress', report, cycle, percent: 40 }).then([reported]);
    given([adopted])
      .when({ type: 'ReportProgress', report, amounts: { currency: 'USD', disbursed: '2.50' } })
      .then([{ type: 'ProgressReported', data: { report, amounts: { currency: 'USD', disbursed: '250' } } }]);
  });
  it('is reported on one that was adopted', () =>
    given([]).when({ type: 'ReportProgress', report, percent: 40 }).thenRefused('not-adopted'));
  it('is owed to its cycles after it was retired', () => {
    given([adopted, retired]).when({ type: 'ReportProgress', report, cycle, percent: 40 }).then([reported]);
    given([adopted, retired])
      .when({ type: 'DeclineReport', cycle, reason: 'no-capacity' })
      .then([{ type: 'ReportDeclined', data: { cycle, reason: 'no-capacity' } }]);
  });
  it('is not reported apart from a cycle once it was retired', () => {
    given([adopted, retired]).when({ type: 'ReportProgress', report, percent: 40 }).thenRefused('already-retired');
    given([adopted, retired]).when({ type: 'CompleteDelivery' }).thenRefused('already-retired');
  });
  it('is assessed by a second person', () => {
    const assess: RegionalPriorityCommand = { type: 'AssessReport', report, verifiability: 'not-verifiable', progress: 'no-evidence' };
    given([adopted, reported])
      .when(assess)
      .then([{ type: 'ReportAssessed', data: { report, verifiability: 'not-verifiable', progress: 'no-evidence' } }]);
    given([adopted, reported], { actor: 'of-the-organisation' }).when(assess).thenRefused('assessor-not-independent');
  });
  it('has no other status after it was completed', () =>
    given([adopted, { type: 'DeliveryCompleted', data: {} }])
      .when({ type: 'ReportProgress', report, cycle, delivery: 'delayed' })
      .thenRefused('delivery-completed'));
});
