import type Database from 'better-sqlite3';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type AllRead,
  type Appended,
  type Delivery,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  PositionUnknown,
  type RecordedEvent,
  type StreamRead,
  type SubscriptionFilter,
  WrongExpectedRevision,
} from '../event-store.js';
import { writtenEvents } from '../new-event.js';
import { workerFile } from '../worker-file.js';
import { Bell } from './bell.js';
import { type Upgrade } from './durable-file.js';
import { lockFolder } from './folder-lock.js';
import { type Answer, type Append } from './group-commit.js';
import { openForReading, openForWriting, upgradeLedger } from './ledger-file.js';
import { type Row, takePage } from './page.js';
import { Writer } from './writer.js';
import type { WriterData } from './writer.worker.js';

/** A catch-up that filters looks at so many positions at a time: some milliseconds, whatever it finds in them. */
const windowPositions = 2_000n;

/** Reads let the event loop turn after so long, so that nothing else waits much longer. */
const mostMilliseconds = 3;

/** The greatest integer that SQLite knows; a position or revision beyond it is beyond all there are. */
const greatest = 2n ** 63n - 1n;

const columns = 'position, name, revision, id, type, recorded_at, data, metadata';
const category = `substr(name, 1, instr(name || '-', '-') - 1)`; // categoryOf, in SQL

/**
 * The embedded engine: one SQLite file in the data folder, written by a thread of its own, read on the thread that asks.
 *
 * Reading is synchronous underneath, so it goes by pages that are small enough not to be felt, and lets the event loop turn between
 * them. Between two pages no statement or transaction is open: a reader that never comes back holds up nobody, the checkpoint of the
 * write-ahead log included.
 */
export class SqliteEventStore extends EventStore {
  private readonly reader: Database.Database;
  private readonly bell: Bell;
  private readonly head;
  private readonly read;
  /** When reads last let the event loop turn. */
  private turned = 0;
  private closing: Promise<void> | undefined;

