import { type Json, type LocalizedText } from '@mithaq/domain';
import { type Logged } from './sources/source.js';
import { type MomentOfView } from './views/moment-of-view.js';
import { type Terminal } from './terminal.js';

/** The answer, on `stdout`: to a program as JSON, to people in lines. */
export function answer({ stdout }: Terminal, { json }: { readonly json?: true }, body: object, lines: () => readonly string[]): void {
  stdout.write(
    json
      ? `${JSON.stringify(body)}\n`
      : lines()
          .map(line => `${line}\n`)
          .join(''),
  );
}

/** The moment that an answer is of, as it can be asked again. */
export function momentOf(position: bigint, effectiveAt?: string) {
  return { asOf: position.toString(), ...(effectiveAt !== undefined && { effectiveAt }) };
}

/** The moment of a view, in words: at position 41822 on 2026-11-24. */
export function momentLine({ asOf, day }: MomentOfView): string {
  return `${asOf === null ? 'before the first event' : `at position ${asOf}`} on ${day}`;
}

/** Rows under their headings, each column as wide as its widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [headings, ...rows];
  const widths = headings.map((_, i) => Math.max(...all.map(row => row[i]!.length)));
  return all.map(row =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
}

/** Whatever anybody has written, on one line, with no character in it that a terminal would obey. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function visibleValue(value: Json | undefined): string {
  return value === undefined ? '-' : visible(JSON.stringify(value));
}

/** So much of it as a table has room for; JSON has it whole. */
export function cut(text: string, most = 48): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** In English, where it is written in English. */
export function inWords(text: LocalizedText): string {
  return visible(text['en'] ?? Object.values(text)[0] ?? '');
}

/** An event in few words: r3 CommitmentAmended of 2025-02-01. */
export function named({ revision, type, metadata }: Logged): string {
  return `r${revision} ${type} of ${metadata.effectiveAt}`;
}
