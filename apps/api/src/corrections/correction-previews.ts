import { Injectable } from '@nestjs/common';
import {
  asJson,
  changesBetween,
  type CoalitionId,
  correction,
  type CorrectionId,
  type CycleId,
  type CycleProvenance,
  type Day,
  type DomainEvent,
  type EventsCorrected,
  focusAreaIds,
  hold,
  type Json,
  type Provenance,
  realmOf,
  Refusal,
  stateAfter,
} from '@mithaq/domain';
import { categoryOf } from '@mithaq/event-store';
import {
  type Cell,
  closedOn,
  type FigureChange,
  type FigureName,
  figures,
  type Figures,
  type FiguresAsked,
  idOf,
  listCoalitions,
  listCycles,
  listPartChanges,
  type Moment,
  movedFigures,
  type Page,
  type PartChanges,
  provenances,
  type ResolvedMoment,
  shaped,
  StreamMoved,
  together,
  Views,
} from '@mithaq/projections';
import { Problem } from '../http/problem.js';
import { Clock } from '../ledger/clock.js';
import { TooManyWriters } from '../ledger/errors.js';
import { Ledger } from '../ledger/ledger.js';
import { compensationOf, type CorrectableRecord, correctableRecord } from './correctable-record.js';

const attempts = 3;
/** Of so many cycles and coalitions the figures are looked at, the latest first. */
const most = 20;

export interface CorrectionPreview {
  readonly moment: ResolvedMoment;
  readonly provenance: Provenance;
  readonly body: {
    readonly record: string;
    readonly revision: string;
    readonly effectiveAt: Day;
    readonly events: readonly object[];
    readonly state: readonly object[];
    readonly views: readonly string[];
    readonly figures: readonly { readonly of: string; readonly changes: readonly FigureChange[] }[];
  };
}

/** What records would add to a cell of the preview, and add to it now. */
export interface PreviewedCell {
  readonly moment: ResolvedMoment;
  readonly provenance: Provenance;
  readonly changes: PartChanges;
}

/** What a correction would do to the record and to the figures of now, counted when it is asked; nothing is recorded. */
@Injectable()
export class CorrectionPreviews {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly views: Views,
  ) {}

  /** @throws Refusal where the record does not take the correction · TooManyWriters where it moved on each time that it was read */
  of(stream: string, data: EventsCorrected['data']): Promise<CorrectionPreview> {
    return this.settled(stream, async () => {
      const { found, compensation, corrected, figures } = await this.asked(stream, data);
      const { record, log, provenance } = found;
      const { moment, before, after, views } = await this.views.preview({ stream, events: log, compensation }, ({ at, day }) =>
        together<(object | undefined)[]>(...figures.map(({ question }) => question(at, day))),
      );
      return {
        moment,
        provenance,
        body: {
          record: stream,
          revision: log.at(-1)!.revision.toString(),
          effectiveAt: compensation.effectiveAt,
          events: eventChanges(log, corrected),
          state: changesBetween(stateAfter(record, log), stateAfter(record, corrected)),
          views,
          figures: before
            .map((answer, i) => ({ of: figures[i]!.of, changes: movedFigures(figures[i]!.counted, answer, after[i]) }))
            .filter(({ changes }) => changes.length > 0),
        },
      };
    });
  }

  /**
   * The records that would have another part in a cell of the preview, its own and those of others.
   *
   * @param of as a figure of the preview is called
   * @param noCell what to say where it is none of the figures of the preview, or has no such cell
   * @throws as `of`, and that
   */
  cell(
    stream: string,
    data: EventsCorrected['data'],
    of: string,
    cell: Cell,
    page: Page,
    noCell: (figures: readonly string[]) => Problem,
  ): Promise<PreviewedCell> {
    return this.settled(stream, async () => {
      const { found, compensation, figures } = await this.asked(stream, data);
      const figure = figures.find(figure => figure.of === of);
      const { moment, after } = await this.views.preview({ stream, events: found.log, compensation }, ({ at, day }) => {
        const [was, is] = [{ ...at, isUnchanged: true as const }, at].map(moment => figure?.opening(moment, day)(cell));
        if (!was || !is) throw noCell(figures.map(({ of }) => of));
        return listPartChanges(was, is, page);
      });
      return { moment, provenance: found.provenance, changes: after };
    });
  }

  /** What a correction that is proposed is of, to be previewed. @throws Problem, Refusal where it is not there, or settled */
  async proposed(id: CorrectionId): Promise<{ readonly stream: string; readonly data: EventsCorrected['data'] }> {
    const state = await this.ledger.stateOf(correction, id, this.clock.today());
    if (state.status === 'unknown') throw new Problem('not-found', `There is no correction ${id}.`);
    if (state.status !== 'proposed') {
      throw new Refusal('correction-settled', `This correction is ${state.status}; what it changed, the history of its record has.`);
    }
    const { stream, targets } = state.proposal;
    return { stream, data: { correction: id, targets } };
  }

  private async settled<Made>(stream: string, preview: () => Promise<Made>): Promise<Made> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      try {
        return await preview();
      } catch (error) {
        if (!(error instanceof StreamMoved)) throw error;
      }
    }
    throw new TooManyWriters(stream);
  }

  private async asked(stream: string, data: EventsCorrected['data']) {
    const found = await correctableRecord(this.ledger, stream);
    const { log, provenance } = found;
    const compensation = await compensationOf(this.ledger, found, data, this.clock.today());
    const { effectiveAt } = compensation;
    const corrected = [...log, { ...compensation.event, id: data.correction, metadata: { effectiveAt } }];
    // What has no provenance of its own is counted with both kinds.
    const isOfOneKind = 'provenance' in (log[0]!.data as object);
    const counted = provenances.filter(one => !isOfOneKind || realmOf(one) === realmOf(provenance));
    return { found, compensation, corrected, figures: await this.figuresOf(counted, log, corrected) };
  }

  /** The figures that count records of these provenances; those of one country are in its regions and groups. */
  private async figuresOf(
    provenance: readonly Provenance[],
    log: CorrectableRecord['log'],
    corrected: readonly Named[],
  ): Promise<Figure[]> {
    const latestFirst = [{ by: 'launched', direction: 'descending' }] as const;
    const { answer: cycles } = await this.views.ask({}, ({ at, day }) => listCycles(at, day, { provenance: cyclesOf(provenance) }));
    const { answer: coalitions } = await this.views.ask({}, ({ at }) => listCoalitions(at, { provenance }, { limit: most }, latestFirst));
    // The record is among them, be it one that is not there now.
    const closings = new Map(cycles.slice(0, most).map(({ id, closed }) => [id, { was: closed, is: closed }]));
    const signed = new Set(coalitions.items.map(({ id }) => id));
    const { stream, data } = log[0]!;
    const category = categoryOf(stream);
    if (category === 'reportingCycle') closings.set(idOf(stream) as CycleId, { was: closedOf(log), is: closedOf(corrected) });
    if (category === 'coalition') signed.add(idOf(stream) as CoalitionId);
    if (category === 'signature') signed.add((data as { readonly coalition: CoalitionId }).coalition); // each of its events has it
    const asked = { filter: { provenance } };
    return [
      ...tables.map(name => figure(name, asked)),
      ...focusAreaIds.map(id => figure('working-groups/<id>', asked, id)),
      ...[...closings].map(([id, { was, is }]) => cycleFigure(id, was, is)),
      ...[...signed].map(id => figure('coalitions/<id>', {}, id)),
    ];
  }
}

