import { ConnectionStringWrong } from '@mithaq/event-store';
import { EventUnknown, MomentInTheFuture, MomentNotReached } from '@mithaq/projections';
import { KeysDiffer, StoresDiffer } from './comparison.js';

/** What the program ends with. */
export const exitCodes = {
  done: 0,
  /** What was compared is not the same, what was asked for is not there, or the service said no. */
  failed: 1,
  /** The command line cannot be used. */
  usage: 2,
  /** A service or a store cannot be reached or opened, or failed on the way. */
  unreachable: 3,
} as const;

/** What stands on the command line makes no sense. */
export class UsageWrong extends Error {
  override readonly name = 'UsageWrong';
}

/** What was asked for is not there, or is not as it should be. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

const failed = [StoresDiffer, KeysDiffer, CheckFailed, MomentNotReached, MomentInTheFuture, EventUnknown];

export function exitCodeOf(error: unknown): number {
  if (failed.some(kind => error instanceof kind)) return exitCodes.failed;
  if (error instanceof UsageWrong || error instanceof ConnectionStringWrong) return exitCodes.usage;
  return exitCodes.unreachable;
}

export function sentenceOf(error: unknown): string {
  return withoutSecrets(messageOf(error));
}

/** Also of an error that another realm has made, a worker's or a driver's. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** Whatever it is that is told: a token, and the user and password of an address in it are left out, but for the two words of an example. */
export function withoutSecrets(text: string): string {
  return text.replace(/([a-z][a-z+.-]{0,20}:\/\/)(?!user:password@).*@/gi, '$1…@').replace(/(--tok\w*=)[^'\s]+/gi, '$1…');
}
