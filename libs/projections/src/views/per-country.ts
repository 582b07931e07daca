import { type CountryCode, type CountryGroupId, type LocalizedText, type Provenance, type RegionId } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { sql, type Sql } from '../engine/sql.js';
import { commitmentLinks } from './commitment-links.js';
import { countries } from './countries.js';
import { countryGroups } from './country-groups.js';
import { type FigureFilter, provenanceSets, serving } from './filter.js';
import {
  type Counts,
  countStatement,
  type Grouping,
  ofProvenance,
  Tally,
  ungrouped,
  type ValueFigures,
  valueStatement,
} from './measures.js';
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
    /** Those with at least one commitment, in the order of their codes. */
    readonly countries: readonly CountryLine[];
    readonly notStated: TouchingLine;
    readonly whole: TouchingLine;
  }[];
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
    readonly groups: readonly CountryGroupLine[];
    /** Those that serve no group. */
    readonly none: TouchingLine;
    readonly whole: TouchingLine;
  }[];
}

/** By country of implementation. */
export function perCountry(moment: Moment, filter: FigureFilter = {}): Question<CountryFigures> {
  const named = sql`(select stream as named, target as country from ${commitmentLinks.at(moment)} where type = 'country')`;
  return byCountry(moment, filter, 'implementation', {
    by: { place: sql`n.country` },
    join: sql`left join ${named} n on n.named = c.stream`,
  });
}

/** By country of origin: the home country of the lead. A body that states a region alone has none. */
export function perCountryOfOrigin(moment: Moment, filter: FigureFilter = {}): Question<CountryFigures> {
  const { country, join } = leadHome(moment);
  return byCountry(moment, filter, 'origin', { by: { place: country }, join });
}

/** By country group: a commitment serves one if it names the group, or is implemented in a country that is a member at the moment. */
export function perCountryGroup(moment: Moment, filter: FigureFilter = {}): Question<CountryGroupFigures> {
  const grouping = { by: { place: sql`s.group_id` }, join: sql`left join ${serving(moment)} s on s.served = c.stream` };
  const groups = sql`
    select g.group_id as id, max(g.name) as name, count(g.country) as members
    from ${countryGroups.at(moment)} g group by g.group_id order by g.group_id`;
  return {
    statements: [...touchingStatements(moment, filter, grouping), groups],
    answer: ([counts = [], values = [], wholeCounts = [], wholeValues = [], listed = []]) => ({
      rule: countingRuleVersion,
      overlaps: true,
      tables: provenanceSets(filter.provenance).map(provenance => {
        const tallies = touchingTallies(ofProvenance(counts, provenance), ofProvenance(values, provenance));
        const known = new Map(listed.map(row => [row['id'] as CountryGroupId, row]));
        // A group that is named and not listed yet at the moment is shown, without its name.
        const ids = [...new Set([...known.keys(), ...(tallies.keys() as Iterable<CountryGroupId | null>)])]
          .filter(id => id !== null)
          .sort();
        return {
          provenance,
          groups: ids.map(group => ({
            group,
            name: nameOf(known.get(group)),
            members: (known.get(group)?.['members'] as number | undefined) ?? 0,
            ...touchingLine(tallies.get(group)),
          })),
          none: touchingLine(tallies.get(null)),
          whole: touchingLine(wholeTally(ofProvenance(wholeCounts, provenance), ofProvenance(wholeValues, provenance))),
        };
      }),
    }),
  };
}

function byCountry(
  moment: Moment,
  filter: FigureFilter,
  question: CountryFigures['question'],
  grouping: Grouping,
): Question<CountryFigures> {
  return {
    statements: [...touchingStatements(moment, filter, grouping), sql`select iso2 as id, name, region from ${countries.at(moment)}`],
    answer: ([counts = [], values = [], wholeCounts = [], wholeValues = [], listed = []]) => {
      const known = new Map(listed.map(row => [row['id'] as CountryCode, row]));
      return {
        rule: countingRuleVersion,
        question,
        overlaps: question === 'implementation',
        tables: provenanceSets(filter.provenance).map(provenance => {
          const tallies = touchingTallies(ofProvenance(counts, provenance), ofProvenance(values, provenance));
          const ids = [...(tallies.keys() as Iterable<CountryCode | null>)].filter(id => id !== null).sort();
          return {
            provenance,
            countries: ids.map(country => ({
              country,
              name: nameOf(known.get(country)),
              region: (known.get(country)?.['region'] as RegionId | undefined) ?? null,
              ...touchingLine(tallies.get(country)),
            })),
            notStated: touchingLine(tallies.get(null)),
            whole: touchingLine(wholeTally(ofProvenance(wholeCounts, provenance), ofProvenance(wholeValues, provenance))),
          };
        }),
      };
    },
  };
}

/** By place, where a commitment can be in several, and of the whole, where each is once. */
function touchingStatements(moment: Moment, filter: FigureFilter, grouping: Grouping): Sql[] {
  return [
    countStatement(moment, filter, grouping),
    valueStatement(moment, filter, grouping, ['']),
    countStatement(moment, filter, ungrouped),
    valueStatement(moment, filter, ungrouped, ['']),
  ];
}

function touchingTallies(counts: readonly SqlRow[], values: readonly SqlRow[]): Map<string | null, Tally> {
  const tallies = new Map<string | null, Tally>();
  const at = (row: SqlRow) => {
    const place = row['place'] as string | null;
    const tally = tallies.get(place) ?? new Tally();
    tallies.set(place, tally);
    return tally;
  };
  for (const row of counts) at(row).counted.add(row);
  for (const row of values) at(row).valued.add(row, '');
  return tallies;
}

function wholeTally(counts: readonly SqlRow[], values: readonly SqlRow[]): Tally {
  const tally = new Tally();
  for (const row of counts) tally.counted.add(row);
  for (const row of values) tally.valued.add(row, '');
  return tally;
}

function touchingLine({ counted, valued }: Tally = new Tally()): TouchingLine {
  return { touching: counted.counts(), value: valued.value() };
}

function nameOf(row: SqlRow | undefined): LocalizedText | null {
  const name = row?.['name'];
  return typeof name === 'string' ? (JSON.parse(name) as LocalizedText) : null;
}
