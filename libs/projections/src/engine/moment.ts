import { type Day, dayOf, isDay } from '@mithaq/domain';

/**
 * The moment of both clocks that a read is of. Without a position: all that is known now. Without a day: all that was known then,
 * on its latest day.
 */
export interface Moment {
  readonly position?: bigint;
  readonly day?: Day;
  /** Where a preview shows what would be: as it is all the same. */
  readonly isUnchanged?: true;
}

/** "Until further notice" on the clock of recording: greater than every position. */
export const endOfRecording = 9223372036854775807n;
/** "Until further notice" on the clock of effect: greater than every day, as text. */
export const endOfTime = '9999-12-31~';

/** A moment as a reader names it, both parts as they were sent. */
export interface MomentAsked {
  /** A position in decimal digits, the id of an event, or an RFC 3339 time; absent: now. */
  readonly asOf?: string | undefined;
  /** A calendar day; absent: all that was known. */
  readonly effectiveAt?: string | undefined;
}

/**
 * A moment that an answer was of, to be asked again as it was: the next page of a list. (To ask by its position alone would take the
 * day of that position for the day of the answer.)
 */
export interface MomentPinned {
  readonly pinned: Pick<ResolvedMoment, 'position' | 'day' | 'effectiveAt'>;
}

/** The moment that an answer is of, as the answer says it. */
export interface ResolvedMoment {
  /** The last event that the answer knows of, and m, the greatest time of recording up to it; null where it knows of none. */
  readonly position: bigint | null;
  readonly event: string | null;
  readonly recordedAt: string | null;
  /** The day asked for; where that is later than the day of the answer, the day of the answer. */
  readonly effectiveAt?: Day;
  /** The day asked for, where the answer is of an earlier one: nothing is known yet of a later day. */
  readonly effectiveAtAsked?: Day;
  /** The day of the answer, which alone decides what is due, overdue or in force. */
  readonly day: Day;
  /** When the ledger's first event was recorded; null in an empty ledger. */
  readonly ledgerBegins: string | null;
  /** For the queries: `view.at(moment.at)`. */
  readonly at: Moment;
}

/** What the engine keeps of each event: what must be known to resolve a moment. */
export interface EventLine {
  readonly position: bigint;
  readonly event: string;
  /** The greatest time of recording up to this event, in milliseconds since 1970: a clock that steps back does not take it along. */
  readonly m: number;
  /** The greatest effective day up to this event. */
  readonly day: Day;
}

/** Where the ledger stood at a moment: its last event then, and when its first was recorded. */
export interface Standing {
  readonly last: EventLine | undefined;
  readonly begins: number | undefined;
}

export type AsOf =
  | { readonly kind: 'position'; readonly position: bigint }
  | { readonly kind: 'event'; readonly id: string }
  | { readonly kind: 'time'; readonly time: number };

/** What was sent is no moment. */
export class MomentMalformed extends Error {
  override readonly name = 'MomentMalformed';
  constructor(
    readonly parameter: 'asOf' | 'effectiveAt',
    readonly value: string,
  ) {
    super(
      parameter === 'asOf'
        ? `asOf takes a position (41822), the id of an event, or an RFC 3339 time (2026-11-24T09:30:00Z, a + in it sent as %2B), not "${value}".` +
            (isDay(value)
              ? ` For what was known by the end of that day: ${value}T23:59:59Z; for what was true on it: effectiveAt=${value}.`
              : '')
        : `effectiveAt takes a calendar day (2026-11-24), not "${value}".`,
    );
  }
}

/** The ledger does not reach to the position that was asked for. */
export class MomentNotReached extends Error {
  override readonly name = 'MomentNotReached';
  constructor(
    readonly position: bigint,
    readonly head: bigint | undefined,
  ) {
    super(`The ledger has no position ${position} yet: ${head === undefined ? 'it is empty' : `its last is ${head}`}.`);
  }
}

