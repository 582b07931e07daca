import { afterEach, beforeEach, expect, it } from '@jest/globals';
import {
  aggregates,
  type Compensation,
  type CycleId,
  type Day,
  dayOf,
  differenceBetween,
  focusAreaIds,
  type FrozenCycle,
  heldBy,
  type Provenance,
  type Recorded,
  type ReportingCycleEvent,
} from '@mithaq/domain';
import { categoryOf, type NewEvent, SqliteEventStore } from '@mithaq/event-store';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { once } from 'node:events';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { viewsPath } from '../engine/generations.js';
import { type Moment, type MomentAsked, type ResolvedMoment } from '../engine/moment.js';
import { type Values } from '../engine/row-code.js';
import { type AnyRow, type Rows } from '../engine/view.js';
import { type Asked, type QueryMoment, Views } from '../engine/views.js';
import { askOfCoalition, knownOfCoalition, naivelyOfCoalition } from '../testing/coalitions.js';
import { Deciding } from '../testing/deciding.js';
import { expectWhole, figures } from '../testing/figures.js';
import { commitmentFilter, dutiesAsked, figureFilter, signaturesAsked, sorts } from '../testing/filters.js';
import { coalitionIds, cycleIds, cyclesNamed, days, type Mistake, tellings, type Told } from '../testing/ledgers.js';
import {
  homeRegionOf,
  ledgerAt,
  naiveList,
  type NaiveLedger,
  naivePriorities,
  naiveTerms,
  naiveWorkingGroups,
  signatoryOf,
} from '../testing/naive.js';
import { naiveDuties, naivePerCycle } from '../testing/naive-cycles.js';
import { atCycle, deliveryOf, owes } from '../testing/naive-reporting.js';
import { TemporaryFolder } from '../testing/sample-ledger.js';
import { viewsModule } from '../views-module.js';
import { views as allViews } from './all-views.js';
import {
  type ChangedRecord,
  changedRecords,
  type RecordCategory,
  recordCategories,
  type RecordChange,
  type RecordFilter,
} from './changed-records.js';
import { listCommitments } from './commitment-list.js';
import { type FigureFilter } from './filter.js';
import { listOrganisations } from './organisation-list.js';
import { listDuties } from './duty-list.js';
import { type Cursor } from './paging.js';
import { type CycleFigures, perCycle } from './per-cycle.js';
import { perRegion, perRegionOfOrigin, type RegionFigures } from './per-region.js';
import { type Question, together } from './question.js';
import { listCountries, listCountryGroups, listRegionalPriorities } from './reference-lists.js';
import { idOf } from './stream-id.js';
import { type CoChair, listWorkingGroups, oneWorkingGroup } from './working-group-list.js';

/*
 * All of it together: what the deciders took, in a real store, in the real views, kept by their threads. Of whatever days it was
 * recorded, every figure and list at any moment of both clocks is what a naive fold of the events makes of it; and an answer of a
 * moment stays as it is, whatever is recorded afterwards, and whether the views were kept or built anew.
 */

let folder: TemporaryFolder;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder.remove());

/** The clock of whoever reads. */
const now = '2030-01-01T12:00:00.000Z';
const minute = 60_000;
/** The last that the ledger's clock comes to: nobody can ask for a moment that has not come for the reader. */
const lastRecorded = Date.parse(now) - minute;
const oneDay = 24 * 60 * minute;

/** How long the ledger's clock takes from an event to the next; now and then it is set back. */
const paces = fc.array(fc.constantFrom(0, 1, minute, oneDay, 30 * oneDay, 90 * oneDay, -1, -20 * oneDay), { minLength: 7, maxLength: 30 });

