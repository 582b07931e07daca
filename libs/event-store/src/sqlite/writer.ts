import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerFile } from '../worker-file.js';
import type { Answer, Append } from './group-commit.js';
import type { WriterData } from './writer.worker.js';

interface Pending {
  readonly append: Append;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** The near side of the writing thread: hands it what is appended, and each append its answer. */
export class Writer {
  private waiting: Pending[] = [];
  /** What the thread has, in the order in which it answers. */
  private underWay: Pending[] = [];
  private scheduled = false;
  private stopped: Error | undefined;
  private drained: (() => void) | undefined;

  static async open(data: WriterData): Promise<Writer> {
    const worker = new Worker(workerFile('writer.worker.js', import.meta.url), { workerData: data });
    await once(worker, 'message'); // 'ready'; an error while it opens the file rejects
    return new Writer(worker);
  }

  private constructor(private readonly worker: Worker) {
    let reason = 'it ended';
    worker.on('message', (answers: readonly Answer[]) => this.answered(answers));
    worker.on('error', (error: Error) => (reason = error.message));
    worker.on('exit', () => this.stop(reason));
    worker.unref();
  }

  append(append: Append): Promise<Answer> {
    if (this.stopped) return Promise.reject(this.stopped);
    return new Promise((resolve, reject) => {
      this.waiting.push({ append, resolve, reject });
      this.schedule();
    });
  }

  /** Waits for what was appended, then lets go of the file. */
  async close(): Promise<void> {
    if (this.waiting.length > 0 || this.underWay.length > 0) await new Promise<void>(resolve => (this.drained = resolve));
    if (this.stopped) return;
    this.worker.ref();
    const exit = once(this.worker, 'exit');
    this.worker.postMessage('close');
    await exit;
  }

  /** Not at once but when this turn of the event loop is over: what it appends goes together. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.send();
    });
  }

  private send(): void {
    if (this.underWay.length === 0) this.worker.ref(); // a process does not end while somebody waits for an answer
    this.worker.postMessage(this.waiting.map(({ append }) => append));
    this.underWay.push(...this.waiting);
    this.waiting = [];
  }

  private answered(answers: readonly Answer[]): void {
    const answered = this.underWay.splice(0, answers.length);
    answered.forEach(({ resolve }, i) => resolve(answers[i]!)); // the thread answers every append, in their order
    if (this.underWay.length > 0) return;
    this.worker.unref();
    if (this.waiting.length === 0) this.drained?.();
  }

  private stop(reason: string): void {
    this.stopped = new Error(
      `The thread that writes the ledger has stopped (${reason}). Open the store again; where an append was under way, repeat it with the same ids at the same expectation.`,
    );
    const lost = [...this.underWay, ...this.waiting];
    this.underWay = this.waiting = [];
    for (const { reject } of lost) reject(this.stopped);
    this.drained?.();
  }
}
