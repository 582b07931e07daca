import { type PipeTransform } from '@nestjs/common';
import type { TSchema } from 'typebox';
import { Problem } from './problem.js';
import { conforms, faults } from './schema-errors.js';

/** An id in the address. One that no record can have is no record: 404, like one that nothing has. */
export function Id(schema: TSchema): PipeTransform {
  return {
    transform(value: unknown) {
      if (conforms(schema, value)) return value;
      throw new Problem('not-found', `There is nothing under this id. ${faults(schema, value, '')[0]!.detail.replace('Is', 'An id is')}`);
    },
  };
}

/** All ids in the address, by their names there. */
export function Ids(schemas: Readonly<Record<string, TSchema>>): PipeTransform {
  const pipes = Object.entries(schemas).map(([name, schema]) => [name, Id(schema)] as const);
  return {
    transform(values: Readonly<Record<string, unknown>>, metadata) {
      return Object.fromEntries(pipes.map(([name, pipe]) => [name, pipe.transform(values[name], metadata) as unknown]));
    },
  };
}
