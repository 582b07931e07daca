import { Problem } from './problem.js';

/** What `If-Match` asks for: nothing, that there is such a record, or that it stands at a revision. */
export type IfMatch = { readonly kind: 'absent' } | { readonly kind: 'any' } | { readonly kind: 'revision'; readonly revision: bigint };

const entityTag = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

/** The strong ETag of one record as it stands now: what `If-Match` takes. */
export function revisionTag(revision: bigint): string {
  return `"r${revision}"`;
}

/**
 * Reads `If-Match` (RFC 9110, section 13.1.1).
 *
 * @throws Problem 400 where it is no entity tag, or several (a command is carried out at one revision) · 412 where it is one that no
 * record of ours can have: a weak one never matches here, nor does one of another kind
 */
export function readIfMatch(header: string | undefined): IfMatch {
  if (header === undefined) return { kind: 'absent' };
  if (header.trim() === '*') return { kind: 'any' };
  const match = entityTag.exec(header.trim());
  if (!match) {
    throw new Problem('header-malformed', 'If-Match takes one ETag as an answer gave it, in quotes, like "r17", or *.', {
      errors: [{ header: 'If-Match', detail: 'Must be one ETag in quotes, like "r17", or *.' }],
    });
  }
  const revision = /^r(0|[1-9]\d{0,18})$/.exec(match[2]!)?.[1];
  if (match[1] !== undefined || revision === undefined) {
    throw new Problem(
      'revision-stale',
      `${header.trim()} is the ETag of no record: one is strong and names a revision, like "r17". Read the record and send its ETag.`,
    );
  }
  return { kind: 'revision', revision: BigInt(revision) };
}

/** Whether the caller has the answer with this ETag already (`If-None-Match`; RFC 9110, section 13.1.2: weak comparison). */
export function isKnownToCaller(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const opaque = (one: string) => one.trim().replace(/^W\//, '');
  return header.split(',').some(one => opaque(one) === opaque(tag));
}
