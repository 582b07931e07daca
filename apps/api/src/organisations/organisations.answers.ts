import { Day, OrganisationDetails, OrganisationId, Provenance, regionIds } from '@mithaq/domain';
import { signatoryValues } from '@mithaq/projections';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { closed, LatestEvent, listOf, ofMoment } from '../reading/answers.js';

const item = {
  id: OrganisationId,
  provenance: Provenance,
  ...OrganisationDetails.properties,
  region: Type.Enum([...regionIds, 'not-stated'], { description: 'Its region of origin: of its home country, or the one that it states.' }),
  verified: Type.Union([Day, Type.Null()], { description: 'The day on which the secretariat verified it; null: not verified.' }),
  signatory: Type.Enum([...signatoryValues], { description: 'Whether it stands by a version of the document of a coalition.' }),
  registered: Day,
  latest: LatestEvent,
};

export const OrganisationsAnswer = answerSchema('Organisations', listOf(Type.Object(item, closed)));
export const OrganisationAnswer = answerSchema('Organisation', ofMoment(item));
