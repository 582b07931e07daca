import { Day, LocalizedText, OrganisationId, RegionalPriorityId, RegionId, nullable } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { closed, listOf } from '../reading/answers.js';

export const RegionalPrioritiesAnswer = answerSchema(
  'RegionalPriorities',
  listOf(
    Type.Object(
      {
        id: RegionalPriorityId,
        region: RegionId,
        code: Type.String(),
        name: LocalizedText,
        wording: Type.Enum(['verified', 'to-be-confirmed']),
        wordingNote: Type.Optional(
          Type.Object(
            { en: Type.String(), ar: Type.String() },
            { ...closed, description: 'Is there where the wording was not read in a source: shown with the name, which is not official.' },
          ),
        ),
        actionPlan: Type.Object({ id: Type.String(), name: Type.String(), from: Day, to: Day }, closed),
        steward: nullable(OrganisationId),
        adopted: Day,
      },
      closed,
    ),
  ),
);
