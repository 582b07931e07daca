import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import Type, { type TSchema } from 'typebox';
import '../coalitions/coalitions.dto.js';
import '../commitments/commitments.dto.js';
import { AmendCommitmentDto, CommitmentChangesDto, PledgeCommitmentDto } from '../commitments/commitments.dto.js';
import '../organisations/organisations.dto.js';
import '../working-groups/working-groups.dto.js';
import { type Exact } from './exact.js';
import { BodyPipe, dtos, fieldsOf } from './fields.js';
import { Problem } from './problem.js';

const all = dtos().map(dto => [dto.name, dto] as const);

describe('the DTOs', () => {
  it('are those of every command and of every object within', () => expect(all.length).toBeGreaterThanOrEqual(23));

  it.each(all)('have a validator on each property: %s', (_, dto) => {
    const validated = getMetadataStorage()
      .getTargetValidationMetadatas(dto, '', true, false)
      .filter(({ type }) => type === 'customValidation')
      .map(({ propertyName }) => propertyName);
    expect(new Set(validated)).toEqual(new Set(fieldsOf(dto)!.keys()));
  });

  it.each(all)('have @ValidateNested and @Type on each object and each list of objects: %s', (_, dto) => {
    const nested = getMetadataStorage()
      .getTargetValidationMetadatas(dto, '', true, false)
      .filter(({ type }) => type === 'nestedValidation')
      .map(({ propertyName }) => propertyName);
    const objects = [...fieldsOf(dto)!].filter(([, { schema }]) => isObject(schema) || (Type.IsArray(schema) && isObject(schema.items)));
    // Shares have a field for each region and one rule for all of them: the domain's schema is asked of the whole.
    const withClass = objects.map(([name]) => name).filter(name => name !== 'shares');
    expect(nested.sort()).toEqual(withClass.sort());
    for (const name of withClass) {
      const { schema, nested } = fieldsOf(dto)!.get(name)!;
      const made = plainToInstance(dto as new () => Record<string, unknown>, { [name]: Type.IsArray(schema) ? [{}] : {} })[name];
      expect([made].flat()[0]).toBeInstanceOf(nested!());
    }
  });

  it('are compared with the commands by the compiler, field by field', () => {
    const same: Exact<{ a: string; readonly b?: number }, { a: string } & { b?: number }> = true;
    // @ts-expect-error a field that is optional on one side only
    const optional: Exact<{ a?: string }, { a: string }> = true;
    // @ts-expect-error a field too much
    const more: Exact<{ a: string; b: string }, { a: string }> = true;
    // @ts-expect-error another type within
    const within: Exact<{ a: { b: string }[] }, { a: { b: number }[] }> = true;
    expect([same, optional, more, within]).toEqual([true, true, true, true]); // the claims above are the compiler's to hold
  });
});

describe('a body', () => {
  const pipe = new BodyPipe();
  const take = (metatype: new () => object, body: unknown) => pipe.transform(body, { type: 'body', metatype });
  const placesIn = async (metatype: new () => object, body: unknown) => {
    const error: unknown = await take(metatype, body).then(
      () => undefined,
      (error: unknown) => error,
    );
    return error instanceof Problem ? error.errors : error;
  };
  const pledge = { lead: 'acme', title: { en: 'Fibre' }, focusAreas: { primary: 'connecting-people', others: [] } };

  it('is taken as it was sent, not as a copy', async () => expect(await take(PledgeCommitmentDto, pledge)).toBe(pledge));

  it('may have null where an amendment clears, and nowhere else', async () => {
    expect(await take(AmendCommitmentDto, { reason: { en: 'x' }, changes: { end: null, value: null, targets: null } })).toBeDefined();
    expect(await placesIn(AmendCommitmentDto, { reason: { en: 'x' }, changes: { title: null } })).toEqual([
      { pointer: '/changes/title', detail: 'Must be an object, not null.' },
    ]);
    expect(await placesIn(PledgeCommitmentDto, { ...pledge, end: null })).toEqual([{ pointer: '/end', detail: 'Must be text, not null.' }]);
  });

  it('must change something', async () => {
    expect(await placesIn(AmendCommitmentDto, { reason: { en: 'x' }, changes: {} })).toEqual([
      { pointer: '/changes', detail: 'Must not have fewer than 1 properties.' },
    ]);
  });

  it('says what is missing, within lists too', async () => {
    expect(await placesIn(PledgeCommitmentDto, {})).toEqual([
      { pointer: '/lead', detail: 'Is missing.' },
      { pointer: '/title', detail: 'Is missing.' },
      { pointer: '/focusAreas', detail: 'Is missing.' },
    ]);
    expect(await placesIn(CommitmentChangesDto, { sources: [{ title: { en: 'x' } }, { url: 'ftp://x' }] })).toEqual([
      { pointer: '/sources/1/title', detail: 'Is missing.' },
      { pointer: '/sources/1/url', detail: 'Must be a web address that begins with http:// or https://.' },
    ]);
  });

  it('says what a text lacks in which nothing can be seen', async () => {
    const partners = [{ organisation: 'globex' }, { name: { ar: '\u3164' } }];
    expect(await placesIn(PledgeCommitmentDto, { ...pledge, title: { en: 'Fibre', ar: '\u2066' }, partners })).toEqual(
      ['/title/ar', '/partners/1/name/ar'].map(pointer => ({
        pointer,
        detail:
          'Must have a character that can be seen: it has only spaces and characters that show nothing. Write some text, or leave it out.',
      })),
    );
    expect(await placesIn(PledgeCommitmentDto, { ...pledge, title: { en: ' ' }, description: { en: '\n' } })).toEqual([
      { pointer: '/title/en', detail: 'Must be one line of text with a character that can be seen, not of spaces alone.' },
      { pointer: '/description/en', detail: 'Must be text with a character that can be seen, not of spaces alone.' },
    ]);
  });

  it('is at most as long as the domain says', async () => {
    const targets = Array.from({ length: 101 }, () => ({ indicator: { en: 'x' } }));
    expect(await placesIn(PledgeCommitmentDto, { ...pledge, targets })).toEqual([
      { pointer: '/targets', detail: 'Must not have more than 100 items.' },
    ]);
  });
});

function isObject(schema: TSchema): boolean {
  return Type.IsObject(schema);
}
