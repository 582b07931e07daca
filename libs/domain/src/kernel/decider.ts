import { type DomainEvent, type EventDefinition } from './event.js';
import { type Dated } from './history.js';

/** For deciders that need to know nothing of other streams. */
export type NoFacts = Record<never, never>;

/**
 * One aggregate of the domain, as three pure functions. `Ledger` walks them in one order for every write, and `specify` walks the
 * same in the specs: decide → schema → admit → append; evolve rebuilds the state.
 */
export interface Decider<State, Command extends { readonly type: string }, Event extends DomainEvent, Facts = NoFacts> {
  /** What stands before the first hyphen of its streams: `commitment-{id}`. */
  readonly category: string;
  readonly initial: State;
  /** The stored kinds of events, by their name. */
  readonly events: { readonly [Type in Event['type']]: EventDefinition<Type> };
  /** Fields of its events, or their day, that no correction sets: they say which record it is or whom it names, sealed, or follow from others. */
  readonly fixed?: readonly string[];
  /**
   * What the command asks to record; nothing, where it was said before.
   * @param facts what the command must know of other streams, at the same day; read by its handler, never by the domain
   * @throws Refusal
   */
  decide(command: Command, state: State, facts: Facts): Event[];
  /**
   * What may follow what: asked of every event that holds, in order, with its day: a new one, a late one, and all that a correction leaves.
   * @throws Refusal
   */
  admit(event: Event & Dated, state: State): void;
  /** Facts as they are: never throws, never logs; an event from a newer release is let pass. */
  evolve(state: State, event: Event): State;
}