interface AnyMoment {
  readonly known: 'all' | { readonly by: 'position' | 'event' | 'time'; readonly nth: number; readonly off: number };
  readonly day: string | undefined;
}
const aPast = fc.record({
  by: fc.constantFrom('position' as const, 'event' as const, 'time' as const),
  nth: fc.nat(),
  off: fc.constantFrom(-1, 0, 1),
});
const aDay = fc.constantFrom(...days, '1900-01-01', '2023-03-01', '2029-12-31');
/** By neither clock, by each alone, and by both. */
const someMoments: fc.Arbitrary<AnyMoment[]> = fc
  .tuple(aPast, aDay, fc.array(fc.record({ known: aPast, day: aDay }), { minLength: 2, maxLength: 4 }))
  .map(([known, day, both]) => [{ known: 'all', day: undefined }, { known, day: undefined }, { known: 'all', day }, ...both]);
const someQuestions = fc.record({
  filter: figureFilter,
  list: commitmentFilter,
  order: sorts,
  signed: signaturesAsked,
  named: cyclesNamed,
  owed: dutiesAsked,
});
type Questions = typeof someQuestions extends fc.Arbitrary<infer Of> ? Of : never;

it('answers any question of any moment as the naive fold does, always the same, live and rebuilt', async () => {
  let ledgers = 0;
  await fc.assert(
    fc.asyncProperty(
      tellings,
      paces,
      fc.array(fc.nat(1_000), { minLength: 2, maxLength: 2 }),
      fc.array(someMoments, { minLength: 3, maxLength: 3 }),
      fc.array(someQuestions, { minLength: 3, maxLength: 3 }),
      async (tellings, paces, cuts, moments, questions) => {
        const path = join(folder.path, `ledger-${ledgers++}`);
        const book = new Book(await SqliteEventStore.open(path), paces);
        let views: Views | undefined;
        try {
          const [first, second] = cuts.map(cut => Math.floor((cut * tellings.length) / 1_000)).sort((a, b) => a - b);
          await book.tell(tellings.slice(0, first));
          views = await Views.open({ folder: path, views: viewsModule(), clock: () => Date.parse(now) });
          await views.whenServing();

          const answers: PastAnswer[] = [];
          const parts = [[], tellings.slice(first, second), tellings.slice(second)];
          for (const [i, part] of parts.entries()) {
            await book.tell(part);
            await views.waitFor(book.events.at(-1)?.position ?? -1n);
            await expectUnmoved(views, answers);
            await expectFrozen(views, book.events);
            expectStanding(book.events);
            answers.push(...(await expectNaive(views, book.events, moments[i]!, questions[i]!)));
          }

          const kept = rowsOf(path, views);
          const serving = once(views, 'serving');
          await views.rebuild();
          await serving;
          expect(rowsOf(path, views)).toEqual(kept);
          await expectUnmoved(views, answers);
        } finally {
          await views?.close();
          await book.store.close();
        }
      },
    ),
    { numRuns: 3, interruptAfterTimeLimit: 40_000 },
  );
}, 180_000);

it('previews a correction as the views answer once it is recorded, and once it is taken back all is as it was', async () => {
  let ledgers = 0;
  await fc.assert(
    fc.asyncProperty(tellings, paces, someQuestions, fc.nat(), async (tellings, paces, questions, first) => {
      const path = join(folder.path, `ledger-${ledgers++}`);
      const book = new Book(await SqliteEventStore.open(path), paces);
      let views: Views | undefined;
      try {
        await book.tell(tellings);
        views = await Views.open({ folder: path, views: viewsModule(), clock: () => Date.parse(now) });
        await views.whenServing();
        await views.waitFor(book.events.at(-1)?.position ?? -1n);
        const ask = ({ at, day }: QueryMoment) => everything(at, day, questions);
        const mistakes = tellings.filter((told): told is Mistake => 'mistaken' in told);
        for (let i = 0, taken = 0; i < mistakes.length && taken < 3; i++) {
          const mistake = mistakes[(first + i) % mistakes.length]!;
          const { stream } = mistake;
          const compensation = book.compensationOf(mistake);
          if (!compensation) continue;
          taken++;
          const events = book.events.filter(event => event.stream === stream);
          const kept = rowsOf(path, views);
          const { before, after, moment, views: changed } = await views.preview({ stream, events, compensation }, ask);
          expect(rowsOf(path, views)).toEqual(kept);
          const { moment: plain, answer } = await views.ask({}, ask);
          expect([before, moment]).toEqual([answer, plain]);

          await book.write(mistake);
          const { position, id } = book.events.at(-1)!;
          await views.waitFor(position);
          expect((await views.ask({}, ask)).answer).toEqual(after);
          expect(changedSince(path, views, position)).toEqual(changed);

          await book.takeBack(stream, id);
          await views.waitFor(book.events.at(-1)!.position);
          expect((await views.ask({}, ask)).answer).toEqual(before);
        }
      } finally {
        await views?.close();
        await book.store.close();
      }
    }),
    { numRuns: 3, interruptAfterTimeLimit: 40_000 },
  );
}, 180_000);

