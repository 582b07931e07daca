import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Views } from '@mithaq/projections';
import { OnlyFor } from '../access/access.guard.js';
import { ApiProblems, component } from '../http/documentation.js';
import { type ViewsState, viewsState } from './rebuild.answers.js';

/** The views as such: how they are, and building them anew from the ledger while the old ones go on answering. */
@ApiTags('views')
@Controller('views')
export class RebuildController {
  constructor(private readonly views: Views) {}

  @Get()
  @ApiOperation({
    operationId: 'getViews',
    summary: 'How the views are',
    description: 'How far they follow the ledger, and how far a rebuild is.',
  })
  @ApiResponse({ status: 200, description: 'As last heard.', content: { 'application/json': { schema: component('ViewsState') } } })
  @ApiProblems()
  state(): ViewsState {
    return viewsState(this.views.status());
  }

  @Post('rebuild')
  @HttpCode(202)
  @OnlyFor(['administrator'])
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'rebuildViews',
    summary: 'Build the views anew',
    description:
      'Begins a new generation of the views beside the one that answers, or finds one being built. It takes over once it has caught up; until then nothing changes for readers. Follow it with GET /api/v1/views.',
  })
  @ApiResponse({ status: 202, description: 'It is being built.', content: { 'application/json': { schema: component('ViewsState') } } })
  @ApiProblems(400, 403, 413, 415)
  async rebuild(): Promise<ViewsState> {
    await this.views.rebuild();
    return viewsState(this.views.status());
  }
}
