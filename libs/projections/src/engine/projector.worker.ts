import { type EventStore, newestEvent, openEventStore, PositionUnknown } from '@mithaq/event-store';
import Database from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';
import { Generations, type Role, viewsPath } from './generations.js';
import { type Failure, type FromProjector, type Progress, type ProjectorData, type ToProjector } from './messages.js';
import { Projection } from './projection.js';
import { type AnyView } from './view.js';
import { EventNotApplied, ViewsFile, ViewsOutdated } from './views-file.js';

/**
 * The thread that writes the views: it follows the store for the generation that serves, beside it for one that is being built, and
 * says what comes of it. All files of views and `service.sqlite`'s word on them are its own.
 */

const { folder, store: address, views: module, options } = workerData as ProjectorData; // what views.ts starts this thread with
if (!parentPort) throw new Error('This program runs as a worker thread of the views.');
const port = parentPort;

interface Running {
  readonly generation: number;
  readonly file: ViewsFile;
  readonly projection: Projection;
  /** Ends the following and lets go of the file. */
  stop(): Promise<void>;
  hasStopped: boolean;
  /** For the rate. */
  readonly since: number;
  events: number;
}

const views = ((await import(module)) as { views?: readonly AnyView[] }).views;
if (!views) throw new Error(`${module} exports no "views".`);
const store = await openEventStore(address, 'read');
const generations = new Generations(folder);
const discarded: string[] = [];

const running: Partial<Record<Role, Running>> = {};
/** Generations that serve no more, until no read holds them. */
const retired = new Map<number, Running>();

const serving = await opened('serving');
const building = (await opened('building')) ?? (serving ? undefined : create());
generations.removeLeftovers();
if (serving) running.serving = start(serving);
if (building) running.building = start(building);
say({
  kind: 'opened',
  serving: running.serving && progress(running.serving),
  building: running.building && progress(running.building),
  discarded,
});

/** Whoever reads the status of views that lag behind wants to know how far. */
let isLooking = false;
const reporting = setInterval(() => {
  const lags = Object.values(running).some(({ projection, hasStopped }) => hasStopped || !projection.isLive);
  if (!lags || isLooking) return;
  isLooking = true;
  void newestEvent(store)
    .then(event => say({ kind: 'head', position: event?.position }), ignore)
    .finally(() => (isLooking = false));
}, 500);

port.on('message', (message: ToProjector) => {
  switch (message.kind) {
    case 'rebuild':
      return say({ kind: 'answer', id: message.id, value: rebuild() });
    case 'release':
      return void release(message.generation);
    case 'head':
      return void newestEvent(store).then(
        event => say({ kind: 'answer', id: message.id, value: event?.position }),
        ignore, // the store is being closed: whoever asked hears that this thread has ended
      );
    case 'close':
      return void close();
  }
});

/** The file of a role, where there is one that this release can use and that is of this ledger; one that is not is forgotten. */
async function opened(role: Role): Promise<{ generation: number; file: ViewsFile } | undefined> {
  const generation = generations.named(role);
  if (generation === undefined) return undefined;
  try {
    const file = new ViewsFile(viewsPath(folder, generation), views!);
    const stranger = await strangerTo(store, file);
    if (stranger === undefined) return { generation, file };
    file.close();
    discarded.push(stranger);
  } catch (error) {
    const isUnusable =
      error instanceof ViewsOutdated || (error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code));
    if (!isUnusable) throw error;
    discarded.push(error.message);
  }
  generations.forget(role);
  return undefined;
}

/** Why the file is not of this store, which it is where the store has its last event at its place; else undefined. */
async function strangerTo(store: EventStore, { path, standing: { last } }: ViewsFile): Promise<string | undefined> {
  if (!last) return undefined;
  const { position, event } = last;
  try {
    for await (const found of store.readAll({ from: position })) {
      if (found.position === position && found.id === event) return undefined;
      break;
    }
  } catch (error) {
    if (!(error instanceof PositionUnknown)) throw error;
  }
  const head = (await newestEvent(store))?.position ?? 'its beginning';
  return `${path} has followed a ledger to event ${event} at position ${position}; this one ends at ${head} and has no such event there: it is another, or was restored or reset.`;
}

function create(): { generation: number; file: ViewsFile } {
  const generation = generations.begin();
  return { generation, file: new ViewsFile(viewsPath(folder, generation), views!) };
}

function start({ generation, file }: { generation: number; file: ViewsFile }): Running {
  const ending = new AbortController();
  const projection = new Projection(file, store, options, {
    applied({ events, milliseconds, lagMilliseconds }) {
      self.events += events;
      say({ kind: 'progress', progress: progress(self), events, milliseconds, lagMilliseconds });
      swapIfCaughtUp();
    },
    failed(error, attempt) {
      if (attempt < options.attempts) say({ kind: 'failing', generation, failure: failure(error, attempt) });
    },
  });
  const self: Running = { generation, file, projection, stop, hasStopped: false, since: performance.now(), events: 0 };
  const following = projection.follow(ending.signal).catch((error: Error) => {
    self.hasStopped = true;
    say({ kind: 'stopped', generation, failure: failure(error, options.attempts) });
  });
  return self;

  async function stop(): Promise<void> {
    ending.abort();
    await following;
    file.close();
  }
}

/** What is being built serves once nothing more is at hand and no reader would be taken back to an earlier moment. */
function swapIfCaughtUp(): void {
  const { serving, building } = running;
  if (!building?.projection.isLive || (building.file.position ?? -1n) < (serving?.file.position ?? -1n)) return;
  generations.swap();
  // The former one goes on following until its readers have left it.
  if (serving) retired.set(serving.generation, serving);
  running.serving = building;
  delete running.building;
  say({ kind: 'serves', progress: progress(building) });
}

function rebuild(): number {
  const { building } = running;
  if (building?.hasStopped) {
    delete running.building;
    void building.stop().then(() => generations.remove(building.generation));
  }
  running.building ??= start(create());
  say({ kind: 'building', progress: progress(running.building) });
  return running.building.generation;
}

async function release(generation: number): Promise<void> {
  await retired.get(generation)?.stop();
  retired.delete(generation);
  generations.remove(generation);
}

async function close(): Promise<void> {
  clearInterval(reporting);
  await Promise.all([...Object.values(running), ...retired.values()].map(one => one.stop()));
  generations.close();
  await store.close();
  port.close();
}

function progress({ generation, file, projection, since, events }: Running): Progress {
  return {
    generation,
    isLive: projection.isLive,
    position: file.position,
    standing: file.standing,
    eventsPerSecond: Math.round((events * 1000) / (performance.now() - since)),
  };
}

function failure(error: Error, attempt: number): Failure {
  const { message } = error;
  return error instanceof EventNotApplied ? { message, attempt, position: error.position, event: error.event } : { message, attempt };
}

function say(message: FromProjector): void {
  port.postMessage(message);
}

function ignore(): void {
  // nothing depends on it
}
