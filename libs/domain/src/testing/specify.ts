import { expect } from '@jest/globals';
import { type Day } from '../kernel/day.js';
import { type Decider } from '../kernel/decider.js';
import { decideOn, type LoggedEvent } from '../kernel/decide.js';
import { type DomainEvent } from '../kernel/event.js';
import { Refusal, type RefusalCode } from '../kernel/refusal.js';

/** The day of every event and command that names none, and of "today". */
export const today = '2026-06-01' as Day;

interface On<What> {
  readonly on: Day;
  readonly what: What;
}

/** Dates an event or a command: `on('2026-03-01', withdraw())`. */
export function on<What>(day: string, what: What): On<What> {
  return { on: day as Day, what };
}

function dated<What extends object>(what: What | On<What>, otherwise: Day): On<What> {
  return 'on' in what && 'what' in what ? what : { on: otherwise, what: what };
}

/**
 * Given/when/then on a decider: walks decide → schema → admit, the same function that the ledger walks.
 *
 * `specify(commitment, facts)([pledged]).when(withdraw()).then([withdrawn])`
 */
export function specify<State, Command extends { readonly type: string }, Event extends DomainEvent, Facts>(
  decider: Decider<State, Command, Event, Facts>,
  facts: Facts,
) {
  return (past: readonly (Event | On<Event>)[], known: Partial<Facts> = {}) => {
    const log = past
      .map(entry => dated(entry, today))
      .map(({ on, what }): LoggedEvent<Event> => ({ ...what, metadata: { effectiveAt: on } }));
    return {
      when(asked: Command | On<Command>) {
        const { on: effectiveAt, what: command } = dated(asked, today);
        const decide = () => decideOn(decider, log, command, { effectiveAt, today }, { ...facts, ...known });
        return {
          then(events: readonly Event[]) {
            expect(decide()).toEqual(events);
          },
          thenNothing() {
            expect(decide()).toEqual([]);
          },
          thenRefused(code: RefusalCode, details?: object) {
            let outcome: unknown;
            try {
              outcome = decide();
            } catch (error) {
              outcome = error;
            }
            if (!(outcome instanceof Refusal))
              throw new Error(`expected the refusal ${code}, got ${JSON.stringify(outcome) ?? String(outcome)}`, { cause: outcome });
            expect(outcome.code).toBe(code);
            if (details) expect(outcome.details).toMatchObject(details);
          },
        };
      },
    };
  };
}
