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
let asked: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // One Ctrl-C comes twice through npx: from the terminal, and passed on.
    if (asked !== undefined && performance.now() - asked < 500) return;
    const isAgain = asked !== undefined;
    asked = performance.now();
    // A command that listens too ends by itself.
    if (process.listenerCount(signal) > 1) return;
    const code = 128 + constants.signals[signal];
    if (isAgain) process.exit(code);
    void endWith(code);
  });
}
process.exitCode = await mithaq(process.argv.slice(2), process);
