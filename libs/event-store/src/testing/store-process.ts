/** A process, or a thread, that has the store of a folder open; its tests start it. What it does it says line by line on stdout. */
import { randomUUID } from 'node:crypto';
import { type EventStore } from '../event-store.js';
import { SqliteEventStore } from '../sqlite/sqlite-event-store.js';

const [deed, folder = ''] = process.argv.slice(2);

switch (deed) {
  case 'hold':
    await hold(await SqliteEventStore.open(folder));
    break;
  case 'follow':
    await follow(await SqliteEventStore.openReadOnly(folder));
    break;
  case 'fill':
    await fill(await SqliteEventStore.open(folder));
    break;
  default:
    throw new Error(`hold, follow or fill, not "${deed}".`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Has the folder until it is killed. */
async function hold(store: EventStore): Promise<void> {
  await store.append('held-1', 'none', [{ id: randomUUID(), type: 'Held', data: {}, metadata: {} }]);
  say('open');
  setInterval(() => undefined, 60_000);
}

/** Says what it hears, until the event `End`. */
async function follow(store: EventStore): Promise<void> {
  const abort = new AbortController();
  const awake = setInterval(() => undefined, 60_000); // following alone keeps no process alive
  for await (const delivery of store.subscribeToAll('start', {}, abort.signal)) {
    say(delivery.kind === 'event' ? delivery.event.type : 'checkpoint');
    if (delivery.kind === 'event' && delivery.event.type === 'End') abort.abort();
  }
  clearInterval(awake);
  await store.close();
}

/** Appends, several at once, until the disk takes no more; then a few times again; says which were stored and which were not. */
async function fill(store: EventStore): Promise<void> {
  for (let round = 0, refused = 0; refused < 3; round++) {
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, async (_, i) => {
        const id = `${round}/${i}`;
        const event = (part: string) => ({ id: id + part, type: 'Filled', data: { text: 'x'.repeat(5_000) }, metadata: {} });
        await store.append(`fill-${id}`, 'none', [event('a'), event('b')]);
      }),
    );
    for (const [i, { status }] of attempts.entries()) say(`${status} fill-${round}/${i}`);
    if (attempts.some(({ status }) => status === 'rejected')) refused++;
  }
  await store.close();
}
