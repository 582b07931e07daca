import { SingleBar } from 'cli-progress';
import { setTimeout as delay } from 'node:timers/promises';
import { type ViewsState } from './rebuild.answers.js';

/**
 * `npm run rebuild`: asks the running service to build its views anew, and shows how far it is until they have taken over.
 * MITHAQ_URL names the service (http://127.0.0.1:3000), MITHAQ_TOKEN is a token of an administrator.
 */
const { MITHAQ_URL: url = 'http://127.0.0.1:3000', MITHAQ_TOKEN: token } = process.env;

async function main(): Promise<void> {
  if (!token) throw new Error('Set MITHAQ_TOKEN to a token of an administrator: MITHAQ_TOKEN=… npm run rebuild');
  const { rebuild } = await ask('POST', '/api/v1/views/rebuild');
  const generation = rebuild?.generation;
  const bar = new SingleBar({ format: '{bar} {percentage}% | {value} of {total} | {rate} events/s', etaBuffer: 50, noTTYOutput: false });
  bar.start(1, 0, { rate: 0 });
  for (;;) {
    const state = await ask('GET', '/api/v1/views');
    if (state.rebuild?.state === 'stopped')
      throw new Error(`The rebuild has stopped: ${state.rebuild.failure?.message ?? 'see the log of the service'}`);
    if (!state.rebuild || state.rebuild.generation !== generation) {
      bar.update(bar.getTotal());
      bar.stop();
      process.stdout.write(`Generation ${state.generation} answers, at position ${state.position} of ${state.head}.\n`);
      return;
    }
    bar.setTotal(Number(state.rebuild.head ?? 1));
    bar.update(Number(state.rebuild.position ?? 0), { rate: state.rebuild.eventsPerSecond });
    await delay(200);
  }
}

async function ask(method: 'GET' | 'POST', path: string): Promise<ViewsState> {
  const response = await fetch(url + path, { method, headers: { authorization: `Bearer ${token}` } }).catch((error: unknown) => {
    throw new Error(`No service answers at ${url}; start it with "npm start", or name it in MITHAQ_URL.`, { cause: error });
  });
  const body = (await response.json()) as ViewsState & { readonly detail?: string };
  if (!response.ok) throw new Error(body.detail ?? `The service answered ${response.status}.`);
  return body;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
