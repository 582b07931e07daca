/** Values under their names, of which those that were used last are kept: up to a weight in all, and the very last whatever it weighs. */
export class Recent<Value> {
  /** The one that was asked for longest ago comes first. */
  private readonly values = new Map<string, Value>();
  private weight = 0;

  constructor(
    private readonly most: number,
    private readonly weigh: (value: Value) => number,
  ) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  get(name: string): Value | undefined {
    return this.values.get(name);
  }

  take(name: string): Value | undefined {
    const value = this.values.get(name);
    if (value === undefined) return undefined;
    this.values.delete(name);
    this.weight -= this.weigh(value);
    return value;
  }

  keep(name: string, value: Value): void {
    this.take(name);
    this.values.set(name, value);
    this.weight += this.weigh(value);
    for (const [oldest] of this.values) {
      if (this.weight <= this.most || oldest === name) return;
      this.take(oldest);
    }
  }

  clear(): void {
    this.values.clear();
    this.weight = 0;
  }
}
