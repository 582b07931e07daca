import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const testCommand = 'npm ci && npm test';

/** The README's commands in their order; all but the one that runs this very test. */
const blocks = [...readFileSync(join(repository, 'README.md'), 'utf8').matchAll(/^```bash\n(.*?)^```$/gms)]
  .map(([, block]) => block!.trim())
  .filter(block => block !== testCommand);
const isStart = (block: string) => block.endsWith('npm start');

/** One shell for the whole tour, as the reader has one terminal; each block is answered by what it prints. */
class Terminal {
  private readonly shell;

  constructor(folder: string) {
    this.shell = spawn('bash', ['-u'], { stdio: ['pipe', 'pipe', 'inherit'], cwd: folder });
  }

  async run(commands: string): Promise<string> {
    const mark = `--- end of block ${Math.floor(performance.now() * 1000)} ---`;
    let printed = '';
    const done = new Promise<void>((resolve, reject) => {
      this.shell.once('exit', code => reject(new Error(`the shell ended with ${code}`)));
      this.shell.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes(mark)) resolve();
      });
    });
    this.shell.stdin.write(`${commands}\necho; echo "${mark}"\n`);
    await done;
    this.shell.stdout.removeAllListeners('data');
    this.shell.removeAllListeners('exit');
    return printed.slice(0, printed.indexOf(mark)).trim();
  }

  close(): void {
    this.shell.stdin.end();
  }
}

/** `npm start` in a terminal of its own, until it says where it serves. */
async function start(command: string, folder: string): Promise<{ service: ChildProcess; printed: string }> {
  // A group of its own, which Ctrl-C reaches as a whole, as in a terminal.
  const service = spawn('bash', ['-c', command], { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk.toString();
      if (/^ {2}export SECRETARIAT=\S+$/m.test(printed) && printed.endsWith('\n\n')) resolve(); // all of its welcome
    };
    service.stdout.on('data', hear);
    service.stderr.on('data', hear);
    service.once('exit', code => reject(new Error(`${command} ended with ${code}:\n${printed.slice(-4000)}`)));
  });
  return { service, printed };
}

async function interrupt(service: ChildProcess): Promise<number | null> {
  const exit = once(service, 'exit') as Promise<[number | null]>;
  process.kill(-service.pid!, 'SIGINT');
  return (await exit)[0];
}

const dollars = ['tables', 'submitted,published', 'value', 'own', 'USD', 'amount'];
/** The own money in US dollars that stands in a region. */
function dollarsOf(answer: Record<string, unknown>): number {
  const [{ value }] = answer['tables'] as [{ value: { own: readonly { currency: string; amount: string }[] } }];
  return Number(value.own.find(({ currency }) => currency === 'USD')!.amount);
}

describe('the README, word for word, in a fresh copy', () => {
  let folder: string;
  let service: ChildProcess | undefined;
  let terminal: Terminal;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mithaq-readme-'));
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
      cwd: repository,
      encoding: 'utf8',
    });
    for (const file of files.split('\0').filter(Boolean)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(repository, file), join(folder, file));
    }
    terminal = new Terminal(folder);
  });

  afterAll(async () => {
    terminal.close();
    if (service?.exitCode === null && service.signalCode === null) await interrupt(service);
    rmSync(folder, { recursive: true, force: true });
  });

  it('sets everything up, walks the tour, stops, starts again and goes on', async () => {
    const answers: string[] = [];
    for (const block of blocks) {
      if (!isStart(block)) {
        answers.push(await terminal.run(block));
        continue;
      }
      if (service) expect(await interrupt(service)).toBe(0);
      const started = await start(block, folder);
      service = started.service;
      await terminal.run(started.printed.match(/^ {2}export \S+=\S+$/gm)!.join('\n'));
    }
    expect(service).toBeDefined();

    const json = (text: string) => text.split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
    expect(answers).toHaveLength(13);
    const [corrected, opened] = answers.splice(9, 2); // for people to read, also
    const [regions, nothing, accepted, amended, moments, africa, reported, followed, withdrawn, wrong, again] = answers.map(text =>
      text ? json(text) : [],
    );
    expect(regions).toMatchObject([{ question: 'implementation', asOf: {} }]);
    expect(nothing).toEqual([]);
    expect(accepted).toMatchObject([{ revision: '1' }, { revision: '1' }]);
    expect(amended).toMatchObject([{ revision: '2' }]);
    const position = accepted![1]!['position'];
    expect(moments).toMatchObject([
      { value: { amount: '15000000.00' } },
      { value: { amount: '12000000.00' }, asOf: { effectiveAt: '2023-06-01' } },
      { value: { amount: '12000000.00' }, asOf: { position } },
    ]);
    const [now, , before] = africa!.map(dollarsOf);
    expect(now! - before!).toBe(2_250_000);
    expect(reported).toMatchObject([
      { revision: '3' },
      { data: [{ delivery: 'on-track', percent: 40, amounts: { disbursed: '6000000.00' } }] },
    ]);
    const [coalitions, groups, cycle, silent] = followed!;
    expect(coalitions).toMatchObject({ data: [{ document: { version: 2 }, signatories: { standing: 42, withdrawn: 3 } }] });
    expect(groups).toMatchObject({ tables: [{ groups: [{}, {}, {}, {}] }], asOf: { effectiveAt: '2023-06-01' } });
    expect(cycle).toMatchObject({ status: 'open', missing: 'silent' });
    expect((silent!['data'] as unknown[]).length).toBeGreaterThan(0);
    expect(withdrawn).toMatchObject([
      { revision: '4' },
      {
        data: [
          { event: { type: 'CommitmentPledged' } },
          { event: { type: 'CommitmentAccepted' } },
          { event: { type: 'CommitmentAmended' } },
          { event: { type: 'ProgressReported' } },
          { event: { type: 'CommitmentWithdrawn' } },
        ],
      },
    ]);
    expect(wrong).toMatchObject([
      {
        status: 422,
        errors: expect.arrayContaining([expect.objectContaining({ pointer: '/titel', detail: expect.stringContaining('title') })]),
      },
    ]);
    expect(corrected).toMatch(/^record +commitment-\S+ at revision 4$/m);
    expect(corrected).toMatch(/^state +\/registration +"withdrawn" +"accepted"$/m);
    expect(corrected).toMatch(/^status +applied$/m);
    expect(corrected).toMatch(/EventsCorrected .* corrects r4: Another commitment was meant\./);
    const [compared, behind, ...replayed] = opened!.split('\n');
    expect(JSON.parse(compared!)).toMatchObject({
      from: { position },
      data: expect.arrayContaining([
        expect.objectContaining({ cell: dollars, difference: '2250000.00', byEvents: '2250000.00', byDays: '0.00' }),
      ]),
    });
    const because = [{ event: { type: 'CommitmentAmended' }, because: 'recorded' }, {}];
    expect(JSON.parse(behind!)).toMatchObject({
      difference: '2250000.00',
      data: [{ title: {}, difference: '2250000.00', events: because }],
    });
    expect(replayed.join('\n')).toMatch(/EventsCorrected/);
    expect(again).toMatchObject([{ registration: 'accepted', value: { amount: '15000000.00' } }]);

    expect(await interrupt(service!)).toBe(0);
  }, 600_000);
});
