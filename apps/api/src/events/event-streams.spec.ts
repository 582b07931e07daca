import { expect, it } from '@jest/globals';
import { SqliteEventStore } from '@mithaq/event-store';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Shutdown } from '../http/shutdown.js';
import { EventStreams } from './event-streams.js';

it('keeps no stream of a client that had gone before it began', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mithaq-streams-'));
  const store = await SqliteEventStore.open(folder);
  const server = createServer();
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
    client.destroy();
    await once(response, 'close');
    await new EventStreams(store, new Shutdown()).follow({ after: 'start', categories: undefined, types: undefined }, response);
    expect(response.writableEnded).toBe(true);
  } finally {
    server.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
