import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type NewEvent, SqliteEventStore } from '@mithaq/event-store';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../testing/run.js';

const stream = 'organisation-acme';
const name = { en: 'Acme' };
const kenya = { iso3: 'KEN', name: { en: 'Kenya' }, region: 'AFR', standing: 'member-state' };

let data: string;
let ids: string[];
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'mithaq-reading-'));
  ids = [];
  await record(
    stream,
    event('OrganisationRegistered', '2024-01-01', { provenance: 'submitted', name, category: 'private-sector', home: { country: 'KE' } }),
    event('OrganisationVerified', '2024-02-01', {}),
  );
  await record('country-KE', event('CountryListed', '1865-05-17', kenya, { causationId: ids[1]!, correlationId: 'another' }));
  await record(stream, event('EventsCorrected', '2024-02-01', voided(ids[1]!), { causationId: ids[2]!, ...why, corrects: [ids[1]] }));
});
afterEach(() => rmSync(data, { recursive: true }));

const why = { reason: { en: 'The wrong body.' }, authority: 'Letter of 3 May 2026' };
const voided = (event: string) => ({ correction: randomUUID(), targets: [{ event, void: true }] });

function event(type: string, effectiveAt: string, said: object, metadata: object = {}): NewEvent {
  const id = randomUUID();
  ids.push(id);
  const actor = { subject: 'erin', roles: ['administrator'] };
  return { id, type, data: { ...said }, metadata: { actor, correlationId: 'one', schemaVersion: 1, effectiveAt, ...metadata } };
}

async function record(to: string, ...events: NewEvent[]) {
  const store = await SqliteEventStore.open(data);
  let last: bigint | 'none' = 'none';
  for await (const { revision } of store.readStream(to)) last = revision;
  await store.append(to, last, events);
  await store.close();
}

/** The answer, in JSON. */
async function asked(...args: string[]): Promise<Record<string, unknown>> {
  const { code, answer, talk } = await run(...args, '--data', data, '--json');
  expect({ code, talk }).toEqual({ code: 0, talk: '' });
  return JSON.parse(answer) as Record<string, unknown>;
}

