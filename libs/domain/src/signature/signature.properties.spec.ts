import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coalition, type CoalitionCommand } from '../coalition/coalition.js';
import { type CoalitionEvent } from '../coalition/coalition.events.js';
import { type Day } from '../kernel/day.js';
import { decideOn, type LoggedEvent, stateOn } from '../kernel/decide.js';
import { heldOn, hold } from '../kernel/history.js';
import { type CoalitionId, type OrganisationId, type PersonId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { type SignatureEvent } from './signature.events.js';
import { signature, type SignatureCommand, type SignatureFacts } from './signature.js';

const today = '2026-06-10' as Day;
const organisations = ['northland', 'southland'] as OrganisationId[];

// Few days, so that many acts meet on one and many come late.
const day = fc.integer({ min: 1, max: 10 }).map(n => `2026-06-${String(n).padStart(2, '0')}` as Day);
const reason = { en: 'Because.' };
const signed = {
  type: fc.constant('SignDocument' as const),
  coalition: fc.constant('digital-coalition' as CoalitionId),
  signatory: fc.constant({ id: '5b1f1f6e-4c39-4f0a-9a57-7d0a4c0c3d11' as PersonId, name: `1.${'A'.repeat(60)}` }),
  capacity: fc.constant({ en: 'Minister' }),
  manner: fc.constantFrom('ceremony' as const, 'afterwards' as const),
};

interface OfTheCoalition {
  readonly of: 'coalition';
  readonly command: CoalitionCommand;
  readonly sha256: string;
  readonly on: Day;
}
interface OfASignature {
  readonly of: OrganisationId;
  readonly command: SignatureCommand;
  readonly on: Day;
}
type Act = OfTheCoalition | OfASignature;

const sha256 = fc.constantFrom('1'.repeat(64), '2'.repeat(64), '3'.repeat(64));
const ofTheCoalition = (command: CoalitionCommand) =>
  fc.record({ of: fc.constant('coalition' as const), command: fc.constant(command), sha256, on: day });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: ofTheCoalition({ type: 'PublishDocument', text: { en: 'We.' }, reason }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(...organisations).chain(organisation =>
      fc.record({
        of: fc.constant(organisation),
        command: fc.record(
          { ...signed, organisation: fc.constant(organisation), version: fc.integer({ min: 1, max: 3 }) },
          { requiredKeys: ['type', 'coalition', 'organisation', 'signatory', 'capacity', 'manner'] },
        ),
        on: day,
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      of: fc.constantFrom(...organisations),
      command: fc.constant({ type: 'WithdrawSignature' as const, reason }),
      on: day,
    }),
  },
);
/** Launched early or late; everything else in any order of recording and of days. */
const acts = fc
  .tuple(
    ofTheCoalition({ type: 'LaunchCoalition', name: { en: 'Digital Coalition' }, text: { en: 'We.' } }),
    fc.array(act, { maxLength: 25 }),
  )
  .map(([launch, rest]): Act[] => [launch, ...rest]);

/** A coalition and its signatures, each command decided on what the streams say on its day: as the service does it. */
class Coalition {
  readonly documents: LoggedEvent<CoalitionEvent>[] = [];
  readonly signatures = new Map(organisations.map(id => [id, [] as LoggedEvent<SignatureEvent>[]]));

  /** How many events it came to, or why it was refused. */
  do(act: Act): number | Refusal {
    const days = { effectiveAt: act.on, today };
    const dated = <Event>(event: Event) => ({ ...event, metadata: { effectiveAt: act.on } });
    try {
      if ('sha256' in act) {
        const events = decideOn(coalition, this.documents, act.command, days, { sha256: act.sha256 });
        this.documents.push(...events.map(dated));
        return events.length;
      }
      const log = this.signatures.get(act.of)!;
      const events = decideOn(signature, log, act.command, days, this.factsOn(act.on));
      log.push(...events.map(dated));
      return events.length;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  versionOn(day: Day): number | undefined {
    const state = stateOn(coalition, this.documents, day);
    return state.status === 'unknown' ? undefined : state.version;
  }

  private factsOn(day: Day): SignatureFacts {
    const version = this.versionOn(day);
    return { coalition: version === undefined ? undefined : { is: 'real', version }, organisation: { is: 'real' } };
  }
}

describe('under any order of signings, versions and withdrawals', () => {
  it('an organisation has at most one standing signature, and signs no version that it stands by', () => {
    fc.assert(
      fc.property(acts, acts => {
        const made = new Coalition();
        for (const act of acts) {
          made.do(act);
          for (const log of made.signatures.values()) {
            const standing = new Set<number>();
            for (const event of hold(log)) {
              if (event.type === 'SignatureWithdrawn') standing.clear();
              else {
                expect(standing).not.toContain(event.data.version);
                for (const version of standing) expect(version).toBeLessThan(event.data.version);
                standing.clear();
                standing.add(event.data.version);
              }
              expect(standing.size).toBeLessThanOrEqual(1);
            }
          }
        }
      }),
    );
  });

  it('whoever stands by a version stands by one that there was', () => {
    fc.assert(
      fc.property(acts, day, (acts, asked) => {
        const made = new Coalition();
        for (const act of acts) made.do(act);
        for (const log of made.signatures.values()) {
          const state = stateOn(signature, log, asked);
          if (state.status === 'none') continue;
          expect(state.version).toBeLessThanOrEqual(made.versionOn(asked)!);
        }
      }),
    );
  });

  it('what is accepted, every later fold admits, on every day', () => {
    fc.assert(
      fc.property(acts, day, (acts, asked) => {
        const made = new Coalition();
        for (const act of acts) made.do(act);
        for (const log of made.signatures.values()) {
          let state = signature.initial;
          for (const event of heldOn(hold(log), asked)) {
            expect(() => signature.admit(event, state)).not.toThrow();
            state = signature.evolve(state, event);
          }
        }
        let state = coalition.initial;
        for (const event of heldOn(hold(made.documents), asked)) {
          expect(() => coalition.admit(event, state)).not.toThrow();
          state = coalition.evolve(state, event);
        }
      }),
    );
  });

  it('a command repeated at once decides nothing or is refused', () => {
    fc.assert(
      fc.property(acts, acts => {
        const made = new Coalition();
        for (const act of acts) {
          if (made.do(act) instanceof Refusal) continue;
          const again = made.do(act);
          if (!(again instanceof Refusal)) expect(again).toBe(0);
        }
      }),
    );
  });
});
