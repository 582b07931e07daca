import { apply, differences, isSame } from '../kernel/changes.js';
import { type CycleId, type ReportId } from '../kernel/ids.js';
import { toMinorUnits } from '../kernel/money.js';
import { Refusal } from '../kernel/refusal.js';
import { type LocalizedText, type Source } from '../kernel/text.js';
import { type DeclineReason, type ReportChanges, type ReportDetails, type ReportEvent, reportEvents } from './report.events.js';

/** As people declare it: amounts in decimals of their currency, `155000000.00`, where the event has minor units. */
export type DeclaredReport = ReportDetails;
export type DeclaredReportChanges = ReportChanges;

type DataOf<Type extends ReportEvent['type']> = Extract<ReportEvent, { type: Type }>['data'];

/** What can be said on what was promised: of a commitment, or of a regional priority. */
export type ReportCommand =
  | ({ readonly type: 'ReportProgress'; readonly report: ReportId; readonly cycle?: CycleId; readonly source?: Source } & DeclaredReport)
  | {
      readonly type: 'AmendReport';
      readonly report: ReportId;
      readonly reason: LocalizedText;
      readonly changes: DeclaredReportChanges;
      readonly source?: Source;
    }
  | {
      readonly type: 'DeclineReport';
      readonly cycle: CycleId;
      readonly reason: DeclineReason;
      readonly note?: LocalizedText;
      readonly source?: Source;
    }
  | ({ readonly type: 'QueryReport' } & DataOf<'ReportQueried'>)
  | ({ readonly type: 'AnswerQuery' } & DataOf<'QueryAnswered'>)
  | ({ readonly type: 'AssessReport' } & DataOf<'ReportAssessed'>)
  | ({ readonly type: 'CompleteDelivery' } & DataOf<'DeliveryCompleted'>);

/** One report, as it stands after its amendments. */
export interface Report {
  readonly cycle: CycleId | undefined;
  readonly details: ReportDetails;
  /** The answers by their query; undefined as long as there is none. */
  readonly queries: ReadonlyMap<string, LocalizedText | undefined>;
  /** Of the report as it stands: what was found of it before an amendment is history. */
  readonly assessment?: DataOf<'ReportAssessed'>;
}

/** All that was reported on one commitment or regional priority. */
export interface Reporting {
  readonly reports: ReadonlyMap<ReportId, Report>;
  /** Of the cycles that were not reported on since. */
  readonly declined: ReadonlyMap<CycleId, DataOf<'ReportDeclined'>>;
  readonly delivery: 'running' | 'completed';
}

export const nothingReported: Reporting = { reports: new Map(), declined: new Map(), delivery: 'running' };

/** What other streams, and the log of this one, say on the day of the command. */
export interface ReportFacts {
  /** The cycle that the command names. */
  readonly cycle: 'none-named' | 'not-open' | 'open' | 'closed' | 'of-the-other-kind';
  /** Who gives the command, seen from the report that it is about. */
  readonly actor: 'second-person' | 'reporter' | 'of-the-organisation';
}

const reportCommands: Readonly<Record<ReportCommand['type'], true>> = {
  ReportProgress: true,
  AmendReport: true,
  DeclineReport: true,
  QueryReport: true,
  AnswerQuery: true,
  AssessReport: true,
  CompleteDelivery: true,
};

/** Whether the command is about reports. */
export function isReportCommand<Other extends { readonly type: string }>(command: Other | ReportCommand): command is ReportCommand {
  return Object.hasOwn(reportCommands, command.type);
}

/** Whether the event is of reports. */
export function isReportEvent<Other extends { readonly type: string }>(event: Other | ReportEvent): event is ReportEvent {
  return Object.hasOwn(reportEvents, event.type);
}

/** The cycle that the command names, for its handler to look up. */
export function cycleNamedBy(command: { readonly type: string }): CycleId | undefined {
  if (!isReportCommand(command)) return undefined;
  return command.type === 'ReportProgress' || command.type === 'DeclineReport' ? command.cycle : undefined;
}

/**
 * Whether it stands apart from every cycle. What a cycle asks for outlives what it is asked of: withdrawn or retired after the cycle's last
 * day, it still owes that report. Of what is no more nothing else is reported.
 */
