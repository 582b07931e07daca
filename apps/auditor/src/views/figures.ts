import { type CoalitionId, type CountryCode, type CycleId, type Day, type FocusAreaId } from '@mithaq/domain';
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
  closedOn,
  countedOf,
  countingRuleVersion,
  facilitatedBy,
  type FigureAsked,
  type FigureFilter,
  type Moment,
  oneCoalition,
  oneCountry,
  oneCycle,
  oneWorkingGroup,
  type Opening,
  perCountry,
  perCountryGroup,
  perCycle,
  perFocusArea,
  perRegion,
  perRegionOfOrigin,
  type Question,
  regionByFocusArea,
  shaped,
  together,
} from '@mithaq/projections';
import { linesByFocusArea, linesOfCoalition, linesOfCycle, linesOfTables, linesOfWholes } from './figure-lines.js';
import { choices, type FigureView, type Named, within } from './view.js';

/** The figures, by their names; `<id>` stands for the id of the record that one is of. */
export const figures: Readonly<Record<string, (id: string) => FigureView>> = {
  regions: () => ofCommitments(collection('regions'), perRegion, behindRegions, 'regions/AFR/exclusive/all'),
  'regions-of-origin': () =>
    ofCommitments(
      { name: 'regions-of-origin', path: 'regions', query: { question: 'origin' } },
      perRegionOfOrigin,
      behindRegionsOfOrigin,
      'regions/AFR/exclusive/all',
    ),
  'regions/by-focus-area': () => ({
    ...ofCommitments(
      collection('regions/by-focus-area'),
      regionByFocusArea,
      behindRegionsByFocusArea,
      'focusAreas/connecting-people/regions/AFR/exclusive/all',
    ),
    lines: linesByFocusArea,
  }),
  'focus-areas': () => ofCommitments(collection('focus-areas'), perFocusArea, behindFocusAreas, 'focusAreas/connecting-people/primary/all'),
  'country-groups': () => ofCommitments(collection('country-groups'), perCountryGroup, behindCountryGroups, 'groups/LDC/touching/all'),
  'countries/<id>': iso2 => ({
    ...{ kind: 'figures', ...within('countries', iso2), takes: choices },
    ...{ figures: ['implementedHere', 'ledFromHere'], example: 'implementedHere/submitted,published/touching/all' },
    question: chosen => (at, day) =>
      shaped(
        together(oneCountry(at, iso2 as CountryCode), perCountry(at, day, iso2 as CountryCode, chosen)),
        ([country, figures]) => country && figures,
      ),
    opening: filter => (moment, day) => behindCountry({ moment, day, filter, cycle: undefined }, iso2 as CountryCode),
    lines: linesOfWholes({ implementedHere: 'implementedHere', ledFromHere: 'ledFromHere' }),
  }),
  'working-groups/<id>': id => ({
    ...{ kind: 'figures', ...within('working-groups', id), takes: choices },
    ...{ figures: ['tables'], example: 'tables/submitted,published/facilitated/all' },
    question: chosen => (at, day) =>
      shaped(
        together(oneWorkingGroup(at, day, id as FocusAreaId), facilitatedBy(at, day, id as FocusAreaId, chosen)),
        ([group, facilitated]) => group && facilitated,
      ),
    opening: filter => (moment, day) => behindFacilitated({ moment, day, filter, cycle: undefined }, id as FocusAreaId),
    lines: linesOfWholes({ tables: 'whole' }),
  }),
  'coalitions/<id>': id => ({
    ...{ kind: 'figures', ...within('coalitions', id), takes: { provenance: choices.provenance } },
    ...{ figures: ['signatories', 'tables'], example: 'signatories/standing' },
    question:
      ({ provenance }) =>
      at =>
        oneCoalition(at, id as CoalitionId, provenance),
    opening:
      ({ provenance }) =>
      at =>
        behindCoalition(at, id as CoalitionId, provenance),
    lines: linesOfCoalition,
  }),
  'reporting-cycles/<id>': id => ({
    ...{ kind: 'figures', ...within('reporting-cycles', id), takes: {} },
    ...{ figures: ['counted'], example: 'counted/tables/submitted/whole/silent' },
    question: () => (at, day) =>
      shaped(
        together(oneCycle(at, day, id as CycleId), perCycle(at, day, id as CycleId)),
        ([cycle, figures]) => cycle && figures && { rule: countingRuleVersion, frozen: cycle.closing, counted: countedOf(figures) },
      ),
    opening: () => (at, day) => behindCounted(at, day, id as CycleId),
    frozenOn: (at, day) => closedOn(at, day, id as CycleId),
    lines: linesOfCycle,
  }),
};

function collection(name: string): Pick<Named, 'name' | 'path'> {
  return { name, path: name };
}

/** What stands per line of a table of commitments. */
function ofCommitments(
  named: Pick<Named, 'name' | 'path' | 'query'>,
  figures: (at: Moment, day: Day, filter: FigureFilter) => Question<object>,
  behind: (asked: FigureAsked) => Opening,
  cell: string,
): FigureView {
  return {
    ...{ kind: 'figures', ...named, takes: choices },
    ...{ figures: ['tables'], example: `tables/submitted,published/${cell}` },
    question: chosen => (at, day) => figures(at, day, chosen),
    opening: filter => (moment, day) => behind({ moment, day, filter, cycle: undefined }),
    lines: linesOfTables,
  };
}
