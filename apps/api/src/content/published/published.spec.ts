import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  commitment,
  type Commitment,
  type CommitmentDetails,
  type CommitmentEvent,
  countryGroup,
  type Day,
  type Home,
  hold,
  organisation,
  type Recorded,
} from '@mithaq/domain';
import { type RecordedEvent } from '@mithaq/event-store';
import { recordActs } from '../acts.js';
import { recordReference } from '../reference.js';
import { type TestLedger, testLedger } from '../testing/test-ledger.js';
import { lastDay, slug } from './fields.js';
import { publishedActs, publishedCommitmentId, publishedOrganisationId, publishedReportId } from './published.js';
import { publishedFile, publishedNotice } from './published-file.js';

describe('the published pledges', () => {
  let on: TestLedger;
  let log: RecordedEvent[];
  const acts = publishedActs(publishedFile);

  beforeAll(async () => {
    on = await prepared();
    expect(await recordActs(on, acts)).toEqual({ recorded: acts.length, refused: [] });
    log = await content(on);
  });
  afterAll(() => on.close());

  const count = (type: string) => log.filter(event => event.type === type).length;
  const streamOf = (pledge: string) => `commitment-${publishedCommitmentId(pledge)}`;
  const of = (pledge: string) => log.filter(({ stream }) => stream === streamOf(pledge));
  /** The pledge as it stood on a day: what its events of that day and before say. */
  const asOn = async (pledge: string, day: string): Promise<Extract<Commitment, { lead: unknown }>> => {
    const state = await on.ledger.stateOf<Commitment, CommitmentEvent>(commitment, publishedCommitmentId(pledge), day as Day);
    if (state.registration === 'unknown') throw new Error(`${pledge} is unknown on ${day}`);
    return state;
  };
  const detailsOn = async (pledge: string, day: string): Promise<CommitmentDetails> => (await asOn(pledge, day)).details;

  it('are 53 of 38 bodies, all announced by publication, none accepted and nobody verified', () => {
    expect(count('OrganisationRegistered')).toBe(38);
    expect(count('CommitmentPledged')).toBe(53);
    expect(count('CommitmentAnnounced')).toBe(53);
    expect(log.filter(({ type }) => type === 'CommitmentAnnounced').map(({ data }) => data['manner'])).toEqual(
      Array(53).fill('publication'),
    );
    expect(new Set(log.map(({ type }) => type))).toEqual(
      new Set([
        'OrganisationRegistered',
        'CommitmentPledged',
        'CommitmentAnnounced',
        'CommitmentAmended',
        'CommitmentNoted',
        'ProgressReported',
      ]),
    );
  });

  it('bring 4 amendments, 13 reports, 7 later statements and 9 earlier ones', () => {
    expect(count('CommitmentAmended')).toBe(4);
    expect(count('ProgressReported')).toBe(13);
    expect(count('CommitmentNoted')).toBe(7 + 9);
    expect(log).toHaveLength(38 + 2 * 53 + 4 + 13 + 16);
  });

  it('are of provenance published, each with its sources and the file that they were taken from', () => {
    for (const { data } of log.filter(({ type }) => type === 'CommitmentPledged' || type === 'OrganisationRegistered')) {
      expect(data['provenance']).toBe('published');
      const sources = data['sources'] as CommitmentDetails['sources'];
      expect(sources!.length).toBeGreaterThan(1);
      expect(sources!.at(-1)!.title).toEqual(publishedFile.title);
      expect(sources!.at(-1)!.note!['en']).toContain(publishedFile.notice);
    }
    for (const { data } of log.filter(({ type }) => /Announced|Noted|Amended|Reported/.test(type))) expect(data['source']).toBeDefined();
  });

  it('are recorded in the order of their days, across all streams', () => {
    const days = log.map(({ metadata }) => metadata['effectiveAt'] as string);
    expect(days).toEqual([...days].sort());
  });

  it('register a body at its first pledge, with what is known of its home and nothing of its membership', async () => {
    const registered = async (name: string, day: string) => on.ledger.stateOf(organisation, publishedOrganisationId(name), day as Day);
    expect(await registered('Microsoft', '2022-03-15')).toEqual({ status: 'unknown' });
    expect(await registered('Microsoft', '2022-03-16')).toMatchObject({ status: 'registered', details: { home: { country: 'US' } } });
    for (const { data } of log.filter(({ type }) => type === 'OrganisationRegistered')) expect(data).not.toHaveProperty('membership');
    const home = async (name: string): Promise<Home | undefined> => {
      const state = await registered(name, '2026-11-24');
      return state.status === 'unknown' ? undefined : state.details.home;
    };
    expect(await home('AfriLabs')).toEqual({ region: 'AFR' });
    expect(await home('United Nations Development Programme (UNDP)')).toBeUndefined();
  });

  it('leave out what was not published', async () => {
    const details = await detailsOn('usa-private-capital', '2022-06-03');
    for (const field of ['kind', 'additionality', 'value', 'targets', 'beneficiaries', 'implementation', 'start', 'end', 'partners']) {
      expect(details).not.toHaveProperty(field);
    }
  });

  it('name a partner that is a body of the file as that body, others by name', async () => {
    expect((await detailsOn('undp-bmz-hamburg-declaration', '2026-11-24')).partners).toEqual([
      { organisation: publishedOrganisationId('Federal Ministry for Economic Cooperation and Development, Germany (with GIZ)') },
    ]);
    expect((await detailsOn('veon-ukraine', '2024-02-26')).partners).toEqual([{ name: { en: 'Kyivstar' } }]);
  });

  it('carry money as it was published: its nature, its qualifier, the dollars that the source gives', async () => {
    expect((await detailsOn('canada-ai-compute', '2024-05-27')).value).toEqual({
      amount: '200000000000',
      currency: 'CAD',
      nature: 'own',
      usd: { amount: '146000000000' },
    });
    expect((await detailsOn('adb-digital-highway', '2026-07-31')).value).toMatchObject({
      nature: 'mobilised',
      qualifier: 'aims-to-mobilise',
    });
    expect((await detailsOn('mtn-networks', '2026-07-31')).value).toMatchObject({ nature: 'yearly', qualifier: 'approximately' });
    expect((await detailsOn('inmarsat-airtime', '2026-07-31')).value).toMatchObject({ nature: 'in-kind' });
  });

  it('keep the other registry’s number and our own', async () => {
    expect((await detailsOn('avantdev-lac-ai-governance', '2026-05-15')).identifiers).toEqual([
      { scheme: 'ITU P2C', id: '7528' },
      { scheme: 'mithaq-published', id: 'avantdev-lac-ai-governance' },
    ]);
  });

  it('amend what an entry says, also where it says so in words only', async () => {
    const ghana = 'ghana-rural-telephony-finance';
    expect(await detailsOn(ghana, '2024-12-30')).toMatchObject({ end: '2023-12-31', beneficiaries: { count: 3_000_000 } });
    expect(await detailsOn(ghana, '2024-12-31')).toMatchObject({
      end: '2024-12-31',
      beneficiaries: { count: 3_500_000, groups: ['rural-population'] },
      targets: [
        { goal: 2016, due: '2024-12-31' },
        { goal: 3_500_000, due: '2024-12-31' },
      ],
      value: { amount: '15500000000', currency: 'EUR' }, // USD 200 million is another outlet's figure: a note, in no sum
    });
    expect(await detailsOn('veon-ukraine', '2024-11-28')).toMatchObject({
      value: { amount: '60000000000' },
      start: '2024-01-01',
      end: '2026-12-31',
    });
    expect(await detailsOn('veon-ukraine', '2024-11-29')).toMatchObject({
      value: { amount: '100000000000' },
      start: '2024-01-01',
      end: '2027-12-31',
    });
    expect(await detailsOn('veon-ukraine', '2025-02-26')).toMatchObject({
      value: { amount: '100000000000' },
      start: '2023-01-01',
      end: '2027-12-31',
    });
    expect(await detailsOn('canada-ai-compute', '2024-12-05')).toMatchObject({
      start: '2024-04-01',
      end: '2029-03-31',
      value: { amount: '200000000000' },
    });
  });

  it('give the reason of an amendment in the words of the entry', () => {
    const reasons = log.filter(({ type }) => type === 'CommitmentAmended').map(({ data }) => (data['reason'] as { en: string }).en);
    const entries = publishedFile.pledges.flatMap(({ later }) => later.filter(entry => entry.as === 'amendment').map(({ what }) => what));
    expect(new Set(reasons)).toEqual(new Set(entries));
  });

  it('note a yearly sum beside the published one, which stays', async () => {
    const { notes, details } = await asOn('zte-infrastructure-ldc', '2026-11-24');
    expect(notes.map(({ value }) => value)).toEqual([
      { amount: '40000000000', currency: 'USD', nature: 'yearly' },
      { amount: '40000000000', currency: 'USD', nature: 'yearly' },
    ]);
    expect(details.value).toMatchObject({ amount: '40000000000', nature: 'own' });
    expect((await on.ledger.stateOf(countryGroup, 'LDC', '2022-06-30' as Day)).status).toBe('listed');
    expect(details.implementation).toEqual({ regions: [], countries: [], groups: ['LDC', 'LLDC', 'SIDS'] });
  });

  it('note what was public before the announcement, with its source', () => {
    const [, , earlier] = of('ericsson-connect-to-learn');
    expect(earlier).toMatchObject({
      type: 'CommitmentNoted',
      data: {
        text: { en: 'Before this announcement (2021-12): First announced within the EDISON Alliance.' },
        source: { publisher: 'Industry Europe' },
      },
      metadata: { effectiveAt: '2022-09-30' },
    });
  });

  it('report what was measured, in the words of the entry, at the day it was published', () => {
    const reports = of('ghana-rural-telephony-finance').filter(({ type }) => type === 'ProgressReported');
    expect(reports.map(({ metadata }) => metadata['effectiveAt'])).toEqual(['2022-08-21', '2023-11-30', '2026-11-24']);
    expect(reports[0]!.data).toEqual({
      report: publishedReportId('ghana-rural-telephony-finance', 0),
      readings: [{ indicator: { en: 'sites on air' }, value: 417 }],
      narrative: { en: expect.stringMatching(/^Sites built in 1,084 communities/) },
      source: expect.objectContaining({ title: expect.any(Object) }),
    });
    const [vodafone] = of('vodafone-4g-africa').filter(({ type }) => type === 'ProgressReported');
    expect(vodafone!.data['readings']).toContainEqual({
      indicator: { en: 'people newly covered' },
      value: 13_000_000,
      qualifier: 'more-than',
    });
    const [bbva] = of('bbva-microfinance-entrepreneurs').filter(({ type }) => type === 'ProgressReported');
    expect(bbva!.data['readings']).toContainEqual({ indicator: { en: 'disbursed' }, unit: { en: 'USD' }, value: 2_600_000_000 });
  });

  it('report to no cycle, and say how delivery stands only where it is completed', async () => {
    const reports = log.filter(({ type }) => type === 'ProgressReported');
    expect(reports.filter(({ data }) => 'cycle' in data || 'percent' in data || 'beneficiaries' in data)).toEqual([]);
    expect(reports.flatMap(({ stream, data }) => (data['delivery'] === undefined ? [] : [[stream, data['delivery']]]))).toEqual([
      [streamOf('isoc-train-builders'), 'completed'],
      [streamOf('huawei-remote-areas'), 'completed'],
    ]);
    expect((await asOn('huawei-remote-areas', '2026-03-03')).reporting.delivery).toBe('running');
    expect((await asOn('huawei-remote-areas', '2026-03-04')).reporting.delivery).toBe('completed');
  });

  it('give a ledger that was made before there were reports its reports at the next start, and nothing else', async () => {
    const other = await prepared();
    const before = acts.filter(act => act.command.type !== 'ReportProgress');
    await recordActs(other, before);
    expect(await recordActs(other, acts)).toEqual({ recorded: 13, refused: [] });
    const late = (await content(other)).slice(before.length);
    expect(late.map(({ type }) => type)).toEqual(Array(13).fill('ProgressReported'));
    // Told late, they stand where they would have stood: on every day each pledge is what it is in a ledger made today.
    for (const { id } of publishedFile.pledges) {
      for (const day of ['2022-08-21', '2023-12-01', '2024-12-31', '2026-11-24'] as Day[]) {
        const state = (on: TestLedger) => on.ledger.stateOf<Commitment, CommitmentEvent>(commitment, publishedCommitmentId(id), day);
        expect(await state(other)).toEqual(await state(on));
      }
    }
    await other.close();
  });

  it('append nothing at a second start', async () => {
    expect(await recordActs(on, acts)).toEqual({ recorded: 0, refused: [] });
    expect(await content(on)).toEqual(log);
  });

  it.each([0, 1, 37, 38, 100, acts.length - 1])('killed after %i acts and started again, are the same ledger', async done => {
    const other = await prepared();
    await expect(
      recordActs(other, acts, count => {
        if (count > done) throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect(await content(other)).toHaveLength(done + 1);
    expect(await recordActs(other, acts)).toEqual({ recorded: acts.length - done - 1, refused: [] });
    expect((await content(other)).map(told)).toEqual(log.map(told));
    await other.close();
  });

  it('leave for a later start what is of a day to come', async () => {
    const other = await prepared('2022-06-30');
    const early = await recordActs(other, acts);
    expect((await content(other)).every(({ metadata }) => (metadata['effectiveAt'] as string) <= '2022-06-30')).toBe(true);
    expect(early.recorded).toBeGreaterThan(0);
    expect(early.recorded).toBeLessThan(acts.length);
    await other.close();
  });

  it('stand by the ledger where somebody has moved it on, and start all the same', async () => {
    const other = await prepared();
    const ghana = publishedCommitmentId('ghana-rural-telephony-finance');
    await recordActs(
      other,
      acts.filter(act => act.on < '2024-12-31'),
    );
    await recordActs(other, [
      {
        of: 'commitment',
        id: ghana,
        name: 'withdrawn-in-this-test',
        on: '2023-12-01' as Day,
        by: 'secretariat',
        command: { type: 'WithdrawCommitment', reason: { en: 'A test.' } },
      },
    ]);
    const { refused } = await recordActs(other, acts);
    expect(refused).toEqual([
      expect.stringContaining(`AmendCommitment "later-4" on commitment-${ghana}`),
      expect.stringContaining(`ReportProgress "later-2" on commitment-${ghana}`),
    ]);
    expect(hold(await streamEvents(other, `commitment-${ghana}`)).at(-1)!.type).toBe('CommitmentWithdrawn');
    await other.close();
  });
});

describe('the notice of the published pledges', () => {
  it('is the file’s own, with its title and day', () => {
    expect(publishedNotice).toEqual({ title: publishedFile.title, notice: publishedFile.notice, asOf: '2026-11-24' });
    expect(publishedNotice.notice).toMatch(/not checked/i);
  });
});

describe('what was published in part', () => {
  it('means the last day of its year or month, and the day itself where it was a day', () => {
    expect(lastDay('2023')).toBe('2023-12-31');
    expect(lastDay('2024-02')).toBe('2024-02-29');
    expect(lastDay('2022-06-07')).toBe('2022-06-07');
  });

  it('has groups as slugs', () => {
    expect(slug('ICT professionals')).toBe('ict-professionals');
  });
});

async function prepared(today = '2026-11-24'): Promise<TestLedger> {
  const on = await testLedger(today);
  await recordReference(on.ledger, on.clock);
  return on;
}

/** What was recorded after the reference data. */
async function content(on: TestLedger): Promise<RecordedEvent[]> {
  return (await on.log()).filter(({ stream }) => stream.startsWith('commitment-') || stream.startsWith('organisation-'));
}

/** An event without what tells one recording from another: when, and within which. */
function told({ id, stream, revision, type, data, metadata }: RecordedEvent) {
  return { id, stream, revision, type, data, metadata: { ...metadata, correlationId: undefined } };
}

async function streamEvents(on: TestLedger, stream: string) {
  const events: Recorded<CommitmentEvent>[] = [];
  for await (const event of on.store.readStream(stream)) events.push(event as unknown as Recorded<CommitmentEvent>); // a commitment's stream
  return events;
}