it('tells which records differ between any two moments as the naive folds of both do, and the events that did it', async () => {
  let ledgers = 0;
  await fc.assert(
    fc.asyncProperty(tellings, paces, someMoments, figureFilter, async (tellings, paces, moments, filter) => {
      const path = join(folder.path, `ledger-${ledgers++}`);
      const book = new Book(await SqliteEventStore.open(path), paces);
      let views: Views | undefined;
      try {
        await book.tell(tellings);
        views = await Views.open({ folder: path, views: viewsModule(), clock: () => Date.parse(now) });
        await views.whenServing();
        await views.waitFor(book.events.at(-1)?.position ?? -1n);
        await expectChanges(views, book.events, moments, filter);
      } finally {
        await views?.close();
        await book.store.close();
      }
    }),
    { numRuns: 5, interruptAfterTimeLimit: 40_000 },
  );
}, 180_000);

/** A ledger that is written by commands: what they come to is appended, what is refused is told once more at the end of the next part. */
class Book {
  readonly events: Recorded[] = [];
  private readonly deciding = new Deciding();
  private readonly last = new Map<string, bigint>();
  private refused: readonly (Told | Mistake)[] = [];
  private clock = Date.parse('2024-03-01T00:00:00.000Z');
  private ticks = 0;

  constructor(
    readonly store: SqliteEventStore,
    private readonly paces: readonly number[],
  ) {}

  /** What a mistake would come to if it were seen now. */
  compensationOf(mistake: Mistake): Compensation | undefined {
    return this.deciding.compensationOf(mistake, this.today);
  }

  /** Voids an event of a stream. */
  async takeBack(stream: string, event: string): Promise<void> {
    const nth = this.events.filter(other => other.stream === stream).findIndex(({ id }) => id === event);
    await this.write({ stream, day: this.today, mistaken: { nth, as: 'void', other: 0 } });
    expect(this.events.at(-1)).toMatchObject({ stream, data: { targets: [{ event, void: true }] } });
  }

  private get today(): Day {
    return dayOf(new Date(this.clock).toISOString());
  }

  async tell(tellings: readonly (Told | Mistake)[]): Promise<void> {
    const again = this.refused;
    this.refused = [];
    for (const told of [...tellings, ...again]) if (!(await this.write(told))) this.refused = [...this.refused, told];
  }

  /** Whether it is taken. */
  async write(told: Told | Mistake): Promise<boolean> {
    const recordedAt = new Date(this.clock).toISOString();
    const events = this.deciding.decide(this.counted(told), this.today);
    for (const { id, type, data, metadata } of events ?? []) {
      const event = { id, type, data, recordedAt, metadata: metadataOf(metadata.effectiveAt) };
      const expected = this.last.get(told.stream) ?? 'none';
      const { revision, position } = await this.store.append(told.stream, expected, [event as unknown as NewEvent]);
      this.last.set(told.stream, revision);
      this.events.push({ ...event, stream: told.stream, revision, position });
      this.clock = Math.min(this.clock + this.paces[this.ticks++ % this.paces.length]!, lastRecorded);
    }
    return events !== undefined;
  }

