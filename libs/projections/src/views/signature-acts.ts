import { type CoalitionId, type Day, type OrganisationId, type Recorded, type SignatureEvent } from '@mithaq/domain';
import { keyedView, type RowOf, type Rows } from '../engine/view.js';
import { oneOf } from './latest.js';

/** What an act does to the number of those that stand: one more; none, for it stood by an earlier version; one less. */
export type SignatureAct = 'signed' | 'signed-later-version' | 'withdrawn';

const columns = {
  coalition: oneOf<CoalitionId>(),
  organisation: oneOf<OrganisationId>(),
  act: oneOf<SignatureAct>(),
  day: oneOf<Day>(),
};

type ActRow = RowOf<typeof columns>;

/** The signings and withdrawals of one organisation under one coalition, a row each under the id of its event: what a timeline adds up. */
export const signatureActs = keyedView({
  name: 'signature-acts',
  version: 1,
  of: 'signature',
  columns,
  indexes: [['coalition']],
  evolve(rows: Rows<ActRow>, event: Recorded<SignatureEvent>): Rows<ActRow> {
    const day = event.metadata.effectiveAt;
    switch (event.type) {
      case 'DocumentSigned': {
        const { coalition, organisation } = event.data;
        return new Map(rows).set(event.id, { coalition, organisation, act: stands(rows) ? 'signed-later-version' : 'signed', day });
      }
      case 'SignatureWithdrawn': {
        const { coalition, organisation } = event.data;
        return stands(rows) ? new Map(rows).set(event.id, { coalition, organisation, act: 'withdrawn', day }) : rows;
      }
      default:
        return rows;
    }
  },
});

/** Whether it stands after these acts, in whatever order they come. */
function stands(rows: Rows<ActRow>): boolean {
  let standing = 0;
  for (const { act } of rows.values()) standing += act === 'signed' ? 1 : act === 'withdrawn' ? -1 : 0;
  return standing > 0;
}
