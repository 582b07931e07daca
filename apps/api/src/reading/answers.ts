import {
  Additionality,
  CommitmentId,
  CycleDays,
  CycleId,
  CycleProvenance,
  Day,
  Kind,
  LocalizedName,
  missingStates,
  nullable,
  Provenance,
  ReportingCounts,
} from '@mithaq/domain';
import { cycleStatuses, deliveriesShown, statuses } from '@mithaq/projections';
import Type, { type TProperties, type TSchema } from 'typebox';
import { AsOf, Instant, Position } from './as-of.js';
import { Notice } from './notices.js';

/** The shapes that the answers of several capabilities share. Every object is closed: what is not described here is not answered. */
export const closed = { additionalProperties: false } as const;

/** An answer of the ledger: what it says, of which moment, and what has to be read beside it. */
export function ofMoment<Properties extends TProperties>(properties: Properties) {
  return Type.Object({ ...properties, asOf: AsOf, notices: Type.Array(Notice) }, closed);
}

/** A list, with whatever else is told of all of it; one that has no pages is answered whole. */
export function listOf<Item extends TSchema>(item: Item, beside: TProperties = {}) {
  return ofMoment({
    ...beside,
    data: Type.Array(item),
    page: Type.Object(
      {
        next: nullable(Type.String({ description: 'Send it as `cursor` for the next page of the same moment.' })),
        prev: nullable(Type.String({ description: 'Send it as `cursor` for the page before.' })),
        limit: Type.Union([Type.Integer(), Type.Null()], { description: 'Null: the list has no pages.' }),
        total: Type.Integer({ description: 'How many there are on all pages.' }),
      },
      closed,
    ),
  });
}

/** An exact amount, as people write it. */
export const Decimal = Type.String({ pattern: '^-?[0-9]+(\\.[0-9]+)?$', examples: ['155000000.00'] });
export const Status = Type.Enum([...statuses]);
export const Rule = Type.Integer({
  minimum: 1,
  description: 'The version of the counting rules that made the figures (docs/counting.md).',
});

/** What each of a closed list has. */
export function each<Key extends string>(keys: readonly Key[], schema: TSchema) {
  return Type.Object(Object.fromEntries(keys.map(key => [key, schema])), closed);
}

const number = Type.Integer({ minimum: 0 });

const People = Type.Object(
  {
    count: Type.Integer({ minimum: 0, description: 'The greatest of each programme, then the sum.' }),
    statedBy: number,
    notStatedBy: number,
  },
  closed,
);

/** A reporting cycle as what is asked of it names it. */
export const cycleHead = {
  id: CycleId,
  name: LocalizedName,
  provenance: CycleProvenance,
  status: Type.Enum([...cycleStatuses]),
  days: CycleDays,
  missing: Type.Enum([...missingStates], { description: 'Where a report that is missing stands on the day.' }),
};
/** The cycle that the figures of reporting in a table are of. */
export const Asking = Type.Union([Type.Object(cycleHead, closed), Type.Null()], {
  description: 'The cycle that `reporting` is of; null: there was none on the day.',
});

export const Counts = Type.Object(
  {
    all: number,
    byRegistration: each(statuses, number),
    standing: Type.Integer({
      minimum: 0,
      description: 'Accepted or announced. Kinds, additionality, beneficiaries and values are of these.',
    }),
    byKind: each([...Kind.enum, 'not-stated'], number),
    byAdditionality: each([...Additionality.enum, 'not-stated'], number),
    byDelivery: each(deliveriesShown, number),
    beneficiaries: Type.Unsafe({ ...People, description: 'Whom they mean to serve.' }),
    reached: Type.Unsafe({ ...People, description: 'Whom they have reached so far, as was reported last.' }),
    reporting: Type.Union([ReportingCounts, Type.Null()], {
      description: 'Of all that owe the cycle a report, whatever became of them since; null where there is no cycle.',
    }),
  },
  closed,
);

export const MoneyLine = Type.Object({ amount: Decimal, currency: Type.String(), commitments: number }, closed);

export const ValueFigures = Type.Object(
  {
    own: Type.Array(MoneyLine, { description: 'A line a currency; currencies are never added.' }),
    mobilised: Type.Array(MoneyLine, { description: 'To be raised from others; in no sum with own money.' }),
    inKind: Type.Array(MoneyLine),
    yearly: Type.Array(MoneyLine, { description: 'Sums a year whose total is not stated.' }),
    usdEquivalent: Type.Object(
      {
        amount: Decimal,
        currency: Type.Literal('USD'),
        commitments: number,
        missingFor: Type.Integer({ minimum: 0, description: 'How many own amounts have no equivalent and are not in this sum.' }),
      },
      closed,
    ),
    reported: Type.Object(
      { committed: Type.Array(MoneyLine), disbursed: Type.Array(MoneyLine), spent: Type.Array(MoneyLine) },
      { ...closed, description: 'What was reported of money, a line a currency; none of the three is added to another.' },
    ),
  },
  closed,
);

export const LatestEvent = Type.Object(
  { type: Type.String(), day: Day, id: Type.String({ format: 'uuid' }), position: Position, recordedAt: Instant },
  closed,
);

export const LatestCommitments = Type.Array(
  Type.Object({ id: CommitmentId, title: LocalizedName, registration: Status, provenance: Provenance, event: LatestEvent }, closed),
);

export const Provenances = Type.Array(Provenance, {
  description: 'Those that are added up here; demonstration is never added to the others.',
});
