import { describe, it } from '@jest/globals';
import { type Day } from '../kernel/day.js';
import { type CommitmentId, type CountryCode, type CountryGroupId, type OrganisationId, type RegionalPriorityId } from '../kernel/ids.js';
import { on, specify } from '../testing/specify.js';
import { type CommitmentChanges, type CommitmentEvent } from './commitment.events.js';
import { commitment, type CommitmentCommand, type CommitmentFacts, type DeclaredChanges } from './commitment.js';

const lead = 'northland-ministry' as OrganisationId;
const partner = 'northland-telecom' as OrganisationId;
const demo = 'demonstration-telecom' as OrganisationId;
const kenya = 'KE' as CountryCode;
const rwanda = 'RW' as CountryCode;
const egypt = 'EG' as CountryCode;
const ldc = 'LDC' as CountryGroupId;
const africaFirst = 'kap-afr1' as RegionalPriorityId;
const successor = 'the-greater-pledge' as CommitmentId;
const en = (text: string) => ({ en: text });
const source = { title: en('Pledges of the roundtable'), url: 'https://example.org/pledges' };

const facts: CommitmentFacts = {
  organisations: new Map([
    [lead, 'verified'],
    [partner, 'registered'],
    [demo, 'verified'],
  ]),
  demonstrations: new Set([demo]),
  countries: new Map([
    [kenya, 'AFR'],
    [rwanda, 'AFR'],
    [egypt, 'ARB'],
  ]),
  groups: new Set([ldc]),
  regionalPriorities: new Set([africaFirst]),
  successor: 'none-named',
  cycle: 'none-named',
  actor: 'second-person',
};

const essentials = {
  lead,
  provenance: 'submitted' as const,
  title: { en: 'Fibre to every school', ar: 'الألياف الضوئية لكل مدرسة' },
  focusAreas: { primary: 'connecting-people' as const, others: [] },
};

type Pledge = Extract<CommitmentCommand, { type: 'PledgeCommitment' }>;
type Pledged = Extract<CommitmentEvent, { type: 'CommitmentPledged' }>;

const pledge = (more: Partial<Pledge> = {}): Pledge => ({ type: 'PledgeCommitment', ...essentials, ...more });
const pledgedWith = (more: Partial<Pledged['data']> = {}): Pledged => ({ type: 'CommitmentPledged', data: { ...essentials, ...more } });
const pledged = pledgedWith();
const published = pledgedWith({ provenance: 'published', sources: [source] });
const amend = (changes: DeclaredChanges): CommitmentCommand => ({ type: 'AmendCommitment', reason: en('The board decided so.'), changes });
const amended = (changes: CommitmentChanges): CommitmentEvent => ({
  type: 'CommitmentAmended',
  data: { reason: en('The board decided so.'), changes },
});
const accept: CommitmentCommand = { type: 'AcceptCommitment' };
const accepted: CommitmentEvent = { type: 'CommitmentAccepted', data: {} };
const giveBack: CommitmentCommand = { type: 'ReturnCommitment', reason: en('Say where.') };
const returned: CommitmentEvent = { type: 'CommitmentReturned', data: { reason: en('Say where.') } };
const announce: CommitmentCommand = {
  type: 'AnnounceCommitment',
  manner: 'plenary',
  session: { name: en('Opening plenary'), kind: 'plenary' },
};
const announced: CommitmentEvent = {
  type: 'CommitmentAnnounced',
  data: { manner: 'plenary', session: { name: en('Opening plenary'), kind: 'plenary' } },
};
const note: CommitmentCommand = { type: 'NoteCommitment', text: en('Another paper gives twice the sum.'), source };
const noted: CommitmentEvent = { type: 'CommitmentNoted', data: { text: en('Another paper gives twice the sum.'), source } };
const withdraw: CommitmentCommand = { type: 'WithdrawCommitment', reason: en('The budget was cut.') };
const withdrawn: CommitmentEvent = { type: 'CommitmentWithdrawn', data: { reason: en('The budget was cut.') } };
const supersede: CommitmentCommand = { type: 'SupersedeCommitment', by: successor, reason: en('Both phases are one now.') };
const superseded: CommitmentEvent = { type: 'CommitmentSuperseded', data: { by: successor, reason: en('Both phases are one now.') } };

const given = specify(commitment, facts);

