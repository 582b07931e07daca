import { type Day, dayOf, hold, isCompensation, openingDay, type Provenance, type Recorded } from '@mithaq/domain';
import { categoryOf } from '@mithaq/event-store';
import { dayAt } from '../engine/moment.js';
import { type AnyRow } from '../engine/view.js';
import { type FigureChange } from '../views/changed-figures.js';
import { provenancesLike } from '../views/commitments.js';
import { provenanceSets } from '../views/filter.js';
import { DaysFile } from './days-file.js';
import { type Log, mostKept, Records, type Said, type Turn } from './records.js';
import {
  type DayPassed,
  noFigures,
  RunningCommitments,
  type RunningFigures,
  RunningSignatories,
  type ScopeFigures,
} from './running-figures.js';
import { type Scope } from './scope.js';

/** Which of the clocks is walked first: that of recording, or that of the days. */
export const replayOrders = ['recorded', 'effective'] as const;
export type ReplayOrder = (typeof replayOrders)[number];

/** A moment at which a replay begins or ends. */
export interface ReplayEnd {
  /** Of the last event that is known then; null: none is. */
  readonly position: bigint | null;
  /** Of a time, or of now: its UTC day; of a position or an event that says it by itself: absent. */
  readonly day?: Day | undefined;
  /** What was true on this day; absent: all that was known. */
  readonly effectiveAt?: Day | undefined;
}

/** Where a replay begins; what is absent is as by `endsOf`. */
export type ReplayStart = Partial<ReplayEnd>;

/** The end that was asked for is before the beginning. */
export class ReplayBackwards extends Error {
  override readonly name = 'ReplayBackwards';
  constructor(
    readonly clock: ReplayOrder,
    from: string,
    to: string,
  ) {
    super(
      clock === 'recorded'
        ? `A replay goes forwards: it cannot begin at position ${from} and end at ${to}, which was recorded before.`
        : `A replay goes forwards: it cannot begin on ${from} and end on ${to}, the earlier day.`,
    );
  }
}

/** Before anything was true: nothing is of a day before the opening of every country. */
const beforeAllDays = dayAt(Date.parse(openingDay) - 24 * 60 * 60 * 1_000);

/**
 * Where a replay begins and ends: at the beginning of the clock that is walked first, the other as at the end, unless something else is asked.
 *
 * @throws ReplayBackwards
 */
export function endsOf(order: ReplayOrder, start: ReplayStart, to: ReplayEnd): { readonly from: ReplayEnd; readonly to: ReplayEnd } {
  const recorded: ReplayEnd =
    start.position === undefined ? (order === 'recorded' ? { position: null } : to) : { ...start, position: start.position };
  const effectiveAt = start.effectiveAt ?? (order === 'recorded' ? to.effectiveAt : beforeAllDays);
  const from = { ...recorded, effectiveAt };
  if ((from.position ?? -1n) > (to.position ?? -1n)) throw new ReplayBackwards('recorded', String(from.position), String(to.position ?? 0));
  if (effectiveAt !== undefined && to.effectiveAt !== undefined && effectiveAt > to.effectiveAt) {
    throw new ReplayBackwards('effective', effectiveAt, to.effectiveAt);
  }
  return { from, to };
}

/** What is replayed. */
export interface ReplayAsked {
  readonly scope: Scope;
  readonly order: ReplayOrder;
  readonly from: ReplayEnd;
  readonly to: ReplayEnd;
  /** Of what the figures count; absent: of a record, what may be counted with it, else all but demonstration. */
  readonly provenance?: readonly Provenance[];
  /** What is recorded after the end, for a replay that goes on. */
  readonly follow?: AsyncIterable<Recorded>;
}

/** A moment of a replay, as `asOf` and `effectiveAt` name it, and the day of the answer. */
export interface ReplayMoment {
  readonly position: string | null;
  readonly event: string | null;
  readonly recordedAt: string | null;
  readonly effectiveAt?: Day;
  readonly day: Day;
}

/** The moment at which it begins or ends, with the whole figures. */
export interface EndStep {
  readonly kind: 'begins' | 'ends';
  readonly at: ReplayMoment;
  readonly figures: ScopeFigures;
}

/** One event more is known, or has come true. */
export interface EventStep extends Turn {
  readonly kind: 'event';
  readonly event: Recorded;
  /** Only the cells that differ. */
  readonly figures: readonly FigureChange[];
}

/** A day has come on which figures are others, without an event. */
export interface DayStep extends DayPassed {
  readonly kind: 'day';
}

