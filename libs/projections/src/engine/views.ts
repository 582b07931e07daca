import { type Day } from '@mithaq/domain';
import { EventEmitter } from 'node:events';
import { viewsPath } from './generations.js';
import {
  type Failure,
  type Hypothesis,
  type PreviewAnswer,
  type PreviewAsked,
  type PreviewData,
  type Progress,
  type ReaderAnswer,
} from './messages.js';
import {
  type AsOf,
  dayAt,
  EventUnknown,
  MomentInTheFuture,
  type MomentAsked,
  MomentNotReached,
  type MomentPinned,
  parseAsOf,
  parseEffectiveAt,
  resolve,
  type ResolvedMoment,
  resolvePinned,
  type Standing,
} from './moment.js';
import { defaultOptions, type ProjectionOptions } from './projection.js';
import { Projector, type Report } from './projector.js';
import { Readers } from './readers.js';
import { type Sql, type SqlValue } from './sql.js';
import { firstLine, lineAt, lineAtTime, lineOfEvent, type LineRow, standingOf } from './tables.js';
import { Thread } from './thread.js';

export { type Hypothesis } from './messages.js';

export interface ViewsOptions {
  /** The data folder: where the files of the views are. */
  readonly folder: string;
  /** The address of the store that they follow; absent: the ledger in the data folder. */
  readonly store?: string;
  /** The compiled module whose `views` are kept: the threads load it themselves. */
  readonly views: URL;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly logger?: ViewsLogger;
  readonly projection?: Partial<ProjectionOptions>;
}

