import {
  type Additionality,
  type CommitmentChanges,
  type CommitmentDetails,
  type CommitmentEvent,
  type Day,
  type Delivery,
  type FocusAreaId,
  isReportEvent,
  type Kind,
  type Nature,
  type OrganisationId,
  type Provenance,
  realmOf,
  type Recorded,
  type RegionShares,
  type ReportEvent,
} from '@mithaq/domain';
import { blank, integer, json, minorUnits, nullable, type RowOf, text, view } from '../engine/view.js';
import { delivered, deliveries, deliveryColumns, heldColumn, nothingSaid, type Rung, sharedParts } from './delivery.js';
import { searchText, sortKey } from './folded.js';
import { latestColumns, latestOf, oneOf } from './latest.js';
import { focusAreaBits, onlyRegionOf, type OnlyRegion, partColumns, regionBits, split } from './places.js';
import { idOf } from './stream-id.js';

/** The states of registration, in the order of a commitment's life. */
export const statuses = ['pledged', 'accepted', 'returned', 'announced', 'withdrawn', 'superseded'] as const;
export type Status = (typeof statuses)[number];

/** Those that stand: of these, and of no other, the figures count value, beneficiaries, kinds and additionality. */
export const standingStatuses = ['accepted', 'announced'] as const satisfies readonly Status[];

/** What counts are broken down by. */
export interface Cell {
  readonly provenance: Provenance;
  readonly status: Status;
  readonly kind: Kind | null;
  readonly additionality: Additionality | null;
  /** As it was said last; null: nothing was. */
  readonly delivery: Delivery | null;
}

export const provenances = ['submitted', 'published', 'demonstration'] as const satisfies readonly Provenance[];

/** Those that may be counted with this one: demonstration is added to nothing else. */
export function provenancesLike(provenance: Provenance): readonly Provenance[] {
  return provenances.filter(one => realmOf(one) === realmOf(provenance));
}

const kinds = [null, 'financial', 'programmatic', 'policy', 'advocacy'] as const satisfies readonly (Kind | null)[];
const additionalities = [null, 'new', 'scaled-up', 'continuing'] as const satisfies readonly (Additionality | null)[];
const said = [null, ...deliveries] as const satisfies readonly (Delivery | null)[];

/** A cell as one number, a decimal digit each. SQLite groups 100,000 rows by one number in half the time that it takes for four texts. */
export function cellOf({ provenance, status, kind, additionality, delivery }: Cell): number {
  return (
    provenances.indexOf(provenance) * 10_000 +
    statuses.indexOf(status) * 1_000 +
    kinds.indexOf(kind) * 100 +
    additionalities.indexOf(additionality) * 10 +
    said.indexOf(delivery)
  );
}

const cells = new Map(
  provenances.flatMap(provenance =>
    statuses.flatMap(status =>
      kinds.flatMap(kind =>
        additionalities.flatMap(additionality =>
          said.map((delivery): [number, Cell] => {
            const cell = { provenance, status, kind, additionality, delivery };
            return [cellOf(cell), cell];
          }),
        ),
      ),
    ),
  ),
);

/** What `cellOf` made a number of. */
export function fromCell(number: number): Cell {
  const cell = cells.get(number);
  if (!cell) throw new RangeError(`${number} is no cell`);
  return cell;
}

const columns = {
  id: text,
  status: oneOf<Status>(),
  superseded_by: nullable(text),
  provenance: oneOf<Provenance>(),
  /** What counts are grouped by, as one number: see `cellOf`. */
  cell: integer,
  lead: oneOf<OrganisationId>(),
  kind: nullable(oneOf<Kind>()),
  additionality: nullable(oneOf<Additionality>()),
  /** The primary one. */
  focus_area: oneOf<FocusAreaId>(),
  /** Those that it also serves, a bit each. */
  also: integer,
  /** Those that it is implemented in, a bit each. */
  regions: integer,
  only_region: oneOf<OnlyRegion>(),
  shares: nullable(json<RegionShares>()),
  currency: nullable(text),
  nature: nullable(oneOf<Nature>()),
  amount: nullable(minorUnits),
  /** The equivalent that was declared, or the amount itself where it is in dollars; in cents. */
  usd: nullable(minorUnits),
  ...partColumns('amount'),
  ...partColumns('usd'),
  beneficiaries: nullable(integer),
  programme: nullable(text),
  /** The working group whose co-chairs facilitated it. */
  facilitated_by: nullable(oneOf<FocusAreaId>()),
  pledged_day: oneOf<Day>(),
  start_day: nullable(oneOf<Day>()),
  end_day: nullable(oneOf<Day>()),
  /** The days on which it began to stand, and ceased to; whether a report was owed on a day, these two say. */
  stood_from: nullable(oneOf<Day>()),
  stood_to: nullable(oneOf<Day>()),
  ...deliveryColumns,
  notes: integer,
  ...latestColumns,
  title_sort: text,
  title_search: text,
  ...heldColumn,
};

export type CommitmentRow = RowOf<typeof columns>;

const blankRow = blank(columns);

/**
 * What figures count and lists sort and filter by, one row a commitment. Texts and lists stand in `commitment-details`, so that the
 * totals of 100,000 commitments read narrow rows; countries, groups and partners in `commitment-links`.
 */
export const commitments = view({
  name: 'commitments',
  version: 2,
  of: 'commitment',
  columns,
  indexes: [['lead']],
  evolve(row: CommitmentRow | undefined, event: Recorded<CommitmentEvent>): CommitmentRow | undefined {
    const after = follow(row, event);
    return after === undefined || after === row ? row : Object.assign(after, { cell: cellOf(after) }); // it is new, and no one else's
  },
});

