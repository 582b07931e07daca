/** The service over HTTP beside routes of the same application that do nothing. `npm run bench -- http` */
import { type CommitmentEvent, type Day, focusAreaIds, type OrganisationId, regionIds } from '@mithaq/domain';
import { type NewEvent, SqliteEventStore } from '@mithaq/event-store';
import autocannon from 'autocannon';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v5 as uuidV5 } from 'uuid';
import { type Benchmark, Rounds } from './benchmark.js';
import { type FromServer, type ToServer } from './http.server.js';

const commitments = Number(process.argv[3] ?? 20_000);
const seconds = 4;
const clients = 64;
const token = 'token-of-the-secretariat';
const lead = 'northland-ministry' as OrganisationId;

export const benchmark: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mithaq-bench-'));
  try {
    await recordLedger(folder);
    const server = fork(new URL('./http.server.js', import.meta.url), [folder, token]);
    try {
      const { url } = (await heard(server)) as { url: string };
      await settled(url);
      const measured = await Rounds.run(5, {
        'empty GET, requests/s': () => reading(`${url}/api/v1/bench/empty`),
        'regions, requests/s': () => reading(`${url}/api/v1/regions`),
        'empty PATCH with the same DTO, 64 clients, requests/s': () => amending(url, () => '/api/v1/bench/empty'),
        'amendments, 64 clients, requests/s': async () => {
          const amendments = await amending(url, n => `/api/v1/commitments/${idOf(n)}`);
          await settled(url); // what the views still do is not the next measurement's
          return amendments;
        },
      });
      const delays = await rebuilding(server, url);
      return {
        figures: {
          ...measured.figures(),
          'longest stretch on the HTTP thread while views rebuild, ms': round(delays.greatestDelay),
          'its 99th percentile, ms': round(delays.p99Delay),
        },
        goals: [
          { name: 'regions / empty route', ratio: measured.ratio('regions, requests/s', 'empty GET, requests/s'), atLeast: 0.7 },
          {
            name: '64 clients amending / empty route with the same DTO',
            ratio: measured.ratio('amendments, 64 clients, requests/s', 'empty PATCH with the same DTO, 64 clients, requests/s'),
            atLeast: 0.5,
          },
          { name: 'longest stretch on the HTTP thread while views rebuild, ms', ratio: delays.greatestDelay, atMost: 20 },
        ],
      };
    } finally {
      tell(server, 'close');
      await once(server, 'exit');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

function idOf(n: number): string {
  return uuidV5(String(n), uuidV5.URL);
}

/** Straight into the store, as the service would have recorded it: what is measured is not how a ledger is made. */
async function recordLedger(folder: string): Promise<void> {
  const store = await SqliteEventStore.open(folder);
  try {
    for (let i = 0; i < commitments; i += 1_000) {
      const batch = Array.from({ length: Math.min(1_000, commitments - i) }, (_, j) => i + j);
      await Promise.all(batch.map(n => store.append(`commitment-${idOf(n)}`, 'none', pledged(n))));
    }
  } finally {
    await store.close();
  }
}

function pledged(n: number): NewEvent[] {
  const details: Extract<CommitmentEvent, { type: 'CommitmentPledged' }>['data'] = {
    lead,
    provenance: 'submitted',
    title: { en: `Commitment ${n}` },
    focusAreas: { primary: focusAreaIds[n % 4]!, others: [] },
    kind: (['financial', 'programmatic', 'policy', 'advocacy'] as const)[n % 4]!,
    implementation: { regions: [regionIds[n % 6]!], countries: [], groups: [] },
    value: { amount: String(1_000_000 + n), currency: 'USD', nature: 'own' },
    end: '2030-12-31' as Day,
  };
  const metadata = {
    actor: { subject: 'bench', roles: ['secretariat'] },
    correlationId: 'bench',
    schemaVersion: 1,
    effectiveAt: '2024-01-01',
  };
  return [
    { id: idOf(n), type: 'CommitmentPledged', data: { ...details }, metadata },
    { id: uuidV5('accepted', idOf(n)), type: 'CommitmentAccepted', data: {}, metadata },
  ];
}

function tell(server: ChildProcess, message: ToServer): void {
  server.send(message);
}

async function heard(server: ChildProcess): Promise<FromServer> {
  const [message] = (await once(server, 'message')) as [FromServer];
  return message;
}

/** Until all that was recorded can be read. */
async function settled(url: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/events?sort=-position&limit=1`);
  const { data } = (await response.json()) as { data: readonly { position: string }[] };
  await fetch(`${url}/api/v1/regions?waitFor=${data[0]!.position}`);
}

/** As browsers and the libraries of HTTP ask. */
async function reading(url: string): Promise<number> {
  return rateOf(await autocannon({ url, headers: { 'accept-encoding': 'gzip, deflate, br' }, connections: 16, duration: seconds }));
}

/** Each request amends the next commitment, so that none has more amendments than commitments have. */
async function amending(url: string, path: (n: number) => string): Promise<number> {
  const result = await autocannon({
    url,
    connections: clients,
    duration: seconds,
    requests: [
      {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'if-match': '*' },
        setupRequest: request => ({ ...request, path: path(amended++ % commitments), body: amendment(amended) }),
      },
    ],
  });
  return rateOf(result);
}

let amended = 0;

function amendment(n: number): string {
  return JSON.stringify({
    reason: { en: 'The budget was set anew.' },
    changes: { value: { amount: `${1_000_000 + n}.00`, currency: 'USD', nature: 'own' } },
    source: { title: { en: 'Budget' } },
  });
}

function rateOf({ requests, errors, non2xx, duration }: autocannon.Result): number {
  if (errors > 0 || non2xx > 0) throw new Error(`${errors} requests failed and ${non2xx} were refused.`);
  return requests.total / duration;
}

/** While a few clients read the figures, as they do in a service. */
async function rebuilding(server: ChildProcess, url: string): Promise<{ greatestDelay: number; p99Delay: number }> {
  const load = autocannon({ url: `${url}/api/v1/regions`, connections: 2, duration: 3_600 }, () => undefined);
  const done = heard(server);
  tell(server, 'rebuild');
  const delays = (await done) as { greatestDelay: number; p99Delay: number };
  const ended = once(load, 'done');
  load.stop();
  await ended;
  return delays;
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
