import { Controller, Get, Logger, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { commitment, type Day, Provenance } from '@mithaq/domain';
import { categoryOf, EventStore } from '@mithaq/event-store';
import {
  endsOf,
  hasPublished,
  type MomentAsked,
  parseAsOf,
  parseEffectiveAt,
  ReplayBackwards,
  type ReplayEnd,
  replayOrders,
  Replays,
  ReplaysBusy,
  type Scope,
  scopeNamed,
  Views,
} from '@mithaq/projections';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { once } from 'node:events';
import { type ServerResponse } from 'node:http';
import Type, { type Static, type TSchema } from 'typebox';
import { ApiProblems, component } from '../http/documentation.js';
import { fieldsInvalid, Problem } from '../http/problem.js';
import { Shutdown } from '../http/shutdown.js';
import { beginStream, goneFrom } from '../http/stream.js';
import { momentParameters } from '../reading/as-of.js';
import { knownAt, notThere, provenanceIn } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { cursorInvalid, Cursors, fingerprint } from '../reading/cursor.js';
import { noticesOf } from '../reading/notices.js';
import { anyOf, pageParameters, parameters } from '../reading/parameters.js';
import { ApiParameters } from '../reading/read.js';
import { ofFrom } from '../reading/two-moments.js';
import './replay.answers.js';

const { asOf, effectiveAt, waitFor } = momentParameters;
const described = (schema: TSchema, description: string) => Type.Optional(Type.Unsafe<string>({ ...schema, description }));

const ReplayParameters = parameters({
  scope: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'What is replayed: `all`, `region-AFR`, `focusArea-connecting-people`, or a record by the name of its stream (`commitment-…`, `organisation-…`, `coalition-…`). Default: all.',
      examples: ['all', 'region-AFR', 'commitment-7bdc6928-1f5b-4f26-a4d5-90a94a1b2c3d'],
    }),
  ),
  'from.asOf': described(
    asOf,
    'Where it begins on the clock of recording, as `asOf`. Default: at the beginning; in the order of the days, as at the end.',
  ),
  'from.effectiveAt': described(
    effectiveAt,
    'Where it begins on the clock of the days, as `effectiveAt`. Default: as at the end; in the order of the days, at the beginning.',
  ),
  asOf: described(asOf, 'Where it ends on the clock of recording: a position, the id of an event, or an RFC 3339 time. Default: now.'),
  effectiveAt: described(effectiveAt, 'Where it ends on the clock of the days. Default: all that is known.'),
  order: Type.Optional(
    Type.Enum([...replayOrders], {
      description: 'Which clock is walked first: how the ledger learnt it, or how it came true as it is known. Default: recorded.',
    }),
  ),
  provenance: anyOf(
    Provenance,
    'Of what the figures count; every event of the scope is shown. Default: of a record, what may be counted with it, else submitted, published. Demonstration is never added to the others.',
  ),
  cursor: Type.Optional(
    Type.Unsafe<string>({
      ...pageParameters.cursor,
      description: 'Of a line of the same replay: what came after it, towards the same end.',
    }),
  ),
  waitFor,
});
type ReplayParameters = Static<typeof ReplayParameters>;

/** So long a client may take for what is written at once, about 64 kB. */
const mostMillisecondsToTake = 30_000;

/** How a replay that was begun goes on: where it begins and ends, and how many lines were received. */
interface Resumed {
  readonly from: ReplayEnd;
  readonly to: ReplayEnd;
  readonly after: number;
}

/** The ledger as it came about, event by event. */
@ApiTags('history')
@Controller('replay')
export class ReplayReads {
  private readonly logger = new Logger(ReplayReads.name);

