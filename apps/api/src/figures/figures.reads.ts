import { Controller, Param, type Type as Class } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { eventsBetween, heldBy } from '@mithaq/domain';
import { type EventStore } from '@mithaq/event-store';
import {
  comparedFigures,
  countingRuleVersion,
  listPartChanges,
  listParts,
  type MomentAsked,
  type MomentPinned,
  type PartItem,
  partOrder,
  type ResolvedMoment,
  together,
  type Views,
} from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { logAtBoth, toldBetween } from '../history/events-between.js';
import { headOf } from '../history/history.reads.js';
import { type AddressIds, recordBehind } from '../history/records.js';
import { Ids } from '../http/id.js';
import { fieldsInvalid, type Problem } from '../http/problem.js';
import { asOf } from '../reading/as-of.js';
import { answered, Ask, knownAt, linksTo, notThere, onePage } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { fingerprint, Pages } from '../reading/cursor.js';
import { inOrder } from '../reading/in-order.js';
import { pageParameters, parameters } from '../reading/parameters.js';
import { Read } from '../reading/read.js';
import { atOf, comparedWith, fromOf, fromParameters, ofFrom } from '../reading/two-moments.js';
import './figures.answers.js';
import { type FigurePage, figurePages, type FiguresOfPage } from './figure-pages.js';

/** Of a record so many events are told, the last of them; all are among its own. */
const mostEvents = 50;

/** What is behind the figures of a page, and how they came to be what they are: the same reads for each. */
function figuresOf(page: FigurePage): Class {
  const { collection, path, suffix, noun, ids } = page;
  const { counted, example } = page.figures;
  const [idName] = Object.keys(ids);
  const cell = Type.Optional(
    Type.String({
      maxLength: 500,
      description: 'The way to it in the answer, lines of tables by their keys, with / between.',
      examples: [example],
    }),
  );
  const CellParameters = parameters({ cell, ...page.parameters.properties, ...pageParameters });
  type CellParameters = Static<typeof CellParameters>;
  const ComparisonParameters = parameters({ ...fromParameters, ...page.parameters.properties });
  type ComparisonParameters = Static<typeof ComparisonParameters>;
  const CellComparisonParameters = parameters({ cell, ...fromParameters, ...page.parameters.properties, ...pageParameters });
  type CellComparisonParameters = Static<typeof CellComparisonParameters>;
  const read = (below: string) => ({ path: path === '' ? below : `${path}/${below}`, ...(idName !== undefined && { of: ids }) });

  @ApiTags(collection)
  @Controller(collection)
  class FigureReads {
    constructor(private readonly queries: QueryBus) {}

    @Read({
      ...read('cell'),
      operationId: `getCellOf${suffix}`,
      summary: `What is behind a cell of ${noun}`,
      description:
        'The records that have a part in the figure, and the events that made them what they are, at the moment of the figure. The parts add up to it.',
      parameters: CellParameters,
      answer: 'Cell',
    })
    cell(@Param(Ids(ids)) of: AddressIds, @ReadParameters(CellParameters) asked: Asked<CellParameters>) {
      const { cell = '', limit: _limit, cursor: _cursor, ...rest } = asked.parameters;
      const figures = page.ask(rest, of[idName ?? ''] ?? '');
      const names = cell.split('/');
      const question = fingerprint(asked.path, asked.sent);
      return this.queries.execute(
        new Ask(asked, async ({ views, store, cursors }) => {
          const pages = new Pages(cursors, question, partOrder, asked.parameters);
          const asking = pages.given ? { pinned: pages.given.moment } : await momentOf(views, figures, asked.moment);
          const { moment, answer } = await views.ask(asking, ({ at, day }) => {
            const behind = figures.opening(at, day)(names);
            if (!behind) throw notACell(cell, example);
            return together(figures.shown(at, day), listParts(behind, pages.part));
          });
          const [shown, { items, sum, ...listed }] = answer;
          if (!shown) throw await notThere(store, figures.stream!, moment); // what is not of a record is always there
          const { page: around, links } = pages.around(listed, moment);
          const data = await withEvents(store, moment, items);
          const body = { rule: countingRuleVersion, cell: names, value: sum, data, page: around };
          return { ...answered(asked, moment, { body, provenance: shown.provenance }), link: linksTo(asked, links) };
        }),
      );
    }

    @Read({
      ...read('comparison'),
      operationId: `compare${suffix}`,
      summary: `How ${noun} came to be another: two moments, cell by cell`,
      description:
        'Each figure that is another at the moment than at the one named by `from.asOf` and `from.effectiveAt`: by how much, and how much of it the events did and how much the days that have passed.',
      parameters: ComparisonParameters,
      answer: 'FigureComparison',
    })
    comparison(@Param(Ids(ids)) of: AddressIds, @ReadParameters(ComparisonParameters) asked: Asked<ComparisonParameters>) {
      const { 'from.asOf': fromAsOf, 'from.effectiveAt': fromDay, ...rest } = asked.parameters;
      const earlier = fromOf({ 'from.asOf': fromAsOf, 'from.effectiveAt': fromDay });
      const ofPage = page.ask(rest, of[idName ?? ''] ?? '');
      return this.queries.execute(
        new Ask(asked, async ({ views, store }) => {
          const from = await ofFrom(momentOf(views, ofPage, earlier).then(then => views.ask(then, ({ at, day }) => ofPage.shown(at, day))));
          const { moment, answer } = await views.ask(await momentOf(views, ofPage, asked.moment), ({ at, day }) =>
            together(ofPage.shown(at, from.moment.day), ofPage.shown(at, day)),
          );
          const [between, after] = answer;
          if (!after) throw await notThere(store, ofPage.stream!, moment);
          const changes = comparedFigures(counted, from.answer?.body, between?.body, after.body);
          const body = { rule: countingRuleVersion, from: asOf(from.moment), data: changes, page: onePage(changes) };
          const provenance = [...(from.answer?.provenance ?? []), ...after.provenance];
          return comparedWith(from.moment, earlier, answered(asked, moment, { body, provenance }));
        }),
      );
    }

    @Read({
      ...read('comparison/cell'),
      operationId: `compareCellOf${suffix}`,
      summary: `What made a cell of ${noun} another: the records, and the events`,
      description:
        'The records that have another part in the figure than at the moment named by `from.asOf` and `from.effectiveAt`, each with the events that made it so. The differences add up to that of the cell.',
      parameters: CellComparisonParameters,
      answer: 'CellComparison',
    })
    cellComparison(@Param(Ids(ids)) of: AddressIds, @ReadParameters(CellComparisonParameters) asked: Asked<CellComparisonParameters>) {
      const { cell = '', limit: _limit, cursor: _cursor, 'from.asOf': fromAsOf, 'from.effectiveAt': fromDay, ...rest } = asked.parameters;
      const earlier = fromOf({ 'from.asOf': fromAsOf, 'from.effectiveAt': fromDay });
      const figures = page.ask(rest, of[idName ?? ''] ?? '');
      const names = cell.split('/');
      const question = fingerprint(asked.path, asked.sent);
      return this.queries.execute(
        new Ask(asked, async ({ views, store, cursors }) => {
          const pages = new Pages(cursors, question, partOrder, asked.parameters);
          const { given } = pages;
          const from = await ofFrom(
            given?.from ? views.resolve({ pinned: given.from }) : momentOf(views, figures, earlier).then(then => views.resolve(then)),
          );
          const asking = given ? { pinned: given.moment } : await momentOf(views, figures, asked.moment);
          const { moment, answer } = await views.ask(asking, ({ at, day }) => {
            const [before, after] = [figures.opening(atOf(from), from.day)(names), figures.opening(at, day)(names)];
            if (!before || !after) throw notACell(cell, example);
            return together(figures.shown(at, day), listPartChanges(before, after, pages.part));
          });
          const [shown, { items, sum, ...listed }] = answer;
          if (!shown) throw await notThere(store, figures.stream!, moment);
          const { page: around, links } = pages.around(listed, moment, from);
          const data = await inOrder(items, async ({ stream, title, ...parts }) => {
            const { events, record } = await eventsOf(store, stream, from, moment);
            return { ...record, title, ...parts, events };
          });
          const body = {
            rule: countingRuleVersion,
            cell: names,
            difference: sum,
            from: asOf(from),
            data,
            page: around,
          };
          const told = answered(asked, moment, { body, provenance: shown.provenance });
          return { ...comparedWith(from, earlier, told), link: linksTo(asked, links) };
        }),
      );
    }
  }
  return FigureReads;
}

