import { CoalitionId, CountryCode, CountryGroupId, CycleId, type Day, FocusAreaId, RegionId } from '@mithaq/domain';
import {
  type Cell,
  countedOf,
  type FigureKind,
  figures,
  type Figures,
  type FiguresAsked,
  type Moment,
  perCycle,
  type Question,
  shaped,
} from '@mithaq/projections';
import { type Static, type TObject, type TSchema } from 'typebox';
import { CoalitionParameters, coalitionShown } from '../coalitions/coalitions.reads.js';
import { countryShown, OneCountryParameters } from '../countries/countries.reads.js';
import { groupShown, groupsShown, OneGroupParameters } from '../country-groups/country-groups.reads.js';
import { focusAreaShown, focusAreasShown } from '../focus-areas/focus-areas.reads.js';
import { MomentParameters } from '../reading/as-of.js';
import { type Shown } from '../reading/ask.js';
import { type Chosen } from '../reading/asked.js';
import { figureFilter, FigureParameters } from '../reading/figure-filter.js';
import { RegionParameters, regionsByFocusAreaShown, regionShown, regionsShown } from '../regions/regions.reads.js';
import { OneGroupParameters as WorkingGroupParameters, workingGroupShown } from '../working-groups/working-groups.reads.js';

/** A page that has figures: where it stands, what can be asked of it, and what is behind its cells. */
export interface FigurePage<Parameters extends TObject = TObject> {
  readonly collection: string;
  /** Within the collection; empty: the collection itself. */
  readonly path: string;
  /** What it is called in the names of operations, and in their summaries. */
  readonly suffix: string;
  readonly noun: string;
  readonly parameters: Parameters;
  readonly ids: Readonly<Record<string, TSchema>>;
  readonly figures: Pick<FigureKind, 'counted' | 'example'>;
  /** What of these is asked. */
  ask(asked: Chosen<Static<Parameters>>, id: string): FiguresOfPage;
}

export interface FiguresOfPage extends Pick<Figures, 'opening' | 'frozenOn'> {
  /** The page itself; undefined where its record is not there at the moment. */
  readonly shown: (at: Moment, day: Day) => Question<Shown | undefined>;
  /** The stream of the record that it is of. */
  readonly stream?: string;
}

