import {
  type Amounts,
  type Day,
  type Delivery,
  type Recorded,
  type RegionShares,
  type ReportChanges,
  type ReportDetails,
  type ReportEvent,
  type ReportId,
} from '@mithaq/domain';
import { type Column } from '../engine/row-code.js';
import { integer, json, minorUnits, nullable, type RowOf, text } from '../engine/view.js';
import { oneOf } from './latest.js';
import { type OnlyRegion, parts, split } from './places.js';

/** What is told of delivery: what was said last, or that nothing was, or that the end is past and it was not completed. */
export type DeliveryShown = Delivery | 'ended-not-completed' | 'not-stated';
export const deliveries = ['not-started', 'on-track', 'delayed', 'at-risk', 'completed'] as const satisfies readonly Delivery[];
export const deliveriesShown = [...deliveries, 'ended-not-completed', 'not-stated'] as const satisfies readonly DeliveryShown[];

/** The ladder of IATI. */
export const rungs = ['committed', 'disbursed', 'spent'] as const satisfies readonly (keyof Amounts)[];
export type Rung = (typeof rungs)[number];

/** The regions alone: only what several regions share by shares is in parts. */
export const regionParts = parts.slice(0, 6) as readonly Exclude<(typeof parts)[number], 'several' | 'not_stated'>[];

/** What reports say of delivery that is counted. */
const facets = ['delivery', 'percent', 'amounts', 'beneficiaries'] as const satisfies readonly (keyof ReportDetails)[];
type Facet = (typeof facets)[number];

/**
 * Which report holds each facet: the last one that stated it. A new report takes over what it states; an amendment changes or gives up what
 * its report holds, and takes what nobody holds, and, of the last report, what another one holds. So an older report that is amended does
 * not outdo a newer one, and what is taken back is not stated any more.
 */
interface Held {
  readonly last: ReportId;
  /** Of those that the last report does not hold. */
  readonly by: Readonly<Partial<Record<Facet, ReportId>>>;
}

/** What is counted of delivery. */
export const deliveryColumns = {
  /** What was said last, and when. */
  delivery: nullable(oneOf<Delivery>()),
  delivery_day: nullable(oneOf<Day>()),
  completed_day: nullable(oneOf<Day>()),
  percent: nullable(integer),
  /** Beneficiaries reached. */
  reached: nullable(integer),
  first_report_day: nullable(oneOf<Day>()),
  last_report_day: nullable(oneOf<Day>()),
  /** Of the amounts below. */
  paid_currency: nullable(text),
  committed: nullable(minorUnits),
  disbursed: nullable(minorUnits),
  spent: nullable(minorUnits),
  ...partsOf('committed'),
  ...partsOf('disbursed'),
  ...partsOf('spent'),
};

/** What the fold goes on from; it stands last in the row, where no figure reads it. */
export const heldColumn = { held: nullable(json<Held>()) };

type DeliveryRow = RowOf<typeof deliveryColumns & typeof heldColumn>;

const noParts: { readonly [P in PartName<Rung>]: bigint | null } = Object.fromEntries(
  rungs.flatMap(rung => regionParts.map(part => [`${rung}_${part}`, null])),
) as never; // as in partsOf

/** What is said of delivery after an event of reports; the amounts whole, for `sharedParts` to split. */
export function delivered(row: DeliveryRow, event: Recorded<ReportEvent>): Partial<DeliveryRow> {
  const day = event.metadata.effectiveAt;
  switch (event.type) {
    case 'ProgressReported': {
      const { report } = event.data;
      const stated = facets.filter(facet => event.data[facet] !== undefined);
      const others = facets.filter(facet => !stated.includes(facet) && holderOf(row, facet) !== undefined);
      const by = Object.fromEntries(others.map(facet => [facet, holderOf(row, facet)]));
      return {
        ...said(row, event.data, stated, day),
        first_report_day: row.first_report_day ?? day,
        last_report_day: day,
        held: { last: report, by },
      };
    }
    case 'ReportAmended': {
      const { report, changes } = event.data;
      if (row.held === null) return {};
      const { last, by } = row.held;
      const taken = facets.filter(facet => {
        const holder = holderOf(row, facet);
        return changes[facet] !== undefined && (holder === undefined || holder === report || report === last);
      });
      const after = report === last ? {} : Object.fromEntries(taken.map(facet => [facet, report]));
      const kept = Object.entries(by).filter(([facet]) => !taken.includes(facet as Facet));
      return { ...said(row, changes, taken, day), held: { last, by: { ...Object.fromEntries(kept), ...after } } };
    }
    case 'DeliveryCompleted':
      return row.completed_day === null ? completed(day) : {};
    default:
      return {}; // nothing of delivery is declined, asked or assessed
  }
}

/** The report that states what the row says of it; undefined: none does. */
function holderOf({ held, delivery, completed_day, percent, paid_currency, reached }: DeliveryRow, facet: Facet): ReportId | undefined {
  const value = { delivery: completed_day ?? delivery, percent, amounts: paid_currency, beneficiaries: reached }[facet];
  return held === null || value === null ? undefined : (held.by[facet] ?? held.last);
}

/** What the row says after some facets were stated, or taken back. */
function said(row: DeliveryRow, details: ReportChanges, facets: readonly Facet[], day: Day): Partial<DeliveryRow> {
  const { delivery = null, percent = null, amounts = null, beneficiaries = null } = details;
  const minor = (amount: string | undefined) => (amount === undefined ? null : BigInt(amount));
  return {
    ...(facets.includes('percent') && { percent }),
    ...(facets.includes('beneficiaries') && { reached: beneficiaries }),
    ...(facets.includes('amounts') && {
      paid_currency: amounts?.currency ?? null,
      committed: minor(amounts?.committed),
      disbursed: minor(amounts?.disbursed),
      spent: minor(amounts?.spent),
    }),
    // Once completed, completed.
    ...(facets.includes('delivery') &&
      row.completed_day === null &&
      (delivery === 'completed' ? completed(day) : { delivery, delivery_day: delivery && day })),
  };
}

function completed(day: Day) {
  return { delivery: 'completed', delivery_day: day, completed_day: day } as const;
}

/** The parts of what several regions share, as the value is split; null where one region has all, or nobody said how it is shared. */
export function sharedParts(row: Pick<DeliveryRow, Rung>, regions: number, onlyRegion: OnlyRegion, shares: RegionShares | null) {
  if (onlyRegion !== 'several' || shares === null) return noParts;
  const after: Record<string, bigint | null> = {};
  for (const rung of rungs) {
    const whole: Readonly<Record<string, bigint | null>> = split(rung, row[rung], regions, shares);
    for (const part of regionParts) after[`${rung}_${part}`] = whole[`${rung}_${part}`]!;
  }
  return after as typeof noParts; // a part each
}

type PartName<R extends Rung> = `${R}_${(typeof regionParts)[number]}`;

function partsOf<R extends Rung>(rung: R): { readonly [P in PartName<R>]: Column<bigint | null> } {
  // The compiler does not follow computed keys through fromEntries.
  return Object.fromEntries(regionParts.map(part => [`${rung}_${part}`, nullable(minorUnits)])) as never;
}