/** What Nest's logger has. */
export interface ViewsLogger {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** How long a read may wait for a moment that the views have not reached. */
export interface Wait {
  /** In milliseconds; default 5,000. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the queries of a read may know: of now, the position is known only once they have been asked. */
export type QueryMoment = Pick<ResolvedMoment, 'at' | 'day' | 'effectiveAt'>;

/** The rows of each query, in their order, and the moment that all of them are of. */
export interface Answer<Queries extends readonly Sql[]> {
  readonly moment: ResolvedMoment;
  readonly rows: { -readonly [I in keyof Queries]: Queries[I] extends Sql<infer Row> ? Row[] : never };
}

type Rows = readonly Readonly<Record<string, SqlValue>>[];

/** A question to the views: its statements, and what is made of their rows. */
export interface Asked<Made> {
  readonly statements: readonly Sql[];
  /** @param results the rows of each statement, in their order */
  answer(results: readonly Rows[]): Made;
}

export interface Answered<Made> {
  readonly moment: ResolvedMoment;
  readonly answer: Made;
}

/** What a question is answered now, and what it would be once the compensating event were there. */
export interface Preview<Made> {
  /** That both are of. */
  readonly moment: ResolvedMoment;
  readonly before: Made;
  readonly after: Made;
  /** The names of the views of which some row would be another. */
  readonly views: readonly string[];
}

export interface ViewsStatus {
  /**
   * `live`: all that is in the store is in the views. `catching-up`: not yet. `rebuilding`: another generation is being built; without
   * one that serves, reads must wait for it. `stopped`: an event or the store kept failing, and the views stand still.
   */
  readonly state: 'live' | 'catching-up' | 'rebuilding' | 'stopped';
  /** The generation that answers; undefined until the first has caught up. */
  readonly generation: number | undefined;
  /** How far it is, how far the store is (as last heard), and the difference. */
  readonly position: bigint | undefined;
  readonly head: bigint | undefined;
  readonly lag: bigint;
  /** What fails, or made it stop. */
  readonly failure: Failure | undefined;
  readonly rebuild: RebuildStatus | undefined;
}

export interface RebuildStatus {
  readonly generation: number;
  readonly state: 'running' | 'stopped';
  readonly position: bigint | undefined;
  readonly head: bigint | undefined;
  readonly eventsPerSecond: number;
  readonly failure: Failure | undefined;
}

/** A batch that was applied, to the generation that serves or to one that is being built. */
export interface BatchApplied {
  readonly generation: number;
  readonly isServing: boolean;
  readonly events: number;
  readonly milliseconds: number;
  readonly position: bigint | undefined;
  /** How long ago its last event was recorded; undefined where it had none. */
  readonly lagMilliseconds: number | undefined;
}

export interface ViewsEvents {
  batch: [BatchApplied];
  /** From here on this generation answers. */
  serving: [{ readonly generation: number; readonly position: bigint | undefined }];
  failing: [{ readonly generation: number; readonly failure: Failure }];
  /** Of one generation, or of all where the thread that writes them has ended. */
  stopped: [{ readonly generation: number | undefined; readonly failure: Failure }];
}

/** The views did not reach the position in time. */
export class PositionNotReached extends Error {
  override readonly name = 'PositionNotReached';
  constructor(
    readonly position: bigint,
    readonly reached: bigint | undefined,
  ) {
    super(`The views have not reached position ${position} in time; they are at ${reached ?? 'the beginning'}.`);
  }
}

/** No generation of the views has caught up yet: the first start on a ledger, or the first with other versions of the views. */
export class ViewsNotServing extends Error {
  override readonly name = 'ViewsNotServing';
  constructor(
    readonly position: bigint | undefined,
    readonly head: bigint | undefined,
  ) {
    super(`The views are being built: they are at ${position ?? 'the beginning'} of ${head ?? 'the ledger'}.`);
  }
}

/** The views stand still, and what was asked for will not come before somebody looks after them. */
export class ViewsStopped extends Error {
  override readonly name = 'ViewsStopped';
  constructor(readonly failure: Failure) {
    super(`The views have stopped: ${failure.message}`);
  }
}

/** Of the stream that a preview is of, the views know another last event than was given: it moved on, or was not read to its end. */
export class StreamMoved extends Error {
  override readonly name = 'StreamMoved';
  constructor(
    readonly stream: string,
    /** Where the views have it. */
    readonly revision: bigint | undefined,
    readonly given: bigint | undefined,
  ) {
    super(`${stream} is at revision ${revision ?? 'none'}, not at ${given ?? 'none'}: read it once more.`);
  }
}

export class ViewsClosed extends Error {
  override readonly name = 'ViewsClosed';
  constructor() {
    super('The views are closed.');
  }
}

interface Serving {
  readonly generation: number;
  readonly path: string;
  readonly readers: Readers;
  /** Where a read has found them: they may have gone on since they last said where they stand. */
  seen?: Standing;
  /** Begun with the first preview. */
  previewer?: Thread<PreviewAsked, PreviewAnswer>;
}

/** What was read, with the last and the first event in the views as they stood then. */
interface Lines {
  readonly last: LineRow | undefined;
  readonly first: LineRow | undefined;
  readonly rows: ReaderAnswer;
}

interface Waiter {
  readonly isReached: () => boolean;
  readonly settle: (error?: Error) => void;
}

const defaultTimeout = 5_000;
/** Of two cores one is for HTTP; more threads would only wait for each other. */
const readerThreads = 2;

/**
 * The views of a data folder: kept by a thread of their own, read by a few others, asked from here. Nothing here touches a file.
 *
 * @example
 * const views = await Views.open({ folder, views: workerFile('views/index.js', import.meta.url) });
 * const { moment, answer } = await views.ask({ asOf: '41822' }, ({ at }) => perRegion(at));
 */
export class Views extends EventEmitter<ViewsEvents> {
  private readonly clock: () => number;
  private readonly logger: ViewsLogger | undefined;
  private readonly projector: Projector;
  /** Of each generation, as last heard. */
  private readonly progress = new Map<number, Progress>();
  private readonly failures = new Map<number, Failure & { readonly hasStopped: boolean }>();
  private readonly waiters = new Set<Waiter>();
  private serving: Serving | undefined;
  private building: number | undefined;
  private head: bigint | undefined;
  private readonly opening: Promise<void>;
  /** What brought the projector's thread down: it does not come back by itself. */
  private fault: Failure | undefined;
  private closing: Promise<void> | undefined;
  /** One generation takes over after the other. */
  private takingOver: Promise<void> = Promise.resolve();

  /**
   * Opens the views: they serve at once where a generation is there, else once the first has caught up (`whenServing`).
   *
   * @throws Error where the folder has no ledger, or the module no views
   */
  static async open(options: ViewsOptions): Promise<Views> {
    const views = new Views(options);
    await views.opening;
    await views.takingOver;
    return views;
  }

