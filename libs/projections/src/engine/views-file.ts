import { comesLast, type Day, hold, isCompensation, type Recorded } from '@mithaq/domain';
import { categoryOf } from '@mithaq/event-store';
import Database from 'better-sqlite3';
import { type EventLine, type Standing } from './moment.js';
import { Recent } from './recent.js';
import {
  checkpointRow,
  engineIndexes,
  engineTables,
  engineVersion,
  firstLine,
  lineAt,
  lineOf,
  type LineRow,
  type ReadIndex,
  viewIndexes,
  viewTable,
} from './tables.js';
import { append, firstDifference } from './timeline.js';
import { type AnyView } from './view.js';
import { ViewTable } from './view-table.js';

/** Of streams that need it: their events before a batch, from the first on. */
export type Histories = ReadonlyMap<string, readonly Recorded[]>;

/** In KiB, as SQLite counts what is negative. */
const cacheSize = -65_536;

interface StreamLine {
  readonly revision: bigint;
  readonly day: Day;
}

/** Of so many streams it is kept in memory where they stand: some megabytes. */
const mostLines = 20_000;

/** A stream of which a batch cannot be applied without its history: the events before the given revision. */
export interface HistoryNeeded {
  readonly stream: string;
  readonly before: bigint;
}

/**
 * The rows of all views in one file, for the one thread that writes them. It is given events in the order of their positions, in
 * batches of any size: each event is applied at its own position, so the rows do not depend on the batches.
 *
 * The file can be built again from the ledger, so it need not be on the disk when a batch is done: in WAL mode `synchronous=NORMAL`
 * syncs at checkpoints alone. A power cut may take the last batches, but whole, and with them the checkpoint that says they are there.
 */
export class ViewsFile {
  private readonly db: Database.Database;
  private readonly viewsOf = new Map<string, ViewTable[]>();
  private readonly statements;
  /** Those that are not in the file yet. */
  private readonly indexes: ReadIndex[];
  /** Where streams stand that had an event lately, and so are likely to have another. */
  private readonly lines = new Recent<StreamLine>(mostLines, () => 1);
  private last: EventLine | undefined;
  private begins: number | undefined;
  private reached: bigint | undefined;

