import { type Decider } from '../kernel/decider.js';
import { type CoalitionId, type OrganisationId } from '../kernel/ids.js';
import { type Person } from '../kernel/person.js';
import { type Realm, realmOf, refuseWithoutSource } from '../kernel/provenance.js';
import { Refusal } from '../kernel/refusal.js';
import { type Session } from '../kernel/session.js';
import { type LocalizedText, type Provenance, type Source } from '../kernel/text.js';
import { type SignatureEvent, signatureEvents } from './signature.events.js';

export type SignatureCommand =
  /** Provenance absent: `demonstration` where the coalition is one, else `submitted`. */
  | {
      readonly type: 'SignDocument';
      readonly coalition: CoalitionId;
      readonly organisation: OrganisationId;
      readonly provenance?: Provenance;
      /** The version that the signatory read; absent: the one that is current on that day. */
      readonly version?: number;
      readonly signatory: Person;
      readonly capacity: LocalizedText;
      readonly manner: 'ceremony' | 'afterwards';
      readonly session?: Session;
      readonly source?: Source;
    }
  | { readonly type: 'WithdrawSignature'; readonly reason: LocalizedText; readonly source?: Source };

export type Signature =
  | { readonly status: 'none' }
  | {
      readonly status: 'standing' | 'withdrawn';
      readonly coalition: CoalitionId;
      readonly organisation: OrganisationId;
      /** The version that the organisation stands by, or stood by last. */
      readonly version: number;
    };

/** What other streams say on the day of the signature; nothing is asked of them for a withdrawal. */
export interface SignatureFacts {
  /** The coalition, and the version of its document that is current; undefined where none is launched. */
  readonly coalition: { readonly is: Realm; readonly version: number } | undefined;
  /** Undefined where none is registered. */
  readonly organisation: { readonly is: Realm } | undefined;
}

/**
 * One organisation's signature under one coalition's document, through all its versions: a stream for each, so that a thousand
 * organisations sign in the same minute without waiting for one another.
 */
export const signature: Decider<Signature, SignatureCommand, SignatureEvent, SignatureFacts> = {
  category: 'signature',
  fixed: ['coalition', 'organisation', 'version', 'signatory'],
  initial: { status: 'none' },
  events: signatureEvents,

  decide(command, state, facts) {
    switch (command.type) {
      case 'SignDocument': {
        const { coalition, organisation } = known(facts);
        const { type: _, version, provenance = coalition.is === 'demonstration' ? coalition.is : 'submitted', ...data } = command;
        if (version !== undefined && version !== coalition.version) {
          throw new Refusal(
            'version-not-current',
            `The version current on that day is ${coalition.version}; that is the one that can be signed then.`,
            { pointer: '/version', current: coalition.version },
          );
        }
        refuseMixture(provenance, coalition.is, organisation.is);
        return [{ type: 'DocumentSigned', data: { ...data, provenance, version: coalition.version } }];
      }
      case 'WithdrawSignature': {
        const { type: _, ...data } = command;
        if (state.status === 'none') throw notStanding(state);
        return [{ type: 'SignatureWithdrawn', data: { coalition: state.coalition, organisation: state.organisation, ...data } }];
      }
    }
  },

  admit(event, state) {
    switch (event.type) {
      case 'DocumentSigned':
        if (state.status === 'standing' && event.data.version <= state.version) {
          throw new Refusal(
            'already-signed',
            `${event.data.organisation} stands by version ${state.version} on that day already; an organisation signs a version once.`,
          );
        }
        refuseWithoutSource(event.data.provenance, event.data.source && [event.data.source], '/source');
        return;
      case 'SignatureWithdrawn':
        if (state.status !== 'standing') throw notStanding(state);
        return;
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'DocumentSigned': {
        const { coalition, organisation, version } = event.data;
        return { status: 'standing', coalition, organisation, version };
      }
      case 'SignatureWithdrawn':
        return state.status === 'none' ? state : { ...state, status: 'withdrawn' };
      default:
        event satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
        return state;
    }
  },
};

function notStanding({ status }: Signature): Refusal {
  if (status === 'withdrawn') {
    return new Refusal('signature-withdrawn', 'The signature is withdrawn on that day already; the organisation may sign again.');
  }
  return new Refusal('signature-unknown', 'The organisation stands by no version of this document on that day.');
}

/** @throws Refusal where there is nothing to sign, or nobody to sign it */
function known({ coalition, organisation }: SignatureFacts) {
  if (!coalition) throw new Refusal('coalition-unknown', 'No coalition is launched under this id on that day.');
  if (!organisation)
    throw new Refusal('organisation-unknown', 'No organisation is registered under this id on that day; register it first.');
  return { coalition, organisation };
}

/** No figure adds demonstration to the rest: a coalition, who signs and the signature are all demonstration, or none is. */
function refuseMixture(provenance: Provenance, coalitionIs: Realm, organisationIs: Realm): void {
  if (coalitionIs !== organisationIs) {
    throw new Refusal(
      'demonstration-mixed',
      `The coalition is ${coalitionIs} and the organisation is ${organisationIs}: neither signs with the other.`,
    );
  }
  if (realmOf(provenance) !== coalitionIs) {
    throw new Refusal(
      'demonstration-mixed',
      `The coalition and the organisation are ${coalitionIs}; a signature of provenance "${provenance}" is not. Leave provenance out.`,
      { pointer: '/provenance' },
    );
  }
}
