import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { answerBrokenRequest } from '../../apps/api/src/http/server.js';
import { acme, raw, TestService, tokens } from './service.js';

const registration = { name: { en: 'Acme and its secrets' }, category: 'private-sector' };
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${trace}-00f067aa0ba902b7-01`;

/** What was logged, line by line. */
class Log extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
  get lines(): Record<string, unknown>[] {
    return this.text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Record<string, unknown>);
  }
}

describe('a running service', () => {
  let on: TestService;
  let registered: string;
  const log = new Log();

  beforeAll(async () => {
    on = await TestService.start({ logLevel: 'info', metricsPort: 0 }, { log });
    const { status, headers } = await on.post('/organisations', registration, { headers: { traceparent } });
    expect(status).toBe(201);
    registered = headers.get('mithaq-position')!;
  });
  afterAll(() => on.stop());

  it('is live and ready, and says how far its views are', async () => {
    expect(await on.get('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    await on.service.views.waitFor(BigInt(registered));
    expect(await on.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ready', views: { state: 'live', lag: '0' } } });
  });

  it('shows its metrics on a port of their own', async () => {
    const text = await (await fetch(on.service.metricsUrl!)).text();
    expect(text).toMatch(/^mithaq_events_appended_total\{type="OrganisationRegistered"\} 1$/m);
    expect(text).toMatch(/^mithaq_append_duration_seconds_count \d+$/m);
    expect(text).toMatch(/^mithaq_projection_lag_positions \d+$/m);
    expect(text).toMatch(/^mithaq_http_request_duration_seconds_count\{method="POST",route="\/api\/v1\/organisations",status="201"\} 1$/m);
    expect((await on.get('/metrics')).status).toBe(404);
  });

  it('counts what it refused, by the code of the problem', async () => {
    await on.post('/commitments', {});
    expect(await (await fetch(on.service.metricsUrl!)).text()).toMatch(/^mithaq_problems_total\{code="fields-invalid"\} \d+$/m);
  });

  it('logs each request as JSON with its trace, and never a token or a body', async () => {
    await on.post('/organisations', registration, { headers: { authorization: 'Bearer somebody-elses-token' } });
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        traceId: trace,
        req: expect.objectContaining({ method: 'POST', url: '/api/v1/organisations' }),
        status: 201,
      }),
    );
    expect(log.lines.every(line => typeof line['time'] === 'number')).toBe(true);
    for (const secret of [tokens.partner, 'somebody-elses-token', 'Acme and its secrets']) expect(log.text).not.toContain(secret);
  });

  it('draws a trace where none was sent, or a broken one', async () => {
    for (const sent of [undefined, 'nonsense', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`]) {
      const { body } = await on.get('/nowhere', sent === undefined ? {} : { headers: { traceparent: sent } });
      expect(body['instance']).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
    }
    expect((await on.get('/nowhere', { headers: { traceparent } })).body['instance']).toBe(trace);
  });

  it('says to browsers what they may do with its answers', async () => {
    const { headers } = await on.get('/api/docs');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('answers what is no HTTP by a problem too', async () => {
    expect(await raw(on.url, 'ALL YOUR BASE\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"type":"\/problems\/request-malformed"/,
    );
    expect(await raw(on.url, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [^]*"type":"\/problems\/headers-too-large"/,
    );
  });

  it('says of a request that does not come whole in time that it took too long, and to no cache', () => {
    let said = '';
    const end = (text: string) => void (said += text);
    const error = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    answerBrokenRequest(error, { writable: true, end } as never); // so much of a socket as it uses
    expect(said).toMatch(
      /^HTTP\/1\.1 408 [^]*Cache-Control: no-store\r\nX-Content-Type-Options: nosniff[^]*"type":"\/problems\/request-timeout"/,
    );
  });

  it('takes JSON in UTF-8 alone, and no body where there is nothing to say', async () => {
    const utf16 = { headers: { 'content-type': 'application/json; charset=utf-16' } };
    expect(await on.post('/organisations', registration, utf16)).toMatchObject({ status: 415 });
    const rebuild = (body: unknown) => on.post('/views/rebuild', body, { as: 'administrator' });
    expect(await rebuild({ a: 1 })).toMatchObject({ status: 422, body: { errors: [{ pointer: '' }] } });
    expect(await rebuild([])).toMatchObject({ status: 422 });
  });

  it('takes no more than it was told to from one address, but always answers for its health', async () => {
    const limited = await TestService.start({ requestsPerMinute: 3 });
    for (let i = 0; i < 3; i++) expect((await limited.get('/problems')).status).toBe(200);
    const { status, headers, body } = await limited.get('/problems');
    for (const path of ['/nowhere', '/api/v1/regions/AFR/nowhere']) expect(await limited.get(path)).toMatchObject({ status: 429 });
    expect((await limited.send('DELETE', '/api/v1/regions')).status).toBe(429);
    expect({ status, body }).toMatchObject({ status: 429, body: { type: '/problems/too-many-requests', status: 429 } });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect((await limited.get('/health/live')).status).toBe(200);
    await limited.stop();
  });
});

describe('a service that ends or fails', () => {
  let on: TestService | undefined;
  afterEach(() => on?.stop());

  it('finishes what is under way; what it acknowledged is there at the next start', async () => {
    on = await TestService.start();
    const running = on;
    await running.post('/organisations', registration);
    const writes = Array.from(
      { length: 20 },
      (_, i) =>
        running
          .post('/commitments', { lead: acme, title: { en: `Pledge ${i}` }, focusAreas: { primary: 'connecting-people', others: [] } })
          .then(({ status }) => status)
          .catch(() => 0), // the door was closed before it came in
    );
    await Promise.race(writes);
    await running.service.close();
    const acknowledged = (await Promise.all(writes)).filter(status => status === 201).length;
    expect(acknowledged).toBeGreaterThan(0);

    const again = await TestService.start({ store: running.store }, { folder: running.folder });
    let pledged = 0;
    for await (const { type } of again.service.store.readAll()) if (type === 'CommitmentPledged') pledged++;
    await again.stop();
    expect(pledged).toBe(acknowledged);
  });

  it('closes at once the connections on which nothing was asked, and answers what had begun', async () => {
    on = await TestService.start();
    const { hostname, port } = new URL(on.url);
    const [unused, begun] = [connect(Number(port), hostname), connect(Number(port), hostname)];
    await Promise.all([once(unused, 'connect'), once(begun, 'connect')]);
    begun.write('GET /health/live HTTP/1.1\r\n');
    await on.get('/health/live'); // by now it has taken both
    let answer = '';
    begun.on('data', chunk => (answer += chunk.toString()));

    const ending = on.service.close();
    await once(unused, 'close');
    begun.write('Host: x\r\n\r\n');
    await ending;
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('tells what it did not foresee to the log alone', async () => {
    const log = new Log();
    on = await TestService.start({ logLevel: 'error' }, { log });
    await on.service.store.close();
    const { status, body } = await on.post('/organisations', registration, { headers: { traceparent } });
    expect({ status, body }).toEqual({
      status: 500,
      body: { type: '/problems/internal', title: 'A fault of the service', status: 500, detail: expect.any(String), instance: trace },
    });
    expect(JSON.stringify(body)).not.toMatch(/closed|store/);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ traceId: trace, err: expect.objectContaining({ message: expect.stringContaining('closed') }) }),
    );
  });
});