  /** A closing, with what is frozen by it: the figures of that day, as they are known. */
  private counted(told: Told | Mistake): Told | Mistake {
    if ('mistaken' in told || told.event.type !== 'ReportingCycleClosed') return told;
    const figures = naivePerCycle(ledgerAt(this.events, { day: told.day }), told.day, idOf(told.stream) as CycleId);
    return figures ? { ...told, event: { ...told.event, data: frozenAs(figures, this.events.at(-1)!.position) } } : told;
  }
}

function frozenAs({ rule, before, tables, regionalPriorities }: CycleFigures, countedTo: bigint): FrozenCycle {
  return { rule, countedTo: String(countedTo), ...(before && { before }), tables: [...tables], regionalPriorities };
}

/** What was frozen is what is counted again at that position for that day, whatever was recorded after. */
async function expectFrozen(views: Views, events: readonly Recorded[]): Promise<void> {
  const closings = (events as readonly Recorded<ReportingCycleEvent>[]).filter(({ type }) => type === 'ReportingCycleClosed');
  for (const { stream, metadata, data } of closings) {
    const { countedTo } = data as FrozenCycle;
    const pinned = { position: BigInt(countedTo), day: metadata.effectiveAt, effectiveAt: metadata.effectiveAt };
    const { answer } = await views.ask({ pinned }, ({ at, day }) => perCycle(at, day, idOf(stream) as CycleId));
    expect(frozenAs(answer!, BigInt(countedTo))).toEqual(data);
  }
}

/** Of what the deciders take: a commitment owes where it stood, in its registration, at the end of the last day of the period. */
function expectStanding(events: readonly Recorded[]): void {
  const day = dayOf(now);
  const ledger = ledgerAt(events, {});
  for (const id of cycleIds) {
    const at = atCycle(ledger, day, allProvenances, id);
    const { cycle } = at;
    if (!cycle) continue;
    const then = ledgerAt(events, { day: cycle.days.to });
    const stood = then.commitments.filter(({ status }) => status === 'accepted' || status === 'announced');
    for (const c of ledger.commitments) {
      const isAsked = (c.provenance === 'demonstration') === (cycle.provenance === 'demonstration');
      const { completed } = deliveryOf(c);
      const isDone = completed !== null && completed < cycle.days.from;
      expect(owes(c, at)).toBe(isAsked && !isDone && stood.some(other => other.id === c.id));
    }
  }
}

function metadataOf(effectiveAt: Day): Recorded['metadata'] {
  return { actor: { subject: 'tester', roles: ['system'] }, correlationId: 'test', schemaVersion: 1, effectiveAt };
}

/** An answer, and how to ask for it again. */
interface PastAnswer {
  readonly moment: ResolvedMoment;
  readonly answer: unknown;
  readonly ask: (moment: QueryMoment) => Asked<unknown>;
}

/** Asks each of the moments for everything, and holds the answers against the naive fold. */
async function expectNaive(
  views: Views,
  events: readonly Recorded[],
  moments: readonly AnyMoment[],
  questions: Questions,
): Promise<PastAnswer[]> {
  return Promise.all(
    moments.map(async any => {
      const { asked, known } = momentOf(any, events);
      const ask = ({ at, day }: QueryMoment) => everything(at, day, questions);
      const { moment, answer } = await views.ask(asked, ask);
      expect(moment).toMatchObject({ position: known.at(-1)?.position ?? null, day: dayOfAnswer(asked, known) });
      const day = asked.effectiveAt as Day | undefined;
      const [seen, wholes] = answer;
      expect(seen).toEqual(naively(ledgerAt(known, day === undefined ? {} : { day }), moment.day, questions));
      for (const { tables } of wholes) tables.forEach(expectWhole);
      return { moment, answer, ask };
    }),
  );
}

/**
 * The records that differ from each of the moments to the next: those of which the naive folds have other rows, and of what a filter chooses
 * also those that it chooses at one of them alone. Each is told of by events; and no record that is not among them has another state.
 */
