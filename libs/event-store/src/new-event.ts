import { AppendTooLarge, maxAppendBytes, type NewEvent } from './event-store.js';

/** An event as JSON text, as both engines send it on. */
export interface WrittenEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  /** Milliseconds since 1970; undefined where the engine's clock is to say. */
  readonly recordedAt?: number | undefined;
}

/**
 * What of an append is the same for every engine, before anything is sent.
 *
 * @throws RangeError where there is no event, or a time of recording that a file of milliseconds would not give back
 * @throws AppendTooLarge over {@link maxAppendBytes}
 */
export function writtenEvents(stream: string, events: readonly NewEvent[]): WrittenEvent[] {
  if (events.length === 0) throw new RangeError(`An append to ${stream} without events.`);
  const written = events.map(({ id, type, data, metadata, recordedAt }) => ({
    id,
    type,
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadata),
    recordedAt: recordedAt === undefined ? undefined : milliseconds(recordedAt),
  }));
  const bytes = weightOf(written);
  if (bytes > maxAppendBytes) throw new AppendTooLarge(stream, bytes);
  return written;
}

function milliseconds(recordedAt: string): number {
  const time = Date.parse(recordedAt);
  if (Number.isNaN(time) || new Date(time).toISOString() !== recordedAt) {
    throw new RangeError(`"${recordedAt}" is no time of recording: RFC 3339 in UTC with milliseconds is, like 2026-11-24T09:30:00.000Z.`);
  }
  return time;
}

/** In bytes of UTF-8, as the port weighs an append. */
export function weightOf(events: readonly WrittenEvent[]): number {
  return events.reduce(
    (sum, { type, data, metadata }) => sum + Buffer.byteLength(type) + Buffer.byteLength(data) + Buffer.byteLength(metadata),
    0,
  );
}
