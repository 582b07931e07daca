import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
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
    return of(send(kept, headers['if-none-match'], http.getResponse<FastifyReply>()));
  }
}

function send({ etag, isTold, headers, json }: Kept, ifNoneMatch: string | undefined, reply: FastifyReply): Buffer | undefined {
  void reply.headers(headers);
  if (!isTold || !isKnownToCaller(ifNoneMatch, etag)) return json;
  void reply.removeHeader('content-type').status(304);
  return undefined;
}
