import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Day } from '../kernel/day.js';
import { decideOn, type LoggedEvent, stateOn } from '../kernel/decide.js';
import { heldOn, hold } from '../kernel/history.js';
import { type CommitmentId, type CountryCode, type CycleId, type OrganisationId, type ReportId } from '../kernel/ids.js';
import { focusAreaIds, type Implementation, type RegionId, regionIds, type RegionShares } from '../kernel/places.js';
import { Refusal } from '../kernel/refusal.js';
import { type LocalizedText } from '../kernel/text.js';
import { isApartFromCycles, isReportEvent, type ReportCommand } from '../report/report.js';
import { type CommitmentEvent } from './commitment.events.js';
import { commitment, type CommitmentCommand, type CommitmentFacts, isOpen } from './commitment.js';

const today = '2026-06-10' as Day;
const lead = 'northland-ministry' as OrganisationId;
const facts: CommitmentFacts = {
  organisations: new Map([[lead, 'verified']]),
  demonstrations: new Set(),
  countries: new Map<CountryCode, RegionId>([
    ['KE' as CountryCode, 'AFR'],
    ['EG' as CountryCode, 'ARB'],
  ]),
  groups: new Set(),
  regionalPriorities: new Set(),
  successor: 'open',
  cycle: 'open',
  actor: 'second-person',
};

// Few days, so that many commands meet on one and many come late.
const day = fc.integer({ min: 1, max: 10 }).map(n => `2026-06-${String(n).padStart(2, '0')}` as Day);
const text = fc.constantFrom<LocalizedText[]>({ en: 'one' }, { en: 'two', ar: 'اثنان' });
const source = { title: { en: 'A source' } };

const implementation: fc.Arbitrary<Implementation> = fc.record(
  {
    regions: fc.subarray([...regionIds]),
    countries: fc.subarray(['KE', 'EG'] as CountryCode[]),
    groups: fc.constant([]),
    shares: fc.constantFrom<RegionShares[]>({ AFR: 1000 }, { AFR: 500, ARB: 500 }, { AFR: 999 }),
  },
  { requiredKeys: ['regions', 'countries', 'groups'] },
);
const value = fc.record({
  amount: fc.constantFrom('1', '2.50', '3.001', '1000000000000000'),
  currency: fc.constantFrom('EUR', 'USD', 'JPY'),
  nature: fc.constantFrom('own' as const, 'mobilised' as const),
});
const details = {
  title: text,
  focusAreas: fc.record({ primary: fc.constantFrom(...focusAreaIds), others: fc.subarray([...focusAreaIds], { maxLength: 2 }) }),
  start: day,
  end: day,
  implementation,
  value,
};

const report = fc.constantFrom('report-1', 'report-2', 'report-3') as fc.Arbitrary<ReportId>;
const cycle = fc.constantFrom('c2024', 'c2025') as fc.Arbitrary<CycleId>;
const query = fc.constantFrom('query-1', 'query-2');
const says = {
  delivery: fc.constantFrom('not-started' as const, 'on-track' as const, 'delayed' as const, 'completed' as const),
  percent: fc.integer({ min: 0, max: 3 }),
  amounts: fc.record({ currency: fc.constantFrom('EUR', 'JPY'), spent: fc.constantFrom('1', '2.50') }),
  narrative: text,
};
const reportCommand: fc.Arbitrary<ReportCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('ReportProgress' as const), report, cycle, ...says }, { requiredKeys: ['type', 'report'] }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('AmendReport' as const),
      report,
      reason: text,
      changes: fc.record(
        { ...says, delivery: fc.option(says.delivery), percent: fc.option(says.percent), narrative: fc.option(text) },
        { requiredKeys: [] },
      ),
    }),
  },
  fc.record({ type: fc.constant('DeclineReport' as const), cycle, reason: fc.constantFrom('no-data' as const, 'other' as const) }),
  fc.record({ type: fc.constant('QueryReport' as const), report, query, question: text }),
  fc.record({ type: fc.constant('AnswerQuery' as const), report, query, answer: text }),
  fc.record({
    type: fc.constant('AssessReport' as const),
    report,
    verifiability: fc.constantFrom('verifiable' as const, 'not-verifiable' as const),
    progress: fc.constant('limited' as const),
  }),
  fc.record({ type: fc.constant('CompleteDelivery' as const) }),
);

const command: fc.Arbitrary<CommitmentCommand> = fc.oneof(
  { weight: 8, arbitrary: reportCommand },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        type: fc.constant('PledgeCommitment' as const),
        lead: fc.constant(lead),
        provenance: fc.constant('submitted' as const),
        ...details,
      },
      { requiredKeys: ['type', 'lead', 'provenance', 'title', 'focusAreas'] },
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('AmendCommitment' as const),
      reason: text,
      changes: fc.record({ ...details, end: fc.option(day) }, { requiredKeys: [] }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ type: 'AcceptCommitment' as const }) },
  fc.record({ type: fc.constant('ReturnCommitment' as const), reason: text }),
  fc.constant({ type: 'AnnounceCommitment' as const, manner: 'plenary' as const }),
  fc.record({ type: fc.constant('NoteCommitment' as const), text, source: fc.constant(source) }),
  fc.record({ type: fc.constant('WithdrawCommitment' as const), reason: text }),
  fc.constant({ type: 'SupersedeCommitment' as const, by: 'another' as CommitmentId, reason: { en: 'one' } }),
);
const asked = fc.array(fc.record({ command, effectiveAt: day }), { minLength: 1, maxLength: 20 });

type Log = LoggedEvent<CommitmentEvent>[];

