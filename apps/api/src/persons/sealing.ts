import { type LocalizedText, type PersonId } from '@mithaq/domain';
import canonicalize from 'canonicalize';
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * Names as they stand in the log: AES-256-GCM (NIST SP 800-38D) with a nonce of 96 bits that is drawn for each, and the person's id as
 * additional data, so that a name that was moved to another person does not open.
 */
const cipher = 'aes-256-gcm';
const format = '1.';
const nonceBytes = 12;
const tagBytes = 16;

/** @param key the person's own, of 32 bytes */
export function sealed(name: LocalizedText, person: PersonId, key: Buffer): string {
  const text = canonicalize(name);
  if (text === undefined) throw new Error('A name that is sealed is a text a language.');
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(person));
  const parts = [nonce, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()];
  return format + Buffer.concat(parts).toString('base64url');
}

/** @throws Error where it was not sealed so: with another key, of another person, or changed since */
export function opened(name: string, person: PersonId, key: Buffer): LocalizedText {
  const bytes = Buffer.from(name.slice(format.length), 'base64url');
  if (!name.startsWith(format) || bytes.length < nonceBytes + tagBytes) throw notOpened(person);
  const [nonce, text, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, -tagBytes), bytes.subarray(-tagBytes)];
  const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(person)).setAuthTag(tag);
  try {
    const name = Buffer.concat([opening.update(text), opening.final()]).toString('utf8');
    return JSON.parse(name) as LocalizedText; // it is what was sealed, says the tag
  } catch (error) {
    throw notOpened(person, error);
  }
}

/**
 * The hash of a body that names somebody, as the log may have it: a hash of the body itself would let anybody who guesses the name confirm it,
 * also once the key is destroyed.
 */
export function keyedHash(bodyHash: string, key: Buffer): string {
  return createHmac('sha256', key).update(bodyHash).digest('hex');
}

function notOpened(person: PersonId, cause?: unknown): Error {
  const message = `A name of person ${person} does not open with that person's key: it was sealed with another, or changed since.`;
  return new Error(message, { cause });
}
