import { afterEach, describe, expect, it } from '@jest/globals';
import { type Day, type Recorded, type WorkingGroupEvent } from '@mithaq/domain';
import fc from 'fast-check';
import { type Moment } from '../engine/moment.js';
import { ledgers, moments, record, told } from '../testing/ledgers.js';
import { ledgerAt, naiveTerms, naiveWorkingGroups } from '../testing/naive.js';
import { RowsAt } from '../testing/rows-at.js';
import { views } from './all-views.js';
import { listCommitments } from './commitment-list.js';
import { facilitatedBy, listWorkingGroups, oneAppointment, oneWorkingGroup } from './working-group-list.js';
import { workingGroups } from './working-groups.js';

const now: Moment = {};
let opened: RowsAt | undefined;
afterEach(() => opened?.close());
function rowsAt(events: readonly Recorded[], moment: Moment = {}): RowsAt {
  opened?.close();
  return (opened = new RowsAt(views, events, moment));
}

const name = `1.${'A'.repeat(60)}`;
const reason = { en: 'She leads another programme now.' };
const group = (focusArea: string, day: string, event: object) => told(`workingGroup-${focusArea}`, day, event as WorkingGroupEvent);
const established = (focusArea: string, provenance = 'submitted') =>
  group(focusArea, '2024-01-01', { type: 'WorkingGroupEstablished', data: { focusArea, provenance } });
const appointed = (focusArea: string, n: number, seat: string, from: string, more: object = {}) =>
  group(focusArea, '2024-01-02', {
    type: 'CoChairAppointed',
    data: {
      appointment: `a${n}`,
      person: { id: `00000000-0000-4000-8000-00000000000${n}`, name },
      organisation: `body-${n}`,
      seat,
      from,
      ...more,
    },
  });
const stoodDown = (focusArea: string, n: number, day: string, to: string) =>
  group(focusArea, day, { type: 'CoChairStoodDown', data: { appointment: `a${n}`, to, reason } });
const registered = (id: string, data: object) =>
  told(`organisation-${id}`, '2023-01-01', {
    type: 'OrganisationRegistered',
    data: { provenance: 'published', category: 'government', name: { en: `Body ${id}` }, ...data },
  });

const access = 'connecting-people';
const others = ['empowering-communities', 'building-digital-ecosystems', 'incentivizing-investments'];
const events = record([
  registered('body-1', { name: { en: 'Ministry of Northland' } }),
  established(access),
  appointed(access, 1, 'membership', '2024-02-01', { region: 'AFR', to: '2026-02-01', regionalPriorities: ['kap-afr1'] }),
  appointed(access, 2, 'private-sector', '2024-02-01', { region: 'EUR' }),
  appointed(access, 3, 'civil-society-or-international', '2024-02-01'),
  appointed(access, 4, 'membership', '2025-01-01', { region: 'ARB' }),
  stoodDown(access, 3, '2024-05-01', '2024-05-03'),
  established('empowering-communities'),
  appointed('empowering-communities', 5, 'membership', '2024-02-01', { region: 'AFR' }),
  established('incentivizing-investments', 'demonstration'),
  appointed('incentivizing-investments', 6, 'membership', '2024-02-01', { region: 'CIS' }),
]);
const on = (day: string) => ({ rows: rowsAt(events, { day: day as Day }), day: day as Day });

