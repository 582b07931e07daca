import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  HttpCode,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  type Type as Class,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Gives } from '../access/access.guard.js';
import { type CommandType } from '../access/policy.js';
import { pageOf } from '../history/records.js';
import { type Receipt } from '../ledger/command-context.js';
import { revisionTag } from './conditional.js';
import { ApiProblems, component, headerDoc } from './documentation.js';
import { type WriteRoute, writeRoute } from './request-context.js';

/** A route that gives one command of the domain: who may, what is answered, and how it is documented. */
export function Write(
  type: CommandType,
  {
    does,
    at,
    body,
    summary,
    description,
    operationId = type.charAt(0).toLowerCase() + type.slice(1),
    answer = 'Receipt',
  }: WriteRoute & {
    readonly body: Class;
    readonly summary: string;
    readonly description?: string;
    /** Where a command has several routes, one each; else it is called as the command. */
    readonly operationId?: string;
    /** The name of the answer's schema, where a receipt says more than where the record stands. */
    readonly answer?: string;
  },
) {
  const status = does === 'make' ? 201 : 200;
  return applyDecorators(
    Gives(type),
    SetMetadata(writeRoute, { does, ...(at === undefined ? {} : { at }) } satisfies WriteRoute),
    HttpCode(status),
    UseInterceptors(ReceiptInterceptor),
    ApiOperation({
      operationId,
      summary,
      ...(description === undefined ? {} : { description }),
    }),
    ApiBearerAuth(),
    ApiBody({ schema: component(body.name), required: does !== 'act' }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'A name of this request, 1–255 visible ASCII characters. Sent again with the same body it is answered as the first time, and recorded once.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
    ...(does === 'make'
      ? []
      : [
          ApiHeader({
            name: 'If-Match',
            required: does === 'amend',
            description: 'The ETag of the record as it was read: the command is carried out at exactly that revision, or not at all.',
            schema: { type: 'string', examples: ['"r17"'] },
          }),
        ]),
    ApiHeader({
      name: 'traceparent',
      required: false,
      description: 'W3C Trace Context; its trace id becomes the correlation id of what is recorded.',
      schema: { type: 'string' },
    }),
    ApiResponse({
      status,
      description:
        'Where the record stands now. What it says already is not recorded again. A request repeated under its Idempotency-Key is answered as the first time.',
      headers: {
        Location: headerDoc('The address of the record.'),
        ETag: headerDoc('Its revision, as If-Match takes it: "r17".'),
        'Mithaq-Position': headerDoc('The position in the ledger, as waitFor takes it.'),
      },
      content: { 'application/json': { schema: component(answer) } },
    }),
    ApiProblems(...(does === 'make' ? [] : [404]), ...(does === 'amend' ? [428] : []), 400, 403, 409, 412, 413, 415),
  );
}

/** The address of what was written: of its stream's record, unless the route says where else it is. */
function addressOf({ id, stream, position }: Receipt, at: string | undefined, parameters: Readonly<Record<string, string>>): string {
  if (at === undefined) return `/api/v1/${pageOf(stream)!.collection}/${id}`;
  const values: Readonly<Record<string, string>> = { ...parameters, made: id, position: position.toString() };
  return `/api/v1/${at.replaceAll(/:([a-z]+)/gi, (_, name: string) => values[name]!)}`;
}

/** A receipt as HTTP says it: integers that can be greater than a JSON number is exact for are decimal strings. */
export interface ReceiptBody {
  readonly id: string;
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
}

@Injectable()
export class ReceiptInterceptor implements NestInterceptor<Receipt, ReceiptBody> {
  intercept(context: ExecutionContext, next: CallHandler<Receipt>): Observable<ReceiptBody> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: Record<string, string> }>>();
    const { at } = Reflect.getMetadata(writeRoute, context.getHandler()) as WriteRoute;
    return next.handle().pipe(
      map(receipt => {
        const { id, stream, revision, position, ...more } = receipt;
        void reply.headers({
          location: addressOf(receipt, at, params),
          etag: revisionTag(revision),
          'mithaq-position': position.toString(),
          'cache-control': 'no-store',
        });
        return { id, stream, revision: revision.toString(), position: position.toString(), ...more };
      }),
    );
  }
}
