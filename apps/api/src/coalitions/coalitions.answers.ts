import {
  Category,
  CoalitionId,
  CoalitionLaunched,
  Day,
  DocumentPublished,
  DocumentSigned,
  LocalizedName,
  nullable,
  OrganisationId,
  Provenance,
  regionIds,
  SignatureWithdrawn,
} from '@mithaq/domain';
import { signatureStatuses } from '@mithaq/projections';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { ShownPerson } from '../persons/persons.js';
import { closed, each, LatestEvent, listOf, ofMoment, Provenances, Rule } from '../reading/answers.js';
import { Instant } from '../reading/as-of.js';

const number = Type.Integer({ minimum: 0 });
const { name, description, source } = CoalitionLaunched.data.properties;
const { version, sha256, text, ...published } = DocumentPublished.data.properties;

const item = {
  id: CoalitionId,
  provenance: Provenance,
  name,
  description,
  source,
  launched: Day,
  document: Type.Union([Type.Object({ version, sha256, published: Day }, closed), Type.Null()], {
    description: 'The version that is current: who signs signs it.',
  }),
  signatories: Type.Object(each(signatureStatuses, number).properties, {
    ...closed,
    description: 'Organisations that stand by a version, and that withdrew. All of them are demonstration, or none is.',
  }),
  latest: LatestEvent,
};

const documentItem = {
  version,
  sha256: Type.String({ ...sha256, description: 'SHA-256 of the text’s canonical JSON (RFC 8785).' }),
  published: Day,
  languages: Type.Array(Type.String()),
  ...published,
  event: Type.String({ format: 'uuid' }),
  recordedAt: Instant,
};
const Documents = Type.Array(Type.Object(documentItem, closed));

export const CoalitionsAnswer = answerSchema('Coalitions', listOf(Type.Object(item, closed)));

export const CoalitionAnswer = answerSchema(
  'Coalition',
  ofMoment({
    ...item,
    rule: Rule,
    versions: Documents,
    tables: Type.Array(
      Type.Object(
        {
          provenance: Provenances,
          standing: Type.Integer({
            minimum: 0,
            description: 'Organisations that stand by a version; each of the following adds up to it.',
          }),
          withdrawn: number,
          byVersion: Type.Array(Type.Object({ version, standing: number }, closed)),
          byCategory: each([...Category.enum, 'not-stated'], number),
          byRegion: Type.Object(each([...regionIds, 'not-stated'], number).properties, {
            ...closed,
            description: 'By the region of the organisation’s home.',
          }),
        },
        closed,
      ),
    ),
  }),
);

export const DocumentsAnswer = answerSchema('Documents', listOf(Type.Object(documentItem, closed)));
export const DocumentAnswer = answerSchema('Document', ofMoment({ coalition: CoalitionId, ...documentItem, text }));

const { manner, session, capacity, source: signedSource } = DocumentSigned.data.properties;
const { coalition: _coalition, organisation: _organisation, ...withdrawal } = SignatureWithdrawn.data.properties;
const signature = {
  coalition: CoalitionId,
  organisation: Type.Object(
    {
      id: OrganisationId,
      name: nullable(LocalizedName),
      category: nullable(Category),
      region: Type.Enum([...regionIds, 'not-stated'], { description: 'The region of its home.' }),
    },
    closed,
  ),
  provenance: Provenance,
  status: Type.Enum([...signatureStatuses]),
  version: Type.Integer({ ...version, description: 'The version that the organisation stands by, or stood by last.' }),
  firstSigned: Day,
  signed: Type.Unsafe<Day>({ ...Day, description: 'The day on which it signed that version.' }),
  manner,
  session,
  signatory: ShownPerson,
  capacity,
  source: signedSource,
  withdrawn: nullable(Type.Object({ day: Day, ...withdrawal }, closed)),
  latest: LatestEvent,
};

export const SignaturesAnswer = answerSchema('Signatures', listOf(Type.Object(signature, closed)));
export const SignatureAnswer = answerSchema('Signature', ofMoment(signature));

export const TimelineAnswer = answerSchema(
  'SignatureTimeline',
  ofMoment({
    coalition: CoalitionId,
    rule: Rule,
    days: Type.Array(
      Type.Object(
        {
          day: Day,
          signed: Type.Integer({ minimum: 0, description: 'Signed who did not stand by any version before.' }),
          signedLaterVersion: Type.Integer({ minimum: 0, description: 'Stood by an earlier version, and signed a later one.' }),
          withdrawn: number,
          standing: Type.Integer({ minimum: 0, description: 'Stand after that day: all that signed until then, less all that withdrew.' }),
        },
        closed,
      ),
      { description: 'A line for each day on which there was any act.' },
    ),
  }),
);