describe('a pledge', () => {
  it('is recorded with what it says and no more', () => given([]).when(pledge()).then([pledged]));
  it('is made once', () => given([pledged]).when(pledge()).thenRefused('already-pledged'));
  it('needs a registered lead', () =>
    given([])
      .when(pledge({ lead: 'nobody' as OrganisationId }))
      .thenRefused('lead-unknown', { pointer: '/lead' }));
  it('may be led by a body that is not verified yet', () =>
    given([])
      .when(pledge({ lead: partner }))
      .then([pledgedWith({ lead: partner })]));
  it('names a registered partner by its id, another by its name', () => {
    const partners = [{ organisation: partner }, { name: en('Friends of Northland') }];
    given([])
      .when(pledge({ partners }))
      .then([pledgedWith({ partners })]);
  });
  it('refuses a partner that nobody registered', () =>
    given([])
      .when(pledge({ partners: [{ organisation: 'nobody' as OrganisationId }] }))
      .thenRefused('partner-unknown', { pointer: '/partners/0/organisation' }));
  it('refuses a lead that is its own partner', () =>
    given([])
      .when(pledge({ partners: [{ organisation: lead }] }))
      .thenRefused('partner-is-lead'));
  it('that names no provenance has that of its lead', () => {
    const { provenance: _, ...unsaid } = pledge();
    given([]).when(unsaid).then([pledged]);
    given([])
      .when({ ...unsaid, lead: demo })
      .then([pledgedWith({ lead: demo, provenance: 'demonstration' })]);
  });
  it('of a demonstration body is a demonstration, and names no real one', () => {
    given([])
      .when(pledge({ lead: demo }))
      .thenRefused('demonstration-mixed', { pointer: '/lead' });
    given([])
      .when(pledge({ provenance: 'demonstration' }))
      .thenRefused('demonstration-mixed', { pointer: '/lead' });
    given([])
      .when(pledge({ lead: demo, provenance: 'demonstration', partners: [{ organisation: partner }] }))
      .thenRefused('demonstration-mixed', { pointer: '/partners/0/organisation' });
    given([pledged])
      .when(amend({ partners: [{ organisation: demo }] }))
      .thenRefused('demonstration-mixed', { pointer: '/changes/partners/0/organisation' });
  });
  it('taken from public sources names one', () =>
    given([])
      .when(pledge({ provenance: 'published' }))
      .thenRefused('source-missing', { pointer: '/sources' }));
  it('serves regional priorities that were adopted', () =>
    given([])
      .when(pledge({ regionalPriorities: [africaFirst] }))
      .then([pledgedWith({ regionalPriorities: [africaFirst] })]));
  it('refuses a regional priority that nobody adopted', () =>
    given([])
      .when(pledge({ regionalPriorities: ['kap-afr9' as RegionalPriorityId] }))
      .thenRefused('regional-priority-unknown', { pointer: '/regionalPriorities/0' }));
  it('goes on to serve a regional priority that is retired, and newly serves none', () => {
    const [retired, other] = ['kap-afr2', 'kap-afr3'] as RegionalPriorityId[];
    given([pledgedWith({ regionalPriorities: [retired!] })])
      .when(amend({ regionalPriorities: [retired!, africaFirst] }))
      .then([amended({ regionalPriorities: [retired!, africaFirst] })]);
    given([pledgedWith({ regionalPriorities: [retired!] })])
      .when(amend({ regionalPriorities: [retired!, other!] }))
      .thenRefused('regional-priority-unknown', { pointer: '/changes/regionalPriorities/1' });
  });
  it('counts by one focus area and serves others beside it', () =>
    given([])
      .when(pledge({ focusAreas: { primary: 'connecting-people', others: ['connecting-people'] } }))
      .thenRefused('primary-focus-area-repeated'));
  it('ends on or after the day it starts', () => {
    const day = '2027-01-01' as Day;
    given([])
      .when(pledge({ start: day, end: day }))
      .then([pledgedWith({ start: day, end: day })]);
    given([])
      .when(pledge({ start: day, end: '2026-12-31' as Day }))
      .thenRefused('period-ends-before-start', { pointer: '/end' });
  });
  it('is not recorded ahead of its day', () => given([]).when(on('2026-06-02', pledge())).thenRefused('day-in-the-future'));
  it('whose data has not the stored form is refused, whatever let it through', () =>
    given([])
      .when(pledge({ sdgs: [18] }))
      .thenRefused('data-invalid', { errors: [{ pointer: '/sdgs/0' }] }));
});

