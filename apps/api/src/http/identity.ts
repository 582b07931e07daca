import { v5 as uuidV5, v7 as uuidV7 } from 'uuid';
import { type RequestIdentity } from '../ledger/command-context.js';
import { canonicalHash } from './canonical-hash.js';
import { Problem } from './problem.js';

/** The namespace of ids that follow from a request; never changed, or a repeat would not be known as one. */
const namespace = '5b1f1f6e-4c39-4f0a-9a57-7d0a4c0c3d11';

export interface Identity {
  readonly request: RequestIdentity;
  /** The id of what this request makes: the same for every repeat of it. */
  readonly newId: string;
}

/**
 * What makes a request the same request again: its Idempotency-Key, within what the same subject sends to the same method and path.
 * Without a key every request is another one.
 *
 * @param body as JSON was parsed; two bodies are one if their canonical JSON (RFC 8785) is
 * @throws Problem 400 where the key is not 1–255 visible ASCII characters
 */
export function identityOf(key: string | undefined, sent: { subject: string; method: string; path: string; body: unknown }): Identity {
  if (key === undefined) {
    const id = uuidV7();
    return { request: { id }, newId: id };
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('header-malformed', 'Idempotency-Key is 1 to 255 visible ASCII characters without spaces, such as a UUID.', {
      errors: [{ header: 'Idempotency-Key', detail: 'Must be 1 to 255 visible ASCII characters.' }],
    });
  }
  const hashes = {
    key: canonicalHash([sent.subject, sent.method, sent.path, key]),
    body: canonicalHash(sent.body ?? {}),
  };
  return { request: requestOf(hashes), newId: uuidV5(hashes.key, namespace) };
}

/** The request that came under a key with a body, as their hashes say. The ids of its events follow from it. */
export function requestOf(hashes: NonNullable<RequestIdentity['hashes']>): RequestIdentity {
  return { id: uuidV5(`${hashes.key}:${hashes.body}`, namespace), hashes };
}
