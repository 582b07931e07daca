import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Actor, type Day } from '@mithaq/domain';
import { type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type CommandContext } from '../ledger/command-context.js';
import { readIfMatch } from './conditional.js';
import { identityOf } from './identity.js';
import { Problem } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent it; undefined where no token was sent. Set by the access guard. */
    actor: Actor | undefined;
  }
}

/** What a write route says of itself; see `Write`. */
export interface WriteRoute {
  /** Whether it makes a record (then there is none to match), and whether it changes one that must have been read. */
  readonly does: 'make' | 'amend' | 'act';
  /** Where what is written is found, if that is not the record of its stream: `coalitions/:id/signatures/:organisation`; `:made` and `:position` are the receipt's. */
  readonly at?: string;
}
export const writeRoute = Symbol('write route');

/** Who sends a command, and what comes with it. */
export interface Sender {
  readonly actor: Actor;
  /** The id of what the request makes, if it makes something. */
  readonly newId: string;
  /** The context of a command that is effective on this day. */
  on(effectiveAt: Day | undefined): CommandContext;
}

/** The sender of a write. The access guard has seen to it that there is one. */
export const Sent = createParamDecorator((_: unknown, context: ExecutionContext): Sender => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return senderOf(request, Reflect.getMetadata(writeRoute, context.getHandler()) as WriteRoute);
});

function senderOf(request: FastifyRequest, { does }: WriteRoute): Sender {
  const { actor } = request;
  if (!actor) throw new Error('A write came past the access guard.');
  const ifMatch = readIfMatch(request.headers['if-match']);
  if (does === 'amend' && ifMatch.kind === 'absent') {
    throw new Problem(
      'if-match-missing',
      'An amendment says which revision it was made from: send If-Match with the ETag of the record as you read it, like "r17".',
      {
        errors: [{ header: 'If-Match', detail: 'Is missing.' }],
      },
    );
  }
  if (does === 'make' && ifMatch.kind !== 'absent') {
    throw new Problem('revision-stale', 'This makes a new record, so there is no revision to match; leave If-Match out.');
  }
  const { request: identity, newId } = identityOf(only(request.headers['idempotency-key']), {
    subject: actor.subject,
    method: request.method,
    path: pathOf(request),
    body: request.body,
  });
  return {
    actor,
    newId,
    on: effectiveAt => ({
      actor,
      request: identity,
      correlationId: request.id,
      ...(effectiveAt === undefined ? {} : { effectiveAt }),
      ...(ifMatch.kind === 'revision' ? { ifMatch: ifMatch.revision } : {}),
    }),
  };
}

export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!;
}

function only(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' || header === undefined ? header : header.join(', ');
}

/** The trace that a request belongs to: the one that its sender began (W3C Trace Context, `traceparent`), or a new one. It is the correlation id of what comes of it. */
export function traceIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const sent = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/.exec(only(headers['traceparent']) ?? '')?.[1];
  return sent === undefined || /^0+$/.test(sent) ? randomUUID().replaceAll('-', '') : sent;
}
