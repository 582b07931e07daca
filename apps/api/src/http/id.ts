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
