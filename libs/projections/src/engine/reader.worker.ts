import { workerData } from 'node:worker_threads';
import { Connection } from './connection.js';
import { type ReaderAnswer, type Statements } from './messages.js';
import { serve } from './serve.js';

/**
 * A thread that reads one file of views: the statements of one answer in one transaction, so that all of it is of one moment. It knows
 * nothing of views or domain, so it starts at once.
 */

const connection = new Connection((workerData as { path: string }).path); // what readers.ts starts this thread with

serve<Statements, ReaderAnswer>(
  statements => connection.transaction(() => connection.rows(statements)),
  () => connection.close(),
);