export type ReplayStep = EndStep | EventStep | DayStep;

/** Steps, some at a time, or none: whoever awaited each one alone would spend more time on that than on walking. */
export type ReplaySteps = AsyncGenerator<readonly ReplayStep[], void, undefined>;

/** Steps are given at least after so many events. */
const mostAtATime = 64;

/**
 * Walks a scope between two moments, event by event. Once only through the log, whose events are folded in memory as they come; the sum of
 * all differences is the figures at the end less those at the beginning.
 *
 * @param most of how many events are kept in memory
 */
export async function* replay(log: Log, asked: ReplayAsked, most = mostKept): ReplaySteps {
  const walk = new Walk(log, asked, figuresOf(asked.scope, await countedOf(log, asked)), new Records(log, most));
  try {
    yield* walk.steps();
  } finally {
    await walk.end();
  }
}

/** The provenances that the figures count. */
async function countedOf(log: Log, { provenance, scope: { record }, to }: ReplayAsked): Promise<readonly Provenance[] | undefined> {
  if (provenance || record === undefined) return provenance;
  for await (const { data } of log.stream(record, to.position ?? -1n)) {
    const own = (data as { readonly provenance?: Provenance }).provenance; // the opening event of a record says it, where its kind has one
    return own && provenancesLike(own);
  }
  return undefined;
}

function figuresOf({ counts }: Scope, provenance: readonly Provenance[] | undefined): RunningFigures<AnyRow> {
  const sets = provenanceSets(provenance);
  // The scope says which rows they are given.
  switch (counts) {
    case 'commitments':
      return new RunningCommitments(sets);
    case 'signatories':
      return new RunningSignatories(sets);
    case 'nothing':
      return noFigures;
  }
}

class Walk {
  private readonly events: AsyncIterator<Recorded>;
  /** Read, and not walked yet. */
  private waiting: IteratorResult<Recorded, unknown> | undefined;
  /** Where the clock of recording is: the last event, the greatest time of recording so far, and the greatest day. */
  private last: { readonly event: Recorded; readonly m: number; readonly day: Day } | undefined;
  /** What comes true between the days of the two moments. */
  private days: DaysFile | undefined;
  private hasBegun = false;

  constructor(
    log: Log,
    private readonly asked: ReplayAsked,
    private readonly figures: RunningFigures<AnyRow>,
    private readonly records: Records,
  ) {
    this.events = log.events()[Symbol.asyncIterator]();
  }

  async *steps(): ReplaySteps {
    const { order, from, to, follow = [] } = this.asked;
    const { effectiveAt } = from;
    if (effectiveAt !== to.effectiveAt) this.days = new DaysFile();
    for await (const _ of this.recorded(from)); // nothing is told of what was known at the beginning
    const begins = await this.momentOf(from);
    this.figures.passTo(begins.day);
    this.hasBegun = true;
    yield [{ kind: 'begins', at: begins, figures: this.figures.whole() }];
    if (order === 'recorded') yield* this.recorded({ ...to, effectiveAt });
    yield* this.comeTrue(order === 'recorded' ? to : { ...from, effectiveAt: to.effectiveAt });
    if (order === 'effective') yield* this.recorded(to);
    const ends = await this.momentOf(to);
    yield [...this.passTo(ends.day), { kind: 'ends', at: ends, figures: this.figures.whole() }];
    for await (const event of follow) yield await this.recordedOne(event, to.effectiveAt);
  }

  async end(): Promise<void> {
    this.days?.close();
    await this.events.return?.();
  }

  /** The ledger up to a position, each event at the day. */
  private async *recorded({ position, effectiveAt }: ReplayEnd): ReplaySteps {
    let steps: ReplayStep[] = [];
    for (let walked = 1; ; walked++) {
      const next = await this.peek();
      if (position === null || next === undefined || next.position > position) break;
      this.waiting = undefined;
      const some = this.recordedOne(next, effectiveAt);
      steps.push(...(some instanceof Promise ? await some : some));
      if (next.position === position) break; // and not one further: it may be long in coming
      if (walked % mostAtATime !== 0) continue;
      yield steps;
      steps = [];
    }
    yield steps;
  }

