import {
  type CoalitionId,
  type CycleId,
  type Day,
  focusAreaIds,
  type FocusAreaId,
  type Provenance,
  type RegionId,
  regionIds,
} from '@mithaq/domain';
import {
  behindCounted,
  behindCountryGroups,
  behindFocusAreas,
  behindRegions,
  behindRegionsOfOrigin,
  closedOn,
  countedOf,
  countingRuleVersion,
  type FigureAsked,
  type FigureFilter,
  type Listed,
  listCommitments,
  listDuties,
  listOrganisations,
  listSignatures,
  type Moment,
  oneCycle,
  type Opening,
  type Page,
  perCountryGroup,
  perCycle,
  perFocusArea,
  perRegion,
  perRegionOfOrigin,
  provenanceOfCoalition,
  provenances,
  type Question,
  shaped,
  shownCommitment,
  shownDuty,
  together,
} from '@mithaq/projections';
import { UsageWrong } from '../failures.js';
import { linesOfCycle, type LinesOfFigures, linesOfTables } from './figure-lines.js';

/** What chooses the records of a view, under the names that the service has for it: values of one are alternatives. */
export interface Chosen {
  readonly provenance?: readonly Provenance[];
  readonly region?: readonly (RegionId | 'not-stated')[];
  readonly focusArea?: readonly FocusAreaId[];
}
export const choices = {
  provenance: provenances,
  region: [...regionIds, 'not-stated'],
  focusArea: focusAreaIds,
} as const satisfies Record<keyof Chosen, readonly string[]>;

interface Named {
  /** As the command line names it: as the addresses of the service do. */
  readonly name: string;
  /** Where the service has it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** The stream of the record that it is of, which may not be there; absent: of none. */
  readonly stream?: string;
  readonly takes: readonly (keyof Chosen)[];
}

/** A list: a line an item, a page after the other. */
export interface ListView extends Named {
  readonly kind: 'list';
  /** Undefined where its record is not there. */
  readonly question: (chosen: Chosen) => (at: Moment, day: Day, page: Page) => Question<Listed<object> | undefined>;
  /** An item without what only a service can show. */
  readonly told?: (item: object) => object;
}

/** Figures, in tables. */
export interface FigureView extends Named {
  readonly kind: 'figures';
  /** The names of its answer under which figures stand, as `comparedFigures` takes them. */
  readonly figures: readonly string[];
  /** Undefined where its record is not there. */
  readonly question: (chosen: Chosen) => (at: Moment, day: Day) => Question<object | undefined>;
  readonly opening: (chosen: Chosen) => (at: Moment, day: Day) => Opening;
  /** The day that its figures are of, whatever the day of the answer; undefined where they are of that. */
  readonly frozenOn?: (at: Moment, day: Day) => Question<Day | undefined>;
  readonly lines: LinesOfFigures;
  /** A cell of it, as an example. */
  readonly example: string;
}

export type View = ListView | FigureView;

/** The lists, by their names; `<id>` stands for the id of the record that one is of. */
const lists: Readonly<Record<string, (id: string) => ListView>> = {
  commitments: () => ({
    ...{ kind: 'list', name: 'commitments', path: 'commitments', takes: ['provenance', 'region', 'focusArea'] },
    question: chosen => (at, day, page) => shaped(listCommitments(at, day, chosen, page), listed => withItems(listed, shownCommitment)),
  }),
  organisations: () => ({
    ...{ kind: 'list', name: 'organisations', path: 'organisations', takes: ['provenance', 'region'] },
    question: chosen => (at, _, page) => listOrganisations(at, chosen, page),
  }),
  'coalitions/<id>/signatures': id => ({
    ...{ kind: 'list', name: `coalitions/${id}/signatures`, path: `coalitions/${encodeURIComponent(id)}/signatures` },
    ...{ stream: `coalition-${id}`, takes: ['provenance', 'region'], told: withoutNames },
    question: chosen => (at, _, page) =>
      shaped(
        together(provenanceOfCoalition(at, id as CoalitionId), listSignatures(at, id as CoalitionId, chosen, page)), // one that is none is not found
        ([coalition, listed]) => coalition && listed,
      ),
  }),
  'reporting-cycles/<id>/duties': id => ({
    ...{ kind: 'list', name: `reporting-cycles/${id}/duties`, path: `reporting-cycles/${encodeURIComponent(id)}/duties` },
    ...{ stream: `reportingCycle-${id}`, takes: ['provenance', 'region', 'focusArea'] },
    question: chosen => (at, day, page) =>
      // Of all provenances the cycle asks what is of its kind.
      shaped(
        listDuties(at, day, id as CycleId, { provenance: provenances, ...chosen }, page),
        listed => listed && withItems(listed, shownDuty),
      ),
  }),
};

