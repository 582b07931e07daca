import { type CycleId, type CycleTable, type Day, focusAreaIds, type PriorityTable, type Provenance, regionIds } from '@mithaq/domain';
import { type DutyFilter, type DutySort } from '../views/duty-list.js';
import { type Sort } from '../views/paging.js';
import { type CycleFigures } from '../views/per-cycle.js';
import { chosen, groupsOf, type NaiveCommitment, type NaiveLedger, naivePriorities, onlyRegionOf, regionsOf } from './naive.js';
import {
  type At,
  atCycle,
  countsOf,
  dutyOf,
  headOf,
  kindOf,
  type NaiveDuty,
  listOrder,
  nameKey,
  numberKey,
  owes,
  reportingCounts,
} from './naive-reporting.js';

/* The figures of a cycle, and the lists of what is owed to it. */

/** The figures of a cycle; undefined where it is not there. */
export function naivePerCycle(ledger: NaiveLedger, day: Day, id: CycleId, asked?: readonly Provenance[]): CycleFigures | undefined {
  const provenances: readonly Provenance[] = ['submitted', 'published', 'demonstration'];
  const at = atCycle(ledger, day, provenances, id);
  const head = headOf(at);
  if (!head) return undefined;
  const kind = provenances.filter(one => kindOf(one) === head.provenance);
  return {
    rule: 2,
    cycle: head,
    before: atCycle(ledger, day, kind, id).before?.id ?? null,
    tables: kind
      .filter(one => asked?.includes(one) ?? true)
      .map(provenance => cycleTable(ledger, atCycle(ledger, day, [provenance], id), provenance)),
    regionalPriorities: priorityTable(ledger, atCycle(ledger, day, kind, id)),
  };
}

function cycleTable(ledger: NaiveLedger, at: At, provenance: Provenance): CycleTable {
  const list = chosen(ledger, { provenance: [provenance] }).filter(c => owes(c, at));
  const counts = (of: readonly NaiveCommitment[]) => reportingCounts(of, at)!;
  const lines = (ids: readonly string[], of: (c: NaiveCommitment) => readonly string[]) =>
    ids.map(id => ({ id, counts: counts(list.filter(c => of(c).includes(id))) }));
  const there = (of: (c: NaiveCommitment) => readonly string[]) => lines([...new Set(list.flatMap(of))].sort(), of);
  return {
    provenance,
    whole: counts(list),
    regions: lines([...regionIds, 'several', 'not-stated'], c => [onlyRegionOf(c)]),
    regionsTouched: lines(regionIds, regionsOf),
    focusAreas: lines(focusAreaIds, c => [c.details.focusAreas.primary]),
    categories: there(c => [ledger.organisations.get(c.lead)?.category ?? 'not-stated']),
    countryGroups: there(c => {
      const groups = groupsOf(ledger, c);
      return groups.length > 0 ? groups : ['none'];
    }),
  };
}

/** The regional priorities that owe, each with its duty; of those without one nothing is asked. */
export function naivePriorityDuties(ledger: NaiveLedger, at: At) {
  return naivePriorities(ledger).flatMap(priority => {
    const { cycle, day } = at;
    if (!cycle || priority.provenance !== cycle.provenance) return [];
    const on = day < cycle.days.to ? day : cycle.days.to;
    const isInForce = priority.adopted <= on && (priority.retired === null || priority.retired > on);
    return isInForce ? [{ id: priority.id, region: priority.region, ...dutyOf(ledger.onPriorities.get(priority.id) ?? [], at) }] : [];
  });
}

function priorityTable(ledger: NaiveLedger, at: At): PriorityTable {
  const duties = naivePriorityDuties(ledger, at);
  return {
    whole: countsOf(duties),
    regions: regionIds.map(id => ({ id, counts: countsOf(duties.filter(({ region }) => region === id)) })),
  };
}

/** What is owed to a cycle and chosen, in the order asked for; undefined where the cycle is not there. */
export function naiveDuties(ledger: NaiveLedger, day: Day, id: CycleId, filter: DutyFilter, sorts: readonly Sort<DutySort>[]) {
  const at = atCycle(ledger, day, ['submitted', 'published', 'demonstration'], id);
  const kind = at.cycle && (['submitted', 'published', 'demonstration'] as const).filter(one => kindOf(one) === at.cycle?.provenance);
  if (!kind) return undefined;
  const asked = atCycle(ledger, day, kind, id);
  const is = (asked: boolean | undefined, value: boolean) => asked === undefined || asked === value;
  const keysOf = ({ c, duty }: { c: NaiveCommitment; duty: NaiveDuty }, by: DutySort) => [
    by === 'title' ? nameKey(c.details.title) : by === 'reported' ? (duty.reported ?? undefined) : numberKey(duty.percent),
  ];
  return chosen(ledger, filter)
    .filter(c => owes(c, asked))
    .map(c => ({ c, duty: dutyOf(c.events, asked) }))
    .filter(
      ({ duty }) =>
        (filter.state?.includes(duty.state) ?? true) &&
        is(filter.late, duty.late) &&
        is(filter.slipped, duty.slipped) &&
        is(filter.neverReported, duty.neverReported),
    )
    .sort(listOrder(sorts, keysOf, ({ c }) => c.id))
    .map(({ c, duty }) => ({ id: c.id, ...duty }));
}
