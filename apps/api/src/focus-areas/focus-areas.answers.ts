import { FocusAreaId } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { Asking, closed, Counts, LatestCommitments, ofMoment, Provenances, Rule, ValueFigures } from '../reading/answers.js';

const line = {
  primary: Counts,
  alsoServing: Type.Object(Counts.properties, {
    ...closed,
    description: 'Those that serve it beside another that is primary: these overlap, and are in no sum.',
  }),
  value: ValueFigures,
};

export const FocusAreasAnswer = answerSchema(
  'FocusAreas',
  ofMoment({
    rule: Rule,
    tables: Type.Array(
      Type.Object(
        {
          provenance: Provenances,
          cycle: Asking,
          focusAreas: Type.Array(Type.Object({ focusArea: FocusAreaId, ...line }, closed), {
            description: 'By the primary one they add up to whole.',
          }),
          whole: Type.Object({ primary: Counts, value: ValueFigures }, closed),
        },
        closed,
      ),
    ),
    latest: Type.Object(
      {
        whole: LatestCommitments,
        focusAreas: Type.Array(Type.Object({ focusArea: FocusAreaId, latest: LatestCommitments }, closed)),
      },
      closed,
    ),
  }),
);

const Names = Type.Object({ en: Type.String(), ar: Type.Optional(Type.String()) }, closed);

export const FocusAreaAnswer = answerSchema(
  'FocusArea',
  ofMoment({
    rule: Rule,
    focusArea: FocusAreaId,
    name: Names,
    description: Names,
    tables: Type.Array(Type.Object({ provenance: Provenances, cycle: Asking, ...line }, closed)),
    latest: LatestCommitments,
  }),
);
