import { workerFile } from '@mithaq/event-store';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type FromProjector, type ProjectorData, type ToProjector } from './messages.js';

/** What the thread says of itself, as it comes. */
export type Report = Exclude<FromProjector, { kind: 'answer' }>;

interface Asked {
  readonly resolve: (value: bigint | number | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** The near side of the thread that writes the views. */
export class Projector {
  private readonly worker: Worker;
  private readonly asked = new Map<number, Asked>();
  private questions = 0;
  private ended: Error | undefined;

  /**
   * @param hear is told what the thread reports: first `opened`
   * @param end is told once why the thread has ended: its own error, or that it was closed
   */
  constructor(data: ProjectorData, hear: (report: Report) => void, end: (error: Error) => void) {
    this.worker = new Worker(workerFile('projector.worker.js', import.meta.url), {
      workerData: data,
      // A batch of events and rows that is gone with its commit should never be copied to where what stays is kept.
      resourceLimits: { maxYoungGenerationSizeMb: 96 },
    });
    this.worker.on('message', (message: FromProjector) => {
      if (message.kind !== 'answer') return hear(message);
      this.asked.get(message.id)?.resolve(message.value);
      this.asked.delete(message.id);
    });
    let reason = new Error('The thread that writes the views has ended.');
    this.worker.on('error', (error: Error) => (reason = error));
    this.worker.on('exit', () => {
      this.ended = reason;
      for (const { reject } of this.asked.values()) reject(reason);
      this.asked.clear();
      end(reason);
    });
  }

  /** How far the store goes; undefined where it is empty. */
  async head(): Promise<bigint | undefined> {
    return (await this.ask('head')) as bigint | undefined; // what the thread answers to it
  }

  async rebuild(): Promise<number> {
    return (await this.ask('rebuild')) as number; // what the thread answers to it
  }

  release(generation: number): void {
    this.say({ kind: 'release', generation });
  }

  async close(): Promise<void> {
    if (this.ended) return;
    const exit = once(this.worker, 'exit');
    this.say({ kind: 'close' });
    await exit;
  }

  private ask(kind: 'head' | 'rebuild'): Promise<bigint | number | undefined> {
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      const id = ++this.questions;
      this.asked.set(id, { resolve, reject });
      this.say({ kind, id });
    });
  }

  private say(message: ToProjector): void {
    this.worker.postMessage(message);
  }
}
