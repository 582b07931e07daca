import { type Authority } from '../country/country.js';
import { type Decider } from '../kernel/decider.js';
import { type CountryCode } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { type LocalizedText } from '../kernel/text.js';
import { type CountryGroupEvent, countryGroupEvents } from './country-group.events.js';

export type CountryGroupCommand =
  | ({ readonly type: 'ListCountryGroup'; readonly name: LocalizedText } & Authority)
  | ({ readonly type: 'RecordJoining'; readonly country: CountryCode } & Authority)
  | ({ readonly type: 'RecordGraduation'; readonly country: CountryCode } & Authority);

export type CountryGroup = { readonly status: 'unlisted' } | { readonly status: 'listed'; readonly members: ReadonlySet<CountryCode> };

/** What other streams say on the day of the command. */
export interface CountryGroupFacts {
  /** The country that the command names. */
  readonly country: 'none-named' | 'unlisted' | 'listed';
}

/** A group of countries that the United Nations keeps (LDC, LLDC, SIDS): who belongs to it, by day. Which countries there are, the country streams say. */
export const countryGroup: Decider<CountryGroup, CountryGroupCommand, CountryGroupEvent, CountryGroupFacts> = {
  category: 'countryGroup',
  initial: { status: 'unlisted' },
  events: countryGroupEvents,

  decide(command, state, facts) {
    switch (command.type) {
      case 'ListCountryGroup': {
        const { type: _, ...data } = command;
        return state.status === 'listed' ? [] : [{ type: 'CountryGroupListed', data }];
      }
      case 'RecordJoining': {
        const { type: _, ...data } = command;
        if (facts.country === 'unlisted') {
          throw new Refusal('country-unknown', `${data.country} is no country of the ledger; give an ISO 3166-1 alpha-2 code.`, {
            pointer: '/country',
          });
        }
        return isMember(state, data.country) ? [] : [{ type: 'CountryJoinedGroup', data }];
      }
      case 'RecordGraduation': {
        const { type: _, ...data } = command;
        return [{ type: 'CountryLeftGroup', data }];
      }
    }
  },

  admit(event, state) {
    switch (event.type) {
      case 'CountryGroupListed':
        if (state.status === 'listed') throw new Refusal('already-listed', 'This country group is listed already.');
        return;
      case 'CountryJoinedGroup':
        if (state.status === 'unlisted') throw new Refusal('not-listed', 'No such country group is listed on that day.');
        if (isMember(state, event.data.country))
          throw new Refusal('already-member', `${event.data.country} belongs to the group on that day already.`);
        return;
      case 'CountryLeftGroup':
        if (!isMember(state, event.data.country))
          throw new Refusal('not-member', `${event.data.country} does not belong to the group on that day.`);
        return;
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'CountryGroupListed':
        return { status: 'listed', members: new Set() };
      case 'CountryJoinedGroup':
        return state.status === 'listed' ? { ...state, members: new Set([...state.members, event.data.country]) } : state;
      case 'CountryLeftGroup':
        return state.status === 'listed'
          ? { ...state, members: new Set([...state.members].filter(country => country !== event.data.country)) }
          : state;
      default:
        event satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
        return state;
    }
  },
};

function isMember(state: CountryGroup, country: CountryCode): boolean {
  return state.status === 'listed' && state.members.has(country);
}
