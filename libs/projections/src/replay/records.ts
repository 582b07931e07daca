import { aggregates, comesLast, type Day, heldBy, hold, isCompensation, jsonText, type Recorded } from '@mithaq/domain';
import { categoryOf, type EventStore } from '@mithaq/event-store';
import { Recent } from '../engine/recent.js';
import { type AnyRow, type AnyView, type Rows } from '../engine/view.js';
import { commitments } from '../views/commitments.js';
import { signatures } from '../views/signatures.js';

/** Where the events come from: a store, or whatever gives the same. */
export interface Log {
  /** All, in the order of the ledger, at least as far as the replay goes; read as they are asked for. */
  events(): AsyncIterable<Recorded>;
  /** Those of one stream in the order of recording, at least up to a position that one of them has. */
  stream(name: string, upTo: bigint): AsyncIterable<Recorded>;
}

/** The log in a store, whose events were checked against their schemas before they were appended. */
export function logIn(store: EventStore): Log {
  return { events: () => store.readAll() as AsyncIterable<Recorded>, stream: name => store.readStream(name) as AsyncIterable<Recorded> };
}

/** The views whose rows figures count, and by which it is known what a record belongs to. */
const counted: readonly AnyView[] = [commitments, signatures]; // views of their own events, each given no other

/** How the records of a category are folded. One from a newer release is shown, and says nothing. */
const folds = new Map(
  aggregates.map(record => [record.category, { record, view: counted.find(({ of }) => of === record.category) }] as const),
);

/** What a record says at one place of the walk: a fold of the events that hold there. */
export class Said {
  private written: string | undefined;

  static readonly nothing = new Said(undefined, new Map(), undefined);

  private constructor(
    private readonly state: unknown,
    private readonly rows: Rows<AnyRow>,
    /** Of the last event that holds; undefined: none does. */
    readonly day: Day | undefined,
  ) {}

  static after(held: readonly Recorded[]): Said {
    return held.reduce((said, event) => said.then(event), Said.nothing);
  }

  /** Its state as JSON; null where no event holds, and of a kind of record that is not known here. */
  get text(): string {
    return (this.written ??= jsonText(this.state ?? null));
  }

  /** What figures count of it; undefined where nothing is counted of records of its kind, or nothing holds. */
  get row(): AnyRow | undefined {
    return this.rows.get('');
  }

  /** After one event more, which comes last, or is of a later day than is asked for. */
  upTo(event: Recorded, day: Day | undefined): Said {
    return isLater(event, day) ? this : this.then(event);
  }

  /** After one event more, which comes last. */
  then(event: Recorded): Said {
    const { record, view } = folds.get(categoryOf(event.stream)) ?? {};
    const state = record?.evolve(this.state ?? record.initial, event);
    return new Said(state, view?.evolve(this.rows, event) ?? this.rows, event.metadata.effectiveAt);
  }
}

/** What an event made of its record. */
export interface Turn {
  readonly before: Said;
  readonly after: Said;
}

/** So many events of records are kept in memory, for an event that does not come last: about 100 MB of usual ones. */
export const mostKept = 120_000;
/** Of so many records it is kept what they say: it takes less room than their events, and most events ask for no more. */
const mostSaid = 16_000;

/**
 * The records of a walk through the ledger, each as far as the walk has come: the same folds as for every read. What is in memory no more
 * is read again from the log.
 */
export class Records {
  private readonly saids: Recent<Said>;
  /** All that was recorded of a record so far, for an event that does not come last. */
  private readonly logs: Recent<Recorded[]>;

  /** @param most of how many events are kept in memory, and of how many records at most what they say */
  constructor(
    private readonly log: Log,
    most: number,
  ) {
    this.saids = new Recent(Math.min(most, mostSaid), () => 1);
    this.logs = new Recent(most, log => 1 + log.length);
  }

  /** Whether what came before an event in the order of recording has to be read from the log again. */
  lacks(event: Recorded, day: Day | undefined): boolean {
    const { stream, revision } = event;
    if (revision === 0n || this.logs.has(stream)) return false;
    const said = this.saids.get(stream);
    return !said || !goesOn(event, said, day);
  }

  /** Reads it. */
  async fetch({ stream, position }: Recorded, day: Day | undefined): Promise<void> {
    const log = await this.recorded(stream, position - 1n);
    this.saids.keep(stream, this.saids.take(stream) ?? Said.after(heldBy(log, day)));
    this.logs.keep(stream, log);
  }

  /**
   * The next event in the order of recording, of a record that is not lacked.
   *
   * @param day what is of a later one is not said; undefined: all is
   */
  record(event: Recorded, day: Day | undefined): Turn {
    const { stream, revision } = event;
    const log = revision === 0n ? [] : this.logs.take(stream);
    const before = this.saids.take(stream) ?? Said.after(heldBy(log ?? [], day));
    log?.push(event);
    const after = goesOn(event, before, day) ? before.upTo(event, day) : Said.after(heldBy(log!, day)); // it was not lacked
    if (log) this.logs.keep(stream, log);
    this.saids.keep(stream, after);
    return { before, after };
  }

  /**
   * The next event in the order of the days.
   *
   * @param event as it holds at the position, where all that is asked of its stream holds too
   */
  async comeTrue(event: Recorded, position: bigint): Promise<Turn> {
    const { stream } = event;
    const before = this.saids.take(stream) ?? Said.after(heldBefore(event, await this.recorded(stream, position)));
    const after = before.then(event);
    this.saids.keep(stream, after);
    return { before, after };
  }

  /** Another walk begins: of other days, or in another order. */
  clear(): void {
    this.saids.clear();
    this.logs.clear();
  }

  /** All that was recorded of a stream up to a position. */
  async recorded(stream: string, position: bigint): Promise<Recorded[]> {
    const log: Recorded[] = [];
    for await (const event of this.log.stream(stream, position)) {
      if (event.position > position) break;
      log.push(event);
    }
    return log;
  }

  /** What is recorded of it now is not walked: it is read again once it is asked for. */
  forget(stream: string): void {
    this.saids.take(stream);
    this.logs.take(stream);
  }
}

/** Whether what a record says after an event rests on what it said before and on the event alone. */
function goesOn(event: Recorded, said: Said, day: Day | undefined): boolean {
  const { effectiveAt } = event.metadata;
  return isLater(event, day) || comesLast(event, said.day ?? effectiveAt);
}

/** Of the events that hold, in their order, those before one of them. */
function heldBefore(event: Recorded, log: readonly Recorded[]): Recorded[] {
  const held = hold(log);
  return held.slice(
    0,
    held.findIndex(({ id }) => id === event.id),
  );
}

/** Whether an event says nothing yet on a day. */
function isLater(event: Recorded, day: Day | undefined): boolean {
  return day !== undefined && event.metadata.effectiveAt > day && !isCompensation(event);
}