  private constructor(private readonly options: ViewsOptions) {
    super();
    this.clock = options.clock ?? Date.now;
    this.logger = options.logger;
    const { promise, resolve, reject } = withResolvers();
    this.opening = promise;
    this.projector = new Projector(
      {
        folder: options.folder,
        store: options.store ?? options.folder,
        views: options.views.href,
        options: { ...defaultOptions, ...options.projection },
      },
      report => {
        this.heard(report);
        resolve();
      },
      error => {
        this.ended(error);
        reject(error);
      },
    );
  }

  /**
   * Asks several queries of one moment: all of their rows are read in one transaction.
   *
   * @param queries for `view.at(moment.at)`; called again in the rare case that the day changed while it was read
   * @throws MomentMalformed, MomentNotReached, MomentInTheFuture, EventUnknown; PositionNotReached, ViewsNotServing, ViewsStopped
   */
  async read<const Queries extends readonly Sql[]>(
    asked: MomentAsked | MomentPinned,
    queries: (moment: QueryMoment) => Queries,
    wait: Wait = {},
  ): Promise<Answer<Queries>> {
    const question = new Question(asked, this.clock());
    const { moment, rows } = await this.settle(question, await this.standing(question, wait), moment => this.run(queries(moment)));
    return { moment, rows: rows as unknown as Answer<Queries>['rows'] }; // the queries say what their rows are
  }

  /** Asks a question, which knows its statements and what to make of their rows. */
  async ask<Made>(
    asked: MomentAsked | MomentPinned,
    question: (moment: QueryMoment) => Asked<Made>,
    wait: Wait = {},
  ): Promise<Answered<Made>> {
    let latest!: Asked<Made>;
    const { moment, rows } = await this.read(asked, at => (latest = question(at)).statements, wait);
    return { moment, answer: latest.answer(rows as Rows[]) }; // a statement that does not say what its rows are has these
  }

  /**
   * Asks a question of now, and of what would be now if a compensating event were recorded. Nothing is written, nobody waits for it.
   *
   * @param hypothesis with all events of the stream, as they are in the store
   * @throws StreamMoved where another event has come to the stream; and what `read` throws
   */
  async preview<Made>(hypothesis: Hypothesis, question: (moment: QueryMoment) => Asked<Made>, wait: Wait = {}): Promise<Preview<Made>> {
    const { stream, events } = hypothesis;
    const last = events.at(-1);
    if (last) await this.waitFor(last.position, wait);
    let latest!: Asked<Made>;
    const { moment, rows, after, views } = await this.settle(new Question({}, this.clock()), this.known(), async moment => {
      latest = question(moment);
      const answer = await this.previewer().ask({ hypothesis, statements: [lineAt(), firstLine, ...latest.statements] });
      if (answer.kind === 'moved') throw new StreamMoved(stream, answer.revision, last?.revision);
      return { ...withLines(answer.before), after: withLines(answer.after).rows, views: answer.views };
    });
    // A statement that does not say what its rows are has these.
    return { moment, before: latest.answer(rows as Rows[]), after: latest.answer(after as Rows[]), views };
  }

  /** The moment on a day that an answer of it names, which figures are frozen on; as it was asked, where the answer names none. */
  async onDay(
    asked: MomentAsked | MomentPinned,
    question: (moment: QueryMoment) => Asked<Day | undefined>,
  ): Promise<MomentAsked | MomentPinned> {
    const { moment, answer: day } = await this.ask(asked, question);
    return day === undefined ? asked : { pinned: { position: moment.position, day, effectiveAt: day } };
  }

  /** The moment that a read would be of. */
  async resolve(asked: MomentAsked | MomentPinned, wait: Wait = {}): Promise<ResolvedMoment> {
    const question = new Question(asked, this.clock());
    return question.resolve(await this.standing(question, wait));
  }

  /**
   * Resolves once everything up to the position can be read.
   *
   * @throws PositionNotReached where it does not come in time, ViewsStopped where it will not come, the signal's reason
   */
  waitFor(position: bigint, wait: Wait = {}): Promise<void> {
    return this.until(
      () => (this.reached ?? -1n) >= position,
      () => new PositionNotReached(position, this.reached),
      wait,
    );
  }