  /** What comes of one event more; at once, unless what its record said before has to be read. */
  private recordedOne(event: Recorded, day: Day | undefined): ReplayStep[] | Promise<ReplayStep[]> {
    const recorded = Date.parse(event.recordedAt);
    const { effectiveAt } = event.metadata;
    const { m = recorded, day: greatest = effectiveAt } = this.last ?? {};
    this.last = { event, m: Math.max(m, recorded), day: greatest > effectiveAt ? greatest : effectiveAt };
    const passed: ReplayStep[] = this.passTo(this.dayOfAnswer({ position: event.position, effectiveAt: day }));
    const { scope } = this.asked;
    if (!scope.owns(event.stream) && !scope.mayHold(categoryOf(event.stream))) return passed;
    this.gather(event);
    // What is of a later day says nothing yet; before the beginning nobody looks at it.
    if (!this.hasBegun && day !== undefined && effectiveAt > day && !isCompensation(event)) {
      this.records.forget(event.stream);
      return passed;
    }
    const steps = () => [...passed, ...this.stepsOf(event, this.records.record(event, day))];
    return this.records.lacks(event, day) ? this.records.fetch(event, day).then(steps) : steps();
  }

  /** What holds at the position and is of a day after that of the beginning, in the order of the days. */
  private async *comeTrue(end: ReplayEnd): ReplaySteps {
    const { days } = this;
    if (!days) return;
    this.days = undefined; // what is recorded after is of no day to come
    try {
      const position = end.position ?? -1n;
      this.records.clear();
      for (const stream of days.takeMended()) {
        for (const event of hold(await this.records.recorded(stream, position))) if (this.isBetween(event)) days.add(event);
      }
      for (const event of days.inOrder()) {
        const passed = this.passTo(this.dayOfAnswer({ ...end, effectiveAt: event.metadata.effectiveAt }));
        yield [...passed, ...this.stepsOf(event, await this.records.comeTrue(event, position))];
      }
      yield this.passTo(this.dayOfAnswer(end));
      this.records.clear();
    } finally {
      days.close();
    }
  }

  private gather(event: Recorded): void {
    if (!this.days) return;
    if (isCompensation(event)) this.days.mend(event.stream);
    else if (this.isBetween(event)) this.days.add(event);
  }

  private isBetween({ metadata: { effectiveAt } }: Recorded): boolean {
    const { from, to } = this.asked;
    return (
      from.effectiveAt !== undefined && effectiveAt > from.effectiveAt && (to.effectiveAt === undefined || effectiveAt <= to.effectiveAt)
    );
  }

  /** A step, where the event is of the scope before or after it. */
  private stepsOf(event: Recorded, { before, after }: Turn): EventStep[] {
    const { scope } = this.asked;
    const category = categoryOf(event.stream);
    const ofScope = ({ row }: Said) => (row && scope.holds(category, row) ? row : undefined);
    const [was, is] = [ofScope(before), ofScope(after)];
    if (!was && !is && !scope.owns(event.stream)) return [];
    const isCounted = category === countedCategories[scope.counts];
    return [{ kind: 'event', event, before, after, figures: isCounted ? this.figures.change(was, is) : [] }];
  }

  private passTo(day: Day): DayStep[] {
    return this.figures.passTo(day).map(step => ({ kind: 'day', ...step }));
  }

  private async momentOf(end: ReplayEnd): Promise<ReplayMoment> {
    const { event, m } = this.last ?? {};
    // Where nothing is known yet, the day is that on which the ledger begins.
    const first = event ? undefined : await this.peek();
    const day = this.dayOfAnswer(first ? { ...end, day: end.day ?? dayOf(first.recordedAt) } : end);
    return {
      position: event ? event.position.toString() : null,
      event: event?.id ?? null,
      recordedAt: m === undefined ? null : new Date(m).toISOString(),
      ...(end.effectiveAt !== undefined && { effectiveAt: day }),
      day,
    };
  }

  /** The day asked for; never after the latest that is known, which is of the last event where the end does not name one. */
  private dayOfAnswer({ day, effectiveAt }: ReplayEnd): Day {
    const { m, day: greatest } = this.last ?? {};
    const named = day ?? (m === undefined ? undefined : dayAt(m));
    const known = [named, greatest].reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a)) ?? beforeAllDays;
    return effectiveAt !== undefined && effectiveAt < known ? effectiveAt : known;
  }

  private async peek(): Promise<Recorded | undefined> {
    this.waiting ??= await this.events.next();
    return this.waiting.done ? undefined : this.waiting.value;
  }
}

/** The records that figures are of. */
const countedCategories = { commitments: 'commitment', signatories: 'signature', nothing: undefined } as const satisfies Readonly<
  Record<Scope['counts'], string | undefined>
>;
