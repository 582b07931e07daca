/** What a benchmark measures and promises; every figure is a median over interleaved rounds. */
export interface Report {
  /** What was measured, each with its unit in its name. */
  readonly figures: Readonly<Record<string, number>>;
  readonly goals: readonly Goal[];
}

export interface Goal {
  readonly name: string;
  readonly ratio: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export type Benchmark = () => Promise<Report>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** How many a second, over one run of something that says how many it did. */
export async function rate(run: () => number | Promise<number>): Promise<number> {
  const start = performance.now();
  const count = await run();
  return (count * 1000) / (performance.now() - start);
}

/** What each measurement gave, round by round. */
export class Rounds<Name extends string> {
  private readonly results = new Map<Name, number[]>();

  /**
   * Runs every measurement once a round, in turn, so that whatever else the machine is doing falls on all of them alike. A first round
   * warms up and is not counted.
   */
  static async run<Name extends string>(count: number, measurements: Readonly<Record<Name, () => Promise<number>>>): Promise<Rounds<Name>> {
    const rounds = new Rounds<Name>();
    const entries = Object.entries(measurements) as [Name, () => Promise<number>][];
    for (let round = 0; round <= count; round++) {
      for (const [name, measure] of entries) {
        const result = await measure();
        if (round > 0) rounds.of(name).push(result);
      }
    }
    return rounds;
  }

  figures(): Record<string, number> {
    return Object.fromEntries([...this.results].map(([name, results]) => [name, Math.round(median(results))]));
  }

  /** The median of the ratios within each round: steadier than a ratio of medians where the load on the machine changes. */
  ratio(one: Name, other: Name): number {
    const others = this.of(other);
    return median(this.of(one).map((value, round) => value / (others[round] ?? NaN)));
  }

  private of(name: Name): number[] {
    const results = this.results.get(name) ?? [];
    this.results.set(name, results);
    return results;
  }
}

export function met({ ratio, atLeast = -Infinity, atMost = Infinity }: Goal): boolean {
  return ratio >= atLeast && ratio <= atMost;
}

export function reportGoals({ goals }: Report): void {
  for (const goal of goals) {
    const wanted = goal.atLeast !== undefined ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
    console.error(`${met(goal) ? 'met   ' : 'MISSED'} ${goal.name}: ${goal.ratio.toFixed(2)} (${wanted})`);
  }
}
