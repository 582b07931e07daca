import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Day } from '../kernel/day.js';
import { decideOn, type LoggedEvent, stateOn } from '../kernel/decide.js';
import { hold } from '../kernel/history.js';
import { type AppointmentId, type OrganisationId, type PersonId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { holdsOn, overlap, seatBounds, seats, shortOf } from './composition.js';
import { type Seat, type WorkingGroupEvent } from './working-group.events.js';
import { workingGroup, type WorkingGroupCommand, type WorkingGroupFacts } from './working-group.js';

const today = '2026-06-07' as Day;
const dayOfJune = (n: number) => `2026-06-${String(n).padStart(2, '0')}` as Day;
const shifted = (day: Day, by: number) => dayOfJune(Math.max(1, Number(day.slice(-2)) + by));
/** Few, so that many commands meet on one and many come late; those of terms to come are later than today. */
const everyDay = Array.from({ length: 16 }, (_, n) => dayOfJune(n + 1));
const pastDay = fc.constantFrom(...everyDay.filter(day => day <= today));
const anyDay = fc.constantFrom(...everyDay);
const reason = { en: 'one' };

/** A body for each seat, which may hold no other, and one that may hold two of them. */
const bodies: Readonly<Record<string, WorkingGroupFacts['organisation']>> = {
  ministry: { status: 'known', provenance: 'submitted', category: 'government', membership: 'member-state', homeRegion: 'AFR' },
  company: { status: 'known', provenance: 'submitted', category: 'private-sector', membership: undefined, homeRegion: 'ARB' },
  member: { status: 'known', provenance: 'published', category: 'private-sector', membership: 'sector-member', homeRegion: 'EUR' },
  society: { status: 'known', provenance: 'submitted', category: 'civil-society', membership: 'none', homeRegion: undefined },
  nobody: { status: 'unknown' },
};
const seatOf: Readonly<Record<string, Seat>> = {
  ministry: 'membership',
  company: 'private-sector',
  member: 'membership',
  society: 'civil-society-or-international',
  nobody: 'membership',
};

const appointment = fc.integer({ min: 1, max: 7 }).map(n => `a${n}` as AppointmentId);
const person = fc.integer({ min: 1, max: 9 }).map(n => ({
  id: `00000000-0000-4000-8000-00000000000${n}` as PersonId,
  name: `1.${'A'.repeat(60)}`,
}));
/** Mostly from the day of the command on, or soon after it; now and then from a day that is past then. */
const appoint = (effectiveAt: Day) =>
  fc
    .record({
      appointment,
      person,
      organisation: fc.constantFrom(...['ministry', 'company', 'member', ...Object.keys(bodies)].map(id => id as OrganisationId)),
      seat: fc.constantFrom<(Seat | 'its own')[]>('its own', 'its own', 'its own', 'its own', 'its own', ...seats),
      after: fc.constantFrom(0, 0, 0, 0, 0, 1, 3, -1),
      length: fc.option(fc.constantFrom(0, 1, 2, 3, 5, 8), { freq: 2 }),
    })
    .map(({ seat, after, length, ...command }): WorkingGroupCommand => {
      const from = after === 0 ? effectiveAt : shifted(effectiveAt, after);
      const to = length === null ? {} : { to: shifted(from, length) };
      return { type: 'AppointCoChair', ...command, seat: seat === 'its own' ? seatOf[command.organisation]! : seat, from, ...to };
    });
const end = fc.record(
  { type: fc.constantFrom('StandDown' as const, 'EndTerm' as const), appointment, to: anyDay, reason: fc.constant(reason) },
  { requiredKeys: ['type', 'appointment', 'reason'] },
);
const establish: fc.Arbitrary<WorkingGroupCommand> = fc.constant({ type: 'EstablishWorkingGroup', focusArea: 'connecting-people' });

interface Step {
  readonly command: WorkingGroupCommand;
  readonly effectiveAt: Day;
}
const step = pastDay.chain(effectiveAt =>
  fc
    .oneof({ weight: 8, arbitrary: appoint(effectiveAt) }, { weight: 4, arbitrary: end }, { weight: 1, arbitrary: establish })
    .map((command): Step => ({ command, effectiveAt })),
);
/** Most groups are there from the first days on; some come late, or never. */
const asked = fc
  .tuple(fc.option(fc.constantFrom(...everyDay.slice(0, 2)), { freq: 9 }), fc.array(step, { minLength: 4, maxLength: 16 }))
  .map(([day, steps]): Step[] =>
    day === null ? steps : [{ command: { type: 'EstablishWorkingGroup', focusArea: 'connecting-people' }, effectiveAt: day }, ...steps],
  );

type Log = LoggedEvent<WorkingGroupEvent>[];

function attempt(log: Log, command: WorkingGroupCommand, effectiveAt: Day): WorkingGroupEvent[] | Refusal {
  const named = command.type === 'AppointCoChair' ? bodies[command.organisation]! : ({ status: 'none-named' } as const);
  const facts: WorkingGroupFacts = { day: effectiveAt, organisation: named, regionalPriorities: new Set() };
  try {
    return decideOn(workingGroup, log, command, { effectiveAt, today }, facts);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Sends the commands one after the other; tells each step that was accepted. */
function live(steps: readonly Step[], after: (log: Log, step: Step) => void): void {
  let log: Log = [];
  for (const step of steps) {
    const outcome = attempt(log, step.command, step.effectiveAt);
    if (outcome instanceof Refusal) continue;
    log = [...log, ...outcome.map(event => ({ ...event, metadata: { effectiveAt: step.effectiveAt } }))];
    after(log, step);
  }
}

/** The appointments that the group has by what is known of the day `known`. */
function appointmentsBy(log: Log, known: Day) {
  const state = stateOn(workingGroup, log, known);
  return state.status === 'none' ? [] : [...state.appointments.values()];
}

describe('whatever is asked, on whatever days', () => {
  it('no seat is held by more than it has room for, on any day, by what is known of any day', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, log => {
          for (const known of everyDay) {
            const appointments = appointmentsBy(log, known);
            const tooMany = everyDay.filter(day => {
              const held = appointments.filter(term => holdsOn(term, day));
              const isOverfull = seats.some(seat => held.filter(term => term.seat === seat).length > seatBounds[seat].max);
              return isOverfull || held.length > 4 || new Set(held.map(({ person }) => person)).size < held.length;
            });
            expect(tooMany).toEqual([]);
          }
        }),
      ),
    );
  });

  it('a group that is short of nothing has three or four co-chairs', () => {
    fc.assert(
      fc.property(asked, anyDay, (steps, day) =>
        live(steps, log => {
          const appointments = appointmentsBy(log, day);
          const held = appointments.filter(term => holdsOn(term, day));
          const isComplete = shortOf(appointments, day, everyDay[0]!).length === 0;
          expect(isComplete).toBe(seats.every(seat => held.some(term => term.seat === seat)));
          if (isComplete) expect([3, 4]).toContain(held.length);
        }),
      ),
    );
  });

  it('who held a seat on a day is told by what was recorded of days up to that one', () => {
    fc.assert(
      fc.property(asked, anyDay, (steps, day) =>
        live(steps, log => {
          const holding = (known: Day) => appointmentsBy(log, known).filter(term => holdsOn(term, day));
          expect(holding(everyDay.at(-1)!).map(({ person }) => person)).toEqual(holding(day).map(({ person }) => person));
        }),
      ),
    );
  });

  it('what is accepted, every later fold admits', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, log => {
          let state = workingGroup.initial;
          for (const event of hold(log)) {
            expect(() => workingGroup.admit(event, state)).not.toThrow();
            state = workingGroup.evolve(state, event);
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

  it('terms of one person never meet', () => {
    fc.assert(
      fc.property(asked, steps =>
        live(steps, log => {
          const appointments = appointmentsBy(log, everyDay.at(-1)!);
          for (const [i, one] of appointments.entries()) {
            const others = appointments.slice(i + 1).filter(({ person }) => person === one.person);
            expect(others.some(other => overlap(one, other))).toBe(false);
          }
        }),
      ),
    );
  });

  it('most that is well asked is taken', () => {
    let taken = 0;
    fc.assert(
      fc.property(asked, steps =>
        live(steps, (_, { command }) => {
          if (command.type !== 'EstablishWorkingGroup') taken++;
        }),
      ),
      { seed: 1, numRuns: 100 },
    );
    expect(taken).toBeGreaterThan(150);
  });
});
