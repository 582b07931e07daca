import {
  type Amounts,
  type CycleId,
  type Day,
  type Delivery,
  type DeclineReason,
  type LocalizedText,
  type Provenance,
  type Recorded,
  type ReportEvent,
  type ReportingCounts,
  type ReportingCycleEvent,
} from '@mithaq/domain';
import { type CycleHead, type DutyState } from '../views/duties.js';
import { folded } from '../views/folded.js';
import { type Sort } from '../views/paging.js';

/* What `naive.ts` does for the rest, for cycles, reports and delivery. */

export function order<T extends string | bigint | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The keys of one line of a list under one sort; what has none comes last, whichever the direction. */
type Keys = readonly (string | bigint | undefined)[];

/** The order of a list: by what is asked for, then by id. */
export function listOrder<Item, By extends string>(
  sorts: readonly Sort<By>[],
  keysOf: (item: Item, by: By) => Keys,
  idOf: (item: Item) => string,
): (a: Item, b: Item) => number {
  return (a, b) => {
    for (const { by, direction } of sorts) {
      const [left, right] = [keysOf(a, by), keysOf(b, by)];
      for (const [i, x] of left.entries()) {
        const y = right[i];
        if (x === undefined || y === undefined) {
          if (x !== y) return x === undefined ? 1 : -1;
          continue;
        }
        // SQLite compares text by its bytes in UTF-8.
        const way = typeof x === 'string' ? Buffer.compare(Buffer.from(x), Buffer.from(y as string)) : order(x, y as bigint);
        if (way !== 0) return direction === 'ascending' ? way : -way;
      }
    }
    return order(idOf(a), idOf(b));
  };
}

/** A number as a key of a list. */
export function numberKey(value: number | null | undefined): bigint | undefined {
  return value === null || value === undefined ? undefined : BigInt(value);
}

/** A name or a title as a key of a list: in English, else in the first of its languages. */
export function nameKey(text: LocalizedText): string {
  return folded(text['en'] ?? text[Object.keys(text).sort()[0]!]!);
}

/** Of a commitment what is looked at here. */
interface Reported {
  readonly provenance: Provenance;
  readonly status: string;
  readonly details: { readonly end?: Day };
  readonly events: readonly OfStream[];
}

export type NaiveCycle = Omit<CycleHead, 'missing'>;

export function cycleOf(id: string, events: readonly Recorded<ReportingCycleEvent>[]): NaiveCycle[] {
  let found: NaiveCycle | undefined;
  for (const event of events) {
    if (event.type === 'ReportingCycleOpened') {
      const { name, provenance, days } = event.data;
      found = { id: id as CycleId, name, provenance, status: 'open', days };
    }
    if (event.type === 'ReportingCycleExtended' && found) {
      found = { ...found, days: { ...found.days, due: event.data.due, grace: event.data.grace } };
    }
    if (event.type === 'ReportingCycleClosed' && found) found = { ...found, status: 'closed' };
  }
  return found ? [found] : [];
}

/** For which day, and to which cycle, reports are counted. */
export interface At {
  readonly day: Day;
  readonly cycle: NaiveCycle | undefined;
  readonly before: NaiveCycle | undefined;
}

const byPeriod = (a: NaiveCycle, b: NaiveCycle) => order(a.days.to, b.days.to) || order(a.id, b.id);
export const kindOf = (provenance: Provenance) => (provenance === 'demonstration' ? 'demonstration' : 'submitted');

/** The cycle that is named, if it asks such commitments; else the latest of those that do and are open for reports. */
export function atCycle(
  { cycles }: { readonly cycles: readonly NaiveCycle[] },
  day: Day,
  provenance: readonly Provenance[],
  named?: CycleId,
): At {
  const asking = cycles.filter(cycle => provenance.some(one => kindOf(one) === cycle.provenance));
  const cycle =
    named === undefined
      ? asking
          .filter(({ days }) => days.opens <= day)
          .sort(byPeriod)
          .at(-1)
      : asking.find(({ id }) => id === named);
  const earlier = cycle && asking.filter(({ days }) => days.to < cycle.days.to);
  return { day, cycle, before: earlier?.sort(byPeriod).at(-1) };
}

export function headOf({ cycle, day }: At): CycleHead | null {
  return cycle ? { ...cycle, missing: missingOn(cycle, day) } : null;
}

