import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MomentNotReached, Views } from '@mithaq/projections';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { ApiProblems } from '../http/documentation.js';
import { Id } from '../http/id.js';
import { Problem } from '../http/problem.js';
import { beginStream } from '../http/stream.js';
import { momentParameters } from '../reading/as-of.js';
import { answered, Ask, linksTo, provenanceOf } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { fingerprint, type PageCursor } from '../reading/cursor.js';
import { pageParameters, parameters, standardLimit } from '../reading/parameters.js';
import { Read } from '../reading/read.js';
import { eventAnswer } from './event-answer.js';
import { EventStreams } from './event-streams.js';
import './events.answers.js';
import { kindParameters, kindsOfEvents } from './kinds-of-events.js';
import { readPart } from './ledger-page.js';
import { EventKey, eventNamed } from './one-event.js';

const afterPosition = 'Everything after this position. Default: from now on. `Last-Event-ID` goes before it.';

const EventsParameters = parameters({
  ...kindParameters,
  sort: Type.Optional(
    Type.Enum(['position', '-position'], { description: 'In the order of recording, or the latest first. Default: position.' }),
  ),
  ...pageParameters,
  ...momentParameters,
});
type EventsParameters = Static<typeof EventsParameters>;

const EventParameters = parameters({ waitFor: momentParameters.waitFor });
const StreamParameters = parameters({
  ...kindParameters,
  after: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$', description: afterPosition })),
});

function ApiKind(name: keyof typeof kindParameters): MethodDecorator {
  const { description, ...schema } = kindParameters[name] as typeof kindParameters.type & { readonly description: string };
  return ApiQuery({ name, required: false, description, schema: { ...schema } as object });
}

/** The ledger itself, event by event. */
@ApiTags('events')
@Controller('events')
export class EventReads {
  constructor(
    private readonly queries: QueryBus,
    private readonly views: Views,
    private readonly streams: EventStreams,
  ) {}

  @Read({
    operationId: 'listEvents',
    summary: 'The ledger, in its order',
    description: 'All events up to `asOf`; with `effectiveAt` those that were true by that day.',
    parameters: EventsParameters,
    answer: 'Events',
  })
  list(@ReadParameters(EventsParameters) asked: Asked<EventsParameters>) {
    const { limit = standardLimit, cursor, sort = 'position' } = asked.parameters;
    const kinds = kindsOfEvents(asked.parameters);
    const of = fingerprint(asked.path, asked.sent);

    return this.queries.execute(
      new Ask(asked, async ({ views, store, cursors }) => {
        const from = cursors.read(cursor, of);
        const after = from?.line?.[0];
        const moment = await views.resolve(from ? { pinned: from.moment } : asked.moment);
        const direction = sort === 'position' ? 'forwards' : 'backwards';
        const part = { moment, direction, limit, ...kinds, after: after ? BigInt(after) : undefined } as const;
        const { events, last } = await readPart(store, part);
        const at = (line: PageCursor['line']) => cursors.write({ of, moment, side: 'after', line });
        const next = last === undefined ? null : at([last.toString()]);
        return {
          ...answered(asked, moment, {
            body: { data: events.map(eventAnswer), page: { next, prev: null, limit } },
            provenance: await provenanceOf(store, events),
          }),
          link: linksTo(asked, { next, first: at(null) }),
        };
      }),
    );
  }

  @Get('stream')
  @ApiOperation({
    operationId: 'followEvents',
    summary: 'The ledger as it grows',
    description:
      'Server-Sent Events: `id` is the position, `event` the type, `data` the event as in the list. Silent streams say so every 15 seconds. Before the first event of a record from public sources comes one of type `notice`, without an id: what has to be read beside it. ' +
      'What a hall sees of a ceremony is `?type=CommitmentAnnounced&type=DocumentSigned`: announcements and signatures, each with its session.',
  })
  @ApiKind('category')
  @ApiKind('type')
  @ApiQuery({ name: 'after', required: false, description: afterPosition, schema: { type: 'string' } })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The last position that was received.', schema: { type: 'string' } })
  @ApiResponse({
    status: 200,
    description: 'Until the client goes away.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiProblems(400)
  async stream(
    @ReadParameters(StreamParameters) { parameters: { after, ...kinds } }: Asked<Static<typeof StreamParameters>>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() { method }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = kindsOfEvents(kinds);
    const from = lastEventId ?? after;
    if (from !== undefined && !/^\d{1,18}$/.test(from)) {
      throw new Problem('header-malformed', 'Last-Event-ID is a position, as the stream gave it.', {
        errors: [{ header: 'Last-Event-ID', detail: 'Must be a position in decimal digits.' }],
      });
    }
    // Asked like any position: one beyond the ledger is refused, for nothing would ever come of it, and one between events is as good as
    // the event before it.
    const { position } = await this.views.resolve(from === undefined ? {} : { asOf: from }).catch((error: unknown) => {
      if (!(error instanceof MomentNotReached)) throw error;
      const { message: detail } = error;
      throw new Problem('moment-ahead', detail, {
        errors: [lastEventId === undefined ? { parameter: 'after', detail } : { header: 'Last-Event-ID', detail }],
      });
    });
    this.streams.admit();
    beginStream(reply, 'text/event-stream; charset=utf-8');
    if (method === 'HEAD') reply.raw.end();
    else await this.streams.follow({ after: position ?? 'start', ...asked }, reply.raw);
  }

  @Read({
    path: ':event',
    operationId: 'getEvent',
    summary: 'One event, by its position or its id',
    parameters: EventParameters,
    answer: 'Event',
    of: { event: EventKey },
    absent: [404],
  })
  one(@Param('event', Id(EventKey)) event: string, @ReadParameters(EventParameters) asked: Asked<Static<typeof EventParameters>>) {
    return this.queries.execute(
      new Ask(asked, async ({ views, store }) => {
        const { event: found, moment } = await eventNamed(event, { views, store });
        return answered({ ...asked, moment: { asOf: event, effectiveAt: undefined } }, moment, {
          body: { event: eventAnswer(found) },
          provenance: await provenanceOf(store, [found]),
        });
      }),
    );
  }
}