describe('working groups', () => {
  const tableOn = (day: string) => {
    const at = on(day);
    return at.rows.ask(listWorkingGroups(now, at.day)).tables[0]!;
  };
  const lineOn = (day: string) => tableOn(day).groups[0]!;
  const ledBy = (day: string) => lineOn(day).coChairs.map(({ appointment }) => appointment);

  it('are led by those whose terms hold on the day, by their seats', () => {
    expect(ledBy('2024-01-31')).toEqual([]);
    expect(ledBy('2024-02-01')).toEqual(['a1', 'a2', 'a3']);
    expect(ledBy('2024-05-02')).toEqual(['a1', 'a2', 'a3']);
    expect(ledBy('2024-05-03')).toEqual(['a1', 'a2']);
    expect(ledBy('2025-01-01')).toEqual(['a1', 'a4', 'a2']);
    expect(ledBy('2026-02-01')).toEqual(['a4', 'a2']);
  });

  it('are complete where no seat is vacant, else say which is, and since when', () => {
    expect(lineOn('2024-03-01')).toMatchObject({ composition: 'complete', shortOf: [] });
    expect(lineOn('2024-01-31')).toMatchObject({
      composition: 'incomplete',
      shortOf: [
        { seat: 'membership', since: '2024-01-01' },
        { seat: 'private-sector', since: '2024-01-01' },
        { seat: 'civil-society-or-international', since: '2024-01-01' },
      ],
    });
    expect(lineOn('2026-03-01')).toMatchObject({
      composition: 'incomplete',
      shortOf: [{ seat: 'civil-society-or-international', since: '2024-05-03' }],
    });
  });

  it('are always four, whether or not they are established', () => {
    expect(tableOn('2023-12-31').groups.map(({ composition }) => composition)).toEqual(Array(4).fill('not-established'));
    expect(tableOn('2024-01-01').groups.map(({ focusArea, established }) => [focusArea, established])).toEqual([
      [access, '2024-01-01'],
      [others[0], '2024-01-01'],
      [others[1], null],
      [others[2], null],
    ]);
  });

  it('come from the regions of their membership seats, and of no others', () => {
    const { regions, regionsMissing } = tableOn('2025-01-01');
    expect(regions.filter(({ focusAreas }) => focusAreas.length > 0)).toEqual([
      { region: 'AFR', focusAreas: [access, others[0]] },
      { region: 'ARB', focusAreas: [access] },
    ]);
    expect(regionsMissing).toEqual(['AMS', 'ASP', 'CIS', 'EUR']);
    expect(tableOn('2024-12-31').regionsMissing).toContain('ARB');
    expect(tableOn('2026-02-01').regions[0]).toEqual({ region: 'AFR', focusAreas: [others[0]] });
  });

  it('that are demonstration stand in a table of their own', () => {
    const { rows, day } = on('2025-01-01');
    const asked = rows.ask(listWorkingGroups(now, day, ['submitted', 'demonstration'])).tables;
    expect(
      asked.map(({ provenance, groups }) => [provenance, groups.flatMap(({ coChairs }) => coChairs.map(({ seat }) => seat)).length]),
    ).toEqual([
      [['submitted'], 4],
      [['demonstration'], 1],
    ]);
    expect(asked[1]!.regionsMissing).not.toContain('CIS');
    expect(asked[0]!.regionsMissing).toContain('CIS');
  });

  it('tell all terms that were given, and where each is on the day', () => {
    const { rows, day } = on('2024-06-01');
    const page = rows.ask(oneWorkingGroup(now, day, access));
    expect(page?.terms.map(({ appointment, phase, to }) => [appointment, phase, to])).toEqual([
      ['a1', 'present', '2026-02-01'],
      ['a2', 'present', null],
      ['a3', 'past', '2024-05-03'],
      ['a4', 'to-come', null],
    ]);
    expect(page).toMatchObject({ provenance: 'submitted', mandate: null, latest: { type: 'CoChairStoodDown', day: '2024-05-01' } });
    expect(rows.ask(oneWorkingGroup(now, day, 'building-digital-ecosystems'))).toBeUndefined();
  });

  it('tell one appointment whole, with the organisation as it is at the moment and the name sealed', () => {
    const { rows, day } = on('2024-06-01');
    expect(rows.ask(oneAppointment(now, day, access, 'a1' as never))).toEqual({
      focusArea: access,
      appointment: 'a1',
      person: { id: '00000000-0000-4000-8000-000000000001', name },
      organisation: { id: 'body-1', name: { en: 'Ministry of Northland' }, category: 'government', provenance: 'published' },
      seat: 'membership',
      region: 'AFR',
      regionalPriorities: ['kap-afr1'],
      from: '2024-02-01',
      to: '2026-02-01',
      phase: 'present',
      source: null,
      appointed: { type: 'CoChairAppointed', day: '2024-01-02', id: 'event-2', position: '21', recordedAt: '2026-01-01T00:02:00.000Z' },
      ended: null,
    });
    expect(rows.ask(oneAppointment(now, day, access, 'a3' as never))).toMatchObject({
      organisation: { id: 'body-3', name: null, category: null, provenance: null },
      region: null,
      ended: { how: 'stood-down', reason, source: null, event: { day: '2024-05-01' } },
    });
    expect(rows.ask(oneAppointment(now, day, access, 'a5' as never))).toBeUndefined();
  });

  it('at any moment are what a naive fold of the events makes of them', () => {
    // No answer is of a day before the latest that is known.
    const anyDay = fc.constantFrom(...(['2025-12-31', '2030-06-01', '2032-01-01'] as Day[]));
    fc.assert(
      fc.property(ledgers, moments, anyDay, (events, moment, later) => {
        const rows = rowsAt(events, moment);
        const naive = ledgerAt(events, moment);
        const day = moment.day ?? later;
        const provenance = ['submitted', 'demonstration'] as const;
        const ids = (terms: readonly { readonly appointment: string }[]) => terms.map(({ appointment }) => appointment);
        const { tables } = rows.ask(listWorkingGroups(now, day, provenance));
        expect(tables.map(table => ({ ...table, groups: table.groups.map(line => ({ ...line, coChairs: ids(line.coChairs) })) }))).toEqual(
          naiveWorkingGroups(naive, day, provenance).map(table => ({
            ...table,
            groups: table.groups.map(line => ({ ...line, coChairs: ids(line.coChairs) })),
          })),
        );
        for (const expected of naiveTerms(naive, day)) {
          if (!expected) continue;
          const page = rows.ask(oneWorkingGroup(now, day, expected.focusArea));
          expect(page?.terms.map(({ appointment, phase }) => [appointment, phase])).toEqual(
            expected.terms.map(({ appointment, phase }) => [appointment, phase]),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stay as they are at an event that this release does not know', () => {
    const before = workingGroups.evolve(new Map(), events[1] as never);
    const [unknown] = record([group(access, '2024-02-01', { type: 'MandateAmended', data: {} })]);
    expect(workingGroups.evolve(before, unknown as never)).toBe(before);
  });
});

describe('what a group facilitated', () => {
  const pledged = (id: string, facilitatedBy?: string) =>
    told(`commitment-${id}`, '2024-01-01', {
      type: 'CommitmentPledged',
      data: {
        lead: 'body-1' as never,
        provenance: 'submitted',
        title: { en: id },
        focusAreas: { primary: access, others: [] },
        ...(facilitatedBy !== undefined && { facilitatedBy: facilitatedBy as never }),
      },
    });
  const pledges = record([
    pledged('one', access),
    pledged('two', access),
    pledged('three', 'empowering-communities'),
    pledged('four'),
    told('commitment-one', '2024-02-01', { type: 'CommitmentAccepted', data: {} }),
    told('commitment-two', '2024-03-01', {
      type: 'CommitmentAmended',
      data: { reason, changes: { facilitatedBy: null } },
    }),
    told('commitment-four', '2024-03-01', {
      type: 'CommitmentAmended',
      data: { reason, changes: { facilitatedBy: access } },
    }),
  ]);
  const ids = (rows: RowsAt) =>
    rows.ask(listCommitments(now, '2026-06-01' as Day, { facilitatedBy: [access] }, { limit: 10 })).items.map(({ id }) => id);

  it('is what its commitments say on the day', () => {
    expect(ids(rowsAt(pledges, { day: '2024-02-28' as Day })).sort()).toEqual(['one', 'two']);
    expect(ids(rowsAt(pledges)).sort()).toEqual(['four', 'one']);
  });

  it('is counted by registration', () => {
    const [table] = rowsAt(pledges).ask(facilitatedBy(now, '2026-06-01' as Day, access)).tables;
    expect(table!.facilitated).toMatchObject({ all: 2, standing: 1, byRegistration: { pledged: 1, accepted: 1 } });
  });
});
