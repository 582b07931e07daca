import { changesBetween, type Day, differenceBetween, eventHead, stateAfter } from '@mithaq/domain';
import { answer, cut, momentOf, named, table, visible, visibleValue } from '../answers.js';
import { type Asking, withSource } from '../asking.js';
import { knownAtRevision } from '../revisions.js';
import { type NamedRecord, positionNamed, recordNamed, type Source } from '../sources/source.js';
import { type Terminal } from '../terminal.js';

export interface RecordAsked extends Asking {
  readonly from?: number;
  readonly to?: number;
  readonly fromAsOf?: string;
  readonly fromEffectiveAt?: Day;
  readonly asOf?: string;
  readonly effectiveAt?: Day;
}

/** Between two revisions, or, where the one that is compared with is named as a moment, between two moments. */
export function diffRecord(terminal: Terminal, stream: string, options: RecordAsked): Promise<void> {
  const { fromAsOf, fromEffectiveAt } = options;
  const between = fromAsOf === undefined && fromEffectiveAt === undefined ? betweenRevisions : betweenMoments;
  const of = recordNamed(stream);
  return withSource(options, terminal, source => between(source, of, options, terminal));
}

async function betweenRevisions(source: Source, of: NamedRecord, options: RecordAsked, terminal: Terminal): Promise<void> {
  const { stream, record } = of;
  const { from, to, asOf, effectiveAt } = options;
  const { found, position } = await source.logOf(of, asOf);
  const after = to === undefined ? found : knownAtRevision(found, to);
  const before = from === undefined ? after.slice(0, -1) : knownAtRevision(found, from);
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

async function betweenMoments(source: Source, of: NamedRecord, options: RecordAsked, terminal: Terminal): Promise<void> {
  const { stream, record } = of;
  const { fromAsOf, fromEffectiveAt, asOf, effectiveAt } = options;
  const [start, end] = [await positionOf(source, fromAsOf), await positionOf(source, asOf)];
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

/** Before the first event, one that no event has. */
async function positionOf(source: Source, asOf: string | undefined): Promise<bigint> {
  const { position } = await source.endOf(asOf); // which also refuses one that the ledger does not reach
  return positionNamed(asOf) ?? position ?? -1n;
}
