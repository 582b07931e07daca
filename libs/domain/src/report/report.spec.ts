import { describe, it } from '@jest/globals';
import { type CommitmentEvent } from '../commitment/commitment.events.js';
import { commitment, type CommitmentCommand, type CommitmentFacts } from '../commitment/commitment.js';
import { type CommitmentId, type CycleId, type OrganisationId, type ReportId } from '../kernel/ids.js';
import { on, specify } from '../testing/specify.js';
import { type ReportChanges, type ReportDetails, type ReportEvent } from './report.events.js';
import { type DeclaredReport, type DeclaredReportChanges, type ReportCommand } from './report.js';

const lead = 'northland-ministry' as OrganisationId;
const first = 'report-1' as ReportId;
const second = 'report-2' as ReportId;
const c2025 = 'c2025' as CycleId;
const en = (text: string) => ({ en: text });
const source = { title: en('Letter to the secretariat') };

const facts: CommitmentFacts = {
  organisations: new Map([[lead, 'verified']]),
  demonstrations: new Set(),
  countries: new Map(),
  groups: new Set(),
  regionalPriorities: new Set(),
  successor: 'none-named',
  cycle: 'open',
  actor: 'second-person',
};
const given = specify(commitment, facts);

const pledged: CommitmentEvent = {
  type: 'CommitmentPledged',
  data: {
    lead,
    provenance: 'submitted',
    title: en('Fibre to every school'),
    focusAreas: { primary: 'connecting-people', others: [] },
  },
};
const accepted: CommitmentEvent = { type: 'CommitmentAccepted', data: {} };
const withdrawn: CommitmentEvent = { type: 'CommitmentWithdrawn', data: { reason: en('The budget was cut.') } };
const standing = [pledged, accepted];

const report = (says: DeclaredReport, more: { cycle?: CycleId; report?: ReportId } = {}): ReportCommand => ({
  type: 'ReportProgress',
  report: first,
  ...more,
  ...says,
});
const reported = (says: ReportDetails, more: { cycle?: CycleId; report?: ReportId } = {}): ReportEvent => ({
  type: 'ProgressReported',
  data: { report: first, ...more, ...says },
});
const amend = (changes: DeclaredReportChanges): ReportCommand => ({
  type: 'AmendReport',
  report: first,
  reason: en('Counted anew.'),
  changes,
});
const amended = (changes: ReportChanges): ReportEvent => ({
  type: 'ReportAmended',
  data: { report: first, reason: en('Counted anew.'), changes },
});
const decline: ReportCommand = { type: 'DeclineReport', cycle: c2025, reason: 'no-data' };
const declined: ReportEvent = { type: 'ReportDeclined', data: { cycle: c2025, reason: 'no-data' } };
const query: ReportCommand = { type: 'QueryReport', report: first, query: 'query-1', question: en('Which schools?') };
const queried: ReportEvent = { type: 'ReportQueried', data: { report: first, query: 'query-1', question: en('Which schools?') } };
const answer: ReportCommand = { type: 'AnswerQuery', report: first, query: 'query-1', answer: en('Those of the north.') };
const answered: ReportEvent = { type: 'QueryAnswered', data: { report: first, query: 'query-1', answer: en('Those of the north.') } };
const assess: ReportCommand = { type: 'AssessReport', report: first, verifiability: 'verifiable', progress: 'limited' };
const assessed: ReportEvent = { type: 'ReportAssessed', data: { report: first, verifiability: 'verifiable', progress: 'limited' } };
const complete: ReportCommand = { type: 'CompleteDelivery' };
const completed: ReportEvent = { type: 'DeliveryCompleted', data: {} };

