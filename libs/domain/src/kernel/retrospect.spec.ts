import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correctable } from '../aggregates.js';
import { commitment } from '../commitment/commitment.js';
import { countryGroup } from '../country-group/country-group.js';
import { changed } from '../testing/changed.js';
import { workingGroup } from '../working-group/working-group.js';
import { type Day } from './day.js';
import { changesBetween, fieldsOf, type Json } from './json.js';
import { personsIn } from './person.js';
import { blameOf, differenceBetween, linesOf, stateAfter } from './retrospect.js';

const said = (id: string, day: string, type: string, data: object) => ({ id, type, data, metadata: { effectiveAt: day as Day } });
const correcting = (id: string, ...targets: object[]) => said(id, '2024-01-01', 'EventsCorrected', { correction: 'c', targets });
const set = (event: string, set: object, more: object = {}) => ({ event, set, schemaVersion: 1, ...more });
const voided = (event: string) => ({ event, void: true });

const pledged = said('pledged', '2024-01-01', 'CommitmentPledged', {
  lead: 'acme',
  provenance: 'submitted',
  title: { en: 'Fibre' },
  focusAreas: { primary: 'connecting-people', others: [] },
  value: { amount: '500', currency: 'USD', nature: 'own' },
});
const retitled = said('retitled', '2024-03-01', 'CommitmentAmended', {
  reason: { en: 'Shorter.' },
  changes: { title: { en: 'Fibre now' }, end: '2026-01-01' },
});
const extended = said('extended', '2024-05-01', 'CommitmentAmended', { reason: { en: 'Later.' }, changes: { end: '2027-01-01' } });
const withdrawn = said('withdrawn', '2024-06-01', 'CommitmentWithdrawn', { reason: { en: 'A mistake.' } });

type Log = readonly ReturnType<typeof said>[];

describe('what was recorded of a record', () => {
  const lines = (...log: Log) => linesOf(log).map(({ event: { id }, corrects, corrected }) => ({ id, corrects, corrected }));

  it('stands in the order of recording, whatever the days', () =>
    expect(lines(retitled, pledged).map(({ id }) => id)).toEqual(['retitled', 'pledged']));
  it('says what corrects what, both ways', () =>
    expect(lines(pledged, withdrawn, correcting('c1', voided('withdrawn'), set('pledged', { title: { en: 'Cable' } })))).toEqual([
      { id: 'pledged', corrects: [], corrected: { by: ['c1'], isVoid: false, set: { title: { en: 'Cable' } } } },
      { id: 'withdrawn', corrects: [], corrected: { by: ['c1'], isVoid: true, set: {} } },
      { id: 'c1', corrects: ['withdrawn', 'pledged'], corrected: undefined },
    ]));
  it('says of a correction that was taken back that it was, and of its target nothing', () =>
    expect(lines(pledged, correcting('c1', voided('pledged')), correcting('c2', voided('c1')))).toEqual([
      { id: 'pledged', corrects: [], corrected: undefined },
      { id: 'c1', corrects: ['pledged'], corrected: { by: ['c2'], isVoid: true, set: {} } },
      { id: 'c2', corrects: ['c1'], corrected: undefined },
    ]));
});

