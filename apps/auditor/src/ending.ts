const open = new Set<() => Promise<void>>();

/**
 * What a program that ends in the middle of a command closes first: a thread that is ended while its database fails takes the program down.
 *
 * @param close may be called twice
 * @returns says that it is closed
 */
export function closedAtEnd(close: () => Promise<void>): () => void {
  open.add(close);
  return () => void open.delete(close);
}

/** Ends the program wherever it is. */
export async function endWith(code: number): Promise<void> {
  await Promise.allSettled([...open].map(close => close()));
  process.exit(code);
}
