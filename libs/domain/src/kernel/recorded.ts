import { type Day } from './day.js';
import { type DomainEvent } from './event.js';
import { type LocalizedText } from './text.js';

export const roles = ['partner', 'co-chair', 'secretariat', 'administrator', 'auditor', 'system'] as const;
export type Role = (typeof roles)[number];

/** Who acted: an opaque subject, never a name. */
export interface Actor {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** The organisation it acts for. */
  readonly organisation?: string;
}

/** What stands beside the data of every event. */
export interface EventMetadata {
  readonly actor: Actor;
  /** All that came of one request. */
  readonly correlationId: string;
  /** The event or request that led to this one. */
  readonly causationId?: string;
  readonly schemaVersion: number;
  /** The day on which it became true; never after the day of recording, never before the stream's opening event. */
  readonly effectiveAt: Day;
  /** SHA-256 of the scoped idempotency key and of the body, in hexadecimal, so that a repeat is known as one. */
  readonly request?: { readonly key: string; readonly body: string };
  /** Of a compensating event: the events that it mends, why, and who has the authority to say so. */
  readonly corrects?: readonly string[];
  readonly reason?: LocalizedText;
  readonly authority?: string;
}

/** A domain event as the ledger has it. */
export type Recorded<Event extends DomainEvent = DomainEvent> = Event & {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** RFC 3339, UTC. */
  readonly recordedAt: string;
  readonly metadata: EventMetadata;
};

/** An event as it is shown to whoever asks, of a service or of a ledger. What only concerns the request that made it (hashes of its key and body) stays in the ledger. */
export function shownEvent<Data>({
  id,
  type,
  stream,
  revision,
  position,
  recordedAt,
  data,
  metadata,
}: Recorded<DomainEvent<string, Data>>) {
  const { schemaVersion, effectiveAt, actor, correlationId, causationId, corrects, reason, authority } = metadata;
  return {
    id,
    type,
    schemaVersion,
    stream,
    revision: revision.toString(),
    position: position.toString(),
    recordedAt,
    effectiveAt,
    actor: {
      subject: actor.subject,
      roles: [...actor.roles],
      ...(actor.organisation === undefined ? {} : { organisation: actor.organisation }),
    },
    correlationId,
    ...(causationId === undefined ? {} : { causationId }),
    ...(corrects === undefined ? {} : { corrects: [...corrects] }),
    ...(reason === undefined ? {} : { reason }),
    ...(authority === undefined ? {} : { authority }),
    data,
  };
}
export type ShownEvent = ReturnType<typeof shownEvent<object>>;

/** Which event it was, without all that it says. */
export function eventHead(event: Recorded) {
  const { id, type, revision, position, recordedAt, effectiveAt, actor, reason, authority } = shownEvent(event);
  return {
    id,
    type,
    revision,
    position,
    recordedAt,
    effectiveAt,
    actor,
    ...(reason && { reason }),
    ...(authority !== undefined && { authority }),
  };
}
