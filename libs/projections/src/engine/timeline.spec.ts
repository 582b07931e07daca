import { hold, type Recorded } from '@mithaq/domain';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amended, corrected, put, recordedSample, type Sample, voided } from '../testing/sample-ledger.js';
import { entries, tally } from '../testing/sample-views.js';
import { endOfTime } from './moment.js';
import { append, type Change, compare, firstDifference, type OpenRun, type Run, timelines } from './timeline.js';
import { type AnyView, integer, view } from './view.js';

/** A view of the value alone, so that a run is a line in a test. */
const value = view({
  name: 'value',
  version: 1,
  of: 'sample',
  columns: { value: integer },
  evolve(row, event) {
    if (event.type === 'Ended') return undefined;
    return event.type === 'Put' ? { value: (event.data as { value: number }).value } : row;
  },
});

const ended = (day: string): Sample => ({ type: 'Ended', data: {}, day });

/** What stands open after the samples, and what the next one does to it. */
function after(...samples: Sample[]) {
  const events = samples.map((sample, i) => recordedSample(sample, i + 1));
  const open = opened(timeline(value, hold(events)));
  return {
    comes(next: Sample) {
      const { closed, opened } = folded(value, open, events, recordedSample(next, events.length + 1));
      return { closed: closed.map(({ rowid }) => line(open[Number(rowid)]!)), opened: opened.map(line) };
    },
  };
}

function timeline(view: AnyView, held: readonly Recorded[]): readonly Run[] {
  return timelines(view, { before: [], after: held }, '').after;
}

/** What an event does to the open runs where the fold begins anew. */
function folded(view: AnyView, open: readonly OpenRun[], events: readonly Recorded[], event: Recorded): Change {
  const held = { before: hold(events), after: hold([...events, event]) };
  const since = firstDifference(held);
  const { before, after } = timelines(view, held, since);
  return compare(
    open.filter(({ to }) => to >= since),
    before,
    after,
  );
}

function opened(runs: readonly Run[]): OpenRun[] {
  return runs.map((run, i) => ({ ...run, rowid: BigInt(i) }));
}

function line({ from, to, values }: Run): string {
  return `${from} → ${to === endOfTime ? '∞' : to}: ${values.join()}`;
}

describe('what an event does to the rows of its stream', () => {
  it('opens one with the first event', () => {
    expect(after().comes(put('2026-01-01', 1))).toEqual({ closed: [], opened: ['2026-01-01 → ∞: 1'] });
  });

  it('closes one and opens two on a later day', () => {
    expect(after(put('2026-01-01', 1)).comes(put('2026-02-01', 2))).toEqual({
      closed: ['2026-01-01 → ∞: 1'],
      opened: ['2026-01-01 → 2026-02-01: 1', '2026-02-01 → ∞: 2'],
    });
  });

  it('closes one and opens one on the same day', () => {
    expect(after(put('2026-01-01', 1)).comes(put('2026-01-01', 2))).toEqual({
      closed: ['2026-01-01 → ∞: 1'],
      opened: ['2026-01-01 → ∞: 2'],
    });
  });

  it('changes nothing where the row stays as it is', () => {
    expect(after(put('2026-01-01', 1)).comes(put('2026-02-01', 1))).toEqual({ closed: [], opened: [] });
  });

  it('gives a late event the days that are its own', () => {
    expect(after(put('2026-01-01', 1), put('2026-03-01', 3)).comes(put('2026-02-01', 2))).toEqual({
      closed: ['2026-01-01 → 2026-03-01: 1'],
      opened: ['2026-01-01 → 2026-02-01: 1', '2026-02-01 → 2026-03-01: 2'],
    });
  });

  it('goes on with the former run when the row is on the same day what it was before', () => {
    expect(after(put('2026-01-01', 1), put('2026-02-01', 2)).comes(put('2026-02-01', 1))).toEqual({
      closed: ['2026-01-01 → 2026-02-01: 1', '2026-02-01 → ∞: 2'],
      opened: ['2026-01-01 → ∞: 1'],
    });
  });

  it('begins another run when the row is on a later day what it was before', () => {
    expect(after(put('2026-01-01', 1), put('2026-02-01', 2)).comes(put('2026-03-01', 1))).toEqual({
      closed: ['2026-02-01 → ∞: 2'],
      opened: ['2026-02-01 → 2026-03-01: 2', '2026-03-01 → ∞: 1'],
    });
  });

  it('leaves a stream without a row where the row ends', () => {
    expect(after(put('2026-01-01', 1)).comes(ended('2026-02-01'))).toEqual({
      closed: ['2026-01-01 → ∞: 1'],
      opened: ['2026-01-01 → 2026-02-01: 1'],
    });
    expect(after(put('2026-01-01', 1)).comes(ended('2026-01-01'))).toEqual({ closed: ['2026-01-01 → ∞: 1'], opened: [] });
  });

  it('takes back what is void', () => {
    expect(after(put('2026-01-01', 1), put('2026-02-01', 2)).comes(corrected('2026-02-01', voided(2)))).toEqual({
      closed: ['2026-01-01 → 2026-02-01: 1', '2026-02-01 → ∞: 2'],
      opened: ['2026-01-01 → ∞: 1'],
    });
  });

  it('leaves a stream without a row where all is void', () => {
    expect(after(put('2026-01-01', 1), put('2026-02-01', 2)).comes(corrected('2026-01-01', voided(1), voided(2)))).toEqual({
      closed: ['2026-01-01 → 2026-02-01: 1', '2026-02-01 → ∞: 2'],
      opened: [],
    });
  });

  it('mends a value on its days, and no others', () => {
    expect(after(put('2026-01-01', 1), put('2026-02-01', 2)).comes(corrected('2026-01-01', amended(1, { value: 7 })))).toEqual({
      closed: ['2026-01-01 → 2026-02-01: 1'],
      opened: ['2026-01-01 → 2026-02-01: 7'],
    });
  });

  it('moves an event to another day', () => {
    expect(after(put('2026-01-01', 1), put('2026-02-01', 2)).comes(corrected('2026-02-01', amended(2, {}, '2026-03-01')))).toEqual({
      closed: ['2026-01-01 → 2026-02-01: 1', '2026-02-01 → ∞: 2'],
      opened: ['2026-01-01 → 2026-03-01: 1', '2026-03-01 → ∞: 2'],
    });
  });

  it('takes a correction back, and stands as before', () => {
    const wasVoid = after(put('2026-01-01', 1), put('2026-02-01', 2), corrected('2026-02-01', voided(2)));
    expect(wasVoid.comes(corrected('2026-02-01', voided(3)))).toEqual({
      closed: ['2026-01-01 → ∞: 1'],
      opened: ['2026-01-01 → 2026-02-01: 1', '2026-02-01 → ∞: 2'],
    });
  });
});

