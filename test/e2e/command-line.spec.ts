import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, watch } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../apps/auditor/src/testing/run.js';
import { viewNames } from '../../apps/auditor/src/views/all-views.js';
import { acme, FixedClock, pledge, type Receipt, TestService, type TokenOf, tokens } from './service.js';
import { Way } from './way.js';

type Body = Record<string, unknown>;

/** What an answer of the service says beside what was asked, which the command line leaves out. */
const beside = ['asOf', 'notices', 'page'];

describe('the command line, beside a service', () => {
  let on: TestService;
  let badWay: Way;
  let data: string;
  let commitment: string;
  let signature: string;
  let coalition: string;
  let cycle: string;
  let correlationId: string;
  let events: { readonly id: string; readonly position: string }[];

  beforeAll(async () => {
    on = await TestService.start({}, { clock: new FixedClock('2026-06-01T12:00:00.000Z') });
    data = on.store === 'sqlite' ? on.folder : on.store;
    let badMoments = 1;
    badWay = await Way.to(on.url, ({ url }) => url!.includes('/events/stream') && badMoments-- > 0);
    await on.post('/organisations', { name: { en: 'Acme' }, category: 'private-sector', effectiveAt: '2024-01-01' });
    await on.post(`/organisations/${acme}/verification`, { effectiveAt: '2024-02-01' }, { as: 'secretariat' });
    const launch = { name: { en: 'Connect' }, text: { en: 'We connect.' }, effectiveAt: '2024-01-01' };
    coalition = (await on.post<Receipt>('/coalitions', launch, { as: 'secretariat' })).body.id;
    const days = { from: '2025-01-01', to: '2025-12-31', opens: '2026-01-15', due: '2026-03-31', grace: '2026-04-30' };
    const opening = { name: { en: 'Reports on 2025' }, days, effectiveAt: '2025-12-01' };
    cycle = (await on.post<Receipt>('/reporting-cycles', opening, { as: 'secretariat' })).body.id;
    await on.post('/working-groups/connecting-people/establishment', { effectiveAt: '2024-01-01' }, { as: 'secretariat' });
    const signing = {
      manner: 'ceremony',
      signatory: { name: { en: 'Amina Diallo' } },
      capacity: { en: 'Chair' },
      effectiveAt: '2024-03-01',
    };
    const signed = await on.post<Receipt>(`/coalitions/${coalition}/signatures/${acme}`, signing);
    signature = signed.body.stream;
    commitment = (await on.post<Receipt>('/commitments', { ...pledge, value: { ...pledge.value, amount: '120000005.00' } })).body.stream;
    await on.post(`/commitments/${idOf(commitment)}/acceptance`, { effectiveAt: '2025-02-01' }, { as: 'secretariat' });
    const withdrawal = { reason: { en: 'The wrong one.' }, effectiveAt: '2025-03-01' };
    const { position } = (await on.post<Receipt>(`/commitments/${idOf(commitment)}/withdrawal`, withdrawal)).body;
    const { body } = await on.get<{ data: { event: { id: string; position: string; correlationId: string } }[] }>(
      `/api/v1/commitments/${idOf(commitment)}/history?waitFor=${position}`,
    );
    events = body.data.map(({ event }) => event);
    correlationId = body.data[0]!.event.correlationId;
  });
  afterAll(async () => {
    await badWay[Symbol.asyncDispose]();
    await on.stop();
  });

  const idOf = (stream: string) => stream.slice(stream.indexOf('-') + 1);
  const ask = (...args: string[]) => run(...args, '--url', on.url, '--json');
  const act = async (as: TokenOf, ...args: string[]) => {
    const said = await ask('correct', ...args, '--token', tokens[as]);
    expect(JSON.stringify(said)).not.toContain(tokens[as]);
    return said;
  };
  const done = async (as: TokenOf, ...args: string[]) => {
    const { code, answer, talk } = await act(as, ...args);
    expect({ code, talk }).toMatchObject({ code: 0 });
    return JSON.parse(answer) as Receipt;
  };
  /** Once what came of its approval is recorded and can be read. */
  const settled = async (id: string, status: string) => {
    for (let tries = 0; tries < 200; tries++) {
      const body = JSON.parse((await ask('correct', 'show', id)).answer) as { status: string; latest: { position: string } };
      if (body.status === status) return body;
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    throw new Error(`${id} was never ${status}`);
  };

  describe('corrects', () => {
    let correction: string;
    const why = ['--reason', 'A zero too many.', '--reason-ar', 'صفر زائد.', '--authority', 'Letter of 3 May 2026'];

    it('what one administrator proposes and another approves', async () => {
      const value = { amount: '1200000050', currency: 'USD', nature: 'own' };
      const [pledged, , withdrawn] = events;
      const set = ['--event', pledged!.id, '--set', JSON.stringify({ value })];
      correction = (await done('administrator', 'propose', ...set, '--event', withdrawn!.position, '--void', ...why)).id;
      expect(JSON.parse((await ask('correct', 'show', correction)).answer)).toMatchObject({
        status: 'proposed',
        record: commitment,
        proposal: {
          targets: [
            { event: pledged!.id, set: { value }, schemaVersion: 1 },
            { event: withdrawn!.id, void: true },
          ],
          reason: { en: 'A zero too many.', ar: 'صفر زائد.' },
          authority: 'Letter of 3 May 2026',
        },
      });
      const { answer } = await run('correct', 'show', correction, '--url', on.url);
      expect(answer).toContain(`mithaq correct approve ${correction} --revision 2`);

      const cell = ['--figure', 'regions', '--cell', 'tables/submitted,published/whole/exclusive/standing'];
      const moved = await done('secondAdministrator', 'preview', correction, ...cell);
      expect(moved).toMatchObject({ difference: 1, data: [{ stream: commitment, before: null, after: 1, difference: 1 }] });
      const ofOrigin = ['--figure', 'regions-of-origin', ...cell.slice(2)]; // as export calls it
      expect(await done('secondAdministrator', 'preview', correction, ...ofOrigin)).toMatchObject({
        of: 'regions?question=origin',
        difference: 1,
      });
      const half = await act('secondAdministrator', 'preview', correction, '--figure', 'regions');
      const cursorAlone = await act('secondAdministrator', 'preview', correction, '--cursor', 'c1');
      for (const usage of [half, cursorAlone])
        expect(usage).toMatchObject({ code: 2, talk: expect.stringContaining('--figure and --cell go together') });

      expect(await act('administrator', 'approve', correction, '--revision', '2')).toMatchObject({
        code: 1,
        answer: '',
        talk: expect.stringContaining('Another administrator approves a correction'),
      });
      await done('secondAdministrator', 'approve', correction, '--revision', '2');
      expect(await settled(correction, 'applied')).toMatchObject({ steps: [{ is: 'approved' }, { is: 'applied', revision: '3' }] });
      const { answer: shown } = await ask('show', commitment);
      expect(JSON.parse(shown)).toMatchObject({ state: { registration: 'accepted', details: { value: { amount: '1200000050' } } } });
    });

    it('not what is withdrawn or rejected, and lists what waits', async () => {
      const [, accepted] = events;
      const moved = ['--event', accepted!.id, '--effective-at', '2025-02-02', ...why];
      const first = (await done('administrator', 'propose', ...moved)).id;
      const file = join(on.folder, 'correction.json');
      const targets = [{ event: accepted!.id, effectiveAt: '2025-02-03', schemaVersion: 1 }];
      await writeFile(file, JSON.stringify({ stream: commitment, targets, reason: { en: 'Misread.' }, authority: 'Letter' }));
      const second = (await done('administrator', 'propose', '--file', file)).id;
      await settled(second, 'proposed');
      const { answer } = await ask('correct', 'list', '--status', 'proposed', '--record', commitment);
      expect(JSON.parse(answer)).toMatchObject({ data: [{ id: second }, { id: first }] });
      expect((await run('correct', 'list', '--url', on.url)).answer.split('\n')).toHaveLength(5);

      await done('administrator', 'withdraw', first, '--reason', 'Misread.');
      await done('secondAdministrator', 'reject', second, '--reason', 'Read well.');
      await settled(first, 'withdrawn');
      await settled(second, 'rejected');
    });

    it('nothing that the service refuses, and says why in words', async () => {
      const refused = await act('administrator', 'propose', '--event', events[0]!.id, '--void', '--reason', ' ', '--authority', 'Letter');
      expect(refused).toMatchObject({ code: 1, answer: '' });
      expect(refused.talk).toContain('/reason/en');
      expect(await act('auditor', 'propose', '--event', events[0]!.id, '--void', ...why)).toMatchObject({ code: 1 });
      const nobody = await ask('correct', 'reject', correction, '--reason', 'No.', '--token', 'a-token-of-nobody');
      expect(nobody).toMatchObject({ code: 1, talk: expect.not.stringContaining('a-token-of-nobody') });
      expect(await ask('correct', 'show', 'none')).toMatchObject({ code: 1 });
    });

    it.each([
      ['no event', []],
      ['nothing to become of it', ['--event', 'x']],
      ['what becomes of no event', ['--void', '--event', 'x']],
      ['two things that exclude each other', ['--event', 'x', '--void', '--set', '{}']],
      ['fields that are no object', ['--event', 'x', '--set', '[1]']],
      ['a body that has its own reason', ['--file', '/nowhere/correction.json']],
    ])('not with %s', async (_, args) => {
      expect(await act('administrator', 'propose', ...args, ...why)).toMatchObject({ code: 2, answer: '' });
    });
  });

  it('proposes no correction from a file that is not there, nor with an event beside its body', async () => {
    const token = ['--token', tokens.administrator];
    expect(await ask('correct', 'propose', '--file', '/nowhere/correction.json', ...token)).toMatchObject({
      ...{ code: 2, answer: '' },
      talk: expect.stringContaining('cannot be read'),
    });
    const file = join(on.folder, 'correction.json');
    expect(await ask('correct', 'propose', '--file', file, '--event', events[0]!.id, '--void', ...token)).toMatchObject({
      ...{ code: 2, answer: '' },
      talk: expect.stringContaining('--event'),
    });
  });

  it('tells of a correction that was recorded, though it cannot be read yet', async () => {
    await using way = await Way.to(on.url, ({ method, url }) => method === 'GET' && url!.includes('waitFor='));
    const proposed = ['--event', events[1]!.id, '--effective-at', '2025-02-02', '--reason', 'Misread.', '--authority', 'Letter'];
    const as = ['--token', tokens.administrator, '--json'];
    const { code, answer, talk } = await run('correct', 'propose', ...proposed, ...as, '--url', way.url);
    expect({ code, talk }).toEqual({ code: 0, talk: expect.stringContaining('It is recorded; it cannot be read yet') });
    const { id } = JSON.parse(answer) as Receipt;
    expect(await ask('correct', 'withdraw', id, '--reason', 'Only tried.', '--token', tokens.administrator)).toMatchObject({ code: 0 });
  });

  describe('answers the same, whether it asks the service or the ledger,', () => {
    const questions: [question: string, args: () => string[], atTheService?: () => string][] = [
      ['the history of a record', () => ['history', commitment], () => `/commitments/${idOf(commitment)}/history`],
      [
        'its history before it was corrected',
        () => ['history', commitment, '--as-of', events[2]!.id],
        () => `/commitments/${idOf(commitment)}/history?asOf=${events[2]!.id}`,
      ],
      ['the history of a record that has no name of its own', () => ['history', signature]],
      ['a state', () => ['show', commitment], () => `/commitments/${idOf(commitment)}/history/3`],
      ['a state at a revision', () => ['show', commitment, '--at-revision', '1'], () => `/commitments/${idOf(commitment)}/history/1`],
      [
        'the state of a day',
        () => ['show', commitment, '--effective-at', '2025-01-15'],
        () => `/commitments/${idOf(commitment)}/history/3?effectiveAt=2025-01-15`,
      ],
      ['the state of a correction', () => ['show', correctionOf()]],
      ['a difference', () => ['diff', commitment], () => `/commitments/${idOf(commitment)}/diff`],
      [
        'a difference at a time',
        () => ['diff', commitment, '--from', '2', '--to', '0', '--as-of', events[2]!.position],
        () => `/commitments/${idOf(commitment)}/diff?from=2&to=0&asOf=${events[2]!.position}`,
      ],
      ['a difference between two moments', () => ['diff', commitment, '--from-as-of', events[1]!.id]],
      ['a difference of what was true', () => ['diff', commitment, '--from-effective-at', '2025-01-15', '--effective-at', '2025-02-01']],
      [
        'a difference of one day at two moments, the later first',
        () => ['diff', commitment, '--from-effective-at', '2025-03-01', '--as-of', events[2]!.position, '--effective-at', '2025-03-01'],
      ],
      ['a difference from before the record was', () => ['diff', commitment, '--from-as-of', '0', '--as-of', events[1]!.position]],
      ['which event set each field', () => ['blame', commitment], () => `/commitments/${idOf(commitment)}/blame`],
      ['what led to an event', () => ['trace', compensation()], () => `/events/${compensation()}/trace`],
      ['what an event led to', () => ['trace', approval()], () => `/events/${approval()}/trace`],
      ['what came of one request', () => ['trace', correlationId], () => `/traces/${correlationId}`],
      ['all events', () => ['export']],
      ['a replay of a record', () => ['replay', '--scope', commitment, '--to', compensation()]],
      ['a replay by the days, after its first lines', () => ['replay', '--order', 'effective', '--to', compensation(), '--cursor', '5']],
      [
        'a replay of a region between two moments',
        () => ['replay', '--scope', 'region-AFR', '--from', events[0]!.id, '--to', approval(), '--effective-at', '2025-12-31'],
      ],
      ['all events of some records up to a moment', () => ['export', '--category', 'commitment', 'signature', '--as-of', events[1]!.id]],
    ];
    let corrected: {
      readonly event: { readonly id: string; readonly causationId: string; readonly data: { readonly correction: string } };
    };
    const compensation = () => corrected.event.id;
    const approval = () => corrected.event.causationId;
    const correctionOf = () => `correction-${corrected.event.data.correction}`;
    beforeAll(async () => {
      corrected = (JSON.parse((await ask('history', commitment)).answer) as { data: (typeof corrected)[] }).data.at(-1)!;
    });

    it.each(questions.map(([question, ...asked]) => ({ question, asked })))('$question', async ({ asked: [args, atTheService] }) => {
      const ofTheService = await ask(...args());
      expect(ofTheService).toMatchObject({ code: 0, answer: expect.stringMatching(/^\{/) });
      const ofTheLedger = await run(...args(), '--data', data, '--json');
      expect(ofTheLedger.code).toBe(0);
      expect(ofTheLedger.answer).toBe(ofTheService.answer);
      if (!atTheService) return;
      const { asOf: _asOf, record: _record, effectiveAt: _effectiveAt, ...said } = JSON.parse(ofTheService.answer) as Body;
      const { body } = await on.get<Body>(`/api/v1${atTheService()}`);
      expect(said).toEqual(withoutAddresses(Object.fromEntries(Object.entries(body).filter(([member]) => !beside.includes(member)))));
    });

    it('between two moments as the service tells of all commitments', async () => {
      const said = JSON.parse((await ask('diff', commitment, '--from-as-of', events[2]!.position)).answer) as Body;
      expect(said).toMatchObject({ from: { asOf: events[2]!.position }, events: [{ because: 'corrected' }, { because: 'voided' }] });
      const { body } = await on.get<{ data: Body[] }>(`/api/v1/commitments/changes?from.asOf=${events[2]!.position}`);
      const [line] = body.data.map(line => withoutAddresses(line) as Body).filter(({ stream }) => stream === commitment);
      expect([said['changes'], said['events']]).toEqual([line!['changes'], line!['events']]);
      expect((await run('diff', commitment, '--from-as-of', events[2]!.position, '--url', on.url)).answer).toMatch(
        /\/details\/value\/amount +"12000000500" +"1200000050" +-10800000450\n[^]*CommitmentWithdrawn of 2025-03-01 +alice +voided +r3\n/,
      );
    });

    it('what a replay of the service says, but for its cursors and notices', async () => {
      const { body } = await on.get<string>(`/api/v1/replay?scope=${commitment}&asOf=${compensation()}`);
      const said = body
        .trimEnd()
        .split('\n')
        .map((line, i) => {
          const { cursor: _cursor, notices: _notices, ...rest } = JSON.parse(line) as Body;
          return JSON.stringify({ cursor: String(i + 1), ...rest });
        });
      const { answer } = await ask('replay', '--scope', commitment, '--to', compensation());
      expect(answer.trimEnd().split('\n')).toEqual(said);
    });

    const unchanging = () => ['--as-of', corrected.event.id]; // of the clock of the ledger: that of whoever asks it is another
    const viewsAsked: [question: string, args: () => string[]][] = [
      ['commitments', () => ['export', '--view', 'commitments']],
      ['some of the commitments', () => ['export', '--view', 'commitments', '--provenance', 'published', '--region', 'AFR']],
      ['organisations', () => ['export', '--view', 'organisations', '--region', 'AFR', 'not-stated']],
      ['signatures', () => ['export', '--view', `coalitions/${coalition}/signatures`]],
      ['coalitions', () => ['export', '--view', 'coalitions']],
      ['reporting cycles', () => ['export', '--view', 'reporting-cycles', '--provenance', 'submitted']],
      ['what is owed to a cycle', () => ['export', '--view', `reporting-cycles/${cycle}/duties`]],
      ['what regional priorities owe to a cycle', () => ['export', '--view', `reporting-cycles/${cycle}/regional-priorities`]],
      ['regional priorities', () => ['export', '--view', 'regional-priorities', '--region', 'AFR']],
      ['countries', () => ['export', '--view', 'countries', '--region', 'AFR', 'ARB']],
      ['corrections', () => ['export', '--view', 'corrections']],
      ['regions', () => ['export', '--view', 'regions']],
      ['regions of origin, on a day', () => ['export', '--view', 'regions-of-origin', '--effective-at', '2025-02-15']],
      ['regions by focus area', () => ['export', '--view', 'regions/by-focus-area', '--region', 'AFR']],
      ['a country', () => ['export', '--view', 'countries/KE']],
      ['working groups', () => ['export', '--view', 'working-groups']],
      ['a working group', () => ['export', '--view', 'working-groups/connecting-people']],
      ['a coalition', () => ['export', '--view', `coalitions/${coalition}`]],
      ['focus areas', () => ['export', '--view', 'focus-areas', '--provenance', 'submitted', 'demonstration']],
      ['country groups', () => ['export', '--view', 'country-groups', '--focus-area', 'connecting-people']],
      ['a country group', () => ['export', '--view', 'country-groups/LDC', '--region', 'AFR']],
      ['a cycle', () => ['export', '--view', `reporting-cycles/${cycle}`]],
      ['how figures changed by events', () => ['diff', 'regions', '--from-as-of', events[2]!.id]],
      ['how figures changed by days', () => ['diff', `reporting-cycles/${cycle}`, '--from-effective-at', '2026-02-01']],
      ['how the signatories of a coalition changed', () => ['diff', `coalitions/${coalition}`, '--from-effective-at', '2024-02-01']],
      ['how the figures of a country changed', () => ['diff', 'countries/KE', '--from-as-of', events[2]!.id]],
      ['how what serves a country group changed', () => ['diff', 'country-groups/LDC', '--from-as-of', events[2]!.id]],
      ['the records behind a cell', () => ['cell', 'regions', ...wholeOfRegions]],
      ['the signatories of a coalition', () => ['cell', `coalitions/${coalition}`, 'signatories/standing']],
      ['what is led from a country', () => ['cell', 'countries/KE', 'ledFromHere/submitted,published/touching/all']],
      [
        'what a working group facilitated',
        () => ['cell', 'working-groups/connecting-people', 'tables/submitted,published/facilitated/all'],
      ],
      ['the records behind a cell of a cycle', () => ['cell', `reporting-cycles/${cycle}`, 'counted/tables/submitted/whole/silent']],
    ];
    const wholeOfRegions = ['tables/submitted,published/whole/exclusive/all'];

    it('every view that it names', () => {
      const exported = viewsAsked.map(([, args]) => args()).filter(([command]) => command === 'export');
      const named = exported.map(([, , view]) => (viewNames.includes(view!) ? view : view!.replace(/\/[^/]+/, '/<id>')));
      expect(new Set(named)).toEqual(new Set(viewNames));
    });

    it.each(viewsAsked)('%s, to people and to programs', async (_, args) => {
      for (const asked of [args(), [...args(), '--json']]) {
        const ofTheService = await run(...asked, ...unchanging(), '--url', on.url);
        expect(ofTheService).toMatchObject({ code: 0, answer: expect.stringMatching(asked.includes('published') ? /^$/ : /./) });
        const { code, answer } = await run(...asked, ...unchanging(), '--data', data);
        expect({ code, answer }).toEqual({ code: 0, answer: ofTheService.answer });
        expect(answer).not.toContain('Amina');
      }
    });

    it('what the service answers of views', async () => {
      const asOf = `asOf=${corrected.event.id}`;
      const told = async (...args: string[]) => JSON.parse((await run(...args, ...unchanging(), '--data', data, '--json')).answer) as Body;
      const compared = (await on.get<Body>(`/api/v1/regions/comparison?${asOf}&from.asOf=${events[2]!.id}`)).body;
      expect(compared['data']).not.toEqual([]);
      expect(await told('diff', 'regions', '--from-as-of', events[2]!.id)).toMatchObject({
        rule: compared['rule'],
        changes: compared['data'],
      });
      const { body } = await on.get<Body>(`/api/v1/regions/cell?${asOf}&cell=${wholeOfRegions[0]}`);
      expect(await told('cell', 'regions', ...wholeOfRegions)).toMatchObject({ value: 1, data: [{ stream: commitment, part: 1 }] });
      expect(body).toMatchObject({ value: 1, data: [{ stream: commitment, part: 1 }] });
      const {
        data: [item],
      } = (await on.get<{ data: Body[] }>(`/api/v1/commitments?${asOf}`)).body;
      expect(await told('export', '--view', 'commitments')).toEqual(item);
    });

    it('where it stands', async () => {
      const ofTheService = JSON.parse((await ask('status')).answer) as Body;
      expect(ofTheService).toMatchObject({ source: on.url, service: { status: 'ready', views: { lag: '0' } } });
      const ofTheLedger = JSON.parse((await run('status', '--data', data, '--json')).answer) as Body;
      for (const end of ['first', 'last']) expect(ofTheLedger[end]).toEqual(ofTheService[end]);
    });

    it('that something is not there', async () => {
      for (const args of [
        ['export', '--view', 'reporting-cycles/../regional-priorities'],
        ['diff', 'countries/.', '--from-as-of', '1'],
        ['history', 'commitment-..'],
        ['history', 'commitment-none'],
        ['show', commitment, '--at-revision', '99'],
        ['blame', commitment, '--as-of', '2001-01-01T00:00:00Z'],
        ['diff', commitment, '--from-as-of', '2001-01-01T00:00:00Z', '--as-of', '2001-01-01T00:00:00Z'],
        ['trace', '00000000-0000-4000-8000-000000000000'],
        ['trace', '0'],
        ['trace', 'f'.repeat(32)],
      ]) {
        const [ofTheService, ofTheLedger] = [await ask(...args), await run(...args, '--data', data, '--json')];
        expect({ args, ...ofTheService }).toMatchObject({ args, code: 1, answer: '' });
        expect({ args, ...ofTheLedger }).toMatchObject({ args, code: 1, answer: '' });
      }
    });
  });

  it.each([
    ['a service', () => ['--url', on.url]],
    ['a ledger', () => ['--data', data]],
    ['a service whose way has a bad moment', () => ['--url', badWay.url]],
  ])('follows %s from the end of a replay until it is interrupted', async (_, source) => {
    // The program itself, as a terminal has it: what keeps it awake, and what a signal does, is of the process.
    const program = spawn(process.execPath, [
      'dist/apps/auditor/src/main.js',
      'replay',
      '--follow',
      '--scope',
      `organisation-${acme}`,
      ...source(),
    ]);
    const ended = once(program, 'exit');
    let said = '';
    program.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    const until = async (text: string) => {
      while (!said.includes(text)) await once(program.stdout, 'data');
    };
    await until('ends at position');
    const { revision } = JSON.parse((await run('show', `organisation-${acme}`, '--data', data, '--json')).answer) as { revision: string };
    const renamed = { reason: { en: 'Renamed.' }, changes: { name: { en: `Acme ${revision}` } } };
    expect(await on.patch(`/organisations/${acme}`, renamed, { headers: { 'if-match': `"r${revision}"` } })).toMatchObject({ status: 200 });
    await until(`r${Number(revision) + 1} OrganisationAmended`);
    program.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });

  it('ends a replay where it is, when it is interrupted', async () => {
    const program = spawn(process.execPath, ['dist/apps/auditor/src/main.js', 'replay', '--speed', '0.001', '--follow', '--data', data]);
    const ended = once(program, 'exit');
    let said = '';
    program.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    while (said.split('\n').length < 3) await once(program.stdout, 'data');
    program.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(said).toMatch(/^begins [^\n]*\n[^\n]* r0 [^\n]*\n$/);
  });

  it('leaves nothing behind and says nothing, where it is told to end while it builds views, and told twice', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'mithaq-ended-'));
    const watcher = watch(temporary);
    try {
      const created = once(watcher, 'change');
      const program = spawn(process.execPath, ['dist/apps/auditor/src/main.js', 'export', '--view', 'commitments', '--data', data], {
        env: { ...process.env, TMPDIR: temporary },
      });
      const ended = once(program, 'exit');
      let said = '';
      for (const stream of [program.stdout, program.stderr]) stream.on('data', chunk => (said += String(chunk)));
      await Promise.race([created, ended]);
      for (let times = 0; times < 2; times++) program.kill('SIGTERM');
      expect([await ended, said, readdirSync(temporary)]).toEqual([[143, null], '', []]);
    } finally {
      watcher.close();
      rmSync(temporary, { recursive: true });
    }
  });

  it('is a program that can be run as the build made it: npx has linked to it, and looks no more', async () => {
    const program = spawn('dist/apps/auditor/src/main.js', ['--help']);
    expect(await once(program, 'exit')).toEqual([0, null]);
  });

  it('never opens the name of a person', async () => {
    for (const source of [
      ['--url', on.url, '--token', tokens.administrator],
      ['--data', data],
    ]) {
      const { answer } = await run('export', ...source);
      expect(answer).toContain('"signatory"');
      expect(answer).not.toContain('Amina');
    }
  });
});

/** What the service answers, but for where its pages are: an event that is only linked to is its id. */
function withoutAddresses(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAddresses);
  if (typeof value !== 'object' || value === null) return value;
  const { href, ...rest } = value as Body;
  if (href !== undefined && Object.keys(rest).join() === 'id') return rest['id'];
  const isLine = 'holds' in rest; // of a history, with the address of the state after it
  return Object.fromEntries(
    Object.entries(rest).flatMap(([field, one]) => (isLine && field === 'state' ? [] : [[field, withoutAddresses(one)]])),
  );
}
