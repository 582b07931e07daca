import {
  type AppointmentId,
  type Category,
  type CycleId,
  type Day,
  type FocusAreaId,
  focusAreaIds,
  type LocalizedText,
  type OrganisationId,
  type Person,
  phaseOn,
  type Provenance,
  type RegionalPriorityId,
  type RegionId,
  regionIds,
  regionsMissing,
  type Seat,
  seats,
  shortOf,
  type Source,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { type CycleHead } from './duties.js';
import { type FigureFilter, provenanceSets } from './filter.js';
import { type LatestEvent } from './latest.js';
import { type Counts, type ValueFigures, wholeLines } from './measures.js';
import { nameAndCategory, organisations } from './organisations.js';
import { countingRuleVersion, type Question, shaped, type SqlRow } from './question.js';
import { type Appointed, type Ended, type Establishment, workingGroups } from './working-groups.js';

/** An appointment to a seat, as it is on the day of the answer. */
export interface CoChair {
  readonly appointment: AppointmentId;
  /** The name is sealed. */
  readonly person: Person;
  /** The organisation as it is at the moment; name, category and provenance are null where it has no event yet. */
  readonly organisation: {
    readonly id: OrganisationId;
    readonly name: LocalizedText | null;
    readonly category: Category | null;
    readonly provenance: Provenance | null;
  };
  readonly seat: Seat;
  /** The region that the co-chair speaks for; null: not stated. */
  readonly region: RegionId | null;
  readonly regionalPriorities: readonly RegionalPriorityId[];
  readonly from: Day;
  /** The day from which the seat is free again; null: until further notice. */
  readonly to: Day | null;
  readonly phase: ReturnType<typeof phaseOn>;
  readonly source: Source | null;
  readonly appointed: LatestEvent;
  readonly ended: Ended | null;
}

/** One group on the day of the answer. */
export interface WorkingGroupLine {
  readonly focusArea: FocusAreaId;
  readonly provenance: Provenance | null;
  /** The day from which it is there; null: it is not. */
  readonly established: Day | null;
  /** A group that is short of a seat is incomplete, and leads all the same. */
  readonly composition: 'not-established' | 'incomplete' | 'complete';
  /** Who lead it on the day, by their seats. */
  readonly coChairs: readonly CoChair[];
  /** Seats that nobody holds, and since when; null: since ever. */
  readonly shortOf: readonly { readonly seat: Seat; readonly since: Day | null }[];
}

export interface WorkingGroupTable {
  readonly provenance: readonly Provenance[];
  /** All four, in the order of the focus areas. */
  readonly groups: readonly WorkingGroupLine[];
  /** Of each region, the groups in which a membership seat comes from it. */
  readonly regions: readonly { readonly region: RegionId; readonly focusAreas: readonly FocusAreaId[] }[];
  readonly regionsMissing: readonly RegionId[];
}

export interface WorkingGroups {
  readonly rule: typeof countingRuleVersion;
  /** One, of the groups of the provenances asked for; with demonstration beside others, one each. */
  readonly tables: readonly WorkingGroupTable[];
}

/** The four groups and who leads them, and the regions that their membership seats come from. */
export function listWorkingGroups(moment: Moment, day: Day, provenance?: readonly Provenance[]): Question<WorkingGroups> {
  return {
    statements: [rowsOf(moment, sql`1`)],
    answer: ([rows = []]) => ({
      rule: countingRuleVersion,
      tables: provenanceSets(provenance).map(set => tableOf(set, groupsIn(rows), day)),
    }),
  };
}

/** One group with all terms that were given in it: past, present and to come. */
export interface WorkingGroupPage extends WorkingGroupLine {
  readonly mandate: LocalizedText | null;
  readonly source: Source | null;
  /** By their first day. */
  readonly terms: readonly CoChair[];
  readonly latest: LatestEvent;
}

/** One group; undefined where it is not established at the moment. */
export function oneWorkingGroup(moment: Moment, day: Day, focusArea: FocusAreaId): Question<WorkingGroupPage | undefined> {
  return {
    statements: [rowsOf(moment, sql`w.stream = ${`workingGroup-${focusArea}`}`)],
    answer: ([rows = []]) => {
      const group = groupsIn(rows).get(focusArea);
      if (!group) return undefined;
      const { mandate, source } = group.establishment;
      const terms = group.terms.map(term => toCoChair(term, day)).sort(byFirstDay);
      return { ...lineOf(focusArea, group, day), mandate, source, terms, latest: group.latest };
    },
  };
}

/** One appointment; undefined where the group has none under this id at the moment. */
export function oneAppointment(
  moment: Moment,
  day: Day,
  focusArea: FocusAreaId,
  appointment: AppointmentId,
): Question<({ readonly focusArea: FocusAreaId } & CoChair) | undefined> {
  return {
    statements: [rowsOf(moment, sql`w.stream = ${`workingGroup-${focusArea}`} and w.key = ${appointment}`)],
    answer: ([rows = []]) => rows.map(row => ({ focusArea, ...toCoChair(row as TermRow, day) }))[0],
  };
}

export interface Facilitated {
  readonly rule: typeof countingRuleVersion;
  /** One, adding up the provenances asked for; with demonstration beside others, one each. */
  readonly tables: readonly {
    readonly provenance: readonly Provenance[];
    /** The cycle that `reporting` is of. */
    readonly cycle: CycleHead | null;
    readonly facilitated: Counts;
    readonly value: ValueFigures;
  }[];
}

/**
 * The commitments that the co-chairs of a group facilitated, and how far they are.
 * @param day of the answer
 * @param cycle that `reporting` is of; absent: the latest
 */
export function facilitatedBy(
  moment: Moment,
  day: Day,
  focusArea: FocusAreaId,
  filter: FigureFilter = {},
  cycle?: CycleId,
): Question<Facilitated> {
  return shaped(wholeLines(moment, day, { ...filter, facilitatedBy: [focusArea] }, cycle), lines => ({
    rule: countingRuleVersion,
    tables: lines.map(({ counts, value, ...of }) => ({ ...of, facilitated: counts, value })),
  }));
}

function rowsOf(moment: Moment, condition: Sql): Sql {
  return sql`
    select w.*, o.details as organisation_details, o.provenance as organisation_provenance
    from ${workingGroups.at(moment)} w
    left join ${organisations.at(moment)} o on o.stream = 'organisation-' || w.organisation
    where ${condition}`;
}

/** The columns of an appointment, and what is joined to it. */
type TermRow = SqlRow & {
  readonly appointment: AppointmentId;
  readonly organisation: OrganisationId;
  readonly organisation_details: string | null;
  readonly organisation_provenance: Provenance | null;
  readonly seat: Seat;
  readonly region: RegionId | null;
  readonly from_day: Day;
  readonly to_day: Day | null;
  readonly appointed: string;
  readonly ended: string | null;
};

interface Group {
  readonly establishment: Establishment;
  readonly latest: LatestEvent;
  readonly terms: readonly TermRow[];
}

/** The groups that are there, from the rows of `rowsOf`. */
function groupsIn(rows: readonly SqlRow[]): Map<FocusAreaId, Group> {
  const terms = rows.filter(row => row['appointment'] !== null) as TermRow[];
  return new Map(
    rows
      .filter(row => row['appointment'] === null)
      .map(row => [
        row['focus_area'] as FocusAreaId,
        {
          establishment: JSON.parse(row['establishment'] as string) as Establishment,
          latest: JSON.parse(row['latest'] as string) as LatestEvent,
          terms: terms.filter(term => term['focus_area'] === row['focus_area']),
        },
      ]),
  );
}

function tableOf(provenance: readonly Provenance[], all: ReadonlyMap<FocusAreaId, Group>, day: Day): WorkingGroupTable {
  const groups = focusAreaIds.map(focusArea => {
    const group = all.get(focusArea);
    return lineOf(focusArea, group && provenance.includes(group.establishment.provenance) ? group : undefined, day);
  });
  const comeFrom = (region: RegionId) =>
    groups.filter(({ coChairs }) => coChairs.some(coChair => coChair.seat === 'membership' && coChair.region === region));
  return {
    provenance,
    groups,
    regions: regionIds.map(region => ({ region, focusAreas: comeFrom(region).map(({ focusArea }) => focusArea) })),
    regionsMissing: regionsMissing(groups.flatMap(({ coChairs }) => coChairs)),
  };
}

function lineOf(focusArea: FocusAreaId, group: Group | undefined, day: Day): WorkingGroupLine {
  if (!group) {
    const vacant = seats.map(seat => ({ seat, since: null }));
    return { focusArea, provenance: null, established: null, composition: 'not-established', coChairs: [], shortOf: vacant };
  }
  const { establishment, terms } = group;
  const vacant = shortOf(terms.map(toTerm), day, establishment.day);
  return {
    focusArea,
    provenance: establishment.provenance,
    established: establishment.day,
    composition: vacant.length === 0 ? 'complete' : 'incomplete',
    coChairs: terms
      .map(term => toCoChair(term, day))
      .filter(({ phase }) => phase === 'present')
      .sort((a, b) => seats.indexOf(a.seat) - seats.indexOf(b.seat) || byFirstDay(a, b)),
    shortOf: vacant,
  };
}

function toTerm({ seat, from_day, to_day }: TermRow) {
  return { seat, from: from_day, to: to_day ?? undefined };
}

function toCoChair(row: TermRow, day: Day): CoChair {
  const { person, regionalPriorities, source, event } = JSON.parse(row.appointed) as Appointed;
  return {
    appointment: row.appointment,
    person,
    organisation: {
      id: row.organisation,
      ...nameAndCategory(row.organisation_details),
      provenance: row.organisation_provenance,
    },
    seat: row.seat,
    region: row.region,
    regionalPriorities,
    from: row.from_day,
    to: row.to_day,
    phase: phaseOn(toTerm(row), day),
    source,
    appointed: event,
    ended: row.ended === null ? null : (JSON.parse(row.ended) as Ended),
  };
}

function byFirstDay(a: CoChair, b: CoChair): number {
  const [one, other] = [`${a.from} ${a.appointment}`, `${b.from} ${b.appointment}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
