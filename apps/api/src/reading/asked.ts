import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type MomentAsked } from '@mithaq/projections';
import { type FastifyRequest } from 'fastify';
import { type Static, type TObject } from 'typebox';
import { takesParameters } from '../http/query.guard.js';
import { readParameters, type SentParameters } from './parameters.js';

/** What was asked beside the moment. */
export type Chosen<Parameters> = Omit<Parameters, keyof MomentAsked | 'waitFor'>;

/** A read as it was asked: where, of which moment, and what else. */
export interface Asked<Parameters> {
  readonly path: string;
  readonly moment: MomentAsked;
  /** The position that the answer has to know of. */
  readonly waitFor: bigint | undefined;
  readonly parameters: Chosen<Parameters>;
  /** As it stood in the address, for links to other pages of the same answer. */
  readonly sent: SentParameters;
}

/** The parameters of a schema, for a method of a controller: `@ReadParameters(RegionsParameters) asked: Asked<RegionsParameters>`. */
export const ReadParameters = createParamDecorator(
  (schema: TObject, context: ExecutionContext): Asked<unknown> => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return asked(schema, request.url, request.query as SentParameters); // what Fastify's parser makes of any query
  },
  [(controller, method) => takesParameters(controller, method!)], // it stands before a parameter of a method
);

export function asked<Schema extends TObject>(schema: Schema, url: string, sent: SentParameters): Asked<Static<Schema>> {
  const { asOf, effectiveAt, waitFor, ...parameters } = readParameters(schema, sent) as Static<Schema> & MomentAsked & { waitFor?: string };
  return {
    path: url.split('?', 1)[0]!,
    moment: { asOf, effectiveAt },
    waitFor: waitFor === undefined ? undefined : BigInt(waitFor),
    parameters,
    sent,
  };
}
