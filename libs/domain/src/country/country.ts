import { apply, differences } from '../kernel/changes.js';
import { type Decider } from '../kernel/decider.js';
import { Refusal } from '../kernel/refusal.js';
import { type Source } from '../kernel/text.js';
import { type CountryDetails, type CountryEvent, countryEvents, type ReferenceFile } from './country.events.js';

/** What a fact of reference rests on. */
export interface Authority {
  readonly reference?: ReferenceFile;
  readonly source?: Source;
}

/** Says what a country is: listed the first time, amended where it differs from what is known. */
export type CountryCommand = { readonly type: 'ListCountry'; readonly details: CountryDetails } & Authority;

export type Country = { readonly status: 'unlisted' } | { readonly status: 'listed'; readonly details: CountryDetails };

/** A country of reference: its names, its region, its standing with ITU. Its groups stand in their own streams. */
export const country: Decider<Country, CountryCommand, CountryEvent> = {
  category: 'country',
  initial: { status: 'unlisted' },
  events: countryEvents,

  decide({ type: _, details, ...authority }, state) {
    if (state.status === 'unlisted') return [{ type: 'CountryListed', data: { ...details, ...authority } }];
    const changes = differences(state.details, details);
    return Object.keys(changes).length > 0 ? [{ type: 'CountryAmended', data: { changes, ...authority } }] : [];
  },

  admit(event, state) {
    switch (event.type) {
      case 'CountryListed':
        if (state.status === 'listed') throw new Refusal('already-listed', 'This country is listed already.');
        return;
      case 'CountryAmended':
        if (state.status === 'unlisted') throw new Refusal('not-listed', 'No such country is listed on that day.');
        return;
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'CountryListed': {
        const { reference: _reference, source: _source, ...details } = event.data;
        return { status: 'listed', details };
      }
      case 'CountryAmended':
        return state.status === 'listed' ? { status: 'listed', details: apply(state.details, event.data.changes) } : state;
      default:
        event satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
        return state;
    }
  },
};
