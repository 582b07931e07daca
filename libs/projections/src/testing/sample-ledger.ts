import { type CorrectionId, type Day, type EventsCorrected, type Mend, type Recorded } from '@mithaq/domain';
import { type EventStore, type NewEvent } from '@mithaq/event-store';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SampleEvent } from './sample-views.js';

/** What a test records: an event of the sample views, or a correction, on a day, in a stream and under an id of its own choice. */
export type Sample = (SampleEvent | EventsCorrected) & {
  readonly day: string;
  readonly stream?: string;
  readonly id?: string;
  readonly recordedAt?: string;
};

export const firstStream = 'sample-1';

/** A folder that is gone after the test. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'mithaq-views-'));

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function put(day: string, value: number, key = 'a'): Sample {
  return { type: 'Put', data: { key, value }, day };
}

/** An id that a correction can name before the event is recorded: of the nth of a list. */
export function idOf(nth: number): string {
  return `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
}

/** A compensating event. */
export function corrected(day: string, ...targets: Mend[]): Sample {
  return { type: 'EventsCorrected', data: { correction: 'a-correction' as CorrectionId, targets }, day };
}

/** That the nth of a list is void. */
export function voided(nth: number): Mend {
  return { event: idOf(nth), void: true };
}

/** That fields of the nth of a list, or its day, are others. */
export function amended(nth: number, set: Record<string, unknown>, effectiveAt?: string): Mend {
  return { event: idOf(nth), set, schemaVersion: 1, ...(effectiveAt !== undefined && { effectiveAt: effectiveAt as Day }) };
}

/** Appends each at the end of its stream. */
export async function record(store: EventStore, samples: readonly Sample[]): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  for (const sample of samples) {
    const stream = sample.stream ?? firstStream;
    const event = newEvent(sample);
    let last: bigint | 'none' = 'none';
    for await (const { revision } of store.readStream(stream, { direction: 'backwards' })) {
      last = revision;
      break;
    }
    const { position } = await store.append(stream, last, [event]);
    for await (const stored of store.readAll({ from: position })) {
      recorded.push(stored as unknown as Recorded); // what newEvent made of it
      break;
    }
  }
  return recorded;
}

/** A sample as if it had been recorded, for what needs no store. */
export function recordedSample(sample: Sample, position: number): Recorded<SampleEvent> {
  return {
    ...newEvent({ id: idOf(position), ...sample }),
    stream: sample.stream ?? firstStream,
    revision: BigInt(position - 1),
    position: BigInt(position),
    recordedAt: '2026-11-24T09:30:00.000Z',
  } as unknown as Recorded<SampleEvent>; // as newEvent makes them
}

function newEvent({ type, data, day, recordedAt, id = randomUUID() }: Sample): NewEvent {
  return {
    id,
    type,
    data: { ...data },
    metadata: { actor: { subject: 'test', roles: ['system'] }, correlationId: 'test', schemaVersion: 1, effectiveAt: day },
    ...(recordedAt !== undefined && { recordedAt }),
  };
}