describe('what a ledger is asked without a service', () => {
  it('has all that was recorded of a record, and what became of it', async () => {
    expect(await asked('history', stream)).toMatchObject({
      record: stream,
      asOf: '4',
      data: [
        { event: { id: ids[0], revision: '0', position: '1', effectiveAt: '2024-01-01' }, holds: true, corrects: [], correctedBy: null },
        { event: { id: ids[1] }, holds: false, correctedBy: { events: [ids[3]], isVoid: true } },
        { event: { id: ids[3], ...why }, holds: true, corrects: [ids[1]] },
      ],
    });
    const before = await asked('history', stream, '--as-of', ids[2]!);
    expect(before).toMatchObject({ asOf: '3', data: [{ holds: true }, { holds: true, correctedBy: null }] });
  });

  it('says it in a table to people', async () => {
    const { code, answer } = await run('history', stream, '--data', data);
    expect(code).toBe(0);
    expect(answer.split('\n')[3]).toMatch(/^r2 .* EventsCorrected .* corrects r1: The wrong body\. \(Letter of 3 May 2026\)$/);
    for (const command of ['show', 'diff', 'blame']) {
      expect(await run(command, stream, '--data', data)).toMatchObject({
        code: 0,
        answer: expect.stringContaining(command === 'diff' ? '/status' : '/details/name/en'),
      });
    }
  });

  it('has the state at a revision and on a day, what differs, and which event set it', async () => {
    expect(await asked('show', stream)).toMatchObject({ revision: '2', event: { id: ids[3] }, state: { details: { name } } });
    const states = await Promise.all(['0', '1', '2'].map(revision => asked('show', stream, '--at-revision', revision)));
    expect(states[0]!['state']).toEqual(states[2]!['state']);
    expect(states[1]!['state']).not.toEqual(states[2]!['state']);
    expect(await asked('show', stream, '--effective-at', '2023-01-01')).toMatchObject({ effectiveAt: '2023-01-01', state: null });
    expect(await asked('diff', stream, '--from', '0')).toMatchObject({ from: { revision: '0' }, to: { revision: '2' }, changes: [] });
    expect(await asked('diff', stream, '--to', '0')).toMatchObject({ from: null, to: { id: ids[0] } });
    const recorded = await asked('diff', stream, '--from-as-of', '1', '--as-of', '2');
    expect(recorded).toMatchObject({
      from: { asOf: '1' },
      asOf: '2',
      events: [{ event: { id: ids[1] }, because: 'recorded', correctedBy: [] }],
    });
    const voided = await asked('diff', stream, '--from-as-of', ids[2]!);
    expect(voided).toMatchObject({ events: [{ event: { id: ids[1] }, because: 'voided', correctedBy: [{ id: ids[3], ...why }] }] });
    expect(await asked('diff', stream, '--from-effective-at', '2023-01-01', '--effective-at', '2024-01-01')).toMatchObject({
      ...{ from: { asOf: '4', effectiveAt: '2023-01-01' }, asOf: '4', effectiveAt: '2024-01-01' },
      changes: expect.arrayContaining([{ pointer: '/details/name/en', after: 'Acme' }]),
      events: [{ because: 'came-true' }],
    });
    expect(await asked('blame', stream)).toMatchObject({
      data: expect.arrayContaining([
        {
          pointer: '/details/name/en',
          value: 'Acme',
          last: { event: expect.objectContaining({ id: ids[0], revision: '0' }), correctedBy: [] },
          before: null,
        },
      ]),
    });
  });

  it('has what belongs together across records, by event, position and correlation id', async () => {
    const trace = await asked('trace', ids[2]!);
    expect(trace).toMatchObject({ event: { id: ids[2] }, causes: [{ id: ids[1] }], effects: [{ depth: 1, event: { id: ids[3] } }] });
    expect(await asked('trace', '3')).toEqual(trace);
    expect(await asked('trace', '2')).toMatchObject({ causes: [], effects: [{ depth: 1 }, { depth: 2, event: { id: ids[3] } }] });
    expect(await asked('trace', '2', '--as-of', '3')).toMatchObject({ effects: [{ depth: 1 }] });
    expect(await asked('trace', 'another')).toMatchObject({ correlationId: 'another', data: [{ id: ids[2] }] });
    expect(await run('trace', '2', '--as-of', '1', '--data', data)).toMatchObject({
      code: 1,
      talk: expect.stringContaining('no event 2 yet'),
    });
    expect(await run('trace', randomUUID(), '--data', data)).toMatchObject({ code: 1, answer: '' });
  });

  it('is written out event by event', async () => {
    const lines = async (...args: string[]) => {
      const { code, answer } = await run('export', '--data', data, ...args);
      expect(code).toBe(0);
      return answer.split('\n').flatMap(line => (line === '' ? [] : [(JSON.parse(line) as { id: string }).id]));
    };
    expect(await lines()).toEqual(ids);
    expect(await lines('--category', 'country', 'commitment')).toEqual([ids[2]]);
    expect(await lines('--as-of', '2')).toEqual(ids.slice(0, 2));
    expect(await lines('--as-of', '2001-01-01T00:00:00Z')).toEqual([]);
  });

  it('is shown in views, at a moment, built of its events and gone with the command', async () => {
    const view = ['export', '--view', 'organisations', '--data', data];
    const { code, answer, talk } = await run(...view);
    expect({ code, talk }).toEqual({
      code: 0,
      talk: expect.stringMatching(/^exported 1 lines of organisations of .*, at position 4 on \d/),
    });
    expect(answer).toMatch(/^id,provenance,.*\r\nacme,submitted,.*\r\n$/);
    expect((await run(...view, '--bom')).answer).toBe(`\ufeff${answer}`);
    const states = await Promise.all(['3', '4'].map(position => run(...view, '--json', '--as-of', position)));
    expect(states.map(({ answer }) => JSON.parse(answer) as object)).toMatchObject([
      { id: 'acme', verified: '2024-02-01' },
      { id: 'acme', verified: null },
    ]);
    expect((await run(...view, '--as-of', '2001-01-01T00:00:00Z')).answer).toBe('');
  });

  it('begins and ends somewhere, also while a service writes it', async () => {
    const service = await SqliteEventStore.open(data);
    try {
      expect(await asked('status')).toMatchObject({ source: data, first: { id: ids[0] }, last: { id: ids[3], position: '4' } });
    } finally {
      await service.close();
    }
  });

  it.each([
    ['a record that is not there', 1, ['history', 'organisation-none']],
    ['a moment before the record', 1, ['show', stream, '--as-of', '2001-01-01T00:00:00Z']],
    ['a revision that is not there', 1, ['show', stream, '--at-revision', '3']],
    ['a position that is not there', 1, ['blame', stream, '--as-of', '5']],
    ['a time that has not come', 1, ['blame', stream, '--as-of', '2999-01-01T00:00:00Z']],
    ['an event that is not there', 1, ['diff', stream, '--as-of', '00000000-0000-4000-8000-000000000000']],
    ['what is no record', 2, ['history', 'acme']],
    ['what is no moment', 2, ['history', stream, '--as-of', 'May']],
    ['what is no day', 2, ['show', stream, '--effective-at', '2024-02-30']],
    ['what is no revision', 2, ['diff', stream, '--from', '-1']],
    ['a revision compared with a moment', 2, ['diff', stream, '--from', '0', '--from-as-of', '1']],
    ['nothing recorded at either moment', 1, ['diff', 'organisation-none', '--from-as-of', '1']],
    ['what is no kind of record', 2, ['export', '--category', 'commitments']],
    ['figures at one moment only', 2, ['diff', 'regions']],
    ['the figures of a list', 2, ['diff', 'commitments', '--from-as-of', '1']],
    ['revisions of a view', 2, ['diff', 'regions', '--from', '1', '--from-as-of', '1']],
    ['a record in what is of views', 2, ['diff', stream, '--region', 'AFR']],
    ['what is no view', 2, ['export', '--view', 'regins']],
    ['a view of a record without its id', 2, ['export', '--view', 'reporting-cycles/']],
    ['events and a view at once', 2, ['export', '--view', 'regions', '--category', 'country']],
    ['events on a day', 2, ['export', '--effective-at', '2024-01-01']],
    ['what a view is not chosen by', 2, ['export', '--view', 'organisations', '--focus-area', 'connecting-people']],
    ['what is no region', 2, ['export', '--view', 'regions', '--region', 'AFRICA']],
    ['a view of a record that is not there', 1, ['export', '--view', 'coalitions/none/signatures']],
    ['a view at a position that is not there', 1, ['export', '--view', 'regions', '--as-of', '5']],
    ['a cell that is not there', 1, ['cell', 'regions', 'tables/submitted/regions']],
    ['a service as well', 2, ['status', '--url', 'http://127.0.0.1:1']],
  ])('is refused %s, and ends with %i', async (_, code, args) => {
    const said = await run(...args, '--data', data);
    expect(said).toMatchObject({ code, answer: '' });
    expect(said.talk).not.toBe('');
  });

  it('is not reached where there is none, and no token is repeated', async () => {
    const token = 'a-secret-of-mine';
    for (const [code, ...args] of [
      [3, 'status', '--url', 'http://127.0.0.1:9', '--token', token],
      [3, 'status', '--data', join(data, 'none')],
      [2, 'status', '--token', `${token}\n`],
      [2, 'status', `--tokn=${token}`],
      [2, 'status', '--url', `http://me:${token}@127.0.0.1:9`],
      [2, 'status', '--url', 'ftp://127.0.0.1'],
    ] as [number, ...string[]][]) {
      const { talk, ...said } = await run(...args);
      expect({ args, ...said }).toEqual({ args, code, answer: '' });
      expect(talk).not.toContain(token);
    }
  });
});

describe('the help', () => {
  it.each([
    ...['status', 'history', 'show', 'diff', 'blame', 'cell', 'trace', 'export'],
    ...['correct', 'correct propose', 'correct approve', 'correct reject', 'correct withdraw', 'correct show', 'correct list'],
  ])('teaches by examples: %s', async command => {
    expect(await run(...command.split(' '), '--help')).toMatchObject({
      code: 0,
      answer: expect.stringContaining(`  mithaq ${command}`),
      talk: '',
    });
  });
});