/** Every page that has figures. */
export const figurePages: readonly FigurePage[] = [
  pageOf({
    ...{ collection: 'regions', path: '', suffix: 'Regions', noun: 'what stands per region' },
    ...{ parameters: RegionParameters, ids: {}, figures: figures.regions },
    ask: asked => ({ ...ofRegions(asked), shown: regionsShown(asked) }),
  }),
  pageOf({
    ...{ collection: 'regions', path: 'by-focus-area', suffix: 'RegionsByFocusArea', noun: 'what stands per region and focus area' },
    ...{ parameters: FigureParameters, ids: {}, figures: figures['regions/by-focus-area'] },
    ask: asked => ({ ...figures['regions/by-focus-area'].of(chosenBy(asked)), shown: regionsByFocusAreaShown(asked) }),
  }),
  pageOf({
    ...{ collection: 'regions', path: ':id', suffix: 'Region', noun: 'what stands in one region' },
    ...{ parameters: RegionParameters, ids: { id: RegionId } },
    figures: { ...figures.regions, example: 'tables/submitted,published/exclusive/all' },
    ask: (asked, id) => ({
      shown: regionShown(asked, id as RegionId), // as it was checked, here and below
      opening: ofLine(ofRegions(asked), 'regions', id),
    }),
  }),
  pageOf({
    ...{ collection: 'focus-areas', path: '', suffix: 'FocusAreas', noun: 'what stands per focus area' },
    ...{ parameters: FigureParameters, ids: {}, figures: figures['focus-areas'] },
    ask: asked => ({ ...figures['focus-areas'].of(chosenBy(asked)), shown: focusAreasShown(asked) }),
  }),
  pageOf({
    ...{ collection: 'focus-areas', path: ':id', suffix: 'FocusArea', noun: 'what stands in one focus area' },
    ...{ parameters: FigureParameters, ids: { id: FocusAreaId } },
    figures: { ...figures['focus-areas'], example: 'tables/submitted,published/primary/all' },
    ask: (asked, id) => ({
      shown: focusAreaShown(asked, id as FocusAreaId),
      opening: ofLine(figures['focus-areas'].of(chosenBy(asked)), 'focusAreas', id),
    }),
  }),
  pageOf({
    ...{ collection: 'country-groups', path: '', suffix: 'CountryGroups', noun: 'what serves the country groups' },
    ...{ parameters: FigureParameters, ids: {}, figures: figures['country-groups'] },
    ask: asked => ({ ...figures['country-groups'].of(chosenBy(asked)), shown: groupsShown(asked) }),
  }),
  pageOf({
    ...{ collection: 'country-groups', path: ':id', suffix: 'CountryGroup', noun: 'what serves one country group' },
    ...{ parameters: OneGroupParameters, ids: { id: CountryGroupId }, figures: figures['country-groups/<id>'] },
    ask: (asked, id) => ({
      ...{ ...figures['country-groups/<id>'].of(chosenBy(asked), id), stream: `countryGroup-${id}` },
      shown: groupShown(asked, id as CountryGroupId),
    }),
  }),
  pageOf({
    ...{ collection: 'countries', path: ':id', suffix: 'Country', noun: 'what is carried out in one country and led from there' },
    ...{ parameters: OneCountryParameters, ids: { id: CountryCode }, figures: figures['countries/<id>'] },
    ask: (asked, iso2) => ({
      ...{ ...figures['countries/<id>'].of(chosenBy(asked), iso2), stream: `country-${iso2}` },
      shown: countryShown(asked, iso2 as CountryCode),
    }),
  }),
  pageOf({
    ...{ collection: 'working-groups', path: ':id', suffix: 'WorkingGroup', noun: 'what one working group facilitated' },
    ...{ parameters: WorkingGroupParameters, ids: { id: FocusAreaId }, figures: figures['working-groups/<id>'] },
    ask: (asked, id) => ({
      ...{ ...figures['working-groups/<id>'].of(chosenBy(asked), id), stream: `workingGroup-${id}` },
      shown: workingGroupShown(asked, id as FocusAreaId),
    }),
  }),
  pageOf({
    ...{ collection: 'reporting-cycles', path: ':id', suffix: 'ReportingCycle', noun: 'who reported to one cycle' },
    ...{ parameters: MomentParameters, ids: { id: CycleId }, figures: figures['reporting-cycles/<id>'] },
    ask: (_, id) => ({
      ...{ ...figures['reporting-cycles/<id>'].of({}, id), stream: `reportingCycle-${id}` },
      shown: (at, day) =>
        shaped(
          perCycle(at, day, id as CycleId),
          figures => figures && { body: { counted: countedOf(figures) }, provenance: [figures.cycle.provenance] },
        ),
    }),
  }),
  pageOf({
    ...{ collection: 'coalitions', path: ':id', suffix: 'Coalition', noun: 'who stands by one coalition' },
    ...{ parameters: CoalitionParameters, ids: { id: CoalitionId }, figures: figures['coalitions/<id>'] },
    ask: ({ provenance }, id) => ({
      ...{ ...figures['coalitions/<id>'].of({ filter: { ...(provenance && { provenance }) } }, id), stream: `coalition-${id}` },
      shown: coalitionShown({ ...(provenance && { provenance }) }, id as CoalitionId),
    }),
  }),
];

function pageOf<Parameters extends TObject>(page: FigurePage<Parameters>): FigurePage {
  return page; // it is given the parameters that it asks for
}

function chosenBy(asked: Chosen<FigureParameters>): FiguresAsked {
  return { filter: figureFilter(asked), cycle: asked.cycle };
}

function ofRegions({ question, ...asked }: Chosen<RegionParameters>): Figures {
  return figures[question === 'origin' ? 'regions?question=origin' : 'regions'].of(chosenBy(asked));
}

/** What a page of one line of a table leaves out of the names of its cells. */
function ofLine({ opening }: Figures, ...line: Cell): Figures['opening'] {
  return (at, day) => {
    const open = opening(at, day);
    return ([tables = '', provenances = '', ...cell]) => open([tables, provenances, ...line, ...cell]);
  };
}
