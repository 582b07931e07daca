import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Views } from '@mithaq/projections';
import { type FastifyReply } from 'fastify';
import Type from 'typebox';
import { answerSchema, ApiProblems, component } from '../http/documentation.js';
import { Shutdown } from '../http/shutdown.js';
import { Reactor } from '../ledger/reactor.js';

answerSchema('Health', Type.Object({ status: Type.Enum(['live', 'ready', 'not-ready']), reason: Type.Optional(Type.String()) }));
answerSchema(
  'Readiness',
  Type.Object({
    status: Type.Enum(['ready', 'not-ready']),
    reason: Type.Optional(Type.String()),
    views: Type.Object({
      state: Type.Enum(['live', 'catching-up', 'rebuilding', 'stopped']),
      generation: Type.Optional(Type.Integer()),
      position: Type.Optional(Type.String()),
      head: Type.Optional(Type.String()),
      lag: Type.String({ description: 'Positions that the views are behind the ledger.' }),
    }),
    corrections: Type.Object({
      state: Type.Enum(['following', 'failing', 'stopped'], { description: 'Whether approved corrections are applied.' }),
    }),
  }),
);

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly views: Views,
    private readonly shutdown: Shutdown,
    private readonly corrections: Reactor,
  ) {}

  @Get('live')
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether the process answers' })
  @ApiResponse({ status: 200, description: 'It does.', content: { 'application/json': { schema: component('Health') } } })
  @ApiProblems()
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({ operationId: 'getReadiness', summary: 'Whether the service can serve, and how far its views are' })
  @ApiResponse({ status: 200, description: 'It can.', content: { 'application/json': { schema: component('Readiness') } } })
  @ApiResponse({
    status: 503,
    description: 'Not now; the reason is told.',
    content: { 'application/json': { schema: component('Readiness') } },
  })
  @ApiProblems()
  ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { state, generation, position, head, lag, failure } = this.views.status();
    const corrections = this.corrections.status();
    const reason = this.shutdown.signal.aborted
      ? 'The service is stopping.'
      : state === 'stopped'
        ? `The views have stopped: ${failure?.message ?? 'the log says why'}.`
        : generation === undefined
          ? 'The views are being built for the first time.'
          : corrections.state === 'stopped'
            ? `Approved corrections are not applied any more: ${corrections.failure ?? 'the log says why'}.`
            : undefined;
    void reply.status(reason === undefined ? 200 : 503).header('cache-control', 'no-store');
    return {
      status: reason === undefined ? 'ready' : 'not-ready',
      ...(reason === undefined ? {} : { reason }),
      views: {
        state,
        ...(generation === undefined ? {} : { generation }),
        ...(position === undefined ? {} : { position: String(position) }),
        ...(head === undefined ? {} : { head: String(head) }),
        lag: String(lag),
      },
      corrections: { state: corrections.state },
    };
  }
}
