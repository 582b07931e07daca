import { type CycleId, type Day, focusAreaIds, type FocusAreaId, type Provenance, regionIds, type RegionId } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { sql } from '../engine/sql.js';
import { cycleAsking, type CycleHead, cycleStatement, dutyStatement } from './duties.js';
import { type FigureFilter, provenanceSets } from './filter.js';
import { ungrouped } from './grouping.js';
import { latestAt, type LatestCommitment, latestStatement } from './latest-commitments.js';
import {
  type Counts,
  countStatement,
  disbursementStatement,
  isShared,
  ofProvenance,
  provenanceOf,
  sharedStatement,
  Tally,
  type ValueFigures,
  valueStatement,
} from './measures.js';
import { leadHome } from './organisations.js';
import { onlyRegionOf, type OnlyRegion, partNamed, parts, regionsOf } from './places.js';
import { countingRuleVersion, type Question, type SqlRow } from './question.js';

/** A part of the whole: these parts (the regions, several, not stated) add up to it. */
export interface PartLine {
  /** The commitments of this part and of no other. */
  readonly exclusive: Counts;
  /** Split over regions exactly; `commitments` of a line counts each that has a part here. */
  readonly value: ValueFigures;
}

export interface RegionLine extends PartLine {
  readonly region: RegionId;
  /** All that touch the region: one of several regions counts in each of them, so these overlap and do not add up. */
  readonly touching: Counts;
}

export interface RegionTable {
  /** The cycle that `reporting` is of. */
  readonly cycle: CycleHead | null;
  readonly regions: readonly RegionLine[];
  /** Exclusive: those of several regions. Value: theirs as far as no shares are stated. By origin there is none. */
  readonly several: PartLine;
  readonly notStated: PartLine;
  readonly whole: PartLine;
}

/** The latest events: of the whole, and of what touches each region. */
export interface LatestByRegion {
  readonly whole: readonly LatestCommitment[];
  readonly regions: readonly { readonly region: RegionId; readonly latest: readonly LatestCommitment[] }[];
}

export interface RegionFigures {
  readonly rule: typeof countingRuleVersion;
  /** The regions of implementation, or the region of origin: of the lead's home. */
  readonly question: 'implementation' | 'origin';
  /** One, adding up the provenances asked for; with demonstration beside others, one each. */
  readonly tables: readonly (RegionTable & { readonly provenance: readonly Provenance[] })[];
  readonly latest: LatestByRegion;
}

/**
 * By region of implementation.
 * @param day of the answer
 * @param cycle that `reporting` is of; absent: the latest
 */
export function perRegion(moment: Moment, day: Day, filter: FigureFilter = {}, cycle?: CycleId): Question<RegionFigures> {
  const grouping = { by: { regions: sql`c.regions` } };
  return {
    statements: [
      countStatement(moment, day, filter, grouping),
      valueStatement(moment, filter, ungrouped, splitColumns),
      latestStatement(moment, filter, grouping),
      disbursementStatement(moment, filter, apart),
      sharedStatement(moment, filter, ungrouped),
      dutyStatement(moment, day, filter, grouping, cycle),
      cycleStatement(moment, day, { cycle, provenance: filter.provenance }),
    ],
    answer: ([counts = [], values = [], latest = [], paid = [], shared = [], duties = [], cycles = []]) => ({
      rule: countingRuleVersion,
      question: 'implementation',
      tables: provenanceSets(filter.provenance).map(provenance => ({
        provenance,
        ...implementationTable(
          { counts, duties, values, paid, shared },
          row => provenance.includes(provenanceOf(row)),
          cycleAsking(cycles, provenance, day),
        ),
      })),
      latest: latestByRegion(latest, (row, region) => regionsOf(row['regions'] as number).includes(region)),
    }),
  };
}

/**
 * By region of origin: of the home country of the lead at the moment, or the region that the lead states.
 * @param day of the answer
 * @param cycle that `reporting` is of; absent: the latest
 */
export function perRegionOfOrigin(moment: Moment, day: Day, filter: FigureFilter = {}, cycle?: CycleId): Question<RegionFigures> {
  const { origin, join } = leadHome(moment);
  const grouping = { by: { origin }, join };
  return {
    statements: [
      countStatement(moment, day, filter, grouping),
      valueStatement(moment, filter, grouping, ['']),
      latestStatement(moment, filter, grouping),
      disbursementStatement(moment, filter, grouping),
      dutyStatement(moment, day, filter, grouping, cycle),
      cycleStatement(moment, day, { cycle, provenance: filter.provenance }),
    ],
    answer: ([counts = [], values = [], latest = [], paid = [], duties = [], cycles = []]) => ({
      rule: countingRuleVersion,
      question: 'origin',
      tables: provenanceSets(filter.provenance).map(provenance => {
        const table = new RegionTally(cycleAsking(cycles, provenance, day));
        for (const row of ofProvenance([...counts, ...duties], provenance)) {
          const place = row['origin'] as OnlyRegion;
          table.whole.counted.add(row);
          table.parts[place].counted.add(row);
          if (place !== 'several' && place !== 'not-stated') table.touching[place].counted.add(row);
        }
        for (const row of ofProvenance([...values, ...paid], provenance)) {
          table.whole.valued.add(row, '');
          table.parts[row['origin'] as OnlyRegion].valued.add(row, '');
        }
        return { provenance, ...table.table() };
      }),
      latest: latestByRegion(latest, (row, region) => row['origin'] === region),
    }),
  };
}

