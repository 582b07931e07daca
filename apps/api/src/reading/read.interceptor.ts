import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { firstValueFrom, type Observable, of } from 'rxjs';
import { audienceOf } from '../access/access.guard.js';
import { isKnownToCaller } from '../http/conditional.js';
import { type ReadAnswer } from './ask.js';
import { type Kept, KeptAnswers } from './kept-answers.js';

/** Makes an HTTP answer of what a read found: its headers, its JSON, and nothing but 304 where the caller has it already. */
@Injectable()
export class ReadInterceptor implements NestInterceptor<ReadAnswer, Buffer | undefined> {
  constructor(
    private readonly keptAnswers: KeptAnswers,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<ReadAnswer>): Promise<Observable<Buffer | undefined>> {
    const http = context.switchToHttp();
    const { url, headers } = http.getRequest<FastifyRequest>();
    const read = () => firstValueFrom(next.handle());
    const kept = await this.keptAnswers.answer(url, read, audienceOf(this.reflector, context.getHandler()));
    return of(await written(kept, headers, http.getResponse<FastifyReply>()));
  }
}

/**
 * Answers what is kept and open to anybody before the request goes through guards, pipes and interceptors: what most ask for is most of
 * what is asked. Who sends a token goes that way, to be told where it is wrong.
 */
export function serveKept(fastify: FastifyInstance, keptAnswers: KeptAnswers): void {
  fastify.addHook('onRequest', ({ method, url, headers }, reply, done) => {
    const kept = method === 'GET' && headers.authorization === undefined ? keptAnswers.find(url) : undefined;
    if (kept?.audience !== 'anybody') return done();
    written(kept, headers, reply).then(payload => void reply.send(payload), done);
  });
}

/** The answer without what the caller has already, and in the form that he takes. */
async function written(kept: Kept, asked: FastifyRequest['headers'], reply: FastifyReply): Promise<Buffer | undefined> {
  void reply.headers(kept.headers);
  if (kept.isTold && isKnownToCaller(asked['if-none-match'], kept.etag)) {
    void reply.removeHeader('content-type').status(304);
    return undefined;
  }
  if (!kept.gzipped || new Negotiator({ headers: asked }).encoding(['gzip', 'identity']) !== 'gzip') return kept.json;
  void reply.header('content-encoding', 'gzip');
  return kept.gzipped();
}
