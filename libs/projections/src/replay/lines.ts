import { shownEvent } from '@mithaq/domain';
import { countingRuleVersion } from '../views/question.js';
import { type ReplayAsked, type ReplayStep } from './replay.js';

/**
 * A replay as NDJSON: a line a step, without its end. The same replay has the same lines, wherever it is made.
 *
 * @param begins what the first line says beside the moment and the figures
 */
export class ReplayLines {
  constructor(
    private readonly asked: Pick<ReplayAsked, 'scope' | 'order'>,
    private readonly begins: object = {},
  ) {}

  /** @param cursor with which a replay goes on after this line */
  of(step: ReplayStep, cursor: string): string {
    return this.pieces(step, cursor).join('');
  }

  /** The line in pieces, for whoever writes them one after the other: put together they would be copied once more. */
  pieces(step: ReplayStep, cursor: string): readonly string[] {
    const head = `{"cursor":${JSON.stringify(cursor)},"step":"${step.kind}"`;
    switch (step.kind) {
      case 'event': {
        const { event, before, after, figures } = step;
        return [
          `${head},"event":${JSON.stringify(shownEvent(event))},"record":${JSON.stringify(event.stream)},"state":{"before":`,
          before.text,
          ',"after":',
          after.text,
          `},"figures":${JSON.stringify(figures)}}`,
        ];
      }
      case 'day':
        return [`${head},"day":"${step.day}","figures":${JSON.stringify(step.figures)}}`];
      case 'begins': {
        const { scope, order } = this.asked;
        const { at, figures } = step;
        return [`${head},${JSON.stringify({ scope: scope.name, order, rule: countingRuleVersion, at, figures, ...this.begins }).slice(1)}`];
      }
      case 'ends':
        return [`${head},${JSON.stringify({ at: step.at, figures: step.figures }).slice(1)}`];
    }
  }
}
