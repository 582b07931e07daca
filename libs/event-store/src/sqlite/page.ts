/** A row of the ledger, in the order of the columns that are asked for; positions and revisions are far below 2^53. */
export type Row = [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  recordedAt: number,
  data: string,
  metadata: string,
];

/** A page weighs about so much (in UTF-16 units, which cost nothing to count), or is one event. */
const pageSize = 256 * 1024;

/**
 * Reads a statement to the end of a page and leaves it, all in one go. A page ends with the given number of rows or once it weighs
 * enough, whichever comes first: a page of long events must neither fill the memory nor hold the event loop.
 */
export function takePage(statement: Iterable<Row>, most: number): { rows: Row[]; more: boolean } {
  const rows: Row[] = [];
  let size = 0;
  for (const row of statement) {
    rows.push(row);
    size += row[6].length + row[7].length;
    if (rows.length === most || size >= pageSize) return { rows, more: true };
  }
  return { rows, more: false };
}
