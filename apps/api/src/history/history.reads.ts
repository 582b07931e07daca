import { Controller, Param, type Type as Class } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { blameSteps, changesBetween, eventHead, linesOf, type Recorded, stateAfter } from '@mithaq/domain';
import { type ResolvedMoment } from '@mithaq/projections';
import Type, { type Static, type TObject } from 'typebox';
import { eventAnswer } from '../events/event-answer.js';
import { Ids } from '../http/id.js';
import { Problem } from '../http/problem.js';
import { momentParameters } from '../reading/as-of.js';
import { answered, Ask, knownAt, type Logged, notThere, onePage, provenanceIn } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { parameters } from '../reading/parameters.js';
import { inTurns } from '../reading/in-turns.js';
import { Read } from '../reading/read.js';
import './history.answers.js';
import { type AddressIds, addressOf, addressOfEvent, type RecordPage, recordPages } from './records.js';

const Revision = Type.String({ pattern: '^(0|[1-9][0-9]{0,8})$' });

/** Of what was recorded, whatever its days. */
export const RecordedParameters = parameters({ asOf: momentParameters.asOf, waitFor: momentParameters.waitFor });
const StateParameters = parameters(momentParameters);
const DiffParameters = parameters({
  from: Type.Optional(Type.Unsafe<string>({ ...Revision, description: 'A revision. Default: the one before `to`.' })),
  to: Type.Optional(Type.Unsafe<string>({ ...Revision, description: 'A revision, before or after `from`. Default: the last.' })),
  ...momentParameters,
});
type DiffParameters = Static<typeof DiffParameters>;

/** What a kind of record has been: the same reads for each. */
function historyOf(page: RecordPage): Class {
  const { record, noun, suffix, collection, path, ids } = page;
  const read = (below: string, operation: string, summary: string, description: string, parameters: TObject, answer: string) =>
    Read({
      path: `${path}/${below}`,
      operationId: `${operation}${suffix}`,
      summary: `${summary} one ${noun}`,
      description,
      parameters,
      answer,
      of: below.endsWith(':revision') ? { ...ids, revision: Revision } : ids,
      absent: [404],
    });

  @ApiTags(collection)
  @Controller(collection)
  class HistoryReads {
    constructor(private readonly queries: QueryBus) {}

    @read(
      'history',
      'getHistoryOf',
      'The whole history of',
      'Every event that was ever recorded of it up to `asOf`, in the order of recording, with what corrects it and what it corrects. What held, `/events` has.',
      RecordedParameters,
      'RecordHistory',
    )
    history(@Param(Ids(ids)) of: AddressIds, @ReadParameters(RecordedParameters) asked: Asked<object>) {
      return this.answer(asked, of, log => ({ data: shownLines(log, page), page: onePage(log) }));
    }

    @read(
      'history/:revision',
      'getStateOf',
      'The state at a revision of',
      'What it said once the event of that revision was known, mistakes included; with `effectiveAt`, of that day.',
      StateParameters,
      'RecordState',
    )
    state(
      @Param(Ids({ ...ids, revision: Revision })) { revision, ...of }: AddressIds,
      @ReadParameters(StateParameters) asked: Asked<object>,
    ) {
      return this.answer(asked, of, (log, { at }) => {
        const known = upTo(log, Number(revision), noun);
        const last = known.at(-1)!;
        return { revision: last.revision.toString(), event: eventAnswer(last), state: stateAfter(record, known, at.day) ?? null };
      });
    }

    @read(
      'diff',
      'getDiffOf',
      'What differs between two revisions of',
      'Field by field of the states at the two revisions.',
      DiffParameters,
      'RecordDiff',
    )
    diff(@Param(Ids(ids)) of: AddressIds, @ReadParameters(DiffParameters) asked: Asked<DiffParameters>) {
      const { from, to } = asked.parameters;
      return this.answer(asked, of, (log, { at }) => {
        const after = to === undefined ? log : upTo(log, Number(to), noun);
        const before = from === undefined ? after.slice(0, -1) : upTo(log, Number(from), noun);
        const last = before.at(-1);
        return {
          from: last ? headOf(last) : null,
          to: headOf(after.at(-1)!),
          changes: changesBetween(stateAfter(record, before, at.day), stateAfter(record, after, at.day)),
        };
      });
    }

    @read(
      'blame',
      'getBlameOf',
      'Which event set each field of',
      'Of each field of the state at the moment: the event that set it last, the one before, and the corrections that made them say so.',
      StateParameters,
      'RecordBlame',
    )
    blame(@Param(Ids(ids)) of: AddressIds, @ReadParameters(StateParameters) asked: Asked<object>) {
      return this.answer(asked, of, async (log, { at }) => {
        const recorded = new Map(log.map(event => [event.id, event]));
        const heads = (ids: readonly string[]) => ids.map(id => headOf(recorded.get(id)!));
        const fields = (await inTurns(blameSteps(record, log, at.day))).map(({ pointer, value, last, before }) => ({
          pointer,
          value,
          last: { event: headOf(last.event), correctedBy: heads(last.correctedBy) },
          before: before ? { ...before, event: headOf(before.event), correctedBy: heads(before.correctedBy) } : null,
        }));
        return { data: fields, page: onePage(fields) };
      });
    }

    /** Of all that was recorded of the record up to the moment. @throws Problem `not-found` or `not-yet` where that is nothing */
    private answer(
      asked: Asked<object>,
      of: AddressIds,
      body: (log: readonly Logged[], moment: ResolvedMoment) => object | Promise<object>,
    ) {
      const stream = page.streamOf(of);
      return this.queries.execute(
        new Ask(asked, async ({ views, store }) => {
          const moment = await views.resolve(asked.moment);
          const log = await knownAt(store, stream, moment);
          if (log.length === 0) throw await notThere(store, stream, moment);
          return answered(asked, moment, { body: await body(log, moment), provenance: provenanceIn(log) });
        }),
      );
    }
  }
  return HistoryReads;
}

/** The reads of the history of every kind of record that has a page. */
export const historyReads: readonly Class[] = recordPages.map(historyOf);

function shownLines(log: readonly Logged[], page: RecordPage) {
  const address = addressOf(page, log[0]!);
  const links = (ids: readonly string[]) => ids.map(id => ({ id, href: addressOfEvent(id) }));
  return linesOf(log).map(({ event, corrects, corrected }) => {
    const { by = [], ...correction } = corrected ?? {};
    return {
      event: eventAnswer(event),
      holds: !corrected?.isVoid,
      corrects: links(corrects),
      correctedBy: corrected ? { events: links(by), ...correction } : null,
      state: `${address}/history/${event.revision}`,
    };
  });
}

/** What was known once the event of a revision was. @throws Problem `not-found` */
function upTo(log: readonly Logged[], revision: number, noun: string): readonly Logged[] {
  if (revision < log.length) return log.slice(0, revision + 1);
  throw new Problem(
    'not-found',
    `At that moment this ${noun} has ${log.length} revisions, 0 to ${log.length - 1}: there is no revision ${revision}.`,
    { members: { revisions: log.length } },
  );
}

/** Which event it was, and where it is read. */
export function headOf(event: Logged) {
  return { ...eventHead(event as Logged & Recorded), href: addressOfEvent(event.id) };
}
