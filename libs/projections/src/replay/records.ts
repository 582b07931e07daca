import { aggregates, comesLast, type Day, heldBy, hold, isCompensation, type Recorded, WrittenState } from '@mithaq/domain';
import { categoryOf, type EventStore } from '@mithaq/event-store';
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
  private written: WrittenState | undefined;

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

  /**
   * Its state as JSON; null where no event holds, and of a kind of record that is not known here.
   *
   * @param before what it said before, of which only what differs is written anew
   */
  text(before?: Said): string {
    return (this.written ??= WrittenState.of(this.state ?? null, before?.written)).text;
  }

  /** What figures count of it; undefined where nothing is counted of records of its kind, or nothing holds. */
  get row(): AnyRow | undefined {
    return this.rows.get('');
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

/**
 * Records of so many events in all are kept in memory, with what they say: about 100 MB, and those that an event was of last. One that fell
 * out is read again from the log.
 */
export const mostKept = 40_000;

/** A record as far as the walk has come. */
interface Kept {
  readonly said: Said;
  /** All that was recorded of it so far; in the order of the days nothing is asked again of what came before. */
  readonly recorded: Recorded[];
}

/** The records of a walk through the ledger, each as far as the walk has come: the same folds as for every read. */
export class Records {
  /** The one that was asked for longest ago comes first. */
  private readonly kept = new Map<string, Kept>();
  private events = 0;

  constructor(
    private readonly log: Log,
    private readonly most: number,
  ) {}

  /** Whether what came before an event in the order of recording has to be read from the log again. */
  lacks({ stream, revision }: Recorded): boolean {
    return revision > 0n && !this.kept.has(stream);
  }

  /** Reads it. */
  async fetch({ stream, position }: Recorded, day: Day | undefined): Promise<void> {
    const recorded = await this.recorded(stream, position - 1n);
    this.keep(stream, { recorded, said: Said.after(heldBy(recorded, day)) });
  }

  /**
   * The next event in the order of recording, of a record that is not lacked.
   *
   * @param day what is of a later one is not said; undefined: all is
   */
  record(event: Recorded, day: Day | undefined): Turn {
    const { stream } = event;
    const { said: before, recorded } = this.take(stream) ?? { said: Said.nothing, recorded: [] };
    recorded.push(event);
    const after = this.said(event, before, recorded, day);
    this.keep(stream, { recorded, said: after });
    return { before, after };
  }

  private said(event: Recorded, before: Said, recorded: readonly Recorded[], day: Day | undefined): Said {
    const { effectiveAt } = event.metadata;
    if (day !== undefined && effectiveAt > day && !isCompensation(event)) return before;
    return comesLast(event, before.day ?? effectiveAt) ? before.then(event) : Said.after(heldBy(recorded, day));
  }

  /**
   * The next event in the order of the days.
   *
   * @param event as it holds at the position, where all that is asked of its stream holds too
   */
  async comeTrue(event: Recorded, position: bigint): Promise<Turn> {
    const { stream } = event;
    const before = this.take(stream)?.said ?? Said.after(heldBefore(event, await this.recorded(stream, position)));
    const after = before.then(event);
    this.keep(stream, { recorded: [], said: after });
    return { before, after };
  }

  /** Another walk begins: of other days, or in another order. */
  clear(): void {
    this.kept.clear();
    this.events = 0;
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
    this.take(stream);
  }

  private take(stream: string): Kept | undefined {
    const kept = this.kept.get(stream);
    if (!kept) return undefined;
    this.kept.delete(stream);
    this.events -= weightOf(kept);
    return kept;
  }

  private keep(stream: string, kept: Kept): void {
    this.kept.set(stream, kept);
    this.events += weightOf(kept);
    for (const [oldest] of this.kept) {
      if (this.events <= this.most || oldest === stream) return;
      this.take(oldest);
    }
  }
}

function weightOf({ recorded }: Kept): number {
  return 1 + recorded.length;
}

/** Of the events that hold, in their order, those before one of them. */
function heldBefore(event: Recorded, log: readonly Recorded[]): Recorded[] {
  const held = hold(log);
  return held.slice(
    0,
    held.findIndex(({ id }) => id === event.id),
  );
}