  /**
   * Resolves once a generation serves: at once, but at the first start on a ledger and after a change of the views.
   *
   * @throws ViewsNotServing where it does not come in time (default: no limit), ViewsStopped where it could not be built
   */
  whenServing({ timeout = Infinity, signal }: Wait = {}): Promise<void> {
    return this.until(
      () => this.serving !== undefined,
      () => this.notServing(),
      { timeout, signal },
    );
  }

  /** How the views are, as last heard: for readiness, metrics and the progress of a rebuild. */
  status(): ViewsStatus {
    const generation = this.serving?.generation;
    const rebuild = this.rebuildStatus();
    const position = this.reached;
    const head = later(this.head, position);
    return {
      state: this.state(rebuild),
      generation,
      position,
      head,
      lag: (head ?? 0n) - (position ?? 0n),
      failure: this.fault ?? (generation === undefined ? rebuild?.failure : this.failures.get(generation)),
      rebuild,
    };
  }

  /**
   * Begins to build a new generation beside the one that serves, or finds one being built; it takes over once it has caught up
   * (`serving`). An interrupted rebuild goes on at the next start; one that has stopped is begun again.
   *
   * @returns its number
   */
  async rebuild(): Promise<number> {
    if (this.closing) throw new ViewsClosed();
    return this.projector.rebuild();
  }

  /** Answers the reads that were asked, ends all threads and lets go of the files. Twice is once. */
  close(): Promise<void> {
    return (this.closing ??= this.letGo());
  }

  private async letGo(): Promise<void> {
    this.rejectWaiters(new ViewsClosed());
    await this.takingOver;
    if (this.serving) await letGo(this.serving);
    await this.projector.close();
  }

  private get reached(): bigint | undefined {
    const { serving } = this;
    return serving && later(this.progress.get(serving.generation)?.position, serving.seen?.last?.position);
  }

  /** Why nothing new will be read any more. */
  private get gone(): Error | undefined {
    if (this.closing) return new ViewsClosed();
    if (this.fault) return new ViewsStopped(this.fault);
    const generation = this.serving?.generation ?? this.building;
    const failure = generation === undefined ? undefined : this.failures.get(generation);
    return failure?.hasStopped ? new ViewsStopped(failure) : undefined;
  }

  private notServing(): Error {
    const rebuild = this.rebuildStatus();
    return this.gone ?? new ViewsNotServing(rebuild?.position, rebuild?.head);
  }

  private state(rebuild: RebuildStatus | undefined): ViewsStatus['state'] {
    if (this.fault) return 'stopped';
    if (!this.serving) return rebuild?.state === 'stopped' ? 'stopped' : 'rebuilding';
    if (this.failures.get(this.serving.generation)?.hasStopped) return 'stopped';
    if (rebuild?.state === 'running') return 'rebuilding';
    return this.progress.get(this.serving.generation)?.isLive ? 'live' : 'catching-up';
  }

  private rebuildStatus(): RebuildStatus | undefined {
    const generation = this.building;
    if (generation === undefined) return undefined;
    const progress = this.progress.get(generation);
    const failure = this.failures.get(generation);
    return {
      generation,
      state: failure?.hasStopped ? 'stopped' : 'running',
      position: progress?.position,
      head: later(this.head, progress?.position),
      eventsPerSecond: progress?.eventsPerSecond ?? 0,
      failure,
    };
  }

  /** Where the ledger stood at the moment that is asked for, once the views have reached it. */
  private async standing({ asOf, now }: Question, wait: Wait): Promise<Standing> {
    const known = this.known();
    switch (asOf?.kind) {
      case undefined:
        return known;
      case 'position':
        if ((this.reached ?? -1n) < asOf.position) await this.reachHead(wait, asOf.position);
        return this.standingAt(lineAt(asOf.position));
      case 'event': {
        const id = lineOfEvent(asOf.id);
        let standing = await this.standingAt(id);
        if (!standing.last) {
          await this.reachHead(wait);
          standing = await this.standingAt(id);
        }
        if (!standing.last) throw new EventUnknown(asOf.id);
        return standing;
      }
      case 'time':
        if (asOf.time > now) throw new MomentInTheFuture(new Date(asOf.time).toISOString(), new Date(now).toISOString());
        // Only where an event that was recorded later is known is it known which was the last by that time.
        if (!known.last || known.last.m <= asOf.time) await this.reachHead(wait);
        return this.standingAt(lineAtTime(asOf.time));
    }
  }

