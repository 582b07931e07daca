import { type ShownEvent } from '@mithaq/domain';
import { type ReplayEnd } from '@mithaq/projections';
import { type Progress } from '../terminal.js';
import { type OfMoment, type Paged, type Query, type Service, ServiceRefused } from './service.js';
import { ServiceViews } from './service-views.js';
import {
  dayNamed,
  type EventTrace,
  type Known,
  type Logged,
  type NamedRecord,
  noRecord,
  positionNamed,
  type Readiness,
  type Source,
  type Standing,
} from './source.js';

interface EventPage extends Paged {
  readonly data: readonly ShownEvent[];
}

/** Where the history of a record stands. Of other kinds of records the events are found among those of their category. */
const collections: Readonly<Record<string, string>> = {
  organisation: 'organisations',
  commitment: 'commitments',
  coalition: 'coalitions',
  workingGroup: 'working-groups',
  reportingCycle: 'reporting-cycles',
  regionalPriority: 'regional-priorities',
  countryGroup: 'country-groups',
  country: 'countries',
};

/** A service, which is asked for events over its public API. */
export class ServiceSource implements Source {
  constructor(
    private readonly service: Service,
    private readonly progress: Progress,
  ) {}

  get told(): string {
    return this.service.told;
  }

  async logOf({ stream, record: { category } }: NamedRecord, asOf?: string): Promise<Known<Logged[]>> {
    const collection = collections[category];
    if (collection === undefined) return this.logAmong(category, stream, asOf);
    const id = encodeURIComponent(stream.slice(category.length + 1));
    const answer = await this.service.get<OfMoment & { data: { event: ShownEvent }[] }>(`api/v1/${collection}/${id}/history`, { asOf });
    return { found: answer.data.map(({ event }) => loggedOf(event)), position: positionOf(answer, asOf) };
  }

  async *events({ asOf, categories }: Parameters<Source['events']>[0]): AsyncGenerator<Logged, void, undefined> {
    for await (const { data } of this.pages<EventPage>('api/v1/events', { asOf, category: categories })) yield* data.map(loggedOf);
  }

  async correlated(correlationId: string, asOf?: string): Promise<Known<Logged[]>> {
    const found: Logged[] = [];
    let position = -1n;
    for await (const page of this.pages<EventPage>(`api/v1/traces/${encodeURIComponent(correlationId)}`, { asOf })) {
      found.push(...page.data.map(loggedOf));
      position = positionOf(page, asOf);
    }
    return { found, position };
  }

  async traceOf(key: string, asOf?: string): Promise<Known<EventTrace> | undefined> {
    interface TracePage extends Paged {
      readonly event: ShownEvent;
      readonly causes: readonly ShownEvent[];
      readonly effects: readonly { readonly depth: number; readonly event: ShownEvent }[];
    }
    let trace: Known<EventTrace> | undefined;
    try {
      for await (const page of this.pages<TracePage>(`api/v1/events/${encodeURIComponent(key)}/trace`, { asOf })) {
        const effects = page.effects.map(({ depth, event }) => ({ depth, event: loggedOf(event) }));
        trace = {
          found: {
            event: loggedOf(page.event),
            causes: page.causes.map(loggedOf),
            effects: [...(trace?.found.effects ?? []), ...effects],
          },
          position: positionOf(page, asOf),
        };
      }
    } catch (error) {
      if (!(error instanceof ServiceRefused && error.is('not-found'))) throw error;
    }
    return trace;
  }

  async standing(): Promise<Standing> {
    const service = await this.service.look<Readiness>('health/ready');
    if (service.status !== 'ready') return { first: undefined, last: undefined, service };
    const end = async (sort: 'position' | '-position') =>
      (await this.service.get<EventPage>('api/v1/events', { sort, limit: 1 })).data.map(loggedOf)[0];
    return { first: await end('position'), last: await end('-position'), service };
  }

  async endOf(asOf?: string): Promise<ReplayEnd> {
    const page = await this.service.get<EventPage>('api/v1/events', { asOf, limit: 1 });
    return { position: page.asOf.position === null ? null : BigInt(page.asOf.position), ...dayNamed(asOf, page.asOf.day) };
  }

  async *follow(after: bigint | null, signal: AbortSignal): AsyncGenerator<Logged, void, undefined> {
    for await (const data of this.service.follow('api/v1/events/stream', String(after ?? 0n), signal)) yield loggedOf(data as ShownEvent);
  }

  async views(): Promise<ServiceViews> {
    return new ServiceViews(this.service, this.progress);
  }

  async close(): Promise<void> {
    // nothing is held
  }

  private async logAmong(category: string, stream: string, asOf: string | undefined): Promise<Known<Logged[]>> {
    const found: Logged[] = [];
    let position = -1n;
    for await (const page of this.pages<EventPage>('api/v1/events', { asOf, category })) {
      position = positionOf(page, asOf);
      for (const event of page.data) if (event.stream === stream) found.push(loggedOf(event));
    }
    if (found.length === 0) throw noRecord(stream, undefined);
    return { found, position };
  }

  /** All pages of a list, of the moment of the first. */
  private async *pages<Page extends Paged>(path: string, query: Query): AsyncGenerator<Page, void, undefined> {
    let isBegun = false;
    try {
      for await (const page of this.service.pages<Page>(path, query)) {
        if (!isBegun) this.progress.begin('Reading', BigInt(page.asOf.position ?? 0));
        isBegun = true;
        if ('data' in page) for (const { position } of (page as unknown as EventPage).data) this.progress.passed(BigInt(position));
        yield page;
      }
    } finally {
      if (isBegun) this.progress.finish();
    }
  }
}

/** As the ledger has it, but for what it keeps to itself. */
function loggedOf({ id, type, stream, revision, position, recordedAt, data, ...metadata }: ShownEvent): Logged {
  return {
    ...{ id, type, stream, recordedAt, data: data as Logged['data'], metadata },
    revision: BigInt(revision),
    position: BigInt(position),
  };
}

function positionOf({ asOf: { position } }: OfMoment, asked: string | undefined): bigint {
  return positionNamed(asked) ?? BigInt(position ?? -1);
}
