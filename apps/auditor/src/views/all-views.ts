import { UsageWrong } from '../failures.js';
import { figures } from './figures.js';
import { lists } from './lists.js';
import { type FigureView, type View } from './view.js';

const views: Readonly<Record<string, (id: string) => View>> = { ...lists, ...figures };

export const figureNames = Object.keys(figures);
export const viewNames = Object.keys(views);

/** The view that the command line names; undefined where there is none of that name. */
export function viewNamed(name: string): View | undefined {
  const [collection, id, ...below] = name.split('/');
  const ofRecord = [collection, '<id>', ...below].join('/');
  if (id && Object.hasOwn(views, ofRecord)) return views[ofRecord]!(id);
  return Object.hasOwn(views, name) ? views[name]!('') : undefined;
}

/** How the service calls the figures in previews: by their address. A name that is none here is left to it. */
export function addressOfFigures(name: string): string {
  const view = viewNamed(name);
  return view?.query ? `${view.path}?${new URLSearchParams(view.query).toString()}` : name;
}

/** The figures that the command line names. @throws UsageWrong */
export function figuresNamed(name: string): FigureView {
  const view = viewNamed(name);
  if (view?.kind === 'figures') return view;
  const fault = view ? `${name} is a list, which has no cells.` : `"${name}" names no figures.`;
  throw new UsageWrong(`${fault} Figures are ${figureNames.join(', ')}.`);
}
