import { describe, it } from '@jest/globals';
import { type Day } from '../kernel/day.js';
import { specify } from '../testing/specify.js';
import { regionalPriority } from './regional-priority.js';

const given = specify(regionalPriority, {});
const data = {
  region: 'AFR' as const,
  code: 'AFR1',
  name: { en: 'Digital transformation in Africa' },
  actionPlan: { id: 'KAP', name: 'Kigali Action Plan', from: '2023-01-01' as Day, to: '2026-01-01' as Day },
  wording: 'verified' as const,
};

describe('a regional priority', () => {
  it('is adopted for an action plan', () =>
    given([])
      .when({ type: 'AdoptRegionalPriority', ...data })
      .then([{ type: 'RegionalPriorityAdopted', data }]));
  it('is adopted once', () =>
    given([{ type: 'RegionalPriorityAdopted', data }])
      .when({ type: 'AdoptRegionalPriority', ...data })
      .thenNothing());
});
