import cliProgress from 'cli-progress';
import { once } from 'node:events';

const { Format, SingleBar } = cliProgress;

/** Where a command speaks: its answer on `stdout`, all other talk on `stderr`. */
export interface Terminal {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Written, and taken: whoever takes it says how fast, and what is not taken yet need not be read. */
export async function written(stream: NodeJS.WritableStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

/** Told how far a walk through a ledger, or a list, is. */
export interface Progress {
  /** A walk begins, towards the position at which it ends; or a list, of so many lines. */
  begin(what: string, end: bigint, unit?: 'events' | 'lines'): void;
  /** One more is done, or as many as that. */
  passed(position: bigint, count?: number): void;
  finish(): void;
}

/** Who looks at it sees no more than so many a second. */
const mostMilliseconds = 100;

/** Shows it on a terminal, with the rate and the time left; a log or a pipe gets no bar. */
export function progressBar(stream: NodeJS.WritableStream): Progress {
  if (!isTerminal(stream)) return quiet;
  const bar = new SingleBar({
    stream,
    format: '{what} {bar} {percentage} % | {rate} {unit}/s | {eta_formatted} left',
    barsize: 40,
    etaBuffer: 50,
    formatTime: (seconds, ...how) => (Number.isFinite(seconds) ? Format.TimeFormat(seconds, ...how) : '…'), // before it can tell
    clearOnComplete: true,
    gracefulExit: false, // Ctrl-C ends the program, as it does without a bar
  });
  let end = 0n;
  let first: bigint | undefined;
  let done = 0;
  let began = 0;
  let shown = 0;
  return {
    begin(what, position, unit = 'events') {
      [end, first, done, began] = [position, undefined, 0, performance.now()];
      bar.start(1, 0, { what, unit, rate: 0 });
    },
    passed(position, count = 1) {
      if (first === undefined) bar.setTotal(Number(end - (first = position)) || 1); // a ledger on a server may begin anywhere
      done += count;
      const now = performance.now();
      if (now - shown < mostMilliseconds) return;
      shown = now;
      bar.update(Number(position - first), { rate: Math.round((done * 1000) / (now - began)) });
    },
    finish: () => bar.stop(),
  };
}

/** Beside an answer: where that is shown on the terminal too, lines and a bar would write over each other. */
export function progressBeside({ stdout, stderr }: Terminal): Progress {
  return isTerminal(stdout) ? quiet : progressBar(stderr);
}

function isTerminal(stream: NodeJS.WritableStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

function nothing(): void {
  // nobody looks
}

/** Shows nothing. */
export const quiet: Progress = { begin: nothing, passed: nothing, finish: nothing };