function attempt(log: Log, command: CommitmentCommand, effectiveAt: Day): CommitmentEvent[] | Refusal {
  try {
    return decideOn(commitment, log, command, { effectiveAt, today }, facts);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Sends the commands one after the other; tells each step that was accepted. */
function live(
  steps: readonly { command: CommitmentCommand; effectiveAt: Day }[],
  after: (log: Log, step: { command: CommitmentCommand; effectiveAt: Day }, before: Log) => void,
): void {
  let log: Log = [];
  for (const step of steps) {
    const outcome = attempt(log, step.command, step.effectiveAt);
    if (outcome instanceof Refusal) continue;
    const before = log;
    log = [...log, ...outcome.map(event => ({ ...event, metadata: { effectiveAt: step.effectiveAt } }))];
    after(log, step, before);
  }
}

describe('whatever is asked, on whatever days', () => {
  it('what is accepted, every later fold admits', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, log => {
          let state = commitment.initial;
          for (const event of hold(log)) {
            expect(() => commitment.admit(event, state)).not.toThrow();
            state = commitment.evolve(state, event);
          }
        }),
      ),
    );
  });

  it('a command repeated at once decides nothing or is refused', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, (log, { command, effectiveAt }) => {
          const again = attempt(log, command, effectiveAt);
          if (!(again instanceof Refusal)) expect(again).toEqual([]);
        }),
      ),
    );
  });

  it('nothing follows on a withdrawal or a supersession but what is owed to a cycle or said of a report', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, log => {
          const held = hold(log);
          const end = held.findIndex(event => event.type === 'CommitmentWithdrawn' || event.type === 'CommitmentSuperseded');
          for (const event of end < 0 ? [] : held.slice(end + 1)) expect(isReportEvent(event) && !isApartFromCycles(event)).toBe(true);
        }),
      ),
    );
  });

  it('nothing is reported on what never stood', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, log => {
          const held = hold(log);
          const stands = held.findIndex(event => event.type === 'CommitmentAccepted' || event.type === 'CommitmentAnnounced');
          for (const [i, event] of held.entries()) if (isReportEvent(event)) expect(stands >= 0 && stands < i).toBe(true);
        }),
      ),
    );
  });

  it('after completed no other status is reported, nor is it taken back', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, log => {
          const said = hold(log).flatMap(event => {
            if (event.type === 'ProgressReported') return event.data.delivery ?? [];
            if (event.type === 'ReportAmended') return event.data.changes.delivery === undefined ? [] : [event.data.changes.delivery];
            return event.type === 'DeliveryCompleted' ? ['completed'] : [];
          });
          const completed = said.indexOf('completed');
          for (const status of completed < 0 ? [] : said.slice(completed)) expect(status).toBe('completed');
        }),
      ),
    );
  });

  it('a report is there before what is said of it, and says something on every day', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, log => {
          const [reports, queries] = [new Set<string>(), new Set<string>()];
          let state = commitment.initial;
          for (const event of hold(log)) {
            state = commitment.evolve(state, event);
            if (event.type === 'ProgressReported') {
              expect(reports).not.toContain(event.data.report);
              reports.add(event.data.report);
            } else if ('report' in event.data) expect(reports).toContain(event.data.report);
            if (event.type === 'ReportQueried') queries.add(`${event.data.report} ${event.data.query}`);
            if (event.type === 'QueryAnswered') expect(queries).toContain(`${event.data.report} ${event.data.query}`);
            if (state.registration === 'unknown') continue;
            for (const { details } of state.reporting.reports.values()) expect(Object.keys(details)).not.toEqual([]);
          }
        }),
      ),
    );
  });

  it('a cycle that was reported on is not declined any more', () => {
    fc.assert(
      fc.property(asked, day, (steps, asOf) =>
        live(steps, log => {
          const reported = new Set<CycleId>();
          for (const event of hold(log)) {
            if (event.type === 'ProgressReported' && event.data.cycle !== undefined) reported.add(event.data.cycle);
            if (event.type === 'ReportDeclined') expect(reported).not.toContain(event.data.cycle);
          }
          const state = stateOn(commitment, log, asOf);
          if (state.registration === 'unknown') return;
          const { reports, declined } = state.reporting;
          for (const { cycle } of reports.values()) if (cycle !== undefined) expect([...declined.keys()]).not.toContain(cycle);
        }),
      ),
    );
  });

  it('an earlier day is moved only by what is said of it or of a day before', () => {
    fc.assert(
      fc.property(asked, day, (steps, asOf) =>
        live(steps, (log, step, before) => {
          if (step.effectiveAt > asOf) expect(stateOn(commitment, log, asOf)).toEqual(stateOn(commitment, before, asOf));
        }),
      ),
    );
  });

  it('the record names every region of its countries, and shares of exactly its regions', () => {
    fc.assert(
      fc.property(asked, day, (steps, asOf) =>
        live(steps, log => {
          const state = stateOn(commitment, log, asOf);
          if (state.registration === 'unknown') return;
          const places = state.details.implementation;
          for (const country of places?.countries ?? []) expect(places?.regions).toContain(facts.countries.get(country));
          if (places?.shares) expect(Object.keys(places.shares).sort()).toEqual([...places.regions].sort());
        }),
      ),
    );
  });

  it('opens with the pledge, and is open until the last event that is its own', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, log => {
          const held = hold(log);
          expect(held[0]?.type).toBe('CommitmentPledged');
          const own = held.filter(event => !isReportEvent(event));
          const beforeLast = heldOn(own, own.at(-1)!.metadata.effectiveAt).slice(0, -1);
          if (beforeLast.length > 0)
            expect(isOpen(beforeLast.reduce((state, event) => commitment.evolve(state, event), commitment.initial))).toBe(true);
        }),
      ),
    );
  });
});
