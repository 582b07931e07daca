import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventDefinitions } from '@mithaq/domain';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { TestService } from './service.js';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string; readonly schema?: unknown }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly $ref?: string } }> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>; readonly headers?: object }>
  >;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly securitySchemes: object };
}

describe('the documentation', () => {
  let on: TestService;
  let document: Document;
  let operations: (readonly [name: string, operation: Operation])[];

  beforeAll(async () => {
    on = await TestService.start();
    document = (await on.get<Document>('/openapi.json')).body;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    );
  });
  afterAll(() => on.stop());

  it('is OpenAPI 3.1, with every operation named, explained, and answered for', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations.length).toBeGreaterThan(15);
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, { operationId, summary, responses, parameters = [] }] of operations) {
      expect({ name, operationId, summary }).toEqual({
        name,
        operationId: expect.stringMatching(/^[a-z][A-Za-z]+$/),
        summary: expect.any(String),
      });
      for (const status of ['401', '422', '429', '500', '503', ...(name.includes('{') ? ['400', '404', '414'] : [])])
        expect({ name, responses }).toHaveProperty(['responses', status]);
      for (const [status, { content }] of Object.entries(responses)) {
        if (status === '304') continue;
        expect({ name, status, content: Object.values(content ?? {}).map(({ schema }) => schema) }).toEqual({
          name,
          status,
          content: expect.arrayContaining([expect.any(Object)]),
        });
        if (Number(status) >= 400 && !name.endsWith('/health/ready')) expect(Object.keys(content!)).toEqual(['application/problem+json']);
      }
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect({ name, inPath: parameters.filter(parameter => parameter.in === 'path').map(({ name }) => name) }).toEqual({ name, inPath });
      for (const { name: parameter, schema } of parameters)
        expect({ name, parameter, schema }).toEqual({ name, parameter, schema: expect.any(Object) });
    }
  });

  it('says of every write who may, what it takes, and where the record stands then', () => {
    // A preview takes a body and records nothing.
    const writes = operations.filter(([name, { requestBody }]) => requestBody && !name.includes('/preview'));
    expect(writes).toHaveLength(46);
    for (const [, { security, requestBody, parameters, responses }] of writes) {
      expect(security).toEqual([{ bearer: [] }]);
      const { $ref } = requestBody!.content['application/json']!.schema;
      expect(document.components.schemas[$ref!.split('/').at(-1)!]).toMatchObject({ type: 'object', additionalProperties: false });
      expect(parameters!.map(({ name }) => name)).toContain('Idempotency-Key');
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '409', '412', '413', '415']));
      expect(Object.keys((responses['200'] ?? responses['201'])!.headers!)).toEqual(['Location', 'ETag', 'Mithaq-Position']);
    }
  });

  it('is enough to generate a client from, and the client compiles', async () => {
    const client = astToString(await openapiTS(structuredClone(document) as Parameters<typeof openapiTS>[0] & object));
    expect(client).toMatch(/pledgeCommitment: \{/);
    const use = `
      type Pledge = components['schemas']['PledgeCommitmentDto'];
      export const pledge: Pledge = {
        lead: 'acme', title: { en: 'Fibre' }, focusAreas: { primary: 'connecting-people', others: [] },
        value: { amount: '1.00', currency: 'EUR', nature: 'own' }, partners: [{ name: { en: 'Somebody' } }],
      };
      // @ts-expect-error a pledge has a lead
      export const none: Pledge = { title: { en: 'Fibre' }, focusAreas: { primary: 'connecting-people', others: [] } };
      export const receipt: paths['/api/v1/commitments']['post']['responses'][201]['content']['application/json'] = { id: '', stream: '', revision: '0', position: '1' };`;
    expect(compileErrors(`${client}\n${use}`)).toEqual([]);
  });

  it('is what whoever opens the address of the service is shown', async () => {
    const { status, headers } = await fetch(on.url, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([302, '/api/docs']);
  });

  it('is shown by Swagger UI from the package, without a network and without a script in the page', async () => {
    const { status, headers, body } = await on.get<string>('/api/docs');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(body).not.toMatch(/(src|href)="https?:/);
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    for (const [, source] of body.matchAll(/<script src="([^"]+)"/g)) {
      const script = await on.get<string>(new URL(source!, `${on.url}/api/docs`).pathname);
      expect({ source, status: script.status }).toEqual({ source, status: 200 });
      expect(script.headers.get('content-type')).toMatch(/javascript/);
    }
  });

  it('publishes the schema of every kind of event', async () => {
    const { body } = await on.get<{ data: { type: string; href: string }[] }>('/schemas/events');
    expect(body.data.map(({ type }) => type).sort()).toEqual(Object.keys(eventDefinitions).sort());
    for (const { type, href } of body.data) {
      const schema = await on.get(href);
      expect(schema.headers.get('content-type')).toMatch(/^application\/schema\+json/);
      expect(schema.body).toMatchObject({ title: type, $id: on.url + href, type: 'object', additionalProperties: false });
    }
    expect((await on.get('/schemas/events/CommitmentPledged.v9.json')).status).toBe(404);
  });

  it('explains every problem, to people and to machines, in two languages', async () => {
    const { body } = await on.get<{ data: { code: string; status: number }[] }>('/problems');
    expect(body.data.length).toBeGreaterThan(50);
    for (const { code, status } of body.data) {
      const page = await on.get(`/problems/${code}`);
      expect(page.body).toEqual({
        code,
        status,
        title: { en: expect.stringMatching(/\S/), ar: expect.stringMatching(/[\u0600-\u06ff]/) },
        meaning: expect.stringMatching(/\.$/),
        remedy: expect.stringMatching(/\.$/),
      });
    }
    const html = await on.get<string>('/problems/shares-not-whole', { headers: { accept: 'text/html,*/*' } });
    expect(html.headers.get('content-type')).toMatch(/^text\/html/);
    expect(html.body).toMatch(/<h1>The shares are not whole<\/h1>/);
    expect((await on.get('/problems/nothing-of-the-kind')).status).toBe(404);
  });
});

/** What the compiler says of a module that imports nothing. */
function compileErrors(source: string): string[] {
  const options: ts.CompilerOptions = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], types: [] };
  const host = ts.createCompilerHost(options);
  const readFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === 'client.ts' ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2023) : readFile(name, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram(['client.ts'], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
