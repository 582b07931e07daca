import { type FastifyReply } from 'fastify';

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
