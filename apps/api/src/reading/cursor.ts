import { type Day } from '@mithaq/domain';
import { type Cursor, type Listed, type MomentPinned, type Order, type Page } from '@mithaq/projections';
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../http/problem.js';
import { type PageParameters, standardLimit } from './parameters.js';

/** Where a page is: of which question, at which moment, on which side of which line. */
export interface PageCursor {
  /** What `fingerprint` says of the question: a cursor is good for no other. */
  readonly of: string;
  readonly moment: MomentPinned['pinned'];
  /** The moment that the answer compares with; absent: with none. */
  readonly from?: MomentPinned['pinned'];
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

/** Bytes of the seal; half of an HMAC-SHA-256 is as much as anybody can guess at. */
const sealBytes = 16;

/**
 * Cursors as text: opaque, so that nobody builds on what it says, and sealed, so that what it says is what a page of ours was: an
 * answer names a moment that the service was asked at, never one that was made up.
 */
export class Cursors {
  /** @param key 32 bytes; services that share it take each other's cursors */
  constructor(private readonly key: Buffer) {}

  /** With the key in the data folder, drawn where there is none: a cursor is good after a restart too, as the answer is that a client has kept. */
  static async in(folder: string): Promise<Cursors> {
    const file = join(folder, 'cursor.key');
    const kept = await readFile(file).catch(() => Buffer.of());
    if (kept.length === 32) return new Cursors(kept);
    const key = randomBytes(32);
    await rm(`${file}.new`, { force: true });
    await writeFile(`${file}.new`, key, { mode: 0o600 });
    await rename(`${file}.new`, file);
    return new Cursors(key);
  }

  write({ of, moment, side, line, from }: PageCursor): string {
    const parts: Parts = [of, toParts(moment), side, line, from ? toParts(from) : null];
    return this.sealed(parts);
  }

  /**
   * @param text as it was sent; undefined: none was
   * @param question see `fingerprint`
   * @throws Problem `cursor-invalid` where the text is no cursor of ours, or of another question
   */
  read(text: string | undefined, question: string): PageCursor | undefined {
    if (text === undefined) return undefined;
    const [of, moment, side, line, from] = this.opened(text) as Parts; // as `write` made it
    if (of !== question) throw cursorInvalid();
    return { of, moment: fromParts(moment), side, line, ...(from && { from: fromParts(from) }) };
  }

  /** Whatever is JSON, sealed. */
  sealed(parts: unknown): string {
    const content = Buffer.from(JSON.stringify(parts));
    return Buffer.concat([this.seal(content), content]).toString('base64url');
  }

  /** What was sealed. @throws Problem `cursor-invalid` where the text is none of ours */
  opened(text: string): unknown {
    const bytes = Buffer.from(text, 'base64url');
    const [seal, content] = [bytes.subarray(0, sealBytes), bytes.subarray(sealBytes)];
    if (seal.length < sealBytes || !timingSafeEqual(seal, this.seal(content))) throw cursorInvalid();
    return JSON.parse(content.toString('utf8'));
  }

  private seal(content: Buffer): Buffer {
    return createHmac('sha256', this.key).update(content).digest().subarray(0, sealBytes);
  }
}

type Parts = readonly [of: string, moment: MomentParts, side: PageCursor['side'], line: PageCursor['line'], from: MomentParts | null];
type MomentParts = readonly [position: string | null, day: Day, effectiveAt: Day | null];

function toParts({ position, day, effectiveAt }: PageCursor['moment']): MomentParts {
  return [position === null ? null : position.toString(), day, effectiveAt ?? null];
}

function fromParts([position, day, effectiveAt]: MomentParts): PageCursor['moment'] {
  return { position: position === null ? null : BigInt(position), day, ...(effectiveAt !== null && { effectiveAt }) };
}

/** The pages of one answer to one question: the one that was asked for, and how the others are had. */
export class Pages {
  /** As it was sent; undefined: the first page, of the moment that was asked for. */
  readonly given: PageCursor | undefined;
  /** What of the list is asked for. */
  readonly part: Page;

  /**
   * @param of the question, see `fingerprint`
   * @throws Problem `cursor-invalid` where the cursor that was sent is not of this question, or of no line in this order
   */
  constructor(
    private readonly cursors: Cursors,
    private readonly of: string,
    order: Order,
    { limit = standardLimit, cursor }: PageParameters,
  ) {
    const given = cursors.read(cursor, of);
    if (given && given.line !== null && !order.takes(given.line)) throw cursorInvalid();
    this.given = given;
    this.part = { limit, ...(given?.line && { [given.side]: given.line }) };
  }

  /**
   * What an answer says of its pages, and the cursors that its links have.
   *
   * @param from the moment that it compares with; absent: with none
   */
  around({ total, next, prev }: Omit<Listed<unknown>, 'items'>, moment: PageCursor['moment'], from?: PageCursor['moment']) {
    const at = (side: PageCursor['side'], line: PageCursor['line']) =>
      this.cursors.write({ of: this.of, moment, side, line, ...(from && { from }) });
    const pages = { next: next ? at('after', next) : null, prev: prev ? at('before', prev) : null };
    return { page: { ...pages, limit: this.part.limit, total }, links: { ...pages, first: at('after', null) } };
  }
}

export function cursorInvalid(): Problem {
  const detail =
    'The cursor is not one of this list with these filters, this sort and this moment. Follow the links of an answer as they are, or begin again without a cursor.';
  return new Problem('cursor-invalid', detail, { errors: [{ parameter: 'cursor', detail }] });
}
