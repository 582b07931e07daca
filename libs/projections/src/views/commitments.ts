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
} from '@mithaq/domain';
import { copying, type Draft } from '../engine/row-code.js';
import { integer, json, minorUnits, nullable, type RowOf, text, view } from '../engine/view.js';
import { delivered, deliveries, deliveryColumns, heldColumn, sharedParts } from './delivery.js';
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

const rows = copying<CommitmentRow>(columns);

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
    // The one copy: whatever the event changes is put into it. A pledge fills it.
    const after = event.type === 'CommitmentPledged' ? (rows.blank() as Draft<CommitmentRow>) : row && rows.copy(row);
    if (!after || !follow(after, event)) return row;
    after.cell = cellOf(after);
    return Object.assign(after, latestOf(event));
  },
});

/** @returns whether the event is one that changes what the row says */
function follow(row: Draft<CommitmentRow>, event: Recorded<CommitmentEvent>): boolean {
  const day = event.metadata.effectiveAt;
  if (isReportEvent(event)) {
    // What is said of delivery; all else that is said of reports is only the latest event.
    Object.assign(row, delivered(row, event));
    placeReported(row);
    return true;
  }
  switch (event.type) {
    case 'CommitmentPledged':
      pledge(row, event);
      return true;
    case 'CommitmentAmended':
      if (row.status === 'returned') row.status = 'pledged';
      amend(row, event.data.changes);
      return true;
    case 'CommitmentAccepted':
      row.status = 'accepted';
      row.stood_from ??= day;
      return true;
    case 'CommitmentReturned':
      row.status = 'returned';
      return true;
    case 'CommitmentAnnounced':
      row.status = 'announced';
      row.stood_from ??= day;
      return true;
    case 'CommitmentNoted':
      row.notes++;
      return true;
    case 'CommitmentWithdrawn':
      row.status = 'withdrawn';
      row.stood_to ??= day;
      return true;
    case 'CommitmentSuperseded':
      row.status = 'superseded';
      row.superseded_by = event.data.by;
      row.stood_to ??= day;
      return true;
    default:
      return false;
  }
}

function pledge(row: Draft<CommitmentRow>, event: Recorded<CommitmentEvent> & { type: 'CommitmentPledged' }): void {
  const { lead, provenance, ...details } = event.data;
  row.id = idOf(event.stream);
  row.status = 'pledged';
  row.provenance = provenance;
  row.lead = lead;
  row.kind = details.kind ?? null;
  row.additionality = details.additionality ?? null;
  title(row, details.title);
  focus(row, details.focusAreas);
  locate(row, details.implementation);
  value(row, details.value ?? null);
  place(row);
  row.beneficiaries = details.beneficiaries?.count ?? null;
  row.programme = details.programme ?? null;
  row.facilitated_by = details.facilitatedBy ?? null;
  row.pledged_day = event.metadata.effectiveAt;
  row.start_day = details.start ?? null;
  row.end_day = details.end ?? null;
  row.notes = 0;
}

function amend(row: Draft<CommitmentRow>, changes: CommitmentChanges): void {
  if (changes.title) title(row, changes.title);
  if (changes.focusAreas) focus(row, changes.focusAreas);
  if (changes.kind !== undefined) row.kind = changes.kind;
  if (changes.additionality !== undefined) row.additionality = changes.additionality;
  if (changes.implementation !== undefined) locate(row, changes.implementation);
  if (changes.value !== undefined) value(row, changes.value);
  if (changes.implementation !== undefined || changes.value !== undefined) place(row);
  if (changes.beneficiaries !== undefined) row.beneficiaries = changes.beneficiaries?.count ?? null;
  if (changes.programme !== undefined) row.programme = changes.programme;
  if (changes.facilitatedBy !== undefined) row.facilitated_by = changes.facilitatedBy;
  if (changes.start !== undefined) row.start_day = changes.start;
  if (changes.end !== undefined) row.end_day = changes.end;
}

function title(row: Draft<CommitmentRow>, title: CommitmentDetails['title']): void {
  row.title_sort = sortKey(title);
  row.title_search = searchText(title);
}

function focus(row: Draft<CommitmentRow>, { primary, others }: CommitmentDetails['focusAreas']): void {
  row.focus_area = primary;
  row.also = focusAreaBits(others);
}

function locate(row: Draft<CommitmentRow>, implementation: CommitmentDetails['implementation'] | null): void {
  row.regions = regionBits(implementation?.regions ?? []);
  row.only_region = onlyRegionOf(row.regions);
  row.shares = implementation?.shares ?? null;
}

function value(row: Draft<CommitmentRow>, value: CommitmentDetails['value'] | null): void {
  const usd = value?.usd?.amount ?? (value?.currency === 'USD' ? value.amount : undefined);
  row.currency = value?.currency ?? null;
  row.nature = value?.nature ?? null;
  row.amount = value ? BigInt(value.amount) : null;
  row.usd = usd === undefined ? null : BigInt(usd);
}

/** Amounts and places decide the split: it is made anew whenever either changes. */
function place(row: Draft<CommitmentRow>): void {
  const { regions, shares } = row;
  Object.assign(row, split('amount', row.amount, regions, shares), split('usd', row.usd, regions, shares));
  if (row.paid_currency !== null) placeReported(row); // else there is nothing to split, nor was
}

function placeReported(row: Draft<CommitmentRow>): void {
  Object.assign(row, sharedParts(row, row.regions, row.only_region, row.shares));
}
