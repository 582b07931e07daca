import { CountryCode, CountryGroupId, Day, LocalizedName, RegionId, nullable } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { Asking, closed, Counts, ofMoment, Provenances, Rule, ValueFigures } from '../reading/answers.js';

const touching = { touching: Counts, value: ValueFigures };

export const CountryGroupsAnswer = answerSchema(
  'CountryGroups',
  ofMoment({
    rule: Rule,
    overlaps: Type.Literal(true, { description: 'A commitment counts in each group that it serves: the lines do not add up.' }),
    tables: Type.Array(
      Type.Object(
        {
          provenance: Provenances,
          cycle: Asking,
          groups: Type.Array(
            Type.Object(
              {
                group: CountryGroupId,
                name: nullable(LocalizedName),
                members: Type.Integer({ minimum: 0, description: 'How many countries are members on the day.' }),
                ...touching,
              },
              closed,
            ),
          ),
          none: Type.Object(touching, { ...closed, description: 'Those that serve no group.' }),
          whole: Type.Object(touching, closed),
        },
        closed,
      ),
    ),
  }),
);

export const CountryGroupAnswer = answerSchema(
  'CountryGroup',
  ofMoment({
    rule: Rule,
    group: CountryGroupId,
    name: LocalizedName,
    members: Type.Array(Type.Object({ iso2: CountryCode, name: nullable(LocalizedName), region: nullable(RegionId), since: Day }, closed), {
      description: 'Those on the day of the answer, by name.',
    }),
    tables: Type.Array(Type.Object({ provenance: Provenances, cycle: Asking, ...touching }, closed)),
  }),
);
