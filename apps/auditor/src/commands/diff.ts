import { changesBetween, type Day, differenceBetween, eventHead, stateAfter } from '@mithaq/domain';
import { type Command } from 'commander';
import { answer, cut, momentOf, named, table, visible, visibleValue } from '../answers.js';
import { type Asking, asking, asOfOption, effectiveAtOption, revisionOption, withSource } from '../asking.js';
import { upTo } from '../revisions.js';
import { type NamedRecord, recordNamed, type Source } from '../sources/source.js';
import { type Terminal } from '../terminal.js';

interface Options extends Asking {
  readonly from?: number;
  readonly to?: number;
  readonly fromAsOf?: string;
  readonly fromEffectiveAt?: Day;
  readonly asOf?: string;
  readonly effectiveAt?: Day;
}

export function diffCommand(terminal: Terminal): Command {
  const ofRevisions = ['from', 'to'];
  return asking('diff', 'Shows what differs between two revisions of a record, or between two moments, field by field of its states.')
    .argument('<record>', 'as events name their stream: commitment-…')
    .addOption(revisionOption('--from <revision>', 'standard: the one before --to'))
    .addOption(revisionOption('--to <revision>', 'standard: the last'))
    .addOption(asOfOption('--from-as-of <moment>', 'compare with what the ledger knew then').conflicts(ofRevisions))
    .addOption(effectiveAtOption('--from-effective-at <day>', 'compare with what was true on this day').conflicts(ofRevisions))
    .addOption(asOfOption())
    .addOption(effectiveAtOption())
    .addHelpText(
      'after',
      `
Examples:
  mithaq diff organisation-acme
      what the last event changed
  mithaq diff organisation-acme --from 0 --to 2
      what revisions 1 and 2 changed together
  mithaq diff organisation-acme --from-as-of 2024-06-30T23:59:59Z
      what differs since the end of June, and which events did it
  mithaq diff organisation-acme --from-effective-at 2024-01-15 --effective-at 2024-06-30
      what came true between the two days, as it is known now
  mithaq diff organisation-acme --from-as-of 41822 --from-effective-at 2024-01-15 --effective-at 2024-01-15
      what is known of that day now, and was not when event 41822 was the last`,
    )
    .action((stream: string, options: Options) => {
      const { fromAsOf, fromEffectiveAt } = options;
      const between = fromAsOf === undefined && fromEffectiveAt === undefined ? betweenRevisions : betweenMoments;
      return withSource(options, terminal, source => between(source, recordNamed(stream), options, terminal));
    });
}

async function betweenRevisions(source: Source, of: NamedRecord, options: Options, terminal: Terminal): Promise<void> {
  const { stream, record } = of;
  const { from, to, asOf, effectiveAt } = options;
  const { found, position } = await source.logOf(of, asOf);
  const after = to === undefined ? found : upTo(found, to);
  const before = from === undefined ? after.slice(0, -1) : upTo(found, from);
  const [first, last] = [before.at(-1), after.at(-1)!];
  const changes = changesBetween(stateAfter(record, before, effectiveAt), stateAfter(record, after, effectiveAt));
  const body = {
    record: stream,
    ...momentOf(position, effectiveAt),
    from: first ? eventHead(first) : null,
    to: eventHead(last),
    changes,
  };
  answer(terminal, options, body, () => [
    `${stream} from ${first ? named(first) : 'nothing'} to ${named(last)}`,
    ...(changes.length === 0
      ? ['Nothing differs.']
      : table(
          ['field', 'before', 'after'],
          changes.map(({ pointer, before, after }) => [visible(pointer), cut(visibleValue(before)), cut(visibleValue(after))]),
        )),
  ]);
}

async function betweenMoments(source: Source, of: NamedRecord, options: Options, terminal: Terminal): Promise<void> {
  const { stream, record } = of;
  const { fromAsOf, fromEffectiveAt, asOf, effectiveAt } = options;
  const [start, end] = [await source.positionAt(fromAsOf), await source.positionAt(asOf)];
  const { found } = await source.logOf(of, start > end ? fromAsOf : asOf);
  const at = (position: bigint, day: Day | undefined) => ({ log: found.filter(event => event.position <= position), day });
  const { changes, events } = differenceBetween(record, at(start, fromEffectiveAt), at(end, effectiveAt));
  const recorded = new Map(found.map(event => [event.id, event]));
  const body = {
    record: stream,
    ...momentOf(end, effectiveAt),
    from: momentOf(start, fromEffectiveAt),
    changes,
    events: events.map(({ event, because, correctedBy }) => ({
      event: eventHead(event),
      because,
      correctedBy: correctedBy.map(id => eventHead(recorded.get(id)!)),
    })),
  };
  const moment = (position: bigint, day: Day | undefined) =>
    `${position < 0n ? 'the beginning' : `position ${position}`}${day === undefined ? '' : ` of ${day}`}`;
  answer(terminal, options, body, () => [
    `${stream} from ${moment(start, fromEffectiveAt)} to ${moment(end, effectiveAt)}`,
    ...(events.length === 0 ? ['Nothing differs.'] : []),
    ...(changes.length === 0
      ? []
      : table(
          ['field', 'before', 'after', 'difference'],
          changes.map(({ pointer, before, after, difference }) => [
            visible(pointer),
            cut(visibleValue(before)),
            cut(visibleValue(after)),
            String(difference ?? ''),
          ]),
        )),
    ...(events.length === 0
      ? []
      : table(
          ['event', 'who', 'because', 'corrected by'],
          events.map(({ event, because, correctedBy }) => [
            named(event),
            visible(event.metadata.actor.subject),
            because,
            correctedBy.map(id => `r${recorded.get(id)!.revision}`).join(', '),
          ]),
        )),
  ]);
}
