import {
  apply,
  type CycleId,
  type LocalizedText,
  type Recorded,
  type ReportDetails,
  type ReportEvent,
  type ReportId,
  type Source,
} from '@mithaq/domain';
import { integer, json, keyedView, nullable, type RowOf, type Rows } from '../engine/view.js';
import { type LatestEvent, latestFrom, latestOf, oneOf } from './latest.js';

type DataOf<Type extends ReportEvent['type']> = Extract<ReportEvent, { type: Type }>['data'];

export interface ReportAmendment {
  readonly event: LatestEvent;
  readonly reason: LocalizedText;
  /** The fields that it changed. */
  readonly fields: readonly string[];
  readonly source?: Source;
}

export interface ReportQuery {
  readonly query: string;
  readonly event: LatestEvent;
  readonly question: LocalizedText;
  /** The latest answer; null: it is open. */
  readonly answer: { readonly event: LatestEvent; readonly text: LocalizedText; readonly source?: Source } | null;
}

export interface Assessment extends Omit<DataOf<'ReportAssessed'>, 'report'> {
  readonly event: LatestEvent;
}

const columns = {
  /** Null: of none. */
  cycle: nullable(oneOf<CycleId>()),
  reported: json<LatestEvent>(),
  /** As stored: amounts in minor units. */
  details: json<ReportDetails>(),
  source: nullable(json<Source>()),
  amendments: json<readonly ReportAmendment[]>(),
  queries: json<readonly ReportQuery[]>(),
  open_queries: integer,
  /** Of the report as it stands: null again after an amendment. */
  assessment: nullable(json<Assessment>()),
};

type ReportRow = RowOf<typeof columns>;

/** What was reported on a stream: a row for each report, under its id, with all that it says as JSON; never for a figure. */
function reportsOf(category: 'commitment' | 'regionalPriority', name: string) {
  return keyedView({
    name,
    version: 1,
    of: category,
    types: ['ProgressReported', 'ReportAmended', 'ReportQueried', 'QueryAnswered', 'ReportAssessed'],
    columns,
    evolve(rows: Rows<ReportRow>, event: Recorded<ReportEvent>): Rows<ReportRow> {
      const told = latestFrom(latestOf(event));
      switch (event.type) {
        case 'ProgressReported': {
          const { report, cycle, source, ...details } = event.data;
          return new Map(rows).set(report, {
            cycle: cycle ?? null,
            reported: told,
            details,
            source: source ?? null,
            amendments: [],
            queries: [],
            open_queries: 0,
            assessment: null,
          });
        }
        case 'ReportAmended': {
          const { reason, changes, source } = event.data;
          const amendment = { event: told, reason, fields: Object.keys(changes).sort(), ...(source && { source }) };
          return changed(rows, event.data.report, row => ({
            ...row,
            details: apply(row.details, changes),
            amendments: [...row.amendments, amendment],
            assessment: null,
          }));
        }
        case 'ReportQueried': {
          const { query, question } = event.data;
          return changed(rows, event.data.report, row => asking(row, [...row.queries, { query, event: told, question, answer: null }]));
        }
        case 'QueryAnswered': {
          const { query, answer: text, source } = event.data;
          const answer = { event: told, text, ...(source && { source }) };
          return changed(rows, event.data.report, row =>
            asking(
              row,
              row.queries.map(one => (one.query === query ? { ...one, answer } : one)),
            ),
          );
        }
        case 'ReportAssessed': {
          const { report, ...found } = event.data;
          return changed(rows, report, row => ({ ...row, assessment: { event: told, ...found } }));
        }
        default:
          return rows;
      }
    },
  });
}

export const reports = reportsOf('commitment', 'reports');
export const priorityReports = reportsOf('regionalPriority', 'priority-reports');

/** The report changed; one that is not there stays away. */
function changed(rows: Rows<ReportRow>, report: ReportId, change: (row: ReportRow) => ReportRow): Rows<ReportRow> {
  const row = rows.get(report);
  return row ? new Map(rows).set(report, change(row)) : rows;
}

function asking(row: ReportRow, queries: readonly ReportQuery[]): ReportRow {
  return { ...row, queries, open_queries: queries.filter(({ answer }) => answer === null).length };
}