describe('the state of a record', () => {
  const at = (day: string | undefined, ...log: Log) => stateAfter(commitment, log, day as Day | undefined);

  it('is of the events that hold, as plain data', () =>
    expect(at(undefined, pledged, retitled)).toMatchObject({
      registration: 'pledged',
      details: { title: { en: 'Fibre now' }, end: '2026-01-01' },
      reporting: { reports: {}, declined: {}, delivery: 'running' },
    }));
  it('at a revision is what was said by then, its mistakes included', () => {
    const log = [pledged, withdrawn, correcting('c1', voided('withdrawn'))];
    const registrations = log
      .map((_, revision) => at(undefined, ...log.slice(0, revision + 1)))
      .map(state => (state as { registration: string }).registration);
    expect(registrations).toEqual(['pledged', 'withdrawn', 'pledged']);
  });
  it('on a day is what was true by then', () => expect(at('2024-04-30', pledged, extended)).toEqual(at(undefined, pledged)));
  it('is nothing where no event holds', () => {
    expect(at(undefined, pledged, correcting('c1', voided('pledged')))).toBeUndefined();
    expect(at('2023-12-31', pledged)).toBeUndefined();
  });
  it('has the members of a set as a list', () =>
    expect(
      stateAfter(countryGroup, [
        said('listed', '2024-01-01', 'CountryGroupListed', { name: { en: 'LDC' } }),
        said('second', '2024-01-02', 'CountryJoinedGroup', { country: 'UG' }),
        said('third', '2024-01-02', 'CountryJoinedGroup', { country: 'MW' }),
      ]),
    ).toEqual({ status: 'listed', members: ['MW', 'UG'] }));
  it('names a co-chair by id alone: a sealed name stands in events only', () => {
    const person = { id: '018f2f6e-0000-7000-8000-000000000001', name: `1.${'A'.repeat(60)}` };
    const state = stateAfter(workingGroup, [
      said('established', '2024-01-01', 'WorkingGroupEstablished', { focusArea: 'connecting-people', provenance: 'submitted' }),
      said('appointed', '2024-01-02', 'CoChairAppointed', {
        appointment: 'a',
        person,
        organisation: 'acme',
        seat: 'membership',
        from: '2024-01-02',
      }),
    ]);
    expect(state).toMatchObject({ appointments: { a: { person: person.id } } });
    expect([...personsIn(state)]).toEqual([]);
  });
});

describe('a record at two moments', () => {
  type At = Parameters<typeof differenceBetween>[1];
  const between = (from: At, to: At) => {
    const { changes, events } = differenceBetween(commitment, from, to);
    return { changes, events: events.map(({ event, because }) => `${event.id} ${because}`) };
  };
  const value = (amount: string, currency = 'USD') => ({ amount, currency, nature: 'own' });

  it('differs by what was recorded, in its fields and by its events', () => {
    expect(between({ log: [pledged] }, { log: [pledged, withdrawn] })).toEqual({
      changes: [{ pointer: '/registration', before: 'pledged', after: 'withdrawn' }],
      events: ['withdrawn recorded'],
    });
    expect(between({ log: [pledged, withdrawn] }, { log: [pledged] })).toEqual({
      changes: [{ pointer: '/registration', before: 'withdrawn', after: 'pledged' }],
      events: ['withdrawn not-yet-recorded'],
    });
  });
  it('differs by as much as its figures do, exactly; amounts of two currencies by nothing that could be told', () => {
    const log = [
      pledged,
      correcting('c1', set('pledged', { value: value('9007199254740993') })),
      correcting('c2', set('pledged', { value: value('400', 'EUR') })),
    ];
    expect(between({ log: log.slice(0, 1) }, { log: log.slice(0, 2) })).toEqual({
      changes: [{ pointer: '/details/value/amount', before: '500', after: '9007199254740993', difference: '9007199254740493' }],
      events: ['pledged corrected'],
    });
    expect(between({ log: log.slice(0, 1) }, { log }).changes).toEqual([
      { pointer: '/details/value/amount', before: '500', after: '400' },
      { pointer: '/details/value/currency', before: 'USD', after: 'EUR' },
    ]);
  });
  it('has nothing but fields that came where it was not there', () => {
    const { changes, events } = between({ log: [pledged], day: '2023-12-31' as Day }, { log: [pledged] });
    expect(events).toEqual(['pledged came-true']);
    expect(changes).toContainEqual({ pointer: '/lead', after: 'acme' });
    expect(changes.some(change => 'before' in change)).toBe(false);
  });
  it('differs by an event that is outdone on both sides, and in no field', () =>
    expect(
      between(
        { log: [pledged, extended] },
        { log: [pledged, extended, { ...retitled, data: { ...retitled.data, changes: { end: '2026-01-01' } } }] },
      ),
    ).toEqual({
      changes: [],
      events: ['retitled recorded'],
    }));
});

