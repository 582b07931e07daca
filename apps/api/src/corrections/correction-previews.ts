import { Injectable } from '@nestjs/common';
import {
  asJson,
  changesBetween,
  type CorrectionId,
  type CycleProvenance,
  type Day,
  type DomainEvent,
  type EventsCorrected,
  hold,
  type Json,
  type Provenance,
  realmOf,
  stateAfter,
} from '@mithaq/domain';
import {
  changedFigures,
  type FigureChange,
  listCoalitions,
  listCountries,
  listCycles,
  type Moment,
  oneCoalition,
  perCountryGroup,
  perCycle,
  perFocusArea,
  perRegion,
  perRegionOfOrigin,
  provenances,
  type Question,
  type ResolvedMoment,
  StreamMoved,
  together,
  Views,
} from '@mithaq/projections';
import { Clock } from '../ledger/clock.js';
import { TooManyWriters } from '../ledger/errors.js';
import { Ledger } from '../ledger/ledger.js';
import { compensationOf, correctableRecord } from './correctable-record.js';

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

/** What a correction would do to the record and to the figures of now, counted when it is asked; nothing is recorded. */
@Injectable()
export class CorrectionPreviews {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly views: Views,
  ) {}

  /** @throws Refusal where the record does not take the correction · TooManyWriters where it moved on each time that it was read */
  async of(stream: string, data: EventsCorrected['data']): Promise<CorrectionPreview> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      try {
        return await this.once(stream, data);
      } catch (error) {
        if (!(error instanceof StreamMoved)) throw error;
      }
    }
    throw new TooManyWriters(stream);
  }

  private async once(stream: string, data: EventsCorrected['data']): Promise<CorrectionPreview> {
    const found = await correctableRecord(this.ledger, stream);
    const { record, log, provenance } = found;
    const compensation = await compensationOf(this.ledger, found, data, this.clock.today());
    const { effectiveAt } = compensation;
    // What has no provenance of its own is counted with both kinds.
    const isOfOneKind = 'provenance' in (log[0]!.data as object);
    const figures = await this.figuresOf(provenances.filter(one => !isOfOneKind || realmOf(one) === realmOf(provenance)));
    let names: readonly string[] = [];
    const { moment, before, after, views } = await this.views.preview({ stream, events: log, compensation }, ({ at, day }) => {
      const asked = figures(at, day);
      names = asked.map(([of]) => of);
      return together<unknown[]>(...asked.map(([, question]) => question));
    });
    const corrected = { ...compensation.event, id: data.correction, metadata: { effectiveAt } };
    return {
      moment,
      provenance,
      body: {
        record: stream,
        revision: log.at(-1)!.revision.toString(),
        effectiveAt,
        events: eventChanges(log, [...log, corrected]),
        state: changesBetween(stateAfter(record, log), stateAfter(record, [...log, corrected])),
        views,
        figures: before
          .map((figure, i) => ({ of: names[i]!, changes: changedFigures(figure, after[i]).filter(isFigure) }))
          .filter(({ changes }) => changes.length > 0),
      },
    };
  }

  /** Every figure that counts records of these provenances, and how it is called in the address. */
  private async figuresOf(provenance: readonly Provenance[]) {
    const { answer: cycles } = await this.views.ask({}, ({ at, day }) => listCycles(at, day, { provenance: cyclesOf(provenance) }));
    const { answer: coalitions } = await this.views.ask({}, ({ at }) => listCoalitions(at, { provenance }, { limit: most }));
    return (at: Moment, day: Day): (readonly [of: string, question: Question<unknown>])[] => [
      ['regions', perRegion(at, day, { provenance })],
      ['regions?question=origin', perRegionOfOrigin(at, day, { provenance })],
      ['focus-areas', perFocusArea(at, day, { provenance })],
      ['country-groups', perCountryGroup(at, day, { provenance })],
      ['countries', listCountries(at)],
      ...cycles.slice(0, most).map(({ id }) => [`reporting-cycles/${id}`, perCycle(at, day, id)] as const),
      ...coalitions.items.map(({ id }) => [`coalitions/${id}`, oneCoalition(at, id)] as const),
    ];
  }
}

/** A cycle asks what is submitted and published, or the demonstration. */
function cyclesOf(provenance: readonly Provenance[]): CycleProvenance[] {
  return (['submitted', 'demonstration'] as const).filter(one => provenance.includes(one));
}

/** What of an answer is counted: its latest events are shown beside. */
function isFigure({ cell }: FigureChange): boolean {
  return !cell.includes('latest');
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
