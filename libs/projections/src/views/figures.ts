import { type CoalitionId, type CountryCode, type CountryGroupId, type CycleId, type Day, type FocusAreaId } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Opening } from './behind.js';
import {
  behindCoalition,
  behindCounted,
  behindCountry,
  behindCountryGroups,
  behindFacilitated,
  behindFocusAreas,
  behindRegions,
  behindRegionsByFocusArea,
  behindRegionsOfOrigin,
  behindServing,
} from './behind-figures.js';
import { type FigureAsked } from './behind-measures.js';
import { oneCoalition } from './coalition-list.js';
import { closedOn, oneCycle } from './cycle-list.js';
import { type FigureFilter } from './filter.js';
import { perCountry, perCountryGroup, servingGroup } from './per-country.js';
import { countedOf, perCycle } from './per-cycle.js';
import { perFocusArea } from './per-focus-area.js';
import { perRegion, perRegionOfOrigin, regionByFocusArea } from './per-region.js';
import { countingRuleVersion, type Question, shaped, together } from './question.js';
import { oneCountry, oneCountryGroup } from './reference-lists.js';
import { facilitatedBy, oneWorkingGroup } from './working-group-list.js';

/** Which commitments are counted, and the reports to which cycle. */
export interface FiguresAsked {
  readonly filter?: FigureFilter;
  /** Absent: the latest. */
  readonly cycle?: CycleId | undefined;
}

/** Figures of any moment, and what is behind their cells. */
export interface Figures {
  /** Undefined where the record that they are of is not there. */
  readonly question: (at: Moment, day: Day) => Question<object | undefined>;
  readonly opening: (at: Moment, day: Day) => Opening;
  /** The day that they are of, whatever the day of the answer; undefined where they are of that. */
  readonly frozenOn?: (at: Moment, day: Day) => Question<Day | undefined>;
}

export interface FigureKind {
  /** The names of the answer under which figures stand; all else is told beside. */
  readonly counted: readonly string[];
  /** A cell of them, as an example. */
  readonly example: string;
  /** `id` is that of the record that they are of; of others it is not looked at. */
  readonly of: (asked: FiguresAsked, id: string) => Figures;
}

/** The figures that there are, each by its address; `<id>` stands for the id of the record that one is of. */
export const figures = {
  regions: inTables('regions/AFR/exclusive/all', perRegion, behindRegions),
  'regions?question=origin': inTables('regions/AFR/exclusive/all', perRegionOfOrigin, behindRegionsOfOrigin),
  'regions/by-focus-area': inTables('focusAreas/connecting-people/regions/AFR/exclusive/all', regionByFocusArea, behindRegionsByFocusArea),
  'focus-areas': inTables('focusAreas/connecting-people/primary/all', perFocusArea, behindFocusAreas),
  'country-groups': inTables('groups/LDC/touching/all', perCountryGroup, behindCountryGroups),
  'countries/<id>': {
    counted: ['implementedHere', 'ledFromHere'],
    example: 'implementedHere/submitted,published/touching/all',
    of: ofRecord<CountryCode>(oneCountry, perCountry, behindCountry),
  },
  'country-groups/<id>': {
    counted: ['tables'],
    example: 'tables/submitted,published/touching/all',
    of: ofRecord<CountryGroupId>(oneCountryGroup, servingGroup, behindServing),
  },
  'working-groups/<id>': {
    counted: ['tables'],
    example: 'tables/submitted,published/facilitated/all',
    of: ofRecord<FocusAreaId>((at, id, day) => oneWorkingGroup(at, day, id), facilitatedBy, behindFacilitated),
  },
  'reporting-cycles/<id>': {
    counted: ['counted'],
    example: 'counted/tables/submitted/whole/silent',
    of: (_, id) => {
      const cycle = id as CycleId; // as the address has it, here and below; what is none is not found
      return {
        question: (at, day) =>
          shaped(
            together(oneCycle(at, day, cycle), perCycle(at, day, cycle)),
            ([page, figures]) => page && figures && { rule: countingRuleVersion, frozen: page.closing, counted: countedOf(figures) },
          ),
        opening: (at, day) => behindCounted(at, day, cycle),
        frozenOn: (at, day) => closedOn(at, day, cycle),
      };
    },
  },
  'coalitions/<id>': {
    counted: ['signatories', 'tables'],
    example: 'signatories/standing',
    of: ({ filter: { provenance } = {} }, id) => {
      const coalition = id as CoalitionId;
      return {
        question: at => oneCoalition(at, coalition, provenance),
        opening: at => behindCoalition(at, coalition, provenance),
      };
    },
  },
} as const satisfies Readonly<Record<string, FigureKind>>;
export type FigureName = keyof typeof figures;

interface TableKind extends FigureKind {
  readonly of: (asked: FiguresAsked) => Figures;
}

/** What stands per line of a table of commitments. */
function inTables(
  cell: string,
  figures: (at: Moment, day: Day, filter: FigureFilter, cycle?: CycleId) => Question<object>,
  behind: (asked: FigureAsked) => Opening,
): TableKind {
  return {
    counted: ['tables'],
    example: `tables/submitted,published/${cell}`,
    of: ({ filter = {}, cycle }) => ({
      question: (at, day) => figures(at, day, filter, cycle),
      opening: (moment, day) => behind({ moment, day, filter, cycle }),
    }),
  };
}

/** What is counted of the commitments of one record, which is asked for beside: where it is not there, neither are its figures. */
function ofRecord<Id extends string>(
  record: (at: Moment, id: Id, day: Day) => Question<object | undefined>,
  figures: (at: Moment, day: Day, id: Id, filter: FigureFilter, cycle?: CycleId) => Question<object>,
  behind: (asked: FigureAsked, id: Id) => Opening,
): FigureKind['of'] {
  return ({ filter = {}, cycle }, name) => {
    const id = name as Id;
    return {
      question: (at, day) =>
        shaped(together(record(at, id, day), figures(at, day, id, filter, cycle)), ([found, counted]) => found && counted),
      opening: (moment, day) => behind({ moment, day, filter, cycle }, id),
    };
  };
}
