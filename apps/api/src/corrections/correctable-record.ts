import {
  type AnyRecord,
  compensateOn,
  type Compensation,
  correctable,
  type Day,
  type DomainEvent,
  type EventsCorrected,
  type Provenance,
  type Recorded,
  Refusal,
} from '@mithaq/domain';
import { categoryOf } from '@mithaq/event-store';
import { type Ledger } from '../ledger/ledger.js';
import { refuseStrangers } from './named-records.js';

/** A record as a correction sees it: how its events are walked, and all that was recorded of it. */
export interface CorrectableRecord {
  readonly record: AnyRecord;
  readonly log: readonly Recorded<DomainEvent>[];
  readonly provenance: Provenance;
}

/** Of what kind the record of a stream is; undefined where such are never corrected. */
export function correctableKind(stream: string): AnyRecord | undefined {
  return correctable.find(({ category }) => category === categoryOf(stream));
}

/** @throws Refusal `target-unknown` where there is no such record, or none that is ever corrected */
export async function correctableRecord(ledger: Ledger, stream: string): Promise<CorrectableRecord> {
  const record = correctableKind(stream);
  const log = record ? await ledger.eventsOf(stream) : [];
  if (!record || log.length === 0) {
    throw new Refusal(
      'target-unknown',
      record
        ? `The ledger has no record ${stream}; take the name of its stream from one of its events.`
        : `What stands in ${stream} is never corrected; a correction mends the streams ${correctable.map(({ category }) => `${category}-…`).join(', ')}.`,
      { pointer: '/stream' },
    );
  }
  const { provenance = 'submitted' } = log[0]!.data as { readonly provenance?: Provenance }; // of an opening event
  return { record, log, provenance };
}

/** The compensating event that would stand on the record as it is. @throws Refusal where the record does not take it */
export async function compensationOf(
  ledger: Ledger,
  found: CorrectableRecord,
  data: EventsCorrected['data'],
  today: Day,
): Promise<Compensation> {
  const compensation = compensateOn(found.record, found.log, data, today);
  await refuseStrangers(ledger, found.provenance, data.targets, today);
  return compensation;
}
