import { type Decider } from '../kernel/decider.js';
import { refuseWithoutSource } from '../kernel/provenance.js';
import { Refusal } from '../kernel/refusal.js';
import { type LocalizedText, type Provenance, type Source } from '../kernel/text.js';
import { type CoalitionEvent, coalitionEvents, type DocumentText } from './coalition.events.js';

export type CoalitionCommand =
  /** Provenance absent: `submitted`. The text becomes version 1 of the document. */
  | {
      readonly type: 'LaunchCoalition';
      readonly name: LocalizedText;
      readonly text: DocumentText;
      readonly description?: LocalizedText;
      readonly provenance?: Provenance;
      readonly source?: Source;
    }
  | { readonly type: 'PublishDocument'; readonly text: DocumentText; readonly reason: LocalizedText; readonly source?: Source };

export type Coalition =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'launched';
      readonly provenance: Provenance;
      /** The current version of the document; 0 before the first. */
      readonly version: number;
      readonly sha256: string;
    };

export interface CoalitionFacts {
  /** SHA-256 of the text that the command brings, in its canonical form. */
  readonly sha256: string;
}

/** Organisations that stand by one document, in the version that each of them signed. */
export const coalition: Decider<Coalition, CoalitionCommand, CoalitionEvent, CoalitionFacts> = {
  category: 'coalition',
  fixed: ['version', 'text', 'sha256'],
  initial: { status: 'unknown' },
  events: coalitionEvents,

  decide(command, state, { sha256 }) {
    switch (command.type) {
      case 'LaunchCoalition': {
        const { type: _, text, provenance = 'submitted', ...data } = command;
        return [
          { type: 'CoalitionLaunched', data: { ...data, provenance } },
          { type: 'DocumentPublished', data: { version: 1, text, sha256 } },
        ];
      }
      case 'PublishDocument': {
        const { type: _, ...data } = command;
        if (state.status === 'launched' && state.sha256 === sha256) return [];
        return [{ type: 'DocumentPublished', data: { version: state.status === 'launched' ? state.version + 1 : 1, ...data, sha256 } }];
      }
    }
  },

  admit(event, state) {
    switch (event.type) {
      case 'CoalitionLaunched':
        if (state.status !== 'unknown')
          throw new Refusal('already-launched', 'This coalition is launched already; publish a version of its document instead.');
        refuseWithoutSource(event.data.provenance, event.data.source && [event.data.source], '/source');
        return;
      case 'DocumentPublished':
        if (state.status === 'unknown') throw new Refusal('coalition-unknown', 'No coalition is launched under this id on that day.');
        if (event.data.version !== state.version + 1) {
          throw new Refusal(
            'version-out-of-order',
            `Versions follow each other by day: ${event.data.version} does not follow ${state.version}. Give the day of the latest version or a later one.`,
          );
        }
        // That of the first version stands with the launch.
        if (event.data.version > 1) refuseWithoutSource(state.provenance, event.data.source && [event.data.source], '/source');
        return;
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'CoalitionLaunched':
        return { status: 'launched', provenance: event.data.provenance, version: 0, sha256: '' };
      case 'DocumentPublished':
        return state.status === 'launched' ? { ...state, version: event.data.version, sha256: event.data.sha256 } : state;
      default:
        event satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
        return state;
    }
  },
};
