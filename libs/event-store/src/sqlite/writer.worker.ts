import { BroadcastChannel, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type Answer, type Append, GroupCommit } from './group-commit.js';
import { openForWriting } from './ledger-file.js';

/**
 * The thread that writes the ledger. Lists of appends come in; half of the writers that are here go into one transaction and one sync, and
 * are answered. They think of what to append next while the other half is written: neither they nor the disk wait for the other, and the
 * more writers there are, the more of them share a sync.
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

/** In the order in which they came. */
const waiting: Append[] = [];
let isClosing = false;
/** How many the last commit had: if each was a writer's, they are here too, or on their way. */
let stored = 0;

port.on('message', (first: Message) => {
  receive(first);
  while (waiting.length > 0) {
    const appends = waiting.splice(0, share());
    stored = appends.length;
    const answers: Answer[] = group.store(appends);
    port.postMessage(answers);
    if (answers.some(answer => answer.kind === 'stored')) bell.postMessage('appended');
    receive(received());
  }
  if (isClosing) {
    db.close();
    bell.close();
    port.close();
  }
});
port.postMessage('ready');

/** Takes a message and all that have come after it. */
function receive(first: Message | undefined): void {
  for (let message = first; message !== undefined; message = received()) {
    if (message === 'close') isClosing = true;
    else for (const append of message) waiting.push(append);
  }
}

/** How many of those who wait the next commit takes. */
function share(): number {
  const most = Math.min(mostAppends, Math.ceil((waiting.length + stored) / 2));
  let characters = 0;
  for (const [i, { events }] of waiting.entries()) {
    for (const { data, metadata } of events) characters += data.length + metadata.length;
    if (i + 1 === most || characters >= mostCharacters) return i + 1;
  }
  return waiting.length;
}

function received(): Message | undefined {
  return (receiveMessageOnPort(port) as { message: Message } | undefined)?.message;
}
