import { isCompensation, type Mend } from './compensation.js';
import { type Day } from './day.js';

/**
 * What the history needs to know of a recorded event: the day on which it became true, and what a compensating event finds it by. Its
 * place among the others is its place in the list.
 */
export interface Dated {
  readonly id?: string;
  readonly type?: string;
  readonly data?: unknown;
  readonly metadata: { readonly effectiveAt: Day };
}

/**
 * The one place that knows which events of a stream hold, what they say, and in what order (design, section 2, `state(R, E)`).
 *
 * @param events one stream's events in the order of recording, up to the moment R that is asked for
 * @returns those that hold, ordered by (effective day, position): the order in which they are folded. What a compensating event mended is
 * a new object, all else the object that was given
 */
export function hold<Event extends Dated>(events: readonly Event[]): Event[] {
  const held = events.some(isCompensation) ? mended(events) : [...events];
  // Sorting is stable: on one day the order of recording stands.
  return held.sort(({ metadata: { effectiveAt: a } }, { metadata: { effectiveAt: b } }) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Of events that hold, in their order, those that were true by the end of a day. */
export function heldOn<Event extends Dated>(held: readonly Event[], day: Day): Event[] {
  return held.filter(event => event.metadata.effectiveAt <= day);
}

/**
 * A stream's events as they hold, in the order in which they are folded.
 *
 * @param events in the order of recording
 * @param day only those that were true by the end of it; absent: all
 */
export function heldBy<Event extends Dated>(events: readonly Event[], day: Day | undefined): Event[] {
  const held = hold(events);
  return day === undefined ? held : heldOn(held, day);
}

/** The first day on which the stream says anything; undefined where no event holds. */
export function openingOf(held: readonly Dated[]): Day | undefined {
  return held[0]?.metadata.effectiveAt;
}

/**
 * Whether a new event comes last of all that hold, so that a fold of them goes on from where it stands. Otherwise the fold begins anew:
 * the event is of a day before others, or it mends some of them.
 *
 * @param greatest the greatest day of the stream's events, corrected days included
 */
export function comesLast(event: Dated, greatest: Day): boolean {
  return !isCompensation(event) && event.metadata.effectiveAt >= greatest;
}

/** What the compensating events in force make of one event. */
export interface Mended {
  /** The compensating events that say so, the latest first. */
  readonly by: readonly string[];
  readonly isVoid: boolean;
  readonly set: Readonly<Record<string, unknown>>;
  readonly effectiveAt?: Day;
}

/**
 * What became of a stream's events, by their ids; of the others nothing has. The compensating events are taken from the last to the first:
 * one that a later one voids is skipped, and of several that set the same field the latest does.
 *
 * @param events in the order of recording
 */
export function mendsOf(events: readonly Dated[]): ReadonlyMap<string, Mended> {
  const mends = new Map<string, Mended>();
  for (const compensation of events.filter(isCompensation).reverse()) {
    const { id, data } = compensation;
    if (id === undefined || mends.get(id)?.isVoid) continue;
    for (const target of data.targets) mends.set(target.event, after(mends.get(target.event), target, id));
  }
  return mends;
}

function after(later: Mended = { by: [], isVoid: false, set: {} }, target: Mend, compensation: string): Mended {
  const by = [...later.by, compensation];
  if ('void' in target) return { ...later, by, isVoid: true };
  const effectiveAt = later.effectiveAt ?? target.effectiveAt;
  return { by, isVoid: later.isVoid, set: { ...target.set, ...later.set }, ...(effectiveAt !== undefined && { effectiveAt }) };
}

function mended<Event extends Dated>(events: readonly Event[]): Event[] {
  const mends = mendsOf(events);
  return events.flatMap(event => {
    if (isCompensation(event)) return [];
    const mend = event.id === undefined ? undefined : mends.get(event.id);
    if (!mend) return [event];
    return mend.isVoid ? [] : [asMended(event, mend)];
  });
}

/** The event with fields of its data, or its day, as they were corrected. */
export function asMended<Event extends Dated>(
  event: Event,
  { set = {}, effectiveAt = event.metadata.effectiveAt }: Partial<Pick<Mended, 'set' | 'effectiveAt'>>,
): Event {
  const data: Record<string, unknown> = { ...(event.data as object), ...set };
  for (const field in set) if (set[field] === null) delete data[field];
  return { ...event, data, metadata: { ...event.metadata, effectiveAt } };
}
