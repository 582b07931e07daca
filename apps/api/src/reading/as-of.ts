import { type Day, Day as DaySchema, nullable } from '@mithaq/domain';
import {
  EventUnknown,
  MomentInTheFuture,
  MomentMalformed,
  MomentNotReached,
  PositionNotReached,
  type ResolvedMoment,
  ViewsClosed,
  ViewsNotServing,
  ViewsStopped,
} from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { fieldsInvalid, Problem } from '../http/problem.js';
import { parameters } from './parameters.js';

/** What every read can be asked: of which moment of both clocks, and from which position on. Their forms are checked where they are resolved. */
export const momentParameters = {
  asOf: Type.Optional(
    Type.String({
      description:
        'What the ledger knew then: a position, the id of an event, or an RFC 3339 time (a "+" in it is sent as %2B). Default: now.',
      examples: ['41822', '2026-11-24T09:30:00Z'],
    }),
  ),
  effectiveAt: Type.Optional(
    Type.String({
      description: 'What was true on this UTC day, by what is known at `asOf`. Default: all that is known.',
      examples: ['2023-06-01'],
    }),
  ),
  waitFor: Type.Optional(
    Type.String({
      pattern: '^[0-9]{1,18}$',
      description: 'Answer once this position can be read: what a write answered as `Mithaq-Position`. 503 where it does not come in time.',
    }),
  ),
};

/** Of a read that is of a moment and nothing else can be asked of. */
export const MomentParameters = parameters(momentParameters);

export const Position = Type.String({ pattern: '^[0-9]+$' });
export const Instant = Type.String({ format: 'date-time' });

/** The moment of both clocks that an answer is of. */
export const AsOf = Type.Object(
  {
    position: nullable(Position),
    event: nullable(Type.String({ format: 'uuid' })),
    recordedAt: nullable(Instant),
    effectiveAt: Type.Optional(DaySchema),
    effectiveAtAsked: Type.Optional(DaySchema),
    day: DaySchema,
    ledgerBegins: nullable(Instant),
    hint: Type.Optional(Type.Object({ en: Type.String(), ar: Type.String() }, { additionalProperties: false })),
  },
  {
    additionalProperties: false,
    title: 'AsOf',
    description:
      'The moment that the answer is of: the last event that it knows of, and the day that alone decides what is due or in force. ' +
      '`effectiveAtAsked` where the day asked for is later than all that is known: the answer is of `day`. Null: before the first event.',
  },
);
export type AsOf = Static<typeof AsOf>;

export function asOf({ position, event, recordedAt, effectiveAt, effectiveAtAsked, day, ledgerBegins }: ResolvedMoment): AsOf {
  return {
    position: position === null ? null : position.toString(),
    event,
    recordedAt,
    ...(effectiveAt !== undefined && { effectiveAt }),
    ...(effectiveAtAsked !== undefined && { effectiveAtAsked }),
    day,
    ledgerBegins,
    ...(position === null && ledgerBegins !== null && { hint: hintOf(ledgerBegins) }),
  };
}

/** Who asks of a time before the ledger most likely wants to know what was true then. */
function hintOf(ledgerBegins: string): { en: string; ar: string } {
  return {
    en: `Nothing was recorded yet: the ledger begins at ${ledgerBegins}. What was true on an earlier day, as it is known now, is asked with effectiveAt=<day> and without asOf.`,
    ar: `لم يكن قد سُجِّل شيء بعد: يبدأ السجل في ${ledgerBegins}. ولمعرفة ما كان صحيحاً في يوم سابق بحسب ما يُعرف الآن، استخدم effectiveAt=<day> من دون asOf.`,
  };
}

/** The validator of whatever is no aggregate's revision: position, day, and the version of the rule that counts. */
export function weakTag({ position, day }: { readonly position: bigint | null; readonly day: Day }, rule: number): string {
  return `W/"p${position ?? ''}.${day}.v${rule}"`;
}

/**
 * What the views could not answer, as a problem; anything else is as it was thrown.
 *
 * @param which of two moments: what the names of its parameters begin with
 */
export function problemOfViews(error: unknown, which: '' | 'from.' = ''): unknown {
  const asOf = `${which}asOf`;
  if (error instanceof MomentMalformed) {
    const detail = `${which}${error.message}`; // it begins with the name of the parameter
    return new Problem('request-malformed', detail, { errors: [{ parameter: `${which}${error.parameter}`, detail }] });
  }
  if (error instanceof EventUnknown) return fieldsInvalid([{ parameter: asOf, detail: error.message }]);
  if (error instanceof MomentNotReached || error instanceof MomentInTheFuture) {
    return new Problem('moment-ahead', error.message, { errors: [{ parameter: asOf, detail: error.message }] });
  }
  if (error instanceof PositionNotReached) {
    return new Problem('position-not-reached', error.message, { headers: { 'retry-after': '1' } });
  }
  if (error instanceof ViewsNotServing) return new Problem('unavailable', error.message, { headers: { 'retry-after': '2' } });
  if (error instanceof ViewsStopped || error instanceof ViewsClosed) {
    return new Problem('unavailable', 'The views stand still; an operator has to look after them.', { headers: { 'retry-after': '30' } });
  }
  return error;
}
