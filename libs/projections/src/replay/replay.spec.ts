import { describe, expect, it } from '@jest/globals';
import { aggregates, dayOf, type Day, type Recorded, stateAfter } from '@mithaq/domain';
import { categoryOf } from '@mithaq/event-store';
import fc from 'fast-check';
import { dayAt } from '../engine/moment.js';
import { Deciding } from '../testing/deciding.js';
import { coalitionIds, days, type Mistake, tellings, type Told } from '../testing/ledgers.js';
import { RowsAt } from '../testing/rows-at.js';
import { views } from '../views/all-views.js';
import { oneCoalition } from '../views/coalition-list.js';
import { type CommitmentFilter } from '../views/filter.js';
import { perRegion } from '../views/per-region.js';
import { ReplayLines } from './lines.js';
import { type Log } from './records.js';
import {
  type EndStep,
  endsOf,
  replay,
  type ReplayAsked,
  ReplayBackwards,
  type ReplayEnd,
  replayOrders,
  type ReplayStep,
} from './replay.js';
import { type ScopeFigures } from './running-figures.js';
import { scopeNamed } from './scope.js';

/** After all that is recorded: the day of whoever reads. */
const today = '2030-01-01' as Day;
const minute = 60_000;
const oneDay = 24 * 60 * minute;
/** How long the ledger's clock takes from an event to the next; now and then it is set back. */
const paces = fc.array(fc.constantFrom(0, 1, minute, oneDay, 30 * oneDay, 90 * oneDay, -1, -20 * oneDay), { minLength: 7, maxLength: 30 });

/** What was told, as the ledger took it, mistakes and their corrections included. */
const ledgers = fc.tuple(tellings, paces).map(([tellings, paces]) => recordedOf(tellings, paces));

function recordedOf(tellings: readonly (Told | Mistake)[], paces: readonly number[]): Recorded[] {
  const deciding = new Deciding();
  const events: Recorded[] = [];
  const revisions = new Map<string, bigint>();
  let clock = Date.parse('2024-03-01T00:00:00.000Z');
  for (const told of tellings) {
    for (const { metadata, ...event } of deciding.decide(told, dayAt(clock)) ?? []) {
      const revision = revisions.get(told.stream) ?? 0n;
      revisions.set(told.stream, revision + 1n);
      events.push({
        ...(event as unknown as Recorded),
        stream: told.stream,
        revision,
        position: BigInt(events.length + 1) * 7n,
        recordedAt: new Date(clock).toISOString(),
        metadata: { ...metadata, actor: { subject: 'tester', roles: ['system'] }, correlationId: 'test', schemaVersion: 1 },
      });
      clock = Math.min(clock + paces[events.length % paces.length]!, Date.parse('2029-12-31'));
    }
  }
  return events;
}

function logOf(events: readonly Recorded[]): Log {
  return {
    events: async function* () {
      yield* events;
    },
    stream: async function* (name) {
      yield* events.filter(({ stream }) => stream === name);
    },
  };
}

const ids = ['one', 'two', 'three'];
const filters: Readonly<Record<string, CommitmentFilter>> = {
  all: {},
  ...Object.fromEntries(ids.map(id => [`commitment-${id}`, { id: [id] }])),
  'organisation-airtime': { lead: ['airtime'] } as never,
  'region-AFR': { region: ['AFR'] },
  'region-ASP': { region: ['ASP'] },
  'focusArea-connecting-people': { focusArea: ['connecting-people'] },
};
const provenance = ['submitted', 'published', 'demonstration'] as const;

/** An end: nothing, an event, a position between events, all; with a day or without. */
const ends = fc.record({
  nth: fc.integer({ min: -1, max: 120 }),
  between: fc.boolean(),
  day: fc.option(fc.constantFrom(...days, '2023-03-01' as Day)),
});
type AnyEnd = typeof ends extends fc.Arbitrary<infer End> ? End : never;