describe('the places of a commitment', () => {
  const places = (more: object = {}) => ({ regions: [], countries: [], groups: [], ...more });

  it('include the regions of its countries, in the order of their codes', () =>
    given([])
      .when(pledge({ implementation: places({ regions: ['EUR'], countries: [egypt, kenya] }) }))
      .then([pledgedWith({ implementation: places({ regions: ['AFR', 'ARB', 'EUR'], countries: [egypt, kenya] }) })]));
  it('may be a country group alone, which names no region', () =>
    given([])
      .when(pledge({ implementation: places({ groups: [ldc] }) }))
      .then([pledgedWith({ implementation: places({ groups: [ldc] }) })]));
  it('are countries of the ledger', () =>
    given([])
      .when(pledge({ implementation: places({ countries: ['XX'] }) }))
      .thenRefused('country-unknown', { pointer: '/implementation/countries/0' }));
  it('are country groups of the ledger', () =>
    given([])
      .when(pledge({ implementation: places({ groups: ['G77'] }) }))
      .thenRefused('country-group-unknown', { pointer: '/implementation/groups/0' }));
  it('may have shares that are the whole', () => {
    const implementation = places({ regions: ['AFR', 'ARB'], shares: { AFR: 667, ARB: 333 } });
    given([])
      .when(pledge({ implementation }))
      .then([pledgedWith({ implementation })]);
  });
  it('refuse shares that are not the whole', () =>
    given([])
      .when(pledge({ implementation: places({ regions: ['AFR', 'ARB'], shares: { AFR: 666, ARB: 333 } }) }))
      .thenRefused('shares-not-whole', { pointer: '/implementation/shares', sum: 999 }));
  it('refuse shares of other regions than its own', () =>
    given([])
      .when(pledge({ implementation: places({ regions: ['AFR', 'ARB'], shares: { AFR: 500, CIS: 500 } }) }))
      .thenRefused('shares-not-of-regions'));
  it('refuse shares that leave out the region of a country', () =>
    given([])
      .when(pledge({ implementation: places({ regions: ['AFR'], countries: [egypt], shares: { AFR: 1000 } }) }))
      .thenRefused('shares-not-of-regions', { regions: ['AFR', 'ARB'] }));
});

describe('the value of a commitment', () => {
  it('is stored in minor units of its currency', () => {
    given([])
      .when(pledge({ value: { amount: '155000000.00', currency: 'EUR', nature: 'own' } }))
      .then([pledgedWith({ value: { amount: '15500000000', currency: 'EUR', nature: 'own' } })]);
    given([])
      .when(pledge({ value: { amount: '1500', currency: 'JPY', nature: 'own' } }))
      .then([pledgedWith({ value: { amount: '1500', currency: 'JPY', nature: 'own' } })]);
    given([])
      .when(pledge({ value: { amount: '1.5', currency: 'KWD', nature: 'own' } }))
      .then([pledgedWith({ value: { amount: '1500', currency: 'KWD', nature: 'own' } })]);
  });
  it('has no more decimals than its currency', () =>
    given([])
      .when(pledge({ value: { amount: '1.5', currency: 'JPY', nature: 'own' } }))
      .thenRefused('amount-precision', { pointer: '/value/amount' }));
  it('is in a currency in use', () =>
    given([])
      .when(pledge({ value: { amount: '1', currency: 'DEM', nature: 'own' } }))
      .thenRefused('currency-unknown', { pointer: '/value/currency' }));
  it('is at most 10¹⁷ minor units', () => {
    given([])
      .when(pledge({ value: { amount: '1000000000000000.00', currency: 'USD', nature: 'own' } }))
      .then([pledgedWith({ value: { amount: '100000000000000000', currency: 'USD', nature: 'own' } })]);
    given([])
      .when(pledge({ value: { amount: '1000000000000000.01', currency: 'USD', nature: 'own' } }))
      .thenRefused('amount-out-of-bounds');
  });
  it('carries the equivalent in US dollars that was declared, with its rate', () =>
    given([])
      .when(pledge({ value: { amount: '2000000000', currency: 'CAD', nature: 'own', usd: { amount: '1460000000.00', rate: '0.73' } } }))
      .then([
        pledgedWith({ value: { amount: '200000000000', currency: 'CAD', nature: 'own', usd: { amount: '146000000000', rate: '0.73' } } }),
      ]));
  it('in US dollars is its own equivalent', () =>
    given([])
      .when(pledge({ value: { amount: '5', currency: 'USD', nature: 'own', usd: { amount: '5' } } }))
      .thenRefused('usd-of-usd'));
});

