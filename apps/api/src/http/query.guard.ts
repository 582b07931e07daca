import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { isDeepStrictEqual } from 'node:util';
import { fieldsInvalid } from './problem.js';
import { writeRoute } from './request-context.js';

const takes = Symbol('takes parameters');

/** Marks a method of a controller whose own reading of the query refuses what it does not know. */
export function takesParameters(target: object, method: string | symbol): void {
  Reflect.defineMetadata(takes, true, target, method);
}

/** A route that reads no parameters takes none, and one that gives no command takes no body: nothing that is sent is ignored. */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (body !== undefined && !isDeepStrictEqual(body, {}) && !Reflect.hasMetadata(writeRoute, context.getHandler()))
      throw fieldsInvalid([{ pointer: '', detail: 'Is not taken here: this has no fields.' }]);
    const controller = context.getClass().prototype as object;
    if (Reflect.hasMetadata(takes, controller, context.getHandler().name)) return true;
    const sent = Object.keys(query as object);
    if (sent.length > 0)
      throw fieldsInvalid(
        sent.map(parameter => ({ parameter: parameter.slice(0, 100), detail: 'Is not a parameter here: this takes none.' })),
      );
    return true;
  }
}
