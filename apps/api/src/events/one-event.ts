import { type EventStore, type RecordedEvent } from '@mithaq/event-store';
import { EventUnknown, MomentNotReached, type ResolvedMoment, type Views } from '@mithaq/projections';
import Type from 'typebox';
import { Problem } from '../http/problem.js';
import { Position } from '../reading/as-of.js';

/** What names an event in an address: its position, or its id. */
export const EventKey = Type.Union([Position, Type.String({ format: 'uuid' })]);

/**
 * The event of that name, and the moment at which it was the last.
 *
 * @throws Problem `not-found`
 */
export async function eventNamed(
  key: string,
  { views, store }: { readonly views: Views; readonly store: EventStore },
): Promise<{ readonly event: RecordedEvent; readonly moment: ResolvedMoment }> {
  const missing = new Problem('not-found', `The ledger has no event ${key}.`);
  const moment = await views.resolve({ asOf: key }).catch((error: unknown) => {
    throw error instanceof EventUnknown || error instanceof MomentNotReached ? missing : error;
  });
  const event = await eventAt(store, moment.position);
  // A position that no event has is a moment all the same, but no event.
  if (!event || ![event.id, event.position.toString()].includes(key.toLowerCase())) throw missing;
  return { event, moment };
}

async function eventAt(store: EventStore, position: bigint | null): Promise<RecordedEvent | undefined> {
  if (position === null) return undefined;
  for await (const event of store.readAll({ from: position })) return event;
  return undefined;
}
