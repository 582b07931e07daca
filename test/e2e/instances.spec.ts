import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isConnectionString } from '@mithaq/event-store';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type EventAnswer } from '../../apps/api/src/events/event-answer.js';
import { type ViewsState } from '../../apps/api/src/rebuild/rebuild.answers.js';
import { Follower } from './follower.js';
import { acme, freshStore, pledge, type Receipt, TestService } from './service.js';

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly page: { readonly next: string | null; readonly total: number };
}

describe('two services on one ledger of a server', () => {
  const store = freshStore();
  if (!isConnectionString(store)) {
    it.skip('were not tried: MITHAQ_TEST_ESDB names no server', () => undefined);
    return;
  }

  let one: TestService;
  let other: TestService;
  let both: readonly TestService[];

  beforeAll(async () => {
    const config = { store, content: 'published', cursorKey: randomBytes(32) } as const;
    both = await Promise.all([TestService.start(config), TestService.start(config)]);
    [one, other] = both as [TestService, TestService]; // as many as were started
  });
  afterAll(() => Promise.all((both ?? []).map(service => service.stop())));

  const pledged = async (on: TestService, sent: object = pledge) => {
    const { status, body } = await on.post<Receipt>('/commitments', sent);
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  };
  const viewsOf = async (service: TestService) => (await service.get<ViewsState>('/api/v1/views')).body;

  it('that start at the same moment record the reference data and the content once', async () => {
    const ids: string[] = [];
    const openings: string[] = [];
    for await (const { id, stream, revision } of one.service.store.readAll()) {
      ids.push(id);
      if (revision === 0n) openings.push(stream);
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(openings).size).toBe(openings.length);
    expect(openings.filter(stream => stream.startsWith('commitment-'))).toHaveLength(53);
    for (const { url, service } of both) {
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      expect(service.views.status().failure).toBeUndefined();
    }
    // Whoever starts later finds all of it there.
    const third = await TestService.start({ store, content: 'published' });
    expect(await third.events()).toBe(ids.length);
    await third.stop();
  });

  it('show on the one what was written on the other', async () => {
    const registration = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, effectiveAt: '2024-01-01' };
    const { status, headers } = await one.post('/organisations', registration);
    expect(status).toBe(201);
    const seen = await other.get(`/api/v1/organisations/${acme}?waitFor=${headers.get('mithaq-position')}`);
    expect(seen).toMatchObject({ status: 200, body: { name: { en: 'Acme' } } });
    const { id, position } = await pledged(other);
    expect(await one.get(`/api/v1/commitments/${id}?waitFor=${position}`)).toMatchObject({ status: 200, body: { lead: { id: acme } } });
  });

  it('record a request once that is sent to both at the same moment under one key, and answer it alike', async () => {
    for (let round = 0; round < 10; round++) {
      const before = await one.events();
      const sending = { headers: { 'idempotency-key': `both-${round}` } };
      const [first, ...others] = await Promise.all(
        [...both, ...both].map(service => service.post<Receipt>('/commitments', pledge, sending)),
      );
      expect(first!.status).toBe(201);
      for (const { status, body, headers } of others) {
        expect({ status, body, etag: headers.get('etag') }).toEqual({ status: 201, body: first!.body, etag: '"r0"' });
      }
      expect(await one.events()).toBe(before + 1);
    }
  });

  it('let one of many amend who all saw the same revision, wherever they ask', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await pledged(one);
      const answers = await Promise.all(
        [...both, ...both, ...both].map((service, i) => {
          const amendment = { reason: { en: 'As announced.' }, changes: { description: { en: `Amendment ${i}` } } };
          return service.patch(`/commitments/${id}`, amendment, { headers: { 'if-match': '"r0"' } });
        }),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    }
  });

  it('have the same figures, to the digit, at the same moment', async () => {
    const { position } = await pledged(one);
    const questions = [
      ...['regions', 'regions?question=origin', 'regions/by-focus-area', 'focus-areas', 'country-groups', 'countries'],
      ...['commitments?limit=200', 'organisations?limit=200', 'events?limit=200'],
    ];
    for (const question of questions) {
      for (const day of ['', '&effectiveAt=2025-06-30']) {
        const path = `/api/v1/${question}${question.includes('?') ? '&' : '?'}asOf=${position}${day}`;
        const [here, there] = await Promise.all(both.map(service => service.get(path)));
        expect([path, here!.status]).toEqual([path, 200]);
        expect(there!.body).toEqual(here!.body);
        expect(there!.headers.get('etag')).toBe(here!.headers.get('etag'));
      }
    }
  });

  it('take each other’s cursors, where they share the key', async () => {
    const first = await one.get<Page>('/api/v1/commitments?limit=5&sort=title');
    const next = `/api/v1/commitments?limit=5&sort=title&cursor=${first.body.page.next}`;
    const [here, there] = await Promise.all(both.map(service => service.get<Page>(next)));
    expect(there).toMatchObject({ status: 200 });
    expect(there!.body).toEqual(here!.body);
    expect(there!.body.data.map(({ id }) => id)).not.toContain(first.body.data[0]!.id);
  });

  it('deliver on the one, as it is recorded, what is written on the other', async () => {
    const { position: last } = await pledged(one);
    const follower = await Follower.of(`${other.url}/api/v1/events/stream?after=${last}`);
    for (let i = 0; i < 3; i++) {
      const { id, position } = await pledged(one);
      const message = await follower.next();
      expect(message).toMatchObject({ id: position, event: 'CommitmentPledged' });
      expect((JSON.parse(message.data) as EventAnswer).stream).toBe(`commitment-${id}`);
    }
    await follower.leave();
  });

  it('answer all the while on the one while the other builds its views anew', async () => {
    const { position } = await pledged(one);
    const figures = (service: TestService) => service.get(`/api/v1/regions?asOf=${position}`);
    const [before, { generation }, { generation: former }] = [await figures(other), await viewsOf(other), await viewsOf(one)];
    expect(before.status).toBe(200);
    let isBuilding = true;
    const serving = once(one.service.views, 'serving').then(() => (isBuilding = false));
    expect((await one.send('POST', '/api/v1/views/rebuild', undefined, { as: 'administrator' })).status).toBe(202);
    while (isBuilding) {
      const { status, body } = await figures(other);
      expect({ status, body }).toEqual({ status: 200, body: before.body });
    }
    await serving;
    expect((await viewsOf(one)).generation).toBe(former! + 1);
    expect(await viewsOf(other)).toMatchObject({ state: 'live', generation, rebuild: null });
    expect((await figures(one)).body).toEqual(before.body);
  });
});
