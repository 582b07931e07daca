#!/usr/bin/env node
import { exitCodes } from './failures.js';
import { mithaq } from './mithaq.js';

// Whoever reads the answer may have had enough of it: `mithaq export | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
});
process.exitCode = await mithaq(process.argv.slice(2), process);
