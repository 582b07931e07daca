/**
 * What reports cost who reads: four cycles in which nine of ten commitments report, and the figures of regions, focus areas and a cycle
 * beside those of regions before there was any report. The reports of the last cycle are written, and folded, while they are read.
 */
import { type CommitmentEvent, type CycleId, type Day, type ReportId, type ReportingCycleEvent } from '@mithaq/domain';
import { newestEvent, type NewEvent, SqliteEventStore } from '@mithaq/event-store';
import { type Moment, perCycle, perFocusArea, perRegion, type Question, type Views } from '@mithaq/projections';
import Database from 'better-sqlite3';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median, type Report } from './benchmark.js';

const cycles = 4;
/** The one that is written while it is read, and the one whose figures are read: every report to it is there. */
export const lastCycle = cycles - 1;
const countedCycle = lastCycle - 1;
const rounds = 5;
/** The day of every answer that is of no other. */
const today = '2030-01-01' as Day;

const yearOf = (cycle: number) => 2025 + cycle;
const cycleId = (cycle: number) => `reports-${yearOf(cycle)}` as CycleId;

type Moments = Readonly<Record<'now' | 'as known at a past position' | 'as true on a past day' | 'by both clocks', readonly Moment[]>>;

/** The last tenth of the ledger, in which nearly all commitments are there; and days on which they stand. */
export function lateMoments(head: bigint, days: readonly Day[]): Moments {
  const parts = Array.from({ length: rounds }, (_, i) => (head * BigInt(900 + 15 * (i + 1))) / 1_000n);
  return momentsOf(parts, days);
}

function momentsOf(positions: readonly bigint[], days: readonly Day[]): Moments {
  const dayOf = (i: number) => days[i % days.length]!;
  return {
    now: positions.map(() => ({})),
    'as known at a past position': positions.map(position => ({ position })),
    'as true on a past day': positions.map((_, i) => ({ day: dayOf(i) })),
    'by both clocks': positions.map((position, i) => ({ position, day: dayOf(i) })),
  };
}

/** How long the whole question takes at each kind of moment, in milliseconds, on the file of views. */
export type Times = Readonly<Record<keyof Moments, number>>;

export function regionReads(file: string, moments: Moments): Times {
  return times(file, moments, at => perRegion(at, at.day ?? today, {}, cycleId(countedCycle)));
}

function times(file: string, moments: Moments, question: (at: Moment) => Question<unknown>): Times {
  const db = new Database(file, { readonly: true });
  db.pragma('cache_size = -32768'); // as the threads that read have it
  db.pragma('mmap_size = 1073741824');
  try {
    const time = (at: Moment) => {
      const prepared = question(at).statements.map(({ text, params }) => ({ statement: db.prepare<unknown[]>(text), params }));
      const start = performance.now();
      for (const { statement, params } of prepared) statement.all(...params);
      return performance.now() - start;
    };
    const all = Object.entries(moments) as [keyof Moments, readonly Moment[]][];
    for (const [, [first]] of all) time(first!); // warms up
    return Object.fromEntries(all.map(([kind, list]) => [kind, median(list.map(time))])) as Times; // a time for each kind
  } finally {
    db.close();
  }
}

/**
 * Records the reports and reads while the last of them are written.
 *
 * @param folder of the ledger, which nobody else writes to
 * @param before how long the region view took without any report
 */