describe('a report', () => {
  it('is recorded with what it says and no more', () => {
    const says: ReportDetails = {
      delivery: 'on-track',
      percent: 40,
      readings: [{ indicator: en('schools connected'), unit: en('schools'), value: 120, qualifier: 'more-than' }],
      beneficiaries: 60_000,
      narrative: en('The north is connected.'),
      barriers: en('Permits take a year.'),
      evidence: [source],
    };
    given(standing)
      .when(report(says, { cycle: c2025 }))
      .then([reported(says, { cycle: c2025 })]);
    given(standing)
      .when(report({ percent: 0 }))
      .then([reported({ percent: 0 })]);
  });
  it('by the secretariat has its source', () =>
    given(standing)
      .when({ ...report({ percent: 40 }), source } as CommitmentCommand)
      .then([{ type: 'ProgressReported', data: { report: first, percent: 40, source } }]));
  it('that says nothing is none', () => {
    given(standing).when(report({})).thenRefused('report-empty', { pointer: '' });
    given(standing)
      .when(report({ evidence: [source] }, { cycle: c2025 }))
      .thenRefused('report-empty');
  });
  it('has no list without an entry, and no currency without an amount', () => {
    given(standing)
      .when(report({ readings: [] }))
      .thenRefused('data-invalid', { errors: [{ pointer: '/readings' }] });
    given(standing)
      .when(report({ amounts: { currency: 'EUR' } }))
      .thenRefused('data-invalid', { errors: [{ pointer: '/amounts' }] });
  });
  it('has amounts in minor units, with the decimals of their currency', () => {
    given(standing)
      .when(report({ amounts: { currency: 'EUR', committed: '12', disbursed: '10.50', spent: '0' } }))
      .then([reported({ amounts: { currency: 'EUR', committed: '1200', disbursed: '1050', spent: '0' } })]);
    given(standing)
      .when(report({ amounts: { currency: 'JPY', spent: '10.5' } }))
      .thenRefused('amount-precision', { pointer: '/amounts/spent' });
    given(standing)
      .when(report({ amounts: { currency: 'XYZ', disbursed: '1' } }))
      .thenRefused('currency-unknown', { pointer: '/amounts/currency' });
  });
  it('is recorded once under its id, whatever it says', () => {
    given([...standing, reported({ percent: 40 })])
      .when(report({ percent: 40 }))
      .thenRefused('already-reported', { pointer: '/report' });
    given([...standing, reported({ percent: 40 })])
      .when(report({ percent: 41 }, { cycle: c2025 }))
      .thenRefused('already-reported');
  });
  it('may be one of several, to one cycle or to none', () => {
    given([...standing, reported({ percent: 40 })])
      .when(report({ percent: 40 }, { report: second }))
      .then([reported({ percent: 40 }, { report: second })]);
    given([...standing, reported({ percent: 40 }, { cycle: c2025 })])
      .when(report({ percent: 40 }, { cycle: c2025, report: second }))
      .then([reported({ percent: 40 }, { cycle: c2025, report: second })]);
  });
  it('names a cycle that takes reports on that day', () => {
    given(standing, { cycle: 'not-open' })
      .when(report({ percent: 40 }, { cycle: c2025 }))
      .thenRefused('cycle-not-open', { pointer: '/cycle' });
    given(standing, { cycle: 'closed' })
      .when(report({ percent: 40 }, { cycle: c2025 }))
      .thenRefused('cycle-closed', { pointer: '/cycle' });
  });
  it('is of the demonstration where its cycle is, and only there', () =>
    given(standing, { cycle: 'of-the-other-kind' })
      .when(report({ percent: 40 }, { cycle: c2025 }))
      .thenRefused('demonstration-mixed', { pointer: '/cycle' }));
  it('may be made of no cycle at any time', () =>
    given(standing, { cycle: 'none-named' })
      .when(report({ percent: 40 }))
      .then([reported({ percent: 40 })]));
});

describe('what is reported on', () => {
  it('was accepted or announced before', () => {
    given([pledged])
      .when(report({ percent: 40 }))
      .thenRefused('not-standing');
    given([pledged, { type: 'CommitmentReturned', data: { reason: en('Say where.') } }])
      .when(decline)
      .thenRefused('not-standing');
    given([pledged, { type: 'CommitmentAnnounced', data: { manner: 'publication', source } }])
      .when(report({ percent: 40 }))
      .then([reported({ percent: 40 })]);
  });
  it('is there', () => {
    given([])
      .when(report({ percent: 40 }))
      .thenRefused('commitment-unknown');
    given([]).when(assess).thenRefused('commitment-unknown');
  });
  it('stood on the day of the report, not only since', () =>
    given([on('2026-01-01', pledged), on('2026-03-01', accepted)])
      .when(on('2026-02-01', report({ percent: 40 })))
      .thenRefused('not-standing'));
  it('owes its cycles their reports after it was withdrawn or superseded', () => {
    const superseded: CommitmentEvent = { type: 'CommitmentSuperseded', data: { by: 'b' as CommitmentId, reason: en('One now.') } };
    for (const end of [withdrawn, superseded]) {
      given([...standing, end])
        .when(report({ percent: 40 }, { cycle: c2025 }))
        .then([reported({ percent: 40 }, { cycle: c2025 })]);
      given([...standing, end])
        .when(decline)
        .then([declined]);
    }
  });
  it('takes nothing else once it is withdrawn', () => {
    given([...standing, withdrawn])
      .when(report({ percent: 40 }))
      .thenRefused('commitment-closed');
    given([...standing, withdrawn])
      .when(complete)
      .thenRefused('commitment-closed');
  });
  it('is queried and assessed on its reports whatever became of it', () => {
    given([...standing, reported({ percent: 40 }), withdrawn])
      .when(query)
      .then([queried]);
    given([...standing, reported({ percent: 40 }), withdrawn])
      .when(assess)
      .then([assessed]);
    given([...standing, reported({ percent: 40 }), withdrawn])
      .when(amend({ percent: 41 }))
      .then([amended({ percent: 41 })]);
  });
  it('cannot have been withdrawn before a report that is of no cycle', () =>
    given([on('2026-01-01', pledged), on('2026-01-02', accepted), on('2026-03-01', reported({ percent: 40 }))])
      .when(on('2026-02-01', { type: 'WithdrawCommitment', reason: en('The budget was cut.') }))
      .thenRefused('contradicts-the-record', { rule: 'commitment-closed', contradicts: { type: 'ProgressReported' } }));
});

