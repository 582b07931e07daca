import { focusAreaIds, type FocusAreaId, type Provenance, regionIds, type RegionId } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { sql } from '../engine/sql.js';
import { type FigureFilter, provenanceSets } from './filter.js';
import { latestAt, type LatestCommitment, latestStatement } from './latest-commitments.js';
import { type Counts, countStatement, ofProvenance, Tally, ungrouped, type ValueFigures, valueStatement } from './measures.js';
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

/** By region of implementation. */
export function perRegion(moment: Moment, filter: FigureFilter = {}): Question<RegionFigures> {
  const grouping = { by: { regions: sql`c.regions` } };
  return {
    statements: [
      countStatement(moment, filter, grouping),
      valueStatement(moment, filter, ungrouped, splitColumns),
      latestStatement(moment, filter, grouping),
    ],
    answer: ([counts = [], values = [], latest = []]) => ({
      rule: countingRuleVersion,
      question: 'implementation',
      tables: provenanceSets(filter.provenance).map(provenance => ({
        provenance,
        ...implementationTable(ofProvenance(counts, provenance), ofProvenance(values, provenance)),
      })),
      latest: latestByRegion(latest, (row, region) => regionsOf(row['regions'] as number).includes(region)),
    }),
  };
}

/** By region of origin: of the home country of the lead at the moment, or the region that the lead states. */
export function perRegionOfOrigin(moment: Moment, filter: FigureFilter = {}): Question<RegionFigures> {
  const { origin, join } = leadHome(moment);
  const grouping = { by: { origin }, join };
  return {
    statements: [
      countStatement(moment, filter, grouping),
      valueStatement(moment, filter, grouping, ['']),
      latestStatement(moment, filter, grouping),
    ],
    answer: ([counts = [], values = [], latest = []]) => ({
      rule: countingRuleVersion,
      question: 'origin',
      tables: provenanceSets(filter.provenance).map(provenance => {
        const table = new RegionTally();
        for (const row of ofProvenance(counts, provenance)) {
          const place = row['origin'] as OnlyRegion;
          table.whole.counted.add(row);
          table.parts[place].counted.add(row);
          if (place !== 'several' && place !== 'not-stated') table.touching[place].counted.add(row);
        }
        for (const row of ofProvenance(values, provenance)) {
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

/** Regions of implementation × primary focus areas. */
export function regionByFocusArea(moment: Moment, filter: FigureFilter = {}): Question<RegionByFocusArea> {
  const focusArea = { focus_area: sql`c.focus_area` };
  return {
    statements: [
      countStatement(moment, filter, { by: { regions: sql`c.regions`, ...focusArea } }),
      valueStatement(moment, filter, { by: focusArea }, splitColumns),
    ],
    answer: ([counts = [], values = []]) => ({
      rule: countingRuleVersion,
      tables: provenanceSets(filter.provenance).map(provenance => {
        const [counted, valued] = [ofProvenance(counts, provenance), ofProvenance(values, provenance)];
        const of = (rows: readonly SqlRow[], id: FocusAreaId) => rows.filter(row => row['focus_area'] === id);
        return {
          provenance,
          focusAreas: focusAreaIds.map(id => ({ focusArea: id, ...implementationTable(of(counted, id), of(valued, id)) })),
          whole: implementationTable(counted, valued),
        };
      }),
    }),
  };
}

/** The whole, and its parts. */
const splitColumns = ['', ...parts.map(part => `_${part}`)];

function implementationTable(counts: readonly SqlRow[], values: readonly SqlRow[]): RegionTable {
  const table = new RegionTally();
  for (const row of counts) {
    const bits = row['regions'] as number;
    table.whole.counted.add(row);
    table.parts[onlyRegionOf(bits)].counted.add(row);
    for (const region of regionsOf(bits)) table.touching[region].counted.add(row);
  }
  for (const row of values) {
    table.whole.valued.add(row, '');
    for (const place of places) table.parts[place].valued.add(row, `_${partNamed(place)}`);
  }
  return table.table();
}

const places: readonly OnlyRegion[] = [...regionIds, 'several', 'not-stated'];

class RegionTally {
  readonly whole = new Tally();
  readonly parts: Readonly<Record<OnlyRegion, Tally>> = tallies(places);
  readonly touching: Readonly<Record<RegionId, Tally>> = tallies(regionIds);

  table(): RegionTable {
    const part = ({ counted, valued }: Tally): PartLine => ({ exclusive: counted.counts(), value: valued.value() });
    return {
      regions: regionIds.map(region => ({ region, touching: this.touching[region].counted.counts(), ...part(this.parts[region]) })),
      several: part(this.parts.several),
      notStated: part(this.parts['not-stated']),
      whole: part(this.whole),
    };
  }
}

function tallies<Place extends string>(ids: readonly Place[]): Record<Place, Tally> {
  // A tally for each of the places named.
  return Object.fromEntries(ids.map(id => [id, new Tally()])) as Record<Place, Tally>;
}

function latestByRegion(rows: readonly SqlRow[], isIn: (row: SqlRow, region: RegionId) => boolean): LatestByRegion {
  return { whole: latestAt(rows), regions: regionIds.map(region => ({ region, latest: latestAt(rows, row => isIn(row, region)) })) };
}
