import { type Day, focusAreaIds, type FocusAreaId, type Provenance, type RegionId, regionIds } from '@mithaq/domain';
import { type Listed, type Moment, type Opening, type Page, provenances, type Question } from '@mithaq/projections';
import { type LinesOfFigures } from './figure-lines.js';

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
} as const satisfies Required<Chosen>;

/** A view as it is named. */
export interface Named {
  /** As the command line names it: as the addresses of the service do. */
  readonly name: string;
  /** Where the service has it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What it can be chosen from by, and by which values of that. */
  readonly takes: Chosen;
}

/** A list: a line an item. */
export interface ListView extends Named {
  readonly kind: 'list';
  /** The service gives it a page after the other, or whole. */
  readonly given: 'in-pages' | 'whole';
  /** Undefined where its record is not there. */
  readonly question: (chosen: Chosen) => (at: Moment, day: Day, page: Page) => Question<Listed<object> | undefined>;
  /** The items in the answer of the service; absent: they are its `data`. */
  readonly itemsOf?: (answer: object) => readonly object[];
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

/** The name of a view that is of one record, and where the service has it. */
export function within(collection: string, id: string, below = ''): Pick<Named, 'name' | 'path'> {
  return { name: `${collection}/${id}${below}`, path: `${collection}/${encodeURIComponent(id)}${below}` };
}
