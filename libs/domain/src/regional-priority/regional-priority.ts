import { type Authority } from '../country/country.js';
import { apply, differences } from '../kernel/changes.js';
import { type Decider } from '../kernel/decider.js';
import { type EventOf } from '../kernel/event.js';
import { type OrganisationId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { type LocalizedText, type Source } from '../kernel/text.js';
import {
  admitReport,
  decideReport,
  evolveReport,
  isApartFromCycles,
  isReportCommand,
  nothingReported,
  type ReportCommand,
  type ReportFacts,
  type Reporting,
} from '../report/report.js';
import {
  type RegionalPriorityAdopted,
  type RegionalPriorityChanges,
  type RegionalPriorityEvent,
  regionalPriorityEvents,
} from './regional-priority.events.js';

type Adopted = EventOf<typeof RegionalPriorityAdopted>['data'];

export type RegionalPriorityCommand =
  | ({ readonly type: 'AdoptRegionalPriority' } & Adopted)
  | ({ readonly type: 'AmendRegionalPriority'; readonly reason: LocalizedText; readonly changes: RegionalPriorityChanges } & Authority)
  | { readonly type: 'RetireRegionalPriority'; readonly reason: LocalizedText; readonly source?: Source }
  | ReportCommand;

export type RegionalPriority =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'adopted' | 'retired';
      readonly details: Pick<Adopted, 'code' | 'name' | 'steward' | 'wording'>;
      readonly reporting: Reporting;
    };

/** What other streams say on the day of the command. */
export interface RegionalPriorityFacts extends ReportFacts {
  /** The organisation that the command names as steward; a priority is a demonstration where its steward is. */
  readonly steward: 'none-named' | 'unknown' | 'registered' | 'of-the-other-kind';
}

/** The steward that the command names, for its handler to look up. */
export function stewardNamedBy(command: RegionalPriorityCommand): OrganisationId | undefined {
  if (command.type === 'AdoptRegionalPriority') return command.steward;
  return command.type === 'AmendRegionalPriority' ? (command.changes.steward ?? undefined) : undefined;
}

/** A regional initiative of a WTDC cycle, that commitments may serve; its steward reports on it. */
export const regionalPriority: Decider<RegionalPriority, RegionalPriorityCommand, RegionalPriorityEvent, RegionalPriorityFacts> = {
  category: 'regionalPriority',
  fixed: ['report', 'query', 'region'],
  initial: { status: 'unknown' },
  events: regionalPriorityEvents,

  decide(command, state, facts) {
    if (isReportCommand(command)) return decideReport(command, state.status === 'unknown' ? nothingReported : state.reporting, facts);
    switch (command.type) {
      case 'AdoptRegionalPriority': {
        const { type: _, ...data } = command;
        refuseSteward(data.steward, facts, '/steward');
        return [{ type: 'RegionalPriorityAdopted', data }];
      }
      case 'AmendRegionalPriority': {
        const { type: _, changes: asked, ...data } = command;
        refuseSteward(asked.steward, facts, '/changes/steward');
        const changes = state.status === 'adopted' ? differences(state.details, asked) : asked;
        return Object.keys(changes).length > 0 ? [{ type: 'RegionalPriorityAmended', data: { ...data, changes } }] : [];
      }
      case 'RetireRegionalPriority': {
        const { type: _, ...data } = command;
        return [{ type: 'RegionalPriorityRetired', data }];
      }
    }
  },

  admit(event, state) {
    if (event.type === 'RegionalPriorityAdopted') {
      if (state.status !== 'unknown') throw new Refusal('already-adopted', 'This regional priority is adopted already; amend it instead.');
      refusePlan(event.data.actionPlan);
      return;
    }
    if (state.status === 'unknown') throw new Refusal('not-adopted', 'No regional priority is adopted under this id on that day.');
    switch (event.type) {
      case 'RegionalPriorityAmended':
      case 'RegionalPriorityRetired':
        if (state.status === 'retired')
          throw new Refusal('already-retired', 'This regional priority is retired on that day; nothing of it changes.');
        return;
      default:
        if (state.status === 'retired' && isApartFromCycles(event))
          throw new Refusal(
            'already-retired',
            'This regional priority is retired on that day; only what it says to a reporting cycle follows.',
          );
        admitReport(event, state.reporting);
    }
  },

  evolve(state, event) {
    if (event.type === 'RegionalPriorityAdopted') {
      const { code, name, steward, wording } = event.data;
      return {
        status: 'adopted',
        details: { code, name, wording, ...(steward === undefined ? {} : { steward }) },
        reporting: nothingReported,
      };
    }
    if (state.status === 'unknown') return state;
    switch (event.type) {
      case 'RegionalPriorityAmended':
        return { ...state, details: apply(state.details, event.data.changes) };
      case 'RegionalPriorityRetired':
        return { ...state, status: 'retired' };
      default:
        return { ...state, reporting: evolveReport(state.reporting, event) };
    }
  },
};

function refuseSteward(id: OrganisationId | null | undefined, { steward }: RegionalPriorityFacts, pointer: string): void {
  if (steward === 'unknown') {
    throw new Refusal('steward-unknown', `No organisation ${id} is registered on that day; register it first.`, { pointer });
  }
  if (steward === 'of-the-other-kind') {
    throw new Refusal(
      'demonstration-mixed',
      `A demonstration body is steward of the demonstration alone, and of that no other; ${id} is of the other kind.`,
      {
        pointer,
      },
    );
  }
}

function refusePlan({ from, to }: Adopted['actionPlan']): void {
  if (to <= from) {
    throw new Refusal('period-ends-before-start', `The action plan would hold on no day from ${from} on and before ${to}.`, {
      pointer: '/actionPlan/to',
    });
  }
}
