import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ViewsState } from '../../apps/api/src/rebuild/rebuild.answers.js';
import { TestService, tokens } from './service.js';

const cli = fileURLToPath(new URL('../../dist/apps/api/src/rebuild/rebuild.cli.js', import.meta.url));
const run = promisify(execFile);

describe('a rebuild of the views', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.start();
  });
  afterAll(() => service.stop());

  const state = async () => (await service.get<ViewsState>('/api/v1/views')).body;
  const rebuild = (as?: keyof typeof tokens) => service.send<ViewsState>('POST', '/api/v1/views/rebuild', undefined, as ? { as } : {});

  it('is for administrators', async () => {
    expect((await rebuild()).status).toBe(401);
    expect((await rebuild('secretariat')).status).toBe(403);
  });

  it('builds another generation beside the one that answers, and lets it take over', async () => {
    const before = await state();
    expect(before).toMatchObject({ state: 'live', lag: '0', rebuild: null });
    const figures = await service.get('/api/v1/regions');
    const tookOver = once(service.service.views, 'serving');
    expect((await rebuild('administrator')).status).toBe(202);
    expect((await service.get('/api/v1/regions')).body).toEqual(figures.body);
    await tookOver;
    expect(await state()).toEqual({ ...before, generation: before.generation! + 1 });
    expect((await service.get('/api/v1/regions')).body).toEqual(figures.body);
  });

  it('is asked for and followed by "npm run rebuild"', async () => {
    const { generation } = await state();
    const { stdout } = await run(process.execPath, [cli], {
      env: { ...process.env, MITHAQ_URL: service.url, MITHAQ_TOKEN: tokens.administrator },
    });
    expect(stdout).toMatch(/^Generation \d+ answers, at position \d+ of \d+\.$/m);
    expect((await state()).generation).toBe(generation! + 1);
  });

  it('tells whoever asks wrongly what to change', async () => {
    const asked = (env: object) => run(process.execPath, [cli], { env: { ...process.env, ...env } });
    await expect(asked({ MITHAQ_URL: service.url, MITHAQ_TOKEN: '' })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Set MITHAQ_TOKEN'),
    });
    await expect(asked({ MITHAQ_URL: service.url, MITHAQ_TOKEN: tokens.auditor })).rejects.toMatchObject({
      stderr: expect.stringContaining('administrator'),
    });
    await expect(asked({ MITHAQ_URL: 'http://127.0.0.1:9', MITHAQ_TOKEN: tokens.administrator })).rejects.toMatchObject({
      stderr: expect.stringContaining('npm start'),
    });
  });
});
