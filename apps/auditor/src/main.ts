#!/usr/bin/env node
import { format } from 'node:util';
import { withoutPasswords } from './failures.js';
import { mithaq } from './mithaq.js';

// The client library of the server warns of an option that it does not know by showing the whole connection string.
// eslint-disable-next-line no-console
console.warn = (...said: unknown[]) => process.stderr.write(`${withoutPasswords(format(...said))}\n`);

process.exitCode = await mithaq(process.argv.slice(2), process);
