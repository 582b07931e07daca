import {
  Additionality,
  Category,
  CountryCode,
  CountryGroupId,
  FocusAreaId,
  idPattern,
  Kind,
  OrganisationId,
  Provenance,
  regionIds,
} from '@mithaq/domain';
import { type FigureFilter, statuses } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { momentParameters } from './as-of.js';
import { anyOf, parameters } from './parameters.js';

const RegionOrNone = Type.Enum([...regionIds, 'not-stated']);
const orNotStated = <Value extends string>(schema: { readonly enum: readonly Value[] }) => Type.Enum([...schema.enum, 'not-stated']);

/** What chooses the commitments of a figure or of a list. */
export const figureFilterParameters = {
  provenance: anyOf(Provenance, 'Where the record comes from. Default: submitted, published. Demonstration is never added to the others.'),
  region: anyOf(RegionOrNone, 'Is implemented in the region, whatever other regions it touches.'),
  onlyRegion: anyOf(Type.Enum([...regionIds, 'several', 'not-stated']), 'Counts exclusively there.'),
  originRegion: anyOf(RegionOrNone, 'The region of the lead’s home.'),
  focusArea: anyOf(FocusAreaId, 'Has it as its primary focus area, or also serves it.'),
  primaryFocusArea: anyOf(FocusAreaId, 'Has it as its primary focus area.'),
  country: anyOf(CountryCode, 'Is implemented in the country (ISO 3166-1 alpha-2).'),
  originCountry: anyOf(CountryCode, 'The country of the lead’s home.'),
  group: anyOf(CountryGroupId, 'Names the country group, or a country that is a member of it at the moment.'),
  category: anyOf(Category, 'The category of the lead.'),
  kind: anyOf(orNotStated(Kind), 'What is done.'),
  additionality: anyOf(orNotStated(Additionality), 'Whether it is more than what was done before.'),
  registration: anyOf(Type.Enum([...statuses]), 'Its state of registration.'),
  lead: anyOf(OrganisationId, 'The organisation that leads it.'),
  partner: anyOf(OrganisationId, 'A partner organisation.'),
  programme: anyOf(Type.String({ pattern: idPattern }), 'The programme that it is part of.'),
};

export const FigureParameters = parameters({ ...figureFilterParameters, ...momentParameters });
export type FigureParameters = Static<typeof FigureParameters>;

/** The filter as the views take it: registration is the state that they know. */
export function figureFilter({ registration, ...asked }: Omit<FigureParameters, keyof typeof momentParameters>): FigureFilter {
  return { ...asked, ...(registration && { status: registration }) };
}
