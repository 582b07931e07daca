import {
  type Appended,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  type StreamRead,
  type AllRead,
  type SubscriptionFilter,
} from '@mithaq/event-store';
import { type Views } from '@mithaq/projections';
import { type FastifyInstance } from 'fastify';
import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the service counts of itself, for Prometheus. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly appends = new Counter({
    name: 'mithaq_appends_total',
    help: 'Appends by their outcome.',
    labelNames: ['outcome'],
    registers: this.registers,
  });
  private readonly events = new Counter({
    name: 'mithaq_events_appended_total',
    help: 'Events appended.',
    labelNames: ['type'],
    registers: this.registers,
  });
  private readonly appendSeconds = new Histogram({
    name: 'mithaq_append_duration_seconds',
    help: 'From the append to its acknowledgement, synced.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers: this.registers,
  });
  private readonly problems = new Counter({
    name: 'mithaq_problems_total',
    help: 'Requests that were not served, by the code of the problem.',
    labelNames: ['code'],
    registers: this.registers,
  });
  private readonly httpSeconds = new Histogram({
    name: 'mithaq_http_request_duration_seconds',
    help: 'HTTP requests by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: this.registers,
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** The same store, its appends measured. */
  measured(store: EventStore): EventStore {
    return new MeasuredEventStore(store, async (events, append) => {
      const stop = this.appendSeconds.startTimer();
      try {
        const appended = await append();
        this.appends.inc({ outcome: 'stored' });
        for (const { type } of events) this.events.inc({ type });
        return appended;
      } catch (error) {
        this.appends.inc({ outcome: error instanceof Error ? error.name : 'unknown' });
        throw error;
      } finally {
        stop();
      }
    });
  }

  problem(code: string): void {
    this.problems.inc({ code });
  }

  /** Watches the requests of a server. Its routes are few; addresses are never labels. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      this.httpSeconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      done();
    });
  }

  watchViews(views: Views): void {
    const gauges = {
      lag: new Gauge({
        name: 'mithaq_projection_lag_positions',
        help: 'How many positions the serving views are behind the store.',
        registers: this.registers,
      }),
      position: new Gauge({
        name: 'mithaq_projection_position',
        help: 'The position that the serving views have reached.',
        registers: this.registers,
      }),
      serving: new Gauge({
        name: 'mithaq_projection_serving',
        help: '1 while a generation of views serves and follows.',
        registers: this.registers,
      }),
      batchSeconds: new Histogram({
        name: 'mithaq_projection_batch_duration_seconds',
        help: 'Batches applied to views.',
        labelNames: ['serving'],
        buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1],
        registers: this.registers,
      }),
    };
    views.on('batch', ({ isServing, milliseconds }) => gauges.batchSeconds.observe({ serving: String(isServing) }, milliseconds / 1000));
    const { registry } = this;
    const refresh = () => {
      const { generation, state, lag, position } = views.status();
      gauges.lag.set(Number(lag));
      gauges.position.set(Number(position ?? 0n));
      gauges.serving.set(generation !== undefined && state !== 'stopped' ? 1 : 0);
    };
    this.text = () => {
      refresh();
      return registry.metrics();
    };
  }

  /** What Prometheus reads. */
  text: () => Promise<string> = () => this.registry.metrics();

  /** Serves them on a port of their own, which need not be open to the world. */
  async listen(host: string, port: number): Promise<Server> {
    const server = createServer((request, response) => {
      if (request.url !== '/metrics') {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('Metrics are at /metrics.\n');
        return;
      }
      this.text().then(
        text => response.writeHead(200, { 'content-type': this.registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
    return server;
  }
}

class MeasuredEventStore extends EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly measure: (events: readonly NewEvent[], append: () => Promise<Appended>) => Promise<Appended>,
  ) {
    super();
  }
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]) {
    return this.measure(events, () => this.store.append(stream, expected, events));
  }
  readStream(stream: string, read?: StreamRead) {
    return this.store.readStream(stream, read);
  }
  readAll(read?: AllRead) {
    return this.store.readAll(read);
  }
  subscribeToAll(after: bigint | 'start', filter: SubscriptionFilter, signal: AbortSignal) {
    return this.store.subscribeToAll(after, filter, signal);
  }
  close() {
    return this.store.close();
  }
}
