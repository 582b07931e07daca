import { closest, distance } from 'fastest-levenshtein';

/** Of the known names, the one that was probably meant; undefined where none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || name.length > 100) return undefined;
  const lower = name.toLowerCase();
  const found =
    known[
      known
        .map(one => one.toLowerCase())
        .indexOf(
          closest(
            lower,
            known.map(one => one.toLowerCase()),
          ),
        )
    ]!;
  return distance(lower, found.toLowerCase()) <= Math.max(2, Math.floor(found.length / 3)) ? found : undefined;
}

/** ` Did you mean "value"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const found = nearest(name, known);
  return found === undefined ? '' : ` Did you mean "${found}"?`;
}
