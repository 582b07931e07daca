import { describe, expect, it } from '@jest/globals';
import { type TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { specify } from '../testing/specify.js';
import { person } from '../person/person.js';
import { Label, LocalizedName, LocalizedText, longText, Source } from './text.js';

const showsNothing: readonly [what: string, text: string][] = [
  ['a mark of direction', '\u2066'],
  ['the Arabic letter mark', '\u061c'],
  ['a soft hyphen', '\u00ad'],
  ['a Hangul filler', '\u3164'],
  ['a half-width Hangul filler', '\uffa0'],
  ['a space of width zero', '\u200b'],
  ['a byte order mark', '\ufeff'],
  ['the blank of Braille', '\u2800'],
  ['joiners', '\u200c\u200d'],
  ['a selector of variants', '\ufe0f'],
  ['a tag', '\u{e0041}'],
  ['a noncharacter', '\uffff'],
  ['a format of hieroglyphs', '\u{13430}'],
  ['an ideographic space', '\u3000'],
  ['several of them', ' \u2067\u00ad\u3164 \u2800\u2069'],
];
const shows: readonly [what: string, text: string][] = [
  ['Persian with a non-joiner within', 'می\u200cخواهم'],
  ['Arabic between marks of direction', '\u2067اتصال المدارس\u2069'],
  ['Hindi with a joiner', 'क्\u200dष'],
  ['a word with a soft hyphen', 'broad\u00adband'],
  ['an emoji with its selector', '\u2764\ufe0f'],
  ['a family of emoji', '👩\u200d👧'],
  ['a full stop', '.'],
  ['a word in Braille', '\u2813\u2800\u280a'],
  ['a letter for private use', '\ue000'],
];
const texts: readonly [what: string, schema: TSchema, (text: string) => unknown][] = [
  ['a name', LocalizedName, text => ({ en: text })],
  ['a text', LocalizedText, text => ({ en: text })],
  ['a document', longText(60_000), text => ({ en: text })],
  ['one language of several', LocalizedText, text => ({ en: 'Fibre', ar: text })],
  ['a label', Label, text => text],
  ['a source', Source, text => ({ title: { en: 'Letter' }, publisher: text })],
];

describe.each(texts)('%s', (_, schema, of) => {
  it.each(showsNothing)('is not of %s alone', (_, text) => expect(Check(schema, of(text))).toBe(false));
  it.each(shows)('may be %s', (_, text) => expect(Check(schema, of(text))).toBe(true));
});

describe('a text that shows nothing', () => {
  it('is told what to change, at its place', () => {
    expect(Errors(LocalizedName, { en: 'Fibre', ar: '\u2066' })).toMatchObject([
      { instancePath: '/ar', message: expect.stringMatching(/^must have a character that can be seen.*Write some text, or leave it out$/) },
    ]);
  });

  it('is recorded by no command, wherever that comes from', () => {
    specify(person, { known: 'known' })([])
      .when({ type: 'ErasePerson', reason: { en: '\u2066\u2069' } })
      .thenRefused('data-invalid', { errors: [{ pointer: '/reason/en' }] });
  });
});
