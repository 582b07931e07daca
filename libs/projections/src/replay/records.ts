import { aggregates, comesLast, type Day, heldBy, hold, isCompensation, jsonText, type Recorded } from '@mithaq/domain';
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

/** What a record says at one place of the walk. */
export interface Said {
  /** Its state as JSON; null where no event holds, and of a kind of record that is not known here. */
  readonly text: string;
  /** What figures count of it; undefined where nothing is counted of records of its kind, or nothing holds. */
  readonly row: AnyRow | undefined;
}

/** What an event made of its record. */
export interface Turn {
  readonly before: Said;
  readonly after: Said;
}

/** The views whose rows figures count, and by which it is known what a record belongs to. */
const counted: readonly AnyView[] = [commitments, signatures]; // views of their own events, each given no other

/** How the records of a category are folded. One from a newer release is shown, and says nothing. */
const folds = new Map(
  aggregates.map(record => [record.category, { record, view: counted.find(({ of }) => of === record.category) }] as const),
);

/** A record after some of its events, and all that it was before: where one comes late, the fold goes on from the last before it. */
class Fold implements Said {
  private written: string | undefined;

  static readonly nothing = new Fold(undefined, undefined, undefined, new Map());

  private constructor(
    private readonly before: Fold | undefined,
    private readonly event: Recorded | undefined,
    private readonly state: unknown,
    private readonly rows: Rows<AnyRow>,
    /** How many events it is made of. */
    readonly events = 0,
  ) {}

  get text(): string {
    return (this.written ??= this.state === undefined ? 'null' : jsonText(this.state));
  }

  get row(): AnyRow | undefined {
    return this.rows.get('');
  }

  /** With one more of the events that hold, the last of them or not. */
  with(event: Recorded): Fold {
    if (!this.before || !this.event || comesLast(event, this.event.metadata.effectiveAt)) return this.then(event);
    return this.before.with(event).then(this.event);
  }

  /** With one more, which comes last. */
  then(event: Recorded): Fold {
    const { record, view } = folds.get(categoryOf(event.stream)) ?? {};
    const state = record?.evolve(this.state ?? record.initial, event);
    return new Fold(this, event, state, view?.evolve(this.rows, event) ?? this.rows, this.events + 1);
  }

  /** Without what it was before, where nothing comes late. */
  alone(): Fold {
    return new Fold(undefined, undefined, this.state, this.rows);
  }
}

function foldOf(held: readonly Recorded[]): Fold {
  return held.reduce((fold, event) => fold.then(event), Fold.nothing);
}

/**
 * Records of so many events in all are kept in memory, with what they were after each: about 100 MB, and those that an event was of last. One
 * that fell out is read again from the log.
 */
export const mostKept = 40_000;

/** The records of a walk through the ledger, each as far as the walk has come: the same folds as for every read. */
export class Records {
  /** The one that was asked for longest ago comes first. */
  private readonly kept = new Map<string, Fold>();
  private events = 0;

  constructor(
    private readonly log: Log,
    private readonly most: number,
  ) {}

  /**
   * The next event in the order of recording.
   *
   * @param day what is of a later one is not said; undefined: all is
   */
  async record(event: Recorded, day: Day | undefined): Promise<Turn> {
    const before = this.kept.get(event.stream) ?? foldOf(heldBy(await this.recordedBefore(event), day));
    let after = before;
    if (isCompensation(event)) after = foldOf(heldBy([...(await this.recordedBefore(event)), event], day));
    else if (day === undefined || event.metadata.effectiveAt <= day) after = before.with(event);
    this.keep(event.stream, after);
    return { before, after };
  }

  /**
   * The next event in the order of the days.
   *
   * @param event as it holds at the position, where all that is asked of its stream holds too
   */
  async comeTrue(event: Recorded, position: bigint): Promise<Turn> {
    const before = this.kept.get(event.stream) ?? foldOf(heldBefore(event, await this.recorded(event.stream, position)));
    const after = before.then(event).alone();
    this.keep(event.stream, after);
    return { before, after };
  }

  /** Another walk begins: of other days, or in another order. */
  clear(): void {
    this.kept.clear();
    this.events = 0;
  }

  private async recordedBefore({ stream, revision, position }: Recorded): Promise<Recorded[]> {
    return revision === 0n ? [] : this.recorded(stream, position - 1n);
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

  private keep(stream: string, fold: Fold): void {
    this.forget(stream);
    this.kept.set(stream, fold);
    this.events += weightOf(fold);
    for (const [oldest] of this.kept) {
      if (this.events <= this.most) return;
      this.forget(oldest);
    }
  }

  private forget(stream: string): void {
    const fold = this.kept.get(stream);
    if (!fold) return;
    this.kept.delete(stream);
    this.events -= weightOf(fold);
  }
}

function weightOf({ events }: Fold): number {
  return 1 + events;
}

/** Of the events that hold, in their order, those before one of them. */
function heldBefore(event: Recorded, log: readonly Recorded[]): Recorded[] {
  const held = hold(log);
  return held.slice(
    0,
    held.findIndex(({ id }) => id === event.id),
  );
}
