import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  categories,
  categoryIds,
  country,
  type CountryCode,
  countryGroup,
  type CountryGroupCommand,
  type CountryGroupId,
  type Day,
  declarations,
  focusAreaIds,
  focusAreas,
  regionalPriority,
  type RegionalPriorityCommand,
  regionIds,
  regions,
  sdgs,
} from '@mithaq/domain';
import { countryGroupFacts } from '../country-groups/country-group-facts.js';
import { regionalPriorityFacts } from '../regional-priorities/regional-priority-facts.js';
import { readDataFile, written } from './data-files.js';
import { type Reference, readReference, recordReference } from './reference.js';
import { type TestLedger, testLedger } from './testing/test-ledger.js';

describe('the reference data', () => {
  let on: TestLedger;
  beforeEach(async () => {
    on = await testLedger('2026-11-24');
  });
  afterEach(() => on.close());

  const members = async (group: string, day: string): Promise<ReadonlySet<string>> => {
    const state = await on.ledger.stateOf(countryGroup, group, day as Day);
    return state.status === 'listed' ? state.members : new Set();
  };

  it('is recorded whole at the first start, and not again at the second', async () => {
    const first = await recordReference(on.ledger, on.clock);
    expect(first.contradictions).toEqual([]);
    const log = await on.log();
    expect(first.appended).toBe(log.length);
    expect(countOf(log, 'CountryListed')).toBe(195);
    expect(countOf(log, 'CountryGroupListed')).toBe(3);
    expect(countOf(log, 'RegionalPriorityAdopted')).toBe(35);

    expect(await recordReference(on.ledger, on.clock)).toEqual({ appended: 0, contradictions: [] });
    expect(await on.log()).toEqual(log);
  });

  it('answers who belonged to a group on a day as the file counts it', async () => {
    await recordReference(on.ledger, on.clock);
    const { contents } = readDataFile<{ counts: { ldc_on: Record<string, number>; lldc: number; sids_itu_member_states: number } }>(
      'countries.json',
    );
    for (const [day, count] of Object.entries(contents.counts.ldc_on))
      expect([day, (await members('LDC', day)).size]).toEqual([day, count]);
    expect((await members('LLDC', '2026-11-24')).size).toBe(contents.counts.lldc);
    expect((await members('SIDS', '2026-11-24')).size).toBe(contents.counts.sids_itu_member_states);
    expect(await members('LDC', '2023-12-12')).toContain('BT');
    expect(await members('LDC', '2023-12-13')).not.toContain('BT');
  });

  it('ends no membership for a graduation that is only planned', async () => {
    await recordReference(on.ledger, on.clock);
    expect(await members('LDC', '2026-11-24')).toContain('BD'); // planned for this very day
  });

  it('lists the State of Palestine as a participant, not as a Member State', async () => {
    await recordReference(on.ledger, on.clock);
    expect(await on.ledger.stateOf(country, 'PS', on.clock.today())).toMatchObject({
      details: { region: 'ARB', standing: 'other-participant' },
    });
  });

  it('marks a wording that was not read in a source as to be confirmed', async () => {
    await recordReference(on.ledger, on.clock);
    const { contents } = readReference().regionalPriorities;
    const wordings = new Map((await on.log()).map(event => [event.stream, event.data['wording']]));
    for (const { id, confidence } of contents.priorities) {
      expect(wordings.get(`regionalPriority-${id.toLowerCase()}`)).toBe(confidence === 'verified' ? 'verified' : 'to-be-confirmed');
    }
  });

  it('names the file and its hash in each event', async () => {
    await recordReference(on.ledger, on.clock);
    const { countries, regionalPriorities } = readReference();
    for (const { stream, data } of await on.log()) {
      expect(data['reference']).toEqual(stream.startsWith('regionalPriority-') ? regionalPriorities.reference : countries.reference);
    }
  });

  it('appends only what a later release changed, each at its day, and moves no earlier moment', async () => {
    await recordReference(on.ledger, on.clock);
    const before = await on.log();
    const reference = readReference();
    const later = changed(reference, entry => {
      if (entry.iso2 === 'LA')
        return { ...entry, groups: entry.groups.map(stay => (stay.group === 'LDC' ? { ...stay, to: '2026-11-24' as Day } : stay)) };
      if (entry.iso2 === 'TR') return { ...entry, name: { ...entry.name, en: 'Türkiye (renamed)' } };
      return entry;
    });

    expect(await recordReference(on.ledger, on.clock, later)).toEqual({ appended: 2, contradictions: [] });
    const added = (await on.log()).slice(before.length);
    expect(added.map(({ stream, type, metadata }) => [stream, type, metadata['effectiveAt']])).toEqual([
      ['country-TR', 'CountryAmended', '2026-11-24'],
      ['countryGroup-LDC', 'CountryLeftGroup', '2026-11-24'],
    ]);
    expect(await members('LDC', '2026-11-23')).toContain('LA');
    expect(await members('LDC', '2026-11-24')).not.toContain('LA');
    expect(await recordReference(on.ledger, on.clock, later)).toEqual({ appended: 0, contradictions: [] });
  });

  it('says what only a correction can mend, and starts all the same', async () => {
    await recordReference(on.ledger, on.clock);
    const later = changed(readReference(), entry => (entry.iso2 === 'AO' ? { ...entry, groups: [] } : entry));
    const { appended, contradictions } = await recordReference(on.ledger, on.clock, later);
    expect(appended).toBe(0);
    expect(contradictions).toEqual([expect.stringContaining('AO does not belong to LDC on 1994-01-01')]);
  });

  it('goes on where it was broken off', async () => {
    const whole = await testLedger('2026-11-24');
    await recordReference(whole.ledger, whole.clock);
    const { countries, regionalPriorities } = readReference();
    const half = countries.contents.countries.slice(0, 90);
    await recordReference(on.ledger, on.clock, {
      countries: { ...countries, contents: { ...countries.contents, countries: half } },
      regionalPriorities: { ...regionalPriorities, contents: { ...regionalPriorities.contents, priorities: [] } },
    });
    await recordReference(on.ledger, on.clock);
    expect(new Set((await on.log()).map(({ id, stream }) => `${stream} ${id}`))).toEqual(
      new Set((await whole.log()).map(({ id, stream }) => `${stream} ${id}`)),
    );
    await whole.close();
  });

  it('adopts a regional priority when the action plan has begun, not before', async () => {
    const early = await testLedger('2025-06-01');
    await recordReference(early.ledger, early.clock);
    const adopted = (await early.log()).filter(({ type }) => type === 'RegionalPriorityAdopted');
    expect(adopted.every(({ metadata }) => metadata['effectiveAt'] === '2023-01-01')).toBe(true);
    expect(adopted.length).toBeLessThan(35);
    await early.close();
  });
});