async function expectChanges(
  views: Views,
  events: readonly Recorded[],
  moments: readonly AnyMoment[],
  filter: FigureFilter,
): Promise<void> {
  const at = await Promise.all(
    moments.map(async any => {
      const { asked, known } = momentOf(any, events);
      return { known, day: asked.effectiveAt as Day | undefined, at: (await views.resolve(asked)).at };
    }),
  );
  for (const [i, to] of at.entries()) {
    const from = at.at(i - 1)!;
    const found = async (category: RecordCategory, filter: RecordFilter) => {
      const changes: ChangedRecord[] = [];
      for (let cursor: Cursor | undefined, isLast = false; !isLast;) {
        const part = { limit: 3, ...(cursor && { after: cursor }) };
        const { items, next, totals, total } = (await views.ask({}, () => changedRecords(category, filter, from.at, to.at, part))).answer;
        changes.push(...items);
        [cursor, isLast] = [next, next === undefined];
        expect(Object.values(totals).reduce((sum, count) => sum + count, 0)).toBe(total);
        if (isLast) expect(changes).toHaveLength(total);
      }
      return new Map(changes.map(({ stream, change }) => [stream, change]));
    };
    for (const category of recordCategories) {
      const streams = [...new Set(events.map(({ stream }) => stream))].filter(stream => categoryOf(stream) === category).sort();
      const naive = new Map(
        streams.flatMap(stream => {
          const [before, after] = [from, to].map(({ known, day }) =>
            naiveRows(
              category,
              heldBy(
                known.filter(event => event.stream === stream),
                day,
              ),
            ),
          );
          return isDeepStrictEqual(before, after) ? [] : [[stream, changeOf(before!.size > 0, after!.size > 0)] as const];
        }),
      );
      expect([category, await found(category, { provenance: allProvenances })]).toEqual([category, naive]);

      const record = aggregates.find(record => record.category === category)!;
      for (const stream of streams) {
        const [before, after] = [from, to].map(({ known, day }) => ({ log: known.filter(event => event.stream === stream), day }));
        const { changes, events: by } = differenceBetween(record, before!, after!);
        if (naive.has(stream)) expect([stream, by]).not.toEqual([stream, []]);
        else expect([stream, changes]).toEqual([stream, []]);
      }
    }

    const chosen = [from, to].map(
      ({ known, day }) =>
        new Set(naiveList(ledgerAt(known, day === undefined ? {} : { day }), day ?? dayOf(now), filter, []).map(id => `commitment-${id}`)),
    );
    const rows = await found('commitment', { provenance: allProvenances });
    const expected = [...new Set(chosen.flatMap(streams => [...streams]))].sort().flatMap(stream => {
      const [was, is] = chosen.map(streams => streams.has(stream));
      return was !== is || rows.has(stream) ? [[stream, changeOf(was!, is!)] as const] : [];
    });
    expect(await found('commitment', filter)).toEqual(new Map(expected));
  }
}

function changeOf(was: boolean, is: boolean): RecordChange {
  return was && is ? 'changed' : is ? 'entered' : 'left';
}

/** What the views of a category have of a stream: by view and key, what the row says. */
function naiveRows(category: string, held: readonly Recorded[]): Map<string, Values> {
  return new Map(
    allViews
      .filter(({ of }) => of === category)
      .flatMap(view => {
        let rows: Rows<AnyRow> = new Map();
        for (const event of held) rows = view.evolve(rows, event);
        return [...rows].map(([key, row]) => [`${view.name} ${key}`, view.code.encode(row)] as const);
      }),
  );
}

/**
 * To the digit: asked for as a list asks for its next page, or as anybody may by the position and the day; where the day of the answer was
 * the clock's, a position alone does not name it.
 */
async function expectUnmoved(views: Views, answers: readonly PastAnswer[]): Promise<void> {
  await Promise.all(
    answers.map(async ({ moment, answer, ask }, i) => {
      const { position, effectiveAt } = moment;
      const byName = { asOf: String(position ?? 0n), ...(effectiveAt !== undefined && { effectiveAt }) };
      const isNamed = i % 2 === 1 && (await views.resolve(byName)).day === moment.day;
      expect((await views.ask(isNamed ? byName : { pinned: moment }, ask)).answer).toEqual(answer);
    }),
  );
}

