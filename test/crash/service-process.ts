import { afterEach, beforeEach } from '@jest/globals';
import { isConnectionString, openEventStore, type RecordedEvent } from '@mithaq/event-store';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshStore } from '../e2e/service.js';

const main = fileURLToPath(new URL('../../dist/apps/api/src/main.js', import.meta.url));

/** The built service as a process of its own. */
export class ServiceProcess {
  /** Where it is, once it says so. */
  readonly url: Promise<string>;
  private readonly exit: Promise<unknown[]>;

  private constructor(private readonly process: ChildProcess) {
    this.exit = once(process, 'exit');
    let said = '';
    this.url = new Promise((resolve, reject) => {
      process.stderr!.on('data', chunk => {
        said += String(chunk);
        const url = /^Mithaq is at (\S+)$/m.exec(said)?.[1];
        if (url !== undefined) resolve(url);
      });
      process.stderr!.on('end', () => reject(new Error(`The service has ended: ${said}`)));
    });
    this.url.catch(() => undefined); // one that is killed while it starts never says it
  }

  /** @param settings where its data and its ledger are, and what content it has */
  static start(
    settings: Readonly<Record<'MITHAQ_DATA' | 'MITHAQ_STORE' | 'MITHAQ_CONTENT', string>>,
    tokens: readonly object[],
  ): ServiceProcess {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('MITHAQ_'));
    const env = {
      ...Object.fromEntries(inherited),
      ...settings,
      MITHAQ_PORT: '0',
      MITHAQ_METRICS_PORT: 'off',
      MITHAQ_RATE_LIMIT: 'off',
      MITHAQ_LOG_LEVEL: 'error',
      MITHAQ_TOKENS: JSON.stringify(tokens),
    };
    return new ServiceProcess(spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'pipe'] }));
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }

  /** @returns its exit code and the signal that ended it */
  async end(signal: NodeJS.Signals): Promise<unknown[]> {
    this.process.kill(signal);
    return this.exit;
  }
}

/** Throws where no whole answer comes. */
export async function call<Body>(url: string, method: string, path: string, token?: string, headers: object = {}, body?: object) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

/** Where the ledger and the keys of a service are, by its `MITHAQ_STORE` and `MITHAQ_DATA`. */
export function addressOf(store: string, folder: string): string {
  return isConnectionString(store) ? store : folder;
}

/** The ledger as it stands, whether or not a service runs on it. */
export async function eventsAt(address: string): Promise<RecordedEvent[]> {
  const opened = await openEventStore(address, 'read');
  const events: RecordedEvent[] = [];
  for await (const event of opened.readAll()) events.push(event);
  await opened.close();
  return events;
}

/** What the services of a test are started on; all of it is new for each test, and gone after it. */
export interface Site {
  readonly folder: string;
  /** `MITHAQ_STORE`: the server that MITHAQ_TEST_ESDB names, else the folder. */
  readonly store: string;
  start(): ServiceProcess;
}

/** @param content of the service, and who may speak to it */
export function crashSite(content: 'none' | 'published', tokens: readonly object[]): Site {
  let folder: string;
  let store: string;
  let running: ServiceProcess[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mithaq-crash-'));
    store = freshStore();
    running = [];
  });
  afterEach(async () => {
    for (const service of running) await service.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return folder;
    },
    get store() {
      return store;
    },
    start() {
      const service = ServiceProcess.start({ MITHAQ_DATA: folder, MITHAQ_STORE: store, MITHAQ_CONTENT: content }, tokens);
      running.push(service);
      return service;
    },
  };
}
