import { type Json } from '@mithaq/domain';
import { answer, cut, momentLine, table, visible, visibleValue } from '../answers.js';
import { type Asking, chosenOf, withSource } from '../asking.js';
import { UsageWrong } from '../failures.js';
import { type Terminal } from '../terminal.js';
import { type Chosen, type FigureView } from '../views/view.js';

export interface FiguresAsked extends Asking, Chosen {
  readonly fromAsOf?: string;
  readonly fromEffectiveAt?: string;
  readonly asOf?: string;
  readonly effectiveAt?: string;
}

/** Shows how the figures of a view came to be others, cell by cell. */
export function diffFigures(terminal: Terminal, view: FigureView, options: FiguresAsked): Promise<void> {
  const { fromAsOf, fromEffectiveAt, asOf, effectiveAt } = options;
  if (fromAsOf === undefined && fromEffectiveAt === undefined) {
    throw new UsageWrong('Figures are compared with those of another moment: name it by --from-as-of, by --from-effective-at, or by both.');
  }
  const asked = { moment: { asOf, effectiveAt }, chosen: chosenOf(options, view) };
  return withSource(options, terminal, async source => {
    const views = await source.views();
    const { moment, answer: compared } = await views.comparisonOf(view, { asOf: fromAsOf, effectiveAt: fromEffectiveAt }, asked);
    const { from, rule, changes } = compared;
    answer(terminal, options, { view: view.name, ...moment, from, rule, changes }, () => [
      `${view.name}, from what it was ${momentLine(from)} to what it is ${momentLine(moment)}`,
      ...(changes.length === 0
        ? ['Nothing differs.']
        : table(
            ['cell', 'before', 'after', 'difference', 'by events', 'by days'],
            changes.map(({ cell, before, after, difference, byEvents, byDays }) => [
              visible(cell.join('/')),
              ...[before, after].map(value => cut(visibleValue(value as Json | undefined))), // of an answer in JSON
              ...[difference, byEvents, byDays].map(value => (value === undefined ? '-' : String(value))),
            ]),
          )),
    ]);
  });
}
