import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type Day, RegionId, regions } from '@mithaq/domain';
import { type Moment, perRegion, perRegionOfOrigin, regionByFocusArea, type RegionFigures, shaped } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { Id } from '../http/id.js';
import { type Shown, whole } from '../reading/ask.js';
import { type Asked, type Chosen, ReadParameters } from '../reading/asked.js';
import { figureFilter, FigureParameters, ofCycle } from '../reading/figure-filter.js';
import { countedIn } from '../reading/notices.js';
import { parameters } from '../reading/parameters.js';
import { Read } from '../reading/read.js';
import './regions.answers.js';

export const RegionParameters = parameters({
  question: Type.Optional(
    Type.Enum(['implementation', 'origin'], {
      default: 'implementation',
      description: 'implementation: where it is carried out. origin: where its lead is at home.',
    }),
  ),
  ...FigureParameters.properties,
});
export type RegionParameters = Static<typeof RegionParameters>;

@ApiTags('regions')
@Controller('regions')
export class RegionReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({ operationId: 'getRegions', summary: 'What stands per region', parameters: RegionParameters, answer: 'Regions' })
  regions(@ReadParameters(RegionParameters) asked: Asked<RegionParameters>) {
    return this.queries.execute(whole(asked, regionsShown(asked.parameters)));
  }

  @Read({
    path: 'by-focus-area',
    operationId: 'getRegionsByFocusArea',
    summary: 'What stands per region of implementation and focus area',
    parameters: FigureParameters,
    answer: 'RegionsByFocusArea',
  })
  byFocusArea(@ReadParameters(FigureParameters) asked: Asked<FigureParameters>) {
    return this.queries.execute(whole(asked, regionsByFocusAreaShown(asked.parameters)));
  }

  @Read({
    path: ':id',
    operationId: 'getRegion',
    summary: 'What stands in one region',
    parameters: RegionParameters,
    answer: 'Region',
    of: { id: RegionId },
    absent: [404],
  })
  region(@Param('id', Id(RegionId)) id: RegionId, @ReadParameters(RegionParameters) asked: Asked<RegionParameters>) {
    return this.queries.execute(whole(asked, regionShown(asked.parameters, id)));
  }
}

export function regionsShown(asked: Chosen<RegionParameters>) {
  return (at: Moment, day: Day) => shaped(figuresOf(asked)(at, day), shown);
}

export function regionShown(asked: Chosen<RegionParameters>, id: RegionId) {
  return (at: Moment, day: Day) => shaped(figuresOf(asked)(at, day), figures => ofRegion(figures, id));
}

export function regionsByFocusAreaShown(asked: Chosen<FigureParameters>) {
  return (at: Moment, day: Day) =>
    shaped(ofCycle(asked.cycle, regionByFocusArea(at, day, figureFilter(asked), asked.cycle)), (figures): Shown => ({
      body: figures,
      provenance: countedIn(figures.tables, table => table.whole.whole.exclusive),
    }));
}

function figuresOf({ question = 'implementation', ...asked }: Chosen<RegionParameters>) {
  const figures = question === 'origin' ? perRegionOfOrigin : perRegion;
  return (at: Moment, day: Day) => ofCycle(asked.cycle, figures(at, day, figureFilter(asked), asked.cycle));
}

function shown(figures: RegionFigures): Shown {
  return { body: figures, provenance: countedIn(figures.tables, table => table.whole.exclusive) };
}

function ofRegion({ rule, question, tables, latest }: RegionFigures, id: RegionId): Shown {
  const lines = tables.map(({ provenance, cycle, regions }) => {
    const { region: _region, ...line } = regions.find(({ region }) => region === id)!; // there is a line for each of the six
    return { provenance, cycle, ...line };
  });
  const events = latest.regions.find(({ region }) => region === id)!.latest;
  return {
    body: { rule, question, region: id, name: regions[id].name, tables: lines, latest: events },
    provenance: countedIn(lines, line => line.touching),
  };
}
