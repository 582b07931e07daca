import { type Day, type DomainEvent, type Recorded } from '@mithaq/domain';
import { type Column } from '../engine/row-code.js';
import { minorUnits, text } from '../engine/view.js';

/** A column for a text of a closed list, or of a form: the event's schema has let nothing else in. */
export function oneOf<Value extends string>(): Column<Value> {
  return text as Column<Value>;
}

/** A position: an exact integer too. */
const position: Column<bigint> = minorUnits;

/** The latest event that a row rests on, by its day and then by its position. */
export const latestColumns = {
  latest_type: text,
  latest_day: oneOf<Day>(),
  latest_position: position,
  latest_event: text,
  latest_recorded_at: text,
};

export function latestOf(event: Recorded<DomainEvent>) {
  return {
    latest_type: event.type,
    latest_day: event.metadata.effectiveAt,
    latest_position: event.position,
    latest_event: event.id,
    latest_recorded_at: event.recordedAt,
  };
}

/** The latest event as an answer tells it. */
export interface LatestEvent {
  readonly type: string;
  readonly day: Day;
  readonly id: string;
  /** Decimal digits. */
  readonly position: string;
  readonly recordedAt: string;
}

export interface LatestRow {
  readonly latest_type: string;
  readonly latest_day: Day;
  readonly latest_position: number | bigint;
  readonly latest_event: string;
  readonly latest_recorded_at: string;
}

export function latestFrom(row: LatestRow): LatestEvent {
  return {
    type: row.latest_type,
    day: row.latest_day,
    id: row.latest_event,
    position: String(row.latest_position),
    recordedAt: row.latest_recorded_at,
  };
}
