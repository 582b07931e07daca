import {
  type Day,
  type DeclineReason,
  type Delivery,
  type LocalizedText,
  type Recorded,
  type ReportChanges,
  type ReportEvent,
  type ReportId,
  type Source,
} from '@mithaq/domain';
import { integer, json, keyedView, nullable, type RowOf, type Rows } from '../engine/view.js';
import { deliveries } from './delivery.js';
import { type LatestEvent, latestFrom, latestOf, oneOf } from './latest.js';

export const declineReasons = [
  'no-data',
  'confidential',
  'no-capacity',
  'under-review',
  'not-ours',
  'other',
] as const satisfies readonly DeclineReason[];

/** Whether a report is there, and what it says of delivery; or that it was declined, and why. */
export type Reply =
  { readonly is: 'declined'; readonly reason: DeclineReason } | { readonly is: 'reported'; readonly delivery: Delivery | 'not-stated' };

/** The replies by their numbers, from 1 on; 0 stands for none. */
const replies: readonly Reply[] = [
  ...declineReasons.map(reason => ({ is: 'declined', reason }) as const),
  ...(['not-stated', ...deliveries] as const).map(delivery => ({ is: 'reported', delivery }) as const),
];
/** From this number on it is reported. */
export const firstReported = declineReasons.length + 1;
/** How many numbers there are, with 0. */
export const replyNumbers = replies.length + 1;

/** What a number stands for; undefined: there is no reply. */
export function replyOf(number: number): Reply | undefined {
  return replies[number - 1];
}

/** The number of a reply; undefined where there is no such. */
export function numberOfReply(reply: { readonly is: string; readonly reason?: string; readonly delivery?: string }): number | undefined {
  const i = replies.findIndex(
    other => other.is === reply.is && (other.is === 'declined' ? other.reason === reply.reason : other.delivery === reply.delivery),
  );
  return i < 0 ? undefined : i + 1;
}

/** How much worse than planned each status is; `slipped` is told by it. What is not begun is no worse than what goes as planned. */
const troubles: Readonly<Record<Delivery, number>> = { completed: 0, 'not-started': 0, 'on-track': 0, delayed: 1, 'at-risk': 2 };

/** What was said where a report was declined. */
export interface Decline {
  readonly event: LatestEvent;
  readonly reason: DeclineReason;
  readonly note?: LocalizedText;
  readonly source?: Source;
}

/** The reports of the cycle in the order in which they were made, and which of them hold what is said below: as in `delivery`. */
interface Held {
  readonly reports: readonly ReportId[];
  readonly delivery?: ReportId;
  readonly percent?: ReportId;
}

const columns = {
  /** The day of the first report; whether that was late, is told against the due day of the cycle. */
  first_day: nullable(oneOf<Day>()),
  /** The number of the reply: see `replyOf`. */
  reply: integer,
  /** How bad delivery is; null: no report of the cycle says it. */
  trouble: nullable(integer),
  percent: nullable(integer),
  decline: nullable(json<Decline>()),
  held: json<Held>(),
};

type ReportingRow = RowOf<typeof columns>;

/**
 * What a stream says to each cycle: a row for each, under its id. Nothing of the cycle itself is in it, so that an extension moves no row;
 * what the days of the cycle make of it is joined when asked.
 */
function reportingOf(category: 'commitment' | 'regionalPriority', name: string) {
  return keyedView({
    name,
    version: 1,
    of: category,
    types: ['ProgressReported', 'ReportAmended', 'ReportDeclined'],
    columns,
    // All of one cycle together: a figure asks for as many rows of it as there are duties, each by its stream, and reads nothing else.
    indexes: [{ on: ['key', 'stream'], holding: ['first_day', 'reply', 'trouble'] }],
    evolve(rows: Rows<ReportingRow>, event: Recorded<ReportEvent>): Rows<ReportingRow> {
      switch (event.type) {
        case 'ProgressReported': {
          const { report, cycle } = event.data;
          if (cycle === undefined) return rows;
          const row = rows.get(cycle) ?? nothing;
          const held = { ...row.held, reports: [...row.held.reports, report] };
          const first_day = row.first_day ?? event.metadata.effectiveAt;
          return new Map(rows).set(cycle, reported({ ...row, first_day, held }, event.data, report));
        }
        case 'ReportAmended': {
          const { report, changes } = event.data;
          const [cycle, row] = [...rows].find(([, { held }]) => held.reports.includes(report)) ?? [];
          return cycle === undefined ? rows : new Map(rows).set(cycle, reported(row!, changes, report));
        }
        case 'ReportDeclined': {
          const { cycle, ...declined } = event.data;
          const decline = { event: latestFrom(latestOf(event)), ...declined };
          const row = rows.get(cycle) ?? nothing;
          const reply = row.first_day === null ? declineReasons.indexOf(declined.reason) + 1 : row.reply;
          return new Map(rows).set(cycle, { ...row, reply, decline });
        }
        default:
          return rows;
      }
    },
  });
}

const nothing: ReportingRow = { first_day: null, reply: 0, trouble: null, percent: null, decline: null, held: { reports: [] } };

export const reporting = reportingOf('commitment', 'reporting');
export const priorityReporting = reportingOf('regionalPriority', 'priority-reporting');

/** The row after a report of it was made, or amended. */
function reported(row: ReportingRow, { delivery, percent }: Pick<ReportChanges, 'delivery' | 'percent'>, report: ReportId): ReportingRow {
  const takes = (holder: ReportId | undefined) => holder === undefined || holder === report || report === row.held.reports.at(-1);
  // What was reported before has a number of a report; what was not has none, or that of its decline.
  let after: ReportingRow = { ...row, reply: Math.max(row.reply, firstReported) };
  if (delivery !== undefined && takes(row.held.delivery)) {
    const reply = firstReported + (delivery === null ? 0 : deliveries.indexOf(delivery) + 1);
    after = { ...after, reply, trouble: delivery && troubles[delivery], held: holding(after.held, 'delivery', delivery && report) };
  }
  if (percent !== undefined && takes(row.held.percent)) {
    after = { ...after, percent, held: holding(after.held, 'percent', percent === null ? null : report) };
  }
  return after;
}

function holding(held: Held, facet: 'delivery' | 'percent', holder: ReportId | null): Held {
  const { [facet]: _, ...others } = held;
  return holder === null ? others : { ...others, [facet]: holder };
}
