import { type FastifyReply } from 'fastify';
import { type ServerResponse } from 'node:http';

/** Begins an answer that is written as it comes, with the headers that every answer has; from here on it is the caller's to end. */
export function beginStream(reply: FastifyReply, contentType: string): void {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.writeHead(200, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-accel-buffering': 'no', // a proxy that gathers the answer would never send it
  });
}

/** Aborted once the client has gone, which it may have before anybody asks: then no event of it comes any more. */
export function goneFrom(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  else response.once('close', () => gone.abort());
  return gone.signal;
}
