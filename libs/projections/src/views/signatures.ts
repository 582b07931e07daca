import {
  type CoalitionId,
  type Day,
  type DocumentSigned,
  type EventOf,
  type LocalizedText,
  type OrganisationId,
  type Person,
  type Provenance,
  type Recorded,
  type Session,
  type SignatureEvent,
  type Source,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { integer, json, nullable, type RowOf, view } from '../engine/view.js';
import { latestColumns, latestOf, oneOf } from './latest.js';

export type SignatureStatus = 'standing' | 'withdrawn';
export const signatureStatuses = ['standing', 'withdrawn'] as const satisfies readonly SignatureStatus[];
export type Manner = EventOf<typeof DocumentSigned>['data']['manner'];

/** How and why a signature was withdrawn. */
export interface Withdrawal {
  readonly reason: LocalizedText;
  readonly source?: Source;
}

const columns = {
  coalition: oneOf<CoalitionId>(),
  organisation: oneOf<OrganisationId>(),
  provenance: oneOf<Provenance>(),
  status: oneOf<SignatureStatus>(),
  /** The version that the organisation stands by, or stood by last. */
  version: integer,
  first_signed_day: oneOf<Day>(),
  /** The day on which it signed that version. */
  signed_day: oneOf<Day>(),
  withdrawn_day: nullable(oneOf<Day>()),
  manner: oneOf<Manner>(),
  session: nullable(json<Session>()),
  /** As stored: the name is sealed, and is opened by whoever answers. */
  signatory: json<Person>(),
  capacity: json<LocalizedText>(),
  source: nullable(json<Source>()),
  withdrawal: nullable(json<Withdrawal>()),
  ...latestColumns,
};

export type SignatureRow = RowOf<typeof columns>;

/** One row a signature: what one organisation is to one coalition. Of the organisation nothing is copied; its home is joined when asked. */
export const signatures = view({
  name: 'signatures',
  version: 1,
  of: 'signature',
  columns,
  indexes: [['coalition'], ['organisation']],
  evolve(row: SignatureRow | undefined, event: Recorded<SignatureEvent>): SignatureRow | undefined {
    const day = event.metadata.effectiveAt;
    switch (event.type) {
      case 'DocumentSigned': {
        const { session, source, ...signed } = event.data;
        return {
          ...signed,
          status: 'standing',
          first_signed_day: row?.first_signed_day ?? day,
          signed_day: day,
          withdrawn_day: null,
          session: session ?? null,
          source: source ?? null,
          withdrawal: null,
          ...latestOf(event),
        };
      }
      case 'SignatureWithdrawn': {
        if (row?.status !== 'standing') return row;
        const { coalition: _coalition, organisation: _organisation, ...withdrawal } = event.data;
        return { ...row, status: 'withdrawn', withdrawn_day: day, withdrawal, ...latestOf(event) };
      }
      default:
        return row;
    }
  },
});

/** Whether an organisation is a signatory: it stands by a version of the document of a coalition, whichever. */
export type Signatory = 'standing' | 'none';
export const signatoryValues = ['standing', 'none'] as const satisfies readonly Signatory[];

/** The condition that an organisation, named by its id, is what is asked for. */
export function isSignatory(moment: Moment, organisation: Sql, asked: readonly Signatory[]): Sql {
  if (asked.includes('standing') && asked.includes('none')) return sql`1`;
  const among = asked.includes('standing') ? sql`in` : sql`not in`;
  return sql`${organisation} ${among} (select organisation from ${signatures.at(moment)} where status = 'standing')`;
}

/** The same as a column, for the few rows of a page: each is looked up by an index. */
export function signatoryColumn(moment: Moment, organisation: Sql): Sql {
  return sql`
    iif(exists (select 1 from ${signatures.at(moment)} g where g.organisation = ${organisation} and g.status = 'standing'), 'standing', 'none')`;
}
