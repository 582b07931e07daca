/**
 * Where an append stands that was refused as a wrong expectation, judged by what can be read after the revision that it expected: the place of
 * its last event where it is a repeat; `another` where somebody else's events stand there; `unread` where too little can be read to say.
 */
export async function standing<Stored extends { readonly id: string }>(
  ids: readonly string[],
  stored: AsyncIterable<Stored | undefined>,
): Promise<Stored | 'another' | 'unread'> {
  let matching = 0;
  for await (const event of stored) {
    if (event?.id !== ids[matching]) return 'another';
    if (++matching === ids.length) return event!;
  }
  return 'unread';
}
