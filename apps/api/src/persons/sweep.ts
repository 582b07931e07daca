import { person } from '@mithaq/domain';
import { concurrently, type EventStore, type KeyStore, newestEvent, placeOf } from '@mithaq/event-store';

/**
 * Destroys the keys of all whose erasure is recorded, where that is not done: a service that died between the two has left one. Whoever is
 * erased is asked of the ledger itself, by a subscription that only the events of persons come through; a person's stream has nothing but
 * their erasure.
 *
 * @returns how many persons are erased
 */
export async function sweepErased(store: EventStore, keys: KeyStore): Promise<number> {
  const newest = await newestEvent(store);
  if (!newest) return 0;
  const erased = new Set<string>();
  for await (const delivery of store.subscribeToAll('start', { categories: [person.category] }, new AbortController().signal)) {
    if (delivery.kind === 'event') erased.add(delivery.event.stream.slice(person.category.length + 1));
    if (placeOf(delivery) >= newest.position) break;
  }
  await concurrently([...erased], 32, id => keys.destroy(id));
  return erased.size;
}
