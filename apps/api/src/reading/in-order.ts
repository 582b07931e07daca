import { concurrently } from '@mithaq/event-store';

/** So many streams of the log are read at once. */
export const streamsAtOnce = 8;

/** Makes something of each item, as many at once as streams are read; in the order of the items. */
export async function inOrder<Item, Made>(items: readonly Item[], make: (item: Item) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  await concurrently([...items.entries()], streamsAtOnce, async ([i, item]) => {
    made[i] = await make(item);
  });
  return made;
}
