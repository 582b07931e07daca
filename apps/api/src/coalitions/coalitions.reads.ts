import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Category, CoalitionId, OrganisationId, Provenance, regionIds } from '@mithaq/domain';
import {
  coalitionOrder,
  coalitionSorts,
  countingRuleVersion,
  defaultCoalitionSort,
  defaultSignatureSort,
  lateOthersOfCoalition,
  listCoalitions,
  listDocuments,
  listSignatures,
  type Moment,
  oneCoalition,
  oneDocument,
  oneSignature,
  provenanceOfCoalition,
  shaped,
  type SignatureFilter,
  signatureOrder,
  signatureSorts,
  signatureStatuses,
  signatureTimeline,
  together,
} from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { Id } from '../http/id.js';
import { MomentParameters, momentParameters } from '../reading/as-of.js';
import { eventsHeld, found, onePage, page, pageWithin, record } from '../reading/ask.js';
import { type Asked, type Chosen, ReadParameters } from '../reading/asked.js';
import { anyOf, pageParameters, parameters, sortedBy, toSorts } from '../reading/parameters.js';
import { Read, ReadEvents } from '../reading/read.js';
import './coalitions.answers.js';
import { signatureId } from './signature-facts.js';

const DocumentVersion = Type.String({ pattern: '^[1-9][0-9]{0,4}$' });

const CoalitionsParameters = parameters({
  provenance: anyOf(Provenance, 'Where the record comes from. Default: submitted, published.'),
  id: anyOf(CoalitionId, 'These coalitions.'),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Part of the name in any language, or of the id.' })),
  sort: sortedBy(coalitionSorts, 'name'),
  ...pageParameters,
  ...momentParameters,
});
type CoalitionsParameters = Static<typeof CoalitionsParameters>;

export const CoalitionParameters = parameters({
  provenance: anyOf(Provenance, 'Where the signatures come from. Default: all; those of one coalition are all demonstration, or none is.'),
  ...momentParameters,
});
export type CoalitionParameters = Static<typeof CoalitionParameters>;

const SignaturesParameters = parameters({
  organisation: anyOf(OrganisationId, 'Of these organisations.'),
  version: anyOf(DocumentVersion, 'Under this version of the document.'),
  status: anyOf(Type.Enum([...signatureStatuses]), 'Whether the organisation stands by the version, or withdrew. Default: both.'),
  category: anyOf(Category, 'The kind of stakeholder that the organisation is.'),
  region: anyOf(Type.Enum([...regionIds, 'not-stated']), 'The region of the organisation’s home.'),
  provenance: anyOf(Provenance, 'Where the signature comes from. Default: all; those of one coalition are all demonstration, or none is.'),
  sort: sortedBy(signatureSorts, '-signed'),
  ...pageParameters,
  ...momentParameters,
});
type SignaturesParameters = Static<typeof SignaturesParameters>;

