import { workerFile } from '@mithaq/event-store';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type ReaderAnswer, type ReaderReply, type ReaderTask } from './messages.js';
import { type Sql } from './sql.js';

interface Asked {
  readonly resolve: (answer: ReaderAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** The near side of one thread that reads. */
class Reader {
  private readonly worker: Worker;
  private readonly asked = new Map<number, Asked>();
  private questions = 0;
  private idle: (() => void) | undefined;

  /** @param ended is called when the thread has ended without having been closed */
  constructor(path: string, ended: (error: Error) => void) {
    this.worker = new Worker(workerFile('reader.worker.js', import.meta.url), { workerData: { path } });
    let reason = new Error('A thread that reads the views has ended.');
    this.worker.on('message', (reply: ReaderReply) => this.answered(reply));
    this.worker.on('error', (error: Error) => (reason = error));
    this.worker.on('exit', () => {
      for (const { reject } of this.asked.values()) reject(reason);
      this.asked.clear();
      this.idle?.();
      ended(reason);
    });
  }

  get load(): number {
    return this.asked.size;
  }

  run(statements: readonly Sql[]): Promise<ReaderAnswer> {
    return new Promise((resolve, reject) => {
      const id = ++this.questions;
      this.asked.set(id, { resolve, reject });
      this.worker.postMessage({ id, statements } satisfies ReaderTask);
    });
  }

  async close(): Promise<void> {
    const exit = once(this.worker, 'exit');
    if (this.asked.size > 0) await new Promise<void>(resolve => (this.idle = resolve));
    this.worker.postMessage('close');
    await exit;
  }

  private answered(reply: ReaderReply): void {
    const asked = this.asked.get(reply.id);
    this.asked.delete(reply.id);
    if (reply.kind === 'answer') asked?.resolve(reply.answer);
    else asked?.reject(new Error(reply.message));
    if (this.asked.size === 0) this.idle?.();
  }
}

/**
 * A few threads that read one file of views, each with a connection of its own; a question goes to the one that has least to do.
 * (Not piscina: Node 20.20 loads an ES module for its threads through `require`, and has been seen to abort the process over it.)
 */
export class Readers {
  private readonly readers: Reader[] = [];
  private closing: Promise<void> | undefined;

  /**
   * Starts the threads and waits until each has read: no later question waits for a thread to start.
   *
   * @param lost is told of a thread that has ended, by an error of its own; another takes its place
   * @throws Error where the file cannot be read
   */
  static async open(path: string, threads: number, lost: (error: Error) => void): Promise<Readers> {
    const readers = new Readers(path, lost);
    for (let i = 0; i < threads; i++) readers.start();
    await Promise.all(readers.readers.map(reader => reader.run([])));
    readers.hasOpened = true;
    return readers;
  }

  private hasOpened = false;

  private constructor(
    private readonly path: string,
    private readonly lost: (error: Error) => void,
  ) {}

  /** Runs the statements in one transaction. */
  run(statements: readonly Sql[]): Promise<ReaderAnswer> {
    let least = this.readers[0];
    for (const reader of this.readers) if (!least || reader.load < least.load) least = reader;
    if (!least || this.closing) return Promise.reject(new Error('No thread reads the views any more.'));
    return least.run(statements);
  }

  /** Waits for what was asked, then lets go of the file. */
  close(): Promise<void> {
    return (this.closing ??= Promise.all(this.readers.map(reader => reader.close())).then(() => undefined));
  }

  private start(): void {
    const reader: Reader = new Reader(this.path, error => {
      this.readers.splice(this.readers.indexOf(reader), 1);
      if (this.closing || !this.hasOpened) return;
      this.lost(error);
      this.start();
    });
    this.readers.push(reader);
  }
}
