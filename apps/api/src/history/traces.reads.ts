import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { causesOf, correlatedBy, effectsOf, type Sql, type TracePart, type TraceRow } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { eventAnswer } from '../events/event-answer.js';
import { EventKey, eventNamed } from '../events/one-event.js';
import { Id } from '../http/id.js';
import { Problem } from '../http/problem.js';
import { answered, Ask, linksTo, provenanceOf, type Sources } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { fingerprint, type PageCursor } from '../reading/cursor.js';
import { pageParameters, parameters, standardLimit } from '../reading/parameters.js';
import { Read } from '../reading/read.js';
import './history.answers.js';
import { RecordedParameters } from './history.reads.js';
import { eventsOf } from './traced-events.js';

const CorrelationId = Type.String({ minLength: 1, maxLength: 64 });
const TraceParameters = parameters({ ...pageParameters, ...RecordedParameters.properties });
type TraceParameters = Static<typeof TraceParameters>;

/** What belongs together, across records. */
@ApiTags('events')
@Controller()
export class TraceReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({
    path: 'traces/:correlationId',
    operationId: 'getTrace',
    summary: 'All events of one correlation id, across records, in the order of the ledger',
    description:
      'The id is that of the trace in the `traceparent` of a request; the content that comes with a release has one for all of it.',
    parameters: TraceParameters,
    answer: 'Trace',
    of: { correlationId: CorrelationId },
    absent: [404],
  })
  trace(@Param('correlationId', Id(CorrelationId)) correlationId: string, @ReadParameters(TraceParameters) asked: Asked<TraceParameters>) {
    return this.queries.execute(
      new Ask(asked, async sources => {
        const { moment, rows, page, link } = await part(asked, sources, part => correlatedBy(correlationId, part));
        if (rows.length === 0) {
          throw new Problem('not-found', `The ledger has, at that moment, no event of the correlation id ${correlationId}.`);
        }
        const events = await eventsOf(sources.store, rows);
        const body = { correlationId, data: events.map(eventAnswer), page };
        return { ...answered(asked, moment, { body, provenance: await provenanceOf(sources.store, events) }), link };
      }),
    );
  }

  @Read({
    path: 'events/:event/trace',
    operationId: 'getTraceOfEvent',
    summary: 'What led to an event, and what it led to, across records',
    parameters: TraceParameters,
    answer: 'EventTrace',
    of: { event: EventKey },
    absent: [404],
  })
  traceOfEvent(@Param('event', Id(EventKey)) key: string, @ReadParameters(TraceParameters) asked: Asked<TraceParameters>) {
    return this.queries.execute(
      new Ask(asked, async sources => {
        const { event } = await eventNamed(key, sources);
        const { position, recordedAt } = event;
        const { moment, rows, page, link } = await part(asked, sources, part => effectsOf(position, part));
        if (moment.position === null || position > moment.position) {
          const from = { day: eventAnswer(event).effectiveAt, position: position.toString(), recordedAt };
          const detail = `The ledger has, at that moment, no event ${key} yet: it comes at position ${from.position} (${recordedAt}).`;
          throw new Problem('not-yet', detail, { members: { from } });
        }
        const led = (await sources.views.read(asked.moment, () => [causesOf(position)])).rows[0];
        const [causes, effects] = [await eventsOf(sources.store, led), await eventsOf(sources.store, rows)];
        const body = {
          event: eventAnswer(event),
          causes: causes.map(eventAnswer),
          effects: effects.map((effect, i) => ({ depth: rows[i]!.depth, event: eventAnswer(effect) })),
          page,
        };
        return {
          ...answered(asked, moment, { body, provenance: await provenanceOf(sources.store, [event, ...causes, ...effects]) }),
          link,
        };
      }),
    );
  }
}

/** A page of a trace, of the moment of the first, and the links to others. */
async function part<Row extends TraceRow>(
  asked: Asked<TraceParameters>,
  { views, cursors }: Pick<Sources, 'views' | 'cursors'>,
  rowsOf: (part: TracePart) => Sql<Row>,
) {
  const { limit = standardLimit, cursor } = asked.parameters;
  const of = fingerprint(asked.path, asked.sent);
  const from = cursors.read(cursor, of);
  const after = BigInt(from?.line?.[0] ?? -1);
  const answer = await views.read(from ? { pinned: from.moment } : asked.moment, ({ at }) => [rowsOf({ at, after, limit: limit + 1 })]);
  const { moment } = answer;
  const found = answer.rows[0];
  const rows = found.slice(0, limit);
  const at = (line: PageCursor['line']) => cursors.write({ of, moment, side: 'after', line });
  const next = found.length > limit ? at([rows.at(-1)!.position.toString()]) : null;
  return { moment, rows, page: { next, prev: null, limit }, link: linksTo(asked, { next, first: at(null) }) };
}
