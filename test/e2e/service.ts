import { freshServerLedger } from '@mithaq/event-store/testing';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOf } from '../../apps/api/src/access/tokens.js';
import { type Service, startService, type StartOptions } from '../../apps/api/src/app.js';
import { type Config, readConfig } from '../../apps/api/src/config.js';
import { Clock } from '../../apps/api/src/ledger/clock.js';

/** `MITHAQ_STORE` of a ledger that nobody else has: on the server that `MITHAQ_TEST_ESDB` names, else in the data folder. */
export function freshStore(): string {
  return freshServerLedger() ?? 'sqlite';
}

/** A position that no ledger reaches: those of a server are places in its log, which others write too. */
export const beyondEveryLedger = '9'.repeat(18);

/** The organisations that the partners' tokens are of. */
export const acme = 'acme';
export const globex = 'globex';

/** Today, for a test that says which day that is. */
export class FixedClock extends Clock {
  constructor(private readonly time: string) {
    super();
  }

  override now(): number {
    return Date.parse(this.time);
  }
}

/** What a write is answered. */
export interface Receipt {
  readonly id: string;
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
}

/** What Acme pledges. */
export const pledge = {
  effectiveAt: '2025-01-01',
  lead: acme,
  title: { en: 'Fibre to every school' },
  focusAreas: { primary: 'connecting-people', others: [] },
  kind: 'financial',
  implementation: { regions: [], countries: ['KE', 'EG'], groups: ['LDC'], shares: { AFR: 750, ARB: 250 } },
  value: { amount: '12000000.50', currency: 'USD', nature: 'own' },
  start: '2025-01-01',
  end: '2027-12-31',
};

/** A token of each kind; none is in a file. */
export const tokens = {
  partner: 'token-of-the-partner-acme',
  otherPartner: 'token-of-the-partner-globex',
  coChair: 'token-of-the-co-chair',
  secretariat: 'token-of-the-secretariat',
  secretariatOfAcme: 'token-of-one-of-acme-in-the-secretariat',
  administrator: 'token-of-the-administrator',
  secondAdministrator: 'token-of-the-second-administrator',
  auditor: 'token-of-the-auditor',
} as const;
export type TokenOf = keyof typeof tokens;

const actors = {
  partner: { subject: 'alice', roles: ['partner'], organisation: acme },
  otherPartner: { subject: 'bob', roles: ['partner'], organisation: globex },
  coChair: { subject: 'carol', roles: ['co-chair'] },
  secretariat: { subject: 'dave', roles: ['secretariat'] },
  secretariatOfAcme: { subject: 'grace', roles: ['secretariat'], organisation: acme },
  administrator: { subject: 'erin', roles: ['administrator'] },
  secondAdministrator: { subject: 'heidi', roles: ['administrator', 'secretariat'] },
  auditor: { subject: 'frank', roles: ['auditor'] },
} as const;

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  readonly body: Body;
}

export interface Sending {
  readonly as?: TokenOf;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A service on a temporary folder, spoken to over HTTP. */
export class TestService {
  private constructor(
    readonly service: Service,
    readonly folder: string,
    /** Its `MITHAQ_STORE`: with it another service is on the same ledger, and with the folder too the same one is started again. */
    readonly store: string,
    private readonly keepsFolder: boolean,
  ) {}

  static async start(
    config: Partial<Config> = {},
    options: { readonly clock?: Clock; readonly log?: NodeJS.WritableStream; readonly folder?: string } = {},
  ): Promise<TestService> {
    const { folder = await mkdtemp(join(tmpdir(), 'mithaq-e2e-')), ...start } = options;
    const { store } = { store: freshStore(), ...config };
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
        tokens: Object.entries(tokens).map(([name, token]) => ({ hash: hashOf(token), actor: actors[name as TokenOf] })),
        ...config,
        store,
      },
      start satisfies StartOptions,
    );
    return new TestService(service, folder, store, options.folder !== undefined);
  }

  async stop(): Promise<void> {
    await this.service.close();
    if (!this.keepsFolder) await rm(this.folder, { recursive: true, force: true });
  }

  get url(): string {
    return this.service.url;
  }

  async send<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    { as, headers }: Sending = {},
  ): Promise<Answer<Body>> {
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${tokens[as]}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
  }

  post<Body = Record<string, unknown>>(path: string, body: unknown, sending: Sending = {}) {
    return this.send<Body>('POST', `/api/v1${path}`, body, { as: 'partner', ...sending });
  }

  patch<Body = Record<string, unknown>>(path: string, body: unknown, sending: Sending = {}) {
    return this.send<Body>('PATCH', `/api/v1${path}`, body, { as: 'partner', ...sending });
  }

  get<Body = Record<string, unknown>>(path: string, sending: Sending = {}) {
    return this.send<Body>('GET', path, undefined, sending);
  }

  /** How many events the ledger has. */
  async events(): Promise<number> {
    let count = 0;
    for await (const _ of this.service.store.readAll()) count++;
    return count;
  }
}

/** Bytes to the port, and all that comes back. */
export async function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', chunk => (answer += chunk.toString()));
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}
