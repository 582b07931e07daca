import { type Day } from '../kernel/day.js';
import { type Decider } from '../kernel/decider.js';
import { Refusal } from '../kernel/refusal.js';
import { type LocalizedText, type Source } from '../kernel/text.js';
import { type CycleDays, type CycleProvenance, type ReportingCycleEvent, reportingCycleEvents } from './reporting-cycle.events.js';

export type ReportingCycleCommand =
  /** Provenance absent: `submitted`. */
  | {
      readonly type: 'OpenReportingCycle';
      readonly name: LocalizedText;
      readonly provenance?: CycleProvenance;
      readonly days: CycleDays;
      readonly source?: Source;
    }
  | {
      readonly type: 'ExtendReportingCycle';
      readonly due: Day;
      readonly grace: Day;
      readonly reason: LocalizedText;
      readonly source?: Source;
    }
  | { readonly type: 'CloseReportingCycle'; readonly note?: LocalizedText };

export type ReportingCycle =
  | { readonly status: 'unknown' }
  | { readonly status: 'open' | 'closed'; readonly name: LocalizedText; readonly provenance: CycleProvenance; readonly days: CycleDays };

export interface ReportingCycleFacts {
  /** The day of the command. */
  readonly day: Day;
  /** What is frozen where an open cycle is closed: its tables as the views have them; undefined for every other command. */
  readonly frozen: FrozenCycle | undefined;
}
export type FrozenCycle = Omit<Extract<ReportingCycleEvent, { type: 'ReportingCycleClosed' }>['data'], 'note'>;

/** Where a report that is missing may stand. */
export const missingStates = ['not-due', 'due', 'overdue', 'silent'] as const;
export type MissingState = (typeof missingStates)[number];

/** Where a report for the cycle stands on a day, as long as there is none: the days alone decide. */
export function awaited({ opens, due, grace }: Pick<CycleDays, 'opens' | 'due' | 'grace'>, day: Day): MissingState {
  if (day < opens) return 'not-due';
  if (day <= due) return 'due';
  return day <= grace ? 'overdue' : 'silent';
}

/** A time that is reported on, and the days until which reports are awaited. */
export const reportingCycle: Decider<ReportingCycle, ReportingCycleCommand, ReportingCycleEvent, ReportingCycleFacts> = {
  category: 'reportingCycle',
  fixed: ['effectiveAt', 'rule', 'countedTo', 'before', 'tables', 'regionalPriorities'],
  initial: { status: 'unknown' },
  events: reportingCycleEvents,

  decide(command, state, { day, frozen }) {
    switch (command.type) {
      case 'OpenReportingCycle': {
        const { type: _, provenance = 'submitted', ...data } = command;
        return [{ type: 'ReportingCycleOpened', data: { ...data, provenance } }];
      }
      case 'ExtendReportingCycle': {
        const { type: _, ...data } = command;
        const same = state.status === 'open' && state.days.due === data.due && state.days.grace === data.grace;
        return same ? [] : [{ type: 'ReportingCycleExtended', data }];
      }
      case 'CloseReportingCycle': {
        const { type: _, ...data } = command;
        refuseUnlessOpen(state);
        refuseWhileRunning(state.days, day);
        if (!frozen) throw new Error('a cycle is closed with its tables');
        return [{ type: 'ReportingCycleClosed', data: { ...frozen, ...data } }];
      }
    }
  },

  admit(event, state) {
    switch (event.type) {
      case 'ReportingCycleOpened':
        if (state.status !== 'unknown') throw new Refusal('already-opened', 'This reporting cycle is open already; extend it instead.');
        refuseDays(event.data.days, '/days');
        return;
      case 'ReportingCycleExtended':
        refuseUnlessOpen(state);
        if (event.data.due < state.days.due || event.data.grace < state.days.grace) {
          throw new Refusal(
            'cycle-days-out-of-order',
            `An extension gives more time: due is ${state.days.due} and grace ${state.days.grace}, neither comes earlier.`,
            { pointer: event.data.due < state.days.due ? '/due' : '/grace' },
          );
        }
        refuseDays({ ...state.days, due: event.data.due, grace: event.data.grace }, '');
        return;
      case 'ReportingCycleClosed':
        refuseUnlessOpen(state);
        refuseWhileRunning(state.days, event.metadata.effectiveAt);
        return;
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ReportingCycleOpened':
        return { status: 'open', name: event.data.name, provenance: event.data.provenance, days: event.data.days };
      case 'ReportingCycleExtended': {
        const { due, grace } = event.data;
        return state.status === 'unknown' ? state : { ...state, days: { ...state.days, due, grace } };
      }
      case 'ReportingCycleClosed':
        return state.status === 'unknown' ? state : { ...state, status: 'closed' };
      default:
        event satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
        return state;
    }
  },
};

function refuseUnlessOpen(state: ReportingCycle): asserts state is Exclude<ReportingCycle, { status: 'unknown' }> {
  if (state.status === 'unknown') throw new Refusal('cycle-unknown', 'No reporting cycle is open under this id on that day.');
  if (state.status === 'closed') throw new Refusal('cycle-closed', 'This reporting cycle is closed; its table stands as it was frozen.');
}

function refuseWhileRunning({ grace }: CycleDays, day: Day): void {
  if (day <= grace) throw new Refusal('cycle-running', `Reports are awaited until ${grace}; the cycle is closed after that day.`);
}

/** from ≤ to ≤ opens ≤ due ≤ grace: what is reported on is over when reports are asked for, so that who owes one is settled. */
function refuseDays(days: CycleDays, at: string): void {
  const order = ['from', 'to', 'opens', 'due', 'grace'] as const;
  for (const [i, later] of order.entries()) {
    const earlier = order[i - 1];
    if (earlier && days[later] < days[earlier]) {
      throw new Refusal('cycle-days-out-of-order', `${later} (${days[later]}) comes before ${earlier} (${days[earlier]}).`, {
        pointer: `${at}/${later}`,
      });
    }
  }
}
