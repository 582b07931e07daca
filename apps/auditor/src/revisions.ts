import { CheckFailed } from './failures.js';
import { type Logged } from './sources/source.js';

/** What was known once the event of a revision was. @throws CheckFailed where there is no such revision */
export function knownAtRevision(log: readonly Logged[], revision: number): readonly Logged[] {
  if (revision < log.length) return log.slice(0, revision + 1);
  throw new CheckFailed(
    `At that moment ${log[0]!.stream} has ${log.length} revisions, 0 to ${log.length - 1}: there is no revision ${revision}.`,
  );
}
