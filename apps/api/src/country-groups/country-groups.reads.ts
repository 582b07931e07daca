import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CountryGroupId, type Day } from '@mithaq/domain';
import { type Moment, oneCountryGroup, perCountryGroup, servingGroup, shaped, together } from '@mithaq/projections';
import { type Static } from 'typebox';
import { Id } from '../http/id.js';
import { found, type Shown, whole } from '../reading/ask.js';
import { type Asked, type Chosen, ReadParameters } from '../reading/asked.js';
import { figureFilter, FigureParameters, ofCycle } from '../reading/figure-filter.js';
import { countedIn } from '../reading/notices.js';
import { parameters } from '../reading/parameters.js';
import { Read } from '../reading/read.js';
import './country-groups.answers.js';

const { group: _group, ...ofOneGroup } = FigureParameters.properties;
export const OneGroupParameters = parameters(ofOneGroup);
export type OneGroupParameters = Static<typeof OneGroupParameters>;

@ApiTags('country-groups')
@Controller('country-groups')
export class CountryGroupReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({
    operationId: 'getCountryGroups',
    summary: 'What serves the least developed, landlocked and small island countries',
    parameters: FigureParameters,
    answer: 'CountryGroups',
  })
  groups(@ReadParameters(FigureParameters) asked: Asked<FigureParameters>) {
    return this.queries.execute(whole(asked, groupsShown(asked.parameters)));
  }

  @Read({
    path: ':id',
    operationId: 'getCountryGroup',
    summary: 'One country group: its members on the day, and what serves it',
    parameters: OneGroupParameters,
    answer: 'CountryGroup',
    of: { id: CountryGroupId },
  })
  group(@Param('id', Id(CountryGroupId)) id: CountryGroupId, @ReadParameters(OneGroupParameters) asked: Asked<OneGroupParameters>) {
    return this.queries.execute(found(asked, `countryGroup-${id}`, groupShown(asked.parameters, id)));
  }
}

export function groupsShown(asked: Chosen<FigureParameters>) {
  return (at: Moment, day: Day) =>
    shaped(ofCycle(asked.cycle, perCountryGroup(at, day, figureFilter(asked), asked.cycle)), (figures): Shown => ({
      body: figures,
      provenance: countedIn(figures.tables, table => table.whole.touching),
    }));
}

export function groupShown(asked: Chosen<OneGroupParameters>, id: CountryGroupId) {
  const { cycle } = asked;
  return (at: Moment, day: Day) =>
    shaped(
      together(oneCountryGroup(at, id), ofCycle(cycle, servingGroup(at, day, id, figureFilter(asked), cycle))),
      ([group, { rule, tables }]): Shown | undefined =>
        group && { body: { rule, ...group, tables }, provenance: countedIn(tables, line => line.touching) },
    );
}
