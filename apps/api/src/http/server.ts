import rateLimit from '@fastify/rate-limit';
import { type LoggerService } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import helmet from 'helmet';
import { type IncomingMessage } from 'node:http';
import { type Server, type Socket } from 'node:net';
import { type Config } from '../config.js';
import { takeJsonBodies } from './json-body.js';
import { Problem } from './problem.js';
import { problemOf, sendProblem } from './problem.filter.js';
import { traceIdOf } from './request-context.js';
import { type Shutdown } from './shutdown.js';

const bodyLimit = 256 * 1024;
const requestSeconds = 60;

/** The server as Nest takes it: its log, its limits, and how it answers what reaches no route. */
export function httpServer(config: Pick<Config, 'logLevel'>, log?: NodeJS.WritableStream): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit,
    // Ids have 64 characters at most; what is longer is no id.
    routerOptions: { maxParamLength: 200 },
    requestTimeout: requestSeconds * 1_000,
    return503OnClosing: false, // said as a problem, see guardServer
    genReqId: traceIdOf,
    rewriteUrl: (request: IncomingMessage) => originForm(request.url ?? '/'),
    logController: new OneLineARequest({ requestIdLogLabel: 'traceId' }),
    logger: {
      level: config.logLevel,
      ...(log ? { stream: log } : {}),
      // Neither headers (tokens) nor bodies.
      serializers: { req: ({ method, url, ip }: FastifyRequest) => ({ method, url, remoteAddress: ip }) },
    },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(error, request, reply),
    clientErrorHandler: answerBrokenRequest,
  });
}

/** What an address asks for here, where it says with which server (RFC 9112, section 3.2.2), as to a proxy. */
function originForm(url: string): string {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
  return target === url || target.startsWith('/') ? target : `/${target}`;
}

/** Who asked for what is told when it is answered: one line, not two. */
class OneLineARequest extends LogController {
  override incomingRequest(): void {}
  override requestCompleted(...[error, request, reply]: Parameters<LogController['requestCompleted']>): void {
    if (isHealth(request)) return;
    const line = { req: request, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime * 10) / 10 };
    if (error) request.log.error({ ...line, err: error }, 'answered');
    else request.log.info(line, 'answered');
  }
  /** The problem filter says it. */
  override defaultErrorLog(): void {}
}

/** Asked every few seconds by whoever watches the service. */
function isHealth({ url }: FastifyRequest): boolean {
  return url.startsWith('/health/');
}

/** What every answer carries and what every address is asked. Before the routes, so that each has them. */
export async function guardServer(
  fastify: FastifyInstance,
  config: Pick<Config, 'requestsPerMinute'>,
  { signal }: Shutdown,
): Promise<void> {
  takeJsonBodies(fastify);
  closeUnused(fastify.server, signal);
  fastify.decorateRequest('actor', undefined);
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    // What is answered while the service ends is the last on its connection; else its client would keep it open, and the server with it.
    if (signal.aborted) void reply.header('connection', 'close');
    done();
  });
  fastify.addHook('onResponse', (_request, _reply, done) => {
    // Nor can a stream say so whose headers had been sent before.
    if (signal.aborted) setImmediate(() => fastify.server.closeIdleConnections());
    done();
  });
  fastify.addHook('onRequest', ({ url }, _reply, done) => {
    // Fastify would take for the query what comes after it.
    if (!url.includes('#')) return done();
    done(
      new Problem('request-malformed', 'An address that is asked for has no fragment: leave out "#" and what follows, or send it as %23.'),
    );
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!signal.aborted || isHealth(request)) return done();
    done(
      new Problem('unavailable', 'The service is stopping; what was under way is finished.', {
        headers: { 'retry-after': '5' },
      }),
    );
  });
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        connectSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"], // Swagger UI has its styles in the page
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false, // TLS, and the promise of it, belong to the proxy in front
  });
  // (Not @fastify/helmet: it makes these anew for each request, a twelfth of what an answer takes.)
  fastify.addHook('onRequest', ({ raw: request }, { raw: response }, done) =>
    protect(request, response, error => done(error as Error | undefined)),
  );
  if (config.requestsPerMinute !== undefined) {
    await fastify.register(rateLimit, {
      global: false, // it would be asked at each route; what reaches none is counted too
      max: config.requestsPerMinute,
      timeWindow: '1 minute',
      allowList: isHealth,
      errorResponseBuilder: (_, { max, ttl }) =>
        new Problem('too-many-requests', `More than ${max} requests a minute came from this address.`, {
          headers: { 'retry-after': String(Math.ceil(ttl / 1000)) },
        }),
    });
    fastify.addHook('onRequest', fastify.rateLimit());
  }
}

/** What was sent just before the service ends has come by then, in milliseconds. */
const graceOfUnused = 100;

/**
 * Closes the connections on which nothing has been asked yet, as browsers open them beforehand, when the service ends. Node takes them for
 * busy, and would wait for them.
 */
function closeUnused(server: Server, signal: AbortSignal): void {
  const connections = new Set<Socket>();
  server.on('connection', socket => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  const close = () => {
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  };
  signal.addEventListener('abort', () => setTimeout(close, graceOfUnused).unref());
}

/** What is no HTTP, or does not come whole in time, reaches no route and no filter. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Pick<Socket, 'writable' | 'end'>): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const { body } = problemOf(problemOfBroken(error.code), traceIdOf({ headers: {} }));
  const json = JSON.stringify(body);
  const headers = {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(json),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${body.status} ${body.title}\r\n${lines.join('')}\r\n${json}`);
}

function problemOfBroken(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('headers-too-large', 'The headers are larger than 16 KiB.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('request-timeout', `The request did not come whole within ${requestSeconds} seconds.`);
    default:
      return new Problem('request-malformed', 'The request is not well-formed HTTP/1.1.');
  }
}

/** Nest's own words go into the same log; what it says of its start only matters to who looks for a fault. */
export function nestLogger(log: FastifyBaseLogger): LoggerService {
  const say =
    (level: 'debug' | 'warn' | 'error' | 'trace') =>
    (message: unknown, ...rest: unknown[]) => {
      if (message instanceof Error) log[level]({ err: message });
      else log[level]({ context: rest.at(-1) }, String(message));
    };
  return { log: say('debug'), warn: say('warn'), error: say('error'), debug: say('debug'), verbose: say('trace') };
}
