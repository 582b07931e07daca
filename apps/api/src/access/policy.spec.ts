import { describe, expect, it } from '@jest/globals';
import {
  type Actor,
  type AnyCommand,
  type AppointmentId,
  type CoalitionId,
  type CommitmentId,
  type CountryCode,
  type CycleId,
  type Day,
  type OrganisationId,
  type PersonId,
  Refusal,
  type ReportId,
  type Role,
} from '@mithaq/domain';
import { Problem } from '../http/problem.js';
import { permit, policies, permitType } from './policy.js';

const text = { en: 'x' };
const source = { title: text };
const acme = 'acme' as OrganisationId;
const focusAreas = { primary: 'connecting-people', others: [] } as const;
const reference = { file: 'countries.json', sha256: '0'.repeat(64) };

const day = '2026-01-01' as Day;
const report = 'r1' as ReportId;
const appointment = 'a1' as AppointmentId;
const person = { id: '00000000-0000-4000-8000-000000000000' as PersonId, name: `1.${'A'.repeat(60)}` };

const samples: { readonly [Type in AnyCommand['type']]: Extract<AnyCommand, { type: Type }> } = {
  RegisterOrganisation: { type: 'RegisterOrganisation', provenance: 'submitted', name: text, category: 'academia' },
  AmendOrganisation: { type: 'AmendOrganisation', reason: text, changes: {} },
  VerifyOrganisation: { type: 'VerifyOrganisation' },
  PledgeCommitment: {
    type: 'PledgeCommitment',
    provenance: 'submitted',
    lead: acme,
    title: text,
    focusAreas: { ...focusAreas, others: [] },
  },
  AmendCommitment: { type: 'AmendCommitment', reason: text, changes: {} },
  AcceptCommitment: { type: 'AcceptCommitment' },
  ReturnCommitment: { type: 'ReturnCommitment', reason: text },
  AnnounceCommitment: { type: 'AnnounceCommitment', manner: 'plenary' },
  NoteCommitment: { type: 'NoteCommitment', text, source },
  WithdrawCommitment: { type: 'WithdrawCommitment', reason: text },
  SupersedeCommitment: { type: 'SupersedeCommitment', by: 'other' as CommitmentId, reason: text },
  ListCountry: { type: 'ListCountry', details: { iso3: 'KEN', name: text, region: 'AFR', standing: 'member-state' }, reference },
  ListCountryGroup: { type: 'ListCountryGroup', name: text, reference },
  RecordJoining: { type: 'RecordJoining', country: 'KE' as CountryCode, reference },
  RecordGraduation: { type: 'RecordGraduation', country: 'KE' as CountryCode, reference },
  ReportProgress: { type: 'ReportProgress', report, percent: 40 },
  AmendReport: { type: 'AmendReport', report, reason: text, changes: { percent: 50 } },
  DeclineReport: { type: 'DeclineReport', cycle: 'c2025' as CycleId, reason: 'no-data' },
  CompleteDelivery: { type: 'CompleteDelivery' },
  AnswerQuery: { type: 'AnswerQuery', report, query: 'q1', answer: text },
  QueryReport: { type: 'QueryReport', report, query: 'q1', question: text },
  AssessReport: { type: 'AssessReport', report, verifiability: 'verifiable', progress: 'limited' },
  OpenReportingCycle: { type: 'OpenReportingCycle', name: text, days: { from: day, to: day, opens: day, due: day, grace: day } },
  ExtendReportingCycle: { type: 'ExtendReportingCycle', due: day, grace: day, reason: text },
  CloseReportingCycle: { type: 'CloseReportingCycle' },
  LaunchCoalition: { type: 'LaunchCoalition', name: text, text },
  PublishDocument: { type: 'PublishDocument', text, reason: text },
  SignDocument: {
    type: 'SignDocument',
    coalition: 'p2c' as CoalitionId,
    organisation: acme,
    signatory: person,
    capacity: text,
    manner: 'ceremony',
  },
  WithdrawSignature: { type: 'WithdrawSignature', reason: text },
  EstablishWorkingGroup: { type: 'EstablishWorkingGroup', focusArea: 'connecting-people' },
  AppointCoChair: { type: 'AppointCoChair', appointment, person, organisation: acme, seat: 'private-sector', from: day },
  EndTerm: { type: 'EndTerm', appointment, reason: text },
  StandDown: { type: 'StandDown', appointment, reason: text },
  ProposeCorrection: {
    type: 'ProposeCorrection',
    stream: 'commitment-c1',
    targets: [{ event: '00000000-0000-4000-8000-000000000000', void: true }],
    reason: text,
    authority: 'letter of 3 May 2024',
  },
  ApproveCorrection: { type: 'ApproveCorrection', revision: '3' },
  RejectCorrection: { type: 'RejectCorrection', reason: text },
  WithdrawCorrection: { type: 'WithdrawCorrection', reason: text },
  RecordApplication: { type: 'RecordApplication', outcome: { type: 'CorrectionOvertaken', data: { approved: '3', found: '4' } } },
  ErasePerson: { type: 'ErasePerson', reason: text },
  AmendRegionalPriority: { type: 'AmendRegionalPriority', reason: text, changes: {} },
  RetireRegionalPriority: { type: 'RetireRegionalPriority', reason: text },
  AdoptRegionalPriority: {
    type: 'AdoptRegionalPriority',
    region: 'AFR',
    code: 'AFR1',
    name: text,
    actionPlan: { id: 'kap', name: 'Kigali', from: '2022-06-16' as never, to: '2026-12-31' as never },
    wording: 'verified',
    reference,
  },
};
const withSource = (command: AnyCommand): AnyCommand =>
  command.type === 'PledgeCommitment' || command.type === 'RegisterOrganisation'
    ? { ...command, sources: [source] }
    : ({ ...command, source } as AnyCommand); // only commands that have one are asked for one

