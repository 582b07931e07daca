import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventsBetween, type LogAt } from './between.js';
import { type Mend } from './compensation.js';
import { type Day } from './day.js';
import { type Dated, heldBy } from './history.js';

type Event = Dated & { readonly id: string };

function said(id: string, day: string, data: object = {}): Event {
  return { id, type: 'Said', data, metadata: { effectiveAt: day as Day } };
}
function corrected(id: string, ...targets: object[]): Event {
  return {
    id,
    type: 'EventsCorrected',
    data: { correction: id, targets: targets as Mend[] },
    metadata: { effectiveAt: '2024-01-01' as Day },
  };
}
const voided = (event: string) => ({ event, void: true });
const set = (event: string, fields: object, effectiveAt?: string) => ({
  event,
  set: fields,
  schemaVersion: 1,
  ...(effectiveAt && { effectiveAt }),
});

const between = (from: LogAt<Event>, to: LogAt<Event>) =>
  eventsBetween(from, to).map(({ event, because, correctedBy }) => [event.id, because, ...correctedBy]);
const day = (text: string) => text as Day;

describe('what makes a record another one', () => {
  const first = said('first', '2024-01-01', { amount: 10 });
  const late = said('late', '2024-03-01');

  it('is an event that was recorded since', () => {
    expect(between({ log: [first] }, { log: [first, late] })).toEqual([['late', 'recorded']]);
    expect(between({ log: [first, late] }, { log: [first] })).toEqual([['late', 'not-yet-recorded']]);
    expect(between({ log: [] }, { log: [first] })).toEqual([['first', 'recorded']]);
  });
  it('is an event that has come true by the day', () => {
    const log = [first, late];
    expect(between({ log, day: day('2024-02-01') }, { log, day: day('2024-03-01') })).toEqual([['late', 'came-true']]);
    expect(between({ log }, { log, day: day('2024-02-01') })).toEqual([['late', 'not-yet-true']]);
    expect(between({ log: [first], day: day('2024-02-01') }, { log, day: day('2024-02-01') })).toEqual([]);
  });
  it('is an event that a correction made void, and one that a correction of the correction restored', () => {
    const logs = [[first, late], [corrected('c1', voided('late'))], [corrected('c2', voided('c1'))]].map((_, i, parts) => ({
      log: parts.slice(0, i + 1).flat(),
    }));
    expect(between(logs[0]!, logs[1]!)).toEqual([['late', 'voided', 'c1']]);
    expect(between(logs[1]!, logs[2]!)).toEqual([['late', 'restored', 'c2']]);
    expect(between(logs[0]!, logs[2]!)).toEqual([]);
    expect(between(logs[1]!, logs[0]!)).toEqual([['late', 'restored', 'c1']]);
  });
  it('is an event that says something else, or of another day', () => {
    const log = [first, late, corrected('c1', set('first', { amount: 1 })), corrected('c2', set('late', {}, '2024-01-15'))];
    expect(between({ log: log.slice(0, 2) }, { log })).toEqual([
      ['first', 'corrected', 'c1'],
      ['late', 'corrected', 'c2'],
    ]);
    expect(between({ log: log.slice(0, 2), day: day('2024-02-01') }, { log, day: day('2024-02-01') })).toEqual([
      ['first', 'corrected', 'c1'],
      ['late', 'corrected', 'c2'],
    ]);
    expect(eventsBetween({ log: log.slice(0, 2) }, { log })[0]!.event.data).toEqual({ amount: 1 });
  });

  it('is all that makes it so: put in its place, or taken away, it makes what holds of what held', () => {
    const days = fc.constantFrom('2024-01-01', '2024-02-01', '2024-03-01');
    const event = fc.record({
      day: days,
      amount: fc.nat(3),
      targets: fc.array(fc.record({ nth: fc.nat(), how: fc.nat(3), day: days }), { maxLength: 2 }),
    });
    const logs = fc.array(event, { maxLength: 8 }).map(told => {
      const log: Event[] = [];
      told.forEach(({ day, amount, targets }, i) => {
        const mends = [...new Map(targets.map(({ nth, how, day }) => [log[nth % Math.max(1, log.length)]?.id, { how, day }]))].flatMap(
          ([id, { how, day }]) =>
            id === undefined
              ? []
              : [how === 0 || id.startsWith('c') ? voided(id) : how === 1 ? set(id, {}, day) : set(id, { amount: how })],
        );
        log.push(mends.length > 0 ? corrected(`c${i}`, ...mends) : said(`e${i}`, day, { amount }));
      });
      return log;
    });
    const moment = fc.record({ upTo: fc.nat(8), day: fc.option(days, { nil: undefined }) });
    fc.assert(
      fc.property(logs, moment, moment, (log, one, other) => {
        const at = ({ upTo, day }: typeof one): LogAt<Event> => ({ log: log.slice(0, upTo), day: day as Day | undefined });
        const [from, to] = [at(one), at(other)];
        const holding = new Map(heldBy(from.log, from.day).map(event => [event.id, event]));
        for (const { event, because, correctedBy } of eventsBetween(from, to)) {
          const isThere = heldBy(to.log, to.day).some(({ id }) => id === event.id);
          expect(['voided', 'not-yet-recorded', 'not-yet-true'].includes(because) && isThere).toBe(false);
          if (['voided', 'restored', 'corrected'].includes(because)) expect(correctedBy).not.toEqual([]);
          if (isThere) holding.set(event.id, event);
          else holding.delete(event.id);
        }
        const byId = (events: readonly Event[]) => [...events].sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(byId([...holding.values()])).toEqual(byId(heldBy(to.log, to.day)));
      }),
      { numRuns: 500 },
    );
  });
});
