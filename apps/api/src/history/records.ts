import {
  type AnyRecord,
  coalition,
  CoalitionId,
  commitment,
  CommitmentId,
  correction,
  CorrectionId,
  country,
  CountryCode,
  countryGroup,
  CountryGroupId,
  CycleId,
  FocusAreaId,
  organisation,
  OrganisationId,
  regionalPriority,
  RegionalPriorityId,
  reportingCycle,
  signature,
  workingGroup,
} from '@mithaq/domain';
import { categoryOf, type RecordedEvent } from '@mithaq/event-store';
import { type TSchema } from 'typebox';
import { signatureId } from '../coalitions/signature-facts.js';

/** The ids that an address has, by their names there. */
export type AddressIds = Readonly<Record<string, string>>;

/** A kind of record that has a page: how it is walked, what it is called, and where it stands in the addresses. */
export interface RecordPage {
  readonly record: AnyRecord;
  readonly noun: string;
  /** What it is called in the names of operations. */
  readonly suffix: string;
  readonly collection: string;
  /** Within the collection. */
  readonly path: string;
  readonly ids: Readonly<Record<string, TSchema>>;
  readonly streamOf: (ids: AddressIds) => string;
  /** @param first the first event of the stream */
  readonly idsOf: (first: RecordedEvent) => AddressIds;
}

/** A record whose stream is called by the one id in its address. */
function ofOneId({ schema, name = 'id', ...page }: Named & { readonly schema: TSchema; readonly name?: string }): RecordPage {
  const { category } = page.record;
  return {
    ...page,
    path: `:${name}`,
    ids: { [name]: schema },
    streamOf: ids => `${category}-${ids[name]}`,
    idsOf: ({ stream }) => ({ [name]: stream.slice(category.length + 1) }),
  };
}
type Named = Pick<RecordPage, 'record' | 'noun' | 'suffix' | 'collection'>;

/** Every kind of record that has a page. */
export const recordPages: readonly RecordPage[] = [
  ofOneId({ record: commitment, noun: 'commitment', suffix: 'Commitment', collection: 'commitments', schema: CommitmentId }),
  ofOneId({ record: organisation, noun: 'organisation', suffix: 'Organisation', collection: 'organisations', schema: OrganisationId }),
  ofOneId({ record: coalition, noun: 'coalition', suffix: 'Coalition', collection: 'coalitions', schema: CoalitionId }),
  {
    record: signature,
    noun: 'signature',
    suffix: 'Signature',
    collection: 'coalitions',
    path: ':id/signatures/:organisation',
    ids: { id: CoalitionId, organisation: OrganisationId },
    // As they were checked.
    streamOf: ({ id, organisation }) => `signature-${signatureId(id as CoalitionId, organisation as OrganisationId)}`,
    idsOf: ({ data }) => ({ id: String(data['coalition']), organisation: String(data['organisation']) }),
  },
  ofOneId({ record: workingGroup, noun: 'working group', suffix: 'WorkingGroup', collection: 'working-groups', schema: FocusAreaId }),
  ofOneId({ record: reportingCycle, noun: 'reporting cycle', suffix: 'ReportingCycle', collection: 'reporting-cycles', schema: CycleId }),
  ofOneId({
    record: regionalPriority,
    noun: 'regional priority',
    suffix: 'RegionalPriority',
    collection: 'regional-priorities',
    schema: RegionalPriorityId,
  }),
  ofOneId({ record: correction, noun: 'correction', suffix: 'Correction', collection: 'corrections', schema: CorrectionId }),
  ofOneId({ record: countryGroup, noun: 'country group', suffix: 'CountryGroup', collection: 'country-groups', schema: CountryGroupId }),
  ofOneId({ record: country, noun: 'country', suffix: 'Country', collection: 'countries', schema: CountryCode, name: 'iso2' }),
];

/** Of what kind of record a stream is; undefined where it has no page. */
export function pageOf(stream: string): RecordPage | undefined {
  const category = categoryOf(stream);
  return recordPages.find(({ record }) => record.category === category);
}

/** The address of a record. */
export function addressOf({ collection, path, idsOf }: RecordPage, first: RecordedEvent): string {
  const ids = idsOf(first);
  return `/api/v1/${collection}/${path.replaceAll(/:([a-z\d]+)/g, (_, name: string) => ids[name]!)}`;
}

export function addressOfEvent(id: string): string {
  return `/api/v1/events/${id}`;
}

/** A record that stands behind a figure, with its address: every such has a page. */
export function recordBehind(stream: string, first: RecordedEvent) {
  return { stream, href: addressOf(pageOf(stream)!, first) };
}
