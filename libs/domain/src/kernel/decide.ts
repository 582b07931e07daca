import { type Day } from './day.js';
import { type Decider } from './decider.js';
import { type DomainEvent, schemaErrors } from './event.js';
import { type Dated, heldBy, heldOn, hold, openingOf } from './history.js';
import { Refusal } from './refusal.js';

/** The day that a command is about, and the day on which it is said. */
export interface Days {
  readonly effectiveAt: Day;
  readonly today: Day;
}

/** An event of the log as deciding needs it: what happened, on which day it became true, and under which id it can be named. */
export type LoggedEvent<Event extends DomainEvent> = Event & Dated;

/** The state on a day, of the events that are known. */
export function stateOn<State, Event extends DomainEvent>(
  decider: Pick<Decider<State, never, Event, never>, 'initial' | 'evolve'>,
  log: readonly LoggedEvent<Event>[],
  day: Day,
): State {
  return folded(decider, heldBy(log, day));
}

function folded<State, Event extends DomainEvent>(
  decider: Pick<Decider<State, never, Event, never>, 'initial' | 'evolve'>,
  held: readonly LoggedEvent<Event>[],
): State {
  return held.reduce<State>((state, event) => decider.evolve(state, event), decider.initial);
}

/**
 * What a command adds to a stream: the one walk of every write, pure. The ledger and the specs both take it.
 *
 * 1. The day is not in the future and not before the stream's opening. 2. `decide` on the state of that day. 3. Each event against its
 * schema. 4. With the new events in place, `admit` is asked of every event that holds, in order: so a late event meets the same rules as
 * an ordinary one. What was refused before already (a rule tightened since) blocks nobody.
 *
 * @param log the stream's events in the order of recording
 * @returns the new events, none where there is nothing new to record
 * @throws Refusal
 */
export function decideOn<State, Command extends { readonly type: string }, Event extends DomainEvent, Facts>(
  decider: Decider<State, Command, Event, Facts>,
  log: readonly LoggedEvent<Event>[],
  command: Command,
  { effectiveAt, today }: Days,
  facts: Facts,
): Event[] {
  const held = hold(log);
  refuseFuture({ effectiveAt, today }, '/effectiveAt');
  const opening = openingOf(held);
  if (opening !== undefined && effectiveAt < opening) {
    throw new Refusal(
      'day-before-the-opening',
      `The record opens on ${opening}; nothing can be true of it on ${effectiveAt}. Give ${opening} or a later day.`,
      {
        pointer: '/effectiveAt',
        opening,
      },
    );
  }
  const events = decider.decide(command, folded(decider, heldOn(held, effectiveAt)), facts);
  if (events.length === 0) return events;
  for (const event of events) {
    const type: Event['type'] = event.type;
    const errors = schemaErrors(decider.events[type], event.data);
    if (errors.length > 0) {
      throw new Refusal(
        'data-invalid',
        `What is to be recorded does not have the form of ${event.type}: ${errors[0]!.pointer} ${errors[0]!.message}.`,
        { errors },
      );
    }
  }
  const added = events.map(event => ({ ...event, metadata: { effectiveAt } }));
  const contradiction = contradictionIn(decider, held, hold([...log, ...added]));
  if (contradiction) {
    const { event, refusal } = contradiction;
    if (added.includes(event)) throw refusal;
    throw new Refusal(
      'contradicts-the-record',
      `Dated ${effectiveAt}, this contradicts what is recorded as ${event.type} of ${event.metadata.effectiveAt}: ${refusal.message}`,
      { rule: refusal.code, contradicts: { id: event.id, type: event.type, effectiveAt: event.metadata.effectiveAt } },
    );
  }
  return events;
}

/** @throws Refusal `day-in-the-future` */
export function refuseFuture({ effectiveAt, today }: Days, pointer: string): void {
  if (effectiveAt <= today) return;
  throw new Refusal('day-in-the-future', `Nothing is recorded ahead of its day: ${effectiveAt} is after today, ${today} (UTC).`, {
    pointer,
  });
}

/**
 * The first event that its decider refuses among those that hold now, and did not refuse for the same reason among those that held
 * before: a rule that was tightened since blocks nobody.
 */
export function contradictionIn<State, Event extends DomainEvent>(
  decider: Walk<State, Event>,
  before: readonly LoggedEvent<Event>[],
  after: readonly LoggedEvent<Event>[],
): { readonly event: LoggedEvent<Event>; readonly refusal: Refusal } | undefined {
  const known = new Map(refusals(decider, before).map(({ event, refusal }) => [keyOf(event), refusal.code]));
  return refusals(decider, after).find(({ event, refusal }) => known.get(keyOf(event)) !== refusal.code);
}

type Walk<State, Event extends DomainEvent> = Pick<Decider<State, never, Event, never>, 'initial' | 'admit' | 'evolve'>;

/** What is mended is another object each time that it is folded; its id stays. */
function keyOf(event: { readonly id?: string }): unknown {
  return event.id ?? event;
}

/** Which of the events that hold their decider would refuse, and why. */
function refusals<State, Event extends DomainEvent>(decider: Walk<State, Event>, held: readonly LoggedEvent<Event>[]) {
  const found: { readonly event: LoggedEvent<Event>; readonly refusal: Refusal }[] = [];
  let state = decider.initial;
  for (const event of held) {
    try {
      decider.admit(event, state);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      found.push({ event, refusal: error });
    }
    state = decider.evolve(state, event);
  }
  return found;
}
