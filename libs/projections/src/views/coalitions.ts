import {
  type CoalitionEvent,
  type CoalitionId,
  type Day,
  type LocalizedText,
  type Provenance,
  type Recorded,
  type Source,
} from '@mithaq/domain';
import { integer, json, nullable, type RowOf, text, view } from '../engine/view.js';
import { searchText, sortKey } from './folded.js';
import { latestColumns, latestOf, oneOf } from './latest.js';
import { idOf } from './stream-id.js';

/** What a coalition says of itself, beside its document. */
export interface CoalitionDetails {
  readonly name: LocalizedText;
  readonly description?: LocalizedText;
  readonly source?: Source;
}

const columns = {
  id: oneOf<CoalitionId>(),
  provenance: oneOf<Provenance>(),
  launched_day: oneOf<Day>(),
  /** The current version of its document; null between the launch and the first version, which is the very next event. */
  version: nullable(integer),
  sha256: nullable(text),
  published_day: nullable(oneOf<Day>()),
  ...latestColumns,
  name_sort: text,
  name_search: text,
  details: json<CoalitionDetails>(),
};

type CoalitionRow = RowOf<typeof columns>;

/** One row a coalition. The texts of its document stand in `coalition-documents`, who signs it in `signatures`. */
export const coalitions = view({
  name: 'coalitions',
  version: 1,
  of: 'coalition',
  columns,
  evolve(row: CoalitionRow | undefined, event: Recorded<CoalitionEvent>): CoalitionRow | undefined {
    if (event.type === 'CoalitionLaunched') {
      const { provenance, ...details } = event.data;
      return {
        id: idOf(event.stream) as CoalitionId,
        provenance,
        launched_day: event.metadata.effectiveAt,
        version: null,
        sha256: null,
        published_day: null,
        name_sort: sortKey(details.name),
        name_search: searchText(details.name),
        details,
        ...latestOf(event),
      };
    }
    if (row === undefined) return undefined;
    switch (event.type) {
      case 'DocumentPublished': {
        const { version, sha256 } = event.data;
        return { ...row, version, sha256, published_day: event.metadata.effectiveAt, ...latestOf(event) };
      }
      default:
        return row;
    }
  },
});
