import { type Moment } from './moment.js';
import { type Sql, sql } from './sql.js';

/** Where an event stands that belongs to others, across streams. */
export interface TraceRow {
  readonly position: number | bigint;
  readonly stream: string;
  readonly revision: number;
}

/** A part of a trace, in the order of positions. */
export interface TracePart {
  readonly at: Moment;
  /** The last position of the part before. */
  readonly after: bigint;
  readonly limit: number;
}

/** The events of one correlation id. */
export function correlatedBy(correlationId: string, { at, after, limit }: TracePart): Sql<TraceRow> {
  return sql<TraceRow>`
    select e.position, e.stream, e.revision from ledger_event e
    where e.correlation_id = ${correlationId} and e.position > ${after} and ${knownAt(at)}
    order by e.position limit ${limit}`;
}

/** What led to the event at a position: the event that caused it, what caused that, and so on; the first cause first. */
export function causesOf(position: bigint): Sql<TraceRow> {
  return sql<TraceRow>`
    with recursive cause (position, stream, revision, causation_id) as (
      select position, stream, revision, causation_id from ledger_event where position = ${position}
      union
      -- A cause is recorded before what it causes: so this ends, whatever the events say.
      select e.position, e.stream, e.revision, e.causation_id from cause c
      join ledger_event e on e.id = c.causation_id and e.position < c.position)
    select position, stream, revision from cause where position < ${position} order by position`;
}

/** What the event at a position caused, what that caused, and so on; `depth` is how many causes lie between, and itself. */
export function effectsOf(position: bigint, { at, after, limit }: TracePart): Sql<TraceRow & { readonly depth: number }> {
  return sql<TraceRow & { readonly depth: number }>`
    with recursive effect (position, id, stream, revision, depth) as (
      select position, id, stream, revision, 0 from ledger_event where position = ${position}
      union
      select e.position, e.id, e.stream, e.revision, f.depth + 1 from effect f
      join ledger_event e on e.causation_id = f.id and e.position > f.position
      where ${knownAt(at)})
    select position, stream, revision, depth from effect where depth > 0 and position > ${after} order by position limit ${limit}`;
}

/** Of the event `e`. */
function knownAt({ position }: Moment): Sql {
  return position === undefined ? sql`true` : sql`e.position <= ${position}`;
}
