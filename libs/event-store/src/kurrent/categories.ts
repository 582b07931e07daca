import { STREAM_NAME, type Filter } from '@eventstore/db-client';
import { type SubscriptionFilter } from '../event-store.js';

/** So many records are passed over before the server says how far it is: a quiet ledger in a busy database still advances. */
const window = 1_000;

/**
 * The server's filter: the streams of these categories, or all of the ledger, but never the server's own, whose names begin with `$`.
 *
 * @param prefix what stands before the name of each stream of the ledger
 * @param checkpointReached hears how far the server is; until it answers, nothing more comes
 */
export function serverFilter(
  prefix: string,
  { categories = [] }: SubscriptionFilter,
  checkpointReached: NonNullable<Filter['checkpointReached']>,
): Filter {
  const names = categories.length === 0 ? '[^$]' : `(${categories.map(escaped).join('|')})(-|$)`;
  return { filterOn: STREAM_NAME, regex: `^${escaped(prefix)}${names}`, maxSearchWindow: window, checkpointInterval: 1, checkpointReached };
}

/** Literally, in the server's regular expressions (.NET's). */
function escaped(text: string): string {
  return text.replace(/[\\*+?|{}[\]()^$.#\s]/g, '\\$&');
}
