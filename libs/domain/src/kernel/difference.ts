/**
 * What one figure is more than another, exact: of numbers a number; of decimals as text (`155000000.00`, or minor units) a decimal, with as
 * many digits behind the point as the one that has more of them.
 *
 * @returns `after` less `before`; undefined where they are neither two numbers nor two decimals
 */
export function difference(before: unknown, after: unknown): number | string | undefined {
  if (typeof before === 'number' && typeof after === 'number') return Number(ofDecimals(String(before), String(after)) ?? after - before);
  if (typeof before === 'string' && typeof after === 'string') return ofDecimals(before, after);
  return undefined;
}

function ofDecimals(before: string, after: string): string | undefined {
  const [was, is] = [before, after].map(digits => /^(-?)(\d+)(?:\.(\d+))?$/.exec(digits));
  if (!was || !is) return undefined;
  const decimals = Math.max(was[3]?.length ?? 0, is[3]?.length ?? 0);
  const inUnits = ([, sign, whole, fraction = '']: readonly string[]) => BigInt(`${sign}${whole}${fraction.padEnd(decimals, '0')}`);
  const units = inUnits(is) - inUnits(was);
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${decimals > 0 ? `.${digits.slice(point)}` : ''}`;
}
