import { parentPort, workerData } from 'node:worker_threads';
import { type KeyJob, KeyWriter, openKeysForWriting } from './key-file.js';

/** The thread that writes the keys. Lists of jobs come in, and each goes into one transaction and one sync. */

export interface KeyWriterData {
  readonly file: string;
}

const { file } = workerData as KeyWriterData; // what sqlite-key-store.ts starts this thread with
if (!parentPort) throw new Error('This program runs as a worker thread of the store of keys.');
const port = parentPort;

const db = openKeysForWriting(file);
const writer = new KeyWriter(db);

port.on('message', (message: readonly KeyJob[] | 'close') => {
  if (message !== 'close') {
    port.postMessage(writer.carryOut(message));
    return;
  }
  db.close();
  port.close();
});
port.postMessage('ready');
