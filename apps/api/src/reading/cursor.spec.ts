import { describe, expect, it } from '@jest/globals';
import { type Day } from '@mithaq/domain';
import fc from 'fast-check';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../http/problem.js';
import { Cursors, fingerprint, type PageCursor } from './cursor.js';

const day = fc
  .date({ min: new Date('1865-05-17'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10) as Day);
const cursor: fc.Arbitrary<PageCursor> = fc.record({
  of: fc.string(),
  moment: fc
    .record({ position: fc.option(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n })), day, effectiveAt: fc.option(day, { nil: undefined }) })
    .map(({ effectiveAt, ...moment }) => ({ ...moment, ...(effectiveAt !== undefined && { effectiveAt }) })),
  side: fc.constantFrom('after' as const, 'before' as const),
  line: fc.option(fc.array(fc.option(fc.string({ unit: 'grapheme' })))),
});

const cursors = new Cursors(Buffer.alloc(32, 1));

function isRefused(text: string, by = cursors): boolean {
  try {
    by.opened(text);
    return false;
  } catch (error) {
    return error instanceof Problem && error.code === 'cursor-invalid';
  }
}

describe('a cursor', () => {
  it('is read as it was written', () => {
    fc.assert(fc.property(cursor, one => expect(cursors.read(cursors.write(one), one.of)).toEqual(one)));
  });

  it('of another question is a problem', () =>
    fc.assert(fc.property(cursor, one => expect(() => cursors.read(cursors.write(one), `${one.of}-another`)).toThrow(Problem))));

  it('that is none, or says anything else than it was written to say, is a problem', () => {
    fc.assert(fc.property(fc.string(), text => isRefused(text)));
    fc.assert(fc.property(fc.json(), json => isRefused(Buffer.from(json).toString('base64url'))));
    fc.assert(
      fc.property(cursor, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, place, change) => {
        const bytes = Buffer.from(cursors.write(one), 'base64url');
        bytes[place % bytes.length]! ^= change;
        return isRefused(bytes.toString('base64url'));
      }),
    );
    fc.assert(fc.property(cursor, one => isRefused(new Cursors(Buffer.alloc(32, 2)).write(one))));
  });

  it('is good after a restart: the key is in the folder, for nobody else to read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mithaq-cursor-'));
    const text = (await Cursors.in(folder)).write({
      of: 'x',
      moment: { position: 1n, day: '2026-01-01' as Day },
      side: 'after',
      line: null,
    });
    expect(isRefused(text, await Cursors.in(folder))).toBe(false);
    expect((await stat(join(folder, 'cursor.key'))).mode & 0o777).toBe(0o600);
    await rm(folder, { recursive: true });
  });

  it('is of the question alone: not of the cut, nor of the order in which it was written down', () => {
    const of = fingerprint('/commitments', { region: ['AFR', 'EUR'], sort: 'title' });
    expect(fingerprint('/commitments', { sort: 'title', region: ['AFR', 'EUR'], limit: '9', cursor: 'x', waitFor: '1' })).toBe(of);
    for (const other of [
      { sort: 'title' },
      { region: ['AFR', 'EUR'], sort: '-title' },
      { region: ['AFR', 'EUR'], sort: 'title', asOf: '1' },
    ]) {
      expect(fingerprint('/commitments', other)).not.toBe(of);
    }
    expect(fingerprint('/organisations', { region: ['AFR', 'EUR'], sort: 'title' })).not.toBe(of);
  });
});
