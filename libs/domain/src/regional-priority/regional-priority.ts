import { type Decider } from '../kernel/decider.js';
import { type EventOf } from '../kernel/event.js';
import { Refusal } from '../kernel/refusal.js';
import { type RegionalPriorityAdopted, type RegionalPriorityEvent, regionalPriorityEvents } from './regional-priority.events.js';

export type RegionalPriorityCommand = { readonly type: 'AdoptRegionalPriority' } & EventOf<typeof RegionalPriorityAdopted>['data'];

export type RegionalPriority = { readonly status: 'unknown' } | { readonly status: 'adopted' };

/** A regional initiative of a WTDC cycle, that commitments may serve. */
export const regionalPriority: Decider<RegionalPriority, RegionalPriorityCommand, RegionalPriorityEvent> = {
  category: 'regionalPriority',
  initial: { status: 'unknown' },
  events: regionalPriorityEvents,

  decide({ type: _, ...data }, state) {
    return state.status === 'adopted' ? [] : [{ type: 'RegionalPriorityAdopted', data }];
  },

  admit(event, state) {
    switch (event.type) {
      case 'RegionalPriorityAdopted':
        if (state.status === 'adopted') throw new Refusal('already-adopted', 'This regional priority is adopted already.');
        return;
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'RegionalPriorityAdopted':
        return { status: 'adopted' };
      default:
        event.type satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
        return state;
    }
  },
};