const tables = ['regions', 'regions?question=origin', 'regions/by-focus-area', 'focus-areas', 'country-groups'] as const;

/** A figure that a correction may change, at any moment. */
interface Figure extends Pick<Figures, 'question' | 'opening'> {
  /** How it is called in the address. */
  readonly of: string;
  readonly counted: readonly string[];
}

function figure(name: FigureName, asked: FiguresAsked, id = ''): Figure {
  const { counted, of } = figures[name];
  return { ...of(asked, id), of: name.replace('<id>', id), counted };
}

/** As on the page of a cycle: once it is closed, of the day of its closing, which a correction of its own may move. */
function cycleFigure(id: CycleId, was: Day | null, is: Day | null): Figure {
  const { question, opening, ...cycle } = figure('reporting-cycles/<id>', {}, id);
  const on = (closed: Day | null, at: Moment, day: Day): [Moment, Day] => (closed === null ? [at, day] : [{ ...at, day: closed }, closed]);
  return {
    ...cycle,
    question: (at, day) =>
      was === is
        ? question(...on(is, at, day))
        : shaped(together(closedOn(at, day, id), question(...on(was, at, day)), question(...on(is, at, day))), ([closed, ofWas, ofIs]) =>
            (closed ?? null) === is ? ofIs : ofWas,
          ),
    opening: (at, day) => opening(...on(at.isUnchanged ? was : is, at, day)),
  };
}

function closedOf(log: readonly Named[]): Day | null {
  return hold(log).find(({ type }) => type === 'ReportingCycleClosed')?.metadata.effectiveAt ?? null;
}

/** A cycle asks what is submitted and published, or the demonstration. */
function cyclesOf(provenance: readonly Provenance[]): CycleProvenance[] {
  return (['submitted', 'demonstration'] as const).filter(one => provenance.includes(one));
}

/** What becomes of the events that hold: what they say else, of another day, or not at all; and those that hold again. */
function eventChanges(log: readonly Named[], corrected: readonly Named[]) {
  const [before, after] = [hold(log), hold(corrected)].map(held => new Map(held.map(event => [event.id, event])));
  return [...new Map([...before!, ...after!])].flatMap(([id, { type }]) => {
    const [was, is] = [said(before!.get(id)), said(after!.get(id))];
    const changes = changesBetween(was, is);
    return changes.length === 0 ? [] : [{ id, type, holds: is !== undefined, changes: was && is ? changes : [] }];
  });
}
type Named = DomainEvent & { readonly id: string; readonly metadata: { readonly effectiveAt: Day } };

function said(event: Named | undefined): Json | undefined {
  return event && asJson({ ...(event.data as object), effectiveAt: event.metadata.effectiveAt });
}

/** The correction that is looked at before it is proposed has no id yet. */
export const unproposed = 'unproposed' as CorrectionId;
