import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Compile } from 'typebox/compile';
import { ReplayLine } from '../../apps/api/src/replay/replay.answers.js';
import { acme, FixedClock, globex, pledge, type Receipt, TestService } from './service.js';

interface Line {
  readonly cursor: string;
  readonly step: 'begins' | 'event' | 'day' | 'ends';
  readonly scope?: string;
  readonly record?: string;
  readonly day?: string;
  readonly event?: { readonly id: string; readonly type: string; readonly stream: string; readonly position: string };
  readonly state?: { readonly before: { readonly registration: string } | null; readonly after: { readonly registration: string } | null };
  readonly figures: unknown;
  readonly at?: { readonly position: string; readonly day: string };
  readonly notices?: readonly unknown[];
}
interface Change {
  readonly cell: readonly string[];
  readonly difference: number | string;
}

describe('a replay over HTTP', () => {
  let on: TestService;
  let commitment: string;
  let coalition: string;
  let last: string;
  const check = Compile(ReplayLine);

  beforeAll(async () => {
    on = await TestService.start({}, { clock: new FixedClock('2026-06-01T12:00:00.000Z') });
    await on.post('/organisations', { name: { en: 'Acme' }, category: 'private-sector', effectiveAt: '2024-01-01' });
    await on.post(`/organisations/${acme}/verification`, { effectiveAt: '2024-02-01' }, { as: 'secretariat' });
    const body = { ...pledge, implementation: { regions: ['AFR'], countries: [], groups: [] }, start: '2024-01-01', end: '2025-12-31' };
    commitment = (await on.post<Receipt>('/commitments', body)).body.stream;
    await on.post(`/commitments/${idOf(commitment)}/acceptance`, { effectiveAt: '2025-02-01' }, { as: 'secretariat' });
    const launch = { name: { en: 'Connect' }, text: { en: 'We connect.' }, effectiveAt: '2024-01-01' };
    coalition = (await on.post<Receipt>('/coalitions', launch, { as: 'secretariat' })).body.stream;
    const signing = {
      manner: 'ceremony',
      signatory: { name: { en: 'Amina Diallo' } },
      capacity: { en: 'Chair' },
      effectiveAt: '2024-03-01',
    };
    last = (await on.post<Receipt>(`/coalitions/${idOf(coalition)}/signatures/${acme}`, signing)).body.position;
    await on.get(`/api/v1/commitments?waitFor=${last}`);
  });
  afterAll(() => on.stop());

  const idOf = (stream: string) => stream.slice(stream.indexOf('-') + 1);
  const textOf = async (query: string) => {
    const { status, headers, body } = await on.get<string>(`/api/v1/replay?${query}`);
    expect({ status, body: status === 200 ? '' : body }).toEqual({ status: 200, body: '' });
    expect(headers.get('content-type')).toContain('application/x-ndjson');
    return body;
  };
  const linesOf = async (query: string) => {
    const text = await textOf(query);
    const lines = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Line);
    for (const line of lines) expect({ line, faults: check.Errors(line) }).toEqual({ line, faults: [] });
    return lines;
  };
  const changesOf = ({ figures }: Line) => figures as readonly Change[];

  it('shows each event of all, with what it changed, and the day on which the calendar changes a figure', async () => {
    // What the service records at its first start is of other records.
    const isOfReference = ({ record = '' }: Line) => /^(country|countryGroup|regionalPriority)-/.test(record);
    const lines = (await linesOf('')).filter(line => !isOfReference(line));
    expect(lines.map(({ step, event, day }) => event?.type ?? day ?? step)).toEqual([
      'begins',
      ...[
        'OrganisationRegistered',
        'OrganisationVerified',
        'CommitmentPledged',
        'CommitmentAccepted',
        'CoalitionLaunched',
        'DocumentPublished',
      ],
      'DocumentSigned',
      'ends',
    ]);
    const [pledged, accepted] = lines.filter(({ record }) => record === commitment);
    expect([pledged!.state?.before, pledged!.state?.after?.registration]).toEqual([null, 'pledged']);
    expect(accepted!.state).toMatchObject({ before: { registration: 'pledged' }, after: { registration: 'accepted' } });
    expect(changesOf(accepted!)).toContainEqual({
      cell: ['tables', 'submitted,published', 'counts', 'standing'],
      before: 0,
      after: 1,
      difference: 1,
    });
    const { body } = await on.get<{ tables: { whole: { exclusive: { reporting: unknown }; value: unknown } }[] }>('/api/v1/regions');
    const { exclusive, value } = body.tables[0]!.whole;
    const { reporting: _, ...counts } = exclusive;
    expect(lines.at(-1)!.figures).toEqual({ tables: [{ provenance: ['submitted', 'published'], counts, value }] });

    const byDay = await linesOf('order=effective&scope=region-AFR');
    expect(byDay.map(({ step, event, day }) => event?.type ?? day ?? step)).toEqual([
      'begins',
      'CommitmentPledged',
      'CommitmentAccepted',
      '2026-01-01',
      'ends',
    ]);
    expect(byDay.at(-1)).toMatchObject({ at: { day: '2026-06-01' } });
    expect(byDay.at(-1)!.figures).toEqual(lines.at(-1)!.figures); // all commitments are in this region
  });

  it('is of what was asked for', async () => {
    const streams = async (scope: string) => new Set((await linesOf(`scope=${scope}`)).flatMap(({ event }) => event?.stream ?? []));
    expect(await streams(commitment)).toEqual(new Set([commitment]));
    expect(await streams('region-EUR')).toEqual(new Set());
    expect((await streams(`organisation-${acme}`)).size).toBe(3);
    const lines = await linesOf(`scope=${coalition}`);
    expect(lines.at(-1)!.figures).toEqual({ tables: [{ provenance: ['submitted', 'published'], standing: 1, withdrawn: 0 }] });
    expect(JSON.stringify(lines)).not.toContain('Amina');
  });

  it('goes on after any line with the same bytes, and towards the same end, whatever is recorded since', async () => {
    const whole = (await textOf(`order=effective&scope=organisation-${acme}`)).split('\n');
    const renamed = { reason: { en: 'Renamed.' }, changes: { name: { en: 'Acme Ltd' } } };
    expect(await on.patch(`/organisations/${acme}`, renamed, { headers: { 'if-match': '"r1"' } })).toMatchObject({ status: 200 });
    for (const [i, line] of whole.slice(0, -1).entries()) {
      const { cursor } = JSON.parse(line) as Line;
      expect(await textOf(`order=effective&scope=organisation-${acme}&cursor=${cursor}`)).toBe(whole.slice(i + 1).join('\n'));
    }
  });

  it('is of a part of the past', async () => {
    const [, pledged] = (await linesOf(`scope=${commitment}`)).filter(({ step }) => step === 'event' || step === 'begins');
    const { id, position } = pledged!.event!;
    const lines = await linesOf(`from.asOf=${id}&asOf=${last}&scope=all&effectiveAt=2024-12-31`);
    expect(lines[0]).toMatchObject({ at: { position, effectiveAt: '2024-12-31' } });
    // It is of a later day than the end: known by then, and not true yet.
    const accepted = lines.find(({ event }) => event?.type === 'CommitmentAccepted')!;
    expect(accepted.state!.after).toEqual(accepted.state!.before);
  });

  it('refuses what cannot be replayed, in words', async () => {
    const refused = (query: string) => on.get(`/api/v1/replay?${query}`);
    expect(await refused('scope=region-XXX')).toMatchObject({ status: 422, body: { errors: [{ parameter: 'scope' }] } });
    expect(await refused('scop=all')).toMatchObject({ status: 422, body: { errors: [{ parameter: 'scop' }] } });
    expect(await refused(`scope=organisation-${globex}`)).toMatchObject({ status: 404 });
    expect(await refused(`scope=${commitment}&asOf=1`)).toMatchObject({ status: 404, body: { from: expect.any(Object) } });
    expect(await refused(`from.asOf=${last}&asOf=1`)).toMatchObject({ status: 422, body: { errors: [{ parameter: 'from.asOf' }] } });
    expect(await refused('from.effectiveAt=2025-01-01&effectiveAt=2024-01-01')).toMatchObject({
      status: 422,
      body: { errors: [{ parameter: 'from.effectiveAt' }] },
    });
    expect(await refused('from.asOf=yesterday')).toMatchObject({ status: 400, body: { errors: [{ parameter: 'from.asOf' }] } });
    expect(await refused('asOf=999999999')).toMatchObject({ status: 422, body: { errors: [{ parameter: 'asOf' }] } });
    const { cursor } = (await linesOf('scope=all'))[0]!;
    const [sealed] = cursor.split('.');
    for (const wrong of [`order=effective&cursor=${cursor}`, 'cursor=x.1', `cursor=${cursor}x`, `cursor=${sealed}.0`])
      expect(await refused(wrong)).toMatchObject({ status: 400, body: { errors: [{ parameter: 'cursor' }] } });
    expect(await linesOf(`scope=all&cursor=${sealed}.9999`)).toEqual([{ step: 'fault', detail: expect.stringContaining('of no line') }]);
  });

  it('begins none for clients that went away while it waited', async () => {
    const { body } = await on.get<{ asOf: { position: string } }>('/api/v1/commitments');
    const next = String(BigInt(body.asOf.position) + 1n);
    const clients = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const client = connect(Number(new URL(on.url).port), '127.0.0.1');
        await once(client, 'connect');
        client.write(`GET /api/v1/replay?waitFor=${next} HTTP/1.1\r\nHost: x\r\n\r\n`);
        return client;
      }),
    );
    await on.get('/api/v1/commitments'); // by now they are asked for
    for (const client of clients) client.destroy();
    const note = { text: { en: 'A note.' }, source: { title: { en: 'A source' } } };
    const { position } = (await on.post<Receipt>(`/commitments/${idOf(commitment)}/notes`, note)).body;
    expect((await on.get(`/api/v1/replay?scope=${commitment}&waitFor=${position}`)).status).toBe(200);
  });

  it('lets go of those whose clients went away, and takes a few at once', async () => {
    const begin = async () => {
      const gone = new AbortController();
      const response = await fetch(`${on.url}/api/v1/replay`, { signal: gone.signal });
      return { status: response.status, leave: () => gone.abort(), body: response.body! };
    };
    const heads = await Promise.all(Array.from({ length: 8 }, begin));
    const refusedAtOnce = heads.filter(({ status }) => status === 503).length;
    for (const { leave } of heads) leave();
    expect(refusedAtOnce).toBeGreaterThan(0);
    for (let tries = 0; tries < 100; tries++) {
      if ((await on.get('/api/v1/replay')).status === 200) return;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    throw new Error('No replay was let go of.');
  });
});
