/** The service as a process of its own, for `http.bench.ts`, with two routes that do nothing. Talks over IPC. */
import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Module, Patch, SetMetadata } from '@nestjs/common';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gives } from '../../apps/api/src/access/access.guard.js';
import { hashOf } from '../../apps/api/src/access/tokens.js';
import { startService } from '../../apps/api/src/app.js';
import { AmendCommitmentDto } from '../../apps/api/src/commitments/commitments.dto.js';
import { readConfig } from '../../apps/api/src/config.js';
import { type WriteRoute, writeRoute } from '../../apps/api/src/http/request-context.js';

/** What the benchmark asks for. */
export type ToServer = 'rebuild' | 'close';
/** What it hears: where the service is, and the longest stretches of the HTTP thread while the views were rebuilt, in milliseconds. */
export type FromServer = { readonly url: string } | { readonly greatestDelay: number; readonly p99Delay: number };

@Controller('bench')
class EmptyRoutes {
  @Get('empty')
  empty() {
    return { status: 'live' };
  }

  /** The same guards, the same DTO, no ledger. */
  @Patch('empty')
  @Gives('AmendCommitment')
  @SetMetadata(writeRoute, { does: 'amend' } satisfies WriteRoute)
  @HttpCode(200)
  amend(@Body() { changes }: AmendCommitmentDto) {
    return { changed: Object.keys(changes).length };
  }
}

@Module({ controllers: [EmptyRoutes] })
class EmptyRoutesModule {}

const [, , folder, token] = process.argv;
if (!folder || !token || !process.send) throw new Error('http.bench.ts starts this program.');
const tell = (message: FromServer) => process.send!(message);

const service = await startService(
  {
    ...readConfig({
      MITHAQ_CONTENT: 'none',
      MITHAQ_LOG_LEVEL: 'silent',
      MITHAQ_PORT: '0',
      MITHAQ_METRICS_PORT: 'off',
      MITHAQ_RATE_LIMIT: 'off',
    }),
    dataFolder: folder,
    tokens: [{ hash: hashOf(token), actor: { subject: 'bench', roles: ['secretariat'] } }],
  },
  { capabilities: [EmptyRoutesModule] },
);

process.on('message', (message: ToServer) => {
  void (message === 'rebuild' ? rebuild() : service.close().then(() => process.disconnect()));
});
tell({ url: service.url });

async function rebuild(): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const serving = once(service.views, 'serving');
  delay.enable();
  await service.views.rebuild();
  await serving;
  delay.disable();
  // The histogram counts from one timer to the next: what is over its resolution is delay.
  tell({ greatestDelay: delay.max / 1e6 - 1, p99Delay: delay.percentile(99) / 1e6 - 1 });
}
