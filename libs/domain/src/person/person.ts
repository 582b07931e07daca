import { type Decider } from '../kernel/decider.js';
import { Refusal } from '../kernel/refusal.js';
import { type LocalizedText } from '../kernel/text.js';
import { type PersonEvent, personEvents } from './person.events.js';

export type PersonCommand = { readonly type: 'ErasePerson'; readonly reason: LocalizedText };

/** A person's stream opens with their erasure: what names them stands in the streams of what they did. */
export type PersonState = 'named' | 'erased';

/** What the store of keys says of the person. */
export interface PersonFacts {
  readonly known: 'known' | 'unknown';
}

/** Somebody whom an event names: a co-chair, a signatory. */
export const person: Decider<PersonState, PersonCommand, PersonEvent, PersonFacts> = {
  category: 'person',
  initial: 'named',
  events: personEvents,

  decide({ reason }, state, { known }) {
    if (state === 'erased') return [];
    if (known === 'unknown') throw new Refusal('person-unknown', 'No person is known under this id.');
    return [{ type: 'PersonErased', data: { reason } }];
  },

  admit(event, state) {
    switch (event.type) {
      case 'PersonErased':
        if (state === 'erased') throw new Refusal('person-erased', 'This person is erased already.');
        return;
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'PersonErased':
        return 'erased';
      default:
        event.type satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
        return state;
    }
  },
};
