import {
  type CycleDays,
  type CycleId,
  type CycleProvenance,
  type Day,
  type FrozenCycle,
  type LocalizedText,
  type Recorded,
  type ReportingCycleEvent,
  type Source,
} from '@mithaq/domain';
import { json, nullable, type RowOf, view } from '../engine/view.js';
import { type LatestEvent, latestColumns, latestFrom, latestOf, oneOf } from './latest.js';
import { idOf } from './stream-id.js';

export const cycleStatuses = ['open', 'closed'] as const;
export type CycleStatus = (typeof cycleStatuses)[number];

/** More time, and why. */
export interface Extension {
  readonly event: LatestEvent;
  readonly due: Day;
  readonly grace: Day;
  readonly reason: LocalizedText;
  readonly source?: Source;
}

/** The tables as they were frozen, and by which event. */
export interface Closing extends FrozenCycle {
  readonly event: LatestEvent;
  readonly note?: LocalizedText;
}

const columns = {
  id: oneOf<CycleId>(),
  provenance: oneOf<CycleProvenance>(),
  status: oneOf<CycleStatus>(),
  period_from: oneOf<Day>(),
  period_to: oneOf<Day>(),
  opens_day: oneOf<Day>(),
  /** The last extension's, where there is one. */
  due_day: oneOf<Day>(),
  grace_day: oneOf<Day>(),
  name: json<LocalizedText>(),
  source: nullable(json<Source>()),
  extensions: json<readonly Extension[]>(),
  closing: nullable(json<Closing>()),
  opened: json<LatestEvent>(),
  ...latestColumns,
};

type CycleRow = RowOf<typeof columns>;

/** One row a cycle. It knows days and no day: what is due, overdue or silent is told for the day of an answer. */
export const reportingCycles = view({
  name: 'reporting-cycles',
  version: 1,
  of: 'reportingCycle',
  columns,
  evolve(row: CycleRow | undefined, event: Recorded<ReportingCycleEvent>): CycleRow | undefined {
    const latest = latestOf(event);
    if (event.type === 'ReportingCycleOpened') {
      const { provenance, name, days, source } = event.data;
      return {
        id: idOf(event.stream) as CycleId,
        provenance,
        status: 'open',
        ...told(days),
        name,
        source: source ?? null,
        extensions: [],
        closing: null,
        opened: latestFrom(latest),
        ...latest,
      };
    }
    if (row === undefined) return undefined;
    switch (event.type) {
      case 'ReportingCycleExtended': {
        const { due, grace } = event.data;
        const extensions = [...row.extensions, { event: latestFrom(latest), ...event.data }];
        return { ...row, due_day: due, grace_day: grace, extensions, ...latest };
      }
      case 'ReportingCycleClosed':
        return { ...row, status: 'closed', closing: { event: latestFrom(latest), ...event.data }, ...latest };
      default:
        return row;
    }
  },
});

function told({ from, to, opens, due, grace }: CycleDays) {
  return { period_from: from, period_to: to, opens_day: opens, due_day: due, grace_day: grace };
}