/** How such a moment is asked for, and which events were recorded by then. */
function momentOf({ known: past, day }: AnyMoment, events: readonly Recorded[]): { asked: MomentAsked; known: readonly Recorded[] } {
  const on = day === undefined ? {} : { effectiveAt: day };
  const event = past === 'all' ? undefined : events[past.nth % events.length];
  if (past === 'all' || !event) return { asked: on, known: events };
  const upTo = events.filter(({ position }) => position <= event.position);
  switch (past.by) {
    case 'position': {
      const position = event.position + BigInt(Math.min(past.off, 0)); // one before the first is before all
      return { asked: { asOf: String(position), ...on }, known: events.filter(event => event.position <= position) };
    }
    case 'event':
      return { asked: { asOf: event.id, ...on }, known: upTo };
    case 'time': {
      // What was recorded before a later time is not known by then, though a clock that was set back dates it earlier.
      const time = Date.parse(event.recordedAt) + past.off;
      const after = events.findIndex(({ recordedAt }) => Date.parse(recordedAt) > time);
      return { asked: { asOf: new Date(time).toISOString(), ...on }, known: after < 0 ? events : events.slice(0, after) };
    }
  }
}

/** The day that decides what is due or in force; design, section 2, "Two clocks". */
function dayOfAnswer({ asOf, effectiveAt }: MomentAsked, known: readonly Recorded[]): string {
  const greatest = (days: readonly string[]) => [...days].sort().at(-1);
  const isTime = asOf?.includes('T');
  const recorded = asOf === undefined ? undefined : isTime ? dayOf(asOf) : greatest(known.map(event => dayOf(event.recordedAt)));
  const latest = greatest([recorded ?? dayOf(now), ...known.map(event => event.metadata.effectiveAt)])!;
  return effectiveAt !== undefined && effectiveAt < latest ? effectiveAt : latest;
}

const allProvenances: readonly Provenance[] = ['submitted', 'published', 'demonstration'];
const page = { limit: 100 };

/** Every figure and every list: what the naive ledger knows too, the figures that have a whole, and the lists with all that they say. */
function everything(at: Moment, day: Day, { filter, list, order, signed, named, owed }: Questions) {
  const commitments = listCommitments(at, day, list, page, order);
  const organisations = listOrganisations(at, { provenance: allProvenances }, page);
  const countries = listCountries(at);
  const groups = listCountryGroups(at);
  const priorities = listRegionalPriorities(at, { provenance: ['submitted', 'demonstration'] });
  const workingGroups = listWorkingGroups(at, day, allProvenances);
  const terms = together(...focusAreaIds.map(focusArea => oneWorkingGroup(at, day, focusArea)));
  const coalitions = together(...coalitionIds.map(id => askOfCoalition(at, id, signed)));
  const cycles = together(...cycleIds.map(id => perCycle(at, day, id)));
  const duties = together(...cycleIds.map(id => listDuties(at, day, id, owed.filter, page, owed.sorts)));
  return together<[unknown[], RegionFigures[], unknown[]]>(
    together<unknown[]>(
      ...Object.values(figures).map(([figure]) => figure(at, day, filter, named)),
      seen(commitments, ({ items, total }) => ({ ids: items.map(({ id }) => id), total })),
      seen(organisations, ({ items }) =>
        byId(items.map(({ id, name, category, home, region, signatory }) => [id, { name, category, home, region, signatory }])),
      ),
      seen(countries, items =>
        byId(items.map(({ iso2, name, region, groups }) => [iso2, { name, region, groups: groups.map(({ group }) => group) }])),
      ),
      seen(groups, items =>
        byId(items.map(({ group, name, members }) => [group, { name, members: members.map(({ iso2 }) => iso2).sort() }])),
      ),
      seen(priorities, items => [...items].sort((a, b) => (a.id < b.id ? -1 : 1))),
      seen(workingGroups, ({ tables }) =>
        tables.map(table => ({
          ...table,
          groups: table.groups.map(({ coChairs, ...group }) => ({ ...group, coChairs: coChairs.map(toTerm) })),
        })),
      ),
      seen(terms, pages => pages.map(page => page && { focusArea: page.focusArea, terms: page.terms.map(toTerm) })),
      seen(coalitions, answers => answers.map(knownOfCoalition)),
      cycles,
      seen(duties, pages => pages.map(page => page && page.items.map(({ id, state, slipped }) => ({ id, state, slipped })))),
    ),
    together<RegionFigures[]>(
      perRegion(at, day, { provenance: allProvenances }),
      perRegionOfOrigin(at, day, { provenance: allProvenances }),
    ),
    together<unknown[]>(commitments, organisations, countries, groups, priorities, workingGroups, terms, coalitions, duties),
  );
}

