import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { firstValueFrom, type Observable, of } from 'rxjs';
import { isKnownToCaller } from '../http/conditional.js';
import { type ReadAnswer } from './ask.js';
import { type Kept, KeptAnswers } from './kept-answers.js';

/** Makes an HTTP answer of what a read found: its headers, its JSON, and nothing but 304 where the caller has it already. */
@Injectable()
export class ReadInterceptor implements NestInterceptor<ReadAnswer, Buffer | undefined> {
  constructor(private readonly keptAnswers: KeptAnswers) {}

  async intercept(context: ExecutionContext, next: CallHandler<ReadAnswer>): Promise<Observable<Buffer | undefined>> {
    const http = context.switchToHttp();
    const { url, headers } = http.getRequest<FastifyRequest>();
    const kept = await this.keptAnswers.answer(url, () => firstValueFrom(next.handle()));
    return of(await send(kept, headers, http.getResponse<FastifyReply>()));
  }
}

async function send(kept: Kept, asked: FastifyRequest['headers'], reply: FastifyReply): Promise<Buffer | undefined> {
  void reply.headers(kept.headers);
  if (kept.isTold && isKnownToCaller(asked['if-none-match'], kept.etag)) {
    void reply.removeHeader('content-type').status(304);
    return undefined;
  }
  if (!kept.gzipped || new Negotiator({ headers: asked }).encoding(['gzip', 'identity']) !== 'gzip') return kept.json;
  void reply.header('content-encoding', 'gzip');
  return kept.gzipped();
}
