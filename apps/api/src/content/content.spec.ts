import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { recordContent } from './content.js';
import { progressBar } from './progress-bar.js';
import { recordReference } from './reference.js';
import { type TestLedger, testLedger } from './testing/test-ledger.js';

describe('the content of a ledger', () => {
  let on: TestLedger;
  beforeEach(async () => {
    on = await testLedger('2026-11-24');
    await recordReference(on.ledger, on.clock);
  });
  afterEach(() => on.close());

  const provenances = async () =>
    (await on.log()).flatMap(({ data }) => (typeof data['provenance'] === 'string' ? [data['provenance']] : []));

  it('is what was published, and after it the demonstration', async () => {
    const told: [number, number][] = [];
    const { recorded, refused } = await recordContent('all', on, (done, total) => told.push([done, total]));
    expect(refused).toEqual([]);
    expect(told).toEqual(Array.from({ length: recorded }, (_, i) => [i + 1, recorded]));
    const seen = await provenances();
    expect(seen.lastIndexOf('published')).toBeLessThan(seen.indexOf('demonstration'));
    expect(new Set(seen)).toEqual(new Set(['published', 'demonstration']));
  });

  it('is the published alone, or nothing, where that is asked for', async () => {
    expect(await recordContent('none', on)).toEqual({ recorded: 0, refused: [] });
    expect(await provenances()).toEqual([]);
    await recordContent('published', on);
    expect(new Set(await provenances())).toEqual(new Set(['published']));
  });

  it('adds nothing at a start that finds it all', async () => {
    await recordContent('all', on);
    const log = await on.log();
    expect(await recordContent('all', on)).toEqual({ recorded: 0, refused: [] });
    expect(await on.log()).toEqual(log);
  });

  it('is recorded by the secretariat, or by the body itself for its own acts, under one correlation', async () => {
    await recordContent('all', on);
    const metadata = (await on.log()).filter(({ stream }) => /^(commitment|organisation)-/.test(stream)).map(event => event.metadata);
    expect(new Set(metadata.map(({ correlationId }) => correlationId)).size).toBe(1);
    for (const { actor } of metadata) {
      expect([
        { subject: 'mithaq-content-secretariat', roles: ['secretariat'] },
        { subject: 'mithaq-content', roles: ['partner'], organisation: expect.any(String) },
        { subject: 'mithaq-content-administrator', roles: ['administrator'] },
        { subject: 'mithaq-content-second-administrator', roles: ['administrator'] },
        { subject: 'mithaq', roles: ['system'] }, // what is approved is applied by the service itself
      ]).toContainEqual(actor);
    }
  });
});

describe('the progress bar', () => {
  const terminal = (isTTY: boolean) => {
    let shown = '';
    const stream = Object.assign(new PassThrough(), {
      isTTY,
      columns: 100,
      cursorTo: () => true,
      moveCursor: () => true,
      clearLine: () => true,
    });
    stream.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    return { stream: stream as unknown as NodeJS.WriteStream, shown: () => shown }; // as much of a terminal as the bar asks for
  };

  it('counts on a terminal', () => {
    const { stream, shown } = terminal(true);
    const progress = progressBar(stream)!;
    progress(1, 2);
    progress(2, 2);
    expect(shown()).toContain('/2');
  });

  it('stays away from a log', () => {
    expect(progressBar(terminal(false).stream)).toBeUndefined();
  });
});
