import { isSame } from './changes.js';
import { isCompensation } from './compensation.js';
import { type Day } from './day.js';
import { type Dated, heldBy, mendsOf } from './history.js';

/** A moment of both clocks of one stream. */
export interface LogAt<Event> {
  /** The events of the stream that were known, in the order of recording. */
  readonly log: readonly Event[];
  /** Only what was true by the end of it counts; absent: all that was known. */
  readonly day?: Day | undefined;
}

/**
 * Why an event counts at one moment and not at the other, or says something else there. Forwards: it was recorded, it came true with the
 * days, or corrections made it void, restored it, or made it say something else or of another day. Backwards it was not recorded yet, or
 * not true yet.
 */
export const becauses = ['recorded', 'came-true', 'corrected', 'voided', 'restored', 'not-yet-recorded', 'not-yet-true'] as const;
export type Because = (typeof becauses)[number];

export interface EventBetween<Event> {
  /** As it holds at `to`; one that does not hold there, as it held at `from`. */
  readonly event: Event;
  readonly because: Because;
  /** The compensating events that only one of the moments knows and that touch it, or one that does; by their ids, the latest first. */
  readonly correctedBy: readonly string[];
}

/**
 * The events that make a record another one at `to` than at `from`: those that count at one of the two alone, or say something else.
 * Either may be the earlier, on either clock. Taken from what holds at `from`, or put in their place there, they make what holds at `to`.
 *
 * @returns in the order in which they are true
 */
export function eventsBetween<Event extends Dated & { readonly id: string }>(from: LogAt<Event>, to: LogAt<Event>): EventBetween<Event>[] {
  const [before, after] = [heldAt(from), heldAt(to)];
  const [voidBefore, voidAfter] = [voidIn(from.log), voidIn(to.log)];
  const corrections = correctionsBetween(from.log, to.log);
  return [...new Map([...before, ...after]).values()]
    .filter(({ id }) => !saySame(before.get(id), after.get(id)))
    .map(event => {
      const { id } = event;
      const correctedBy = corrections(id);
      const isCorrected = correctedBy.length > 0;
      return { event, because: becauseOf(id, isCorrected), correctedBy };
    })
    .sort(({ event: { metadata: a } }, { event: { metadata: b } }) =>
      a.effectiveAt < b.effectiveAt ? -1 : a.effectiveAt > b.effectiveAt ? 1 : 0,
    );

  function becauseOf(id: string, isCorrected: boolean): Because {
    if (before.has(id) && after.has(id)) return 'corrected';
    const isVoid = after.has(id) ? voidBefore.get(id) : voidAfter.get(id);
    if (isVoid === undefined) return after.has(id) ? 'recorded' : 'not-yet-recorded';
    if (isVoid) return after.has(id) ? 'restored' : 'voided';
    if (isCorrected) return 'corrected';
    return after.has(id) ? 'came-true' : 'not-yet-true';
  }
}

function heldAt<Event extends Dated & { readonly id: string }>({ log, day }: LogAt<Event>): Map<string, Event> {
  return new Map(heldBy(log, day).map(event => [event.id, event]));
}

/** Of each event that is known, whether it is void. */
function voidIn(log: readonly (Dated & { readonly id: string })[]): ReadonlyMap<string, boolean> {
  const mends = mendsOf(log);
  return new Map(log.map(({ id }) => [id, mends.get(id)?.isVoid ?? false]));
}

function saySame(one: Dated | undefined, other: Dated | undefined): boolean {
  return one?.metadata.effectiveAt === other?.metadata.effectiveAt && isSame(one?.data, other?.data) && !one === !other;
}

/** The compensating events that one log knows and the other does not, by whatever they touch. */
function correctionsBetween(one: readonly Dated[], other: readonly Dated[]): (id: string) => string[] {
  const [longer, shorter] = one.length > other.length ? [one, other] : [other, one];
  const between = new Set(longer.slice(shorter.length).map(({ id }) => id));
  const compensations = longer.filter(isCompensation).reverse();
  const touching = (id: string): string[] =>
    compensations.flatMap(({ id: by, data }) =>
      by !== undefined && data.targets.some(({ event }) => event === id) ? [...touching(by), by] : [],
    );
  return id => [...new Set(touching(id))].filter(by => between.has(by));
}
