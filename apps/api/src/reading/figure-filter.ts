import {
  Additionality,
  Category,
  CountryCode,
  CountryGroupId,
  CycleId,
  FocusAreaId,
  idPattern,
  Kind,
  OrganisationId,
  Provenance,
  RegionalPriorityId,
  regionIds,
} from '@mithaq/domain';
import { type CycleHead, type FigureFilter, type Question, shaped, signatoryValues, statuses } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { fieldsInvalid } from '../http/problem.js';
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
  regionalPriority: anyOf(RegionalPriorityId, 'Serves the regional priority.'),
  signatory: anyOf(Type.Enum([...signatoryValues]), 'Whether the lead stands by a version of the document of a coalition.'),
  facilitatedBy: anyOf(FocusAreaId, 'Was facilitated by the co-chairs of this working group.'),
};

/** Beside the filter, the cycle whose reports are counted. */
const cycle = Type.Optional(
  Type.Unsafe<CycleId>({
    ...CycleId,
    description:
      'Whose reports `reporting` counts. Default: the latest cycle that is open for reports on the day, of the demonstration or of the rest.',
  }),
);
export const FigureParameters = parameters({ ...figureFilterParameters, cycle, ...momentParameters });
export type FigureParameters = Static<typeof FigureParameters>;

/** The filter as the views take it: registration is the state that they know. */
export function figureFilter({ registration, cycle: _, ...asked }: Omit<FigureParameters, keyof typeof momentParameters>): FigureFilter {
  return { ...asked, ...(registration && { status: registration }) };
}

interface OfOneCycle {
  readonly cycle: CycleHead | null;
}

/**
 * Figures whose reports are of the cycle that was named, if one was.
 *
 * @throws Problem `fields-invalid`, as it is answered, where no such cycle is there at the moment, or it asks nothing of what is counted
 */
export function ofCycle<Figures extends { readonly tables: readonly (OfOneCycle | { readonly whole: OfOneCycle })[] }>(
  cycle: CycleId | undefined,
  figures: Question<Figures>,
): Question<Figures> {
  return ofCycleIn(cycle, figures, ({ tables }) => tables.map(table => ('cycle' in table ? table : table.whole)));
}

/** The same, of figures that have their tables under other names. */
export function ofCycleIn<Figures>(
  cycle: CycleId | undefined,
  figures: Question<Figures>,
  tablesOf: (figures: Figures) => readonly OfOneCycle[],
): Question<Figures> {
  return shaped(figures, figures => {
    if (cycle === undefined || tablesOf(figures).some(({ cycle }) => cycle !== null)) return figures;
    const detail = `No reporting cycle ${cycle} is there at that moment that asks reports of these provenances; /reporting-cycles lists them.`;
    throw fieldsInvalid([{ parameter: 'cycle', detail }]);
  });
}