export function isApartFromCycles(event: ReportEvent): boolean {
  return event.type === 'DeliveryCompleted' || (event.type === 'ProgressReported' && event.data.cycle === undefined);
}

export function decideReport(command: ReportCommand, reporting: Reporting, facts: ReportFacts): ReportEvent[] {
  switch (command.type) {
    case 'ReportProgress': {
      const { type: _, report, cycle, source, ...declared } = command;
      refuseCycle(cycle, facts);
      const [ofCycle, cited] = [cycle === undefined ? {} : { cycle }, source === undefined ? {} : { source }];
      return [{ type: 'ProgressReported', data: { report, ...ofCycle, ...stored(declared, ''), ...cited } }];
    }
    case 'AmendReport': {
      const { type: _, changes: declared, ...data } = command;
      const asked = stored(declared, '/changes');
      const report = reporting.reports.get(command.report);
      const changes = report ? differences(report.details, asked) : asked;
      // Of a report that is not there nothing was said before: it is refused.
      if (report && Object.keys(changes).length === 0) return [];
      return [{ type: 'ReportAmended', data: { ...data, changes } }];
    }
    case 'DeclineReport': {
      const { type: _, ...data } = command;
      refuseCycle(command.cycle, facts);
      return isSame(reporting.declined.get(command.cycle), data) ? [] : [{ type: 'ReportDeclined', data }];
    }
    case 'QueryReport': {
      const { type: _, ...data } = command;
      return [{ type: 'ReportQueried', data }];
    }
    case 'AnswerQuery': {
      const { type: _, ...data } = command;
      const said = isSame(reporting.reports.get(command.report)?.queries.get(command.query), command.answer);
      return said ? [] : [{ type: 'QueryAnswered', data }];
    }
    case 'AssessReport': {
      const { type: _, ...data } = command;
      if (facts.actor !== 'second-person') {
        throw new Refusal(
          'assessor-not-independent',
          facts.actor === 'reporter'
            ? 'Who made a report, or amended it, does not assess it; it takes a second person.'
            : 'Nobody of the organisation that reports assesses its report.',
        );
      }
      return isSame(reporting.reports.get(command.report)?.assessment, data) ? [] : [{ type: 'ReportAssessed', data }];
    }
    case 'CompleteDelivery': {
      const { type: _, ...data } = command;
      return reporting.delivery === 'completed' ? [] : [{ type: 'DeliveryCompleted', data }];
    }
  }
}

/** What may follow what among reports. Whether the commitment takes reports at all, the commitment says. */
export function admitReport(event: ReportEvent, reporting: Reporting): void {
  switch (event.type) {
    case 'ProgressReported':
      if (reporting.reports.has(event.data.report))
        throw new Refusal('already-reported', 'A report is recorded under this id already; amend it instead.', { pointer: '/report' });
      refuseEmpty(event.data, '');
      refuseAfterCompletion(event.data.delivery, reporting, '/delivery');
      return;
    case 'ReportDeclined':
      if ([...reporting.reports.values()].some(({ cycle }) => cycle === event.data.cycle))
        throw new Refusal('already-reported', 'A report of this cycle is there on that day already; it is not declined any more.', {
          pointer: '/cycle',
        });
      return;
    case 'DeliveryCompleted':
      if (reporting.delivery === 'completed') throw new Refusal('delivery-completed', 'Delivery is completed on that day already.');
      return;
    case 'ReportAmended':
      refuseEmpty(apply(reportOf(event, reporting).details, event.data.changes), '/changes');
      refuseAfterCompletion(event.data.changes.delivery, reporting, '/changes/delivery');
      return;
    case 'ReportQueried':
      if (reportOf(event, reporting).queries.has(event.data.query))
        throw new Refusal('already-queried', 'A query is recorded under this id already.', { pointer: '/query' });
      return;
    case 'QueryAnswered':
      if (!reportOf(event, reporting).queries.has(event.data.query))
        throw new Refusal('query-unknown', 'No such query of this report is there on that day.');
      return;
    case 'ReportAssessed':
      reportOf(event, reporting);
      return;
  }
}