const actor = (role: Role, organisation?: string): Actor => ({ subject: 's', roles: [role], ...(organisation ? { organisation } : {}) });

function outcome(who: Actor, command: AnyCommand, owner: string | null | undefined): string {
  try {
    permit(who, command, owner);
    return 'permitted';
  } catch (error) {
    if (error instanceof Problem || error instanceof Refusal) return error.code;
    throw error;
  }
}

const commands = Object.entries(samples).map(([type, command]) => [type as AnyCommand['type'], command] as const);

describe('the policy', () => {
  it.each(commands)('lets nobody give %s who only reads', (_, command) => {
    for (const role of ['auditor', 'co-chair'] as const) expect(outcome(actor(role, acme), command, acme)).toBe('forbidden');
    expect(outcome({ subject: 's', roles: [] }, command, acme)).toBe('forbidden');
  });

  it.each(commands)('lets the service itself give %s', (_, command) => expect(outcome(actor('system'), command, acme)).toBe('permitted'));

  it.each(commands)('lets a partner give %s for its own organisation at most', (type, command) => {
    const own = policies[type].partner === 'for-its-own' ? 'permitted' : 'forbidden';
    expect(outcome(actor('partner', acme), command, acme)).toBe(own);
    expect(outcome(actor('partner', 'globex'), command, acme)).toBe('forbidden');
    expect(outcome(actor('partner'), command, acme)).toBe('forbidden');
  });

  it.each(commands)('asks the secretariat for a source of %s where it speaks for a body, and administrators likewise', (type, command) => {
    const expected = {
      'own-act': 'permitted',
      'with-source': type === 'NoteCommitment' ? 'permitted' : 'source-missing',
      'administrators-only': 'permitted',
      never: 'forbidden',
    };
    for (const role of ['secretariat', 'administrator'] as const) {
      if (role === 'secretariat' && policies[type].secretariat === 'administrators-only') continue; // see below
      expect(outcome(actor(role), command, acme)).toBe(expected[policies[type].secretariat]);
      if (policies[type].secretariat === 'with-source') expect(outcome(actor(role), withSource(command), acme)).toBe('permitted');
    }
  });

  it('lets no secretariat erase a person: that is for administrators', () => {
    expect(() => permitType(actor('secretariat'), 'ErasePerson')).toThrow('This is an act of an administrator.');
    expect(permitType(actor('administrator'), 'ErasePerson')).toBeUndefined();
  });

  it('takes a secretariat that is also of the body for the body', () => {
    const both: Actor = { subject: 's', roles: ['secretariat', 'partner'], organisation: acme };
    expect(outcome(both, samples.WithdrawCommitment, acme)).toBe('permitted');
    expect(outcome(both, samples.WithdrawCommitment, 'globex')).toBe('source-missing');
  });

  it('keeps for the secretariat what is no organisation’s', () => {
    expect(outcome(actor('partner', acme), samples.ReportProgress, null)).toBe('forbidden');
    expect(outcome(actor('secretariat'), withSource(samples.ReportProgress), null)).toBe('permitted');
  });

  it('leaves what is not there to the domain', () => {
    expect(outcome(actor('partner', acme), samples.WithdrawCommitment, undefined)).toBe('permitted');
  });

  it('tells by the kind of command alone who need not try', () => {
    expect(() => permitType(actor('auditor'), 'AcceptCommitment')).toThrow('This is an act of the secretariat. Your token has auditor.');
    expect(() => permitType(actor('administrator'), 'ListCountry')).toThrow(Problem);
    expect(permitType(actor('partner'), 'PledgeCommitment')).toBeUndefined();
  });
});
