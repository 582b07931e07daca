import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  commitment,
  type CommitmentId,
  correction,
  type CorrectionId,
  type OrganisationId,
  organisation,
  type Recorded,
} from '@mithaq/domain';
import { type EventStore } from '@mithaq/event-store';
import { randomUUID } from 'node:crypto';
import { commitmentFacts } from '../commitments/commitment-facts.js';
import { testLedger, type TestLedger } from '../content/testing/test-ledger.js';
import { type CommandContext } from '../ledger/command-context.js';
import { Ledger } from '../ledger/ledger.js';
import { organisationFacts } from '../organisations/organisation-facts.js';
import { correctionApplication } from './correction-application.js';

/* Each step of an application failing both ways: not done, and done but the answer lost; and two instances at once. */

const acme = 'acme' as OrganisationId;
const fibre = 'fibre' as CommitmentId;
const id = 'the-title' as CorrectionId;
const actor = { subject: 'erin', roles: ['administrator'] } as const;
const context = (): CommandContext => ({ actor, request: { id: randomUUID() }, correlationId: 'c' });
const title = { en: 'Fibre to every school' };

describe('the application of an approved correction', () => {
  let on: TestLedger;
  let approval: Recorded;
  beforeEach(async () => {
    on = await testLedger('2026-06-01');
    const { ledger } = on;
    const registration = { type: 'RegisterOrganisation', provenance: 'submitted', name: { en: 'Acme' }, category: 'academia' } as const;
    await ledger.decide(organisation, acme, registration, context(), organisationFacts(ledger));
    const pledge = { type: 'PledgeCommitment', provenance: 'submitted', lead: acme, title: { en: 'Fibe' } } as const;
    const focusAreas = { primary: 'connecting-people', others: [] } as const;
    const facts = commitmentFacts(ledger, fibre, actor);
    await ledger.decide(commitment, fibre, { ...pledge, focusAreas: { ...focusAreas, others: [] } }, context(), facts);
    const [pledged] = await ledger.logOf(commitment, fibre);
    const targets = [{ event: pledged!.id, set: { title }, schemaVersion: 1 }];
    const proposal = { stream: `commitment-${fibre}`, targets, reason: { en: 'Misspelt.' }, authority: 'a letter' };
    const known = () => Promise.resolve({ actor: 'another', provenance: 'submitted' } as const);
    await ledger.decide(correction, id, { type: 'ProposeCorrection', ...proposal }, context(), known);
    await ledger.decide(correction, id, { type: 'ApproveCorrection', revision: '0' }, context(), known);
    approval = (await ledger.logOf(correction, id)).at(-1)!;
  });
  afterEach(() => on.close());

  const typesOf = async (stream: string) => (await on.ledger.eventsOf(stream)).map(({ type }) => type);
  const expectApplied = async () => {
    expect(await typesOf(`commitment-${fibre}`)).toEqual(['CommitmentPledged', 'EventsCorrected']);
    expect(await typesOf(`correction-${id}`)).toEqual(['CorrectionProposed', 'CorrectionApproved', 'CorrectionApplied']);
  };
  /** A ledger on a store of which one append fails: before it is stored, or after. */
  const failing = (nth: number, when: 'before' | 'after') => {
    let n = 0;
    const store = new Proxy<EventStore>(on.store, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (property !== 'append') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        return async (...asked: Parameters<EventStore['append']>) => {
          const fails = ++n === nth;
          if (fails && when === 'before') throw new Error('the connection is lost');
          const appended = await target.append(...asked);
          if (fails) throw new Error('the connection is lost');
          return appended;
        };
      },
    });
    return new Ledger(store, on.clock);
  };

  it('comes to the same when it is done again', async () => {
    const apply = correctionApplication(on.ledger);
    await apply(approval);
    await apply(approval);
    await expectApplied();
  });

  it('comes to the same when several instances do it at once', async () => {
    const instances = Array.from({ length: 4 }, () => correctionApplication(new Ledger(on.store, on.clock)));
    await Promise.all(instances.map(apply => apply(approval)));
    await expectApplied();
  });

  it.each([
    ['the compensating event was not stored', 1, 'before'],
    ['the compensating event was stored and the answer was lost', 1, 'after'],
    ['the outcome was not stored', 2, 'before'],
    ['the outcome was stored and the answer was lost', 2, 'after'],
  ] as const)('is taken up again where %s', async (_, nth, when) => {
    await expect(correctionApplication(failing(nth, when))(approval)).rejects.toThrow('the connection is lost');
    await correctionApplication(on.ledger)(approval);
    await expectApplied();
  });

  it('is overtaken where the record moved on, and nothing is corrected', async () => {
    const note = { type: 'NoteCommitment', text: { en: 'A note.' }, source: { title: { en: 'A source' } } } as const;
    await on.ledger.decide(commitment, fibre, note, context(), commitmentFacts(on.ledger, fibre, actor));
    await correctionApplication(on.ledger)(approval);
    await correctionApplication(on.ledger)(approval);
    expect(await typesOf(`commitment-${fibre}`)).toEqual(['CommitmentPledged', 'CommitmentNoted']);
    const [, , outcome] = await on.ledger.eventsOf(`correction-${id}`);
    expect(outcome).toMatchObject({ type: 'CorrectionOvertaken', data: { approved: '0', found: '1' } });
  });
});
