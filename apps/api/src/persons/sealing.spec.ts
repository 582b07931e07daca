import { describe, expect, it } from '@jest/globals';
import { Person, type PersonId, SealedName } from '@mithaq/domain';
import fc from 'fast-check';
import { randomBytes, randomUUID } from 'node:crypto';
import { conforms } from '../http/schema-errors.js';
import { keyedHash, opened, sealed } from './sealing.js';

const someone = () => randomUUID() as string as PersonId;
const language = fc.constantFrom('en', 'ar', 'zh-Hant', 'fr');
const name = fc.dictionary(language, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { minKeys: 1 });

describe('a sealed name', () => {
  it('is opened with the key of the person whose it is, as it was', () => {
    fc.assert(
      fc.property(name, fc.uint8Array({ minLength: 32, maxLength: 32 }), (name, bytes) => {
        const [id, key] = [someone(), Buffer.from(bytes)];
        const text = sealed(name, id, key);
        expect(conforms(SealedName, text)).toBe(true);
        expect(conforms(Person, { id, name: text })).toBe(true);
        expect(opened(text, id, key)).toEqual(name);
      }),
    );
  });

  it('is another one each time, and says nothing of what it is', () => {
    const [id, key] = [someone(), randomBytes(32)];
    const texts = Array.from({ length: 50 }, () => sealed({ en: 'Amina Northwater' }, id, key));
    expect(new Set(texts).size).toBe(50);
    // With its quotes: 50 random texts hold any two given bytes in one run of twenty.
    for (const text of texts) expect(Buffer.from(text.slice(2), 'base64url').toString('latin1')).not.toMatch(/Amina|Northwater|"en"/);
  });

  it('is the same in whatever order the languages were written', () => {
    const [id, key] = [someone(), randomBytes(32)];
    const names = [sealed({ en: 'Amina', ar: 'أمينة' }, id, key), sealed({ ar: 'أمينة', en: 'Amina' }, id, key)];
    expect(new Set(names.map(text => JSON.stringify(opened(text, id, key)))).size).toBe(1);
  });

  it('does not open with another key', () => {
    const id = someone();
    const text = sealed({ en: 'Amina' }, id, randomBytes(32));
    expect(() => opened(text, id, randomBytes(32))).toThrow(`A name of person ${id} does not open`);
  });

  it('does not open as another person’s, with whatever key', () => {
    const [id, other, key] = [someone(), someone(), randomBytes(32)];
    expect(() => opened(sealed({ en: 'Amina' }, id, key), other, key)).toThrow(`A name of person ${other} does not open`);
  });

  it('does not open once any bit of it was changed, or any of it is missing', () => {
    const [id, key] = [someone(), randomBytes(32)];
    const text = sealed({ en: 'Amina' }, id, key);
    const bytes = Buffer.from(text.slice(2), 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1 << bit;
        expect(() => opened(`1.${changed.toString('base64url')}`, id, key)).toThrow('does not open');
      }),
    );
    for (let length = 0; length < bytes.length; length++) {
      expect(() => opened(`1.${bytes.subarray(0, length).toString('base64url')}`, id, key)).toThrow('does not open');
    }
    expect(() => opened(`2.${text.slice(2)}`, id, key)).toThrow('does not open');
  });
});

describe('the hash of a body that names somebody', () => {
  it('is the same of the same body, and says nothing without the key', () => {
    const [key, body] = [randomBytes(32), 'a'.repeat(64)];
    expect(keyedHash(body, key)).toBe(keyedHash(body, key));
    expect(keyedHash(body, key)).toMatch(/^[0-9a-f]{64}$/);
    expect(keyedHash('b'.repeat(64), key)).not.toBe(keyedHash(body, key));
    expect(keyedHash(body, randomBytes(32))).not.toBe(keyedHash(body, key));
  });
});
