import { describe, expect, it } from '@jest/globals';
import { type RecordedEvent } from '@mithaq/event-store';
import { randomInt } from 'node:crypto';
import { type Receipt } from '../e2e/service.js';
import { addressOf, call, eventsAt, crashSite } from './service-process.js';

/*
 * kill -9 at twenty random moments while approved corrections are applied, again and again on one folder. An application is the compensating
 * event, then its record on the correction's stream. However often it is cut off, each approved correction has one outcome in the end, and
 * the stream that it mends says the same: one compensating event, or none where something else came first.
 */

const kills = 20;
const perRound = 6;
const [proposer, approver] = ['token-of-the-proposer', 'token-of-the-approver'];
const tokens = [
  { token: proposer, subject: 'erin', roles: ['administrator'] },
  { token: approver, subject: 'heidi', roles: ['administrator'] },
];
const source = { title: { en: 'A letter' } };

const site = crashSite('none', tokens);

async function post(url: string, path: string, body: object, token = proposer): Promise<Receipt> {
  const answer = await call<Receipt>(url, 'POST', path, token, {}, body);
  if (answer.status !== 200 && answer.status !== 201) throw new Error(`POST ${path} was answered ${JSON.stringify(answer)}`);
  return answer.body;
}

interface Proposed {
  readonly id: string;
  readonly commitment: string;
}

/** A commitment, and what is proposed to be mended of it. */
async function propose(url: string, lead: string, n: number): Promise<Proposed> {
  const focusAreas = { primary: 'connecting-people', others: [] };
  const pledged = await post(url, '/commitments', { lead, title: { en: `Pledge ${n}` }, focusAreas, sources: [source] });
  const { body } = await call<{ data: { id: string }[] }>(url, 'GET', `/commitments/${pledged.id}/events?waitFor=${pledged.position}`);
  const targets = [{ event: body.data[0]!.id, set: { title: { en: `Pledge ${n}, corrected` } }, schemaVersion: 1 }];
  const correction = { stream: pledged.stream, targets, reason: { en: 'Misspelt.' }, authority: 'letter of 3 May 2024' };
  return { id: (await post(url, '/corrections', correction)).id, commitment: pledged.id };
}

/** Until the service is killed. @returns the correction, where it was answered */
async function approve(url: string, { id }: Proposed): Promise<string | undefined> {
  try {
    return (await post(url, `/corrections/${id}/approval`, { revision: '0' }, approver)).id;
  } catch {
    return undefined;
  }
}

/** Something else that comes to the commitment at the same time, and may come first. */
async function note(url: string, { commitment }: Proposed): Promise<void> {
  await post(url, `/commitments/${commitment}/notes`, { text: { en: 'Another figure.' }, source }).catch(() => undefined);
}

/** Until each of the approvals that are in the ledger has its outcome there. */
async function settled(url: string, ledger: readonly RecordedEvent[]): Promise<void> {
  const approved = ledger.filter(({ type }) => type === 'CorrectionApproved').map(({ stream }) => stream);
  const waiting = new Set(approved);
  const ending = new AbortController();
  const response = await fetch(`${url}/api/v1/events/stream?category=correction&after=0`, { signal: ending.signal });
  let read = '';
  for await (const chunk of response.body!) {
    read += Buffer.from(chunk as Uint8Array).toString();
    const lines = read.split('\n');
    read = lines.pop()!;
    for (const line of lines.filter(line => line.startsWith('data: '))) {
      const { type, stream } = JSON.parse(line.slice('data: '.length)) as { readonly type: string; readonly stream: string };
      if (type === 'CorrectionApplied' || type === 'CorrectionOvertaken') waiting.delete(stream);
    }
    if (waiting.size === 0) break;
  }
  ending.abort();
}

describe('approved corrections, under kill -9', () => {
  it('are applied once each, or overtaken, whenever it comes', async () => {
    const first = site.start();
    const url = await first.url;
    const registration = { name: { en: 'Acme' }, category: 'private-sector', home: { country: 'KE' }, sources: [source] };
    const { id: lead } = await post(url, '/organisations', registration);
    const proposed: Proposed[] = [];
    for (let n = 0; n < kills * perRound; n++) proposed.push(await propose(url, lead, n));
    await first.end('SIGTERM');

    const acknowledged = new Set<string>();
    for (let round = 0; round < kills; round++) {
      const service = site.start();
      const url = await service.url;
      const now = proposed.slice(round * perRound, (round + 1) * perRound);
      let answers = randomInt(1, perRound + 1);
      await Promise.all(
        now.flatMap((one, i) => [
          approve(url, one).then(id => {
            if (id !== undefined) acknowledged.add(id);
            if (id !== undefined && --answers === 0) service.kill();
          }),
          // A third of the records move on meanwhile.
          ...(i % 3 === 0 ? [note(url, one)] : []),
        ]),
      );
      await service.end('SIGKILL');
    }

    const last = site.start();
    await settled(await last.url, await eventsAt(addressOf(site.store, site.folder)));
    await last.end('SIGTERM');

    const ledger = await eventsAt(addressOf(site.store, site.folder));
    const of = (stream: string, ...types: string[]) => ledger.filter(event => event.stream === stream && types.includes(event.type));
    for (const { id, commitment } of proposed) {
      const approvals = of(`correction-${id}`, 'CorrectionApproved');
      const outcomes = of(`correction-${id}`, 'CorrectionApplied', 'CorrectionOvertaken');
      const compensations = of(`commitment-${commitment}`, 'EventsCorrected');
      if (acknowledged.has(id)) expect(approvals).toHaveLength(1);
      expect(outcomes).toHaveLength(approvals.length);
      expect(compensations).toHaveLength(outcomes[0]?.type === 'CorrectionApplied' ? 1 : 0);
      if (compensations[0]) {
        expect(compensations[0].revision).toBe(1n);
        expect(outcomes[0]?.data).toEqual({ event: compensations[0].id, revision: '1' });
        expect(compensations[0].metadata).toMatchObject({ causationId: approvals[0]!.id });
      }
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(kills);
  }, 600_000);
});
