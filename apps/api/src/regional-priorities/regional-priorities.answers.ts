import { CycleProvenance, Day, LocalizedText, OrganisationId, RegionalPriorityId, RegionId, nullable } from '@mithaq/domain';
import { priorityStatuses } from '@mithaq/projections';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { closed, listOf, ofMoment } from '../reading/answers.js';

const item = {
  id: RegionalPriorityId,
  status: Type.Enum([...priorityStatuses]),
  provenance: Type.Enum(CycleProvenance.enum, { description: 'It is a demonstration where its steward is.' }),
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
  retired: Type.Union([Day, Type.Null()], { description: 'From this day on no commitment newly serves it.' }),
};

export const RegionalPrioritiesAnswer = answerSchema('RegionalPriorities', listOf(Type.Object(item, closed)));
export const RegionalPriorityAnswer = answerSchema('RegionalPriority', ofMoment(item));
