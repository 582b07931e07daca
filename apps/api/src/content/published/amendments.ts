import type { DeclaredChanges } from '@mithaq/domain';
import type { LaterEntry, PublishedPledge } from './published-file.js';
import { declaredValue, firstDay, lastDay, declaredTarget } from './fields.js';

/**
 * What an amendment changes in the pledge. Where the entry gives a sum or a period in figures, those; where it says so in words only, what
 * the table below reads from them. The words themselves are the amendment's reason, so a figure that is unclear in them is left there.
 */
export function changesOf(pledge: PublishedPledge, entry: LaterEntry): DeclaredChanges {
  const inWords = saidInWords[pledge.id]?.[pledge.later.indexOf(entry)];
  return {
    ...(entry.value ? { value: declaredValue({ nature: pledge.value?.nature ?? 'own', ...entry.value }) } : {}),
    ...(entry.period?.start ? { start: firstDay(entry.period.start) } : {}),
    ...(entry.period?.end ? { end: lastDay(entry.period.end) } : {}),
    ...inWords?.(pledge),
  };
}

/** By the pledge's id and the entry's place among its `later`. */
const saidInWords: Readonly<Record<string, Readonly<Record<number, (pledge: PublishedPledge) => DeclaredChanges>>>> = {
  'ghana-rural-telephony-finance': {
    // "all 2,016 sites by the end of September or of the year 2024, with 3.5 million people": of the two dates the later one holds in both readings.
    4: pledge => ({
      end: lastDay('2024'),
      targets: pledge.targets.map(target =>
        declaredTarget({ ...target, due: '2024', goal: target.indicator === 'people connected' ? 3_500_000 : target.goal }),
      ),
      beneficiaries: { count: 3_500_000, groups: ['rural-population'] },
    }),
  },
  'veon-ukraine': {
    // "the plan is put at USD 1 billion until 2027". The confirmation that follows gives the same sum in figures, and adds the start.
    1: () => ({ value: { amount: '1000000000.00', currency: 'USD', nature: 'own' }, end: lastDay('2027') }),
  },
  'canada-ai-compute': {
    // "a strategy over five years from 2024-25": fiscal years of Canada, which begin on 1 April. How the sum is divided among the three
    // parts stays in the reason: the parts are "up to", and the pledge is of the whole.
    0: () => ({ start: firstDay('2024-04'), end: lastDay('2029-03') }),
  },
};