/** The figures, likewise. */
const figures: Readonly<Record<string, (id: string) => FigureView>> = {
  regions: () => ofCommitments('regions', perRegion, behindRegions, 'regions/AFR/exclusive/all'),
  'regions-of-origin': () => ({
    ...ofCommitments('regions-of-origin', perRegionOfOrigin, behindRegionsOfOrigin, 'regions/AFR/exclusive/all'),
    ...{ path: 'regions', query: { question: 'origin' } },
  }),
  'focus-areas': () => ofCommitments('focus-areas', perFocusArea, behindFocusAreas, 'focusAreas/connecting-people/primary/all'),
  'country-groups': () => ofCommitments('country-groups', perCountryGroup, behindCountryGroups, 'groups/LDC/touching/all'),
  'reporting-cycles/<id>': id => ({
    ...{ kind: 'figures', name: `reporting-cycles/${id}`, path: `reporting-cycles/${encodeURIComponent(id)}` },
    ...{ stream: `reportingCycle-${id}`, takes: [], figures: ['counted'], example: 'counted/tables/submitted/whole/silent' },
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

export const figureNames = Object.keys(figures);
export const viewNames = [...Object.keys(lists), ...figureNames];

/** The view that the command line names; undefined where there is none of that name. */
export function viewNamed(name: string): View | undefined {
  const [collection, id = '', ...below] = name.split('/');
  const pattern = [collection, ...(name.includes('/') ? ['<id>'] : []), ...below].join('/');
  if (name.includes('/') && id === '') return undefined;
  return Object.hasOwn(lists, pattern) ? lists[pattern]!(id) : Object.hasOwn(figures, pattern) ? figures[pattern]!(id) : undefined;
}

/** The figures that the command line names. @throws UsageWrong */
export function figuresNamed(name: string): FigureView {
  const view = viewNamed(name);
  if (view?.kind === 'figures') return view;
  const fault = view ? `${name} is a list, which has no cells.` : `"${name}" names no figures.`;
  throw new UsageWrong(`${fault} Figures are ${figureNames.join(', ')}.`);
}

/** What stands per line of a table of commitments. */
function ofCommitments(
  name: string,
  figures: (at: Moment, day: Day, filter: FigureFilter) => Question<object>,
  behind: (asked: FigureAsked) => Opening,
  cell: string,
): FigureView {
  return {
    ...{ kind: 'figures', name, path: name, takes: ['provenance', 'region', 'focusArea'] },
    ...{ figures: ['tables'], example: `tables/submitted,published/${cell}` },
    question: chosen => (at, day) => figures(at, day, chosen),
    opening: filter => (moment, day) => behind({ moment, day, filter, cycle: undefined }),
    lines: linesOfTables,
  };
}

function withItems<Item, Shown extends object>(listed: Listed<Item>, shown: (item: Item) => Shown): Listed<Shown> {
  return { ...listed, items: listed.items.map(shown) };
}

/** The ledger has names sealed, and a service opens them: what both can tell of a person is who it is. */
function withoutNames(item: object): object {
  const { signatory, ...rest } = item as { readonly signatory: { readonly id: string } }; // a signature
  return { ...rest, signatory: signatory.id };
}