/** The reads of what is behind the figures of every page that has any. */
export const figureReads: readonly Class[] = figurePages.map(figuresOf);

/** The moment of the figures: that of the answer, or the one that they are frozen on. */
async function momentOf(views: Views, { frozenOn }: FiguresOfPage, asked: MomentAsked): Promise<MomentAsked | MomentPinned> {
  return frozenOn ? views.onDay(asked, ({ at, day }) => frozenOn(at, day)) : asked;
}

function notACell(asked: string, example: string): Problem {
  const detail = `${asked === '' ? 'Is missing' : 'Names no cell of these figures'}: it is the way to one in their answer, the lines of tables by their keys, as in ${example}.`;
  return fieldsInvalid([{ parameter: 'cell', detail }]);
}

function withEvents(store: EventStore, moment: ResolvedMoment, items: readonly PartItem[]) {
  return inOrder(items, async ({ stream, title, provenance, part }) => {
    const log = await knownAt(store, stream, moment);
    const held = heldBy(log, moment.at.day);
    const events = held.slice(-mostEvents).map(headOf);
    return { ...recordBehind(stream, log[0]!), title, provenance, part, events, eventsTotal: held.length };
  });
}

/** The events of a record that make it another one at a moment than at an earlier-named one, the last of them where they are many. */
async function eventsOf(store: EventStore, stream: string, from: ResolvedMoment, to: ResolvedMoment) {
  const { log, ...moments } = await logAtBoth(store, stream, from, to);
  const between = eventsBetween(moments.from, moments.to);
  return { record: recordBehind(stream, log[0]!), events: toldBetween(between.slice(-mostEvents), log) };
}
