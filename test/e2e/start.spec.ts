import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freshStore } from './service.js';

const main = fileURLToPath(new URL('../../dist/apps/api/src/main.js', import.meta.url));

/** The built service as a process of its own. */
class Started {
  stdout = '';
  stderr = '';
  private constructor(private readonly process: ChildProcess) {
    process.stdout!.on('data', chunk => (this.stdout += String(chunk)));
    process.stderr!.on('data', chunk => (this.stderr += String(chunk)));
  }

  static run(env: Record<string, string>): Started {
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MITHAQ_')));
    const defaults = { MITHAQ_PORT: '0', MITHAQ_METRICS_PORT: 'off', MITHAQ_CONTENT: 'none' };
    return new Started(spawn(process.execPath, [main], { env: { ...clean, ...defaults, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Until it says where it is. */
  async url(): Promise<string> {
    for (;;) {
      const url = /^Mithaq is at (\S+)\n/m.exec(this.stderr)?.[1];
      if (url !== undefined) return url;
      if (this.process.exitCode !== null) throw new Error(`It ended with ${this.process.exitCode}: ${this.stderr}`);
      await delay(20);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  async exit(): Promise<number | null> {
    if (this.process.exitCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }
}

describe('the start', () => {
  const store = freshStore();
  let folder: string;
  let started: Started[];
  const start = (env: Record<string, string> = {}) => {
    const one = Started.run({ MITHAQ_DATA: folder, MITHAQ_STORE: store, ...env });
    started.push(one);
    return one;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mithaq-start-'));
    started = [];
  });
  afterEach(async () => {
    for (const one of started) {
      one.kill('SIGKILL');
      await one.exit();
    }
    started = [];
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const refusal = async (env: Record<string, string>) => {
    const one = start(env);
    expect(await one.exit()).toBe(1);
    // Node itself warns of a server that is reached by TLS under an address instead of a name.
    const told = one.stderr
      .trim()
      .split('\n')
      .filter(line => !/^\((node:|Use `node)/.test(line));
    expect(told).toHaveLength(1);
    return told[0];
  };

  it('is refused by a sentence where a variable is wrong', async () => {
    expect(await refusal({ MITHAQ_PROT: '3000' })).toMatch(/^MITHAQ_PROT is no variable of Mithaq\. Did you mean "MITHAQ_PORT"\?/);
  });

  it('is refused by a sentence where the port is in use, before anything is recorded', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await refusal({ MITHAQ_PORT: String(port) })).toMatch(new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use; `));
    expect(await refusal({ MITHAQ_METRICS_PORT: String(port) })).toMatch(/MITHAQ_METRICS_PORT\.$/);
    expect(readdirSync(folder)).toEqual([]);
    other.close();
  });

  it('is refused by a sentence where the host is no address of the machine', async () => {
    expect(await refusal({ MITHAQ_HOST: 'fe80::1' })).toMatch(/^fe80::1 is no address of this machine; /);
  });

  it('is refused by a sentence where the folder is none, or is in use', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(await refusal({ MITHAQ_DATA: file })).toContain(`${file} cannot be written`);
    rmSync(file);
    const nowhere = join(folder, 'a-link');
    symlinkSync(join(folder, 'gone'), nowhere);
    expect(await refusal({ MITHAQ_DATA: nowhere })).toContain(`${nowhere} cannot be written (ENOENT)`);
    rmSync(nowhere);
    const occupied = join(folder, 'occupied');
    mkdirSync(join(occupied, 'lock.sqlite'), { recursive: true });
    expect(await refusal({ MITHAQ_DATA: occupied })).toMatch(/^A file in the data folder cannot be opened or written: unable to open/);
    rmSync(occupied, { recursive: true });
    const first = start();
    await first.url();
    expect(await refusal({})).toContain(folder);
    first.kill('SIGTERM');
    expect(await first.exit()).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is ended by %s with 0, streams of events included', async signal => {
    const one = start();
    const stream = await fetch(`${await one.url()}/api/v1/events/stream`);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = stream.body!.getReader();
    await reader.read();
    one.kill(signal);
    expect(await one.exit()).toBe(0);
    while (!(await reader.read()).done); // it was ended, not cut off
  });

  it('is ended at once by a second Ctrl-C, but not by the one that npm passes on', async () => {
    const one = start();
    const { hostname, port } = new URL(await one.url());
    const hanging = connect(Number(port), hostname);
    hanging.on('error', () => undefined); // the service goes away under it
    hanging.write('POST /api/v1/commitments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{');
    await delay(200);
    one.kill('SIGINT');
    await delay(50);
    one.kill('SIGINT');
    expect(await Promise.race([one.exit(), delay(800)])).toBeUndefined();
    one.kill('SIGINT');
    expect(await one.exit()).toBe(130);
    hanging.destroy();
  });

  it('prints the tokens of the demonstration, which stand in no file and no log, and are good after the next start too', async () => {
    const first = start({ MITHAQ_CONTENT: 'all' });
    const url = await first.url();
    const token = /^ {2}export SECRETARIAT=(\S+)$/m.exec(first.stderr)![1]!;
    const works = async (at: string) =>
      (await fetch(`${at}/api/v1/commitments/nobody/acceptance`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })).status;
    expect(await works(url)).toBe(404);
    expect(first.stdout).not.toContain(token);
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(token)).toBe(false);
    expect(statSync(join(folder, 'demonstration-tokens.json')).mode & 0o777).toBe(0o600);
    first.kill('SIGTERM');
    await first.exit();

    const second = start({ MITHAQ_CONTENT: 'all' });
    expect(await works(await second.url())).toBe(404);
    expect(second.stderr).not.toContain(token);
    second.kill('SIGTERM');
    await second.exit();

    // Without the demonstration there are none of its tokens.
    const third = start({ MITHAQ_CONTENT: 'none' });
    expect(await works(await third.url())).toBe(401);
  });

  it('logs JSON, and nothing else, on standard output', async () => {
    const one = start();
    await fetch(`${await one.url()}/problems`);
    one.kill('SIGTERM');
    await one.exit();
    const lines = one.stdout
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(expect.objectContaining({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/), status: 200 }));
  });
});
