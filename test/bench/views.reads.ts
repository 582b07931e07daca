import { type CommitmentId, type Day } from '@mithaq/domain';
import { type Moment, oneCommitment, perRegion, type Sql } from '@mithaq/projections';
import Database from 'better-sqlite3';
import { median, type Report } from './benchmark.js';

const rounds = 7;

type PastMoment = Required<Pick<Moment, 'position' | 'day'>>;

/**
 * Totals per region, and one commitment, at many moments of both clocks: the same statements that the service asks, on the file of views.
 *
 * @param days the first and the last effective day of the ledger
 * @param head its last position
 */
export function readsAtMoments(file: string, days: readonly [Day, Day], head: bigint, commitments: readonly CommitmentId[]): Report {
  const db = new Database(file, { readonly: true });
  db.pragma('cache_size = -65536');
  try {
    const time = (statements: readonly Sql[]) => {
      const prepared = statements.map(({ text, params }) => ({ statement: db.prepare<unknown[]>(text), params }));
      const start = performance.now();
      for (const { statement, params } of prepared) statement.all(...params);
      return performance.now() - start;
    };
    // Moments spread over the whole ledger, so that a past one knows little or nearly all.
    const moments = Array.from({ length: rounds }, (_, i): PastMoment => {
      const part = (i + 1) / (rounds + 1);
      return { position: (head * BigInt(Math.round(part * 1_000))) / 1_000n, day: between(days, part) };
    });
    const totals = (of: (moment: PastMoment) => Moment) =>
      median(moments.map(moment => time(perRegion(of(moment), moment.day).statements.slice(0, 2))));
    totals(() => ({})); // warms up
    const now = totals(() => ({}));
    const known = totals(({ position }) => ({ position }));
    const trueOn = totals(({ day }) => ({ day }));
    const both = totals(moment => moment);
    const whole = median(moments.map(() => time(perRegion({}, days[1]).statements)));
    const one = moments.flatMap(moment => commitments.map(id => time(oneCommitment(moment, moment.day, id).statements)));
    return {
      figures: {
        'totals per region, now, ms': round(now),
        'totals per region, as known at a past position, ms': round(known),
        'totals per region, as true on a past day, ms': round(trueOn),
        'totals per region, by both clocks, ms': round(both),
        'region view with its latest events, now, ms': round(whole),
        'one commitment at any moment, ms': round(median(one)),
      },
      goals: [
        { name: 'totals of a past moment by one clock / of now', ratio: Math.max(known, trueOn) / now, atMost: 6 },
        { name: 'totals of a past moment by both clocks / of now', ratio: both / now, atMost: 10 },
        { name: 'one commitment at any moment, ms', ratio: median(one), atMost: 1 },
      ],
    };
  } finally {
    db.close();
  }
}

function between([first, last]: readonly [Day, Day], part: number): Day {
  const [from, to] = [Date.parse(first), Date.parse(last)];
  return new Date(from + (to - from) * part).toISOString().slice(0, 10) as Day;
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