const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
const samples: fc.Arbitrary<Sample[]> = fc
  .array(
    fc.record({
      day: fc.constantFrom(...days),
      event: fc.oneof(
        fc.record({
          type: fc.constant('Put' as const),
          data: fc.record({ key: fc.constantFrom('a', 'b'), value: fc.integer({ min: 0, max: 2 }) }),
        }),
        fc.record({ type: fc.constant('Removed' as const), data: fc.record({ key: fc.constantFrom('a', 'b') }) }),
        fc.record({ type: fc.constant('Noted' as const), data: fc.record({ note: fc.constantFrom('one', null) }) }),
        fc.constant({ type: 'Ended' as const, data: {} }),
      ),
    }),
    { maxLength: 12 },
  )
  .map(list => list.map(({ day, event }) => ({ ...event, day })));

describe.each<[string, AnyView]>([
  ['a row a stream', tally],
  ['rows by key', entries],
])('the timeline of %s', (_, view) => {
  it('says of each day what the events up to that day fold to', () => {
    fc.assert(
      fc.property(samples, list => {
        const held = hold(list.map((sample, i) => recordedSample(sample, i + 1)));
        const runs = timeline(view, held);
        for (const day of ['2025-12-31', ...days, '2026-01-05']) {
          let rows: ReturnType<typeof view.evolve> = new Map();
          for (const event of held) if (event.metadata.effectiveAt <= day) rows = view.evolve(rows, event);
          const standing = runs.filter(({ from, to }) => from <= day && to > day);
          expect(new Map(standing.map(({ key, values }) => [key, view.code.decode(values)]))).toEqual(new Map(rows));
        }
      }),
    );
  });

  it('has runs that are as long as they can be', () => {
    fc.assert(
      fc.property(samples, list => {
        const runs = timeline(view, hold(list.map((sample, i) => recordedSample(sample, i + 1))));
        for (const one of runs) {
          expect(one.from < one.to).toBe(true);
          for (const other of runs) if (other.key === one.key && other.from === one.to) expect(other.values).not.toEqual(one.values);
        }
      }),
    );
  });

  it('is the same whether its last event is appended or all are folded anew', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom('Put', 'Ended', 'Removed'), (list, type) => {
        const data = type === 'Ended' ? {} : { key: 'a', value: 1 };
        const greatest = list.reduce((day, sample) => (sample.day > day ? sample.day : day), days[0]!);
        for (const day of [greatest, '2026-01-05']) {
          const before = list.map((sample, i) => recordedSample(sample, i + 1));
          const event = recordedSample({ type, data, day } as Sample, before.length + 1);
          const open = opened(timeline(view, hold(before)));
          const appended = append(
            view,
            open.filter(({ to }) => to >= day),
            event,
          );
          expect(sorted(appended)).toEqual(sorted(folded(view, open, before, event)));
        }
      }),
    );
  });
});

function sorted({ closed, opened }: Change) {
  const by = (a: Run, b: Run) => (a.key + a.from < b.key + b.from ? -1 : 1);
  return {
    closed: closed.map(({ rowid }) => Number(rowid)).sort((a, b) => a - b),
    opened: opened.map(({ key, from, to, values }) => ({ key, from, to, values })).sort(by),
  };
}

it('has every value back from its column', () => {
  const row = { key_put: 'a', value: -3, sum: 99_999_999_999_999_999n, note: null, keys: ['a', 'ب'] };
  const stored = tally.code.encode(row);
  expect(stored).toEqual(['a', -3n, 99_999_999_999_999_999n, null, '["a","ب"]']);
  expect(tally.code.decode(stored)).toEqual(row);
});