function missingOn({ days }: NaiveCycle, day: Day): CycleHead['missing'] {
  if (day < days.opens) return 'not-due';
  if (day > days.due) return day > days.grace ? 'silent' : 'overdue';
  return 'due';
}

type OfStream = Recorded<{ readonly type: string; readonly data: unknown }>;
const reportEventsOf = (events: readonly OfStream[]) => events as readonly Recorded<ReportEvent>[]; // what else there is has other types

interface Holding {
  readonly value: unknown;
  readonly report: string;
  readonly on: Day;
}

/** What the reports say of one thing: a report takes over what it states; see docs/counting.md, "Delivery". */
function heldIn(
  events: readonly Recorded<ReportEvent>[],
  field: 'delivery' | 'percent' | 'amounts' | 'beneficiaries',
): Holding | undefined {
  let holding: Holding | undefined;
  let last: string | undefined;
  for (const event of events) {
    const on = event.metadata.effectiveAt;
    if (event.type === 'ProgressReported') {
      last = event.data.report;
      if (event.data[field] !== undefined) holding = { value: event.data[field], report: last, on };
    }
    if (event.type === 'ReportAmended' && event.data.changes[field] !== undefined && last !== undefined) {
      const { report, changes } = event.data;
      if (holding !== undefined && holding.report !== report && report !== last) continue;
      holding = changes[field] === null ? undefined : { value: changes[field], report, on };
    }
  }
  return holding;
}

const firstDay = (events: readonly OfStream[], condition: (event: OfStream) => boolean) => events.find(condition)?.metadata.effectiveAt;

/** The first day on which anything says that it is completed; that is final. */
function completedIn(events: readonly OfStream[]): Day | undefined {
  return firstDay(events, event => {
    const told = event as Recorded<ReportEvent>;
    if (told.type === 'DeliveryCompleted') return true;
    if (told.type === 'ProgressReported') return told.data.delivery === 'completed';
    if (told.type !== 'ReportAmended' || told.data.changes.delivery !== 'completed') return false;
    // It says so where it changes what it holds.
    const before = reportEventsOf(events.slice(0, events.indexOf(event)));
    const after = heldIn([...before, told], 'delivery');
    return after?.value === 'completed' && after.report === told.data.report && after.on === told.metadata.effectiveAt;
  });
}

export interface NaiveDelivery {
  readonly said: Delivery | null;
  readonly on: Day | null;
  readonly completed: Day | null;
  readonly percent: number | null;
  readonly reached: number | null;
  readonly amounts: Amounts | null;
  readonly firstReport: Day | null;
  readonly lastReport: Day | null;
}

export function deliveryOf({ events }: Pick<Reported, 'events'>): NaiveDelivery {
  const told = reportEventsOf(events);
  const completed = completedIn(events) ?? null;
  const stated = heldIn(told, 'delivery');
  const days = told.filter(({ type }) => type === 'ProgressReported').map(({ metadata }) => metadata.effectiveAt);
  // The schemas say of what kind each value is.
  return {
    said: completed === null ? ((stated?.value as Delivery | undefined) ?? null) : 'completed',
    on: completed ?? stated?.on ?? null,
    completed,
    percent: (heldIn(told, 'percent')?.value as number | undefined) ?? null,
    reached: (heldIn(told, 'beneficiaries')?.value as number | undefined) ?? null,
    amounts: (heldIn(told, 'amounts')?.value as Amounts | undefined) ?? null,
    firstReport: days[0] ?? null,
    lastReport: days.at(-1) ?? null,
  };
}

export function deliveryShown(c: Reported, day: Day) {
  const { said, completed } = deliveryOf(c);
  const isStanding = c.status === 'accepted' || c.status === 'announced';
  const { end } = c.details;
  if (isStanding && completed === null && end !== undefined && end < day) return 'ended-not-completed';
  return said ?? 'not-stated';
}

/** What a stream says to a cycle, and what that makes of its duty on a day. */
export interface NaiveDuty {
  readonly state: DutyState;
  readonly reported: Day | null;
  readonly late: boolean;
  readonly reason: DeclineReason | null;
  readonly delivery: Delivery | null;
  readonly percent: number | null;
  readonly slipped: boolean;
  readonly neverReported: boolean;
}

