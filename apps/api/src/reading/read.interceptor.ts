import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { map, type Observable, of } from 'rxjs';
import { isKnownToCaller } from '../http/conditional.js';
import { type ReadAnswer } from './ask.js';
import { type Kept, KeptAnswers } from './kept-answers.js';

/** Makes an HTTP answer of what a read found: its headers, its JSON, and nothing but 304 where the caller has it already. */
@Injectable()
export class ReadInterceptor implements NestInterceptor<ReadAnswer, Buffer | undefined> {
  constructor(private readonly keptAnswers: KeptAnswers) {}

  intercept(context: ExecutionContext, next: CallHandler<ReadAnswer>): Observable<Buffer | undefined> {
    const http = context.switchToHttp();
    const { url, headers } = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const kept = this.keptAnswers.find(url);
    if (kept) return of(send(kept, headers['if-none-match'], reply));
    const asked = this.keptAnswers.now();
    return next.handle().pipe(map(answer => send(this.keptAnswers.keep(url, answer, asked), headers['if-none-match'], reply)));
  }
}

function send({ etag, isTold, headers, json }: Kept, ifNoneMatch: string | undefined, reply: FastifyReply): Buffer | undefined {
  void reply.headers(headers);
  if (!isTold || !isKnownToCaller(ifNoneMatch, etag)) return json;
  void reply.removeHeader('content-type').status(304);
  return undefined;
}
