import { describe, expect, it } from '@jest/globals';
import { type Day } from '../kernel/day.js';
import { type AppointmentId, type OrganisationId, type PersonId, type RegionalPriorityId } from '../kernel/ids.js';
import { type RegionId } from '../kernel/places.js';
import { on, specify, today } from '../testing/specify.js';
import { overfullOn, overlap, phaseOn, regionsMissing, shortOf, type Term } from './composition.js';
import { type Seat, type WorkingGroupEvent } from './working-group.events.js';
import { workingGroup, type WorkingGroupCommand, type WorkingGroupFacts } from './working-group.js';

type Known = Extract<WorkingGroupFacts['organisation'], { status: 'known' }>;
const ministry: Known = {
  status: 'known',
  provenance: 'submitted',
  category: 'government',
  membership: 'member-state',
  homeRegion: 'AFR',
};
const organisation = (more: Partial<Known> = {}): WorkingGroupFacts => ({ ...facts, organisation: { ...ministry, ...more } });
const facts: WorkingGroupFacts = { day: today, organisation: ministry, regionalPriorities: new Set(['kap-afr1' as RegionalPriorityId]) };
const given = specify(workingGroup, facts);

const reason = { en: 'She leads another programme now.' };
const day = (text: string) => text as Day;
const person = (n: number) => ({ id: `00000000-0000-4000-8000-00000000000${n}` as PersonId, name: `1.${'A'.repeat(60)}` });

/** Appointments by number, each of a person of that number. */
interface Wish {
  readonly seat?: Seat;
  readonly from?: string;
  readonly to?: string;
  readonly person?: number;
  readonly region?: RegionId;
  readonly regionalPriorities?: RegionalPriorityId[];
}
const wished = (n: number, { seat = 'membership', from = today, to, person: who = n, ...more }: Wish) => ({
  appointment: `a${n}` as AppointmentId,
  person: person(who),
  organisation: `body-${n}` as OrganisationId,
  seat,
  from: day(from),
  ...(to === undefined ? {} : { to: day(to) }),
  ...more,
});
const appoint = (n: number, wish: Wish = {}): WorkingGroupCommand => ({ type: 'AppointCoChair', ...wished(n, wish) });
const appointed = (n: number, wish: Wish = {}): WorkingGroupEvent => ({
  type: 'CoChairAppointed',
  data: { ...wished(n, wish), region: wish.region ?? 'AFR' },
});
const standDown = (n: number, to?: string): WorkingGroupCommand => ({
  type: 'StandDown',
  appointment: `a${n}` as AppointmentId,
  reason,
  ...(to === undefined ? {} : { to: day(to) }),
});
const stoodDown = (n: number, to: string): WorkingGroupEvent => ({
  type: 'CoChairStoodDown',
  data: { appointment: `a${n}` as AppointmentId, to: day(to), reason },
});

const establish: WorkingGroupCommand = { type: 'EstablishWorkingGroup', focusArea: 'connecting-people' };
const established: WorkingGroupEvent = {
  type: 'WorkingGroupEstablished',
  data: { focusArea: 'connecting-people', provenance: 'submitted' },
};
const [longAgo, lastYear, nextYear] = ['2024-01-01', '2025-06-01', '2027-06-01'];
const group = on(longAgo, established);

describe('a working group', () => {
  it('is established for its focus area', () => given([]).when(establish).then([established]));
  it('is established once; the same words again are nothing new, others are refused', () => {
    given([established]).when(establish).thenNothing();
    given([established])
      .when({ ...establish, mandate: { en: 'To connect the last mile.' } })
      .thenRefused('already-established');
  });
  it('known from public sources names one', () => {
    given([])
      .when({ ...establish, provenance: 'published' })
      .thenRefused('source-missing', { pointer: '/source' });
  });
  it('is there before anybody leads it', () => {
    given([]).when(appoint(1)).thenRefused('working-group-unknown');
    given([]).when(standDown(1)).thenRefused('working-group-unknown');
    given([established])
      .when(on('2026-05-31', appoint(1, { from: '2026-05-31' })))
      .thenRefused('day-before-the-opening');
  });
});

