import {
  type CommitmentDetails,
  commitmentEvents,
  type Day,
  isReportEvent,
  type OwnCommitmentEvent,
  type Recorded,
  type ReportEvent,
  type Source,
  type Value,
} from '@mithaq/domain';
import { json, nullable, type RowOf, view } from '../engine/view.js';
import { type LatestEvent, latestFrom, latestOf } from './latest.js';

/** Another published figure or restatement, beside the commitment's own and in no sum. Amounts in minor units. */
export interface Note {
  readonly event: string;
  readonly day: Day;
  readonly recordedAt: string;
  readonly text: CommitmentDetails['title'];
  readonly source: Source;
  readonly value?: Value;
}

type ActOf<Event> = Event extends { readonly type: infer Type; readonly data: infer Data }
  ? { readonly type: Type; readonly event: string; readonly day: Day; readonly recordedAt: string; readonly data: Data }
  : never;
/** What moved its registration on, in order: acceptances, returns, announcements, the withdrawal, the supersession. */
export type Act = ActOf<Exclude<OwnCommitmentEvent, { type: 'CommitmentPledged' | 'CommitmentAmended' | 'CommitmentNoted' }>>;

/** What was said where delivery was completed apart from a report. */
export interface Completion {
  readonly event: LatestEvent;
  readonly narrative?: CommitmentDetails['title'];
  readonly evidence?: readonly Source[];
  readonly source?: Source;
}

const columns = {
  /** As stored: amounts in minor units. */
  details: json<CommitmentDetails>(),
  notes: json<readonly Note[]>(),
  acts: json<readonly Act[]>(),
  completion: nullable(json<Completion>()),
};

type DetailsRow = RowOf<typeof columns>;

/** What is told apart from reports. */
type ToldEvent = OwnCommitmentEvent | Extract<ReportEvent, { type: 'DeliveryCompleted' }>;
const told = Object.keys(commitmentEvents).filter(type => type === 'DeliveryCompleted' || !isReportEvent({ type })) as ToldEvent['type'][];

/** All that a commitment says of itself, as JSON: for its page and for the lines of a list, never for a figure. */
export const commitmentDetails = view({
  name: 'commitment-details',
  version: 2,
  of: 'commitment',
  types: told,
  columns,
  evolve(row: DetailsRow | undefined, event: Recorded<ToldEvent>): DetailsRow | undefined {
    if (event.type === 'CommitmentPledged') {
      const { lead: _lead, provenance: _provenance, ...details } = event.data;
      return { details, notes: [], acts: [], completion: null };
    }
    if (row === undefined) return undefined;
    const at = { event: event.id, day: event.metadata.effectiveAt, recordedAt: event.recordedAt };
    switch (event.type) {
      case 'CommitmentAmended':
        return { ...row, details: changed(row.details, event.data.changes) };
      case 'CommitmentNoted':
        return { ...row, notes: [...row.notes, { ...at, ...event.data }] };
      // One case each, so that the compiler keeps a type and its data together.
      case 'CommitmentAccepted':
        return { ...row, acts: [...row.acts, { ...at, type: event.type, data: event.data }] };
      case 'CommitmentReturned':
        return { ...row, acts: [...row.acts, { ...at, type: event.type, data: event.data }] };
      case 'CommitmentAnnounced':
        return { ...row, acts: [...row.acts, { ...at, type: event.type, data: event.data }] };
      case 'CommitmentWithdrawn':
        return { ...row, acts: [...row.acts, { ...at, type: event.type, data: event.data }] };
      case 'CommitmentSuperseded':
        return { ...row, acts: [...row.acts, { ...at, type: event.type, data: event.data }] };
      case 'DeliveryCompleted':
        return { ...row, completion: { event: latestFrom(latestOf(event)), ...event.data } };
    }
  },
});

/** Fields that change, each whole; null clears. */
export function changed<Details extends object, Changes extends { readonly [Field in keyof Details]?: Details[Field] | null }>(
  details: Details,
  changes: Changes,
): Details {
  const after = { ...details, ...changes };
  for (const field in changes) if (changes[field] === null) delete after[field];
  // Whatever null takes away is optional: the schema of the changes lets no other field be null.
  return after;
}
