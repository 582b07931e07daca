import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Category, CountryCode, Membership, OrganisationId, Provenance, regionIds } from '@mithaq/domain';
import {
  defaultOrganisationSort,
  lateOthersOfOrganisation,
  listOrganisations,
  oneOrganisation,
  organisationOrder,
  organisationSorts,
  shaped,
  signatoryValues,
} from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { Id } from '../http/id.js';
import { MomentParameters, momentParameters } from '../reading/as-of.js';
import { eventsHeld, page, record } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { anyOf, pageParameters, parameters, sortedBy, toSorts } from '../reading/parameters.js';
import { Read, ReadEvents } from '../reading/read.js';
import './organisations.answers.js';

const OrganisationsParameters = parameters({
  provenance: anyOf(Provenance, 'Where the record comes from. Default: submitted, published.'),
  id: anyOf(OrganisationId, 'These organisations.'),
  category: anyOf(Category, 'The kind of stakeholder.'),
  region: anyOf(Type.Enum([...regionIds, 'not-stated']), 'The region of origin.'),
  country: anyOf(CountryCode, 'The home country (ISO 3166-1 alpha-2).'),
  verified: Type.Optional(Type.Boolean({ description: 'Whether the secretariat has verified it.' })),
  signatory: anyOf(Type.Enum([...signatoryValues]), 'Whether it stands by a version of the document of a coalition.'),
  membership: anyOf(Type.Enum([...Membership.enum, 'not-stated']), 'What it is to ITU.'),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Part of the name in any language, or of the id.' })),
  sort: sortedBy(organisationSorts, 'name'),
  ...pageParameters,
  ...momentParameters,
});
type OrganisationsParameters = Static<typeof OrganisationsParameters>;
@ApiTags('organisations')
@Controller('organisations')
export class OrganisationReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({ operationId: 'listOrganisations', summary: 'The organisations', parameters: OrganisationsParameters, answer: 'Organisations' })
  organisations(@ReadParameters(OrganisationsParameters) asked: Asked<OrganisationsParameters>) {
    const { sort, limit: _limit, cursor: _cursor, ...filter } = asked.parameters;
    const sorts = toSorts(sort) ?? defaultOrganisationSort;
    return this.queries.execute(page(asked, organisationOrder(sorts), (at, page) => listOrganisations(at, filter, page, sorts)));
  }

  @Read({
    path: ':id',
    operationId: 'getOrganisation',
    summary: 'One organisation',
    parameters: MomentParameters,
    answer: 'Organisation',
    of: { id: OrganisationId },
  })
  organisation(@Param('id', Id(OrganisationId)) id: OrganisationId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(
      record(
        asked,
        `organisation-${id}`,
        at =>
          shaped(oneOrganisation(at, id), organisation => organisation && { body: organisation, provenance: [organisation.provenance] }),
        lateOthersOfOrganisation,
      ),
    );
  }

  @ReadEvents({ suffix: 'Organisation', noun: 'organisation', of: { id: OrganisationId } })
  events(@Param('id', Id(OrganisationId)) id: OrganisationId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(eventsHeld(asked, `organisation-${id}`));
  }
}