describe('an amendment', () => {
  const ends = (day: string) => ({ end: day as Day });

  it('holds the fields that change and no others', () =>
    given([pledgedWith(ends('2027-12-31'))])
      .when(amend({ title: essentials.title, ...ends('2028-12-31') }))
      .then([amended(ends('2028-12-31'))]));
  it('that changes nothing records nothing', () =>
    given([pledgedWith(ends('2027-12-31'))])
      .when(amend({ title: essentials.title, ...ends('2027-12-31') }))
      .thenNothing());
  it('clears a field with null', () =>
    given([pledgedWith(ends('2027-12-31'))])
      .when(amend({ end: null }))
      .then([amended({ end: null })]));
  it('that clears what is not there records nothing', () =>
    given([pledged])
      .when(amend({ end: null }))
      .thenNothing());
  it('is possible any number of times, in each open state', () => {
    for (const past of [[], [accepted], [returned], [accepted, announced], [amended(ends('2027-12-31'))]]) {
      given([pledged, ...past])
        .when(amend(ends('2028-12-31')))
        .then([amended(ends('2028-12-31'))]);
    }
  });
  it('of a returned commitment puts it before the secretariat again', () =>
    given([pledged, returned, amended(ends('2028-12-31'))])
      .when(accept)
      .then([accepted]));
  it('of an accepted commitment leaves it accepted', () =>
    given([pledged, accepted, amended(ends('2028-12-31'))])
      .when(announce)
      .then([announced]));
  it('keeps the shares those of the regions', () =>
    given([pledgedWith({ implementation: { regions: ['AFR'], countries: [], groups: [], shares: { AFR: 1000 } } })])
      .when(amend({ implementation: { regions: ['AFR', 'EUR'], countries: [], groups: [], shares: { AFR: 1000 } } }))
      .thenRefused('shares-not-of-regions', { pointer: '/changes/implementation/shares' }));
  it('names the field that is wrong as the request has it', () =>
    given([pledged])
      .when(amend({ value: { amount: '1.234', currency: 'EUR', nature: 'own' } }))
      .thenRefused('amount-precision', { pointer: '/changes/value/amount' }));
  it('needs a pledge, also where it would change nothing', () => {
    given([])
      .when(amend(ends('2028-12-31')))
      .thenRefused('commitment-unknown');
    given([])
      .when(amend({ kind: null }))
      .thenRefused('commitment-unknown');
  });
  it('leaves a published commitment its sources', () =>
    given([published])
      .when(amend({ sources: null }))
      .thenRefused('source-missing', { pointer: '/changes/sources' }));
  it('that changes nothing is refused all the same once withdrawn', () =>
    given([pledged, withdrawn])
      .when(amend({ title: essentials.title }))
      .thenRefused('commitment-closed'));
  it('follows on no withdrawal', () =>
    given([pledged, withdrawn])
      .when(amend(ends('2028-12-31')))
      .thenRefused('commitment-closed'));
  it('follows on no supersession', () =>
    given([pledged, accepted, superseded])
      .when(amend(ends('2028-12-31')))
      .thenRefused('commitment-closed'));
  it('dated before a later one is decided on what was true that day', () =>
    given([on('2026-01-01', pledged), on('2026-03-01', amended(ends('2028-12-31')))])
      .when(on('2026-02-01', amend(ends('2028-12-31'))))
      .then([amended(ends('2028-12-31'))]));
  it('dated before another that it contradicts is refused, naming that one', () =>
    given([on('2026-01-01', pledged), on('2026-03-01', amended(ends('2027-06-30')))])
      .when(on('2026-02-01', amend({ start: '2027-07-01' as Day })))
      .thenRefused('contradicts-the-record', {
        rule: 'period-ends-before-start',
        contradicts: { type: 'CommitmentAmended', effectiveAt: '2026-03-01' },
      }));
  it('is not true of a day before the pledge', () =>
    given([on('2026-03-01', pledged)])
      .when(on('2026-02-28', amend(ends('2028-12-31'))))
      .thenRefused('day-before-the-opening', { opening: '2026-03-01' }));
});

