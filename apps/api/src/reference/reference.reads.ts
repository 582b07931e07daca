import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { categories, declarations, focusAreas, regions, sdgs } from '@mithaq/domain';
import { ApiProblems, component } from '../http/documentation.js';
import './reference.answers.js';

const listed = <Of>(of: Readonly<Record<string, Of>>) => Object.entries(of).map(([id, one]) => ({ id, ...one }));

/** They come with a release and are the same at every moment. */
const reference = {
  regions: listed(regions),
  focusAreas: listed(focusAreas),
  categories: listed(categories),
  sdgs: listed(sdgs).map(sdg => ({ ...sdg, id: Number(sdg.id) })),
  declarations: listed(declarations),
};

@ApiTags('reference')
@Controller('reference')
export class ReferenceReads {
  @Get()
  @Header('cache-control', 'no-cache')
  @ApiOperation({
    operationId: 'getReference',
    summary: 'The fixed lists by name, in English and Arabic',
    description:
      'Regions, focus areas, categories, Sustainable Development Goals and declarations: of this release, the same at every moment.',
  })
  @ApiResponse({ status: 200, description: 'The lists.', content: { 'application/json': { schema: component('Reference') } } })
  @ApiProblems()
  reference() {
    return reference;
  }
}
