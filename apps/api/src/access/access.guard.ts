import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Role } from '@mithaq/domain';
import { type FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import { type CommandType, permitType } from './policy.js';
import { Tokens, unauthenticated } from './tokens.js';

/** Marks a route that gives this command of the domain: the policy says who may. */
export const Gives = Reflector.createDecorator<CommandType>();

/** Marks a route that is only for these roles and gives no command: running the service, not the ledger. */
export const OnlyFor = Reflector.createDecorator<readonly Role[]>();

/** Who may have an answer: anybody, or whom the policy or a route names. */
export type Audience = 'anybody' | 'some';

/** Of what a method of a controller answers: anybody, where it gives no command and is for no role alone. */
export function audienceOf(reflector: Reflector, handler: ReturnType<ExecutionContext['getHandler']>): Audience {
  return reflector.get(Gives, handler) === undefined && reflector.get(OnlyFor, handler) === undefined ? 'anybody' : 'some';
}

/** Who it is, and whether such a one may give such a command at all. Whether for this very record, the command's handler asks (`permit`). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const actor = (request.actor = this.tokens.actorOf(request.headers.authorization));
    if (audienceOf(this.reflector, context.getHandler()) === 'anybody') return true; // a public view
    const type = this.reflector.get(Gives, context.getHandler()) as CommandType | undefined;
    const roles = this.reflector.get(OnlyFor, context.getHandler()) as readonly Role[] | undefined;
    if (!actor) throw unauthenticated('This needs a token: send "Authorization: Bearer …".');
    if (type !== undefined) permitType(actor, type);
    if (roles && !actor.roles.some(role => roles.includes(role))) throw new Problem('forbidden', `This is for ${roles.join(' or ')}.`);
    return true;
  }
}
