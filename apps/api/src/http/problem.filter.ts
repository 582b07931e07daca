import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { Refusal } from '@mithaq/domain';
import { AppendTooLarge, StoreUnavailable } from '@mithaq/event-store';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { IdempotencyKeyReused, RevisionStale, TooManyWriters } from '../ledger/errors.js';
import { Problem, type ProblemPlace } from './problem.js';
import { problemOfViews } from '../reading/as-of.js';
import { Metrics } from '../operations/metrics.js';
import { codeOfStatus, explanations, type ProblemCode, statusOfProblem } from './problem-table.js';
import { Routes } from './routes.js';

/** An answer of RFC 9457. */
export interface ProblemBody {
  /** The page of the service that explains it. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The trace id of the request, under which the log has it. */
  readonly instance: string;
  readonly errors?: readonly ProblemPlace[];
}

/** The one place where whatever was thrown becomes an answer. Never a stack trace: what we did not foresee is told to the log alone. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: Routes,
    private readonly metrics: Metrics,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const code = sendProblem(
      request.is404 && !(error instanceof Problem) ? this.routes.problemOf(request) : error,
      request,
      http.getResponse<FastifyReply>(),
    );
    this.metrics.problem(code);
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): ProblemCode {
  const { code, body, headers } = problemOf(error, request.id);
  if (body.status >= 500 && body.status !== 503) request.log.error({ err: error }, 'request failed');
  if (error instanceof StoreUnavailable) request.log.warn({ err: error }, 'the event store does not answer'); // where it is, is for the log alone
  if (reply.sent || reply.raw.headersSent) {
    // Too late to say anything: a broken answer must not look like a whole one.
    reply.raw.destroy();
    return code;
  }
  // An answer that was being made may have left its headers behind.
  for (const name of ['etag', 'location', 'cache-control', 'link']) reply.removeHeader(name);
  void reply
    .status(body.status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type('application/problem+json')
    .send(JSON.stringify(body));
  return code;
}

/** What is answered for whatever was thrown. */
export function problemOf(
  error: unknown,
  traceId: string,
): { code: ProblemCode; body: ProblemBody; headers: Readonly<Record<string, string>> } {
  const problem = classify(problemOfViews(error));
  return {
    code: problem.code,
    headers: problem.headers ?? {},
    body: {
      type: `/problems/${problem.code}`,
      title: explanations[problem.code].title.en,
      status: statusOfProblem(problem.code),
      detail: problem.detail,
      instance: traceId,
      ...problem.members,
      ...(problem.errors?.length ? { errors: problem.errors } : {}),
    },
  };
}

interface Classified {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly ProblemPlace[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly members?: Readonly<Record<string, unknown>>;
}

function classify(error: unknown): Classified {
  if (error instanceof Problem) {
    const { code, message, errors, headers, members } = error;
    return { code, detail: message, errors, headers, members };
  }
  if (error instanceof Refusal) return ofRefusal(error);
  if (error instanceof RevisionStale) return { code: 'revision-stale', detail: error.message };
  if (error instanceof IdempotencyKeyReused) {
    return {
      code: 'idempotency-key-reused',
      detail: error.message,
      errors: [{ header: 'Idempotency-Key', detail: 'Was used for another body.' }],
    };
  }
  if (error instanceof TooManyWriters) return { code: 'too-many-writers', detail: error.message, headers: { 'retry-after': '1' } };
  if (error instanceof StoreUnavailable) {
    const detail =
      'The event store does not answer at the moment. Send a read again; send a write again with its Idempotency-Key: it is recorded once, whether or not it was.';
    return { code: 'unavailable', detail, headers: { 'retry-after': '5' } };
  }
  if (error instanceof AppendTooLarge) return { code: 'body-too-large', detail: error.message };
  return ofFramework(error);
}

function ofRefusal({ code, message, details }: Refusal): Classified {
  const { pointer, errors, ...members } = details;
  // `data-invalid` brings what its schema said, with pointers into the event's data, which are those of the command.
  const invalid = Array.isArray(errors) ? (errors as readonly { pointer: string; message: string }[]) : [];
  return {
    code,
    detail: message,
    errors: [
      ...(pointer === undefined ? [] : [{ pointer, detail: message }]),
      ...invalid.map(({ pointer, message }) => ({ pointer, detail: `${message}.` })),
    ],
    members,
  };
}

/** Errors of Fastify and Nest that are the caller's, by Fastify's code or by the status; everything else is ours. */
function ofFramework(error: unknown): Classified {
  const cause: unknown = error instanceof HttpException ? (error.cause ?? error) : error;
  const status = error instanceof HttpException ? error.getStatus() : statusIn(cause);
  if (status === undefined || status >= 500) {
    return { code: 'internal', detail: 'The service failed at this request; the log has the reason under the id in "instance".' };
  }
  const message = cause instanceof Error ? cause.message : '';
  switch (cause instanceof Error && 'code' in cause ? cause.code : undefined) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'media-type-unsupported', detail: 'Bodies are JSON: send "Content-Type: application/json".' };
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'body-too-large', detail: 'The body is over 256 KiB.' };
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { code: 'request-malformed', detail: 'The body is not as long as Content-Length says.' };
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return { code: 'address-too-long', detail: 'A part of the address is longer than any id is.' };
    case 'FST_ERR_BAD_URL':
      return { code: 'request-malformed', detail: 'The address is not a well-formed one; check its %-encoding.' };
  }
  const code = codeOfStatus(status);
  return {
    code,
    detail: code === 'not-found' ? `${explanations[code].meaning} ${explanations[code].remedy}` : message || explanations[code].meaning,
  };
}

function statusIn(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