describe('acceptance and return', () => {
  it('accepts a pledge of a verified lead', () => given([pledged]).when(accept).then([accepted]));
  it('asks for a verified lead', () =>
    given([pledgedWith({ lead: partner })])
      .when(accept)
      .thenRefused('lead-not-verified'));
  it('accepts once, and not again in other words', () => {
    given([pledged, accepted]).when(accept).thenNothing();
    given([pledged, accepted])
      .when({ ...accept, note: en('With thanks.') })
      .thenRefused('not-awaiting-acceptance');
  });
  it('does not accept what was announced by its source', () =>
    given([published, announced]).when(accept).thenRefused('not-awaiting-acceptance'));
  it('does not accept what was returned and not amended', () =>
    given([pledged, returned]).when(accept).thenRefused('not-awaiting-acceptance'));
  it('does not accept what was withdrawn', () => given([pledged, withdrawn]).when(accept).thenRefused('commitment-closed'));
  it('needs a pledge', () => given([]).when(accept).thenRefused('commitment-unknown'));
  it('returns a pledge with the reason', () => given([pledged]).when(giveBack).then([returned]));
  it('returns only what awaits acceptance', () => {
    given([pledged, returned]).when(giveBack).thenRefused('not-awaiting-acceptance');
    given([pledged, accepted]).when(giveBack).thenRefused('not-awaiting-acceptance');
    given([pledged, accepted, announced]).when(giveBack).thenRefused('not-awaiting-acceptance');
  });
});

describe('an announcement', () => {
  it('follows acceptance', () => given([pledged, accepted]).when(announce).then([announced]));
  it('of a published pledge needs no acceptance: its source is the authority', () => given([published]).when(announce).then([announced]));
  it('of a submitted pledge does', () => given([pledged]).when(announce).thenRefused('not-announceable'));
  it('is not made of what was returned', () => given([published, returned]).when(announce).thenRefused('not-announceable'));
  it('is made once, and not again on another occasion', () => {
    given([pledged, accepted, announced]).when(announce).thenNothing();
    given([pledged, accepted, announced])
      .when({ type: 'AnnounceCommitment', manner: 'publication', source })
      .thenRefused('not-announceable');
  });
});

describe('a note', () => {
  it('sets another published figure beside the record', () => {
    given([pledged]).when(note).then([noted]);
    given([pledged])
      .when({ ...note, value: { amount: '200', currency: 'USD', nature: 'yearly' } })
      .then([{ ...noted, data: { ...noted.data, value: { amount: '20000', currency: 'USD', nature: 'yearly' } } }]);
  });
  it('is taken once', () => given([pledged, noted]).when(note).thenNothing());
  it('is not taken once withdrawn', () => given([pledged, withdrawn]).when(note).thenRefused('commitment-closed'));
});

describe('a withdrawal', () => {
  it('ends each of the four open states', () => {
    for (const past of [[], [accepted], [returned], [accepted, announced]])
      given([pledged, ...past])
        .when(withdraw)
        .then([withdrawn]);
  });
  it('ends once', () => given([pledged, withdrawn]).when(withdraw).thenRefused('commitment-closed'));
  it('is not dated before an amendment that was recorded', () =>
    given([on('2026-01-01', pledged), on('2026-03-01', amended({ kind: 'policy' }))])
      .when(on('2026-02-01', withdraw))
      .thenRefused('contradicts-the-record', { rule: 'commitment-closed', contradicts: { type: 'CommitmentAmended' } }));
});

describe('a supersession', () => {
  const withSuccessor = (successor: CommitmentFacts['successor'], past: CommitmentEvent[]) => given([pledged, ...past], { successor });

  it('puts an open commitment in the place of a standing one', () => {
    withSuccessor('open', [accepted]).when(supersede).then([superseded]);
    withSuccessor('open', [accepted, announced]).when(supersede).then([superseded]);
  });
  it('is only of what stands', () => {
    withSuccessor('open', []).when(supersede).thenRefused('not-standing');
    withSuccessor('open', [returned]).when(supersede).thenRefused('not-standing');
  });
  it('names another commitment', () => withSuccessor('itself', [accepted]).when(supersede).thenRefused('supersedes-itself'));
  it('names one that is there and open', () => {
    withSuccessor('unknown', [accepted]).when(supersede).thenRefused('successor-not-open', { pointer: '/by' });
    withSuccessor('closed', [accepted]).when(supersede).thenRefused('successor-not-open');
  });
  it('ends once', () => withSuccessor('open', [accepted, superseded]).when(supersede).thenRefused('commitment-closed'));
});
