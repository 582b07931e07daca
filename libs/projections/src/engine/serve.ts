import { parentPort } from 'node:worker_threads';
import { type Reply, type Task } from './messages.js';

/** The far side of a thread that answers one question after the other, until it is told to close. */
export function serve<Asked, Answer>(answer: (asked: Asked) => Answer | Promise<Answer>, close: () => void): void {
  if (!parentPort) throw new Error('This program runs as a worker thread of the views.');
  const port = parentPort;
  port.on('message', (task: Task<Asked> | 'close') => {
    if (task === 'close') {
      close();
      port.close();
      return;
    }
    void reply(task).then(said => port.postMessage(said));
  });

  async function reply({ id, asked }: Task<Asked>): Promise<Reply<Answer>> {
    try {
      return { kind: 'answer', id, answer: await answer(asked) };
    } catch (error) {
      // An error that crosses to another thread loses its class, and SQLite's even its message.
      return { kind: 'failed', id, message: error instanceof Error ? error.message : String(error) };
    }
  }
}