describe('a co-chair', () => {
  it('is appointed to a seat, from a day on', () =>
    given([group])
      .when(appoint(1))
      .then([appointed(1)]));
  it('speaks for the home region of the organisation, unless another is stated', () => {
    given([group], organisation({ homeRegion: 'ARB' }))
      .when(appoint(1))
      .then([appointed(1, { region: 'ARB' })]);
    given([group])
      .when(appoint(1, { region: 'CIS' }))
      .then([appointed(1, { region: 'CIS' })]);
    const { region: _, ...nowhere } = appointed(1).data as { region?: RegionId };
    given([group], organisation({ homeRegion: undefined }))
      .when(appoint(1))
      .then([{ type: 'CoChairAppointed', data: nowhere } as WorkingGroupEvent]);
  });
  it('represents regional priorities of the ledger', () => {
    const [known, unknown] = [['kap-afr1'], ['kap-afr1', 'kap-xyz9']] as RegionalPriorityId[][];
    given([group])
      .when(appoint(1, { regionalPriorities: known! }))
      .then([appointed(1, { regionalPriorities: known! })]);
    given([group])
      .when(appoint(1, { regionalPriorities: unknown! }))
      .thenRefused('regional-priority-unknown', { pointer: '/regionalPriorities/1' });
  });
  it('is of a body that is registered on the first day of the term', () =>
    given([group], { organisation: { status: 'unknown' } })
      .when(appoint(1))
      .thenRefused('co-chair-unregistered', { pointer: '/organisation' }));
  it('is of a demonstration body where the group is a demonstration, and nowhere else', () => {
    const demonstration = on<WorkingGroupEvent>(longAgo, {
      type: 'WorkingGroupEstablished',
      data: { focusArea: 'connecting-people', provenance: 'demonstration' },
    });
    given([group], organisation({ provenance: 'demonstration' }))
      .when(appoint(1))
      .thenRefused('demonstration-mixed', { pointer: '/organisation' });
    given([demonstration]).when(appoint(1)).thenRefused('demonstration-mixed');
    given([demonstration], organisation({ provenance: 'demonstration' }))
      .when(appoint(1))
      .then([appointed(1)]);
    given([group], organisation({ provenance: 'published' }))
      .when(appoint(1))
      .then([appointed(1)]);
  });
  it('is appointed for a term to come as well, and for one that began as of the day on which it began', () => {
    given([group])
      .when(appoint(1, { from: nextYear }))
      .then([appointed(1, { from: nextYear })]);
    given([group])
      .when(appoint(1, { from: lastYear }))
      .thenRefused('term-before-the-act', { pointer: '/from' });
    given([group], { day: day(lastYear) })
      .when(on(lastYear, appoint(1, { from: lastYear })))
      .then([appointed(1, { from: lastYear })]);
  });
  it('has a term of a day at least', () => {
    given([group])
      .when(appoint(1, { to: today }))
      .thenRefused('term-ends-before-start', { pointer: '/to' });
    given([group])
      .when(appoint(1, { to: '2026-06-02' }))
      .then([appointed(1, { to: '2026-06-02' })]);
  });
  it('is appointed once under one id', () => {
    given([group, appointed(1)])
      .when(appoint(1))
      .thenRefused('already-co-chair');
    given([group, on(lastYear, appointed(1, { from: lastYear, to: '2025-07-01' }))])
      .when(appoint(1))
      .thenRefused('already-co-chair');
  });
  it('is one person in one seat at a time, and may come again', () => {
    const first = on(lastYear, appointed(1, { from: lastYear, to: nextYear }));
    given([group, first])
      .when(appoint(2, { person: 1 }))
      .thenRefused('already-co-chair', { pointer: '/person' });
    given([group, first])
      .when(appoint(2, { person: 1, from: '2027-05-31' }))
      .thenRefused('already-co-chair');
    given([group, first])
      .when(appoint(2, { person: 1, from: nextYear }))
      .then([appointed(2, { person: 1, from: nextYear })]);
    given([group, on(lastYear, appointed(1, { from: nextYear }))])
      .when(appoint(2, { person: 1, to: nextYear }))
      .then([appointed(2, { person: 1, to: nextYear })]);
  });
});

