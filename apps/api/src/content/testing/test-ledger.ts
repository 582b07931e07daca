import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordedEvent, SqliteEventStore, SqliteKeyStore } from '@mithaq/event-store';
import { Views, viewsModule } from '@mithaq/projections';
import { Clock } from '../../ledger/clock.js';
import { Ledger } from '../../ledger/ledger.js';
import { Persons } from '../../persons/persons.js';

/** A ledger on the embedded engine in a folder of its own, on a day that the test sets. */
export interface TestLedger {
  readonly ledger: Ledger;
  readonly store: SqliteEventStore;
  readonly clock: Clock;
  readonly persons: Persons;
  readonly views: Views;
  log(): Promise<RecordedEvent[]>;
  close(): Promise<void>;
}

/** @param today the day on which it is, or whoever says so when asked */
export async function testLedger(today: string | (() => string)): Promise<TestLedger> {
  const folder = await mkdtemp(join(tmpdir(), 'mithaq-content-'));
  const store = await SqliteEventStore.open(folder);
  const keys = await SqliteKeyStore.open(folder);
  const clock = new ClockOf(typeof today === 'string' ? () => today : today);
  const views = await Views.open({ folder, views: viewsModule(), clock: () => clock.now() });
  return {
    ledger: new Ledger(store, clock),
    store,
    clock,
    persons: new Persons(keys),
    views,
    log: async () => {
      const events: RecordedEvent[] = [];
      for await (const event of store.readAll()) events.push(event);
      return events;
    },
    close: async () => {
      await views.close();
      await keys.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

class ClockOf extends Clock {
  constructor(private readonly day: () => string) {
    super();
  }

  override now(): number {
    return Date.parse(`${this.day()}T12:00:00.000Z`);
  }
}
