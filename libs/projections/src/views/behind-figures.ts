import {
  categoryIds,
  type CoalitionId,
  type CountryCode,
  type CountryGroupId,
  type CycleId,
  type Day,
  type FocusAreaId,
  focusAreaIds,
  type Provenance,
  regionIds,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { name, type Sql, sql } from '../engine/sql.js';
import { type Behind, type Cell, type Opening } from './behind.js';
import {
  type AmountsOf,
  behindCounts,
  behindPriorities,
  behindReporting,
  behindValue,
  type FigureAsked,
  wholeAmounts,
} from './behind-measures.js';
import { provenances, provenancesLike } from './commitments.js';
import { coalitions } from './coalitions.js';
import { countries } from './countries.js';
import { countryGroups } from './country-groups.js';
import { type FigureFilter, provenanceSets, serving, where, within } from './filter.js';
import { isShared } from './measures.js';
import { homeOf, homes, organisations } from './organisations.js';
import { focusAreaBits, type OnlyRegion, partNamed } from './places.js';
import { type SignatureStatus, signatures, signatureStatuses } from './signatures.js';
import { workingGroups } from './working-groups.js';

/*
 * What is behind each cell of each figure, by the same names as the figure answers it. A line of a table is a condition on the commitments,
 * the one that the filter of a list would put; what of them a cell of the line counts, `behind-measures` knows.
 */

/** By region of implementation: `tables`, the provenances, the line, the measure. */
export function behindRegions(asked: FigureAsked): Opening {
  return inTables(asked, regionTable);
}

/** By region of origin. */
export function behindRegionsOfOrigin(asked: FigureAsked): Opening {
  return inTables(asked, (asked, cell) => {
    const { place, measure } = lineOf(cell);
    if (place === undefined) return undefined;
    const line = place === 'whole' ? everywhere : place === 'several' ? nowhere : chosenBy(asked, { originRegion: [place] });
    return measuredAs({ ...(isIn(regionIds, place) && { touching: line }), exclusive: line, value: line }, asked, measure);
  });
}

/** Regions of implementation × primary focus areas. */
export function behindRegionsByFocusArea(asked: FigureAsked): Opening {
  return inTables(asked, (asked, [lines, ...cell]) => {
    if (lines === 'whole') return regionTable(asked, cell);
    const [focusArea, ...rest] = cell;
    return lines === 'focusAreas' && isIn(focusAreaIds, focusArea)
      ? regionTable(asked, rest, chosenBy(asked, { primaryFocusArea: [focusArea] }))
      : undefined;
  });
}

export function behindFocusAreas(asked: FigureAsked): Opening {
  return inTables(asked, (asked, [lines, ...cell]) => {
    if (lines === 'whole') return measuredAs({ primary: everywhere, value: everywhere }, asked, cell);
    const [focusArea, ...rest] = cell;
    if (lines !== 'focusAreas' || !isIn(focusAreaIds, focusArea)) return undefined;
    const primary = chosenBy(asked, { primaryFocusArea: [focusArea] });
    return measuredAs({ primary, alsoServing: sql`c.also & ${focusAreaBits([focusArea])} <> 0`, value: primary }, asked, rest);
  });
}

/** Of one country: `implementedHere` and `ledFromHere`, the provenances, the measure. */
export function behindCountry(asked: FigureAsked, country: CountryCode): Opening {
  const here = inOneLine(asked, { country: [country] }, 'touching');
  const fromHere = inOneLine(asked, { originCountry: [country] }, 'touching');
  return whereThere(sql`select 1 from ${countries.at(asked.moment)} where iso2 = ${country}`, ([tables, ...cell]) => {
    const open = tables === 'implementedHere' ? here : tables === 'ledFromHere' ? fromHere : undefined;
    return open?.(['tables', ...cell]);
  });
}

/** Of one country group: what serves it. */
export function behindServing(asked: FigureAsked, group: CountryGroupId): Opening {
  return whereThere(
    sql`select 1 from ${countryGroups.at(asked.moment)} where group_id = ${group}`,
    inOneLine(asked, { group: [group] }, 'touching'),
  );
}

/** With the countries that are members of each group. */
export function behindCountryGroups(asked: FigureAsked): Opening {
  const none = servesNone(asked.moment);
  const served = touchingTable('groups', 'none', none, group => ({ group: [group as CountryGroupId] }));
  return inTables(asked, (asked, cell) => {
    const [lines, group, measure, ...beyond] = cell;
    const isOfMembers = lines === 'groups' && measure === 'members' && beyond.length === 0;
    return isOfMembers && group !== undefined ? membersOf(asked.moment, group) : served(asked, cell);
  });
}

function servesNone(moment: Moment): Sql {
  return sql`c.stream not in (select served from ${serving(moment)})`;
}

function membersOf(moment: Moment, group: string): Behind {
  return {
    parts: sql`
      select 'country-' || g.country as stream, null as provenance, 1 as part
      from ${countryGroups.at(moment)} g where g.group_id = ${group} and g.country is not null`,
    titleOf: stream => sql`(select k.name from ${countries.at(moment)} k where k.stream = ${stream})`,
  };
}

/** What the co-chairs of a working group facilitated. */
export function behindFacilitated(asked: FigureAsked, focusArea: FocusAreaId): Opening {
  return whereThere(
    sql`select 1 from ${workingGroups.at(asked.moment)} where stream = ${`workingGroup-${focusArea}`}`,
    inOneLine(asked, { facilitatedBy: [focusArea] }, 'facilitated'),
  );
}

/** What a cycle is owed. */
export function behindCycle(moment: Moment, day: Day, cycle: CycleId): Opening {
  return ([tables, ...cell]) => {
    if (tables === 'regionalPriorities') {
      const [lines, region, counts, ...rest] = cell;
      if (lines === 'whole') return behindPriorities(moment, day, cycle, everywhere, cell.slice(1));
      const isLine = lines === 'regions' && isIn(regionIds, region) && counts === 'counts';
      return isLine ? behindPriorities(moment, day, cycle, sql`c.region = ${region}`, rest) : undefined;
    }
    const [provenance, lines, id, counts, ...rest] = cell;
    if (tables !== 'tables' || !isIn(provenances, provenance)) return undefined;
    const asked = { moment, day, cycle, filter: { provenance: [provenance] } };
    if (lines === 'whole') return behindReporting(asked, everywhere, cell.slice(2));
    const line = counts === 'counts' && id !== undefined ? owingLine(asked, lines, id) : undefined;
    return line && behindReporting(asked, line, rest);
  };
}

/** The same, of a page that has its figures under `counted`. */
export function behindCounted(moment: Moment, day: Day, cycle: CycleId): Opening {
  const open = behindCycle(moment, day, cycle);
  return ([counted, ...cell]) => (counted === 'counted' ? open(cell) : undefined);
}

function owingLine(asked: FigureAsked, lines: string | undefined, id: string): Sql | undefined {
  const { moment } = asked;
  switch (lines) {
    case 'regions':
      return isIn(places, id) ? chosenBy(asked, { onlyRegion: [id] }) : undefined;
    case 'regionsTouched':
      return isIn(regionIds, id) ? chosenBy(asked, { region: [id] }) : undefined;
    case 'focusAreas':
      return isIn(focusAreaIds, id) ? chosenBy(asked, { primaryFocusArea: [id] }) : undefined;
    case 'categories':
      if (id === 'not-stated') return sql`c.lead not in (select organisation from ${homes(moment)})`;
      return isIn(categoryIds, id) ? chosenBy(asked, { category: [id] }) : undefined;
    case 'countryGroups':
      return id === 'none' ? servesNone(moment) : chosenBy(asked, { group: [id as CountryGroupId] });
    default:
      return undefined;
  }
}

/** Who signed the document of a coalition. */
export function behindCoalition(moment: Moment, id: CoalitionId, provenance?: readonly Provenance[]): Opening {
  const { join, origin } = homeOf(moment, sql`s.organisation`);
  const sets = provenance ? provenanceSets(provenance) : [provenancesLike('submitted'), provenancesLike('demonstration')];
  const signed = (of: readonly Provenance[], status: SignatureStatus, condition: Sql): Behind => ({
    parts: sql`
      select s.stream as stream, s.provenance as provenance, 1 as part from ${signatures.at(moment)} s ${join}
      where s.coalition = ${id} and s.status = ${status} and ${within(sql`s.provenance`, of)} and ${condition}`,
    titleOf: stream => sql`
      (select b.details ->> '$.name' from ${signatures.at(moment)} g
       join ${organisations.at(moment)} b on b.stream = 'organisation-' || g.organisation where g.stream = ${stream})`,
  });
  return whereThere(sql`select 1 from ${coalitions.at(moment)} where id = ${id}`, ([lines, ...cell]) => {
    if (lines === 'signatories')
      return isIn(signatureStatuses, cell[0]) && cell.length === 1 ? signed(provenances, cell[0], everywhere) : undefined;
    const set = sets.find(set => String(set) === cell[0]);
    const [measure, key, counted, ...beyond] = cell.slice(1);
    if (lines !== 'tables' || !set || beyond.length > 0) return undefined;
    if (key === undefined) return isIn(signatureStatuses, measure) ? signed(set, measure, everywhere) : undefined;
    if (measure === 'byVersion') return counted === 'standing' ? signed(set, 'standing', sql`s.version = ${Number(key)}`) : undefined;
    if (counted !== undefined) return undefined;
    if (measure === 'byCategory') return signed(set, 'standing', sql`coalesce(o.category, 'not-stated') = ${key}`);
    return measure === 'byRegion' ? signed(set, 'standing', sql`${origin} = ${key}`) : undefined;
  });
}

/** Figures of a record have nothing behind them where the record is not there: then its page is not either. */
function whereThere(record: Sql, open: Opening): Opening {
  return cell => {
    const behind = open(cell);
    return behind && { ...behind, parts: sql`select * from (${behind.parts}) where exists (${record})` };
  };
}

const everywhere = sql`1`;
const nowhere = sql`0`;
const places: readonly OnlyRegion[] = [...regionIds, 'several', 'not-stated'];

/** The condition of a filter alone: whose records are counted, the figure's own filter says. */
function chosenBy({ moment }: FigureAsked, filter: FigureFilter): Sql {
  return where(moment, { ...filter, provenance: provenances });
}

type Table = (asked: FigureAsked, cell: Cell) => Behind | undefined;

/** Opens the table of one set of provenances. */
function inTables(asked: FigureAsked, table: Table): Opening {
  return ([tables, provenances, ...cell]) => {
    const provenance = provenanceSets(asked.filter.provenance).find(set => String(set) === provenances);
    return tables === 'tables' && provenance ? table({ ...asked, filter: { ...asked.filter, provenance } }, cell) : undefined;
  };
}

/** All that a filter chooses, as `wholeLines` counts it. @param counts what the line calls its counts */
function inOneLine(asked: FigureAsked, filter: FigureFilter, counts: string): Opening {
  return inTables({ ...asked, filter: { ...asked.filter, ...filter } }, (asked, cell) =>
    measuredAs({ [counts]: everywhere, value: everywhere }, asked, cell),
  );
}

/** Counts and values of one line, by the name of the measure. */
function measuredAs(lines: Readonly<Record<string, Sql>>, asked: FigureAsked, [measure, ...cell]: Cell, amountsOf = wholeAmounts) {
  if (measure === undefined || !Object.hasOwn(lines, measure)) return undefined;
  const line = lines[measure]!;
  return measure === 'value' ? behindValue(asked, line, amountsOf, cell) : behindCounts(asked, line, cell);
}

function regionTable(asked: FigureAsked, cell: Cell, among: Sql = everywhere): Behind | undefined {
  const { place, measure } = lineOf(cell);
  if (place === undefined) return undefined;
  if (place === 'whole') return measuredAs({ exclusive: among, value: among }, asked, measure);
  const chosen = (filter: FigureFilter) => sql`${among} and ${chosenBy(asked, filter)}`;
  const touching = isIn(regionIds, place) && { touching: chosen({ region: [place] }) };
  return measuredAs({ ...touching, exclusive: chosen({ onlyRegion: [place] }), value: among }, asked, measure, splitAmounts(place));
}

/** Of the amounts a place has its part; what was reported of money is split only where several regions share it. */
function splitAmounts(place: OnlyRegion): AmountsOf {
  const part = partNamed(place);
  return amount => {
    const column = sql`c.${name(`${amount}_${part}`)}`;
    if (amount === 'amount' || amount === 'usd') return column;
    const whole = sql`c.only_region = ${place} and not ${isShared}`;
    const shared = isIn(regionIds, place) ? sql` when ${isShared} then ${column}` : sql``;
    return sql`case when ${whole} then c.${name(amount)}${shared} end`;
  };
}

/** In a table of regions: the place of the line, and the rest of the way. */
function lineOf([line, ...measure]: Cell): { readonly place?: OnlyRegion | 'whole'; readonly measure: Cell } {
  switch (line) {
    case 'whole':
    case 'several':
      return { place: line, measure };
    case 'notStated':
      return { place: 'not-stated', measure };
    case 'regions': {
      const [region, ...rest] = measure;
      return { ...(isIn(regionIds, region) && { place: region }), measure: rest };
    }
    default:
      return { measure };
  }
}

/** Lines that overlap, each with the whole of what touches it; what touches none is in the line `rest`. */
function touchingTable(lines: string, rest: string, none: Sql, filterOf: (id: string) => FigureFilter): Table {
  return (asked, [first, ...cell]) => {
    const measured = (line: Sql, cell: Cell) => measuredAs({ touching: line, value: line }, asked, cell);
    if (first === 'whole') return measured(everywhere, cell);
    if (first === rest) return measured(none, cell);
    const [id, ...measure] = cell;
    return first === lines && id !== undefined ? measured(chosenBy(asked, filterOf(id)), measure) : undefined;
  };
}

function isIn<Value extends string>(values: readonly Value[], value: string | undefined): value is Value {
  return (values as readonly (string | undefined)[]).includes(value);
}
