import { type LocalizedText } from '@mithaq/domain';

/** Letters as they are compared and searched: no case, no accents or vowel marks, runs of spaces as one. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** What a text is sorted by: its English, else its first language by code. */
export function sortKey(text: LocalizedText): string {
  const first = Object.keys(text).sort()[0];
  return folded(text['en'] ?? (first === undefined ? '' : (text[first] ?? '')));
}

/** What a text is searched in: every language, a line each; what is searched for has no line break, so that it never matches across two. */
export function searchText(text: LocalizedText): string {
  return Object.keys(text)
    .sort()
    .map(language => folded(text[language] ?? ''))
    .join('\n');
}
