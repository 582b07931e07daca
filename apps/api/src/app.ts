import { type Type as Class } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { correction } from '@mithaq/domain';
import { type EventStore, lockFolder, openEventStore, openKeyStore, upgradeEventStore } from '@mithaq/event-store';
import { Replays, Views, viewsModule } from '@mithaq/projections';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type DemonstrationToken, drawDemonstrationTokens } from './access/demonstration.js';
import { Tokens } from './access/tokens.js';
import { AppModule } from './app.module.js';
import { type Config } from './config.js';
import { type Progress } from './content/acts.js';
import { recordContent } from './content/content.js';
import { bodies } from './content/demonstration/organisations.js';
import { recordReference } from './content/reference.js';
import { correctionApplication } from './corrections/correction-application.js';
import { serveDocumentation } from './http/documentation.js';
import { Routes } from './http/routes.js';
import { guardServer, httpServer, nestLogger } from './http/server.js';
import { Shutdown } from './http/shutdown.js';
import { tryPort } from './http/try-port.js';
import { Checkpoints } from './ledger/checkpoints.js';
import { Clock } from './ledger/clock.js';
import { Ledger } from './ledger/ledger.js';
import { Reactor } from './ledger/reactor.js';
import { Metrics } from './operations/metrics.js';
import { Persons } from './persons/persons.js';
import { sweepErased } from './persons/sweep.js';
import { Cursors } from './reading/cursor.js';
import { KeptAnswers } from './reading/kept-answers.js';
import { serveKept } from './reading/read.interceptor.js';

export interface StartOptions {
  readonly clock?: Clock;
  /** Where the log goes; absent: standard output. */
  readonly log?: NodeJS.WritableStream;
  /** Told while content is recorded. */
  readonly progress?: Progress;
  /** Capabilities beside the service's own: a benchmark brings routes that do nothing, to compare with. */
  readonly capabilities?: readonly Class[];
}

/** The service as it runs. */
export interface Service {
  readonly app: NestFastifyApplication;
  readonly store: EventStore;
  readonly views: Views;
  /** Where it answers: `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly metricsUrl: string | undefined;
  /** The tokens of the demonstration roles, drawn at this start; none without demonstration content. */
  readonly demonstration: readonly DemonstrationToken[];
  /** Finishes what is under way and lets go of everything. Twice is once. */
  close(): Promise<void>;
}

/**
 * Starts the service: the store, the views, what figures rest on and the content, then the doors. So whoever is let in finds the ledger
 * as it is. Whatever fails, all that was opened is closed again.
 */
export async function startService(
  config: Config,
  { clock = new Clock(), log, progress, capabilities = [] }: StartOptions = {},
): Promise<Service> {
  const opened: (() => Promise<unknown>)[] = [];
  const shutdown = new Shutdown();
  let closing: Promise<void> | undefined;
  const close = () =>
    (closing ??= (async () => {
      shutdown.begin();
      for (const letGo of opened.reverse()) await letGo();
    })());

  try {
    for (const port of [config.port, config.metricsPort]) if (port !== undefined) await tryPort(port, config.host);
    await mkdir(config.dataFolder, { recursive: true });
    const server = httpServer(config, log);
    const fastify = server.getInstance();
    const logger = nestLogger(fastify.log);
    const metrics = new Metrics();
    const isEmbedded = config.store === 'sqlite';
    const address = isEmbedded ? config.dataFolder : config.store;
    if (!isEmbedded) {
      // The views are in the folder, so it is of one service; where the ledger is in it too, its engine holds it.
      const unlock = lockFolder(config.dataFolder);
      opened.push(async () => unlock());
    }
    upgradeEventStore(address, formats =>
      fastify.log.warn(formats, 'The ledger is of an earlier release, and is brought to the format of this one.'),
    );
    const store = metrics.measured(await openEventStore(address, 'write'));
    opened.push(() => store.close());
    const keys = await openKeyStore(address, 'write');
    opened.push(() => keys.close());

    const views = await Views.open({
      folder: config.dataFolder,
      store: address,
      views: viewsModule(),
      clock: () => clock.now(),
      logger,
    });
    opened.push(() => views.close());
    metrics.watchViews(views);

    await sweepErased(store, keys);
    const ledger = new Ledger(store, clock);
    const reference = await recordReference(ledger, clock);
    for (const sentence of reference.contradictions) logger.warn(sentence);
    const content = await recordContent(config.content, { ledger, store, clock, persons: new Persons(keys), views }, progress);
    for (const sentence of content.refused) logger.warn(sentence);
    const checkpoints = new Checkpoints(config.dataFolder);
    opened.push(async () => checkpoints.close());
    const corrections = new Reactor('corrections', store, checkpoints, [correction.category], correctionApplication(ledger), {
      failed(error, state) {
        const how = state === 'stopped' ? 'not applied any more' : 'not applied yet';
        logger.error(`Approved corrections are ${how}: ${error.message}`);
      },
    });
    opened.push(() => corrections.close());
    const { drawn, known } =
      config.content === 'all' ? await drawDemonstrationTokens(config.dataFolder, bodies[0]!.id) : { drawn: [], known: [] };

    const routes = new Routes(fastify);
    metrics.watch(fastify);
    await guardServer(fastify, config, shutdown);
    const tokens = new Tokens([...config.tokens, ...known]);
    const cursors = config.cursorKey ? new Cursors(config.cursorKey) : await Cursors.in(config.dataFolder);
    const replays = new Replays(address);
    const parts = { config, clock, store, keys, views, replays, tokens, metrics, shutdown, routes, cursors, corrections };
    const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts, capabilities), server, { logger, bodyParser: false });
    opened.push(() => finish(app));
    app.setGlobalPrefix('api/v1', {
      exclude: ['health/live', 'health/ready', 'problems', 'problems/:code', 'schemas/events', 'schemas/events/:file'],
    });
    serveDocumentation(app);
    serveKept(fastify, app.get(KeptAnswers, { strict: false }));
    await app.init();

    await views.whenServing({ signal: shutdown.signal });
    await app.listen(config.port, config.host);
    const measured = config.metricsPort === undefined ? undefined : await metrics.listen(config.host, config.metricsPort);
    if (measured) opened.push(() => ended(measured));
    return {
      app,
      store,
      views,
      url: addressOf(fastify.server),
      metricsUrl: measured && `${addressOf(measured)}/metrics`,
      demonstration: drawn,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits for the requests under way, but not for ever: a client that never ends its request holds up nobody's restart. */
async function finish(app: NestFastifyApplication): Promise<void> {
  const deadline = setTimeout(() => app.getHttpServer().closeAllConnections(), 10_000);
  await app.close();
  clearTimeout(deadline);
}

async function ended(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

function addressOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