  private known(): Standing {
    const { serving } = this;
    const told = serving && this.progress.get(serving.generation)?.standing;
    if (!told) throw this.notServing();
    return isAfter(serving.seen, told) ? serving.seen : told;
  }

  private async standingAt(line: Sql<LineRow>): Promise<Standing> {
    const { first, rows } = await this.run([line]);
    return standingOf((rows[0] as LineRow[])[0], first);
  }

  /** Waits for all that is in the store, or for a position in it. */
  private async reachHead(wait: Wait, position?: bigint): Promise<void> {
    if (this.closing) throw new ViewsClosed();
    const head = await this.projector.head();
    if (position !== undefined && (head === undefined || position > head)) throw new MomentNotReached(position, head);
    const awaited = position ?? head;
    if (awaited !== undefined) await this.waitFor(awaited, wait);
  }

  /** Runs the queries of a question: what was asked of now is of the moment of its transaction, which may know of a later day than was known before. */
  private async settle<Read extends Lines>(
    question: Question,
    standing: Standing,
    run: (moment: ResolvedMoment) => Promise<Read>,
  ): Promise<Read & { readonly moment: ResolvedMoment }> {
    for (;;) {
      const moment = question.resolve(standing);
      const read = await run(moment);
      const answered = question.isOfNow ? question.resolve((standing = standingOf(read.last, read.first))) : moment;
      if (answered.day === moment.day && answered.at.day === moment.at.day) return { ...read, moment: answered };
    }
  }

  /** The rows of the statements, and of the last and first event in the views as they stood then. */
  private async run(statements: readonly Sql[]): Promise<Lines> {
    const serving = this.reading();
    const lines = withLines(await serving.readers.run([lineAt(), firstLine, ...statements]));
    const seen = standingOf(lines.last, lines.first);
    if (isAfter(seen, serving.seen)) serving.seen = seen;
    return lines;
  }

  private reading(): Serving {
    if (this.closing) throw new ViewsClosed();
    if (!this.serving) throw this.notServing();
    return this.serving;
  }

  private previewer(): Thread<PreviewAsked, PreviewAnswer> {
    const serving = this.reading();
    const data: PreviewData = { path: serving.path, views: this.options.views.href };
    return (serving.previewer ??= new Thread('preview.worker.js', data, () => delete serving.previewer));
  }