describe('the blame of a field', () => {
  const blame = (...log: Log) => {
    const lines = new Map(blameOf(commitment, log).map(line => [line.pointer, line]));
    return (pointer: string) => {
      const { value, last, before } = lines.get(pointer)!;
      const setting = ({ event, ...rest }: typeof last) => ({ event: event.id, ...rest });
      return { value, last: setting(last), before: before && setting(before) };
    };
  };

  it('is the event that set it last, and the one before with what it said', () => {
    const of = blame(pledged, retitled, extended);
    expect(of('/details/end')).toEqual({
      value: '2027-01-01',
      last: { event: 'extended', value: '2027-01-01', correctedBy: [] },
      before: { event: 'retitled', value: '2026-01-01', correctedBy: [] },
    });
    expect(of('/lead')).toEqual({ value: 'acme', last: { event: 'pledged', value: 'acme', correctedBy: [] }, before: undefined });
  });
  it('is not an event that says it once more', () =>
    expect(blame(pledged, retitled, { ...retitled, id: 'again' })('/details/title/en').last.event).toBe('retitled'));
  it('follows the days, not the order of recording', () =>
    expect(blame(pledged, extended, retitled)('/details/end')).toMatchObject({
      last: { event: 'extended' },
      before: { event: 'retitled' },
    }));
  it('knows that a field was taken away before it came again', () => {
    const cleared = said('cleared', '2024-07-01', 'CommitmentAmended', { reason: { en: 'None.' }, changes: { end: null } });
    const again = said('again', '2024-08-01', 'CommitmentAmended', { reason: { en: 'One.' }, changes: { end: '2028-01-01' } });
    expect(blame(pledged, retitled, cleared, again)('/details/end').before).toEqual({ event: 'cleared', correctedBy: [] });
  });
  it('names the event and the compensation that changed what it says of the field', () => {
    const of = blame(pledged, correcting('c1', set('pledged', { value: { amount: '50', currency: 'USD', nature: 'own' } })));
    expect(of('/details/value/amount')).toEqual({
      value: '50',
      last: { event: 'pledged', value: '50', correctedBy: ['c1'] },
      before: undefined,
    });
    expect(of('/details/value/currency').last.correctedBy).toEqual([]);
    expect(of('/details/title/en').last.correctedBy).toEqual([]);
  });
  it('names several, the latest first, but none that was taken back', () => {
    const log = [pledged, ...['Cable', 'Copper', 'Glass'].map((en, i) => correcting(`c${i}`, set('pledged', { title: { en } })))];
    expect(blame(...log)('/details/title/en').last.correctedBy).toEqual(['c2', 'c1', 'c0']);
    expect(blame(...log, correcting('c3', voided('c1')))('/details/title/en').last).toMatchObject({
      value: 'Glass',
      correctedBy: ['c2', 'c0'],
    });
  });
  it('names for all that the event says the compensation that moved its day', () => {
    const of = blame(pledged, retitled, extended, correcting('c1', set('extended', {}, { effectiveAt: '2024-02-01' })));
    expect(of('/details/end')).toMatchObject({
      value: '2026-01-01',
      last: { event: 'retitled' },
      before: { event: 'extended', correctedBy: ['c1'] },
    });
  });
  it('is an earlier event where a later one is void', () =>
    expect(blame(pledged, withdrawn, correcting('c1', voided('withdrawn')))('/registration')).toMatchObject({
      last: { event: 'pledged' },
      before: undefined,
    }));
  it('is none where no event holds', () => expect(blameOf(commitment, [pledged, correcting('c1', voided('pledged'))])).toEqual([]));
});

