/** The ledger that the views, and what is read of a long history, are measured on. */
import { type CommitmentEvent, type Day, focusAreaIds, type OrganisationId, regionIds } from '@mithaq/domain';
import { type NewEvent, SqliteEventStore } from '@mithaq/event-store';

export const eventsPerStream = 10;
const cohorts = 10;
/** The first and the last effective day of the ledger. */
export const ledgerDays = ['2024-01-01', '2024-11-01'] as [Day, Day];

/**
 * One cohort of commitments after the other, so that a ledger twice as long is twice the same work: each stream of it once, in another
 * order each time, as if their partners reported in turn; a third of what comes after the acceptance is late.
 */
export async function recordLedger(folder: string, streams: number): Promise<number> {
  const store = await SqliteEventStore.open(folder);
  const start = performance.now();
  const cohort = Math.ceil(streams / cohorts);
  try {
    let recorded = 0;
    for (let first = 0; first < streams; first += cohort) {
      const size = Math.min(cohort, streams - first);
      for (let revision = 0; revision < eventsPerStream; revision++) {
        for (let i = 0; i < size; i += 1_000) {
          const appends = [];
          for (let j = i; j < Math.min(i + 1_000, size); j++) {
            const stream = first + ((j * 7_919 + revision * 104_729) % size);
            const expected = revision === 0 ? 'none' : BigInt(revision - 1);
            appends.push(store.append(`commitment-${uuid(stream)}`, expected, [event(stream, revision)]));
          }
          await Promise.all(appends);
          recorded += appends.length;
        }
      }
    }
    return Math.round((recorded * 1000) / (performance.now() - start));
  } finally {
    await store.close();
  }
}

const text = {
  en: 'Connect every school of the northern provinces, with the ministry of education and three operators.',
  ar: 'ربط كل مدرسة',
};

function event(stream: number, revision: number): NewEvent {
  const { type, data } = told(stream, revision);
  return {
    id: `${uuid(stream).slice(0, 24)}${String(revision).padStart(12, '0')}`,
    type,
    data: { ...data },
    metadata: {
      actor: { subject: 'bench', roles: ['secretariat'] },
      correlationId: uuid(stream),
      schemaVersion: 1,
      effectiveAt: dayOf(stream, revision),
    },
  };
}

function told(stream: number, revision: number): CommitmentEvent {
  const region = regionIds[stream % 6]!;
  const value = {
    amount: String((stream % 9_000) * 100_000 + revision),
    currency: ['USD', 'EUR', 'XOF'][stream % 3]!,
    nature: 'own' as const,
  };
  if (revision === 0) {
    return {
      type: 'CommitmentPledged',
      data: {
        lead: uuid(stream % 5_000) as OrganisationId,
        provenance: 'submitted',
        title: { en: `Schools ${stream}` },
        description: text,
        kind: 'programmatic',
        focusAreas: { primary: focusAreaIds[stream % 4]!, others: [] },
        implementation: { regions: stream % 5 ? [region] : [...regionIds], countries: [], groups: [] },
        value,
        beneficiaries: { count: stream, groups: ['women'] },
        start: '2022-01-01' as Day,
        end: '2027-12-31' as Day,
      },
    };
  }
  if (revision === 1) return { type: 'CommitmentAccepted', data: {} };
  return {
    type: 'CommitmentAmended',
    data: { reason: { en: 'Another figure.' }, changes: revision % 2 ? { value } : { beneficiaries: { count: revision, groups: [] } } },
  };
}

/** Later with each event, but for each third, which is of a day before the last. */
function dayOf(stream: number, revision: number): string {
  const isLate = revision > 1 && (stream + revision) % 3 === 0;
  const month = isLate ? 1 + (revision % 2) : revision + 1;
  return `2024-${String(month).padStart(2, '0')}-${String((stream % 27) + 1 + (isLate ? 1 : 0)).padStart(2, '0')}`;
}

/** The id of a commitment. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
