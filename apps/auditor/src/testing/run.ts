import { Writable } from 'node:stream';
import { mithaq } from '../mithaq.js';

/** Runs `mithaq` here, and keeps what it says. */
export async function run(...args: string[]): Promise<{ code: number; answer: string; talk: string }> {
  const said = { stdout: '', stderr: '' };
  const into = (name: keyof typeof said) =>
    new Writable({
      decodeStrings: false,
      write(chunk: string, _, done) {
        said[name] += chunk;
        done();
      },
    });
  const code = await mithaq(args, { stdout: into('stdout'), stderr: into('stderr') });
  return { code, answer: said.stdout, talk: said.stderr };
}
