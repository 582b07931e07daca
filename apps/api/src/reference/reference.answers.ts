import { Category, FocusAreaId, RegionId } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { closed } from '../reading/answers.js';

const Names = Type.Object(
  { en: Type.String(), ar: Type.Optional(Type.String()) },
  { ...closed, description: 'The Arabic name where it was read in a source.' },
);

export const ReferenceAnswer = answerSchema(
  'Reference',
  Type.Object(
    {
      regions: Type.Array(Type.Object({ id: RegionId, name: Names }, closed)),
      focusAreas: Type.Array(
        Type.Object(
          {
            id: FocusAreaId,
            name: Names,
            description: Names,
            later: Type.String({ description: 'The word that Partner2Connect took for it.' }),
          },
          closed,
        ),
      ),
      categories: Type.Array(
        Type.Object(
          {
            id: Category,
            name: Names,
            seat: Type.Union([Type.Enum(['membership', 'private-sector', 'civil-society-or-international']), Type.Null()], {
              description: 'The seat of a co-chair that such a body may hold by its kind alone.',
            }),
          },
          closed,
        ),
      ),
      sdgs: Type.Array(Type.Object({ id: Type.Integer({ minimum: 1, maximum: 17 }), name: Names }, closed)),
      declarations: Type.Array(
        Type.Object(
          {
            id: Type.String(),
            name: Names,
            namedInDocument: Type.Boolean({ description: 'Whether the TDAG document of 13 May 2021 names it.' }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
);
