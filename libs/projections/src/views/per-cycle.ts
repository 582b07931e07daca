import {
  type Category,
  type CountryGroupId,
  type CycleId,
  type CycleTable,
  type Day,
  focusAreaIds,
  type FocusAreaId,
  type PriorityTable,
  type Provenance,
  regionIds,
  type RegionId,
  type ReportingLine,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { sql } from '../engine/sql.js';
import { provenances, provenancesLike } from './commitments.js';
import { type CycleHead, cycleStatement, dutyStatement, DutyTally, priorityDutyStatement, toHead } from './duties.js';
import { serving } from './filter.js';
import { ofProvenance } from './measures.js';
import { organisations } from './organisations.js';
import { onlyRegionOf, type OnlyRegion, regionsOf } from './places.js';
import { countingRuleVersion, type Question, type SqlRow } from './question.js';

export interface CycleFigures {
  readonly rule: typeof countingRuleVersion;
  readonly cycle: CycleHead;
  /** The cycle before, which `slipped` compares with. */
  readonly before: CycleId | null;
  /** One for each provenance that the cycle asks, of the demonstration or of all the rest, and that is asked for. */
  readonly tables: readonly CycleTable[];
  readonly regionalPriorities: PriorityTable;
}

/** What of them its page has under `counted`: the cells that `behindCounted` opens. */
export function countedOf({ tables, regionalPriorities }: CycleFigures) {
  return { tables, regionalPriorities };
}

/**
 * Who reported to a cycle, who did not, and how that is spread; undefined where the cycle is not there at the moment.
 * @param day of the answer: it decides what is due, overdue and silent
 * @param provenance absent: all that the cycle asks
 */
export function perCycle(moment: Moment, day: Day, cycle: CycleId, provenance?: readonly Provenance[]): Question<CycleFigures | undefined> {
  const filter = { provenance: provenance ?? provenances };
  const spread = {
    by: { regions: sql`c.regions`, focus_area: sql`c.focus_area`, category: sql`o.category` },
    join: sql`left join ${organisations.at(moment)} o on o.stream = 'organisation-' || c.lead`,
  };
  const groups = { by: { group_id: sql`s.group_id` }, join: sql`left join ${serving(moment)} s on s.served = c.stream` };
  return {
    statements: [
      cycleStatement(moment, day, { cycle }),
      dutyStatement(moment, day, filter, spread, cycle),
      dutyStatement(moment, day, filter, groups, cycle),
      priorityDutyStatement(moment, day, cycle),
    ],
    answer: ([cycles = [], duties = [], byGroup = [], ofPriorities = []]) => {
      const found = cycles[0] && toHead(cycles[0], day);
      return (
        found && {
          rule: countingRuleVersion,
          cycle: found,
          before: cycles[0]!['before'] as CycleId | null,
          tables: provenancesLike(found.provenance)
            .filter(one => filter.provenance.includes(one))
            .map(one => tableOf(found, one, ofProvenance(duties, [one]), ofProvenance(byGroup, [one]))),
          regionalPriorities: priorityTable(found, ofPriorities),
        }
      );
    },
  };
}

function tableOf(cycle: CycleHead, provenance: Provenance, duties: readonly SqlRow[], byGroup: readonly SqlRow[]): CycleTable {
  const whole = new DutyTally(cycle);
  const regions = new Lines<OnlyRegion>(cycle, [...regionIds, 'several', 'not-stated']);
  const regionsTouched = new Lines<RegionId>(cycle, regionIds);
  const focusAreas = new Lines<FocusAreaId>(cycle, focusAreaIds);
  const categories = new Lines<Category | 'not-stated'>(cycle);
  const countryGroups = new Lines<CountryGroupId | 'none'>(cycle);
  for (const row of duties) {
    const bits = row['regions'] as number;
    whole.add(row);
    regions.add(onlyRegionOf(bits), row);
    for (const region of regionsOf(bits)) regionsTouched.add(region, row);
    focusAreas.add(row['focus_area'] as FocusAreaId, row);
    categories.add((row['category'] as Category | null) ?? 'not-stated', row);
  }
  for (const row of byGroup) countryGroups.add((row['group_id'] as CountryGroupId | null) ?? 'none', row);
  return {
    provenance,
    whole: whole.sums,
    regions: regions.lines(),
    regionsTouched: regionsTouched.lines(),
    focusAreas: focusAreas.lines(),
    categories: categories.lines(),
    countryGroups: countryGroups.lines(),
  };
}

function priorityTable(cycle: CycleHead, duties: readonly SqlRow[]): PriorityTable {
  const whole = new DutyTally(cycle);
  const regions = new Lines<RegionId>(cycle, regionIds);
  for (const row of duties) {
    whole.add(row);
    regions.add(row['region'] as RegionId, row);
  }
  return { whole: whole.sums, regions: regions.lines() };
}

/** A line for each id that is named, in that order, and for each other that something is owed of, in the order of the codes. */
class Lines<Id extends string> {
  private readonly tallies: Map<Id, DutyTally>;

  constructor(
    private readonly cycle: CycleHead,
    private readonly named: readonly Id[] = [],
  ) {
    this.tallies = new Map(named.map(id => [id, new DutyTally(cycle)]));
  }

  add(id: Id, row: SqlRow): void {
    const tally = this.tallies.get(id) ?? new DutyTally(this.cycle);
    this.tallies.set(id, tally);
    tally.add(row);
  }

  lines(): ReportingLine[] {
    const others = [...this.tallies.keys()].filter(id => !this.named.includes(id)).sort();
    return [...this.named, ...others].map(id => ({ id, counts: this.tallies.get(id)!.sums }));
  }
}
