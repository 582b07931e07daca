import { once } from 'node:events';
import { createServer } from 'node:net';

/** Listens for a moment, so that what is wrong with a port is said before there is much to be done. @throws as `listen` does */
export async function tryPort(port: number, host: string): Promise<void> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}
