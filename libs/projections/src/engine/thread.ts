import { workerFile } from '@mithaq/event-store';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Reply, type Task } from './messages.js';

/** The near side of a thread that answers one question after the other. */
export class Thread<Asked, Answer> {
  private readonly worker: Worker;
  private readonly asked = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  private questions = 0;
  private idle: (() => void) | undefined;
  private hasEnded = false;

  /**
   * @param program from this folder, see `serve`
   * @param ended is called when the thread has ended, closed or not
   */
  constructor(program: string, data: unknown, ended: (error: Error) => void) {
    this.worker = new Worker(workerFile(program, import.meta.url), { workerData: data });
    let reason = new Error('A thread that reads the views has ended.');
    this.worker.on('message', (reply: Reply<Answer>) => this.answered(reply));
    this.worker.on('error', (error: Error) => (reason = error));
    this.worker.on('exit', () => {
      this.hasEnded = true;
      for (const { reject } of this.asked.values()) reject(reason);
      this.asked.clear();
      this.idle?.();
      ended(reason);
    });
  }

  get load(): number {
    return this.asked.size;
  }

  ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const id = ++this.questions;
      this.asked.set(id, { resolve, reject });
      this.worker.postMessage({ id, asked } satisfies Task<Asked>);
    });
  }

  /** Waits for what was asked, then ends the thread. */
  async close(): Promise<void> {
    if (this.asked.size > 0) await new Promise<void>(resolve => (this.idle = resolve));
    if (this.hasEnded) return;
    const exit = once(this.worker, 'exit');
    this.worker.postMessage('close');
    await exit;
  }

  /** Ends the thread wherever it is: of one that only reads, nobody waits for what was asked. */
  async leave(): Promise<void> {
    await this.worker.terminate();
  }

  private answered(reply: Reply<Answer>): void {
    const asked = this.asked.get(reply.id);
    this.asked.delete(reply.id);
    if (reply.kind === 'answer') asked?.resolve(reply.answer);
    else asked?.reject(new Error(reply.message));
    if (this.asked.size === 0) this.idle?.();
  }
}
