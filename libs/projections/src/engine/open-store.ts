import { type EventStore, SqliteEventStore } from '@mithaq/event-store';

/** The store that the views of a data folder follow: the one place that knows which engine it is. */
export function openStore(folder: string): Promise<EventStore> {
  return SqliteEventStore.openReadOnly(folder);
}