describe('a seat', () => {
  it.each([
    ['membership', { category: 'government', membership: 'member-state' }],
    ['membership', { category: 'private-sector', membership: 'sector-member' }],
    ['membership', { category: 'academia', membership: 'sector-member' }],
    ['private-sector', { category: 'private-sector', membership: undefined }],
    ['private-sector', { category: 'private-sector', membership: 'sector-member' }],
    ['civil-society-or-international', { category: 'civil-society', membership: 'none' }],
    ['civil-society-or-international', { category: 'un-system', membership: undefined }],
    ['civil-society-or-international', { category: 'financial-institution', membership: undefined }],
    ['civil-society-or-international', { category: 'youth', membership: undefined }],
    ['civil-society-or-international', { category: 'community', membership: undefined }],
  ] as const)('of %s is for %j', (seat, body) =>
    given([group], organisation(body))
      .when(appoint(1, { seat }))
      .then([appointed(1, { seat })]),
  );
  it.each([
    ['membership', { category: 'government', membership: undefined }],
    ['membership', { category: 'government', membership: 'none' }],
    ['membership', { category: 'civil-society', membership: 'none' }],
    ['private-sector', { category: 'government', membership: 'member-state' }],
    ['private-sector', { category: 'academia', membership: 'sector-member' }],
    ['private-sector', { category: 'civil-society', membership: undefined }],
    ['civil-society-or-international', { category: 'private-sector', membership: undefined }],
    ['civil-society-or-international', { category: 'academia', membership: undefined }],
  ] as const)('of %s is not for %j', (seat, body) =>
    given([group], organisation(body)).when(appoint(1, { seat })).thenRefused('seat-not-for-organisation', { pointer: '/seat' }),
  );

  const inSeat = {
    membership: {},
    'private-sector': { category: 'private-sector' },
    'civil-society-or-international': { category: 'youth' },
  } as const;
  it.each(['private-sector', 'civil-society-or-international'] as const)('of %s is one', seat => {
    given([group, appointed(1, { seat })], organisation(inSeat[seat]))
      .when(appoint(2, { seat }))
      .thenRefused('seat-taken', { pointer: '/seat', day: today });
  });
  it('of membership are two', () => {
    given([group, appointed(1)])
      .when(appoint(2))
      .then([appointed(2)]);
    given([group, appointed(1), appointed(2)])
      .when(appoint(3))
      .thenRefused('seat-taken', { day: today });
  });
  it('is free from the day on which a term ends, and taken the day before', () => {
    const seat = 'private-sector';
    const held = on(lastYear, appointed(1, { seat, from: lastYear, to: nextYear }));
    given([group, held], organisation(inSeat[seat]))
      .when(appoint(2, { seat, from: '2027-05-31' }))
      .thenRefused('seat-taken', { day: '2027-05-31' });
    given([group, held], organisation(inSeat[seat]))
      .when(appoint(2, { seat, from: nextYear }))
      .then([appointed(2, { seat, from: nextYear })]);
  });
  it('that is given away for a time to come is taken then', () => {
    const seat = 'private-sector';
    const toCome = on(lastYear, appointed(1, { seat, from: nextYear }));
    given([group, toCome], organisation(inSeat[seat])).when(appoint(2, { seat })).thenRefused('seat-taken', { day: nextYear });
    given([group, toCome], organisation(inSeat[seat]))
      .when(appoint(2, { seat, to: nextYear }))
      .then([appointed(2, { seat, to: nextYear })]);
  });
  it('that was taken late is not given away again by what is recorded before', () => {
    const seat = 'private-sector';
    const held = on('2025-08-01', appointed(1, { seat, from: '2025-08-01' }));
    given([group, held], { ...organisation(inSeat[seat]), day: day(lastYear) })
      .when(on(lastYear, appoint(2, { seat, from: lastYear })))
      .thenRefused('contradicts-the-record', { rule: 'seat-taken' });
    given([group, held], { ...organisation(inSeat[seat]), day: day(lastYear) })
      .when(on(lastYear, appoint(2, { seat, from: lastYear, to: '2025-08-01' })))
      .then([appointed(2, { seat, from: lastYear, to: '2025-08-01' })]);
  });
});

