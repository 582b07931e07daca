import { describe, expect, it } from '@jest/globals';
import { type DocumentSigned, type EventOf } from '@mithaq/domain';
import { isConnectionString, type Key, type KeyFound, openKeyStore, type RecordedEvent } from '@mithaq/event-store';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ShownPerson } from '../../apps/api/src/persons/persons.js';
import { freshStore, type Receipt } from '../e2e/service.js';
import { addressOf, call, eventsAt, type ServiceProcess, crashSite } from './service-process.js';

/*
 * kill -9 of the service in the midst of many erasures, again and again on one folder. An erasure is an event, then the key: who dies between
 * the two leaves a key that the next start destroys before it serves. Whoever is not erased keeps their key, and no other event moves.
 */

const administrator = 'token-of-the-administrator';
const tokens = [{ token: administrator, subject: 'erin', roles: ['administrator'] }];
const source = { title: { en: 'Record of the ceremony' } };
const erased = { en: 'erased person', ar: 'شخص مُحيت بياناته' };

const site = crashSite('none', tokens);

interface Signature {
  readonly organisation: { readonly id: string };
  readonly signatory: ShownPerson;
}
interface Page {
  readonly data: readonly Signature[];
  readonly page: { readonly next: string | null };
}

/** The ledger of the test as it stands: who signed, for which organisation, and who is erased. */
class Standing {
  /** The organisation that each person signed for: after it they are named. */
  readonly signatories = new Map<string, string>();
  readonly erased = new Set<string>();

  private constructor(
    readonly events: readonly RecordedEvent[],
    /** What the store of keys has of each of them. */
    readonly keys: ReadonlyMap<string, KeyFound>,
  ) {
    for (const { type, stream, data } of events) {
      if (type === 'PersonErased') this.erased.add(stream.slice('person-'.length));
      if (type !== 'DocumentSigned') continue;
      const { signatory, organisation } = data as EventOf<typeof DocumentSigned>['data'];
      this.signatories.set(signatory.id, organisation);
    }
  }

  static async read(): Promise<Standing> {
    const address = addressOf(site.store, site.folder);
    const events = await eventsAt(address);
    const opened = await openKeyStore(address, 'read');
    const keys = await opened.findMany([...new Standing(events, new Map()).signatories.keys()]);
    await opened.close();
    return new Standing(events, keys);
  }

  /** Whose erasure is recorded while their key is still there. */
  get begun(): string[] {
    return [...this.erased].filter(id => this.keys.get(id) !== 'destroyed');
  }
}

/** Clients who sign for organisations and clients who erase, and what they were told. */
class Clients {
  /** Whose erasure was answered. */
  readonly acknowledged = new Set<string>();
  private organisations = 0;

  constructor(private readonly coalition: string) {}

  async sign(url: string): Promise<Receipt> {
    const name = `organisation-${this.organisations++}`;
    const registration = { name: { en: name }, category: 'private-sector', home: { country: 'KE' }, sources: [source] };
    const { id } = await post(url, '/organisations', { effectiveAt: '2024-01-01', ...registration }, name);
    const signature = { signatory: { name: nameOf(id) }, capacity: { en: 'Director' }, manner: 'ceremony', source };
    return post(url, `/coalitions/${this.coalition}/signatures/${id}`, { effectiveAt: '2024-06-01', ...signature }, name);
  }

  async erase(url: string, id: string): Promise<void> {
    const receipt = await post(url, `/persons/${id}/erasure`, { reason: { en: 'Asked in a letter.' } });
    expect(receipt).toMatchObject({ id, stream: `person-${id}`, revision: '0' });
    this.acknowledged.add(id);
  }

  /**
   * 24 erase whom they are given and 8 sign, one request after the other, until so many erasures have been answered and the service is killed some
   * milliseconds later.
   */
  async act(service: ServiceProcess, persons: readonly string[], answers: number): Promise<void> {
    const url = await service.url;
    const waiting = [...persons];
    const enough = this.acknowledged.size + answers;
    const client = async (act: () => Promise<unknown>) => {
      for (;;) {
        try {
          await act();
        } catch (error) {
          if (this.acknowledged.size < enough) throw error; // nobody has killed it
          return;
        }
        // Answers come in groups, as what is written does: right after one, hardly any erasure is under way.
        if (this.acknowledged.size === enough) setTimeout(() => service.kill(), randomInt(0, 6));
      }
    };
    const erasing = async () => {
      const id = waiting.pop();
      if (id === undefined) throw new Error('Nobody is left to be erased.');
      await this.erase(url, id);
    };
    await Promise.all(Array.from({ length: 32 }, (_, i) => client(i < 24 ? erasing : () => this.sign(url))));
  }
}

/** After whom they sign for: so what they are called needs no book beside the ledger. */
function nameOf(organisation: string): object {
  return { en: `Signatory of ${organisation}` };
}