  constructor(
    private readonly views: Views,
    private readonly store: EventStore,
    private readonly cursors: Cursors,
    private readonly replays: Replays,
    private readonly shutdown: Shutdown,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'replay',
    summary: 'What happened between two moments, event by event',
    description:
      'A line a step, as it is taken: the moment it begins at and the moment it ends at, each with the whole figures; between them each event with the state before and after it and the figures that it changed, and each day on which figures change by the calendar alone. ' +
      'A replay that was cut off goes on with the `cursor` of the last line, with the same bytes.',
  })
  @ApiParameters(ReplayParameters)
  @ApiResponse({
    status: 200,
    description: 'NDJSON: each line is one of these, ended by a line feed.',
    content: { 'application/x-ndjson': { schema: component('ReplayLine') } },
  })
  @ApiProblems(400, 404)
  async replay(
    @ReadParameters(ReplayParameters) asked: Asked<ReplayParameters>,
    @Req() { method }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { scope: name = 'all', order = 'recorded', provenance, cursor } = asked.parameters;
    const scope = scopeNamed(name);
    if (!scope) throw fieldsInvalid([{ parameter: 'scope', detail: scopeUnknown(name) }]);
    if (asked.waitFor !== undefined) await this.views.waitFor(asked.waitFor);
    const of = fingerprint(asked.path, asked.sent);
    const { from, to, after } = cursor === undefined ? await this.begun(asked, order) : this.resumed(cursor, of);
    const notices = noticesOf(await this.shown(scope, to));
    const opened = {
      ...{ scope: name, order, from, to, after, begins: { notices } },
      ...(provenance && { provenance }),
      cursor: `${this.cursors.sealed([of, ...[from, to].map(written)])}.`,
    };
    const ended = AbortSignal.any([goneFrom(reply.raw), this.shutdown.signal]);
    const chunks = method === 'HEAD' || ended.aborted ? [] : this.begin(opened, ended);
    beginStream(reply, 'application/x-ndjson; charset=utf-8');
    await this.write(chunks, reply.raw, ended);
  }

  private begin(...opened: Parameters<Replays['begin']>) {
    try {
      return this.replays.begin(...opened);
    } catch (error) {
      if (!(error instanceof ReplaysBusy)) throw error;
      throw new Problem('unavailable', error.message, { headers: { 'retry-after': '10' } });
    }
  }

  private async begun({ moment, parameters }: Asked<ReplayParameters>, order: (typeof replayOrders)[number]): Promise<Resumed> {
    const start = { asOf: parameters['from.asOf'], effectiveAt: parameters['from.effectiveAt'] };
    const [{ position, ...begins }, to] = [await ofFrom(this.end(start)), await this.end(moment)];
    try {
      return { ...endsOf(order, start.asOf === undefined ? { effectiveAt: begins.effectiveAt } : { position, ...begins }, to), after: 0 };
    } catch (error) {
      if (!(error instanceof ReplayBackwards)) throw error;
      throw fieldsInvalid([{ parameter: error.clock === 'recorded' ? 'from.asOf' : 'from.effectiveAt', detail: error.message }]);
    }
  }

  private async end(asked: MomentAsked): Promise<ReplayEnd> {
    const effectiveAt = asked.effectiveAt === undefined ? undefined : parseEffectiveAt(asked.effectiveAt);
    const { position, day } = await this.views.resolve({ asOf: asked.asOf });
    const namesDay = asked.asOf === undefined || parseAsOf(asked.asOf).kind === 'time';
    return { position, day: namesDay ? day : undefined, effectiveAt };
  }

  /** @throws Problem `cursor-invalid` */
  private resumed(cursor: string, asked: string): Resumed {
    const [, sealed, number] = /^([\w-]+)\.([1-9]\d{0,14})$/.exec(cursor) ?? [];
    if (sealed === undefined) throw cursorInvalid();
    const [of, from, to] = this.cursors.opened(sealed) as readonly [string, Written, Written]; // as `replay` sealed it
    if (of !== asked) throw cursorInvalid();
    return { from: read(from), to: read(to), after: Number(number) };
  }

  /** The provenances of what may be shown. @throws Problem where the record of the scope is not there at the end */
  private async shown({ record, counts }: Scope, { position }: ReplayEnd): Promise<Provenance[]> {
    if (record !== undefined) {
      const known = await knownAt(this.store, record, { position });
      if (known.length === 0) throw await notThere(this.store, record, { position });
      const own = provenanceIn(known.slice(0, 1));
      // An organisation leads commitments of any provenance.
      if (own.includes('published') || counts !== 'commitments' || categoryOf(record) === commitment.category) return own;
    }
    const { answer } = await this.views.ask({}, ({ at }) => hasPublished(at));
    return answer ? ['published'] : [];
  }

  /** Writes as fast as the client takes it, until it has all or goes away, or the service ends. */
  private async write(
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    response: ServerResponse,
    ended: AbortSignal,
  ): Promise<void> {
    try {
      for await (const chunk of chunks) {
        if (response.write(chunk)) continue;
        const stalled = AbortSignal.timeout(mostMillisecondsToTake);
        await once(response, 'drain', { signal: AbortSignal.any([ended, stalled]) }).catch((error: unknown) => {
          // The place is for whoever reads; the cursor of the last line that came is good for going on.
          if (stalled.aborted) response.destroy();
          throw error;
        });
      }
    } catch (error) {
      if (!ended.aborted && !response.destroyed) {
        this.logger.error(error);
        const detail = 'The service could not go on; its log says why. Go on with the cursor of the line before.';
        response.write(`${JSON.stringify({ step: 'fault', detail })}\n`);
      }
    } finally {
      response.end();
    }
  }
}

function scopeUnknown(name: string): string {
  return `"${name.slice(0, 100)}" is nothing that can be replayed: it takes all, region-AFR, focusArea-connecting-people, or a record as events name its stream (commitment-…).`;
}

/** An end as a cursor has it. */
type Written = readonly [position: string | null, day: Day | null, effectiveAt: Day | null];

function written({ position, day, effectiveAt }: ReplayEnd): Written {
  return [position === null ? null : position.toString(), day ?? null, effectiveAt ?? null];
}

function read([position, day, effectiveAt]: Written): ReplayEnd {
  return { position: position === null ? null : BigInt(position), day: day ?? undefined, effectiveAt: effectiveAt ?? undefined };
}
