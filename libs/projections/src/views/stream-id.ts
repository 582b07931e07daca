/** What stands after the category: `commitment-{id}`. */
export function idOf(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}
