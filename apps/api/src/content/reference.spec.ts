import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  categories,
  categoryIds,
  country,
  type CountryCode,
  countryGroup,
  type Day,
  declarations,
  focusAreaIds,
  focusAreas,
  regionIds,
  regions,
  sdgs,
} from '@mithaq/domain';
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
type Entry = Reference['countries']['contents']['countries'][number] & { readonly iso2: CountryCode };
