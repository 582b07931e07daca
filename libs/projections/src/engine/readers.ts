import { type ReaderAnswer, type Statements } from './messages.js';
import { type Sql } from './sql.js';
import { Thread } from './thread.js';

type Reader = Thread<Statements, ReaderAnswer>;

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
    await Promise.all(readers.readers.map(reader => reader.ask([])));
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
    return least.ask(statements);
  }

  /** Waits for what was asked, then lets go of the file. */
  close(): Promise<void> {
    return (this.closing ??= Promise.all(this.readers.map(reader => reader.close())).then(() => undefined));
  }

  private start(): void {
    const reader: Reader = new Thread('reader.worker.js', { path: this.path }, error => {
      this.readers.splice(this.readers.indexOf(reader), 1);
      if (this.closing || !this.hasOpened) return;
      this.lost(error);
      this.start();
    });
    this.readers.push(reader);
  }
}