function endIn(events: readonly Recorded[], { nth, between, day }: AnyEnd): ReplayEnd {
  const effectiveAt = day ?? undefined;
  const event = events[nth];
  if (nth < 0) return { position: null, day: today, effectiveAt };
  if (!event) return { position: events.at(-1)?.position ?? null, day: today, effectiveAt };
  return { position: event.position + (between ? 1n : 0n), effectiveAt };
}

const asked = fc.record({
  order: fc.constantFrom(...replayOrders),
  one: ends,
  other: ends,
  starts: fc.constantFrom('at-both', 'by-default'),
});

/** What is asked of a ledger, with the earlier of two ends before the later. */
function askedOf(
  events: readonly Recorded[],
  name: string,
  { order, one, other, starts }: typeof asked extends fc.Arbitrary<infer Of> ? Of : never,
): ReplayAsked {
  const scope = scopeNamed(name)!;
  const [a, b] = [endIn(events, one), endIn(events, other)];
  try {
    return { scope, order, provenance, ...endsOf(order, starts === 'at-both' ? a : {}, b) };
  } catch (error) {
    if (!(error instanceof ReplayBackwards)) throw error;
    const [from, to] =
      error.clock === 'recorded'
        ? [
            { ...b, effectiveAt: undefined },
            { ...a, effectiveAt: undefined },
          ]
        : [
            { ...a, effectiveAt: b.effectiveAt },
            { ...b, effectiveAt: a.effectiveAt },
          ];
    return { scope, order, provenance, ...endsOf(order, from, to) };
  }
}

/** So few events that records fall out of memory and are read again. */
const fewKept = 12;

async function stepsOf(events: readonly Recorded[], asked: ReplayAsked): Promise<ReplayStep[]> {
  const steps: ReplayStep[] = [];
  for await (const some of replay(logOf(events), asked, fewKept)) steps.push(...some);
  return steps;
}

/** Every cell of the figures, under the names on the way to it. */
function cellsOf(figures: ScopeFigures): Map<string, number | string> {
  const cells = new Map<string, number | string>();
  const gather = (path: readonly string[], value: unknown) => {
    if (typeof value === 'number' || typeof value === 'string') cells.set(path.join(' '), value);
    else if (Array.isArray(value)) for (const { currency, ...line } of value as { currency: string }[]) gather([...path, currency], line);
    else for (const [name, inner] of Object.entries(value as object)) if (name !== 'currency') gather([...path, name], inner);
  };
  for (const { provenance, ...table } of figures.tables) gather(['tables', String(provenance)], table);
  return cells;
}

/** What the views answer. */
function answerOf(
  events: readonly Recorded[],
  scope: string,
  position: bigint | null,
  effectiveAt: Day | undefined,
  day: Day,
): ScopeFigures {
  const rows = new RowsAt(views, events, { position: position ?? -1n, ...(effectiveAt !== undefined && { day: effectiveAt }) });
  try {
    const { tables } = rows.ask(perRegion({}, day, { ...filters[scope], provenance }));
    return {
      tables: tables.map(({ provenance, whole: { exclusive, value } }) => {
        const { reporting: _, ...counts } = exclusive;
        return { provenance, counts, value };
      }),
    };
  } finally {
    rows.close();
  }
}

function dayOfAnswer(events: readonly Recorded[], { position, day, effectiveAt }: ReplayEnd): Day {
  const known = events.filter(event => event.position <= (position ?? -1n));
  const greatest = (days: readonly Day[]) => [...days].sort().at(-1)!;
  const named = day ?? greatest(known.map(({ recordedAt }) => dayOf(recordedAt)));
  const latest = greatest([named, ...known.map(({ metadata }) => metadata.effectiveAt)]);
  return effectiveAt !== undefined && effectiveAt < latest ? effectiveAt : latest;
}

const isEnd = (step: ReplayStep): step is EndStep => step.kind === 'begins' || step.kind === 'ends';
const minor = (value: number | string | undefined) => (value === undefined ? 0n : BigInt(String(value).replace('.', '')));

