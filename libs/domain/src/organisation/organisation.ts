import { apply, differences, isSame } from '../kernel/changes.js';
import { type Decider } from '../kernel/decider.js';
import { type CountryCode } from '../kernel/ids.js';
import { type RegionId } from '../kernel/places.js';
import { refuseWithoutSource } from '../kernel/provenance.js';
import { Refusal } from '../kernel/refusal.js';
import { type LocalizedText, type Provenance, type Source } from '../kernel/text.js';
import { type OrganisationChanges, type OrganisationDetails, type OrganisationEvent, organisationEvents } from './organisation.events.js';

export type OrganisationCommand =
  /** Provenance absent: `submitted`. */
  | ({ readonly type: 'RegisterOrganisation'; readonly provenance?: Provenance } & OrganisationDetails)
  | { readonly type: 'VerifyOrganisation'; readonly note?: LocalizedText }
  | { readonly type: 'AmendOrganisation'; readonly reason: LocalizedText; readonly changes: OrganisationChanges; readonly source?: Source };

export type Organisation =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'registered' | 'verified';
      readonly provenance: Provenance;
      readonly details: OrganisationDetails;
      /** What was said of its verification, so that a repeat is known as one. */
      readonly verification?: Extract<OrganisationEvent, { type: 'OrganisationVerified' }>['data'];
    };

/** What the country streams say on the day of the command. */
export interface OrganisationFacts {
  readonly countries: ReadonlyMap<CountryCode, RegionId>;
}

/** The countries that a command names, for its handler to look up. */
export function countriesNamedByOrganisation(command: OrganisationCommand): CountryCode[] {
  const home =
    command.type === 'RegisterOrganisation' ? command.home : command.type === 'AmendOrganisation' ? command.changes.home : undefined;
  return home && 'country' in home ? [home.country] : [];
}

/** A body that makes commitments or signs: registered by itself or for it, then verified by the secretariat. */
export const organisation: Decider<Organisation, OrganisationCommand, OrganisationEvent, OrganisationFacts> = {
  category: 'organisation',
  initial: { status: 'unknown' },
  events: organisationEvents,

  decide(command, state, facts) {
    for (const country of countriesNamedByOrganisation(command)) {
      if (!facts.countries.has(country))
        throw new Refusal('country-unknown', `${country} is no country of the ledger; give an ISO 3166-1 alpha-2 code.`, {
          pointer: command.type === 'AmendOrganisation' ? '/changes/home/country' : '/home/country',
        });
    }
    switch (command.type) {
      case 'RegisterOrganisation': {
        const { type: _, provenance = 'submitted', ...details } = command;
        return [{ type: 'OrganisationRegistered', data: { provenance, ...details } }];
      }
      case 'VerifyOrganisation': {
        const { type: _, ...data } = command;
        return state.status === 'verified' && isSame(state.verification, data) ? [] : [{ type: 'OrganisationVerified', data }];
      }
      case 'AmendOrganisation': {
        const { type: _, changes: asked, ...data } = command;
        const changes = state.status === 'unknown' ? asked : differences(state.details, asked);
        return Object.keys(changes).length > 0 ? [{ type: 'OrganisationAmended', data: { ...data, changes } }] : [];
      }
    }
  },

  admit(event, state) {
    switch (event.type) {
      case 'OrganisationRegistered':
        if (state.status !== 'unknown')
          throw new Refusal('already-registered', 'This organisation is registered already; amend it instead.');
        refuseWithoutSource(event.data.provenance, event.data.sources, '/sources');
        return;
      case 'OrganisationVerified':
        if (state.status === 'unknown')
          throw new Refusal('organisation-unknown', 'No organisation is registered under this id on that day.');
        return;
      case 'OrganisationAmended':
        if (state.status === 'unknown')
          throw new Refusal('organisation-unknown', 'No organisation is registered under this id on that day.');
        refuseWithoutSource(state.provenance, apply(state.details, event.data.changes).sources, '/changes/sources');
        return;
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'OrganisationRegistered': {
        const { provenance, ...details } = event.data;
        return { status: 'registered', provenance, details };
      }
      case 'OrganisationVerified':
        return state.status === 'unknown' ? state : { ...state, status: 'verified', verification: event.data };
      case 'OrganisationAmended':
        return state.status === 'unknown' ? state : { ...state, details: apply(state.details, event.data.changes) };
      default:
        event satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
        return state;
    }
  },
};
