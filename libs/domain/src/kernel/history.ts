import { type Day } from './day.js';

/** What the history needs to know of a recorded event: the day on which it became true. Its place among the others is its place in the list. */
export interface Dated {
  readonly metadata: { readonly effectiveAt: Day };
}

/**
 * The one place that knows which events of a stream hold, and in what order (design, section 2, `state(R, E)`).
 *
 * @param events one stream's events in the order of recording, up to the moment R that is asked for
 * @returns those that hold, ordered by (effective day, position): the order in which they are folded
 */
export function hold<Event extends Dated>(events: readonly Event[]): Event[] {
  // Sorting is stable: on one day the order of recording stands. Most streams are in order already.
  for (let i = 1; i < events.length; i++) {
    if (events[i]!.metadata.effectiveAt < events[i - 1]!.metadata.effectiveAt) {
      return [...events].sort((a, b) =>
        a.metadata.effectiveAt < b.metadata.effectiveAt ? -1 : a.metadata.effectiveAt > b.metadata.effectiveAt ? 1 : 0,
      );
    }
  }
  return [...events];
}

/** Of events that hold, in their order, those that were true by the end of a day. */
export function heldOn<Event extends Dated>(held: readonly Event[], day: Day): Event[] {
  return held.filter(event => event.metadata.effectiveAt <= day);
}

/** The first day on which the stream says anything; undefined where no event holds. */
export function openingOf(held: readonly Dated[]): Day | undefined {
  return held[0]?.metadata.effectiveAt;
}
