#!/usr/bin/env node
import { constants } from 'node:os';
import { endWith } from './ending.js';
import { exitCodes, sentenceOf } from './failures.js';
import { mithaq } from './mithaq.js';

// Whoever reads the answer may have had enough of it: `mithaq export | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return void endWith(exitCodes.done);
  process.stderr.write(`The answer cannot be written: ${sentenceOf(error)}.\n`);
  void endWith(exitCodes.unreachable);
});
// A signal that nobody listens to ends the program without its `exit`, by which what it keeps in temporary folders is removed.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // A command that listens too ends by itself.
    if (process.listenerCount(signal) === 0) void endWith(128 + constants.signals[signal]);
  });
}
process.exitCode = await mithaq(process.argv.slice(2), process);
