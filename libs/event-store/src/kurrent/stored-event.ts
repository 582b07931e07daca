import { jsonEvent, type AllStreamRecordedEvent, type RecordedEvent as ServerEvent } from '@eventstore/db-client';
import { type JsonObject, type NewEvent, type RecordedEvent } from '../event-store.js';

/**
 * What stands in an event's metadata on the server: a database may have events of other applications, which are none of the ledger's,
 * and `created` cannot be set, which a copied ledger needs.
 */
interface StoredMetadata {
  /** `mithaq`, or `mithaq/staging` of a ledger with a name. */
  readonly ledger: string;
  /** When another ledger first recorded it; absent where the server's own clock says. */
  readonly recordedAt?: string;
  readonly metadata: JsonObject;
}

/** How the events of one ledger stand on a server: under which names, and with which mark. */
export class Naming {
  private readonly mark: string;
  /** What stands before the name of each stream. */
  readonly prefix: string;

  constructor(ledger: string) {
    this.mark = ledger ? `mithaq/${ledger}` : 'mithaq';
    this.prefix = ledger ? `${ledger}.` : '';
  }

  /** An event as the server is given it. */
  toServer({ id, type, data, metadata, recordedAt }: NewEvent) {
    const stored: StoredMetadata = { ledger: this.mark, ...(recordedAt === undefined ? {} : { recordedAt }), metadata };
    return jsonEvent({ id, type, data, metadata: stored });
  }

  /** The event as the port gives it; undefined where another application wrote it, or it is of another ledger. */
  fromServer(event: ServerEvent | AllStreamRecordedEvent): RecordedEvent | undefined {
    const { streamId, id, type, revision, position, created, isJson, data, metadata } = event;
    if (!isJson || !this.isMarked(metadata) || !streamId.startsWith(this.prefix)) return undefined;
    if (position === undefined)
      throw new Error('The server gave an event without its position; servers before version 22.6 do. Update it.');
    return {
      id,
      type,
      data: data as JsonObject, // as it was given to toServer
      metadata: metadata.metadata,
      stream: streamId.slice(this.prefix.length),
      revision,
      position: position.commit,
      recordedAt: metadata.recordedAt ?? created.toISOString(),
    };
  }

  private isMarked(metadata: unknown): metadata is StoredMetadata {
    return typeof metadata === 'object' && metadata !== null && (metadata as Partial<StoredMetadata>).ledger === this.mark;
  }
}
