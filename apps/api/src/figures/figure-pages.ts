import { CoalitionId, CountryCode, CountryGroupId, CycleId, type Day, FocusAreaId, RegionId } from '@mithaq/domain';
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
  type Cell,
  closedOn,
  countedOf,
  type FigureAsked,
  type Moment,
  type Opening,
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
  /** The names of its answer under which figures stand; all else is told beside. */
  readonly figures: readonly string[];
  /** A cell of it, as an example. */
  readonly example: string;
  /** What of these is asked. */
  ask(asked: Chosen<Static<Parameters>>, id: string): FiguresOfPage;
}

export interface FiguresOfPage {
  /** The page itself; undefined where its record is not there at the moment. */
  readonly shown: (at: Moment, day: Day) => Question<Shown | undefined>;
  readonly opening: (at: Moment, day: Day) => Opening;
  /** The stream of the record that it is of. */
  readonly stream?: string;
  /** The day that its figures are of, whatever the day of the answer: undefined where they are of that. */
  readonly frozenOn?: (at: Moment, day: Day) => Question<Day | undefined>;
}

/** Every page that has figures. */
export const figurePages: readonly FigurePage[] = [
  pageOf({
    ...{ collection: 'regions', path: '', suffix: 'Regions', noun: 'what stands per region' },
    ...{ parameters: RegionParameters, ids: {}, figures: ['tables'], example: 'tables/submitted,published/regions/AFR/exclusive/all' },
    ask: ({ question, ...asked }) => ({
      shown: regionsShown({ ...asked, ...(question && { question }) }),
      opening: ofCommitments(asked, question === 'origin' ? behindRegionsOfOrigin : behindRegions),
    }),
  }),
  pageOf({
    ...{ collection: 'regions', path: 'by-focus-area', suffix: 'RegionsByFocusArea', noun: 'what stands per region and focus area' },
    ...{ parameters: FigureParameters, ids: {}, figures: ['tables'] },
    example: 'tables/submitted,published/focusAreas/connecting-people/regions/AFR/exclusive/all',
    ask: asked => ({ shown: regionsByFocusAreaShown(asked), opening: ofCommitments(asked, behindRegionsByFocusArea) }),
  }),
  pageOf({
    ...{ collection: 'regions', path: ':id', suffix: 'Region', noun: 'what stands in one region' },
    ...{ parameters: RegionParameters, ids: { id: RegionId }, figures: ['tables'], example: 'tables/submitted,published/exclusive/all' },
    ask: ({ question, ...asked }, id) => ({
      shown: regionShown({ ...asked, ...(question && { question }) }, id as RegionId), // as it was checked, here and below
      opening: ofCommitments(asked, of => ofLine(question === 'origin' ? behindRegionsOfOrigin(of) : behindRegions(of), 'regions', id)),
    }),
  }),
  pageOf({
    ...{ collection: 'focus-areas', path: '', suffix: 'FocusAreas', noun: 'what stands per focus area' },
    ...{ parameters: FigureParameters, ids: {}, figures: ['tables'] },
    example: 'tables/submitted,published/focusAreas/connecting-people/primary/all',
    ask: asked => ({ shown: focusAreasShown(asked), opening: ofCommitments(asked, behindFocusAreas) }),
  }),
  pageOf({
    ...{ collection: 'focus-areas', path: ':id', suffix: 'FocusArea', noun: 'what stands in one focus area' },
    ...{ parameters: FigureParameters, ids: { id: FocusAreaId }, figures: ['tables'], example: 'tables/submitted,published/primary/all' },
    ask: (asked, id) => ({
      shown: focusAreaShown(asked, id as FocusAreaId),
      opening: ofCommitments(asked, of => ofLine(behindFocusAreas(of), 'focusAreas', id)),
    }),
  }),
  pageOf({
    ...{ collection: 'country-groups', path: '', suffix: 'CountryGroups', noun: 'what serves the country groups' },
    ...{ parameters: FigureParameters, ids: {}, figures: ['tables'], example: 'tables/submitted,published/groups/LDC/touching/all' },
    ask: asked => ({ shown: groupsShown(asked), opening: ofCommitments(asked, behindCountryGroups) }),
  }),
  pageOf({
    ...{ collection: 'country-groups', path: ':id', suffix: 'CountryGroup', noun: 'what serves one country group' },
    ...{ parameters: OneGroupParameters, ids: { id: CountryGroupId }, figures: ['tables'] },
    example: 'tables/submitted,published/touching/all',
    ask: (asked, id) => ({
      stream: `countryGroup-${id}`,
      shown: groupShown(asked, id as CountryGroupId),
      opening: ofCommitments({ ...asked, group: [id as CountryGroupId] }, of => ofLine(behindCountryGroups(of), 'whole')),
    }),
  }),
  pageOf({
    ...{ collection: 'countries', path: ':id', suffix: 'Country', noun: 'what is carried out in one country and led from there' },
    ...{ parameters: OneCountryParameters, ids: { id: CountryCode }, figures: ['implementedHere', 'ledFromHere'] },
    example: 'implementedHere/submitted,published/touching/all',
    ask: (asked, iso2) => ({
      stream: `country-${iso2}`,
      shown: countryShown(asked, iso2 as CountryCode),
      opening: ofCommitments(asked, of => behindCountry(of, iso2 as CountryCode)),
    }),
  }),
  pageOf({
    ...{ collection: 'working-groups', path: ':id', suffix: 'WorkingGroup', noun: 'what one working group facilitated' },
    ...{ parameters: WorkingGroupParameters, ids: { id: FocusAreaId }, figures: ['tables'] },
    example: 'tables/submitted,published/facilitated/all',
    ask: (asked, id) => ({
      stream: `workingGroup-${id}`,
      shown: workingGroupShown(asked, id as FocusAreaId),
      opening: ofCommitments(asked, of => behindFacilitated(of, id as FocusAreaId)),
    }),
  }),
  pageOf({
    ...{ collection: 'reporting-cycles', path: ':id', suffix: 'ReportingCycle', noun: 'who reported to one cycle' },
    ...{ parameters: MomentParameters, ids: { id: CycleId }, figures: ['counted'], example: 'counted/tables/submitted/whole/silent' },
    ask: (_, id) => ({
      stream: `reportingCycle-${id}`,
      shown: (at, day) =>
        shaped(
          perCycle(at, day, id as CycleId),
          figures => figures && { body: { counted: countedOf(figures) }, provenance: [figures.cycle.provenance] },
        ),
      opening: (at, day) => behindCounted(at, day, id as CycleId),
      frozenOn: (at, day) => closedOn(at, day, id as CycleId),
    }),
  }),
  pageOf({
    ...{ collection: 'coalitions', path: ':id', suffix: 'Coalition', noun: 'who stands by one coalition' },
    ...{ parameters: CoalitionParameters, ids: { id: CoalitionId }, figures: ['signatories', 'tables'], example: 'signatories/standing' },
    ask: ({ provenance }, id) => ({
      stream: `coalition-${id}`,
      shown: coalitionShown({ ...(provenance && { provenance }) }, id as CoalitionId),
      opening: at => behindCoalition(at, id as CoalitionId, provenance),
    }),
  }),
];

function pageOf<Parameters extends TObject>(page: FigurePage<Parameters>): FigurePage {
  return page; // it is given the parameters that it asks for
}

/** Of figures of commitments. */
function ofCommitments(asked: Chosen<FigureParameters>, behind: (asked: FigureAsked) => Opening) {
  const { cycle } = asked;
  return (moment: Moment, day: Day): Opening => behind({ moment, day, filter: figureFilter(asked), cycle });
}

/** What a page of one line of a table leaves out of the names of its cells. */
function ofLine(opening: Opening, ...line: Cell): Opening {
  return ([tables = '', provenances = '', ...cell]) => opening([tables, provenances, ...line, ...cell]);
}
