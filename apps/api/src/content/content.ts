import { type Act, type Books, type ContentRecorded, type Progress, recordActs } from './acts.js';
import { demonstrationActs } from './demonstration/demonstration.js';
import { publishedActs } from './published/published.js';
import { publishedFile } from './published/published-file.js';

/** What a ledger is filled with at its start: the published pledges and a demonstration, the published pledges alone, or nothing. */
export const contentChoices = ['all', 'published', 'none'] as const;
export type ContentChoice = (typeof contentChoices)[number];

/**
 * Records the content that the ledger does not have yet, by the ordinary commands: first what was published, then the demonstration. The
 * reference data is there already. Nothing happens at a start that finds all of it.
 */
export async function recordContent(which: ContentChoice, books: Books, progress?: Progress): Promise<ContentRecorded> {
  return recordActs(books, actsOf(which), progress);
}

function actsOf(which: ContentChoice): Act[] {
  switch (which) {
    case 'all':
      return [...publishedActs(publishedFile), ...demonstrationActs()];
    case 'published':
      return publishedActs(publishedFile);
    case 'none':
      return [];
  }
}
