import { AccessDeniedError, MaxAppendSizeExceededError, NotLeaderError, WrongExpectedVersionError } from '@eventstore/db-client';
import { type ExpectedRevision, StoreUnavailable } from '../event-store.js';

/** What an error of the client or the server means to us. */
export type Failure =
  /** Somebody else wrote first; nothing is stored. */
  | { readonly kind: 'wrong'; readonly found: ExpectedRevision }
  /** Over what this server is set to take; nothing is stored. */
  | { readonly kind: 'too-large'; readonly limit: number }
  /** The position is no boundary of a record there. */
  | { readonly kind: 'no-such-position' }
  /** It is busy, gone, has no leader, or the answer was lost: what was asked may have been done. To be asked again. */
  | { readonly kind: 'unavailable'; readonly hasLeader: boolean }
  /** The credentials are not taken. */
  | { readonly kind: 'denied' }
  /** Nothing that asking again would mend. */
  | { readonly kind: 'fault' };

/** The codes of gRPC that say that the outcome is open: CANCELLED, DEADLINE_EXCEEDED, ABORTED, UNAVAILABLE. */
const open = new Set([1, 4, 10, 14]);
const transientTypes = new Set(['timeout', 'deadline-exceeded', 'unavailable', 'cancelled']);

/** What a node says that is starting, changes its role, or is cut off, whatever its class: as seen on servers of version 24. */
const transientWords =
  /server is not ready|failed to discover|connection dropped|econnre(set|fused)|channel has been (closed|shut down)|no connection established|write after end/i;
/** A position that lies within a record, or past the end. */
const positionWords = /position|unexpected (record|mid-?record)|invalid.*(commit|prepare)|beyond|hit eof|past the end/i;

export function failureOf(error: unknown): Failure {
  if (error instanceof WrongExpectedVersionError) {
    const { actualVersion } = error;
    return { kind: 'wrong', found: typeof actualVersion === 'bigint' ? actualVersion : 'none' };
  }
  if (error instanceof MaxAppendSizeExceededError) return { kind: 'too-large', limit: error.maxAppendSize };
  if (error instanceof AccessDeniedError) return { kind: 'denied' };
  if (error instanceof NotLeaderError) return { kind: 'unavailable', hasLeader: true };
  if (error instanceof StoreUnavailable) return { kind: 'unavailable', hasLeader: false };
  if (!(error instanceof Error)) return { kind: 'fault' };
  const { message, code, type } = error as Error & { code?: unknown; type?: unknown };
  if (open.has(code as number) || transientTypes.has(type as string) || transientWords.test(message)) {
    return { kind: 'unavailable', hasLeader: false };
  }
  if ((code === 2 || code === 3) && positionWords.test(message)) return { kind: 'no-such-position' };
  return { kind: 'fault' };
}
