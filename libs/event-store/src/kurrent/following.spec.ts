import { describe, expect, it } from '@jest/globals';
import { Progress } from './following.js';

describe('how far a subscription is complete', () => {
  it('is not said while it catches up and the server has said nothing', () => {
    const progress = new Progress('start');
    progress.delivered(10n);
    expect(progress.complete()).toBeUndefined();
  });

  it('is what the server passed over, once all before that is delivered, and is said once', () => {
    const progress = new Progress('start');
    progress.delivered(10n);
    progress.passed(25n);
    expect(progress.complete()).toBe(25n);
    expect(progress.complete()).toBeUndefined();
  });

  it('is not what the server passed over before an event that was delivered since', () => {
    const progress = new Progress('start');
    progress.passed(25n);
    progress.delivered(30n);
    expect(progress.complete()).toBeUndefined();
  });

  it('is where the store ended when it began, once it has caught up', () => {
    const progress = new Progress('start');
    progress.delivered(10n);
    progress.caughtUp(40n);
    expect(progress.complete()).toBe(40n);
  });

  it('is the last event, whenever nothing more is at hand after it has caught up', () => {
    const progress = new Progress(40n);
    progress.caughtUp(40n);
    expect(progress.complete()).toBe(40n);
    progress.delivered(50n);
    expect(progress.complete()).toBe(50n);
    progress.delivered(60n);
    progress.delivered(61n);
    expect(progress.complete()).toBe(61n);
    expect(progress.complete()).toBeUndefined();
  });

  it('is not the last event while it has fallen behind, until it has caught up again', () => {
    const progress = new Progress(40n);
    progress.caughtUp(40n);
    progress.complete();
    progress.fellBehind();
    progress.delivered(50n);
    expect(progress.complete()).toBeUndefined();
    progress.caughtUp(45n); // an older end: what was delivered is further
    expect(progress.complete()).toBe(50n);
  });

  it('never goes back', () => {
    const progress = new Progress(40n);
    progress.caughtUp(60n);
    expect(progress.complete()).toBe(60n);
    progress.passed(55n);
    expect(progress.complete()).toBeUndefined();
  });

  it('is nothing in a store that is empty', () => {
    const progress = new Progress('start');
    progress.caughtUp(undefined);
    expect(progress.complete()).toBeUndefined();
  });
});
