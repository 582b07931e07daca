import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** SHA-256, in hexadecimal, of the canonical form of JSON (RFC 8785): the same for whoever writes its fields in another order. */
export function canonicalHash(json: unknown): string {
  const text = canonicalize(json);
  if (text === undefined) throw new Error('What is to be hashed is not JSON.');
  return createHash('sha256').update(text).digest('hex');
}