describe('what the secretariat recorded', () => {
  const today = '2027-03-01';
  const actor = { subject: 'dave', roles: ['secretariat' as const] };
  const source = { title: { en: 'Resolution of the General Assembly' } };
  let on: TestLedger;
  beforeEach(async () => {
    on = await testLedger(today);
    await recordReference(on.ledger, on.clock);
  });
  afterEach(() => on.close());

  const context = (day: string) => ({ actor, effectiveAt: day as Day, request: { id: randomUUID() }, correlationId: 'test' });
  const records = (day: string, type: 'RecordJoining' | 'RecordGraduation', code: string, group = 'LDC') => {
    const command: CountryGroupCommand = { type, country: code as CountryCode, source };
    return on.ledger.decide(countryGroup, group, command, context(day), countryGroupFacts(on.ledger));
  };
  const asks = (id: string, command: RegionalPriorityCommand, day = today) =>
    on.ledger.decide(regionalPriority, id, command, context(day), regionalPriorityFacts(on.ledger, actor));
  const belongs = async (code: string, day: string, group = 'LDC') => {
    const state = await on.ledger.stateOf(countryGroup, group, day as Day);
    return state.status === 'listed' && state.members.has(code as CountryCode);
  };
  const priority = async (id: string) => {
    const state = await on.ledger.stateOf(regionalPriority, id, on.clock.today());
    if (state.status === 'unknown') throw new Error(`${id} is unknown`);
    return state;
  };
  /** The next start, with the files of this release or of another: what it appends, and what it cannot. */
  const starts = async (reference = readReference()) => {
    const before = await on.log();
    const outcome = await recordReference(on.ledger, on.clock, reference);
    const added = (await on.log()).slice(before.length).map(({ stream, type, metadata }) => [stream, type, metadata['effectiveAt']]);
    return { ...outcome, added };
  };
  const stays = (iso2: string, change: (stay: Entry['groups'][number]) => Entry['groups'][number]) =>
    changed(readReference(), entry => (entry.iso2 === iso2 ? { ...entry, groups: entry.groups.map(change) } : entry));
  const unchanged = { appended: 0, contradictions: [], added: [] };

  it('of the graduations of 24 November 2026 stands at every later start', async () => {
    for (const code of ['BD', 'LA', 'NP']) await records('2026-11-24', 'RecordGraduation', code);
    expect(await starts()).toEqual(unchanged);
    // Another country turns on a later day, and the file has not heard of the three.
    const later = stays('AO', stay => (stay.group === 'LDC' ? { ...stay, to: '2027-02-01' as Day } : stay));
    expect(await starts(later)).toEqual({
      appended: 1,
      contradictions: [],
      added: [['countryGroup-LDC', 'CountryLeftGroup', '2027-02-01']],
    });
    expect(await starts(later)).toEqual(unchanged);
    for (const code of ['BD', 'LA', 'NP']) {
      expect([code, await belongs(code, '2026-11-23'), await belongs(code, '2026-11-24'), await belongs(code, today)]).toEqual([
        code,
        true,
        false,
        false,
      ]);
    }
  });

  it('is what a later release says too, where that has heard of it', async () => {
    await records('2026-11-24', 'RecordGraduation', 'BD');
    expect(await starts(stays('BD', stay => ({ ...stay, to: '2026-11-24' as Day })))).toEqual(unchanged);
  });

  it('of a graduation is not moved to another day', async () => {
    await records('2026-11-24', 'RecordGraduation', 'BD');
    for (const to of ['2026-11-20', '2026-12-01'] as Day[]) {
      const { appended, added } = await starts(stays('BD', stay => ({ ...stay, to })));
      expect({ to, appended, added }).toEqual({ to, appended: 0, added: [] });
    }
    expect([await belongs('BD', '2026-11-23'), await belongs('BD', '2026-11-24')]).toEqual([true, false]);
  });

  it('of a graduation is not undone by a stay that the file has begin afterwards; the start says so', async () => {
    await records('2026-11-24', 'RecordGraduation', 'BD');
    const later = changed(readReference(), entry =>
      entry.iso2 === 'BD' ? { ...entry, groups: [...entry.groups, { group: 'LDC' as CountryGroupId, from: '2027-01-01' as Day }] } : entry,
    );
    const { added, contradictions } = await starts(later);
    expect(added).toEqual([]);
    expect(contradictions).toEqual([expect.stringContaining('BD belongs to LDC on 2027-01-01')]);
    expect(await belongs('BD', today)).toBe(false);
  });

  it('of a joining stands, though no file knows of it', async () => {
    await records('2026-12-01', 'RecordJoining', 'KE', 'LLDC');
    expect(await starts()).toEqual(unchanged);
    const later = stays('LA', stay => (stay.group === 'LLDC' ? { ...stay, to: '2027-02-01' as Day } : stay));
    expect(await starts(later)).toEqual({
      appended: 1,
      contradictions: [],
      added: [['countryGroup-LLDC', 'CountryLeftGroup', '2027-02-01']],
    });
    expect([await belongs('KE', '2026-11-30', 'LLDC'), await belongs('KE', today, 'LLDC')]).toEqual([false, true]);
  });

  it('of a country that joined where the file has it leave is not ended by the file', async () => {
    await records('2026-12-01', 'RecordJoining', 'KE');
    const later = changed(readReference(), entry =>
      entry.iso2 === 'KE'
        ? { ...entry, groups: [{ group: 'LDC' as CountryGroupId, from: '2026-12-01' as Day, to: '2027-02-01' as Day }] }
        : entry,
    );
    const { added, contradictions } = await starts(later);
    expect(added).toEqual([]);
    expect(contradictions).toEqual([expect.stringContaining('KE does not belong to LDC on 2027-02-01')]);
    expect(await belongs('KE', today)).toBe(true);
  });

  it('of a regional priority, amended or retired, stands', async () => {
    await asks('kap-afr1', {
      type: 'AmendRegionalPriority',
      reason: { en: 'As printed.' },
      changes: { name: { en: 'As printed' } },
      source,
    });
    await asks('kap-afr2', { type: 'RetireRegionalPriority', reason: { en: 'It is over.' }, source });
    expect(await starts()).toEqual(unchanged);
    expect(await starts(reworded(readReference()))).toMatchObject({ contradictions: [] });
    expect(await priority('kap-afr1')).toMatchObject({ status: 'adopted', details: { name: { en: 'As printed' }, code: 'AFR1' } });
    expect(await priority('kap-afr2')).toMatchObject({ status: 'retired' });
  });

  it('of a regional priority that it adopted before the file had it stands', async () => {
    const { regionalPriorities } = readReference();
    const next = { ...regionalPriorities.contents.priorities[0]!, id: 'KAP-AFR9' };
    await asks(
      'kap-afr9',
      {
        type: 'AdoptRegionalPriority',
        region: 'AFR',
        code: 'AFR9',
        name: { en: 'Of the secretariat' },
        actionPlan: { id: 'KAP', name: 'Kigali Action Plan', from: '2023-01-01' as Day, to: '2026-01-01' as Day },
        wording: 'verified',
        source,
      },
      '2025-01-01',
    );
    const contents = { ...regionalPriorities.contents, priorities: [...regionalPriorities.contents.priorities, next] };
    expect(await starts({ ...readReference(), regionalPriorities: { ...regionalPriorities, contents } })).toEqual(unchanged);
    expect((await priority('kap-afr9')).details.name).toEqual({ en: 'Of the secretariat' });
  });

  it('is nothing of most regional priorities: their wording follows the release, since the day of its first start', async () => {
    const { appended, contradictions, added } = await starts(reworded(readReference()));
    expect({ appended, contradictions }).toEqual({ appended: 35, contradictions: [] });
    expect(added).toContainEqual(['regionalPriority-kap-afr1', 'RegionalPriorityAmended', today]);
    expect(await starts(reworded(readReference()))).toEqual(unchanged);
    expect((await priority('kap-afr1')).details.code).toBe('AFR1 (reworded)');
  });
});