/** The time that was asked for has not come. */
export class MomentInTheFuture extends Error {
  override readonly name = 'MomentInTheFuture';
  constructor(
    readonly time: string,
    readonly now: string,
  ) {
    super(`${time} has not come yet: it is ${now}. What the ledger will say then, nobody knows.`);
  }
}

/** No event of the ledger has the id that was asked for. */
export class EventUnknown extends Error {
  override readonly name = 'EventUnknown';
  constructor(readonly id: string) {
    super(`The ledger has no event ${id}.`);
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const dateTime = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** @throws MomentMalformed */
export function parseAsOf(text: string): AsOf {
  if (/^\d{1,40}$/.test(text)) return { kind: 'position', position: BigInt(text) };
  if (uuid.test(text)) return { kind: 'event', id: text.toLowerCase() };
  const [, date, hour, minute, second, fraction = '', offset] = dateTime.exec(text) ?? [];
  if (date !== undefined && isDay(date)) {
    // A leap second (RFC 3339, 5.7) is no time that a clock of ours can show: it is taken as the end of the second before.
    const rest = second === '60' ? '59.999' : `${second}${fraction.slice(0, 4)}`;
    const time = Date.parse(`${date}T${hour}:${minute}:${rest}${offset!.toUpperCase()}`);
    if (!Number.isNaN(time) && isDay(dayAt(time))) return { kind: 'time', time };
  }
  throw new MomentMalformed('asOf', text);
}

/** @throws MomentMalformed */
export function parseEffectiveAt(text: string): Day {
  if (!isDay(text)) throw new MomentMalformed('effectiveAt', text);
  return text;
}

/**
 * The moment of an answer (design, section 2, "Two clocks").
 *
 * @param standing where the ledger stood at that position, event or time; now, where none was named
 * @param today the UTC day of the service's clock
 */
export function resolve(asOf: AsOf | undefined, effectiveAt: Day | undefined, standing: Standing, today: Day): ResolvedMoment {
  const { last } = standing;
  const known = latest(dayNamed(asOf, last) ?? today, last?.day);
  const day = effectiveAt !== undefined && effectiveAt < known ? effectiveAt : known;
  const at: { position?: bigint; day?: Day } = {};
  if (asOf) at.position = last?.position ?? beforeAll;
  // Of a day that is not before the greatest one, the rows are those that stand open at the end, which have an index of their own.
  if (day < known) at.day = day;
  return {
    ...said(standing),
    ...(effectiveAt !== undefined && { effectiveAt: day }),
    ...(effectiveAt !== undefined && effectiveAt > day && { effectiveAtAsked: effectiveAt }),
    day,
    at,
  };
}

/** A moment that was resolved before, at the position that it was of. */
export function resolvePinned({ pinned: { day, effectiveAt } }: MomentPinned, standing: Standing): ResolvedMoment {
  return {
    ...said(standing),
    ...(effectiveAt !== undefined && { effectiveAt }),
    day,
    at: { position: standing.last?.position ?? beforeAll, ...(effectiveAt !== undefined && { day: effectiveAt }) },
  };
}

/** A position before every event. */
const beforeAll = -1n;

/** The day that the moment of recording names; none where it is now, or before the first event. */
function dayNamed(asOf: AsOf | undefined, last: EventLine | undefined): Day | undefined {
  switch (asOf?.kind) {
    case 'time':
      return dayAt(asOf.time);
    case 'position':
    case 'event':
      return last && dayAt(last.m);
    case undefined:
      return undefined;
  }
}

function said({ last, begins }: Standing): Pick<ResolvedMoment, 'position' | 'event' | 'recordedAt' | 'ledgerBegins'> {
  return {
    position: last?.position ?? null,
    event: last?.event ?? null,
    recordedAt: last ? instant(last.m) : null,
    ledgerBegins: begins === undefined ? null : instant(begins),
  };
}

function latest(a: Day, b: Day | undefined): Day {
  return b !== undefined && b > a ? b : a;
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The UTC day of a time in milliseconds since 1970. */
export function dayAt(milliseconds: number): Day {
  return dayOf(instant(milliseconds));
}
