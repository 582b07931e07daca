import { LocalizedName, nullable, Provenance } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { EventBetween, EventHead } from '../history/history.answers.js';
import { AsOf } from '../reading/as-of.js';
import { closed, Decimal, listOf, Rule } from '../reading/answers.js';

/** What a record adds to a cell, or a cell is. */
export const Amount = Type.Union([Type.Integer(), Decimal], {
  description: 'A number of records or of people, or an amount in the currency that the cell names.',
});
export const Cell = Type.Array(Type.String(), {
  description: 'The way to it in the answer with the figures: the names of fields, and of the lines of a table by their keys.',
  examples: [['tables', 'submitted,published', 'regions', 'AFR', 'exclusive', 'all']],
});

/** A record behind a cell. */
export const behind = {
  stream: Type.String(),
  href: Type.String({ format: 'uri-reference' }),
  title: nullable(LocalizedName),
  provenance: Type.Union([Provenance, Type.Null()]),
};

export const CellAnswer = answerSchema(
  'Cell',
  listOf(
    Type.Object(
      {
        ...behind,
        part: Type.Unsafe({
          ...Amount,
          description: 'What it adds to the cell. Of a programme only its greatest number of people counts: the others add 0.',
        }),
        events: Type.Array(EventHead, {
          description:
            'Those that made the record what it is: that hold at the moment, in the order in which they were true; the last of them, where they are many.',
        }),
        eventsTotal: Type.Integer({ minimum: 1 }),
      },
      closed,
    ),
    { rule: Rule, cell: Cell, value: Type.Unsafe({ ...Amount, description: 'What the parts of all records come to: the cell.' }) },
  ),
);

const says = (description: string) => Type.Unsafe({ description });

export const FigureComparisonAnswer = answerSchema(
  'FigureComparison',
  listOf(
    Type.Object(
      {
        cell: Cell,
        before: Type.Optional(says('At the moment that is compared with; absent where the cell was not there.')),
        after: Type.Optional(says('At the moment of the answer; absent where the cell is not there any more.')),
        difference: Type.Optional(Amount),
        byEvents: Type.Optional(
          Type.Unsafe({
            ...Amount,
            description:
              'What the events did that the one moment knows of and the other does not, or that had come true by the one day and not by the other.',
          }),
        ),
        byDays: Type.Optional(
          Type.Unsafe({
            ...Amount,
            description:
              'What the days that have passed did by themselves: what fell due, or came to its end. With `byEvents` it is the difference.',
          }),
        ),
      },
      closed,
    ),
    { rule: Rule, from: AsOf },
  ),
);

export const PartAt = (description: string) => Type.Union([Type.Integer(), Decimal, Type.Null()], { description });

export const CellComparisonAnswer = answerSchema(
  'CellComparison',
  listOf(
    Type.Object(
      {
        ...behind,
        before: PartAt('Its part at the moment that is compared with; null: it had none.'),
        after: PartAt('Its part at the moment of the answer; null: it has none.'),
        difference: Amount,
        events: Type.Array(EventBetween, {
          description:
            'Of the record itself. None: what it is counted by has changed (the home of its lead, the members of a group, a cycle), or days have passed.',
        }),
      },
      closed,
    ),
    {
      rule: Rule,
      cell: Cell,
      difference: Type.Unsafe({ ...Amount, description: 'What the differences of all records come to.' }),
      from: AsOf,
    },
  ),
);
