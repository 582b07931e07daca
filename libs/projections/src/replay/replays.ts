import { Thread } from '../engine/thread.js';
import { type ReplayAsked } from './replay.js';

/** A replay that a thread is to make. */
export interface ReplayOpened extends Omit<ReplayAsked, 'scope' | 'follow'> {
  /** As `scopeNamed` takes it. */
  readonly scope: string;
  /** What the first line says beside the moment and the figures. */
  readonly begins: object;
  /** What the cursor of each line begins with; its number follows. */
  readonly cursor: string;
  /** The number of the last line that was received; 0: none was. */
  readonly after: number;
}

export interface ReplayData extends ReplayOpened {
  /** The address of the store. */
  readonly store: string;
}

export interface ReplayChunk {
  /** Whole lines in UTF-8, or none: it is walking. */
  readonly lines: Uint8Array;
  readonly isLast: boolean;
}

/** As many replays are being made as the service takes on. */
export class ReplaysBusy extends Error {
  override readonly name = 'ReplaysBusy';
  constructor(readonly most: number) {
    super(`${most} replays are being made, as many as the service takes on at once; come back later.`);
  }
}

/** Each has a thread, which folds as fast as its lines are taken: more would only wait for each other. */
const mostReplays = 4;

/** Replays, each made by a thread of its own, whose lines are made as they are taken. */
export class Replays {
  private open = 0;

  /** @param store its address */
  constructor(private readonly store: string) {}

  /**
   * Begins one.
   *
   * @param signal ends it, wherever it is; so does whoever leaves its lines
   * @returns its lines, some at a time
   * @throws ReplaysBusy at once
   */
  begin(opened: ReplayOpened, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.open >= mostReplays) throw new ReplaysBusy(mostReplays);
    this.open++;
    const thread = new Thread<'next', ReplayChunk>(
      '../replay/replay.worker.js',
      { ...opened, store: this.store } satisfies ReplayData,
      () => this.open--,
    );
    const leave = () => void thread.leave();
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    return chunksOf(thread, signal);
  }
}

async function* chunksOf(thread: Thread<'next', ReplayChunk>, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (let isLast = false; !isLast;) {
      const chunk = await thread.ask('next');
      if (chunk.lines.length > 0) yield chunk.lines;
      ({ isLast } = chunk);
    }
  } catch (error) {
    if (!signal.aborted) throw error; // else it was left before it was done
  } finally {
    await thread.leave();
  }
}
