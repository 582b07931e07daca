import { Controller, Param, type Type as Class } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CoalitionId, differenceBetween, Provenance } from '@mithaq/domain';
import { type EventStore } from '@mithaq/event-store';
import {
  type ChangedRecord,
  changedRecordOrder,
  changedRecords,
  provenanceOfCoalition,
  type RecordCategory,
  type ResolvedMoment,
  together,
} from '@mithaq/projections';
import { type Static, type TProperties } from 'typebox';
import { Ids } from '../http/id.js';
import { asOf, momentParameters } from '../reading/as-of.js';
import { answered, Ask, linksTo, notThere, provenanceIn } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { fingerprint, Pages } from '../reading/cursor.js';
import { figureFilter, figureFilterParameters } from '../reading/figure-filter.js';
import { inOrder } from '../reading/in-order.js';
import { anyOf, pageParameters, parameters } from '../reading/parameters.js';
import { Read } from '../reading/read.js';
import { atOf, comparedWith, fromOf, fromParameters, ofFrom } from '../reading/two-moments.js';
import './history.answers.js';
import { logAtBoth, toldBetween } from './events-between.js';
import { type AddressIds, addressOf, type RecordPage, recordPages } from './records.js';

const provenance = anyOf(Provenance, 'Where the record comes from. Default: submitted, published.');
/** What chooses the records of a kind. */
const filters: Readonly<Record<RecordCategory, TProperties>> = {
  commitment: figureFilterParameters,
  organisation: { provenance },
  coalition: { provenance },
  signature: {
    provenance: anyOf(
      Provenance,
      'Where the signature comes from. Default: all; those of one coalition are all demonstration, or none is.',
    ),
  },
  workingGroup: { provenance },
  reportingCycle: { provenance },
  correction: { provenance },
  regionalPriority: {},
  countryGroup: {},
  country: {},
};

/** What became of the records of a kind between two moments: the same read for each. */
function changesOf(page: RecordPage): Class {
  const { record, collection, path, ids } = page;
  const category = record.category as RecordCategory; // every kind of record that has a page stands in the views
  const nouns = (path.split('/').at(-2) ?? collection).replaceAll('-', ' ');
  const { [Object.keys(ids).at(-1)!]: _own, ...above } = ids;
  const ChangesParameters = parameters({ ...fromParameters, ...filters[category], ...pageParameters, ...momentParameters });
  // Each filter is a part of the filter of figures.
  type ChangesParameters = Static<typeof ChangesParameters> & Parameters<typeof figureFilter>[0];

  @ApiTags(collection)
  @Controller(collection)
  class ChangesReads {
    constructor(private readonly queries: QueryBus) {}

    @Read({
      path: path.replace(/:\w+$/, 'changes'),
      operationId: `getChangesOf${nouns.replace(/(?:^| )(\w)/g, (_, first: string) => first.toUpperCase())}`,
      summary: `What became of the ${nouns} between two moments`,
      description:
        'Those that came (`entered`), went (`left`) or say something else (`changed`) at the moment than at the one named by `from.asOf` and `from.effectiveAt`: field by field of their states, by how much, and which events did it.',
      parameters: ChangesParameters,
      answer: 'RecordChanges',
      ...(Object.keys(above).length > 0 && { of: above, absent: [404] }),
    })
    changes(@Param(Ids(above)) of: AddressIds, @ReadParameters(ChangesParameters) asked: Asked<ChangesParameters>) {
      const { limit: _limit, cursor: _cursor, 'from.asOf': fromAsOf, 'from.effectiveAt': fromDay, ...chosen } = asked.parameters;
      const earlier = fromOf({ 'from.asOf': fromAsOf, 'from.effectiveAt': fromDay });
      const coalition = category === 'signature' ? (of['id'] as CoalitionId) : undefined; // as it was checked
      const filter = { ...figureFilter(chosen), ...(coalition !== undefined && { coalition }) };
      const question = fingerprint(asked.path, asked.sent);
      return this.queries.execute(
        new Ask(asked, async ({ views, store, cursors }) => {
          const pages = new Pages(cursors, question, changedRecordOrder, asked.parameters);
          const { given: begun, part } = pages;
          const from = await ofFrom(views.resolve(begun?.from ? { pinned: begun.from } : earlier));
          const { moment, answer } = await views.ask(begun ? { pinned: begun.moment } : asked.moment, ({ at }) =>
            together(
              changedRecords(category, filter, atOf(from), at, part),
              together(...(coalition === undefined ? [] : [atOf(from), at].map(at => provenanceOfCoalition(at, coalition)))),
            ),
          );
          const [listed, coalitions] = answer;
          // What is in a coalition is asked of one that is there at either moment.
          if (coalition !== undefined && coalitions.every(one => one === undefined))
            throw await notThere(store, `coalition-${coalition}`, moment);
          const data = await inOrder(listed.items, item => lineOf(store, page, item, from, moment));
          const { page: around, links } = pages.around(listed, moment, from);
          const shown = {
            body: { from: asOf(from), totals: listed.totals, data, page: around },
            provenance: data.flatMap(({ provenance }) => provenance ?? []),
          };
          const link = linksTo(asked, links);
          return { ...comparedWith(from, earlier, answered(asked, moment, shown)), link };
        }),
      );
    }
  }
  return ChangesReads;
}

/** What became of the records of every kind that has a page. */
export const changesReads: readonly Class[] = recordPages.map(changesOf);

/** A record that changed: what it says else, and by which of its events. */
async function lineOf(
  store: EventStore,
  page: RecordPage,
  { stream, title, change }: ChangedRecord,
  from: ResolvedMoment,
  to: ResolvedMoment,
) {
  const { log, ...moments } = await logAtBoth(store, stream, from, to);
  const { changes, events } = differenceBetween(page.record, moments.from, moments.to);
  return {
    stream,
    href: addressOf(page, log[0]!),
    title,
    provenance: provenanceIn(log)[0] ?? null,
    change,
    changes,
    events: toldBetween(events, log),
  };
}
