import { type Day } from '../kernel/day.js';
import { type RegionId, regionIds } from '../kernel/places.js';
import { type Seat } from './working-group.events.js';

/** How many of each seat a working group has (TDAG document of 13 May 2021, section 4): three or four co-chairs in all. */
export const seatBounds: Readonly<Record<Seat, { readonly min: number; readonly max: number }>> = {
  membership: { min: 1, max: 2 },
  'private-sector': { min: 1, max: 1 },
  'civil-society-or-international': { min: 1, max: 1 },
};
export const seats = Object.keys(seatBounds) as readonly Seat[];

/** Some days: from a day on, and before the day `to`, if there is one. Where that is no later than `from`, no day at all. */
export interface Period {
  readonly from: Day;
  readonly to?: Day | undefined;
}

/** A co-chair's time in a seat. */
export interface Term extends Period {
  readonly seat: Seat;
}

/** Whether the term holds on the day. */
export function holdsOn({ from, to }: Period, day: Day): boolean {
  return from <= day && (to === undefined || day < to);
}

/** Whether there is a day on which both hold. */
export function overlap(one: Period, other: Period): boolean {
  const later = one.from > other.from ? one.from : other.from;
  return holdsOn(one, later) && holdsOn(other, later);
}

/** Where a term is on a day. One that was ended before it began is not taken up, on any day. */
export function phaseOn(term: Period, day: Day): 'to-come' | 'present' | 'past' | 'not-taken-up' {
  if (!holdsOn(term, term.from)) return 'not-taken-up';
  if (day < term.from) return 'to-come';
  return holdsOn(term, day) ? 'present' : 'past';
}

/** The first day on which one more such term would be one too many for its seat; undefined where there is none. */
export function overfullOn(terms: readonly Term[], { seat, from, to }: Term): Day | undefined {
  const others = terms.filter(term => term.seat === seat);
  // The number of terms grows only on a day on which one begins: those days are all that have to be looked at.
  return [from, ...others.map(term => term.from)]
    .filter(day => holdsOn({ from, to }, day))
    .sort()
    .find(day => others.filter(term => holdsOn(term, day)).length >= seatBounds[seat].max);
}

/** A seat of which a group has not enough, and the first day from which it has been so. */
export interface Vacancy {
  readonly seat: Seat;
  readonly since: Day;
}

/**
 * What a group is short of on a day; a group that is short of nothing is complete.
 *
 * @param established the day from which the group is there: until somebody was appointed its seats have been vacant since then
 */
export function shortOf(terms: readonly Term[], day: Day, established: Day): Vacancy[] {
  return seats.flatMap(seat => {
    const own = terms.filter(term => term.seat === seat);
    if (own.filter(term => holdsOn(term, day)).length >= seatBounds[seat].min) return [];
    // Of each seat one is enough, so that nobody holds it: it has been vacant since the last who did.
    const ends = own.filter(term => phaseOn(term, day) === 'past').map(term => term.to ?? established);
    return [{ seat, since: [established, ...ends].sort().at(-1)! }];
  });
}

/** The regions that no membership seat of the four groups comes from (document, section 5: they come from all six). */
export function regionsMissing(held: readonly { readonly seat: Seat; readonly region?: RegionId | null | undefined }[]): RegionId[] {
  return regionIds.filter(region => !held.some(term => term.seat === 'membership' && term.region === region));
}
