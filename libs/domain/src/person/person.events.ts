import { event, type EventOf } from '../kernel/event.js';
import { LocalizedText } from '../kernel/text.js';

/** Their key is destroyed: what named them in the log, in the views and in every answer is a person without a name from here on. */
export const PersonErased = event('PersonErased', { reason: LocalizedText });

export const personEvents = { PersonErased };
export type PersonEvent = EventOf<(typeof personEvents)[keyof typeof personEvents]>;