async function post(url: string, path: string, body: object, key?: string): Promise<Receipt> {
  const answer = await call<Receipt>(url, 'POST', path, administrator, key === undefined ? {} : { 'idempotency-key': key }, body);
  if (answer.status !== 200 && answer.status !== 201) throw new Error(`POST ${path} was answered ${JSON.stringify(answer)}`);
  return answer.body;
}

/** Everybody who signed, as an answer shows them: now, or at a moment. */
async function signatories(url: string, coalition: string, moment: string): Promise<Map<string, ShownPerson>> {
  const shown = new Map<string, ShownPerson>();
  const first = `/coalitions/${coalition}/signatures?limit=200&${moment}`;
  for (let at: string | undefined = first; at !== undefined;) {
    const { status, body }: { status: number; body: Page } = await call(url, 'GET', at);
    expect([at, status]).toEqual([at, 200]);
    for (const { signatory } of body.data) shown.set(signatory.id, signatory);
    at = body.page.next === null ? undefined : `${first}&cursor=${encodeURIComponent(body.page.next)}`;
  }
  return shown;
}

/** Whoever is not erased has the key that they ever had, and it is learnt here where it is new. */
function expectKept({ signatories, erased, keys }: Standing, secrets: Map<string, Key>): void {
  for (const id of signatories.keys()) {
    if (erased.has(id)) continue;
    const key = keys.get(id);
    expect(key).toHaveLength(32);
    expect(key).toEqual(secrets.get(id) ?? key);
    secrets.set(id, key as Key); // of 32 bytes: it is one
  }
}

/** Whose key stands in a file of keys, byte for byte. */
function inKeyFiles(secrets: ReadonlyMap<string, Key>): Set<string> {
  const files = readdirSync(site.folder).filter(name => name.startsWith('keys.sqlite'));
  const bytes = Buffer.concat(files.map(name => readFileSync(join(site.folder, name))));
  return new Set([...secrets].filter(([, key]) => bytes.includes(key)).map(([id]) => id));
}

describe('a service that is killed while it erases persons', () => {
  if (!isConnectionString(freshStore())) it.skip('was not tried on EventStoreDB: MITHAQ_TEST_ESDB names no server', () => undefined);

  it('has erased whom it said it has, finishes at its start what it began, and takes the name of nobody else', async () => {
    let service = site.start();
    let url = await service.url;
    const launch = { effectiveAt: '2024-01-01', name: { en: 'Digital Coalition' }, text: { en: 'We will connect the unconnected.' } };
    const { id: coalition } = await post(url, '/coalitions', launch);
    const clients = new Clients(coalition);
    const secrets = new Map<string, Key>();
    let begun = 0;

    // Most kills find an erasure between its event and its key; the last rounds are there for a run in which none has yet.
    for (let round = 0; round < 4 || (begun === 0 && round < 30); round++) {
      const signed = await Promise.all(Array.from({ length: 60 }, () => clients.sign(url)));
      const moment = signed.reduce((latest, { position }) => (BigInt(position) > latest ? BigInt(position) : latest), 0n);
      const before = await Standing.read();
      expectKept(before, secrets);
      const others = [...before.signatories.keys()].filter(id => !before.erased.has(id));

      await clients.act(service, others.slice(-55), randomInt(1, 30));
      expect(await service.end('SIGKILL')).toEqual([null, 'SIGKILL']);
      const killed = await Standing.read();
      expect(killed.events.slice(0, before.events.length)).toEqual(before.events);
      expectKept(killed, secrets);
      for (const id of clients.acknowledged) expect([id, killed.erased.has(id), killed.keys.get(id)]).toEqual([id, true, 'destroyed']);
      begun += killed.begun.length;
      if (site.store === 'sqlite') for (const id of killed.begun) expect(inKeyFiles(secrets)).toContain(id);

      service = site.start();
      url = await service.url;
      const after = await Standing.read();
      expect(after.events).toEqual(killed.events);
      expectKept(after, secrets);
      expect(after.begun).toEqual([]);
      if (site.store === 'sqlite') expect(inKeyFiles(secrets)).toEqual(new Set([...secrets.keys()].filter(id => !after.erased.has(id))));

      const head = after.events.at(-1)!.position;
      for (const at of ['', `asOf=${moment}&`]) {
        const shown = await signatories(url, coalition, `${at}waitFor=${head}`);
        expect(shown.size).toBeGreaterThanOrEqual(60 * (round + 1));
        if (at === '') expect(new Set(shown.keys())).toEqual(new Set(after.signatories.keys()));
        for (const [id, person] of shown) {
          const isErased = after.erased.has(id);
          expect(person).toEqual({ id, name: isErased ? erased : nameOf(after.signatories.get(id)!), erased: isErased });
        }
      }
      // Whoever got no answer asks again, and is told what stands in the ledger.
      for (const id of killed.begun) await clients.erase(url, id);
      expect((await Standing.read()).events).toEqual(killed.events);
    }
    expect(begun).toBeGreaterThan(0);
    expect(await service.end('SIGTERM')).toEqual([0, null]);
  }, 600_000);
});
