import { type StreamingRead } from '@eventstore/db-client';
import { StoreUnavailable } from '../event-store.js';

/** So long the server may be silent in the middle of a read, in milliseconds; a frozen one would be silent for ever. */
const silence = 15_000;

/** A read of the client, let go of however it ends: also when the signal is aborted and nobody asks for the rest. */
export async function* drained<Resolved>(
  open: () => StreamingRead<Resolved>,
  signal?: AbortSignal,
  limit = silence,
): AsyncGenerator<Resolved, void, undefined> {
  const read = open();
  read.on('error', () => undefined); // the loop below hears it; an error that nobody listens for ends the process
  const end = (reason: Error) => {
    read.destroy(reason);
    letGo(read, () => read.cancel());
  };
  const abort = () => end(signal?.reason as Error);
  signal?.addEventListener('abort', abort);
  let isAsked = true;
  const timer = setTimeout(() => {
    if (isAsked) end(new StoreUnavailable(`nothing came for ${limit / 1000} s`));
  }, limit);
  try {
    for await (const resolved of read.iterator({ destroyOnReturn: false })) {
      isAsked = false;
      yield resolved as Resolved;
      isAsked = true;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    letGo(read, () => read.cancel());
  }
}

/**
 * Ends a stream of the client. The client keeps each until it has ended, and one that is cancelled after the server's last word only ends
 * once it has been read, which it is not by itself while somebody waits for what is readable. Not waited for: one that never came about is
 * looking for its server still.
 */
export function letGo(stream: { removeAllListeners(event: 'readable'): unknown; resume(): unknown }, cancel: () => Promise<void>): void {
  stream.removeAllListeners('readable');
  stream.resume();
  cancel().catch(() => undefined); // why it never came about has been told
}
