import { applyDecorators, Get, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { type Day } from '@mithaq/domain';
import { countingRuleVersion } from '@mithaq/projections';
import { type TObject, type TSchema } from 'typebox';
import { ApiProblems, component, headerDoc } from '../http/documentation.js';
import { MomentParameters, weakTag } from './as-of.js';
import { ReadInterceptor } from './read.interceptor.js';

/** A route that reads: what may be asked, and how it is answered and documented. */
export function Read({
  path = '',
  operationId,
  summary,
  description,
  parameters,
  answer,
  of,
  absent = of ? [404, 410] : [],
}: {
  readonly path?: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters: TObject;
  /** The name of the answer's schema. */
  readonly answer: string;
  /** The schema of the id in the address, by its name there: what it names may not be there. */
  readonly of?: Readonly<Record<string, TSchema>>;
  /** How it is said that it is not there; default: that of a record, which may also hold no more. */
  readonly absent?: readonly (404 | 410)[];
}) {
  return applyDecorators(
    Get(path),
    UseInterceptors(ReadInterceptor),
    ApiOperation({ operationId, summary, ...(description !== undefined && { description }) }),
    // The type is said too: what Nest finds by reflection is the schema itself, which it would take for an example of an object.
    ...Object.entries(of ?? {}).map(([name, schema]) => ApiParam({ name, type: String, schema: { ...schema } })),
    ApiParameters(parameters),
    ApiResponse({
      status: 200,
      description: 'The answer, and the moment of both clocks that it is of.',
      headers: {
        ETag: headerDoc(
          `Of one record as it stands now, its revision, as If-Match takes it: "r17"; of any other answer a weak one: ${weakTag({ position: 41_822n, day: '2026-11-24' as Day }, countingRuleVersion)}.`,
        ),
        'Mithaq-Position': headerDoc('The position that the answer is of.'),
        Link: headerDoc('Of a list with pages: next, prev, first.'),
      },
      content: { 'application/json': { schema: component(answer) } },
    }),
    ApiResponse({ status: 304, description: 'If-None-Match has the ETag of the answer.' }),
    ApiProblems(400, ...absent),
  );
}

/** Documents what may be asked in the address. */
export function ApiParameters({ properties }: TObject): MethodDecorator {
  return applyDecorators(
    ...Object.entries(properties as Record<string, TSchema>).map(([name, schema]) => {
      const { description = '', explode = true, ...rest } = { ...schema } as { readonly description?: string; readonly explode?: boolean };
      return ApiQuery({ name, required: false, description, explode, schema: rest });
    }),
  );
}

/** The route of the events of one record, which `eventsHeld` answers. */
export function ReadEvents({
  path = ':id/events',
  suffix,
  noun,
  description = '',
  of,
}: {
  readonly path?: string;
  /** What the record is called in the name of the operation, and in its summary. */
  readonly suffix: string;
  readonly noun: string;
  /** What is to be said of this kind of record alone. */
  readonly description?: string;
  readonly of: Readonly<Record<string, TSchema>>;
}) {
  return Read({
    path,
    operationId: `getEventsOf${suffix}`,
    summary: `The events of one ${noun}`,
    description: `Those that held at the moment, in the order in which they were true. ${description}`.trimEnd(),
    parameters: MomentParameters,
    answer: 'EventsOfOne',
    of,
  });
}
