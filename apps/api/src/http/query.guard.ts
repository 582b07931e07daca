import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { fieldsInvalid } from './problem.js';

const takes = Symbol('takes parameters');

/** Marks a method of a controller whose own reading of the query refuses what it does not know. */
export function takesParameters(target: object, method: string | symbol): void {
  Reflect.defineMetadata(takes, true, target, method);
}

/** A route that reads no parameters takes none: nothing that is sent is ignored. */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const controller = context.getClass().prototype as object;
    if (Reflect.hasMetadata(takes, controller, context.getHandler().name)) return true;
    const sent = Object.keys(context.switchToHttp().getRequest<FastifyRequest>().query as object);
    if (sent.length > 0)
      throw fieldsInvalid(
        sent.map(parameter => ({ parameter: parameter.slice(0, 100), detail: 'Is not a parameter here: this takes none.' })),
      );
    return true;
  }
}
