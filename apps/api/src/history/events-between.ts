import { type EventBetween, type LogAt } from '@mithaq/domain';
import { type EventStore } from '@mithaq/event-store';
import { type ResolvedMoment } from '@mithaq/projections';
import { knownAt, type Logged } from '../reading/ask.js';
import { headOf } from './history.reads.js';

/** A stream at two moments: read once, as far as the later of them knows it. */
export async function logAtBoth(store: EventStore, stream: string, from: ResolvedMoment, to: ResolvedMoment) {
  const [first, last] = [from, to].map(({ position }) => position ?? -1n) as [bigint, bigint];
  const log = await knownAt(store, stream, { position: first > last ? first : last });
  const at = ({ at: { day } }: ResolvedMoment, end: bigint): LogAt<Logged> => ({ log: log.filter(({ position }) => position <= end), day });
  return { log, from: at(from, first), to: at(to, last) };
}

/** The events between, each with what corrected it; the log has them all. */
export function toldBetween(events: readonly EventBetween<Logged>[], log: readonly Logged[]) {
  const recorded = new Map(log.map(event => [event.id, event]));
  return events.map(({ event, because, correctedBy }) => ({
    event: headOf(event),
    because,
    correctedBy: correctedBy.map(id => headOf(recorded.get(id)!)),
  }));
}
