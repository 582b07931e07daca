import {
  type CoalitionEvent,
  type CoalitionId,
  type Day,
  type DocumentText,
  type LocalizedText,
  type Recorded,
  type Source,
} from '@mithaq/domain';
import { integer, json, keyedView, nullable, type RowOf, type Rows, text } from '../engine/view.js';
import { oneOf } from './latest.js';
import { idOf } from './stream-id.js';

const columns = {
  coalition: oneOf<CoalitionId>(),
  version: integer,
  sha256: text,
  published_day: oneOf<Day>(),
  event: text,
  recorded_at: text,
  languages: json<readonly string[]>(),
  /** Why it was published; the first version needs no reason. */
  reason: nullable(json<LocalizedText>()),
  source: nullable(json<Source>()),
  /** Last, so that SQLite reads it only where it is asked for: it may fill pages. */
  text: json<DocumentText>(),
};

type DocumentRow = RowOf<typeof columns>;

/** The versions of a coalition's document, a row each under its number. */
export const coalitionDocuments = keyedView({
  name: 'coalition-documents',
  version: 1,
  of: 'coalition',
  columns,
  evolve(rows: Rows<DocumentRow>, event: Recorded<CoalitionEvent>): Rows<DocumentRow> {
    switch (event.type) {
      case 'DocumentPublished': {
        const { version, sha256, text, reason, source } = event.data;
        return new Map(rows).set(String(version), {
          coalition: idOf(event.stream) as CoalitionId,
          version,
          sha256,
          published_day: event.metadata.effectiveAt,
          event: event.id,
          recorded_at: event.recordedAt,
          languages: Object.keys(text).sort(),
          reason: reason ?? null,
          source: source ?? null,
          text,
        });
      }
      default:
        return rows;
    }
  },
});