describe('an amendment of a report', () => {
  const past = [...standing, reported({ percent: 40, narrative: en('The north is connected.') })];

  it('holds the fields that change and no others', () =>
    given(past)
      .when(amend({ percent: 45, narrative: en('The north is connected.') }))
      .then([amended({ percent: 45 })]));
  it('that changes nothing records nothing', () =>
    given(past)
      .when(amend({ percent: 40, delivery: null }))
      .thenNothing());
  it('clears a field with null', () =>
    given(past)
      .when(amend({ narrative: null }))
      .then([amended({ narrative: null })]));
  it('leaves something said', () =>
    given(past)
      .when(amend({ percent: null, narrative: null }))
      .thenRefused('report-empty', { pointer: '/changes' }));
  it('has its amounts in minor units', () => {
    given(past)
      .when(amend({ amounts: { currency: 'KWD', spent: '1.5' } }))
      .then([amended({ amounts: { currency: 'KWD', spent: '1500' } })]);
    given(past)
      .when(amend({ amounts: { currency: 'KWD', spent: '1.2345' } }))
      .thenRefused('amount-precision', { pointer: '/changes/amounts/spent' });
  });
  it('is of a report that is there on that day', () => {
    given(standing)
      .when(amend({ percent: 45 }))
      .thenRefused('report-unknown');
    given([on('2026-01-01', pledged), on('2026-01-02', accepted), on('2026-03-01', reported({ percent: 40 }))])
      .when(on('2026-02-01', amend({ percent: 45 })))
      .thenRefused('report-unknown');
    given(standing).when(amend({})).thenRefused('data-invalid');
    given([]).when(amend({})).thenRefused('data-invalid');
  });
  it('that comes late leaves later ones as they are', () =>
    given([
      on('2026-01-01', pledged),
      on('2026-01-01', accepted),
      on('2026-02-01', reported({ percent: 40 })),
      on('2026-04-01', amended({ percent: 50 })),
    ])
      .when(on('2026-03-01', amend({ percent: 50 })))
      .then([amended({ percent: 50 })]));
});

describe('a decline', () => {
  it('says with a code why no report of the cycle comes', () => given(standing).when(decline).then([declined]));
  it('is recorded once, and anew with another reason', () => {
    given([...standing, declined])
      .when(decline)
      .thenNothing();
    given([...standing, declined])
      .when({ ...decline, reason: 'confidential' })
      .then([{ type: 'ReportDeclined', data: { cycle: c2025, reason: 'confidential' } }]);
  });
  it('gives way to a report', () =>
    given([...standing, declined])
      .when(report({ percent: 40 }, { cycle: c2025 }))
      .then([reported({ percent: 40 }, { cycle: c2025 })]));
  it('follows on no report of the cycle, not even where it was declined before', () => {
    const ofTheCycle = reported({ percent: 40 }, { cycle: c2025 });
    given([...standing, ofTheCycle])
      .when(decline)
      .thenRefused('already-reported', { pointer: '/cycle' });
    given([...standing, declined, ofTheCycle])
      .when(decline)
      .thenRefused('already-reported');
  });
  it('follows on a report of another cycle, or of none', () =>
    given([...standing, reported({ percent: 40 }), reported({ percent: 40 }, { cycle: 'c2024' as CycleId, report: second })])
      .when(decline)
      .then([declined]));
  it('may be dated before a report', () =>
    given([on('2026-01-01', pledged), on('2026-01-02', accepted), on('2026-03-01', reported({ percent: 40 }, { cycle: c2025 }))])
      .when(on('2026-02-01', decline))
      .then([declined]));
  it('is of a cycle that takes reports', () => {
    given(standing, { cycle: 'not-open' }).when(decline).thenRefused('cycle-not-open', { pointer: '/cycle' });
    given(standing, { cycle: 'closed' }).when(decline).thenRefused('cycle-closed', { pointer: '/cycle' });
    given(standing, { cycle: 'of-the-other-kind' }).when(decline).thenRefused('demonstration-mixed', { pointer: '/cycle' });
  });
});