  private until(isReached: () => boolean, notReached: () => Error, { timeout = defaultTimeout, signal }: Wait): Promise<void> {
    if (isReached()) return Promise.resolve();
    const gone = signal?.aborted ? reasonOf(signal) : this.gone;
    if (gone) return Promise.reject(gone);
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        this.waiters.delete(waiter);
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        if (error) reject(error);
        else resolve();
      };
      const waiter: Waiter = { isReached, settle };
      const aborted = () => settle(reasonOf(signal!));
      const timer = timeout === Infinity ? undefined : setTimeout(() => settle(notReached()), timeout);
      signal?.addEventListener('abort', aborted);
      this.waiters.add(waiter);
    });
  }

  private wakeWaiters(): void {
    for (const waiter of [...this.waiters]) if (waiter.isReached()) waiter.settle();
  }

  private rejectWaiters(error: Error): void {
    for (const waiter of [...this.waiters]) waiter.settle(error);
  }

  private heard(report: Report): void {
    switch (report.kind) {
      case 'opened':
        for (const why of report.discarded) this.logger?.warn(`Views are built anew: ${why}`);
        if (report.building) this.build(report.building);
        if (report.serving) this.takeOver(report.serving);
        return;
      case 'progress': {
        const { progress, events, milliseconds, lagMilliseconds } = report;
        const { generation, position } = progress;
        this.progress.set(generation, progress);
        if (!this.failures.get(generation)?.hasStopped) this.failures.delete(generation);
        this.wakeWaiters();
        if (events > 0)
          this.emit('batch', {
            generation,
            isServing: generation === this.serving?.generation,
            events,
            milliseconds,
            position,
            lagMilliseconds,
          });
        return;
      }
      case 'building':
        return this.build(report.progress);
      case 'serves':
        return this.takeOver(report.progress);
      case 'failing': {
        const { generation, failure } = report;
        this.failures.set(generation, { ...failure, hasStopped: false });
        this.logger?.warn(`Views ${generation} failed (${failure.attempt}), and are tried again: ${failure.message}`);
        this.emit('failing', { generation, failure });
        return;
      }
      case 'stopped': {
        const { generation, failure } = report;
        this.failures.set(generation, { ...failure, hasStopped: true });
        this.logger?.error(`Views ${generation} have stopped: ${failure.message}`);
        if (this.gone) this.rejectWaiters(this.gone);
        this.emit('stopped', { generation, failure });
        return;
      }
      case 'head':
        this.head = report.position;
        return;
    }
  }

  /** The thread is no more: closed, or by an error that it did not expect. */
  private ended(error: Error): void {
    if (this.closing) return;
    this.fault = { message: error.message, attempt: 1 };
    this.logger?.error(`Views have stopped: ${error.message}`);
    this.rejectWaiters(new ViewsStopped(this.fault));
    this.emit('stopped', { generation: this.serving?.generation, failure: this.fault });
  }

  private build(progress: Progress): void {
    const { generation, position } = progress;
    if (this.building === generation) return;
    this.building = generation;
    this.progress.set(generation, progress);
    this.logger?.log(`Views ${generation} are being built, from ${position === undefined ? 'the beginning' : `position ${position}`}.`);
  }

  private takeOver(progress: Progress): void {
    if (this.closing) return; // the folder knows; the next start begins with it
    this.progress.set(progress.generation, progress);
    this.takingOver = this.takingOver.then(() => this.serve(progress.generation)).catch((error: Error) => this.ended(error));
  }

  /** Reads go to the generation from here on; the former one is released once the reads that it was asked have been answered. */
  private async serve(generation: number): Promise<void> {
    const path = viewsPath(this.options.folder, generation);
    const readers = await Readers.open(path, readerThreads, error =>
      this.logger?.error(`A thread that reads the views has ended: ${error.message}`),
    );
    const former = this.serving;
    this.serving = { generation, path, readers };
    if (this.building === generation) this.building = undefined;
    this.wakeWaiters();
    const position = this.reached;
    this.logger?.log(`Views ${generation} serve, at ${position === undefined ? 'the beginning' : `position ${position}`}.`);
    this.emit('serving', { generation, position });
    if (!former) return;
    await letGo(former);
    this.projector.release(former.generation);
    this.progress.delete(former.generation);
    this.failures.delete(former.generation);
  }
}

/** What a reader asked, read once: a moment, on a clock that does not move while it is answered. */
class Question {
  readonly asOf: AsOf | undefined;
  private readonly effectiveAt: Day | undefined;
  private readonly pinned: MomentPinned | undefined;

  constructor(
    asked: MomentAsked | MomentPinned,
    readonly now: number,
  ) {
    if ('pinned' in asked) {
      this.pinned = asked;
      this.asOf = { kind: 'position', position: asked.pinned.position ?? -1n };
    } else {
      this.asOf = asked.asOf === undefined ? undefined : parseAsOf(asked.asOf);
      this.effectiveAt = asked.effectiveAt === undefined ? undefined : parseEffectiveAt(asked.effectiveAt);
    }
  }

  get isOfNow(): boolean {
    return this.asOf === undefined;
  }

  resolve(standing: Standing): ResolvedMoment {
    return this.pinned ? resolvePinned(this.pinned, standing) : resolve(this.asOf, this.effectiveAt, standing, dayAt(this.now));
  }
}

async function letGo({ readers, previewer }: Serving): Promise<void> {
  await Promise.all([readers.close(), previewer?.close()]);
}

function withLines([last, first, ...rows]: ReaderAnswer): Lines {
  return { last: last?.[0] as LineRow | undefined, first: first?.[0] as LineRow | undefined, rows };
}

function later(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

/** Whether one standing has an event that the other has not. */
function isAfter(one: Standing | undefined, other: Standing | undefined): one is Standing {
  return one?.last !== undefined && one.last.position > (other?.last?.position ?? -1n);
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((a, b) => {
    resolve = a;
    reject = b;
  });
  return { promise, resolve, reject };
}