describe('a replay', () => {
  it('begins and ends with what the views answer, and its differences lead from the one to the other', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.constantFrom(...Object.keys(filters)), asked, fc.nat(), async (events, name, any, some) => {
        const asked = askedOf(events, name, any);
        const steps = await stepsOf(events, asked);
        const [first, last] = [steps[0] as EndStep, steps.at(-1) as EndStep];
        expect([first.kind, last.kind]).toEqual(['begins', 'ends']);
        const { from, to } = asked;
        for (const [step, end] of [
          [first, from],
          [last, to],
        ] as const) {
          if (end.position !== null) expect(step.at.day).toBe(dayOfAnswer(events, end));
          expect(step.figures).toEqual(answerOf(events, name, end.position, end.effectiveAt, step.at.day));
        }

        const cells = cellsOf(first.figures);
        const inTheMiddle = 1 + (some % Math.max(steps.length - 2, 1));
        for (const [i, step] of steps.slice(1, -1).entries()) {
          if (isEnd(step)) throw new Error('It begins and ends once.');
          for (const { cell, before, after, difference } of step.figures) {
            const path = cell.join(' ');
            expect(cells.get(path)).toEqual(before);
            expect(minor(after as string)).toBe(minor(before as string) + minor(difference));
            if (after === undefined) cells.delete(path);
            else cells.set(path, after as string);
          }
          // In the order of recording each step is a moment that can be asked for.
          if (i + 1 !== inTheMiddle || step.kind !== 'event' || asked.order !== 'recorded' || from.effectiveAt !== to.effectiveAt) continue;
          const { position } = step.event;
          const then = { position, effectiveAt: from.effectiveAt };
          expect(cells).toEqual(cellsOf(answerOf(events, name, position, from.effectiveAt, dayOfAnswer(events, then))));
        }
        expect(cells).toEqual(cellsOf(last.figures));
      }),
      { numRuns: 25, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('shows each event once on each clock, with the states that every other read of the history has', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, asked, async (events, any) => {
        const asked = askedOf(events, 'all', any);
        const lines = new ReplayLines(asked);
        const states = new Map<string, { before: unknown; after: unknown }>();
        const shown = new Set<string>();
        for (const step of await stepsOf(events, asked)) {
          if (step.kind !== 'event') continue;
          const line = JSON.parse(lines.of(step, '')) as { state: { before: unknown; after: unknown } };
          const known = states.get(step.event.stream);
          if (known) expect(line.state.before).toEqual(known.after);
          states.set(step.event.stream, line.state);
          shown.add(step.event.id);
        }
        const { from, to } = asked;
        const isKnown = ({ position }: Recorded, by: ReplayEnd) => position <= (by.position ?? -1n);
        for (const event of events) if (isKnown(event, to) && !isKnown(event, from)) expect(shown).toContain(event.id);
        for (const [stream, { after }] of states) {
          const log = events.filter(event => event.stream === stream && isKnown(event, to));
          const record = aggregates.find(({ category }) => category === categoryOf(stream))!;
          expect(after).toEqual(stateAfter(record, log, to.effectiveAt) ?? null);
        }
      }),
      { numRuns: 25, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('of a coalition ends with the signatories that its page has', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.constantFrom(...coalitionIds), asked, async (events, id, any) => {
        const { to, ...asked } = askedOf(events, `coalition-${id}`, any);
        const { provenance: _, ...byDefault } = asked;
        const last = (await stepsOf(events, { ...byDefault, to })).at(-1) as EndStep;
        const rows = new RowsAt(views, events, { position: to.position ?? -1n, ...(to.effectiveAt && { day: to.effectiveAt }) });
        const page = rows.ask(oneCoalition({}, id));
        rows.close();
        if (page)
          expect(last.figures.tables).toEqual(
            page.tables.map(({ provenance, standing, withdrawn }) => ({ provenance, standing, withdrawn })),
          );
      }),
      { numRuns: 20, interruptAfterTimeLimit: 20_000 },
    );
  });
});
