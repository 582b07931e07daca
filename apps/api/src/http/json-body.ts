import { type FastifyInstance } from 'fastify';
import { Problem } from './problem.js';
import { refuseUnstorable } from './unstorable.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Bodies are JSON in UTF-8 and nothing else. Bytes that are no UTF-8 are refused, not replaced: what is recorded is what was sent. An act
 * with nothing to say may say so with no body at all, whatever its Content-Type.
 */
export function takeJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  // `__proto__` and `constructor.prototype` are refused: no form has them, and nothing good is meant.
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(request.headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && !/^utf-?8$/i.test(charset))
      return done(new Problem('media-type-unsupported', 'Bodies are JSON in UTF-8: send "Content-Type: application/json".'), undefined);
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      return done(new Problem('json-malformed', 'The body is not UTF-8.'), undefined);
    }
    // Fastify's parser answers through its callback, and at once.
    void parse(request, text, (error, value: unknown) => {
      if (error) done(new Problem('json-malformed', `The body is not JSON that the service takes: ${whyNot(text, error)}.`), undefined);
      else done(faultOf(value), value);
    });
  });
}

/** Where it is no JSON, the place where it ceases to be; Fastify says only that it is none. */
function whyNot(text: string, error: Error): string {
  try {
    JSON.parse(text);
  } catch (fault) {
    return (fault as SyntaxError).message;
  }
  return error.message.replace(/\.$/, '');
}

/** Here and not where fields are checked: what hashes or walks a body must not meet one that has no bottom. */
function faultOf(body: unknown): Error | null {
  try {
    refuseUnstorable(body);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