/** All that the row says; its cell follows from it. */
type Facts = Omit<CommitmentRow, 'cell'>;

function follow(row: Facts | undefined, event: Recorded<CommitmentEvent>): Facts | undefined {
  if (event.type === 'CommitmentPledged') return pledged(event);
  if (row === undefined) return undefined;
  if (isReportEvent(event)) return reportedOn(row, event);
  const day = event.metadata.effectiveAt;
  switch (event.type) {
    case 'CommitmentAmended':
      return Object.assign(amended(row, event.data.changes), {
        status: row.status === 'returned' ? ('pledged' as const) : row.status,
        ...latestOf(event),
      });
    case 'CommitmentAccepted':
      return { ...row, status: 'accepted', stood_from: row.stood_from ?? day, ...latestOf(event) };
    case 'CommitmentReturned':
      return { ...row, status: 'returned', ...latestOf(event) };
    case 'CommitmentAnnounced':
      return { ...row, status: 'announced', stood_from: row.stood_from ?? day, ...latestOf(event) };
    case 'CommitmentNoted':
      return { ...row, notes: row.notes + 1, ...latestOf(event) };
    case 'CommitmentWithdrawn':
      return { ...row, status: 'withdrawn', stood_to: row.stood_to ?? day, ...latestOf(event) };
    case 'CommitmentSuperseded':
      return { ...row, status: 'superseded', superseded_by: event.data.by, stood_to: row.stood_to ?? day, ...latestOf(event) };
    default:
      return row;
  }
}

function pledged(event: Recorded<CommitmentEvent> & { type: 'CommitmentPledged' }): Facts {
  const { lead, provenance, ...details } = event.data;
  return {
    ...blankRow,
    id: idOf(event.stream),
    status: 'pledged',
    superseded_by: null,
    provenance,
    lead,
    kind: details.kind ?? null,
    additionality: details.additionality ?? null,
    ...titled(details.title),
    ...focused(details.focusAreas),
    ...nothingSaid,
    ...placed({ ...nothingSaid, ...located(details.implementation), ...valued(details.value) }),
    beneficiaries: details.beneficiaries?.count ?? null,
    programme: details.programme ?? null,
    facilitated_by: details.facilitatedBy ?? null,
    pledged_day: event.metadata.effectiveAt,
    start_day: details.start ?? null,
    end_day: details.end ?? null,
    stood_from: null,
    stood_to: null,
    notes: 0,
    ...latestOf(event),
  };
}

/** What is said of delivery; all else that is said of reports is only the latest event. */
function reportedOn(row: Facts, event: Recorded<ReportEvent>): Facts {
  const after = { ...row, ...delivered(row, event), ...latestOf(event) };
  return { ...after, ...sharedParts(after, after.regions, after.only_region, after.shares) };
}

/** One copy that each change is put into: a row is wide, and amendments are most of what there is. */
function amended(row: Facts, changes: CommitmentChanges): { -readonly [Column in keyof Facts]: Facts[Column] } {
  const after = { ...row };
  if (changes.title) Object.assign(after, titled(changes.title));
  if (changes.focusAreas) Object.assign(after, focused(changes.focusAreas));
  if (changes.kind !== undefined) after.kind = changes.kind;
  if (changes.additionality !== undefined) after.additionality = changes.additionality;
  if (changes.implementation !== undefined) Object.assign(after, located(changes.implementation));
  if (changes.value !== undefined) Object.assign(after, valued(changes.value));
  if (changes.implementation !== undefined || changes.value !== undefined) Object.assign(after, placed(after));
  if (changes.beneficiaries !== undefined) after.beneficiaries = changes.beneficiaries?.count ?? null;
  if (changes.programme !== undefined) after.programme = changes.programme;
  if (changes.facilitatedBy !== undefined) after.facilitated_by = changes.facilitatedBy;
  if (changes.start !== undefined) after.start_day = changes.start;
  if (changes.end !== undefined) after.end_day = changes.end;
  return after;
}

function titled(title: CommitmentDetails['title']) {
  return { title_sort: sortKey(title), title_search: searchText(title) };
}

function focused({ primary, others }: CommitmentDetails['focusAreas']) {
  return { focus_area: primary, also: focusAreaBits(others) };
}

function located(implementation: CommitmentDetails['implementation'] | null) {
  return { regions: regionBits(implementation?.regions ?? []), shares: implementation?.shares ?? null };
}

function valued(value: CommitmentDetails['value'] | null) {
  if (!value) return { currency: null, nature: null, amount: null, usd: null };
  const usd = value.usd?.amount ?? (value.currency === 'USD' ? value.amount : undefined);
  return { currency: value.currency, nature: value.nature, amount: BigInt(value.amount), usd: usd === undefined ? null : BigInt(usd) };
}

/** Amounts and places decide the split: it is made anew whenever either changes. */
function placed({
  regions,
  shares,
  currency,
  nature,
  amount,
  usd,
  committed,
  disbursed,
  spent,
}: ReturnType<typeof located> & Pick<CommitmentRow, 'currency' | 'nature' | 'amount' | 'usd' | Rung>) {
  const only_region = onlyRegionOf(regions);
  return {
    regions,
    only_region,
    shares,
    currency,
    nature,
    amount,
    usd,
    ...split('amount', amount, regions, shares),
    ...split('usd', usd, regions, shares),
    ...sharedParts({ committed, disbursed, spent }, regions, only_region, shares),
  };
}