function saidTo(cycle: NaiveCycle | undefined, events: readonly OfStream[]) {
  const told = reportEventsOf(events);
  const made = told.flatMap(event => (event.type === 'ProgressReported' && event.data.cycle === cycle?.id ? [event] : []));
  // An amendment is of what was there before it.
  const isOfCycle = (event: Recorded<ReportEvent>, i: number) =>
    made.some(
      ({ id, data }) => id === event.id || (event.type === 'ReportAmended' && data.report === event.data.report && madeBefore(id, i)),
    );
  const madeBefore = (id: string, i: number) => told.findIndex(event => event.id === id) < i;
  const ofCycle = told.filter(isOfCycle);
  const declined = told.flatMap(event => (event.type === 'ReportDeclined' && event.data.cycle === cycle?.id ? [event.data.reason] : []));
  return {
    reported: made[0]?.metadata.effectiveAt ?? null,
    reason: declined.at(-1) ?? null,
    delivery: (heldIn(ofCycle, 'delivery')?.value as Delivery | undefined) ?? null,
    percent: (heldIn(ofCycle, 'percent')?.value as number | undefined) ?? null,
  };
}

const badness: Readonly<Record<Delivery, number>> = { completed: 0, 'not-started': 0, 'on-track': 0, delayed: 1, 'at-risk': 2 };

export function dutyOf(events: readonly OfStream[], { day, cycle, before }: At): NaiveDuty {
  const { reported, reason, delivery, percent } = saidTo(cycle, events);
  const former = before ? saidTo(before, events).delivery : null;
  const state = reported !== null ? 'reported' : reason !== null ? 'declined' : missingOn(cycle!, day);
  return {
    state,
    reported,
    late: reported !== null && reported > cycle!.days.due,
    reason,
    delivery: state === 'reported' ? delivery : null,
    percent,
    slipped: delivery !== null && former !== null && badness[delivery] > badness[former],
    neverReported: !events.some(({ type }) => type === 'ProgressReported'),
  };
}

/** On the last day of the period it stood, and it was not completed before the period's first day. */
export function owes({ provenance, events }: Pick<Reported, 'provenance' | 'events'>, { day, cycle }: At): boolean {
  if (!cycle || kindOf(provenance) !== cycle.provenance) return false;
  const on = day < cycle.days.to ? day : cycle.days.to;
  const from = firstDay(events, ({ type }) => type === 'CommitmentAccepted' || type === 'CommitmentAnnounced');
  const to = firstDay(events, ({ type }) => type === 'CommitmentWithdrawn' || type === 'CommitmentSuperseded');
  const completed = completedIn(events);
  return from !== undefined && from <= on && (to === undefined || to > on) && (completed === undefined || completed >= cycle.days.from);
}

export function reportingCounts(list: readonly Reported[], at: At): ReportingCounts | null {
  if (!at.cycle) return null;
  return countsOf(list.filter(c => owes(c, at)).map(({ events }) => dutyOf(events, at)));
}

export function countsOf(duties: readonly NaiveDuty[]): ReportingCounts {
  const having = (condition: (duty: NaiveDuty) => boolean) => duties.filter(condition).length;
  const reported = (delivery: Delivery | null) => having(duty => duty.state === 'reported' && duty.delivery === delivery);
  const declined = (reason: DeclineReason) => having(duty => duty.state === 'declined' && duty.reason === reason);
  return {
    owed: duties.length,
    reported: having(({ state }) => state === 'reported'),
    declined: having(({ state }) => state === 'declined'),
    notDue: having(({ state }) => state === 'not-due'),
    due: having(({ state }) => state === 'due'),
    overdue: having(({ state }) => state === 'overdue'),
    silent: having(({ state }) => state === 'silent'),
    late: having(({ late }) => late),
    slipped: having(({ slipped }) => slipped),
    neverReported: having(({ neverReported }) => neverReported),
    delivery: {
      'not-started': reported('not-started'),
      'on-track': reported('on-track'),
      delayed: reported('delayed'),
      'at-risk': reported('at-risk'),
      completed: reported('completed'),
      'not-stated': reported(null),
    },
    reasons: {
      'no-data': declined('no-data'),
      confidential: declined('confidential'),
      'no-capacity': declined('no-capacity'),
      'under-review': declined('under-review'),
      'not-ours': declined('not-ours'),
      other: declined('other'),
    },
  };
}
