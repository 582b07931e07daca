import { describe, expect, it } from '@jest/globals';
import { type Day } from '../kernel/day.js';
import { type CommitmentDetails } from './commitment.events.js';
import { smartCheck } from './smart.js';

const bare: CommitmentDetails = { title: { en: 'We shall do good' }, focusAreas: { primary: 'connecting-people', others: [] } };
const goal = { indicator: { en: 'schools connected' }, goal: 500 };
const check = (more: Partial<CommitmentDetails>) => smartCheck({ ...bare, ...more });

describe('the SMART check', () => {
  it('finds nothing in good intentions alone', () =>
    expect(check({})).toEqual({ specific: false, measurable: false, achievable: false, relevant: false, timeBound: false }));
  it('calls specific what says what is done and where', () => {
    const what = { description: { en: 'Fibre' }, kind: 'financial' as const };
    expect(check(what).specific).toBe(false);
    expect(check({ ...what, implementation: { regions: ['AFR'], countries: [], groups: [] } }).specific).toBe(true);
  });
  it('calls measurable what has a goal, or counts whom it serves', () => {
    expect(check({ targets: [{ indicator: goal.indicator }] }).measurable).toBe(false);
    expect(check({ targets: [goal] }).measurable).toBe(true);
    expect(check({ beneficiaries: { count: 3, groups: [] } }).measurable).toBe(true);
  });
  it('calls achievable what has means, partners or a known beginning', () => {
    expect(check({ targets: [goal] }).achievable).toBe(false);
    expect(check({ targets: [{ ...goal, baseline: 20 }] }).achievable).toBe(true);
    expect(check({ value: { amount: '1', currency: 'USD', nature: 'own' } }).achievable).toBe(true);
    expect(check({ partners: [{ name: { en: 'Friends' } }] }).achievable).toBe(true);
  });
  it('calls relevant what serves something that was agreed', () => {
    expect(check({ sdgs: [] }).relevant).toBe(false);
    expect(check({ sdgs: [9] }).relevant).toBe(true);
    expect(check({ declarations: ['agenda-2030'] }).relevant).toBe(true);
  });
  it('calls time-bound what ends, or whose every target is due', () => {
    expect(check({ targets: [{ ...goal, due: '2027-12-31' as Day }, goal] }).timeBound).toBe(false);
    expect(check({ targets: [{ ...goal, due: '2027-12-31' as Day }] }).timeBound).toBe(true);
    expect(check({ end: '2027-12-31' as Day }).timeBound).toBe(true);
  });
});
