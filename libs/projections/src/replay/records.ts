import { aggregates, comesLast, type Day, heldBy, hold, isCompensation, type Recorded } from '@mithaq/domain';
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
  /** As the decider has it; undefined where no event holds, and of a kind of record that is not known here. */
  readonly state: unknown;
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

interface Kept extends Said {
  readonly rows: Rows<AnyRow>;
  /** The greatest day of what was folded. */
  readonly greatest: Day | undefined;
  /** What was recorded so far, for the event that comes late or mends; nothing in a walk through the days, where none does. */
  readonly log: Recorded[];
}

/**
 * So many events are kept, with what their records say: about 100 MB. All events of 10,000 records of a usual length are among them, and what
 * is asked for most was asked for last. A record that fell out is read again from the log.
 */
export const mostKept = 60_000;

/** The records of a walk through the ledger, each as far as the walk has come: the same folds as for every read. */
export class Records {
  /** The one that was asked for longest ago comes first. */
  private readonly kept = new Map<string, Kept>();
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
    const { stream, position } = event;
    const before = this.kept.get(stream) ?? foldOf(event.revision === 0n ? [] : await this.recorded(stream, position), day);
    this.forget(stream);
    const { log } = before;
    log.push(event);
    const after = next(before, event, day);
    this.keep(stream, after);
    return { before, after };
  }

  /**
   * The next event in the order of the days.
   *
   * @param event as it holds at the position, where all that is asked of this stream holds too
   */
  async comeTrue(event: Recorded, position: bigint): Promise<Turn> {
    const { stream } = event;
    const before = this.kept.get(stream) ?? heldBefore(event, await this.recorded(stream, position + 1n)).reduce(evolved, unsaid([]));
    this.forget(stream);
    const after = evolved(before, event);
    this.keep(stream, after);
    return { before, after };
  }

  /** An event that says nothing yet, and that nobody looks at. */
  note(event: Recorded): void {
    const kept = this.kept.get(event.stream);
    if (!kept) return;
    this.forget(event.stream);
    kept.log.push(event);
    this.keep(event.stream, kept);
  }

  /** Another walk begins: of other days, or in another order. */
  clear(): void {
    this.kept.clear();
    this.events = 0;
  }

  private async recorded(stream: string, before: bigint): Promise<Recorded[]> {
    const log: Recorded[] = [];
    for await (const event of this.log.stream(stream, before)) {
      if (event.position >= before) break;
      log.push(event);
    }
    return log;
  }

  private keep(stream: string, kept: Kept): void {
    this.kept.set(stream, kept);
    this.events += weightOf(kept);
    for (const [oldest] of this.kept) {
      if (this.events <= this.most) return;
      this.forget(oldest);
    }
  }

  private forget(stream: string): void {
    const kept = this.kept.get(stream);
    if (!kept) return;
    this.kept.delete(stream);
    this.events -= weightOf(kept);
  }
}

function weightOf({ log }: Kept): number {
  return 1 + log.length;
}

function unsaid(log: Recorded[]): Kept {
  return { state: undefined, row: undefined, rows: new Map(), greatest: undefined, log };
}

/** After an event that the log ends with. */
function next(before: Kept, event: Recorded, day: Day | undefined): Kept {
  if (isCompensation(event)) return foldOf(before.log, day);
  if (day !== undefined && event.metadata.effectiveAt > day) return before;
  return before.greatest === undefined || comesLast(event, before.greatest) ? evolved(before, event) : foldOf(before.log, day);
}

function foldOf(log: Recorded[], day: Day | undefined): Kept {
  let kept = unsaid(log);
  for (const event of heldBy(log, day)) kept = evolved(kept, event);
  return kept;
}

/** Of the events that hold, in their order, those before one of them. */
function heldBefore(event: Recorded, log: readonly Recorded[]): Recorded[] {
  const held = hold(log);
  return held.slice(
    0,
    held.findIndex(({ id }) => id === event.id),
  );
}

/** How the records of a category are folded. One from a newer release is shown, and says nothing. */
const folds = new Map(
  aggregates.map(record => [record.category, { record, view: counted.find(({ of }) => of === record.category) }] as const),
);

function evolved(kept: Kept, event: Recorded): Kept {
  const { record, view } = folds.get(categoryOf(event.stream)) ?? {};
  const rows = view?.evolve(kept.rows, event) ?? kept.rows;
  return {
    state: record?.evolve(kept.state ?? record.initial, event),
    row: rows.get(''),
    rows,
    greatest: event.metadata.effectiveAt,
    log: kept.log,
  };
}
