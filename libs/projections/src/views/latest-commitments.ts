import { type LocalizedText, type Provenance } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { join, name, type Sql, sql } from '../engine/sql.js';
import { commitmentDetails } from './commitment-details.js';
import { commitments, fromCell, type Status } from './commitments.js';
import { type FigureFilter, where } from './filter.js';
import { type Grouping, selected } from './grouping.js';
import { type LatestEvent, latestFrom, type LatestRow } from './latest.js';
import { type SqlRow } from './question.js';

/** A commitment by its latest event. */
export interface LatestCommitment {
  readonly id: string;
  readonly title: LocalizedText;
  readonly registration: Status;
  readonly provenance: Provenance;
  readonly event: LatestEvent;
}

const perPlace = 5;

/**
 * The commitments with the latest events, a few for each place: one scan that numbers the commitments of each group of places by their
 * latest events and keeps the first few of each, of which `latestAt` takes those of a place. It costs the same for every
 * place and filter; a query a place would scan as often as there are places where SQLite finds no use for an index.
 * @param grouping by what tells which places a commitment belongs to
 */
export function latestStatement(moment: Moment, filter: FigureFilter, { by, join: joined = sql`` }: Grouping): Sql {
  const names = join(
    Object.keys(by).map(as => name(as)),
    ', ',
  );
  return sql`
    select l.*, d.details ->> '$.title' as title
    from (
      select *, row_number() over (partition by ${names} order by latest_day desc, latest_position desc) as nth
      from (
        select ${selected(by)} c.stream as stream, c.id as id, c.cell as cell,
          c.latest_type as latest_type, c.latest_day as latest_day, c.latest_position as latest_position,
          c.latest_event as latest_event, c.latest_recorded_at as latest_recorded_at
        from ${commitments.at(moment)} c ${joined}
        where ${where(moment, filter)})) l
    cross join ${commitmentDetails.at(moment)} d on d.stream = l.stream
    where l.nth <= ${perPlace}
    order by l.latest_day desc, l.latest_position desc`;
}

/** The latest of a place, from the rows of `latestStatement`. */
export function latestAt(rows: readonly SqlRow[], isThere: (row: SqlRow) => boolean = () => true): LatestCommitment[] {
  return rows.filter(isThere).slice(0, perPlace).map(toLatest);
}

function toLatest(given: SqlRow): LatestCommitment {
  const row = given as unknown as LatestRow & { id: string; title: string; cell: number }; // what latestStatement selects
  const { status, provenance } = fromCell(row.cell);
  return { id: row.id, title: JSON.parse(row.title) as LocalizedText, registration: status, provenance, event: latestFrom(row) };
}