describe('the end of a term', () => {
  const running = on(lastYear, appointed(1, { from: lastYear }));
  const end: WorkingGroupCommand = { type: 'EndTerm', appointment: 'a1' as AppointmentId, reason };

  it('is today where no day is given, or the day that is', () => {
    given([group, running])
      .when(standDown(1))
      .then([stoodDown(1, today)]);
    given([group, running])
      .when(standDown(1, nextYear))
      .then([stoodDown(1, nextYear)]);
  });
  it('is by the co-chair or by the secretariat, and told apart', () =>
    given([group, running])
      .when(end)
      .then([{ type: 'CoChairTermEnded', data: { appointment: 'a1' as AppointmentId, to: today, reason } }]));
  it('is only ever earlier than it was', () => {
    const ending = [group, running, on('2026-01-01', stoodDown(1, nextYear))];
    given(ending)
      .when(standDown(1, '2027-05-31'))
      .then([stoodDown(1, '2027-05-31')]);
    given(ending).when(standDown(1, nextYear)).thenRefused('term-ended', { pointer: '/to' });
    given([...ending, stoodDown(1, today)])
      .when(standDown(1))
      .thenRefused('term-ended');
  });
  it('that has passed is recorded as of its day', () => {
    given([group, running]).when(standDown(1, '2026-01-01')).thenRefused('term-before-the-act', { pointer: '/to' });
    given([group, running], { day: day('2026-01-01') })
      .when(on('2026-01-01', standDown(1)))
      .then([stoodDown(1, '2026-01-01')]);
  });
  it('before it begins means that the seat is never taken up, and free for another', () => {
    const toCome = on(lastYear, appointed(1, { seat: 'private-sector', from: nextYear }));
    given([group, toCome])
      .when(standDown(1))
      .then([stoodDown(1, nextYear)]);
    given([group, toCome]).when(standDown(1, '2027-05-31')).thenRefused('term-ends-before-start', { pointer: '/to' });
    given([group, toCome, stoodDown(1, nextYear)], organisation({ category: 'private-sector' }))
      .when(appoint(2, { seat: 'private-sector', person: 1 }))
      .then([appointed(2, { seat: 'private-sector', person: 1 })]);
  });
  it('is of an appointment that this group has on that day', () => {
    given([group, running]).when(standDown(2)).thenRefused('appointment-unknown');
    given([group, running], { day: day('2025-01-01') })
      .when(on('2025-01-01', standDown(1)))
      .thenRefused('appointment-unknown');
  });
  it('that comes late does not reach behind an earlier one', () =>
    given([group, running, on('2026-01-01', stoodDown(1, '2026-03-01'))], { day: day('2025-12-01') })
      .when(on('2025-12-01', standDown(1, '2026-02-01')))
      .thenRefused('contradicts-the-record', { rule: 'term-ended' }));
});

describe('the composition', () => {
  const term = (seat: Seat, from: string, to?: string): Term => ({ seat, from: day(from), ...(to === undefined ? {} : { to: day(to) }) });

  it('is of the terms that hold: from their first day on, and not on the day that they end', () => {
    const past = term('membership', '2026-01-01', '2026-02-01');
    expect(['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'].map(on => phaseOn(past, day(on)))).toEqual([
      'to-come',
      'present',
      'present',
      'past',
    ]);
    expect(phaseOn(term('membership', '2026-01-01', '2026-01-01'), day('2025-12-31'))).toBe('not-taken-up');
  });
  it('knows of two terms whether they meet', () => {
    const [march, april, always, never] = [
      term('membership', '2026-03-01', '2026-04-01'),
      term('membership', '2026-04-01', '2026-05-01'),
      term('membership', '2026-01-01'),
      term('membership', '2026-03-15', '2026-03-15'),
    ];
    expect([overlap(march, april), overlap(april, march), overlap(march, always), overlap(always, april)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect([overlap(march, never), overlap(never, march), overlap(never, never)]).toEqual([false, false, false]);
  });
  it('is too full from the first day on which too many would sit', () => {
    const terms = [term('membership', '2026-01-01', '2026-03-01'), term('membership', '2026-02-01', '2026-04-01')];
    expect(overfullOn(terms, term('membership', '2026-01-15'))).toBe('2026-02-01');
    expect(overfullOn(terms, term('membership', '2026-03-01'))).toBeUndefined();
    expect(overfullOn(terms, term('private-sector', '2026-02-01'))).toBeUndefined();
  });
  it('is short of the seats that nobody holds, since the last who did', () => {
    const terms = [
      term('membership', '2026-01-01'),
      term('private-sector', '2026-01-01', '2026-02-01'),
      term('private-sector', '2026-03-01', '2026-05-03'),
      term('private-sector', '2026-06-01', '2026-06-01'),
      term('civil-society-or-international', '2026-09-01'),
    ];
    expect(shortOf(terms, day('2026-07-01'), day('2025-12-01'))).toEqual([
      { seat: 'private-sector', since: '2026-05-03' },
      { seat: 'civil-society-or-international', since: '2025-12-01' },
    ]);
    expect(shortOf(terms, day('2026-02-15'), day('2025-12-01'))[0]).toEqual({ seat: 'private-sector', since: '2026-02-01' });
  });
  it('of the four groups lacks the regions that no membership seat comes from', () => {
    const held = [
      { seat: 'membership', region: 'AFR' },
      { seat: 'membership', region: 'ARB' },
      { seat: 'private-sector', region: 'EUR' },
      { seat: 'membership', region: null },
    ] as const;
    expect(regionsMissing(held)).toEqual(['AMS', 'ASP', 'CIS', 'EUR']);
  });
});
