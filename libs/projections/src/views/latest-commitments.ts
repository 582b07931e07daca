import { type LocalizedText, type Provenance } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { join, type Sql, sql } from '../engine/sql.js';
import { commitmentDetails } from './commitment-details.js';
import { commitments, type Status } from './commitments.js';
import { type FigureFilter, where } from './filter.js';
import { type LatestEvent, latestFrom, type LatestRow } from './latest.js';
import { type SqlRow } from './question.js';

/** A commitment by its latest event. */
export interface LatestCommitment {
  readonly id: string;
  readonly title: LocalizedText;
  readonly status: Status;
  readonly provenance: Provenance;
  readonly event: LatestEvent;
}

const perPlace = 5;

/**
 * The commitments with the latest events, a few for each place. Each place is a query of its own, so that SQLite walks the index of
 * latest events and stops after a few.
 * @param places the condition of each place, on commitments that stand under `c`
 */
export function latestStatement(moment: Moment, filter: FigureFilter, places: ReadonlyMap<string, Sql>): Sql {
  const each = [...places].map(
    ([place, condition]) => sql`
    select * from (
      select ${place} as place, c.stream as stream, c.id as id, c.status as status, c.provenance as provenance, c.latest_type as latest_type, c.latest_day as latest_day,
        c.latest_position as latest_position, c.latest_event as latest_event, c.latest_recorded_at as latest_recorded_at
      from ${commitments.at(moment)} c where ${where(moment, filter)} and ${condition}
      order by c.latest_day desc, c.latest_position desc limit ${perPlace})`,
  );
  return sql`
    select l.*, d.details ->> '$.title' as title
    from (${join(each, ' union all ')}) l join ${commitmentDetails.at(moment)} d on d.stream = l.stream
    order by l.latest_day desc, l.latest_position desc`;
}

export function latestAt(rows: readonly SqlRow[], place: string): LatestCommitment[] {
  return rows.filter(row => row['place'] === place).map(toLatest);
}

function toLatest(given: SqlRow): LatestCommitment {
  const row = given as unknown as LatestRow & { id: string; title: string; status: Status; provenance: Provenance }; // what latestStatement selects
  return {
    id: row.id,
    title: JSON.parse(row.title) as LocalizedText,
    status: row.status,
    provenance: row.provenance,
    event: latestFrom(row),
  };
}
