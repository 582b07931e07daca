import { type ViewsStatus } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { answerSchema } from '../http/documentation.js';

const position = Type.Union([Type.String({ pattern: '^[0-9]+$' }), Type.Null()]);
const failure = Type.Union([
  Type.Object(
    { message: Type.String(), position: Type.Optional(Type.String()), event: Type.Optional(Type.String()), attempt: Type.Integer() },
    { additionalProperties: false },
  ),
  Type.Null(),
]);

/** How the views are. Positions are decimal strings; null where there is none yet. */
export const ViewsState = answerSchema(
  'ViewsState',
  Type.Object(
    {
      state: Type.Enum(['live', 'catching-up', 'rebuilding', 'stopped'], {
        description:
          'live: all that is in the ledger is in the views. rebuilding: another generation is being built beside the one that answers.',
      }),
      generation: Type.Union([Type.Integer(), Type.Null()], { description: 'The generation that answers.' }),
      position,
      head: position,
      lag: Type.String({ description: 'How many positions of the ledger are not in the views yet.' }),
      failure,
      rebuild: Type.Union([
        Type.Object(
          {
            generation: Type.Integer(),
            state: Type.Enum(['running', 'stopped']),
            position,
            head: position,
            eventsPerSecond: Type.Number(),
            failure,
          },
          { additionalProperties: false },
        ),
        Type.Null(),
      ]),
    },
    { additionalProperties: false },
  ),
);
export type ViewsState = Static<typeof ViewsState>;

export function viewsState({ state, generation, position, head, lag, failure, rebuild }: ViewsStatus): ViewsState {
  return {
    state,
    generation: generation ?? null,
    position: digits(position),
    head: digits(head),
    lag: lag.toString(),
    failure: failed(failure),
    rebuild: rebuild
      ? {
          generation: rebuild.generation,
          state: rebuild.state,
          position: digits(rebuild.position),
          head: digits(rebuild.head),
          eventsPerSecond: Math.round(rebuild.eventsPerSecond),
          failure: failed(rebuild.failure),
        }
      : null,
  };
}

function digits(position: bigint | undefined): string | null {
  return position?.toString() ?? null;
}

function failed(failure: ViewsStatus['failure']): ViewsState['failure'] {
  if (!failure) return null;
  const { message, attempt, event } = failure;
  return {
    message,
    attempt,
    ...(failure.position === undefined ? {} : { position: failure.position.toString() }),
    ...(event === undefined ? {} : { event }),
  };
}
