import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

interface Pending<Job, Answer> {
  readonly job: Job;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** The near side of a thread that writes a file: hands it what is to be written, and each who asked the answer. */
export class Writer<Job, Answer> {
  private waiting: Pending<Job, Answer>[] = [];
  /** What the thread has, in the order in which it answers. */
  private underWay: Pending<Job, Answer>[] = [];
  private scheduled = false;
  private stopped: Error | undefined;
  private drained: (() => void) | undefined;

  /**
   * @param program the thread's: it says `ready`, takes lists of jobs, and answers each list by one of answers, in their order
   * @param data what it is started with
   * @param stoppedFor what whoever asks is told once it has stopped
   */
  static async open<Job, Answer>(program: URL, data: object, stoppedFor: (reason: string) => Error): Promise<Writer<Job, Answer>> {
    const worker = new Worker(program, { workerData: data });
    await once(worker, 'message'); // 'ready'; an error while it opens the file rejects
    return new Writer<Job, Answer>(worker, stoppedFor);
  }

  private constructor(
    private readonly worker: Worker,
    private readonly stoppedFor: (reason: string) => Error,
  ) {
    let reason = 'it ended';
    worker.on('message', (answers: readonly Answer[]) => this.answered(answers));
    worker.on('error', (error: Error) => (reason = error.message));
    worker.on('exit', () => this.stop(reason));
    worker.unref();
  }

  write(job: Job): Promise<Answer> {
    if (this.stopped) return Promise.reject(this.stopped);
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      this.schedule();
    });
  }

  /** Waits for what was handed over, then lets go of the file. */
  async close(): Promise<void> {
    if (this.waiting.length > 0 || this.underWay.length > 0) await new Promise<void>(resolve => (this.drained = resolve));
    if (this.stopped) return;
    this.worker.ref();
    const exit = once(this.worker, 'exit');
    this.worker.postMessage('close');
    await exit;
  }

  /** Not at once but when this turn of the event loop is over: what it asks for goes together. */
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
    this.worker.postMessage(this.waiting.map(({ job }) => job));
    this.underWay.push(...this.waiting);
    this.waiting = [];
  }

  private answered(answers: readonly Answer[]): void {
    const answered = this.underWay.splice(0, answers.length);
    answered.forEach(({ resolve }, i) => resolve(answers[i]!)); // the thread answers all of them, in their order
    if (this.underWay.length > 0) return;
    this.worker.unref();
    if (this.waiting.length === 0) this.drained?.();
  }

  private stop(reason: string): void {
    this.stopped = this.stoppedFor(reason);
    const lost = [...this.underWay, ...this.waiting];
    this.underWay = this.waiting = [];
    for (const { reject } of lost) reject(this.stopped);
    this.drained?.();
  }
}
