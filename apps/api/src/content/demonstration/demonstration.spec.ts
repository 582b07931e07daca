import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  categoryIds,
  commitment,
  type Commitment,
  type CommitmentEvent,
  country,
  type CountryGroup,
  countryGroup,
  type Day,
  focusAreaIds,
  organisation,
  type OrganisationId,
  type Recorded,
  type RegionId,
  regionIds,
} from '@mithaq/domain';
import { type RecordedEvent } from '@mithaq/event-store';
import { listCorrections, listCycles, listWorkingGroups, perCycle } from '@mithaq/projections';
import { recordActs } from '../acts.js';
import { recordReference } from '../reference.js';
import { type TestLedger, testLedger } from '../testing/test-ledger.js';
import { addDays, deal, roundly } from './arithmetic.js';
import { demonstrationActs, lastDay } from './demonstration.js';
import { bodies } from './organisations.js';
import { pledges } from './commitments.js';

const ofTheDemonstration = /^(commitment|organisation|coalition|signature|workingGroup|reportingCycle|regionalPriority-demo|correction)-/;

type Pledged = Extract<Commitment, { lead: OrganisationId }>;

describe('the demonstration', () => {
  let on: TestLedger;
  let log: RecordedEvent[];
  let commitments: Pledged[];
  const acts = demonstrationActs();

  beforeAll(async () => {
    on = await prepared(lastDay);
    expect(await recordActs(on, acts)).toEqual({ recorded: acts.length, refused: [] });
    log = (await on.log()).filter(({ stream }) => ofTheDemonstration.test(stream));
    commitments = await Promise.all(
      pledges.map(async ({ id }) => (await on.ledger.stateOf<Commitment, CommitmentEvent>(commitment, id, lastDay)) as Pledged), // all are pledged
    );
  });
  afterAll(() => on.close());

  const share = (holds: (state: Pledged) => boolean) => commitments.filter(holds).length / commitments.length;
  const regionOf = async (lead: OrganisationId): Promise<RegionId | undefined> => {
    const state = await on.ledger.stateOf(organisation, lead, lastDay);
    const home = state.status === 'unknown' ? undefined : state.details.home;
    if (!home) return undefined;
    if ('region' in home) return home.region;
    const of = await on.ledger.stateOf(country, home.country, lastDay);
    return of.status === 'listed' ? of.details.region : undefined;
  };

  it('has 60 organisations and 160 commitments, one event an act, two for a launch, and what corrections bring about', () => {
    expect(log.filter(({ type }) => type === 'OrganisationRegistered')).toHaveLength(60);
    expect(log.filter(({ type }) => type === 'CommitmentPledged')).toHaveLength(160);
    const followed = ['EventsCorrected', 'CorrectionApplied', 'CorrectionOvertaken'];
    const meanwhile = 1; // what overtakes a correction
    expect(log.filter(({ type }) => !followed.includes(type))).toHaveLength(acts.length + 1 + meanwhile);
  });

  it('has corrections that were applied, rejected and overtaken, and one of a correction', async () => {
    const { answer } = await on.views.ask({}, ({ at }) => listCorrections(at, { provenance: ['demonstration'] }, { limit: 100 }));
    const statuses = answer.items.map(({ status }) => status).sort();
    expect(statuses).toEqual(['applied', 'applied', 'applied', 'applied', 'applied', 'overtaken', 'rejected']);
    const voided = answer.items.flatMap(({ proposal }) => proposal.targets.filter(target => 'void' in target).map(({ event }) => event));
    const types = log.filter(({ id }) => voided.includes(id)).map(({ type }) => type);
    expect(types.sort()).toEqual(['CommitmentWithdrawn', 'DocumentSigned', 'EventsCorrected']);
  });

  it('says of every organisation and of every commitment that it is a demonstration', () => {
    for (const { data } of log.filter(({ type }) => type === 'OrganisationRegistered' || type === 'CommitmentPledged')) {
      expect(data['provenance']).toBe('demonstration');
    }
    for (const { name } of bodies) {
      expect(name.en).toMatch(/ \(demo\)$/);
      expect(name.ar).toMatch(/ \(عرض توضيحي\)$/);
    }
    expect(new Set(bodies.map(({ name }) => name.en)).size).toBe(60);
    expect(new Set(bodies.map(({ name }) => name.ar)).size).toBe(60);
  });

  it('names no partner and no occasion without saying so', () => {
    for (const { type, data } of log) {
      const named = [
        ...((data['partners'] ?? []) as readonly { readonly name?: Record<string, string> }[]).flatMap(({ name }) => (name ? [name] : [])),
        ...(type === 'CommitmentAnnounced' && data['session'] ? [(data['session'] as { name: Record<string, string> }).name] : []),
      ];
      for (const name of named) expect(name['en']).toContain('(demo)');
    }
  });

  it('has every registration state, focus area, category and kind, and what is not stated', () => {
    const all = <Value>(of: (state: Pledged) => Value) => new Set(commitments.map(of));
    expect(all(state => state.registration)).toEqual(new Set(['pledged', 'accepted', 'returned', 'announced', 'withdrawn', 'superseded']));
    expect(all(state => state.details.focusAreas.primary)).toEqual(new Set(focusAreaIds));
    expect(all(state => state.details.kind)).toEqual(new Set(['programmatic', 'advocacy', 'policy', 'financial', undefined]));
    expect(all(state => state.details.additionality)).toEqual(new Set(['new', 'scaled-up', 'continuing', undefined]));
    expect(all(state => state.details.value?.nature)).toEqual(new Set(['own', 'mobilised', 'in-kind', 'yearly', undefined]));
    expect(all(state => state.details.value?.qualifier)).toEqual(new Set(['aims-to-mobilise', 'approximately', 'more-than', undefined]));
    expect(new Set(bodies.map(({ category }) => category))).toEqual(new Set(categoryIds));
  });

  it('comes from every region and from none stated, Europe first, then Africa and the Americas, as in 2023', async () => {
    const origins = await Promise.all(commitments.map(({ lead }) => regionOf(lead)));
    const of = (region: RegionId) => origins.filter(origin => origin === region).length / origins.length;
    expect(new Set(origins)).toEqual(new Set([...regionIds, undefined]));
    expect(of('EUR')).toBeCloseTo(0.29, 2);
    expect(of('AFR')).toBeCloseTo(0.21, 2);
    expect(of('AMS')).toBeCloseTo(0.2, 2);
  });

  it('is implemented in every region, in Africa first', () => {
    const touching = regionIds.map(region => share(({ details }) => details.implementation?.regions.includes(region) ?? false));
    expect(Math.max(...touching)).toBe(touching[regionIds.indexOf('AFR')]);
    expect(Math.min(...touching)).toBeGreaterThan(0.04);
    expect(share(({ details }) => details.implementation === undefined)).toBeGreaterThan(0);
  });

  it('is programmatic in 46 of a hundred, then advocacy, policy, financial', () => {
    const kinds = (['programmatic', 'advocacy', 'policy', 'financial'] as const).map(kind => share(({ details }) => details.kind === kind));
    expect(kinds[0]).toBeCloseTo(0.46, 2);
    expect([...kinds].sort((a, b) => b - a)).toEqual(kinds);
  });

  it('serves at least one least developed country in 31 of a hundred, by membership on the day of the pledge', async () => {
    const served = await Promise.all(
      pledges.map(async ({ day, details: { implementation } }) => {
        if (implementation?.groups.some(group => group === 'LDC')) return true;
        const ldc: CountryGroup = await on.ledger.stateOf(countryGroup, 'LDC', day);
        return ldc.status === 'listed' && (implementation?.countries ?? []).some(code => ldc.members.has(code));
      }),
    );
    expect(served.filter(Boolean).length / served.length).toBeCloseTo(0.31, 2);
  });

  it('has women among the beneficiaries of every second commitment', () => {
    expect(share(({ details }) => details.beneficiaries?.groups.includes('women') ?? false)).toBeCloseTo(0.5, 2);
  });

  it('tells a third also in Arabic, and those wholly', () => {
    const arabic = commitments.filter(({ details }) => details.title['ar'] !== undefined);
    expect(arabic.length / commitments.length).toBeCloseTo(1 / 3, 1);
    for (const { details } of arabic) expect(details.description?.['ar'] ?? details.title['ar']).toMatch(/[\u0600-\u06ff]/);
    for (const { details } of arabic) expect(Object.keys(details.description ?? details.title)).toEqual(['en', 'ar']);
  });

  it('reads like different commitments, not like filler', () => {
    expect(new Set(commitments.map(({ details }) => details.title['en'])).size).toBeGreaterThan(150);
    expect(new Set(commitments.map(({ details }) => details.description?.['en'])).size).toBeGreaterThan(120);
  });

  it('has everything that a commitment can say of itself', () => {
    const some = (holds: (details: Pledged['details']) => unknown) => commitments.filter(({ details }) => holds(details)).length;
    expect(some(details => details.implementation?.shares)).toBeGreaterThan(8);
    expect(some(details => details.value?.usd?.rate)).toBeGreaterThan(10);
    expect(some(details => details.value?.usd && !details.value.usd.rate)).toBeGreaterThan(10);
    expect(new Set(commitments.flatMap(({ details }) => details.value?.currency ?? [])).size).toBeGreaterThan(9);
    expect(some(details => details.partners?.some(partner => 'organisation' in partner))).toBeGreaterThan(20);
    expect(some(details => details.partners?.some(partner => 'name' in partner))).toBeGreaterThan(20);
    expect(some(details => details.targets)).toBeGreaterThan(100);
    expect(some(details => details.regionalPriorities)).toBeGreaterThan(20);
    expect(some(details => details.declarations)).toBeGreaterThan(60);
    expect(some(details => details.facilitatedBy)).toBe(40);
    expect(new Set(commitments.flatMap(({ details }) => details.sdgs ?? [])).size).toBeGreaterThan(10);
  });

  it('has programmes that several commitments announce', () => {
    const programmes = commitments.flatMap(({ details }) => details.programme ?? []);
    for (const programme of new Set(programmes)) expect(programmes.filter(other => other === programme).length).toBeGreaterThan(1);
    expect(new Set(programmes).size).toBe(2);
  });

  it('sends pledges back for what they leave out, and takes them again with it', async () => {
    const first = acts.flatMap(act => (act.of === 'commitment' && act.name === 'resubmitted' ? [act] : []))[0];
    const events: Recorded<CommitmentEvent>[] = [];
    for await (const event of on.store.readStream(`commitment-${first!.id}`)) events.push(event as unknown as Recorded<CommitmentEvent>); // a commitment's stream
    expect(events.slice(0, 3).map(({ type }) => type)).toEqual(['CommitmentPledged', 'CommitmentReturned', 'CommitmentAmended']);
    const [pledged, , mended] = events as [Recorded<CommitmentEvent>, unknown, Extract<CommitmentEvent, { type: 'CommitmentAmended' }>];
    const added = Object.keys(mended.data.changes).filter(field => !(field in pledged.data));
    expect(added).toHaveLength(1);
  });

  it('puts in the place of a superseded commitment a later one of the same body', () => {
    const superseded = log.filter(({ type }) => type === 'CommitmentSuperseded');
    expect(superseded.length).toBeGreaterThan(5);
    for (const { stream, data } of superseded) {
      const [old, successor] = [stream.slice('commitment-'.length), data['by']].map(id => pledges.find(pledge => pledge.id === id)!);
      expect(successor!.lead).toBe(old!.lead);
      expect(successor!.day > old!.day).toBe(true);
    }
  });

  it('lies between January 2022 and 24 November 2026, in every year', () => {
    const days = log.map(({ metadata }) => metadata['effectiveAt'] as string).sort();
    expect(days[0]! >= '2022-01-01').toBe(true);
    expect(days.at(-1)! <= '2026-11-24').toBe(true);
    expect(new Set(days.map(day => day.slice(0, 4)))).toEqual(new Set(['2022', '2023', '2024', '2025', '2026']));
  });

  it('is recorded in the order of its days, but for what corrects, which is of the day of what it mends', () => {
    const days = log.filter(({ type }) => type !== 'EventsCorrected').map(({ metadata }) => metadata['effectiveAt'] as string);
    expect(days).toEqual([...days].sort());
  });

  it('has a coalition with two versions of its document and 45 signatories, three of whom withdraw', () => {
    expect(log.filter(({ type }) => type === 'DocumentPublished')).toHaveLength(2);
    const corrected = log.filter(({ type }) => type === 'EventsCorrected').map(({ stream }) => stream);
    const signed = log.filter(({ type, stream }) => type === 'DocumentSigned' && !corrected.includes(stream)); // one by mistake
    expect(new Set(signed.map(({ stream }) => stream)).size).toBe(45);
    expect(new Set(signed.map(({ data }) => data['version']))).toEqual(new Set([1, 2]));
    expect(log.filter(({ type }) => type === 'SignatureWithdrawn')).toHaveLength(3);
  });

  it('has four working groups led from all six regions, one of them incomplete', async () => {
    await on.views.waitFor(log.at(-1)!.position);
    const { answer } = await on.views.ask({}, ({ at, day }) => listWorkingGroups(at, day, ['demonstration']));
    const [table] = answer.tables;
    expect(table!.groups.map(({ composition }) => composition).sort()).toEqual(['complete', 'complete', 'complete', 'incomplete']);
    expect(table!.regionsMissing).toEqual([]);
  });

  it('has two reporting cycles, one closed, with late, silent, declined and slipped ones', async () => {
    await on.views.waitFor(log.at(-1)!.position);
    const { answer: cycles } = await on.views.ask({}, ({ at, day }) => listCycles(at, day, { provenance: ['demonstration'] }));
    expect(cycles.map(({ status }) => status)).toEqual(['open', 'closed']);
    const wholes = await Promise.all(
      cycles.map(async ({ id }) => {
        const { answer } = await on.views.ask({}, ({ at, day }) => perCycle(at, day, id));
        return answer!.tables[0]!.whole;
      }),
    );
    for (const { reported, late, silent, declined } of wholes) expect(Math.min(reported, late, silent, declined)).toBeGreaterThan(0);
    expect(wholes[0]!.slipped).toBeGreaterThan(0);
    expect(new Set(wholes.flatMap(({ delivery }) => Object.entries(delivery).flatMap(([status, n]) => (n > 0 ? [status] : []))))).toEqual(
      new Set(['not-started', 'on-track', 'delayed', 'at-risk', 'completed']),
    );
  });

  it('asks reports of no body that is not a demonstration', async () => {
    const { answer } = await on.views.ask({}, ({ at, day }) => listCycles(at, day, { provenance: ['submitted'] }));
    expect(answer).toEqual([]);
  });

  it('has reports on regional priorities of its own, and on no real one', () => {
    const reported = log.filter(({ type, stream }) => type === 'ProgressReported' && stream.startsWith('regionalPriority-'));
    expect(reported.length).toBeGreaterThan(3);
  });

  it('names no person in what is stored', () => {
    expect(JSON.stringify(log.map(({ data }) => data))).not.toMatch(/Northwater|Steppeson|نورثووتر/);
  });

  it('appends nothing at a second start, and is the same where it was broken off or begun on an earlier day', async () => {
    expect(await recordActs(on, acts)).toEqual({ recorded: 0, refused: [] });
    let today = '2024-05-01';
    const other = await prepared(() => today);
    await expect(
      recordActs(other, acts, done => {
        if (done === 300) throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    await recordActs(other, acts);
    expect((await other.log()).every(({ metadata }) => (metadata['effectiveAt'] as string) <= today)).toBe(true);
    today = '2027-03-01';
    expect((await recordActs(other, acts)).refused).toEqual([]);
    const told = (events: readonly RecordedEvent[]) =>
      events.map(({ id, stream, data, metadata }) => ({ id, stream, data, effectiveAt: metadata['effectiveAt'] }));
    expect(told((await other.log()).filter(({ stream }) => /^(commitment|organisation)-/.test(stream)))).toEqual(
      told(log.filter(({ stream }) => /^(commitment|organisation)-/.test(stream))),
    );
    await other.close();
  });
});

describe('the arithmetic of the demonstration', () => {
  it('deals every card as often as its quota says', () => {
    const dealt = deal(
      [
        ['a', 5],
        ['b', 3],
      ],
      3,
    );
    expect(dealt.filter(card => card === 'a')).toHaveLength(5);
    expect(dealt.filter(card => card === 'b')).toHaveLength(3);
  });

  it('deals in no stride that meets some cards twice', () => {
    expect(() => deal([['a', 8]], 6)).toThrow(RangeError);
  });

  it('counts days over months and years, and rounds to two digits', () => {
    expect(addDays('2024-02-28' as Day, 2)).toBe('2024-03-01');
    expect(addDays('2022-01-05' as Day, -12)).toBe('2021-12-24');
    expect([3_417_000, 45, 7, 0.2].map(roundly)).toEqual([3_400_000, 45, 7, 1]);
  });
});

async function prepared(today: string | (() => string)): Promise<TestLedger> {
  const on = await testLedger(today);
  await recordReference(on.ledger, on.clock);
  return on;
}
