import {
  type CountryCode,
  type CountryGroupId,
  type CycleId,
  type Day,
  type LocalizedText,
  type Provenance,
  type RegionId,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { sql } from '../engine/sql.js';
import { commitmentLinks } from './commitment-links.js';
import { countries } from './countries.js';
import { countryGroups } from './country-groups.js';
import { cycleAsking, type CycleHead, cycleStatement } from './duties.js';
import { type FigureFilter, provenanceSets, serving } from './filter.js';
import { type Grouping, ungrouped } from './grouping.js';
import { type Counts, ofProvenance, Tally, type ValueFigures, wholeStatements } from './measures.js';
import { leadHome } from './organisations.js';
import { countingRuleVersion, type Question, type SqlRow } from './question.js';

/** Commitments that touch a place, each with its whole value: amounts are not split over countries or groups. */
export interface TouchingLine {
  readonly touching: Counts;
  readonly value: ValueFigures;
}

export interface CountryLine extends TouchingLine {
  readonly country: CountryCode;
  /** Null where the country has no event yet at the moment. */
  readonly name: LocalizedText | null;
  readonly region: RegionId | null;
}

export interface CountryFigures {
  readonly rule: typeof countingRuleVersion;
  readonly question: 'implementation' | 'origin';
  /** By implementation a commitment counts in each of its countries, so the lines overlap; by origin they and `notStated` add up. */
  readonly overlaps: boolean;
  readonly tables: readonly {
    readonly provenance: readonly Provenance[];
    /** The cycle that `reporting` is of. */
    readonly cycle: CycleHead | null;
    /** Those with at least one commitment, in the order of their codes. */
    readonly countries: readonly CountryLine[];
    readonly notStated: TouchingLine;
    readonly whole: TouchingLine;
  }[];
}

/** Of figures of which one country alone was asked: the whole of each table is its line. */
export function linesOfOneCountry({ tables }: CountryFigures) {
  return tables.map(({ provenance, cycle, whole }) => ({ provenance, cycle, ...whole }));
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

/** By country of implementation; `day` and `cycle` as for `perRegion`. */
export function perCountry(moment: Moment, day: Day, filter: FigureFilter = {}, cycle?: CycleId): Question<CountryFigures> {
  const named = sql`(select stream as named, target as country from ${commitmentLinks.at(moment)} where type = 'country')`;
  const grouping = { by: { place: sql`n.country` }, join: sql`left join ${named} n on n.named = c.stream` };
  return byCountry(moment, 'implementation', touching(moment, day, filter, grouping, cycle));
}

/** By country of origin: the home country of the lead. A body that states a region alone has none. */
export function perCountryOfOrigin(moment: Moment, day: Day, filter: FigureFilter = {}, cycle?: CycleId): Question<CountryFigures> {
  const { country, join } = leadHome(moment);
  return byCountry(moment, 'origin', touching(moment, day, filter, { by: { place: country }, join }, cycle));
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

function byCountry(moment: Moment, question: CountryFigures['question'], counted: Question<TouchingTable[]>): Question<CountryFigures> {
  return {
    statements: [sql`select iso2 as id, name, region from ${countries.at(moment)}`, ...counted.statements],
    answer: ([listed = [], ...results]) => {
      const known = new Map(listed.map(row => [row['id'] as CountryCode, row]));
      return {
        rule: countingRuleVersion,
        question,
        overlaps: question === 'implementation',
        tables: counted.answer(results).map(({ provenance, cycle, at, places, whole }) => ({
          provenance,
          cycle,
          countries: (places as readonly CountryCode[]).map(country => ({
            country,
            name: nameOf(known.get(country)),
            region: (known.get(country)?.['region'] as RegionId | undefined) ?? null,
            ...at(country),
          })),
          notStated: at(null),
          whole,
        })),
      };
    },
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
