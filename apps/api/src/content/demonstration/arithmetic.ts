import type { Day } from '@mithaq/domain';

/**
 * Deals values to places so that each comes up exactly as often as its quota says, and neighbours differ.
 *
 * The pack is laid out in order and walked in strides: a stride without a common divisor with its size meets every card once. Two packs
 * that are walked in different strides are as good as shuffled against each other, and come out the same on every machine.
 *
 * @throws RangeError where the stride would meet some cards twice
 */
export function deal<Value>(quotas: readonly (readonly [value: Value, count: number])[], stride: number): Value[] {
  const pack = quotas.flatMap(([value, count]) => Array.from({ length: count }, () => value));
  if (commonDivisor(stride, pack.length) !== 1) throw new RangeError(`A stride of ${stride} does not meet every card of ${pack.length}.`);
  return pack.map((_, i) => pick(pack, i * stride));
}

/** The entry of a list at a place, counted around. */
export function pick<Value>(list: readonly Value[], place: number): Value {
  if (list.length === 0) throw new RangeError('There is nothing to pick from.');
  return list[place % list.length] as Value; // within the list, whose own values may be undefined
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as Day;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** Two digits and zeros, as people promise sums and numbers: 3,417,000 is 3,400,000. */
export function roundly(exact: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(exact, 1))) - 1);
  return Math.max(1, Math.round(exact / unit) * unit);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
