import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import { goneFrom } from '../../apps/api/src/http/stream.js';

/** A way to a service that has bad moments, as that through a proxy has. */
export class Way implements AsyncDisposable {
  private constructor(private readonly server: Server) {}

  /** @param isBad whether a request meets one, and is answered 503 */
  static async to(service: string, isBad: (request: IncomingMessage) => boolean): Promise<Way> {
    const server = createServer((request, response) => void (isBad(request) ? refuse(response) : pass(service, request, response)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Way(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.server.close(), 'close');
    this.server.closeAllConnections();
    await closed;
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{"title":"Unavailable","status":503}');
}

async function pass(service: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, headers } = request;
  const gone = goneFrom(response);
  const sent = Object.fromEntries(
    ['accept', 'authorization', 'content-type', 'idempotency-key'].flatMap(name => (headers[name] ? [[name, String(headers[name])]] : [])),
  );
  try {
    const body = method === 'GET' ? {} : { body: new Uint8Array(await buffer(request)) };
    const answer = await fetch(new URL(url!, service), { method: method!, headers: sent, signal: gone, ...body });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type')! });
    await pipeline(Readable.fromWeb(answer.body as never), response);
  } catch (error) {
    if (!gone.aborted) throw error;
  }
}
