import { applyDecorators } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiResponse, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { dtos, schemaOfDto } from './fields.js';

/** A schema of the document's components. */
export function component(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** A response header that is text. */
export function headerDoc(description: string) {
  return { description, schema: { type: 'string' as const } };
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Malformed.',
  401: 'No token, or none that the service knows.',
  403: 'The token may not do this.',
  404: 'Not there, or not yet at the moment that was asked for.',
  409: 'A rule of the domain says no.',
  410: 'No event of it holds any more.',
  412: 'The record does not stand at that revision.',
  413: 'The body is over 256 KiB.',
  414: 'The id in the address is longer than any id is.',
  415: 'The body is not JSON in UTF-8.',
  422: 'Fields or parameters that cannot be taken.',
  428: 'If-Match is missing.',
  429: 'Too many requests; see Retry-After.',
  500: 'A fault of the service; the log has it under the id in "instance".',
  503: 'Not available now; see Retry-After.',
};

/** The problems that an operation can answer with, beside those that every operation can; one that finds nothing has an id in its address. */
export function ApiProblems(...statuses: readonly number[]) {
  return applyDecorators(
    ...[...new Set([...statuses, ...(statuses.includes(404) ? [400, 414] : []), 401, 422, 429, 500, 503])].sort().map(status =>
      ApiResponse({
        status,
        description: reasons[status]!,
        content: { 'application/problem+json': { schema: component('Problem') } },
        ...(status === 429 || status === 503 ? { headers: { 'Retry-After': headerDoc('Seconds to wait.') } } : {}),
        ...(status === 401 ? { headers: { 'WWW-Authenticate': headerDoc('Bearer') } } : {}),
      }),
    ),
  );
}

const place = { detail: Type.String() };
const Problem = Type.Object({
  type: Type.String({ format: 'uri-reference', description: 'The page of the service that explains it: /problems/{code}.' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String({ description: 'What was expected, what was found, what to do.' }),
  instance: Type.String({ format: 'uri-reference', description: 'The trace id of the request.' }),
  errors: Type.Optional(
    Type.Array(
      Type.Union([
        Type.Object({ pointer: Type.String({ description: 'A JSON pointer (RFC 6901) into the body.' }), ...place }),
        Type.Object({ parameter: Type.String(), ...place }),
        Type.Object({ header: Type.String(), ...place }),
      ]),
    ),
  ),
});

/** What every write answers at least. */
export const Receipt = Type.Object(
  {
    id: Type.String(),
    stream: Type.String(),
    revision: Type.String({ description: 'Decimal digits.' }),
    position: Type.String({ description: 'Decimal digits.' }),
  },
  { additionalProperties: false },
);

/** Schemas of answers by their name in the document; a capability adds its own beside its controller. */
const answers = new Map<string, TSchema>([
  ['Problem', Problem],
  ['Receipt', Receipt],
]);

/** Names the schema of an answer, for `component(name)`. */
export function answerSchema<Schema extends TSchema>(name: string, schema: Schema): Schema {
  answers.set(name, schema);
  return schema;
}

/** The OpenAPI 3.1 document of the service. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Mithaq')
    .setDescription(
      'An event-sourced ledger of public commitments to connect the unconnected. Every answer is derived from recorded events, at any moment of two clocks: ' +
        '`asOf` (what the ledger knew) and `effectiveAt` (what was true). Problems are RFC 9457; each `type` is a page that explains it. ' +
        'Figures and lists come in gzip to whom takes it (`Accept-Encoding`). ' +
        'What reaches no operation is a problem too: 400 and 431 (no HTTP that can be read), 404, 405, 408 (it did not come whole in time).',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'opaque',
      description: 'A token of this service. Public views need none.',
    })
    .build();
  takeIdsForText(app);
  const document = SwaggerModule.createDocument(app, config);
  const schemas = { ...Object.fromEntries(dtos().map(dto => [dto.name, schemaOfDto(dto)])), ...Object.fromEntries(answers) };
  // What Nest found of the same classes by reflection has no fields; what stands in the registry is what is checked. The types of
  // OpenAPI 3.0 in @nestjs/swagger do not know the JSON Schema of 3.1.
  document.components = {
    ...document.components,
    schemas: forClients(schemas) as NonNullable<OpenAPIObject['components']>['schemas'] & object,
  };
  return forClients(document) as OpenAPIObject;
}

/** A branded id is a type and a schema under one name, and the schema is what the compiler notes as its class; to Nest it is text. */
function takeIdsForText(app: NestFastifyApplication): void {
  const key = 'design:paramtypes';
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      const prototype = metatype?.prototype as object;
      for (const method of Object.getOwnPropertyNames(prototype)) {
        const types = Reflect.getMetadata(key, prototype, method) as unknown[] | undefined;
        if (types)
          Reflect.defineMetadata(
            key,
            types.map(type => (typeof type === 'function' ? type : String)),
            prototype,
            method,
          );
      }
    }
  }
}

/** A map from keys of a pattern, as generators of clients know it: `patternProperties` they read as an object without fields. */
function forClients(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(forClients);
  if (typeof value !== 'object' || value === null) return value;
  const { patternProperties, ...rest } = value as Record<string, unknown> & { patternProperties?: Record<string, unknown> };
  const [[pattern, values] = []] = Object.entries(patternProperties ?? {});
  const own = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, forClients(inner)]));
  return pattern === undefined ? own : { ...own, propertyNames: { pattern }, additionalProperties: forClients(values) };
}

/** The document and its reader: `/openapi.json`, and Swagger UI from the package, so that it works without a network. */
export function serveDocumentation(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  const documented = () => (document ??= openApiOf(app)); // the routes are known once the application is up
  SwaggerModule.setup('api/docs', app, documented, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Mithaq · API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
  // For whoever opens the address that the start prints.
  app.getHttpAdapter().get('/', (_: unknown, reply: FastifyReply) => reply.redirect('/api/docs'));
}