export function evolveReport(reporting: Reporting, event: ReportEvent): Reporting {
  switch (event.type) {
    case 'ProgressReported': {
      const { report, cycle, source: _source, ...details } = event.data;
      const declined = new Map([...reporting.declined].filter(([of]) => of !== cycle));
      return withReport({ ...reporting, declined }, report, { cycle, details, queries: new Map() });
    }
    case 'ReportDeclined':
      return { ...reporting, declined: new Map(reporting.declined).set(event.data.cycle, event.data) };
    case 'DeliveryCompleted':
      return { ...reporting, delivery: 'completed' };
    case 'ReportAmended':
      return changed(reporting, event, ({ assessment: _, ...report }) => ({
        ...report,
        details: apply(report.details, event.data.changes),
      }));
    case 'ReportQueried':
      return changed(reporting, event, report => ({ ...report, queries: new Map(report.queries).set(event.data.query, undefined) }));
    case 'QueryAnswered':
      return changed(reporting, event, report => ({
        ...report,
        queries: new Map(report.queries).set(event.data.query, event.data.answer),
      }));
    case 'ReportAssessed':
      return changed(reporting, event, report => ({ ...report, assessment: event.data }));
    default:
      event satisfies never; // the compiler asks for every event we know; one from a newer release is let pass
      return reporting;
  }
}

/** The report that the event is about, changed; one that is not there stays away. */
function changed(reporting: Reporting, { data: { report: id } }: OfReport, change: (report: Report) => Report): Reporting {
  const report = reporting.reports.get(id);
  return report ? withReport(reporting, id, change(report)) : reporting;
}

function withReport(reporting: Reporting, id: ReportId, report: Report): Reporting {
  const delivery = report.details.delivery === 'completed' ? 'completed' : reporting.delivery;
  return { ...reporting, delivery, reports: new Map(reporting.reports).set(id, report) };
}

/** An event that is about a report by its id. */
interface OfReport {
  readonly data: { readonly report: ReportId };
}

function reportOf({ data: { report: id } }: OfReport, { reports }: Reporting): Report {
  const report = reports.get(id);
  if (!report) throw new Refusal('report-unknown', 'No such report is there on that day.');
  return report;
}

/** Where to see it is no report: it says how delivery stands, a figure, or what was done in words. */
function refuseEmpty({ delivery, percent, readings, amounts, beneficiaries, narrative, barriers }: ReportDetails, pointer: string): void {
  if ([delivery, percent, readings, amounts, beneficiaries, narrative, barriers].some(said => said !== undefined)) return;
  throw new Refusal('report-empty', 'A report says something: how delivery stands, a figure, or what was done in words.', { pointer });
}

/** After completed no other status is reported, nor is it taken back: what was said by mistake is corrected. */
function refuseAfterCompletion(delivery: ReportDetails['delivery'] | null, reporting: Reporting, pointer: string): void {
  if (reporting.delivery !== 'completed' || delivery === undefined || delivery === 'completed') return;
  throw new Refusal(
    'delivery-completed',
    'Delivery is completed on that day; no other status follows. If that is a mistake, have it corrected.',
    {
      pointer,
    },
  );
}

function refuseCycle(id: CycleId | undefined, { cycle }: ReportFacts): void {
  switch (cycle) {
    case 'not-open':
      throw new Refusal('cycle-not-open', `No reporting cycle ${id} takes reports on that day yet.`, { pointer: '/cycle' });
    case 'closed':
      throw new Refusal('cycle-closed', `The reporting cycle ${id} is closed on that day; report without naming a cycle.`, {
        pointer: '/cycle',
      });
    case 'of-the-other-kind':
      throw new Refusal(
        'demonstration-mixed',
        `A demonstration cycle takes reports of the demonstration alone, and every other cycle takes none of it; ${id} is of the other kind.`,
        { pointer: '/cycle' },
      );
    case 'none-named':
    case 'open':
      return;
  }
}

/** What was declared, in the form that is stored: amounts in minor units. */
function stored<Said extends DeclaredReport | DeclaredReportChanges>(declared: Said, at: string): Said {
  const { amounts } = declared;
  if (!amounts) return declared; // undefined: nothing is said; null: it is cleared
  const minor = (name: 'committed' | 'disbursed' | 'spent') =>
    amounts[name] === undefined ? {} : { [name]: toMinorUnits(amounts[name], amounts.currency, `${at}/amounts/${name}`) };
  return { ...declared, amounts: { currency: amounts.currency, ...minor('committed'), ...minor('disbursed'), ...minor('spent') } };
}
