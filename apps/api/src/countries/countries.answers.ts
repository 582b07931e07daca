import { CountryCode, CountryDetails, CountryGroupId, Day } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { Asking, closed, Counts, listOf, ofMoment, Provenances, Rule, ValueFigures } from '../reading/answers.js';

const country = {
  iso2: CountryCode,
  ...CountryDetails.properties,
  groups: Type.Array(Type.Object({ group: CountryGroupId, since: Day }, closed), {
    description: 'Those that it is a member of on the day.',
  }),
};

export const CountriesAnswer = answerSchema('Countries', listOf(Type.Object(country, closed)));

const Figures = Type.Array(Type.Object({ provenance: Provenances, cycle: Asking, touching: Counts, value: ValueFigures }, closed));

export const CountryAnswer = answerSchema(
  'Country',
  ofMoment({
    ...country,
    rule: Rule,
    implementedHere: Type.Unsafe({
      ...Figures,
      description: 'What is carried out in the country, each commitment with its whole value: countries overlap.',
    }),
    ledFromHere: Type.Unsafe({ ...Figures, description: 'What is led by bodies that are at home in the country.' }),
  }),
);
