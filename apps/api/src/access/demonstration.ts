import { type Actor, type OrganisationId, type Role } from '@mithaq/domain';
import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf, type KnownToken } from './tokens.js';

/** A token that is printed at the start and known from then on by its hash alone. */
export interface DemonstrationToken {
  readonly actor: Actor;
  readonly token: string;
}

/** For so many starts a demonstration token is good: a terminal that was left open goes on after a few restarts. */
const startsKept = 10;

const people: readonly { readonly subject: string; readonly role: Role }[] = [
  { subject: 'demo-partner', role: 'partner' },
  { subject: 'demo-co-chair', role: 'co-chair' },
  { subject: 'demo-secretariat', role: 'secretariat' },
  { subject: 'demo-administrator', role: 'administrator' },
  { subject: 'demo-second-administrator', role: 'administrator' }, // who approves what the first one proposes
  { subject: 'demo-auditor', role: 'auditor' },
];

interface Kept {
  readonly subject: string;
  readonly sha256: string;
}

/**
 * Draws the tokens of the demonstration roles anew, to be printed, and keeps in the data folder what their hashes are, and those of
 * the starts before. So a token can be shown at every start, and none stands in any file: a copy of the folder opens nothing.
 *
 * @param organisation the one that the partner acts for
 */
export async function drawDemonstrationTokens(
  folder: string,
  organisation: OrganisationId,
): Promise<{ drawn: readonly DemonstrationToken[]; known: readonly KnownToken[] }> {
  const actors = new Map<string, Actor>(
    people.map(({ subject, role }) => [subject, { subject, roles: [role], ...(role === 'partner' ? { organisation } : {}) }]),
  );
  const drawn = [...actors.values()].map(actor => ({ actor, token: `${actor.subject}-${randomBytes(24).toString('base64url')}` }));
  const file = join(folder, 'demonstration-tokens.json');
  const before = await keptIn(file);
  const now = drawn.map(({ actor, token }): Kept => ({ subject: actor.subject, sha256: hashOf(token).toString('hex') }));
  const kept = [...now, ...before].slice(0, startsKept * people.length);
  await writeFile(`${file}.new`, JSON.stringify(kept, null, 2), { mode: 0o600 });
  await chmod(`${file}.new`, 0o600); // also where the file was there
  await rename(`${file}.new`, file);
  return {
    drawn,
    known: kept.flatMap(({ subject, sha256 }) => {
      const actor = actors.get(subject);
      return actor ? [{ hash: Buffer.from(sha256, 'hex'), actor }] : [];
    }),
  };
}

function isKept(one: unknown): one is Kept {
  return typeof one === 'object' && one !== null && 'sha256' in one && /^[0-9a-f]{64}$/.test(String(one.sha256));
}

/** What earlier starts kept. A file that is not ours, or was cut off, is as good as none: new tokens are drawn anyway. */
async function keptIn(file: string): Promise<Kept[]> {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as unknown;
    if (!Array.isArray(kept)) return [];
    return kept.filter(isKept);
  } catch {
    return [];
  }
}
