import { applyDecorators, Header, HttpCode, Post, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Gives } from '../access/access.guard.js';
import { ApiProblems, component } from '../http/documentation.js';
import { type WriteRoute, writeRoute } from '../http/request-context.js';
import { PreviewCorrectionDto } from './corrections.dto.js';

/** A route that takes a correction that is not proposed yet, and says what it would do: it may be asked by whoever may propose it. */
export function Unproposed({
  path,
  answer,
  answered,
  ...operation
}: {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** The name of the answer's schema, and what it is. */
  readonly answer: string;
  readonly answered: string;
}) {
  return applyDecorators(
    Post(path),
    HttpCode(200),
    Gives('ProposeCorrection'),
    SetMetadata(writeRoute, { does: 'act' } satisfies WriteRoute),
    Header('cache-control', 'no-store'),
    ApiOperation(operation),
    ApiBearerAuth(),
    ApiBody({ schema: component(PreviewCorrectionDto.name), required: true }),
    ApiResponse({ status: 200, description: answered, content: { 'application/json': { schema: component(answer) } } }),
    ApiProblems(400, 403, 409, 413, 415),
  );
}