  /**
   * The store of this folder, for the one service that writes it.
   *
   * @throws LedgerInUse where another one does
   * @throws NotALedger where the file in the folder is none, or of another release
   */
  static async open(folder: string): Promise<SqliteEventStore> {
    const unlock = lockFolder(folder);
    try {
      // Makes the ledger, or says why not, here and not in the thread: an error that comes out of a thread has lost its class.
      openForWriting(ledgerIn(folder)).close();
      const writer = await Writer.open<Append, Answer>(
        workerFile('writer.worker.js', import.meta.url),
        { file: ledgerIn(folder), bell: bellOf(folder) } satisfies WriterData,
        reason =>
          new Error(
            `The thread that writes the ledger has stopped (${reason}). Open the store again; where an append was under way, repeat it with the same ids at the same expectation.`,
          ),
      );
      return new SqliteEventStore(folder, { writer, unlock });
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /**
   * The same events for whoever only reads: another thread, or another process while the service runs. It follows live too.
   *
   * @throws NotALedger where the folder has none, or one of another release
   */
  static async openReadOnly(folder: string): Promise<SqliteEventStore> {
    return new SqliteEventStore(folder);
  }

  /**
   * Makes the ledger in the folder, where an earlier release wrote it, one that this release opens, and that the earlier one does not.
   *
   * @param begins told before it begins
   * @throws LedgerInUse where a service has it
   * @throws NotALedger where it is none, or of a newer release, or there is no room
   */
  static upgrade(folder: string, begins: (upgrade: Upgrade) => void): void {
    const unlock = lockFolder(folder);
    try {
      upgradeLedger(ledgerIn(folder), begins);
    } finally {
      unlock();
    }
  }

  private constructor(
    private readonly folder: string,
    private readonly writing?: { readonly writer: Writer<Append, Answer>; readonly unlock: () => void },
  ) {
    super();
    const db = (this.reader = openForReading(ledgerIn(folder)));
    this.bell = new Bell(bellOf(folder), () => db.pragma('data_version', { simple: true }) as number);
    this.head = db.prepare<[], bigint>('SELECT max(position) FROM event').pluck().safeIntegers();
    const pages = (where: string) =>
      db.prepare<(bigint | string)[], Row>(`SELECT ${columns} FROM event JOIN stream ON number = stream WHERE ${where} LIMIT ?`).raw();
    this.read = {
      stream: {
        forwards: pages('name = ? AND revision >= ? ORDER BY revision'),
        backwards: pages('name = ? AND revision <= ? ORDER BY revision DESC'),
      },
      all: {
        forwards: pages('position >= ? ORDER BY position'),
        backwards: pages('position < ? ORDER BY position DESC'),
      },
      between: pages('position > ? AND position <= ? ORDER BY position'),
      ofCategories: pages(`position > ? AND position <= ? AND ${category} IN (SELECT value FROM json_each(?)) ORDER BY position`),
    };
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    this.checkOpen();
    if (!this.writing)
      throw new Error(`The ledger in ${this.folder} was opened for reading; only the service that holds the folder appends.`);
    const append = { stream, expected: expected === 'none' ? expected : Number(expected), events: writtenEvents(stream, events) };
    const answer = await this.writing.writer.write(append);
    switch (answer.kind) {
      case 'stored':
        return { revision: BigInt(answer.revision), position: BigInt(answer.position) };
      case 'wrong':
        throw new WrongExpectedRevision(stream, expected, answer.found === 'none' ? answer.found : BigInt(answer.found));
      case 'failed':
        throw new Error(
          `The append to ${stream} was not stored: ${answer.reason}. It may be repeated with the same ids at the same expectation.`,
        );
    }
  }

  async *readStream(stream: string, { direction = 'forwards', from }: StreamRead = {}): AsyncGenerator<RecordedEvent> {
    const forwards = direction === 'forwards';
    const start = from ?? (forwards ? 0n : greatest);
    const next = ([, , revision]: Row) => BigInt(forwards ? revision + 1 : revision - 1);
    yield* this.pages(this.read.stream[direction], [stream], start, next);
  }

  async *readAll({ direction = 'forwards', from }: AllRead = {}): AsyncGenerator<RecordedEvent> {
    const forwards = direction === 'forwards';
    const start = from ?? (forwards ? 0n : greatest);
    const next = ([position]: Row) => BigInt(forwards ? position + 1 : position);
    yield* this.pages(this.read.all[direction], [], start, next);
  }

  async *subscribeToAll(after: bigint | 'start', filter: SubscriptionFilter, signal: AbortSignal): AsyncGenerator<Delivery> {
    this.checkOpen();
    const categories = filter.categories?.length ? JSON.stringify(filter.categories) : undefined;
    const ended = () => signal.aborted || this.closing !== undefined;
    let at = after === 'start' ? 0n : after;
    let told: bigint | undefined;
    const head = this.head.get() ?? undefined;
    if (at > (head ?? 0n)) throw new PositionUnknown(at, head);
    while (!ended()) {
      const rings = this.bell.rings;
      const page = this.following(at, categories);
      for (const row of page.rows) {
        yield { kind: 'event', event: recorded(row) };
        if (ended()) return;
      }
      at = page.end;
      const passedOver = at !== BigInt(page.rows.at(-1)?.[0] ?? -1);
      if (told !== at && (!page.more || passedOver)) {
        yield { kind: 'checkpoint', position: (told = at) };
      }
      await (page.more ? this.breathe() : this.bell.rung(rings, signal));
    }
  }

  close(): Promise<void> {
    return (this.closing ??= this.letGo());
  }

  private async letGo(): Promise<void> {
    this.bell.close(); // wakes the subscriptions, which find the store closing and end
    this.reader.close(); // before the writer: the last to leave folds the write-ahead log into the file
    try {
      await this.writing?.writer.close();
    } finally {
      this.writing?.unlock();
    }
  }

  private async *pages(
    statement: Database.Statement<(bigint | string)[], Row>,
    of: readonly string[],
    start: bigint,
    next: (last: Row) => bigint,
  ): AsyncGenerator<RecordedEvent> {
    let from = start > greatest ? greatest : start;
    // Small at first: who asks for the last event alone should not pay for hundreds.
    for (let rows = 16; ; rows = Math.min(rows * 4, 512)) {
      await this.breathe();
      this.checkOpen();
      const page = takePage(statement.iterate(...of, from, BigInt(rows)), rows);
      for (const row of page.rows) yield recorded(row);
      const last = page.rows.at(-1);
      if (!page.more || !last) return;
      from = next(last);
    }
  }

  /** What comes after a position: the next page of the filter, and up to where it is complete. */
  private following(at: bigint, categories: string | undefined): { rows: Row[]; end: bigint; more: boolean } {
    const head = this.headPosition();
    const end = categories !== undefined && at + windowPositions < head ? at + windowPositions : head;
    const page =
      categories === undefined
        ? takePage(this.read.between.iterate(at, end, 512n), 512)
        : takePage(this.read.ofCategories.iterate(at, end, categories, 512n), 512);
    const last = page.rows.at(-1);
    if (page.more && last) return { rows: page.rows, end: BigInt(last[0]), more: true };
    return { rows: page.rows, end, more: end < head };
  }

  /** Without this, reads would keep the event loop to themselves for as long as they last: what an async generator awaits are microtasks. */
  private async breathe(): Promise<void> {
    if (performance.now() - this.turned < mostMilliseconds) return;
    await nextTurn();
    this.turned = performance.now();
  }

  private headPosition(): bigint {
    return this.head.get() ?? 0n;
  }

  private checkOpen(): void {
    if (this.closing) throw new Error(`The event store of ${this.folder} is closed.`);
  }
}

function ledgerIn(folder: string): string {
  return join(folder, 'ledger.sqlite');
}

/** One bell a folder, by whatever path it is reached. */
function bellOf(folder: string): string {
  return `mithaq:appended:${realpathSync(folder)}`;
}

function recorded([position, stream, revision, id, type, recordedAt, data, metadata]: Row): RecordedEvent {
  return {
    id,
    type,
    data: JSON.parse(data) as RecordedEvent['data'], // what prepare made of one
    metadata: JSON.parse(metadata) as RecordedEvent['metadata'],
    stream,
    revision: BigInt(revision),
    position: BigInt(position),
    recordedAt: new Date(recordedAt).toISOString(),
  };
}
