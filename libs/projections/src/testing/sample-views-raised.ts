import { integer, view } from '../engine/view.js';
import { entries, type SampleEvent } from './sample-views.js';
import { type Recorded } from '@mithaq/domain';

/** The sample views of the next release: the tally counts, and has another column for it. */
export const countingTally = view({
  name: 'sample-tally',
  version: 2,
  of: 'sample',
  columns: { count: integer },
  evolve(row, event: Recorded<SampleEvent>) {
    return event.type === 'Put' ? { count: (row?.count ?? 0) + 1 } : row;
  },
});

export const views = [countingTally, entries];
