import { BroadcastChannel, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type Answer, type Append, GroupCommit } from './group-commit.js';
import { openForWriting } from './ledger-file.js';

/**
 * The thread that writes the ledger. Lists of appends come in; all that is there goes into one transaction and one sync, then all of it
 * is answered. While that goes on the next appends gather: the more writers there are, the more of them share a sync.
 */

export interface WriterData {
  readonly file: string;
  readonly bell: string;
}

/** One commit takes about so much, lest the first of a flood waits for the last. */
const mostAppends = 1_000;
const mostCharacters = 4_000_000;

const { file, bell: name } = workerData as WriterData; // what writer.ts starts this thread with
if (!parentPort) throw new Error('This program runs as a worker thread of the event store.');
const port = parentPort;

const db = openForWriting(file);
const group = new GroupCommit(db);
const bell = new BroadcastChannel(name);

type Message = readonly Append[] | 'close';

port.on('message', (first: Message) => {
  let next: Message | undefined = first;
  while (next && next !== 'close') {
    const appends: Append[] = [];
    let characters = 0;
    do {
      appends.push(...next);
      for (const { events } of next) for (const { data, metadata } of events) characters += data.length + metadata.length;
      next = received();
    } while (next && next !== 'close' && appends.length < mostAppends && characters < mostCharacters);
    const answers: Answer[] = group.store(appends);
    port.postMessage(answers);
    if (answers.some(answer => answer.kind === 'stored')) bell.postMessage('appended');
    next ??= received();
  }
  if (next === 'close') {
    db.close();
    bell.close();
    port.close();
  }
});
port.postMessage('ready');

function received(): Message | undefined {
  return (receiveMessageOnPort(port) as { message: Message } | undefined)?.message;
}
