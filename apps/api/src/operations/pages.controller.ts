import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type EventDefinition, eventDefinitions } from '@mithaq/domain';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import Type from 'typebox';
import { answerSchema, ApiProblems, component } from '../http/documentation.js';
import { Problem } from '../http/problem.js';
import { explanations, isProblemCode, type ProblemCode, problemCodes, statusOfProblem } from '../http/problem-table.js';

/** Every stored kind of event at its present version. From the first v2 on the earlier ones stand here beside it. */
const schemas = new Map(
  Object.values<EventDefinition>(eventDefinitions).map(definition => [`${definition.type}.v${definition.version}.json`, definition]),
);

const Explained = answerSchema(
  'ProblemExplanation',
  Type.Object({
    code: Type.String(),
    status: Type.Integer(),
    title: Type.Object({ en: Type.String(), ar: Type.String() }),
    meaning: Type.String(),
    remedy: Type.String(),
  }),
);
answerSchema('ProblemExplanations', Type.Object({ data: Type.Array(Explained) }));
answerSchema(
  'EventSchemas',
  Type.Object({ data: Type.Array(Type.Object({ type: Type.String(), version: Type.Integer(), href: Type.String() })) }),
);

/** The pages that explain a problem, made from the one table, and the schemas of what is stored. */
@ApiTags('documentation')
@Controller()
export class PagesController {
  @Get('problems')
  @ApiOperation({ operationId: 'listProblems', summary: 'Every problem that the service answers with' })
  @ApiResponse({
    status: 200,
    description: 'All of them.',
    content: { 'application/json': { schema: component('ProblemExplanations') }, 'text/html': { schema: { type: 'string' } } },
  })
  @ApiProblems()
  problems(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (!wantsHtml(request)) return reply.send({ data: problemCodes.map(explained) });
    const lines = problemCodes.map(
      code => `<li><a href="/problems/${code}">${escape(explanations[code].title.en)}</a> (${statusOfProblem(code)})</li>`,
    );
    return reply.type('text/html; charset=utf-8').send(page('Problems', `<ul>\n${lines.join('\n')}\n</ul>`));
  }

  @Get('problems/:code')
  @ApiOperation({ operationId: 'getProblem', summary: 'What a problem means and what to change' })
  @ApiResponse({
    status: 200,
    description: 'Its explanation.',
    content: { 'application/json': { schema: component('ProblemExplanation') }, 'text/html': { schema: { type: 'string' } } },
  })
  @ApiProblems(404)
  problem(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (!isProblemCode(code)) throw new Problem('not-found', 'There is no such problem; /problems lists them all.');
    if (!wantsHtml(request)) return reply.send(explained(code));
    const { title, meaning, remedy } = explanations[code];
    return reply
      .type('text/html; charset=utf-8')
      .send(
        page(
          title.en,
          `<p lang="ar" dir="rtl">${escape(title.ar)}</p>\n<p>Status ${statusOfProblem(code)} · <code>${code}</code></p>\n` +
            `<h2>What it means</h2>\n<p>${escape(meaning)}</p>\n<h2>What to change</h2>\n<p>${escape(remedy)}</p>\n<p><a href="/problems">All problems</a></p>`,
        ),
      );
  }

  @Get('schemas/events')
  @ApiOperation({ operationId: 'listEventSchemas', summary: 'The kinds of events that are stored' })
  @ApiResponse({
    status: 200,
    description: 'Each with the address of its schema.',
    content: { 'application/json': { schema: component('EventSchemas') } },
  })
  @ApiProblems()
  eventSchemas() {
    return { data: [...schemas].map(([file, { type, version }]) => ({ type, version, href: `/schemas/events/${file}` })) };
  }

  @Get('schemas/events/:file')
  @ApiOperation({
    operationId: 'getEventSchema',
    summary: 'The JSON Schema of the data of one kind of event: CommitmentPledged.v1.json',
    description: 'Of what is written the service asks more than the schema says: each text has a character that can be seen.',
  })
  @ApiResponse({ status: 200, description: 'JSON Schema 2020-12.', content: { 'application/schema+json': { schema: { type: 'object' } } } })
  @ApiProblems(404)
  eventSchema(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const definition = schemas.get(file);
    if (!definition) throw new Problem('not-found', 'There is no such schema; /schemas/events lists them all.');
    return reply.type('application/schema+json').send(
      JSON.stringify({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `${request.protocol}://${request.host}/schemas/events/${file}`,
        title: definition.type,
        ...definition.data,
      }),
    );
  }
}

function explained(code: ProblemCode) {
  return { code, status: statusOfProblem(code), ...explanations[code] };
}

/** A browser asks for HTML by name; whoever takes anything gets JSON. */
function wantsHtml({ headers }: FastifyRequest): boolean {
  return /\btext\/html\b/.test(headers.accept ?? '');
}

function page(title: string, body: string): string {
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escape(title)} · Mithaq</title></head>\n<body>\n<h1>${escape(title)}</h1>\n${body}\n</body>\n</html>\n`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