  /**
   * Opens or creates the file.
   *
   * @throws ViewsOutdated where it was made by other versions of the views, or of the engine
   */
  constructor(
    readonly path: string,
    views: readonly AnyView[],
  ) {
    const db = (this.db = new Database(path));
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      db.pragma(`cache_size = ${cacheSize}`);
      db.pragma('wal_autocheckpoint = 4000'); // 16 MB: a page that many batches touch is written back once
      db.pragma('journal_size_limit = 67108864');
      const versions = new Map([['(engine)', engineVersion], ...views.map(view => [view.table, view.version] as const)]);
      const made = db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'view_version'`).pluck().get() === 1;
      if (!made) create(db, views, versions);
      else checkVersions(path, db, versions);

      const present = new Set(db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'index'`).pluck().all());
      this.indexes = [...engineIndexes, ...views.flatMap(viewIndexes)].filter(({ name }) => !present.has(name));
      for (const view of views) this.viewsOf.set(view.of, [...(this.viewsOf.get(view.of) ?? []), new ViewTable(db, view)]);
      this.statements = {
        begin: db.prepare('BEGIN IMMEDIATE'),
        commit: db.prepare('COMMIT'),
        rollback: db.prepare('ROLLBACK'),
        stream: db
          .prepare<[string], { revision: bigint; day: Day }>('SELECT revision, day FROM ledger_stream WHERE stream = ?')
          .safeIntegers(),
        saveStream: db.prepare<[string, bigint, string]>(
          'INSERT INTO ledger_stream (stream, revision, day) VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, day = excluded.day',
        ),
        saveEvent: db.prepare<[bigint, string, string, bigint, number, string, string, string | null]>(
          'INSERT INTO ledger_event (position, id, stream, revision, m, day, correlation_id, causation_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        ),
        saveCheckpoint: db.prepare<[bigint]>(
          'INSERT INTO checkpoint (only, position) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET position = excluded.position',
        ),
      };
      this.last = lineOf(db.prepare<[], LineRow>(lineAt().text).get());
      this.begins = db.prepare<[], LineRow>(firstLine.text).get()?.m;
      this.reached = db.prepare<[], bigint>(checkpointRow.text).pluck().safeIntegers().get();
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Everything up to this position is in the rows; undefined before the first batch. */
  get position(): bigint | undefined {
    return this.reached;
  }

  /** The last event in the rows, and when the first was recorded. */
  get standing(): Standing {
    return { last: this.last, begins: this.begins };
  }

  /** The streams of which the batch has an event that is late, or that mends others, in a category that some view follows. */
  historiesNeeded(batch: readonly Recorded[]): HistoryNeeded[] {
    const needed: HistoryNeeded[] = [];
    const streams = new Map<string, { first: bigint; day: Day; isNeeded: boolean }>();
    for (const event of batch) {
      const { stream, revision, metadata } = event;
      if (!this.viewsOf.has(categoryOf(stream))) continue;
      let known = streams.get(stream);
      if (!known) {
        const line = this.lineBefore(event);
        streams.set(stream, (known = { first: revision, day: line?.day ?? metadata.effectiveAt, isNeeded: false }));
      }
      if (comesLast(event, known.day)) known.day = metadata.effectiveAt;
      else if (!known.isNeeded) {
        known.isNeeded = true;
        needed.push({ stream, before: known.first });
      }
    }
    return needed;
  }

  /**
   * Applies the events, each at its position, and moves the checkpoint: all in one transaction, or nothing where it throws.
   *
   * @param histories of the streams that `historiesNeeded` named
   * @param position up to which the events are all there are; not before the last of them
   */
  apply(batch: readonly Recorded[], histories: Histories, position: bigint): void {
    const { begin, commit, rollback, saveStream, saveEvent, saveCheckpoint } = this.statements;
    const lines = new Map<string, StreamLine>();
    const known = new Map([...histories].map(([stream, events]) => [stream, [...events]]));
    let last = this.last;
    begin.run();
    try {
      for (const event of batch) {
        try {
          const line = this.applyOne(event, lines, known.get(event.stream));
          lines.set(event.stream, line);
          last = {
            position: event.position,
            event: event.id,
            m: Math.max(last?.m ?? -Infinity, Date.parse(event.recordedAt)),
            day: last && last.day > line.day ? last.day : line.day,
          };
          const { correlationId, causationId = null } = event.metadata;
          saveEvent.run(event.position, event.id, event.stream, event.revision, last.m, last.day, correlationId, causationId);
        } catch (error) {
          throw new EventNotApplied(event, error);
        }
      }
      for (const [stream, { revision, day }] of lines) saveStream.run(stream, revision, day);
      saveCheckpoint.run(position);
      commit.run();
    } catch (error) {
      if (this.db.inTransaction) rollback.run();
      throw error;
    }
    for (const [stream, line] of lines) this.lines.keep(stream, line);
    this.last = last;
    if (batch[0]) this.begins ??= Date.parse(batch[0].recordedAt);
    this.reached = position;
  }

  /**
   * Makes one of the indexes that reading needs and that are not there yet. Made of rows that are there, an index costs a fraction of what
   * it costs to be kept while they are written, so a file has none before it has caught up.
   *
   * @returns whether there was one to make
   */
  makeIndex(): boolean {
    const index = this.indexes[0];
    if (!index) return false;
    this.db.pragma('cache_size = -8192'); // what it sorts at a time is as much again
    this.db.exec(index.sql);
    this.db.pragma(`cache_size = ${cacheSize}`);
    this.indexes.shift();
    return true;
  }

  close(): void {
    this.db.close();
  }

  /** Where the event's stream stands in the file; undefined where it has no event there. */
  private lineBefore({ stream, revision }: Recorded): StreamLine | undefined {
    return revision > 0n ? (this.lines.get(stream) ?? this.statements.stream.get(stream)) : undefined;
  }

  private applyOne(event: Recorded, lines: ReadonlyMap<string, StreamLine>, history: Recorded[] | undefined): StreamLine {
    const { stream, revision, position } = event;
    const { effectiveAt } = event.metadata;
    // Whether there is such a day the ledger has seen to; that it compares as text is what all of this rests on.
    if (!/^\d{4}-\d\d-\d\d$/.test(effectiveAt)) throw new TypeError(`Its effectiveAt, "${String(effectiveAt)}", is no day.`);
    const before = lines.get(stream) ?? this.lineBefore(event);
    // A hole would go unseen for good, so it is looked for here, where it costs nothing.
    if (revision !== (before ? before.revision + 1n : 0n)) {
      throw new Error(`It is revision ${revision} of its stream, whose last event in the views is ${before?.revision ?? 'none'}.`);
    }
    const tables = this.viewsOf.get(categoryOf(stream));
    if (!tables) return { revision, day: before && before.day > effectiveAt ? before.day : effectiveAt };
    if (!before || comesLast(event, before.day)) {
      history?.push(event);
      for (const table of tables) {
        if (!table.view.isToldOf(event)) continue;
        table.change(stream, position, append(table.view, before ? table.openFrom(stream, effectiveAt) : [], event));
      }
      return { revision, day: effectiveAt };
    }
    if (!history) throw new Error('It does not come last, and the history of its stream was not read.');
    const heldBefore = hold(history);
    history.push(event);
    const held = { before: heldBefore, after: hold(history) };
    const since = firstDifference(held);
    for (const table of tables) {
      // An event that mends others is of a type that no view is told of, and changes what they are told of.
      if (!isCompensation(event) && !table.view.isToldOf(event)) continue;
      table.change(stream, position, table.refold(stream, held, since));
    }
    const end = held.after.at(-1)?.metadata.effectiveAt;
    return { revision, day: end !== undefined && end > before.day ? end : before.day };
  }
}

/** The file was made by other versions than the code has. */
export class ViewsOutdated extends Error {
  override readonly name = 'ViewsOutdated';
}

/** An event that could not be applied, and why. */
export class EventNotApplied extends Error {
  override readonly name = 'EventNotApplied';
  readonly position: bigint;
  readonly event: string;
  constructor({ position, id, type, stream }: Recorded, cause: unknown) {
    super(`${type} ${id} of ${stream} at position ${position}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.position = position;
    this.event = id;
  }
}

function create(db: Database.Database, views: readonly AnyView[], versions: ReadonlyMap<string, number>): void {
  db.transaction(() => {
    db.exec(engineTables);
    for (const view of views) db.exec(viewTable(view));
    const insert = db.prepare('INSERT INTO view_version (name, version) VALUES (?, ?)');
    for (const [view, version] of versions) insert.run(view, version);
  })();
}

function checkVersions(path: string, db: Database.Database, versions: ReadonlyMap<string, number>): void {
  const rows = db.prepare<[], { name: string; version: number }>('SELECT name, version FROM view_version').all();
  const found = new Map(rows.map(({ name, version }) => [name, version]));
  const changed = [...new Set([...versions.keys(), ...found.keys()])].filter(view => versions.get(view) !== found.get(view));
  if (changed.length === 0) return;
  const list = changed.map(view => `${view} (${found.get(view) ?? 'none'} → ${versions.get(view) ?? 'none'})`).join(', ');
  throw new ViewsOutdated(`${path} was made by other versions: ${list}.`);
}