/** Of an appointment what the naive ledger knows too. */
function toTerm({ appointment, person, organisation, seat, region, from, to, phase, ended }: CoChair) {
  return { appointment, person: person.id, organisation: organisation.id, seat, region, from, to, phase, ended: ended?.how ?? null };
}

function naively(ledger: NaiveLedger, day: Day, { filter, list, order, signed, named, owed }: Questions): unknown[] {
  const ids = naiveList(ledger, day, list, order);
  const { organisations, countries, groups } = ledger;
  const groupsWith = (country: string) => [...groups].filter(([, { members }]) => members.has(country)).map(([group]) => group);
  return [
    ...Object.values(figures).map(([, naive]) => naive(ledger, { day, cycle: named }, filter)),
    { ids, total: ids.length },
    byId(
      [...organisations].map(([id, { name, category, home }]) => [
        id,
        { name, category, home, region: homeRegionOf(ledger, id), signatory: signatoryOf(ledger, id) },
      ]),
    ),
    byId([...countries].map(([iso2, { name, region }]) => [iso2, { name, region, groups: groupsWith(iso2).sort() }])),
    byId([...groups].map(([group, { name, members }]) => [group, { name, members: [...members].sort() }])),
    naivePriorities(ledger),
    naiveWorkingGroups(ledger, day, allProvenances),
    naiveTerms(ledger, day),
    coalitionIds.map(id => naivelyOfCoalition(ledger, id, signed)),
    cycleIds.map(id => naivePerCycle(ledger, day, id)),
    cycleIds.map(id => naiveDuties(ledger, day, id, owed.filter, owed.sorts)?.map(({ id, state, slipped }) => ({ id, state, slipped }))),
  ];
}

/** The same question, of whose answer only a part is looked at. */
function seen<Answer, Part>(question: Question<Answer>, part: (answer: Answer) => Part): Question<Part> {
  return { statements: question.statements, answer: results => part(question.answer(results)) };
}

function byId<Item>(items: readonly (readonly [string, Item])[]): Map<string, Item> {
  return new Map([...items].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The names of the views of which rows were closed or opened at a position. */
function changedSince(path: string, views: Views, position: bigint): string[] {
  return inFile(path, views, db =>
    allViews.flatMap(({ name, table }) => {
      const changed = db.prepare<[bigint, bigint]>(`select 1 from "${table}" where recorded_from = ? or recorded_to = ? limit 1`);
      return changed.get(position, position) ? [name] : [];
    }),
  );
}

/** All that stands in the generation that serves, in the order of its contents. */
function rowsOf(path: string, views: Views): unknown {
  return inFile(path, views, db => {
    const tables = allViews.map(({ table }) => `"${table}" order by stream, key, recorded_from, recorded_to, effective_from, effective_to`);
    const ofTheEngine = ['ledger_stream order by stream', 'ledger_event order by position', 'checkpoint'];
    return [...tables, ...ofTheEngine].map(from => db.prepare(`select * from ${from}`).safeIntegers().all());
  });
}

function inFile<Found>(path: string, views: Views, find: (db: Database.Database) => Found): Found {
  const db = new Database(viewsPath(path, views.status().generation!), { readonly: true });
  try {
    return find(db);
  } finally {
    db.close();
  }
}