@ApiTags('coalitions')
@Controller('coalitions')
export class CoalitionReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({ operationId: 'listCoalitions', summary: 'The coalitions', parameters: CoalitionsParameters, answer: 'Coalitions' })
  coalitions(@ReadParameters(CoalitionsParameters) asked: Asked<CoalitionsParameters>) {
    const { sort, limit: _limit, cursor: _cursor, ...filter } = asked.parameters;
    const sorts = toSorts(sort) ?? defaultCoalitionSort;
    return this.queries.execute(page(asked, coalitionOrder(sorts), (at, page) => listCoalitions(at, filter, page, sorts)));
  }

  @Read({
    path: ':id',
    operationId: 'getCoalition',
    summary: 'One coalition: the versions of its document, and who stands by them',
    parameters: CoalitionParameters,
    answer: 'Coalition',
    of: { id: CoalitionId },
  })
  coalition(@Param('id', Id(CoalitionId)) id: CoalitionId, @ReadParameters(CoalitionParameters) asked: Asked<CoalitionParameters>) {
    return this.queries.execute(record(asked, streamOf(id), coalitionShown(asked.parameters, id), lateOthersOfCoalition));
  }

  @Read({
    path: ':id/documents',
    operationId: 'listDocuments',
    summary: 'The versions of a coalition’s document, without their texts',
    parameters: MomentParameters,
    answer: 'Documents',
    of: { id: CoalitionId },
  })
  documents(@Param('id', Id(CoalitionId)) id: CoalitionId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(
      found(asked, streamOf(id), at =>
        shaped(
          listDocuments(at, id),
          listed => listed && { body: { data: listed.documents, page: onePage(listed.documents) }, provenance: [listed.provenance] },
        ),
      ),
    );
  }

  @Read({
    path: ':id/documents/:version',
    operationId: 'getDocument',
    summary: 'One version of a coalition’s document: its text, and what it hashes to',
    parameters: MomentParameters,
    answer: 'Document',
    of: { id: CoalitionId, version: DocumentVersion },
  })
  document(
    @Param('id', Id(CoalitionId)) id: CoalitionId,
    @Param('version', Id(DocumentVersion)) version: string,
    @ReadParameters(MomentParameters) asked: Asked<object>,
  ) {
    return this.queries.execute(
      found(
        asked,
        streamOf(id),
        at =>
          shaped(
            oneDocument(at, id, Number(version)),
            one => one && { body: { coalition: id, ...one.document }, provenance: [one.provenance] },
          ),
        { word: 'version', id: version, madeBy: { type: 'DocumentPublished', field: 'version' } },
      ),
    );
  }

  @Read({
    path: ':id/signatures',
    operationId: 'listSignatures',
    summary: 'The signatures of a coalition: which version each organisation stands by',
    parameters: SignaturesParameters,
    answer: 'Signatures',
    of: { id: CoalitionId },
  })
  signatures(@Param('id', Id(CoalitionId)) id: CoalitionId, @ReadParameters(SignaturesParameters) asked: Asked<SignaturesParameters>) {
    const { sort, version, limit: _limit, cursor: _cursor, ...same } = asked.parameters;
    const filter: SignatureFilter = { ...same, ...(version && { version: version.map(Number) }) };
    const sorts = toSorts(sort) ?? defaultSignatureSort;
    return this.queries.execute(
      pageWithin(
        asked,
        streamOf(id),
        signatureOrder(sorts),
        (at, page) =>
          shaped(
            together(provenanceOfCoalition(at, id), listSignatures(at, id, filter, page, sorts)),
            ([coalition, signatures]) => coalition && signatures,
          ),
        'persons',
      ),
    );
  }

  @Read({
    path: ':id/timeline',
    operationId: 'getTimelineOfSignatures',
    summary: 'How the signatures of a coalition came and went, day by day',
    parameters: MomentParameters,
    answer: 'SignatureTimeline',
    of: { id: CoalitionId },
  })
  timeline(@Param('id', Id(CoalitionId)) id: CoalitionId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(
      found(asked, streamOf(id), at =>
        shaped(
          signatureTimeline(at, id),
          timeline =>
            timeline && { body: { coalition: id, rule: countingRuleVersion, days: timeline.days }, provenance: [timeline.provenance] },
        ),
      ),
    );
  }

  @ReadEvents({ suffix: 'Coalition', noun: 'coalition', description: 'Each signature has its own.', of: { id: CoalitionId } })
  events(@Param('id', Id(CoalitionId)) id: CoalitionId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(eventsHeld(asked, streamOf(id)));
  }

  @Read({
    path: ':id/signatures/:organisation',
    operationId: 'getSignature',
    summary: 'The signature of one organisation under a coalition',
    parameters: MomentParameters,
    answer: 'Signature',
    of: { id: CoalitionId, organisation: OrganisationId },
  })
  signature(
    @Param('id', Id(CoalitionId)) coalition: CoalitionId,
    @Param('organisation', Id(OrganisationId)) organisation: OrganisationId,
    @ReadParameters(MomentParameters) asked: Asked<object>,
  ) {
    const stream = streamOfSignature(coalition, organisation);
    return this.queries.execute(
      record(asked, stream, at =>
        shaped(oneSignature(at, stream), found => found && { body: found, provenance: [found.provenance], names: 'persons' }),
      ),
    );
  }

  @ReadEvents({
    path: ':id/signatures/:organisation/events',
    suffix: 'Signature',
    noun: 'signature',
    of: { id: CoalitionId, organisation: OrganisationId },
  })
  eventsOfSignature(
    @Param('id', Id(CoalitionId)) coalition: CoalitionId,
    @Param('organisation', Id(OrganisationId)) organisation: OrganisationId,
    @ReadParameters(MomentParameters) asked: Asked<object>,
  ) {
    return this.queries.execute(eventsHeld(asked, streamOfSignature(coalition, organisation)));
  }
}

function streamOf(id: CoalitionId): string {
  return `coalition-${id}`;
}

function streamOfSignature(coalition: CoalitionId, organisation: OrganisationId): string {
  return `signature-${signatureId(coalition, organisation)}`;
}

export function coalitionShown({ provenance }: Chosen<CoalitionParameters>, id: CoalitionId) {
  return (at: Moment) =>
    shaped(
      oneCoalition(at, id, provenance),
      coalition =>
        coalition && {
          body: coalition,
          provenance: [
            coalition.provenance,
            ...coalition.tables.filter(({ standing, withdrawn }) => standing + withdrawn > 0).flatMap(({ provenance }) => provenance),
          ],
        },
    );
}
