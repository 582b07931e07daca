import { type Actor, type Day } from '@mithaq/domain';

/** What comes with a command and is not the domain's: who, for which day, in which request. */
export interface CommandContext {
  readonly actor: Actor;
  /** The day on which it became true; absent: today. */
  readonly effectiveAt?: Day;
  /** The revision that the caller saw: the command is carried out at exactly that revision, or not at all. */
  readonly ifMatch?: bigint;
  readonly request: RequestIdentity;
  readonly correlationId: string;
  readonly causationId?: string;
}

/** What makes a request the same request again. */
export interface RequestIdentity {
  /** A UUID from which the ids of its events are derived: of the scoped key and the body where a key was sent, drawn at random where not. */
  readonly id: string;
  /** SHA-256 of the scoped key (subject, method, path, Idempotency-Key) and of the body, in hexadecimal; absent where no key was sent. */
  readonly hashes?: { readonly key: string; readonly body: string };
}

/** What a write answers: where its stream stands now. A repeated request is answered by the receipt of the first time. */
export interface Receipt {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
}
