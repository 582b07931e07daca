import { describe, expect, it } from '@jest/globals';
import { type Day } from './day.js';
import { heldOn, hold, openingOf } from './history.js';

const event = (name: string, effectiveAt: string) => ({ name, metadata: { effectiveAt: effectiveAt as Day } });
const names = (events: readonly { name: string }[]) => events.map(({ name }) => name);

describe('the history of a stream', () => {
  const log = [
    event('opened', '2024-01-01'),
    event('in May', '2024-05-01'),
    event('in March', '2024-03-01'),
    event('in May, later said', '2024-05-01'),
  ];

  it('folds by the day on which things became true, and within a day by the order of recording', () =>
    expect(names(hold(log))).toEqual(['opened', 'in March', 'in May', 'in May, later said']));
  it('leaves the log as it was', () => {
    const before = names(log);
    hold(log);
    expect(names(log)).toEqual(before);
  });
  it('knows what was true by the end of a day', () => {
    expect(names(heldOn(hold(log), '2024-03-01' as Day))).toEqual(['opened', 'in March']);
    expect(names(heldOn(hold(log), '2023-12-31' as Day))).toEqual([]);
  });
  it('opens on its first day', () => {
    expect(openingOf(hold(log))).toBe('2024-01-01');
    expect(openingOf([])).toBeUndefined();
  });
});
