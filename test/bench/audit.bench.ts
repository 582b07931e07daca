/**
 * What auditing a long history costs: a replay beside a bare scan of the same events; the figures of two moments compared, and a
 * correction previewed, beside the totals of now. `npm run bench -- audit [events]`
 */
import { type CommitmentId, type Compensation, type CorrectionId, type Day, focusAreaIds, type Recorded } from '@mithaq/domain';
import { SqliteEventStore } from '@mithaq/event-store';
import {
  behindRegions,
  figureEffects,
  figures,
  listParts,
  type MomentAsked,
  perRegion,
  type QueryMoment,
  together,
  Views,
  viewsModule,
} from '@mithaq/projections';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replayRate } from './audit.replay.js';
import { type Benchmark, median, type Report } from './benchmark.js';
import { eventsPerStream, recordLedger, uuid } from './views.ledger.js';

const streams = Math.ceil(Number(process.argv[3] ?? 1_000_000) / eventsPerStream);
const rounds = 7;

export const benchmark: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mithaq-bench-'));
  try {
    await recordLedger(folder, streams);
    const views = await Views.open({ folder, views: viewsModule() });
    let figures: Report;
    try {
      await views.whenServing();
      figures = await comparedAndPreviewed(folder, views);
    } finally {
      await views.close();
    }
    const replay = await replayRate(folder, streams * eventsPerStream);
    return { figures: { ...figures.figures, ...replay.figures }, goals: [...figures.goals, ...replay.goals] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** As the service answers them, through the threads that read the views; each figure is the whole view per region, with its latest events. */
async function comparedAndPreviewed(folder: string, views: Views): Promise<Report> {
  const head = views.status().position!;
  const part = (share: number) => String((head * BigInt(Math.round(share * 1_000))) / 1_000n);
  const pairs: readonly (readonly [name: string, from: MomentAsked, to: MomentAsked])[] = [
    ['by recording', { asOf: part(0.5) }, {}],
    ['by day', { effectiveAt: '2024-04-15' }, {}],
    ['by both clocks', { asOf: part(0.3), effectiveAt: '2024-03-15' }, { asOf: part(0.8), effectiveAt: '2024-07-15' }],
  ];
  const hypothesis = await anAmountMended(folder);
  const measured = new Map<string, number[]>();
  const measure = async (name: string, ask: () => Promise<unknown>) => {
    const start = performance.now();
    await ask();
    measured.set(name, [...(measured.get(name) ?? []), performance.now() - start]);
  };
  for (let round = 0; round <= rounds; round++) {
    await measure('totals per region, now', () => views.read({}, ({ at, day }) => perRegion(at, day).statements.slice(0, 2)));
    for (const [name, from, to] of pairs) await measure(`two moments compared ${name}`, () => compared(views, from, to));
    await measure('preview of a correction', () => views.preview(hypothesis, ({ at, day }) => perRegion(at, day)));
    await measure('all tables previewed', () => views.preview(hypothesis, allTables));
    await measure('a page of what is behind a cell', () => opened(views));
    if (round === 0) measured.clear(); // warms up
  }
  const medians = new Map([...measured].map(([name, times]) => [name, median(times)]));
  const now = medians.get('totals per region, now')!;
  return {
    figures: Object.fromEntries([...medians].map(([name, time]) => [`${name}, ms`, Math.round(time * 10) / 10])),
    goals: [...medians]
      .filter(([name]) => name.startsWith('two moments') || name.startsWith('preview'))
      .map(([name, time]) => ({ name: `${name} / totals of now`, ratio: time / now, atMost: 10 })),
  };
}

/** What the service counts for a preview, but for cycles and coalitions, which this ledger has none of. */
function allTables({ at, day }: QueryMoment) {
  const tables = [figures.regions, figures['regions?question=origin'], figures['regions/by-focus-area'], figures['focus-areas']];
  return together<unknown[]>(
    ...[...tables, figures['country-groups']].map(({ of }) => of({}).question(at, day)),
    ...focusAreaIds.map(id => figures['working-groups/<id>'].of({}, id).question(at, day)),
  );
}

async function compared(views: Views, earlier: MomentAsked, later: MomentAsked) {
  const from = await views.ask(earlier, ({ at, day }) => perRegion(at, day));
  const to = await views.ask(later, ({ at, day }) => together(perRegion(at, from.moment.day), perRegion(at, day)));
  return figureEffects(from.answer, to.answer[0], to.answer[1]);
}

function opened(views: Views) {
  const cell = ['tables', 'submitted,published', 'regions', 'AFR', 'exclusive', 'byKind', 'programmatic'];
  return views.ask({}, ({ at, day }) => listParts(behindRegions({ moment: at, day, filter: {} })(cell)!, { limit: 50 }));
}

/** Of one commitment the value that it was pledged with. */
async function anAmountMended(folder: string) {
  const store = await SqliteEventStore.openReadOnly(folder);
  const stream = `commitment-${uuid(Math.floor(streams / 2)) as CommitmentId}`;
  const events: Recorded[] = [];
  for await (const event of store.readStream(stream)) events.push(event as unknown as Recorded);
  await store.close();
  const set = { value: { amount: '7', currency: 'USD', nature: 'own' } };
  const compensation: Compensation = {
    event: {
      type: 'EventsCorrected',
      data: { correction: uuid(1) as CorrectionId, targets: [{ event: events[0]!.id, set, schemaVersion: 1 }] },
    },
    effectiveAt: events[0]!.metadata.effectiveAt satisfies Day,
  };
  return { stream, events, compensation };
}
