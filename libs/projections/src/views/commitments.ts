import {
  type Additionality,
  type CommitmentChanges,
  type CommitmentDetails,
  type CommitmentEvent,
  type Day,
  type FocusAreaId,
  type Kind,
  type Nature,
  type OrganisationId,
  type Provenance,
  type Recorded,
  type RegionShares,
} from '@mithaq/domain';
import { integer, json, minorUnits, nullable, type RowOf, text, view } from '../engine/view.js';
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
}

const provenances = ['submitted', 'published', 'demonstration'] as const satisfies readonly Provenance[];
const kinds = [null, 'financial', 'programmatic', 'policy', 'advocacy'] as const satisfies readonly (Kind | null)[];
const additionalities = [null, 'new', 'scaled-up', 'continuing'] as const satisfies readonly (Additionality | null)[];

/** A cell as one number, a decimal digit each. SQLite groups 100,000 rows by one number in half the time that it takes for four texts. */
export function cellOf({ provenance, status, kind, additionality }: Cell): number {
  return (
    provenances.indexOf(provenance) * 1000 +
    statuses.indexOf(status) * 100 +
    kinds.indexOf(kind) * 10 +
    additionalities.indexOf(additionality)
  );
}

const cells = new Map(
  provenances.flatMap(provenance =>
    statuses.flatMap(status =>
      kinds.flatMap(kind =>
        additionalities.map((additionality): [number, Cell] => {
          const cell = { provenance, status, kind, additionality };
          return [cellOf(cell), cell];
        }),
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
  pledged_day: oneOf<Day>(),
  start_day: nullable(oneOf<Day>()),
  end_day: nullable(oneOf<Day>()),
  notes: integer,
  ...latestColumns,
  title_sort: text,
  title_search: text,
};

type CommitmentRow = RowOf<typeof columns>;

/**
 * What figures count and lists sort and filter by, one row a commitment. Texts and lists stand in `commitment-details`, so that the
 * totals of 100,000 commitments read narrow rows; countries, groups and partners in `commitment-links`.
 */
export const commitments = view({
  name: 'commitments',
  version: 1,
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
  switch (event.type) {
    case 'CommitmentAmended':
      return { ...amended(row, event.data.changes), status: row.status === 'returned' ? 'pledged' : row.status, ...latestOf(event) };
    case 'CommitmentAccepted':
      return { ...row, status: 'accepted', ...latestOf(event) };
    case 'CommitmentReturned':
      return { ...row, status: 'returned', ...latestOf(event) };
    case 'CommitmentAnnounced':
      return { ...row, status: 'announced', ...latestOf(event) };
    case 'CommitmentNoted':
      return { ...row, notes: row.notes + 1, ...latestOf(event) };
    case 'CommitmentWithdrawn':
      return { ...row, status: 'withdrawn', ...latestOf(event) };
    case 'CommitmentSuperseded':
      return { ...row, status: 'superseded', superseded_by: event.data.by, ...latestOf(event) };
    default:
      return row;
  }
}

function pledged(event: Recorded<CommitmentEvent> & { type: 'CommitmentPledged' }): Facts {
  const { lead, provenance, ...details } = event.data;
  return {
    id: idOf(event.stream),
    status: 'pledged',
    superseded_by: null,
    provenance,
    lead,
    kind: details.kind ?? null,
    additionality: details.additionality ?? null,
    ...titled(details.title),
    ...focused(details.focusAreas),
    ...placed({ ...located(details.implementation), ...valued(details.value) }),
    beneficiaries: details.beneficiaries?.count ?? null,
    programme: details.programme ?? null,
    pledged_day: event.metadata.effectiveAt,
    start_day: details.start ?? null,
    end_day: details.end ?? null,
    notes: 0,
    ...latestOf(event),
  };
}

function amended(row: Facts, changes: CommitmentChanges): Facts {
  return {
    ...row,
    ...(changes.title && titled(changes.title)),
    ...(changes.focusAreas && focused(changes.focusAreas)),
    ...(changes.kind !== undefined && { kind: changes.kind }),
    ...(changes.additionality !== undefined && { additionality: changes.additionality }),
    ...((changes.implementation !== undefined || changes.value !== undefined) &&
      placed({
        ...row,
        ...(changes.implementation !== undefined && located(changes.implementation)),
        ...(changes.value !== undefined && valued(changes.value)),
      })),
    ...(changes.beneficiaries !== undefined && { beneficiaries: changes.beneficiaries?.count ?? null }),
    ...(changes.programme !== undefined && { programme: changes.programme }),
    ...(changes.start !== undefined && { start_day: changes.start }),
    ...(changes.end !== undefined && { end_day: changes.end }),
  };
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

/** Both the value and the places decide the split: it is made anew whenever either changes. */
function placed({
  regions,
  shares,
  currency,
  nature,
  amount,
  usd,
}: ReturnType<typeof located> & Pick<CommitmentRow, 'currency' | 'nature' | 'amount' | 'usd'>) {
  return {
    regions,
    only_region: onlyRegionOf(regions),
    shares,
    currency,
    nature,
    amount,
    usd,
    ...split('amount', amount, regions, shares),
    ...split('usd', usd, regions, shares),
  };
}
