import { stringify } from 'csv-stringify/sync';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { TemporaryFolder } from '../temporary-folder.js';

/** A cell: what a line says under a heading; null: nothing. */
type Cell = readonly [heading: string, value: string | number | null];

/**
 * Lines as CSV (RFC 4180): all have the same columns in the same order, so all are read before the first is written, and wait in a file.
 * What memory holds does not grow with them.
 */
export async function* csvOf(lines: AsyncIterable<object>): AsyncGenerator<string, void, undefined> {
  const folder = new TemporaryFolder();
  try {
    const file = join(folder.path, 'lines');
    const headings = await spooled(lines, file);
    if (headings.length === 0) return;
    yield inCsv(headings);
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const cells = new Map(JSON.parse(text) as Cell[]); // as `spooled` wrote it
      yield inCsv(headings.map(heading => cells.get(heading)));
    }
  } finally {
    folder.close();
  }
}

function inCsv(cells: readonly (Cell[1] | undefined)[]): string {
  return stringify([[...cells]], {
    record_delimiter: 'windows',
    // By itself it quotes a text with a line end of that kind, and lets pass one with half of it.
    quoted_match: /[\r\n]/,
    // A spreadsheet takes a text that begins with = + - @ or a tab for a formula: an apostrophe stands before it (OWASP, CSV injection). Numbers stay.
    escape_formulas: true,
  });
}

async function spooled(lines: AsyncIterable<object>, path: string): Promise<string[]> {
  const headings = new Headings();
  await pipeline(async function* () {
    for await (const line of lines) {
      const cells = [...cellsOf(line, [])];
      headings.add(cells);
      yield `${inOneLine(cells)}\n`;
    }
  }, createWriteStream(path));
  return headings.inOrder();
}

/** To newer releases of Node two characters end a line that JSON leaves as they are. */
function inOneLine(cells: readonly Cell[]): string {
  return JSON.stringify(cells).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** The headings of all lines: one that is new stands after the one that it follows in its line. */
class Headings {
  private readonly names: string[] = [];
  private readonly known = new Set<string>();
  private readonly said = new Set<string>();

  add(cells: readonly Cell[]): void {
    let before: string | undefined;
    for (const [name, value] of cells) {
      if (!this.known.has(name)) {
        this.known.add(name);
        this.names.splice(before === undefined ? 0 : this.names.indexOf(before) + 1, 0, name);
      }
      if (value !== null) this.said.add(name);
      before = name;
    }
  }

  /** Without those of which some lines say that there is nothing, and others have the parts of it. */
  inOrder(): string[] {
    return this.names.filter(name => this.said.has(name) || !this.names.some(other => other.startsWith(`${name}.`)));
  }
}

/** The way to each value, joined by dots. A list of mere values is one cell, as is one of things that have parts, in JSON; amounts have a column a currency. */
function* cellsOf(value: unknown, way: readonly string[]): Generator<Cell, void, undefined> {
  const heading = way.join('.');
  if (value === undefined) return;
  if (value === null || typeof value === 'string' || typeof value === 'number') yield [heading, value];
  else if (Array.isArray(value)) {
    if (value.every(one => typeof one !== 'object')) yield [heading, value.length > 0 ? value.join(';') : null];
    else if (value.every(isAmount)) for (const { currency, ...rest } of value) yield* cellsOf(rest, [...way, currency]);
    else yield [heading, JSON.stringify(value)];
  } else if (typeof value === 'object') for (const [name, part] of Object.entries(value)) yield* cellsOf(part, [...way, name]);
  else yield [heading, JSON.stringify(value)];
}

/** Of money there is a line a currency. */
function isAmount(line: unknown): line is { readonly amount: string; readonly currency: string } {
  return typeof line === 'object' && line !== null && 'amount' in line && 'currency' in line;
}
