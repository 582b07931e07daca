import { BroadcastChannel } from 'node:worker_threads';

/** How often a process that does not write looks whether another one has. */
const pollMilliseconds = 250;

/**
 * Wakes subscriptions that have read all there is. The writing thread rings after each commit, and every thread of its process hears
 * it; another process finds out by asking SQLite whether the file has changed. A bell says only "look": who looks reads the ledger.
 */
export class Bell {
  /** How often it has rung. Taken before a read, it tells `rung` about what came between the read and the waiting. */
  rings = 0;
  private channel: BroadcastChannel | undefined;
  private readonly waiting = new Set<() => void>();
  private poll: NodeJS.Timeout | undefined;
  private version: number;

  constructor(
    private readonly name: string,
    private readonly dataVersion: () => number,
  ) {
    this.version = dataVersion();
  }

  /** Resolves when it has rung since, when the signal is aborted, and when the bell is taken down. */
  async rung(since: number, signal: AbortSignal): Promise<void> {
    if (this.rings !== since || signal.aborted) return;
    if (!this.channel) return this.listen();
    await new Promise<void>(resolve => {
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  close(): void {
    clearInterval(this.poll);
    this.channel?.close();
    this.ring();
  }

  /** Only once somebody has to be woken: a thread that hears every commit pays for it. What came before, the caller looks for again. */
  private listen(): void {
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = () => this.ring();
    this.channel.unref();
    this.poll = setInterval(() => this.look(), pollMilliseconds).unref();
  }

  private look(): void {
    const version = this.dataVersion();
    if (version === this.version) return;
    this.version = version;
    this.ring();
  }

  private ring(): void {
    this.rings++;
    for (const wake of [...this.waiting]) wake();
  }
}
