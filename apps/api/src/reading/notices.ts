import { Day, type Provenance } from '@mithaq/domain';
import { type Counts } from '@mithaq/projections';
import Type, { type Static } from 'typebox';
import { publishedNotice } from '../content/published/published-file.js';

/** What has to be read beside an answer. */
export const Notice = Type.Object(
  {
    title: Type.Object({ en: Type.String(), ar: Type.String() }, { additionalProperties: false }),
    notice: Type.String(),
    asOf: Day,
  },
  {
    additionalProperties: false,
    title: 'Notice',
    description: 'What content from public sources is, of which day, and what nobody has checked.',
  },
);
export type Notice = Static<typeof Notice>;

/** The notices of an answer in which records of these provenances are shown or counted. */
export function noticesOf(provenances: Iterable<Provenance>): Notice[] {
  return [...provenances].includes('published') ? [publishedNotice] : [];
}

/** The provenances that figures count anything of; of several that are added up, all. */
export function countedIn<Table extends { readonly provenance: readonly Provenance[] }>(
  tables: readonly Table[],
  countsOf: (table: Table) => Counts,
): Provenance[] {
  return tables.filter(table => countsOf(table).all > 0).flatMap(({ provenance }) => provenance);
}
