import { eventsBetween, type EventBetween, type LogAt } from './between.js';
import { isCompensation } from './compensation.js';
import { type Day } from './day.js';
import { type LoggedEvent } from './decide.js';
import { type Decider } from './decider.js';
import { difference } from './difference.js';
import { type DomainEvent } from './event.js';
import { asMended, heldBy, type Mended, mendsOf } from './history.js';
import { asJson, changesBetween, type FieldChange, fieldsOf, type Json, sharingJson } from './json.js';

/** How a record's events are walked. */
type Walk = Pick<Decider<unknown, never, DomainEvent, never>, 'initial' | 'evolve'>;

/** An event of the log, which has an id there. */
type Known = LoggedEvent<DomainEvent> & { readonly id: string };

/** An event as it was recorded, and its part in corrections. */
export interface HistoryLine<Event> {
  readonly event: Event;
  /** Of a compensating event: the events that it corrects, by their ids. */
  readonly corrects: readonly string[];
  /** What corrections in force made of it; undefined where none has touched it. */
  readonly corrected: Mended | undefined;
}

/**
 * Everything that was ever recorded of a stream.
 *
 * @param log its events in the order of recording, up to the moment that is asked for
 */
export function linesOf<Event extends Known>(log: readonly Event[]): HistoryLine<Event>[] {
  const mends = mendsOf(log);
  return log.map(event => ({
    event,
    corrects: isCompensation(event) ? event.data.targets.map(target => target.event) : [],
    corrected: mends.get(event.id),
  }));
}

/**
 * What a record says once these events are known, as plain data; undefined where none of them holds.
 *
 * @param log its events in the order of recording; those up to a revision, for the state at that revision
 * @param day only what was true by the end of it; absent: all
 */
export function stateAfter(record: Walk, log: readonly Known[], day?: Day): Json | undefined {
  const held = heldBy(log, day);
  return held.length === 0 ? undefined : asJson(held.reduce((state, event) => record.evolve(state, event), record.initial));
}

/** A field that says something else, and by how much. */
export interface FieldDifference extends FieldChange {
  /** After less before, exact: of numbers a number, of amounts in minor units digits. Absent where they are of two currencies. */
  readonly difference?: number | string;
}

/** What makes a record another one at one moment than at another. */
export interface RecordDifference<Event> {
  /** In the order of their pointers; none where what is known, or true, says nothing else of the state. */
  readonly changes: readonly FieldDifference[];
  readonly events: readonly EventBetween<Event>[];
}

/** What a record says else at `to` than at `from`, and which events made it so. Either may be the earlier, on either clock. */
export function differenceBetween<Event extends Known>(record: Walk, from: LogAt<Event>, to: LogAt<Event>): RecordDifference<Event> {
  const changes = changesBetween(stateAfter(record, from.log, from.day), stateAfter(record, to.log, to.day));
  const pointers = new Set(changes.map(({ pointer }) => pointer));
  const isOfTwoCurrencies = (pointer: string) => pointers.has(pointer.replace(/[^/]*$/, 'currency'));
  return {
    changes: changes.map(change => {
      const figure = isOfTwoCurrencies(change.pointer) ? undefined : difference(change.before, change.after);
      return { ...change, ...(figure !== undefined && { difference: figure }) };
    }),
    events: eventsBetween(from, to),
  };
}

/** An event that made a field what it is, or what it was. */
export interface Setting<Event> {
  /** As it holds, on the day that it holds from. */
  readonly event: Event;
  /** What the field said from then on; absent where the event took it away. */
  readonly value?: Json;
  /** The compensating events that made the event say so of this field, or say it of that day, by their ids; the latest first. */
  readonly correctedBy: readonly string[];
}

export interface Blame<Event> {
  /** Of a field of the state: a JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly value: Json;
  readonly last: Setting<Event>;
  /** Undefined where nothing was said of it before. */
  readonly before: Setting<Event> | undefined;
}

/**
 * Of each field of the state that holds, the event that made it what it is, and the one before: those that hold, in the order in which they
 * are true. An event that says of a field what it says already has not set it.
 *
 * @param log the record's events in the order of recording, up to the moment that is asked for
 * @param day only what was true by the end of it; absent: all
 * @returns a line for each field of `stateAfter`, in the order of their pointers; none where no event holds
 */
export function blameOf<Event extends Known>(record: Walk, log: readonly Event[], day?: Day): Blame<Event>[] {
  const steps = blameSteps(record, log, day);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** `blameOf`, event by event: of a record with a thousand reports it takes seconds, and whoever answers others too lets them have their turn. */
export function* blameSteps<Event extends Known>(
  record: Walk,
  log: readonly Event[],
  day?: Day,
): Generator<undefined, Blame<Event>[], undefined> {
  const recorded = new Map(log.map(event => [event.id, event]));
  const mends = mendsOf(log);
  const json = sharingJson();
  const settings = new Map<string, Pick<Blame<Event>, 'last' | 'before'>>();
  let state = record.initial;
  let saying: Json | undefined; // before the first event there is no record that could say anything
  for (const event of heldBy(log, day)) {
    const before = state;
    const { by = [] } = mends.get(event.id) ?? {};
    const compensations = [...by].reverse().map(id => recorded.get(id)!);
    const touched = touchedBy(recorded.get(event.id)!, compensations, version => json(record.evolve(before, version)));
    state = record.evolve(before, event);
    const said = json(state);
    for (const { pointer, after } of changesBetween(saying, said)) {
      const correctedBy = touched.flatMap(({ by, touches }) => (touches(pointer) ? [by] : []));
      const last = { event, ...(after !== undefined && { value: after }), correctedBy };
      settings.set(pointer, { last, before: settings.get(pointer)?.last });
    }
    saying = said;
    yield;
  }
  if (saying === undefined) return [];
  // Each field differed once: when it came to be there.
  const fields = [...fieldsOf(saying)].sort(([a], [b]) => (a < b ? -1 : 1));
  return fields.map(([pointer, value]) => ({ pointer, value, ...settings.get(pointer)! }));
}

interface Touched {
  readonly by: string;
  readonly touches: (pointer: string) => boolean;
}

/**
 * Which fields each compensating event made an event say something else of: all, where it moved its day.
 *
 * @param compensations those in force, the earliest first
 * @returns the latest first
 */
function touchedBy<Event extends Known>(event: Event, compensations: readonly Event[], said: (event: Event) => Json): Touched[] {
  const versions = [event];
  for (const compensation of compensations) {
    const targets = isCompensation(compensation) ? compensation.data.targets : [];
    const mend = targets.find(target => target.event === event.id);
    const before = versions.at(-1)!;
    versions.push(mend && !('void' in mend) ? asMended(before, mend) : before); // a void one is not told of an event that holds
  }
  return compensations
    .map((compensation, i) => {
      const [before, after] = [versions[i]!, versions[i + 1]!];
      const isMoved = before.metadata.effectiveAt !== after.metadata.effectiveAt;
      const changed = new Set(changesBetween(said(before), said(after)).map(({ pointer }) => pointer));
      return { by: compensation.id, touches: (pointer: string) => isMoved || changed.has(pointer) };
    })
    .reverse();
}
