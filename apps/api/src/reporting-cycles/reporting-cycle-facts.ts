import {
  type CycleId,
  type Day,
  type FrozenCycle,
  type ReportingCycle,
  type ReportingCycleCommand,
  type ReportingCycleFacts,
} from '@mithaq/domain';
import { type EventStore, newestEvent } from '@mithaq/event-store';
import { perCycle, type Views } from '@mithaq/projections';
import { type FactsLoader } from '../ledger/ledger.js';

/** Where a cycle's tables are counted. */
export interface Counted {
  readonly store: EventStore;
  readonly views: Views;
}

/** The day, and, where an open cycle is closed, what is frozen of it. */
export function reportingCycleFacts(
  counted: Counted,
  id: CycleId,
): FactsLoader<ReportingCycle, ReportingCycleCommand, ReportingCycleFacts> {
  return async (command, state, day) => {
    const closes = command.type === 'CloseReportingCycle' && state.status === 'open' && day > state.days.grace;
    return { day, frozen: closes ? await frozenOn(counted, id, day) : undefined };
  };
}

/**
 * The tables of a cycle as its closing records them: of all that the ledger has now, on that day. What other streams take between here and
 * the closing does not count: `countedTo` says up to where, so that the same question gives the same digits ever after.
 */
async function frozenOn({ store, views }: Counted, id: CycleId, day: Day): Promise<FrozenCycle> {
  const newest = await newestEvent(store);
  if (!newest) throw new Error('a cycle that is closed is in the ledger');
  await views.waitFor(newest.position);
  // For that very day, though nothing may have been recorded on it yet: a reader's moment would end with the last event.
  const { position } = newest;
  const { answer } = await views.ask({ pinned: { position, day, effectiveAt: day } }, ({ at, day }) => perCycle(at, day, id));
  if (!answer) throw new Error('a cycle that is open on a day is in the views of that day');
  const { rule, before, tables, regionalPriorities } = answer;
  return { rule, countedTo: position.toString(), ...(before === null ? {} : { before }), tables: [...tables], regionalPriorities };
}