describe('the fixed lists of the domain', () => {
  interface Entry {
    readonly id: string | number;
    readonly name: { readonly en: string; readonly ar: string | null };
  }
  const names = (entries: readonly Entry[]) => Object.fromEntries(entries.map(({ id, name }) => [id, written(name)]));
  const held = (list: Readonly<Record<string, { readonly name: object }>>) =>
    Object.fromEntries(Object.entries(list).map(([id, { name }]) => [id, name]));

  it('name regions, focus areas, categories, goals and declarations as the files do', () => {
    const file = <Contents>(name: string) => readDataFile<Contents>(name).contents;
    expect(held(regions)).toEqual(names(file<{ regions: Entry[] }>('regions.json').regions));
    expect(held(focusAreas)).toEqual(names(file<{ focusAreas: Entry[] }>('focus-areas.json').focusAreas));
    expect(held(categories)).toEqual(names(file<{ categories: Entry[] }>('stakeholder-categories.json').categories));
    expect(held(sdgs)).toEqual(names(file<{ sdgs: Entry[] }>('sdgs.json').sdgs));
    expect(held(declarations)).toEqual(names(file<{ declarations: Entry[] }>('declarations.json').declarations));
  });

  it('keep the order of the ids', () => {
    expect(Object.keys(regions)).toEqual(regionIds);
    expect(Object.keys(focusAreas)).toEqual(focusAreaIds);
    expect(Object.keys(categories)).toEqual(categoryIds);
  });
});

function countOf(log: readonly { readonly type: string }[], type: string): number {
  return log.filter(event => event.type === type).length;
}

/** The reference data of a later release: other contents, so another hash. */
function changed(reference: Reference, change: (entry: Entry) => Entry): Reference {
  const { contents, reference: file } = reference.countries;
  return {
    ...reference,
    countries: {
      contents: { ...contents, countries: contents.countries.map(change) },
      reference: { ...file, sha256: 'f'.repeat(64) },
    },
  };
}
/** Regional priorities of a later release: each with another code. */
function reworded(reference: Reference): Reference {
  const { contents, reference: file } = reference.regionalPriorities;
  return {
    ...reference,
    regionalPriorities: {
      contents: { ...contents, priorities: contents.priorities.map(entry => ({ ...entry, code: `${entry.code} (reworded)` })) },
      reference: { ...file, sha256: 'f'.repeat(64) },
    },
  };
}

type Entry = Reference['countries']['contents']['countries'][number] & { readonly iso2: CountryCode };