describe('always, of every kind of record', () => {
  /** Events of a kind that may happen to a record, in any order, with whatever few fields, and corrections of them: a fold takes all. */
  const text = fc.record({ en: fc.constantFrom('a', 'b', 'c') });
  const id = fc.constantFrom('one', 'two', 'a/b');
  const day = fc.constantFrom('2024-01-01', '2024-02-01', '2024-03-01');
  const data = fc.record({
    title: text,
    name: text,
    reason: text,
    lead: id,
    provenance: fc.constant('submitted'),
    changes: fc.record({ title: fc.option(text), end: fc.option(day), narrative: text }, { requiredKeys: [] }),
    report: id,
    query: id,
    answer: text,
    cycle: id,
    details: fc.record({ standing: id, narrative: text }, { requiredKeys: [] }),
    home: fc.constant({ country: 'KE' }),
    appointment: id,
    person: fc.record({ id }),
    from: day,
    to: day,
    country: fc.constantFrom('KE', 'EG'),
    version: fc.nat(3),
    sha256: id,
    days: fc.record({ due: day, grace: day }),
    due: day,
    grace: day,
    coalition: id,
    organisation: id,
    region: id,
    steward: id,
    actionPlan: id,
  });
  const record = fc.constantFrom(...correctable);
  const logOf = (types: readonly string[]) =>
    fc
      .array(fc.record({ type: fc.constantFrom(...types, 'EventsCorrected'), day, data, at: fc.nat(), void: fc.boolean() }), {
        minLength: 1,
        maxLength: 12,
      })
      .map(drawn =>
        [types[0]!, ...drawn.map(({ type }) => type)].map((type, i) => {
          const { day, data, at, void: isVoid } = drawn[Math.max(0, i - 1)]!;
          if (type !== 'EventsCorrected') return said(`e${i}`, day, type, data);
          const event = `e${at % Math.max(1, i)}`;
          return correcting(
            `e${i}`,
            isVoid ? voided(event) : set(event, { title: data.title, lead: data.lead, version: data.version }, { effectiveAt: data.from }),
          );
        }),
      );
  const life = record.chain(kind => fc.tuple(fc.constant(kind), logOf(Object.keys(kind.events))));

  it('the changes from revision to revision, one after the other, make of nothing the state', () =>
    fc.assert(
      fc.property(life, ([kind, log]) => {
        const states = log.map((_, revision) => stateAfter(kind, log.slice(0, revision + 1)));
        const changes = states.map((state, revision) => changesBetween(states[revision - 1], state));
        expect(changes.reduce<Json | undefined>(changed, undefined)).toEqual(states.at(-1));
      }),
      { numRuns: 200 },
    ));

  it('has the changes between two moments that make of the one state the other, and none without an event that did it', () =>
    fc.assert(
      fc.property(life, fc.nat(), fc.nat(), fc.option(day), fc.option(day), ([kind, log], one, other, oneDay, otherDay) => {
        const at = (upTo: number, day: string | null) => ({
          log: log.slice(0, upTo % (log.length + 1)),
          day: (day ?? undefined) as Day | undefined,
        });
        const [from, to] = [at(one, oneDay), at(other, otherDay)];
        const { changes, events } = differenceBetween(kind, from, to);
        expect(changed(stateAfter(kind, from.log, from.day), changes)).toEqual(stateAfter(kind, to.log, to.day));
        if (changes.length > 0) expect(events).not.toEqual([]);
        const back = differenceBetween(kind, to, from);
        expect(back.changes.map(({ pointer, before, after }) => ({ pointer, before: after, after: before }))).toEqual(
          changes.map(({ pointer, before, after }) => ({ pointer, before, after })),
        );
        expect(new Set(back.events.map(({ event }) => event.id))).toEqual(new Set(events.map(({ event }) => event.id)));
      }),
      { numRuns: 200 },
    ));

  it('every field of the state, and no other, has an event that set it to what it is', () =>
    fc.assert(
      fc.property(life, ([kind, log]) => {
        const state = stateAfter(kind, log);
        const blame = blameOf(kind, log);
        expect(new Map(blame.map(({ pointer, value }) => [pointer, value]))).toEqual(state === undefined ? new Map() : fieldsOf(state));
        const corrections = log.filter(({ type }) => type === 'EventsCorrected').map(({ id }) => id);
        for (const { value, last } of blame) {
          expect(last.value).toEqual(value);
          expect(last.event.type).not.toBe('EventsCorrected');
          expect(corrections).toEqual(expect.arrayContaining([...last.correctedBy]));
        }
      }),
      { numRuns: 200 },
    ));
});