export interface RegionByFocusArea {
  readonly rule: typeof countingRuleVersion;
  /** A table of regions for each focus area, by the primary one; they add up to the whole. */
  readonly tables: readonly {
    readonly provenance: readonly Provenance[];
    readonly focusAreas: readonly (RegionTable & { readonly focusArea: FocusAreaId })[];
    readonly whole: RegionTable;
  }[];
}

/**
 * Regions of implementation × primary focus areas.
 * @param day of the answer
 * @param cycle that `reporting` is of; absent: the latest
 */
export function regionByFocusArea(moment: Moment, day: Day, filter: FigureFilter = {}, cycle?: CycleId): Question<RegionByFocusArea> {
  const focusArea = { focus_area: sql`c.focus_area` };
  const grouping = { by: { regions: sql`c.regions`, ...focusArea } };
  return {
    statements: [
      countStatement(moment, day, filter, grouping),
      valueStatement(moment, filter, { by: focusArea }, splitColumns),
      disbursementStatement(moment, filter, { by: { ...apart.by, ...focusArea } }),
      sharedStatement(moment, filter, { by: focusArea }),
      dutyStatement(moment, day, filter, grouping, cycle),
      cycleStatement(moment, day, { cycle, provenance: filter.provenance }),
    ],
    answer: ([counts = [], values = [], paid = [], shared = [], duties = [], cycles = []]) => ({
      rule: countingRuleVersion,
      tables: provenanceSets(filter.provenance).map(provenance => {
        const rows = { counts, duties, values, paid, shared };
        const asking = cycleAsking(cycles, provenance, day);
        const isCounted = (row: SqlRow) => provenance.includes(provenanceOf(row));
        return {
          provenance,
          focusAreas: focusAreaIds.map(id => ({
            focusArea: id,
            ...implementationTable(rows, row => row['focus_area'] === id && isCounted(row), asking),
          })),
          whole: implementationTable(rows, isCounted, asking),
        };
      }),
    }),
  };
}

/** The whole, and its parts. */
const splitColumns = ['', ...parts.map(part => `_${part}`)];
/** What was reported of money: whole by where it counts, and whether that is shared by several regions; then its parts are in the columns. */
const apart = { by: { place: sql`c.only_region`, shared: isShared } };

/** The rows of the statements by region of implementation. */
interface ImplementationRows {
  readonly counts: readonly SqlRow[];
  readonly duties: readonly SqlRow[];
  readonly values: readonly SqlRow[];
  readonly paid: readonly SqlRow[];
  readonly shared: readonly SqlRow[];
}

function implementationTable(rows: ImplementationRows, isOf: (row: SqlRow) => boolean, cycle: CycleHead | undefined): RegionTable {
  const table = new RegionTally(cycle);
  for (const row of [...rows.counts, ...rows.duties].filter(isOf)) {
    const bits = row['regions'] as number;
    table.whole.counted.add(row);
    table.parts[onlyRegionOf(bits)].counted.add(row);
    for (const region of regionsOf(bits)) table.touching[region].counted.add(row);
  }
  for (const row of rows.values.filter(isOf)) {
    table.whole.valued.add(row, '');
    for (const place of places) table.parts[place].valued.add(row, `_${partNamed(place)}`);
  }
  for (const row of rows.paid.filter(isOf)) {
    table.whole.valued.add(row, '');
    if (!row['shared']) table.parts[row['place'] as OnlyRegion].valued.add(row, '');
  }
  for (const row of rows.shared.filter(isOf)) {
    for (const region of regionIds) table.parts[region].valued.add(row, `_${partNamed(region)}`);
  }
  return table.table();
}

const places: readonly OnlyRegion[] = [...regionIds, 'several', 'not-stated'];

class RegionTally {
  readonly whole: Tally;
  readonly parts: Readonly<Record<OnlyRegion, Tally>>;
  readonly touching: Readonly<Record<RegionId, Tally>>;

  constructor(private readonly cycle: CycleHead | undefined) {
    this.whole = new Tally(cycle);
    this.parts = tallies(places, cycle);
    this.touching = tallies(regionIds, cycle);
  }

  table(): RegionTable {
    const part = ({ counted, valued }: Tally): PartLine => ({ exclusive: counted.counts(), value: valued.value() });
    return {
      cycle: this.cycle ?? null,
      regions: regionIds.map(region => ({ region, touching: this.touching[region].counted.counts(), ...part(this.parts[region]) })),
      several: part(this.parts.several),
      notStated: part(this.parts['not-stated']),
      whole: part(this.whole),
    };
  }
}

function tallies<Place extends string>(ids: readonly Place[], cycle: CycleHead | undefined): Record<Place, Tally> {
  // A tally for each of the places named.
  return Object.fromEntries(ids.map(id => [id, new Tally(cycle)])) as Record<Place, Tally>;
}

function latestByRegion(rows: readonly SqlRow[], isIn: (row: SqlRow, region: RegionId) => boolean): LatestByRegion {
  return { whole: latestAt(rows), regions: regionIds.map(region => ({ region, latest: latestAt(rows, row => isIn(row, region)) })) };
}
