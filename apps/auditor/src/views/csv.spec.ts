import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

async function inCsv(...lines: object[]): Promise<string[]> {
  async function* given() {
    for (const line of lines) yield await Promise.resolve(line);
  }
  let text = '';
  for await (const part of csvOf(given())) text += part;
  expect(text === '' || text.endsWith('\r\n')).toBe(true);
  return text.split('\r\n').slice(0, -1);
}

describe('lines as CSV', () => {
  it('have a column for the way to each value', async () => {
    expect(await inCsv({ id: 'a', lead: { name: { en: 'Acme', ar: 'أكمي' } }, percent: 0, verified: false })).toEqual([
      'id,lead.name.en,lead.name.ar,percent,verified',
      'a,Acme,أكمي,0,false',
    ]);
  });

  it('all have the same columns, each where the line that brings it has it', async () => {
    expect(await inCsv({ a: 1, d: 4 }, { a: 1, b: 2, c: 3 }, {}, { z: 0, a: 1 })).toEqual([
      'z,a,b,c,d',
      ',1,,,4',
      ',1,2,3,',
      ',,,,',
      '0,1,,,',
    ]);
  });

  it('keep a column of which nobody says anything, but not beside its own parts', async () => {
    expect(await inCsv({ by: null, withdrawn: null }, { by: null, withdrawn: { day: '2024-01-01' } })).toEqual([
      'by,withdrawn.day',
      ',',
      ',2024-01-01',
    ]);
  });

  it('have mere values in one cell, things with parts as JSON, and amounts a column a currency', async () => {
    const value = [
      { amount: '1.00', currency: 'EUR', commitments: 1 },
      { amount: '2.00', currency: 'USD', commitments: 3 },
    ];
    expect(await inCsv({ regions: ['AFR', 'ARB'], value, partners: [{ id: 'acme' }] }, { regions: [], value: [] })).toEqual([
      'regions,value.EUR.amount,value.EUR.commitments,value.USD.amount,value.USD.commitments,partners',
      'AFR;ARB,1.00,1,2.00,3,"[{""id"":""acme""}]"',
      ',,,,,',
    ]);
  });

  it('are no formulas to a spreadsheet, and their numbers are numbers', async () => {
    const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', 'a=1'];
    expect(await inCsv(Object.fromEntries([...texts, -1].map((text, i) => [`c${i}`, text])))).toEqual([
      'c0,c1,c2,c3,c4,c5,c6,c7',
      `'=1+1,'+1,'-1,'@SUM(A1),'\t=1,"'\r=1",a=1,-1`,
    ]);
  });

  it('are quoted where they have commas, quotes and line ends of their own', async () => {
    expect(await inCsv({ a: 'one, two', b: 'a "word"', c: 'one\ntwo', d: 'one\rtwo', e: 'one\u2028two\u2029' })).toEqual([
      'a,b,c,d,e',
      '"one, two","a ""word""","one\ntwo","one\rtwo",one\u2028two\u2029',
    ]);
  });

  it('are none where there are none', async () => expect(await inCsv()).toEqual([]));
});