describe('a query', () => {
  const past = [...standing, reported({ percent: 40 })];

  it('asks about a report that is there', () => {
    given(past).when(query).then([queried]);
    given(standing).when(query).thenRefused('report-unknown');
  });
  it('is recorded once under its id', () =>
    given([...past, queried])
      .when(query)
      .thenRefused('already-queried', { pointer: '/query' }));
  it('is answered, and answered anew in other words', () => {
    given([...past, queried])
      .when(answer)
      .then([answered]);
    given([...past, queried, answered])
      .when(answer)
      .thenNothing();
    given([...past, queried, answered])
      .when({ ...answer, answer: en('All of them.') })
      .then([{ type: 'QueryAnswered', data: { ...answered.data, answer: en('All of them.') } }]);
  });
  it('is there before its answer', () => {
    given(past).when(answer).thenRefused('query-unknown');
    given(standing).when(answer).thenRefused('report-unknown');
    given([on('2026-01-01', pledged), on('2026-01-01', accepted), on('2026-01-02', reported({ percent: 40 })), on('2026-03-01', queried)])
      .when(on('2026-02-01', answer))
      .thenRefused('query-unknown');
  });
});

describe('an assessment', () => {
  const past = [...standing, reported({ percent: 40 })];

  it('is made by a second person', () => given(past).when(assess).then([assessed]));
  it('is not made by who made the report or amended it', () =>
    given(past, { actor: 'reporter' }).when(assess).thenRefused('assessor-not-independent'));
  it('is not made by anybody of the reporting organisation', () =>
    given(past, { actor: 'of-the-organisation' }).when(assess).thenRefused('assessor-not-independent'));
  it('is of a report that is there', () => given(standing).when(assess).thenRefused('report-unknown'));
  it('is recorded once, and anew where the finding is another', () => {
    given([...past, assessed])
      .when(assess)
      .thenNothing();
    given([...past, assessed])
      .when({ ...assess, progress: 'complete' })
      .then([{ type: 'ReportAssessed', data: { ...assessed.data, progress: 'complete' } }]);
  });
  it('is of the report as it stood: once that is amended the same finding is a new one', () =>
    given([...past, assessed, amended({ percent: 45 })])
      .when(assess)
      .then([assessed]));
});

describe('completion', () => {
  it('is said of the delivery, with or without a report', () => {
    given(standing).when(complete).then([completed]);
    given(standing)
      .when(report({ delivery: 'completed' }))
      .then([reported({ delivery: 'completed' })]);
  });
  it('is said once', () => {
    given([...standing, completed])
      .when(complete)
      .thenNothing();
    given([...standing, reported({ delivery: 'completed' })])
      .when(complete)
      .thenNothing();
  });
  it('is repeated by a report of the cycle', () =>
    given([...standing, completed])
      .when(report({ delivery: 'completed' }, { cycle: c2025 }))
      .then([reported({ delivery: 'completed' }, { cycle: c2025 })]));
  it('is followed by no other status', () => {
    for (const done of [completed, reported({ delivery: 'completed' }, { report: second })]) {
      given([...standing, done])
        .when(report({ delivery: 'on-track' }))
        .thenRefused('delivery-completed', { pointer: '/delivery' });
    }
  });
  it('is not taken back by an amendment', () => {
    const done = reported({ delivery: 'completed', percent: 100 });
    for (const delivery of ['delayed', null] as const) {
      given([...standing, done])
        .when(amend({ delivery }))
        .thenRefused('delivery-completed', { pointer: '/changes/delivery' });
    }
    given([...standing, reported({ delivery: 'on-track' }), amended({ delivery: 'completed' })])
      .when(amend({ delivery: 'on-track' }))
      .thenRefused('delivery-completed');
  });
  it('is followed by figures all the same', () =>
    given([...standing, completed])
      .when(report({ beneficiaries: 61_000 }))
      .then([reported({ beneficiaries: 61_000 })]));
  it('leaves an earlier day its status', () =>
    given([on('2026-01-01', pledged), on('2026-01-02', accepted), on('2026-03-01', completed)])
      .when(on('2026-02-01', report({ delivery: 'at-risk' })))
      .then([reported({ delivery: 'at-risk' })]));
  it('is not dated before a report of another status', () => {
    const past = [on('2026-01-01', pledged), on('2026-01-02', accepted), on('2026-03-01', reported({ delivery: 'delayed' }))];
    for (const command of [complete, report({ delivery: 'completed' }, { report: second })]) {
      given(past)
        .when(on('2026-02-01', command))
        .thenRefused('contradicts-the-record', { rule: 'delivery-completed', contradicts: { effectiveAt: '2026-03-01' } });
    }
  });
  it('needs what stood', () => given([pledged]).when(complete).thenRefused('not-standing'));
});
