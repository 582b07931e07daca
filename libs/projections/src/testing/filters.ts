import {
  type CountryCode,
  type CountryGroupId,
  type FocusAreaId,
  focusAreaIds,
  type OrganisationId,
  type Provenance,
  regionIds,
} from '@mithaq/domain';
import fc from 'fast-check';
import { type CommitmentSort } from '../views/commitment-list.js';
import { type DutyFilter, type DutySort } from '../views/duty-list.js';
import { type CommitmentFilter, type FigureFilter } from '../views/filter.js';
import { type Sort } from '../views/paging.js';
import { type SignatureFilter, type SignatureSort } from '../views/signature-list.js';
import { type SignaturesAsked } from './coalitions.js';
import { priorityIds } from './ledgers.js';

/* What may be asked for, of ledgers as `ledgers.ts` makes them. */

const some = <T>(...values: T[]) => fc.subarray(values, { minLength: 1 });
const figureFilters = {
  provenance: some<Provenance>('submitted', 'published', 'demonstration'),
  region: some(...regionIds, 'not-stated' as const),
  onlyRegion: some(...regionIds, 'several' as const, 'not-stated' as const),
  originRegion: some(...regionIds, 'not-stated' as const),
  focusArea: some(...focusAreaIds),
  primaryFocusArea: some(...focusAreaIds),
  country: some(...(['KE', 'FR', 'BD'] as CountryCode[])),
  originCountry: some(...(['KE', 'UG', 'JO'] as CountryCode[])),
  group: some(...(['LDC', 'SIDS', 'LLDC'] as CountryGroupId[])),
  category: some('government', 'private-sector'),
  kind: some('financial', 'policy', 'not-stated'),
  additionality: some('new', 'not-stated'),
  status: some('pledged', 'accepted', 'announced', 'withdrawn'),
  lead: some(...(['airtime', 'bridges'] as OrganisationId[])),
  partner: some(...(['airtime', 'cables'] as OrganisationId[])),
  programme: some('giga', 'wake-up'),
  regionalPriority: some(...priorityIds),
  signatory: some('standing', 'none'),
  facilitatedBy: some<FocusAreaId>('connecting-people', 'incentivizing-investments'),
};
/** At most two conditions: with more hardly anything is left. */
function filters<Filter>(of: { readonly [Key in keyof Filter]: fc.Arbitrary<Filter[Key]> }): fc.Arbitrary<Filter> {
  // Each key with its own arbitrary.
  const all = of as unknown as Readonly<Record<string, fc.Arbitrary<unknown>>>;
  return fc
    .subarray(Object.keys(all), { maxLength: 2 })
    .chain(keys => fc.record(Object.fromEntries(keys.map(key => [key, all[key]!])))) as unknown as fc.Arbitrary<Filter>;
}
export const figureFilter = filters<FigureFilter>(figureFilters as never);
const days = { gte: '2022-06-08', lte: '2024-02-29' };
export const commitmentFilter = filters<CommitmentFilter>({
  ...figureFilters,
  id: some('one', 'four'),
  currency: some('USD', 'JPY'),
  nature: some('own', 'yearly'),
  value: fc.record(
    { currency: fc.constantFrom('USD', 'JPY'), gte: fc.bigInt({ min: 0n, max: 10n ** 17n }), lte: fc.bigInt({ min: 0n, max: 10n ** 17n }) },
    { requiredKeys: ['currency'] },
  ),
  pledged: fc.constant(days),
  start: fc.constant({ gte: days.gte }),
  end: fc.constant({ lte: days.lte }),
  delivery: some('on-track', 'completed', 'ended-not-completed', 'not-stated'),
  q: fc.constantFrom('CAFÉ', 'ecoles', 'شبكة', '学', 'a wide', 'on', '%', ''),
} as never);

export const sorts = fc.array(
  fc.record({
    by: fc.constantFrom<CommitmentSort>('pledged', 'title', 'value', 'start', 'end', 'latest', 'delivery', 'percent', 'reported'),
    direction: fc.constantFrom<Sort<string>['direction']>('ascending', 'descending'),
  }),
  { minLength: 1, maxLength: 2 },
);

const signatureFilter = filters<SignatureFilter>({
  organisation: some(...(['airtime', 'bridges'] as OrganisationId[])),
  version: some(1, 2),
  status: some('standing', 'withdrawn'),
  category: some('government', 'private-sector'),
  region: some(...regionIds, 'not-stated' as const),
  provenance: some<Provenance>('submitted', 'published', 'demonstration'),
} as never);

const signatureSorts = fc.array(
  fc.record({
    by: fc.constantFrom<SignatureSort>('signed', 'firstSigned', 'withdrawn', 'version', 'organisation'),
    direction: fc.constantFrom<Sort<string>['direction']>('ascending', 'descending'),
  }),
  { minLength: 1, maxLength: 2 },
);

/** Of the signatures of a coalition. */
export const signaturesAsked: fc.Arbitrary<SignaturesAsked> = fc.record({ filter: signatureFilter, sorts: signatureSorts });

/** Of what is owed to a cycle. */
export const dutiesAsked: fc.Arbitrary<{ readonly filter: DutyFilter; readonly sorts: readonly Sort<DutySort>[] }> = fc.record({
  filter: filters<DutyFilter>({
    ...figureFilters,
    state: some('not-due', 'due', 'overdue', 'silent', 'declined', 'reported'),
    late: fc.boolean(),
    slipped: fc.boolean(),
    neverReported: fc.boolean(),
  } as never),
  sorts: fc.array(
    fc.record({
      by: fc.constantFrom<DutySort>('title', 'reported', 'percent'),
      direction: fc.constantFrom<Sort<string>['direction']>('ascending', 'descending'),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});
