import { type Day, focusAreaIds, type FocusAreaId, type Provenance, type RegionId, regionIds } from '@mithaq/domain';
import { type FigureKind, type Figures, type Listed, type Moment, type Page, provenances, type Question } from '@mithaq/projections';
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
export interface FigureView extends Named, Pick<FigureKind, 'counted' | 'example'> {
  readonly kind: 'figures';
  readonly of: (chosen: Chosen) => Figures;
  readonly lines: LinesOfFigures;
}

export type View = ListView | FigureView;

/** The name of a view, and where the service has it; `<id>` stands for the id of the record that it is of. */
export function named(pattern: string, id = ''): Pick<Named, 'name' | 'path'> {
  return { name: pattern.replace('<id>', () => id), path: pattern.replace('<id>', encodeURIComponent(id)) };
}
