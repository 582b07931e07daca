/** The production engine beside the bare client of its server, on the same path of appending and the same events. */
import { type AppendToStreamOptions, type Credentials, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { type EventStore, type NewEvent, newestEvent, openEventStore, serverAddress } from '@mithaq/event-store';
import { v7 as uuidv7 } from 'uuid';
import { rate, type Report, Rounds } from './benchmark.js';
import { appends, batches, events, freshStream, several, sideBySide } from './store.events.js';

const singles = 300;
const writers = 64;
const appendsPerWriter = 20;
const transactions = 30;
const ledgerEvents = 20_000;

/** @param address of a server that nobody else writes to; what the benchmark writes stays there, in a ledger of its own */
export async function server(address: string): Promise<Report> {
  const { connectionString, credentials } = serverAddress(address);
  const bare = EventStoreDBClient.connectionString(connectionString);
  const store = await openEventStore(`${address.split('#')[0]}#bench${uuidv7().replaceAll('-', '')}`, 'write');
  try {
    const { position } = await store.append(freshStream(), 'none', events(1));
    await batches(store, several(ledgerEvents / 100, 100));
    const { position: end } = (await newestEvent(store))!;
    const measured = await Rounds.run(7, {
      'client, one writer, appends/s': () => bareAppends(bare, credentials, [events(singles)]),
      'engine, one writer, appends/s': () => appends(store, [events(singles)]),
      'client, 64 writers, appends/s': () => bareAppends(bare, credentials, sideBySide(writers, appendsPerWriter)),
      'engine, 64 writers, appends/s': () => appends(store, sideBySide(writers, appendsPerWriter)),
      'client, appends of 100, events/s': () => bareBatches(bare, credentials, several(transactions, 100)),
      'engine, appends of 100, events/s': () => batches(store, several(transactions, 100)),
      'client, full read, events/s': () => rate(() => bareRead(bare, credentials, position, end)),
      'engine, full read, events/s': () => rate(() => fullRead(store, position, end)),
      'engine, subscription catching up, events/s': () => rate(() => catchUp(store, position, end)),
    });
    const beside = (what: string, engine: Parameters<typeof measured.ratio>[0], client: Parameters<typeof measured.ratio>[0]) => ({
      name: `${what}, engine / bare client`,
      ratio: measured.ratio(engine, client),
      atLeast: 0.9,
    });
    return {
      figures: measured.figures(),
      goals: [
        beside('one writer', 'engine, one writer, appends/s', 'client, one writer, appends/s'),
        beside('64 writers', 'engine, 64 writers, appends/s', 'client, 64 writers, appends/s'),
        beside('appends of 100', 'engine, appends of 100, events/s', 'client, appends of 100, events/s'),
        beside('full read', 'engine, full read, events/s', 'client, full read, events/s'),
      ],
    };
  } finally {
    await store.close();
    await bare.dispose();
  }
}

// ---- the bare client, on the path that the engine takes: one call an append, at the leader

function bareAppends(client: EventStoreDBClient, credentials: Credentials, lists: readonly NewEvent[][]): Promise<number> {
  const write = async (events: readonly NewEvent[]) => {
    const stream = freshStream();
    let expectedRevision: bigint | 'no_stream' = 'no_stream';
    for (const event of events) {
      const options: AppendToStreamOptions = { credentials, requiresLeader: true, expectedRevision };
      expectedRevision = (await client.appendToStream(stream, [jsonEvent({ ...event })], options)).nextExpectedRevision;
    }
  };
  return rate(async () => {
    await Promise.all(lists.map(write));
    return lists.flat().length;
  });
}

function bareBatches(client: EventStoreDBClient, credentials: Credentials, lists: readonly NewEvent[][]): Promise<number> {
  return rate(async () => {
    const options = { credentials, requiresLeader: true, expectedRevision: 'no_stream' } as const;
    for (const events of lists) {
      await client.appendToStream(
        freshStream(),
        events.map(event => jsonEvent({ ...event })),
        options,
      );
    }
    return lists.flat().length;
  });
}

async function bareRead(client: EventStoreDBClient, credentials: Credentials, from: bigint, to: bigint): Promise<number> {
  let count = 0;
  for await (const { event } of client.readAll({ credentials, requiresLeader: true, fromPosition: { commit: from, prepare: from } })) {
    count++;
    if (event && event.position.commit >= to) break;
  }
  return count;
}

// ---- the engine

async function fullRead(store: EventStore, from: bigint, to: bigint): Promise<number> {
  let count = 0;
  for await (const { position } of store.readAll({ from })) {
    count++;
    if (position >= to) break;
  }
  return count;
}

async function catchUp(store: EventStore, after: bigint, to: bigint): Promise<number> {
  const enough = new AbortController();
  let count = 0;
  for await (const delivery of store.subscribeToAll(after, {}, enough.signal)) {
    if (delivery.kind !== 'event') continue;
    count++;
    if (delivery.event.position >= to) enough.abort();
  }
  return count;
}
