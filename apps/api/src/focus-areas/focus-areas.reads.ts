import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type Day, FocusAreaId, focusAreas } from '@mithaq/domain';
import { type FocusAreaFigures, type Moment, perFocusArea, shaped } from '@mithaq/projections';
import { Id } from '../http/id.js';
import { type Shown, whole } from '../reading/ask.js';
import { type Asked, type Chosen, ReadParameters } from '../reading/asked.js';
import { figureFilter, FigureParameters, ofCycle } from '../reading/figure-filter.js';
import { countedIn } from '../reading/notices.js';
import { Read } from '../reading/read.js';
import './focus-areas.answers.js';

@ApiTags('focus-areas')
@Controller('focus-areas')
export class FocusAreaReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({ operationId: 'getFocusAreas', summary: 'What stands per focus area', parameters: FigureParameters, answer: 'FocusAreas' })
  focusAreas(@ReadParameters(FigureParameters) asked: Asked<FigureParameters>) {
    return this.queries.execute(whole(asked, focusAreasShown(asked.parameters)));
  }

  @Read({
    path: ':id',
    operationId: 'getFocusArea',
    summary: 'What stands in one focus area',
    parameters: FigureParameters,
    answer: 'FocusArea',
    of: { id: FocusAreaId },
    absent: [404],
  })
  focusArea(@Param('id', Id(FocusAreaId)) id: FocusAreaId, @ReadParameters(FigureParameters) asked: Asked<FigureParameters>) {
    return this.queries.execute(whole(asked, focusAreaShown(asked.parameters, id)));
  }
}

export function focusAreasShown(asked: Chosen<FigureParameters>) {
  return (at: Moment, day: Day) => shaped(figuresOf(asked)(at, day), shown);
}

export function focusAreaShown(asked: Chosen<FigureParameters>, id: FocusAreaId) {
  return (at: Moment, day: Day) => shaped(figuresOf(asked)(at, day), figures => ofFocusArea(figures, id));
}

function figuresOf(asked: Chosen<FigureParameters>) {
  return (at: Moment, day: Day) => ofCycle(asked.cycle, perFocusArea(at, day, figureFilter(asked), asked.cycle));
}

function shown(figures: FocusAreaFigures): Shown {
  return { body: figures, provenance: countedIn(figures.tables, table => table.whole.primary) };
}

function ofFocusArea({ rule, tables, latest }: FocusAreaFigures, id: FocusAreaId): Shown {
  const lines = tables.map(({ provenance, cycle, focusAreas }) => {
    const { focusArea: _focusArea, ...line } = focusAreas.find(({ focusArea }) => focusArea === id)!; // there is a line for each of the four
    return { provenance, cycle, ...line };
  });
  const { name, description } = focusAreas[id];
  const events = latest.focusAreas.find(({ focusArea }) => focusArea === id)!.latest;
  return {
    body: { rule, focusArea: id, name, description, tables: lines, latest: events },
    provenance: [...countedIn(lines, line => line.primary), ...countedIn(lines, line => line.alsoServing)],
  };
}
