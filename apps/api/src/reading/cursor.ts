import { createHash } from 'node:crypto';
import { isDay } from '@mithaq/domain';
import { type Cursor, type MomentPinned } from '@mithaq/projections';
import { Problem } from '../http/problem.js';

/** Where a page is: of which question, at which moment, on which side of which line. */
export interface PageCursor {
  /** What `fingerprint` says of the question: a cursor is good for no other. */
  readonly of: string;
  readonly moment: MomentPinned['pinned'];
  readonly side: 'after' | 'before';
  /** Null: from the beginning. */
  readonly line: Cursor | null;
}

/** The same for the same list with the same filters, sort and moment as asked; what does not change the answer but only its cut is left out. */
export function fingerprint(path: string, asked: Readonly<Record<string, unknown>>): string {
  const question = Object.entries(asked)
    .filter(([name]) => !['cursor', 'limit', 'waitFor'].includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([path, question]))
    .digest('base64url')
    .slice(0, 16);
}

/** Opaque, so that nobody builds on what it says. */
export function writeCursor({ of, moment: { position, day, effectiveAt }, side, line }: PageCursor): string {
  const parts = [of, position === null ? null : position.toString(), day, effectiveAt ?? null, side, line];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws Problem `cursor-invalid` where the text is no cursor of ours; whether its line is of the list's order is the list's to say */
export function readCursor(text: string): PageCursor {
  const parts = parsed(text);
  if (!Array.isArray(parts) || parts.length !== 6) throw cursorInvalid();
  const [of, position, day, effectiveAt, side, line] = parts as unknown[];
  if (
    typeof of !== 'string' ||
    !(position === null || (typeof position === 'string' && /^\d{1,18}$/.test(position))) ||
    !(typeof day === 'string' && isDay(day)) ||
    !(effectiveAt === null || (typeof effectiveAt === 'string' && isDay(effectiveAt))) ||
    !(side === 'after' || side === 'before') ||
    !(line === null || isLine(line))
  ) {
    throw cursorInvalid();
  }
  return {
    of,
    moment: {
      position: position === null ? null : BigInt(position),
      day,
      ...(effectiveAt !== null && { effectiveAt }),
    },
    side,
    line,
  };
}

function isLine(line: unknown): line is Cursor {
  return Array.isArray(line) && line.every(value => value === null || typeof value === 'string');
}

export function cursorInvalid(): Problem {
  const detail =
    'The cursor is not one of this list with these filters, this sort and this moment. Follow the links of an answer as they are, or begin again without a cursor.';
  return new Problem('cursor-invalid', detail, { errors: [{ parameter: 'cursor', detail }] });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
