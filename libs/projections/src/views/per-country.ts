import { type CountryCode, type CountryGroupId, type CycleId, type Day, type LocalizedText, type Provenance } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { sql } from '../engine/sql.js';
import { countryGroups } from './country-groups.js';
import { cycleAsking, type CycleHead, cycleStatement } from './duties.js';
import { type FigureFilter, provenanceSets, serving } from './filter.js';
import { type Grouping, ungrouped } from './grouping.js';
import { type Counts, ofProvenance, Tally, type ValueFigures, type WholeLine, wholeLines, wholeStatements } from './measures.js';
import { countingRuleVersion, type Question, shaped, type SqlRow, together } from './question.js';

/** Commitments that touch a place, each with its whole value: amounts are not split over countries or groups. */
export interface TouchingLine {
  readonly touching: Counts;
  readonly value: ValueFigures;
}

/** One set of provenances. */
export interface TouchingWhole extends TouchingLine {
  readonly provenance: readonly Provenance[];
  /** The cycle that `reporting` is of. */
  readonly cycle: CycleHead | null;
}

/** Of one country; one line, adding up the provenances asked for; with demonstration beside others, one each. */
export interface CountryFigures {
  readonly rule: typeof countingRuleVersion;
  /** Commitments that name it among their countries. */
  readonly implementedHere: readonly TouchingWhole[];
  /** Commitments whose lead has its home there; a body that states a region alone has none. */
  readonly ledFromHere: readonly TouchingWhole[];
}

export interface CountryGroupLine extends TouchingLine {
  readonly group: CountryGroupId;
  readonly name: LocalizedText | null;
  /** How many countries are members at the moment. */
  readonly members: number;
}

export interface CountryGroupFigures {
  readonly rule: typeof countingRuleVersion;
  /** A commitment counts in each group that it serves. */
  readonly overlaps: true;
  readonly tables: readonly {
    readonly provenance: readonly Provenance[];
    /** The cycle that `reporting` is of. */
    readonly cycle: CycleHead | null;
    readonly groups: readonly CountryGroupLine[];
    /** Those that serve no group. */
    readonly none: TouchingLine;
    readonly whole: TouchingLine;
  }[];
}

/** `day` and `cycle` as for `perRegion`. */
export function perCountry(
  moment: Moment,
  day: Day,
  country: CountryCode,
  filter: FigureFilter = {},
  cycle?: CycleId,
): Question<CountryFigures> {
  return shaped(
    together(
      wholeLines(moment, day, { ...filter, country: [country] }, cycle),
      wholeLines(moment, day, { ...filter, originCountry: [country] }, cycle),
    ),
    ([here, fromHere]) => ({
      rule: countingRuleVersion,
      implementedHere: here.map(touchingWhole),
      ledFromHere: fromHere.map(touchingWhole),
    }),
  );
}

/** Of one country group. */
export interface ServingFigures {
  readonly rule: typeof countingRuleVersion;
  readonly tables: readonly TouchingWhole[];
}

/** `day` and `cycle` as for `perRegion`. */
export function servingGroup(
  moment: Moment,
  day: Day,
  group: CountryGroupId,
  filter: FigureFilter = {},
  cycle?: CycleId,
): Question<ServingFigures> {
  return shaped(wholeLines(moment, day, { ...filter, group: [group] }, cycle), lines => ({
    rule: countingRuleVersion,
    tables: lines.map(touchingWhole),
  }));
}

function touchingWhole({ provenance, cycle, counts, value }: WholeLine): TouchingWhole {
  return { provenance, cycle, touching: counts, value };
}

/** By country group: a commitment serves one if it names the group, or is implemented in a country that is a member at the moment. */
export function perCountryGroup(moment: Moment, day: Day, filter: FigureFilter = {}, cycle?: CycleId): Question<CountryGroupFigures> {
  const grouping = { by: { place: sql`s.group_id` }, join: sql`left join ${serving(moment)} s on s.served = c.stream` };
  const groups = sql`
    select g.group_id as id, max(g.name) as name, count(g.country) as members
    from ${countryGroups.at(moment)} g group by g.group_id order by g.group_id`;
  const counted = touching(moment, day, filter, grouping, cycle);
  return {
    statements: [groups, ...counted.statements],
    answer: ([listed = [], ...results]) => ({
      rule: countingRuleVersion,
      overlaps: true,
      tables: counted.answer(results).map(({ provenance, cycle, at, places, whole }) => {
        const known = new Map(listed.map(row => [row['id'] as CountryGroupId, row]));
        // A group that is named and not listed yet at the moment is shown, without its name.
        const ids = [...new Set([...known.keys(), ...(places as readonly CountryGroupId[])])].sort();
        return {
          provenance,
          cycle,
          groups: ids.map(group => ({
            group,
            name: nameOf(known.get(group)),
            members: (known.get(group)?.['members'] as number | undefined) ?? 0,
            ...at(group),
          })),
          none: at(null),
          whole,
        };
      }),
    }),
  };
}

/** The lines of one set of provenances: by place, where a commitment can be in several, and of the whole, where each is once. */
interface TouchingTable {
  readonly provenance: readonly Provenance[];
  readonly cycle: CycleHead | null;
  /** Those with at least one commitment, in the order of their codes. */
  readonly places: readonly string[];
  readonly at: (place: string | null) => TouchingLine;
  readonly whole: TouchingLine;
}

function touching(
  moment: Moment,
  day: Day,
  filter: FigureFilter,
  grouping: Grouping,
  cycle: CycleId | undefined,
): Question<TouchingTable[]> {
  const by = (grouping: Grouping) => wholeStatements(moment, day, filter, grouping, cycle);
  return {
    statements: [cycleStatement(moment, day, { cycle, provenance: filter.provenance }), ...by(grouping), ...by(ungrouped)],
    answer: ([cycles = [], ...results]) =>
      provenanceSets(filter.provenance).map(provenance => {
        const asking = cycleAsking(cycles, provenance, day);
        const [counts = [], duties = [], values = [], paid = [], ...ofWhole] = results.map(rows => ofProvenance(rows, provenance));
        const tallies = new Map<string | null, Tally>();
        const at = (row: SqlRow) => {
          const place = row['place'] as string | null;
          const tally = tallies.get(place) ?? new Tally(asking);
          tallies.set(place, tally);
          return tally;
        };
        for (const row of [...counts, ...duties]) at(row).counted.add(row);
        for (const row of [...values, ...paid]) at(row).valued.add(row, '');
        const whole = new Tally(asking).addAll(ofWhole);
        return {
          provenance,
          cycle: asking ?? null,
          places: [...tallies.keys()].filter(place => place !== null).sort(),
          at: place => touchingLine(tallies.get(place) ?? new Tally(asking)),
          whole: touchingLine(whole),
        };
      }),
  };
}

function touchingLine({ counted, valued }: Tally): TouchingLine {
  return { touching: counted.counts(), value: valued.value() };
}

function nameOf(row: SqlRow | undefined): LocalizedText | null {
  const name = row?.['name'];
  return typeof name === 'string' ? (JSON.parse(name) as LocalizedText) : null;
}
