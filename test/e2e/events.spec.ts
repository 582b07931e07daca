import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { type EventAnswer } from '../../apps/api/src/events/event-answer.js';
import { Follower } from './follower.js';
import { acme, type Answer, beyondEveryLedger, TestService } from './service.js';

interface Page {
  readonly data: readonly EventAnswer[];
  readonly page: { readonly next: string | null };
  readonly asOf: { readonly position: string };
  readonly notices: readonly { readonly notice: string }[];
}

describe('the ledger over HTTP', () => {
  let service: TestService;
  let title = 0;

  beforeAll(async () => {
    service = await TestService.start();
    expect((await service.post('/organisations', { name: { en: 'Acme' }, category: 'private-sector' })).status).toBe(201);
  });
  afterAll(() => service.stop());

  const pledge = async () => {
    const { status, body } = await service.post<{ id: string; position: string }>('/commitments', {
      lead: acme,
      title: { en: `Pledge ${++title}` },
      focusAreas: { primary: 'connecting-people', others: [] },
    });
    expect(status).toBe(201);
    return body;
  };
  const page = (query = '') => service.get<Page>(`/api/v1/events${query}`);
  /** "From now on" is from what is shown: so all that was recorded is. */
  const allShown = async () => {
    const { position } = await pledge();
    expect((await page(`?limit=1&waitFor=${position}`)).status).toBe(200);
  };

  it('lists events page by page, all of one moment, each once and in order', async () => {
    const { position } = await pledge();
    const first = await page(`?limit=100&waitFor=${position}`);
    const seen = [...first.body.data];
    let { next } = first.body.page;
    await pledge(); // after the moment of the first page
    while (next) {
      const { body } = await page(`?limit=100&cursor=${next}`);
      expect(body.asOf.position).toBe(first.body.asOf.position);
      seen.push(...body.data);
      next = body.page.next;
    }
    const positions = seen.map(event => BigInt(event.position));
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(positions).size).toBe(positions.length);
    expect(seen).toHaveLength((await service.events()) - 1);
    expect(seen.at(-1)!.position).toBe(first.body.asOf.position);
  });

  it('lists the latest first, and of one category', async () => {
    const { id, position } = await pledge();
    const { body } = await page(`?sort=-position&category=commitment&category=organisation&limit=2&waitFor=${position}`);
    expect(body.data[0]).toMatchObject({ type: 'CommitmentPledged', stream: `commitment-${id}`, position, actor: { subject: 'alice' } });
    expect(body.data.every(event => /^(commitment|organisation)-/.test(event.stream))).toBe(true);
    const older = await page(`?sort=-position&category=commitment&category=organisation&cursor=${body.page.next}`);
    expect(BigInt(older.body.data[0]!.position)).toBeLessThan(BigInt(body.data[1]!.position));
    expect(await page(`?sort=position&cursor=${body.page.next}`)).toMatchObject({
      status: 400,
      body: { type: '/problems/cursor-invalid' },
    });
  });

  it('links to its next page and to its first, of the same moment', async () => {
    await pledge();
    const { headers, body } = await page('?limit=2');
    const [next, first, ...others] = [...headers.get('link')!.matchAll(/<([^>]+)>; rel="(\w+)"/g)];
    expect({ rels: [next?.[2], first?.[2]], others }).toEqual({ rels: ['next', 'first'], others: [] });
    await pledge();
    expect((await service.get<Page>(first![1]!)).body).toEqual(body);
    expect((await service.get<Page>(next![1]!)).body.asOf).toEqual(body.asOf);
  });

  it('does not take a cursor that says another moment, or another side', async () => {
    const { body } = await page('?limit=2');
    const bytes = Buffer.from(body.page.next!, 'base64url').toString('latin1');
    for (const edited of [bytes.replace(/\d{4}-\d\d-\d\d/, '2030-01-01'), bytes.replace('"after"', '"before"')]) {
      expect(edited).not.toBe(bytes);
      expect(await page(`?limit=2&cursor=${Buffer.from(edited, 'latin1').toString('base64url')}`)).toMatchObject({
        status: 400,
        body: { type: '/problems/cursor-invalid', errors: [{ parameter: 'cursor' }] },
      });
    }
  });

  it('does not tell what identifies a request', async () => {
    const { body } = await page('?sort=-position&limit=1');
    expect(JSON.stringify(body)).not.toContain('"request"');
  });

  it('has one event by its position and by its id', async () => {
    const { position } = await pledge();
    const byPosition = await service.get<{ event: EventAnswer }>(`/api/v1/events/${position}?waitFor=${position}`);
    expect(byPosition.body.event).toMatchObject({ position, type: 'CommitmentPledged' });
    const byId = await service.get<{ event: EventAnswer }>(`/api/v1/events/${byPosition.body.event.id}`);
    expect(byId.body.event).toEqual(byPosition.body.event);
  });

  it.each([beyondEveryLedger, '0', 'nothing', '00000000-0000-0000-0000-000000000000'])('has no event %s', async key => {
    expect(await service.get(`/api/v1/events/${key}`)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  });

  describe('of a record from public sources', () => {
    const as = 'secretariat';
    let registered: Answer<{ readonly id: string; readonly position: string }>;
    let noted: string;

    beforeAll(async () => {
      registered = await service.post(
        '/organisations',
        { name: { en: 'A real body' }, category: 'private-sector', provenance: 'published', sources: [{ title: { en: 'Its page' } }] },
        { as },
      );
      expect(registered.status).toBe(201);
      await pledge();
      const { status, body } = await service.patch<{ position: string }>(
        `/organisations/${registered.body.id}`,
        { reason: { en: 'Read again.' }, source: { title: { en: 'Its page' } }, changes: { home: { country: 'KE' } } },
        { as, headers: { 'if-match': '"r0"' } },
      );
      expect(status).toBe(200);
      noted = body.position;
    });

    it('is noticed where its opening is not shown: on a page, and alone', async () => {
      const latest = await page(`?sort=-position&limit=1&waitFor=${noted}`);
      expect(latest.body).toMatchObject({
        data: [{ position: noted, type: 'OrganisationAmended' }],
        notices: [{ asOf: expect.any(String) }],
      });
      expect((await service.get<Page>(`/api/v1/events/${noted}`)).body.notices).toEqual(latest.body.notices);
      const before = await page(`?sort=-position&limit=1&cursor=${latest.body.page.next}`);
      expect(before.body).toMatchObject({ data: [{ type: 'CommitmentPledged' }], notices: [] });
    });

    it('is noticed in a stream once, before its first event', async () => {
      const follower = await Follower.of(`${service.url}/api/v1/events/stream?after=${registered.body.position}`);
      const messages = [await follower.next(), await follower.next(), await follower.next()];
      expect(messages.map(({ event }) => event)).toEqual(['CommitmentPledged', 'notice', 'OrganisationAmended']);
      expect(JSON.parse(messages[1]!.data)).toHaveProperty('notice');
      await follower.leave();
    });
  });

  describe('as a stream', () => {
    const stream = (query = '') => `${service.url}/api/v1/events/stream${query}`;

    it('gives what is recorded from now on', async () => {
      await allShown();
      const follower = await Follower.of(stream());
      const { position } = await pledge();
      const message = await follower.next();
      expect(message).toMatchObject({ id: position, event: 'CommitmentPledged' });
      expect(JSON.parse(message.data)).toMatchObject({ position, type: 'CommitmentPledged', data: { lead: acme } });
      await follower.leave();
    });

    it('goes on where a client was cut off, without gap or repeat', async () => {
      const positions = [await pledge(), await pledge(), await pledge()].map(({ position }) => position);
      const follower = await Follower.of(stream('?after=0'), { 'Last-Event-ID': positions[0]! });
      expect([(await follower.next()).id, (await follower.next()).id]).toEqual(positions.slice(1));
      await follower.leave();
    });

    it('gives the streams of a category alone', async () => {
      const { position } = await pledge();
      const follower = await Follower.of(stream('?after=0&category=organisation'));
      expect(await follower.next()).toMatchObject({ event: 'OrganisationRegistered' });
      await follower.leave();
      expect(position).toBeDefined();
    });

    it('refuses a position that the ledger does not reach to, and one that is none', async () => {
      expect(await service.get(`/api/v1/events/stream?after=${beyondEveryLedger}`)).toMatchObject({
        status: 422,
        body: { type: '/problems/moment-ahead', errors: [{ parameter: 'after' }] },
      });
      expect(await service.get('/api/v1/events/stream', { headers: { 'Last-Event-ID': beyondEveryLedger } })).toMatchObject({
        status: 422,
        body: { type: '/problems/moment-ahead', errors: [{ header: 'Last-Event-ID' }] },
      });
      expect(await service.get('/api/v1/events/stream', { headers: { 'Last-Event-ID': 'x' } })).toMatchObject({ status: 400 });
      expect(await service.get('/api/v1/events/stream?afer=1')).toMatchObject({ status: 422, body: { errors: [{ parameter: 'afer' }] } });
    });

    it('tells its headers alone to whom asks for them alone', async () => {
      const { status, headers, body } = await service.send('HEAD', '/api/v1/events/stream?after=0');
      expect({ status, body }).toEqual({ status: 200, body: '' });
      expect(headers.get('content-type')).toContain('text/event-stream');
    });

    it('holds nothing up and gathers nothing for a client that does not read', async () => {
      const { hostname, port } = new URL(service.url);
      const idle = connect(Number(port), hostname);
      idle.pause();
      idle.write(`GET /api/v1/events/stream?after=0 HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
      await allShown();
      const follower = await Follower.of(stream());
      const { position } = await pledge();
      expect((await follower.next()).id).toBe(position);
      idle.destroy();
      await follower.leave();
    });
  });

  it('ends its streams when the service stops', async () => {
    const other = await TestService.start();
    const follower = await Follower.of(`${other.url}/api/v1/events/stream`);
    await other.stop();
    await follower.ended;
  });
});