export async function readsWithReports(
  { folder, views, file }: { readonly folder: string; readonly views: Views; readonly file: string },
  commitments: readonly string[],
  revision: bigint,
  before: Times,
): Promise<Report> {
  const start = performance.now();
  const store = await SqliteEventStore.open(folder);
  let head: bigint;
  try {
    for (let cycle = 0; cycle < cycles; cycle++) await store.append(`reportingCycle-${cycleId(cycle)}`, 'none', [opening(cycle)]);
    for (let cycle = 0; cycle < lastCycle; cycle++) await report(store, commitments, cycle, revision, Infinity);
    head = (await newestEvent(store))!.position;
  } finally {
    await store.close();
  }
  await views.waitFor(head, { timeout: 3_600_000 });
  const recorded = performance.now() - start;

  const writer = fork(fileURLToPath(new URL('./views.writer.js', import.meta.url)), [folder, String(revision)]);
  writer.send(commitments);
  const over = once(writer, 'exit').then(() => 'over' as const);
  await once(writer, 'message');
  // Positions at which the counted cycle is reported on; days on which its reports are due, overdue and silent.
  const past = Array.from({ length: rounds }, (_, i) => head - (BigInt(commitments.length) * BigInt(i)) / BigInt(2 * rounds));
  const moments = momentsOf(past, ['2028-03-01', '2028-04-15', '2029-03-01'] as Day[]);
  const counted = cycleId(countedCycle);
  const measured = {
    'region view': regionReads(file, moments),
    'focus-area view': times(file, moments, at => perFocusArea(at, at.day ?? today, {}, counted)),
    'cycle view': times(file, moments, at => perCycle(at, at.day ?? today, counted)),
  };
  const state = await Promise.race([over, new Promise<'writing'>(resolve => setTimeout(() => resolve('writing'), 100))]);
  writer.kill('SIGTERM');
  await over;
  const kinds = Object.keys(moments) as (keyof Moments)[];
  return {
    figures: {
      ...Object.fromEntries(kinds.map(kind => [`region view without reports, ${kind}, ms`, round(before[kind])])),
      ...Object.fromEntries(
        Object.entries(measured).flatMap(([view, times]) => kinds.map(kind => [`${view} with reports, ${kind}, ms`, round(times[kind])])),
      ),
      'reports recorded and folded/s': Math.round((lastCycle * commitments.length * 900) / recorded),
      'reports were written all the while (1: yes)': state === 'writing' ? 1 : 0,
    },
    goals: Object.entries(measured).flatMap(([view, times]) =>
      kinds.map(kind => ({ name: `${view} with reports / region view without, ${kind}`, ratio: times[kind] / before[kind], atMost: 3 })),
    ),
  };
}

/**
 * Nine of ten commitments report to a cycle, at most so many a second; each seventh of them late.
 * @param revision of each commitment's last event before its reports
 */
export async function report(
  store: SqliteEventStore,
  commitments: readonly string[],
  cycle: number,
  revision: bigint,
  perSecond: number,
): Promise<void> {
  const together = Math.min(1_000, Math.ceil(perSecond / 10));
  for (let i = 0; i < commitments.length; i += together) {
    const began = performance.now();
    const appends = commitments.slice(i, i + together).flatMap((id, j) => {
      const n = i + j;
      if (isSilent(n, cycle)) return [];
      const last = revision + BigInt(Array.from({ length: cycle }, (_, c) => c).filter(c => !isSilent(n, c)).length);
      return [store.append(`commitment-${id}`, last, [reported(n, cycle)])];
    });
    await Promise.all(appends);
    const pause = (together * 1_000) / perSecond - (performance.now() - began);
    if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause));
  }
}

const isSilent = (n: number, cycle: number) => (n + cycle) % 10 === 9;

function reported(n: number, cycle: number): NewEvent {
  const deliveries = ['on-track', 'delayed', 'at-risk', 'not-started'] as const;
  const { type, data }: CommitmentEvent = {
    type: 'ProgressReported',
    data: {
      report: idOf(0xb, n * cycles + cycle) as ReportId,
      cycle: cycleId(cycle),
      delivery: deliveries[(n + cycle * (n % 3)) % 4]!,
      percent: cycle * 20,
      amounts: {
        currency: ['USD', 'EUR', 'XOF'][n % 3]!,
        committed: String((n % 9_000) * 100_000),
        disbursed: String((n % 9_000) * 10_000 * (cycle + 1)),
      },
      beneficiaries: n * cycle,
    },
  };
  const month = (n + cycle) % 7 === 0 ? '04' : '02';
  return recordedAs(idOf(0xa, n * cycles + cycle), type, data, `${yearOf(cycle) + 1}-${month}-15`);
}

function opening(cycle: number): NewEvent {
  const [year, next] = [yearOf(cycle), yearOf(cycle) + 1];
  const days = { from: `${year}-01-01`, to: `${year}-12-31`, opens: `${next}-01-10`, due: `${next}-03-31`, grace: `${next}-04-30` };
  const { type, data }: ReportingCycleEvent = {
    type: 'ReportingCycleOpened',
    data: { name: { en: `Reports on ${year}` }, provenance: 'submitted', days: days as Record<keyof typeof days, Day> },
  };
  return recordedAs(idOf(0x9, cycle), type, data, `${year}-12-01`);
}

function recordedAs(id: string, type: string, data: object, effectiveAt: string): NewEvent {
  const metadata = { actor: { subject: 'bench', roles: ['secretariat'] }, correlationId: id, schemaVersion: 1, effectiveAt };
  return { id, type, data: { ...data }, metadata };
}

function idOf(kind: number, number: number): string {
  return `00000000-0000-4000-${kind.toString(16)}000-${String(number).padStart(12, '0')}`;
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
