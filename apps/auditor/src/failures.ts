import { ConnectionStringWrong } from '@mithaq/event-store';
import { KeysDiffer, StoresDiffer } from './comparison.js';

/** What the program ends with. */
export const exitCodes = {
  done: 0,
  /** What was compared is not the same. */
  differs: 1,
  /** The command line cannot be used. */
  usage: 2,
  /** A store cannot be reached or opened, or failed on the way. */
  unreachable: 3,
} as const;

/** What stands on the command line makes no sense. */
export class UsageWrong extends Error {
  override readonly name = 'UsageWrong';
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof StoresDiffer || error instanceof KeysDiffer) return exitCodes.differs;
  if (error instanceof UsageWrong || error instanceof ConnectionStringWrong) return exitCodes.usage;
  return exitCodes.unreachable;
}

export function sentenceOf(error: unknown): string {
  return withoutPasswords(messageOf(error));
}

/** Also of an error that another realm has made, a worker's or a driver's. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** Whatever it is that is told: the user and password of a connection string in it are left out, but for the two words of an example. */
export function withoutPasswords(text: string): string {
  return text.replace(/([a-z][a-z+.-]*:\/\/)(?!user:password@).*@/gi, '$1…@');
}
