import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hashOf } from './access/tokens.js';
import { ConfigError, readConfig } from './config.js';

const token = 'a-token-of-some-length';
const alice = { subject: 'alice', roles: ['partner'], organisation: 'acme' };

function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error(`${JSON.stringify(env)} was taken.`);
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({ PATH: '/bin' })).toEqual({
      host: '127.0.0.1',
      port: 3000,
      metricsPort: 3001,
      dataFolder: resolve('./data'),
      store: 'sqlite',
      content: 'all',
      tokens: [],
      cursorKey: undefined,
      logLevel: 'info',
      requestsPerMinute: 12_000,
    });
  });

  it('takes an empty variable for an absent one', () => expect(readConfig({ MITHAQ_PORT: '' }).port).toBe(3000));

  it('switches metrics and the limit off by the word', () => {
    expect(readConfig({ MITHAQ_METRICS_PORT: 'off', MITHAQ_RATE_LIMIT: 'off' })).toMatchObject({
      metricsPort: undefined,
      requestsPerMinute: undefined,
    });
  });

  it.each([
    [{ MITHAQ_PROT: '1' }, /^MITHAQ_PROT is no variable of Mithaq. Did you mean "MITHAQ_PORT"\?/],
    [{ MITHAQ_PORT: '70000' }, /^MITHAQ_PORT is "70000"; it can be a whole number from 0 to 65535\.$/],
    [{ MITHAQ_PORT: 'http' }, /^MITHAQ_PORT is "http"/],
    [{ MITHAQ_METRICS_PORT: '-1' }, /^MITHAQ_METRICS_PORT is "-1"; .*, or "off"\.$/],
    [{ MITHAQ_PORT: '3001' }, /^MITHAQ_METRICS_PORT is 3001, which is MITHAQ_PORT too/],
    [{ MITHAQ_STORE: 'postgres://u:hidden@host' }, /^MITHAQ_STORE names no engine; it can be sqlite, or the connection string of /],
    [{ MITHAQ_STORE: 'esdb://' }, /^MITHAQ_STORE cannot be used: it names no host; it can be /],
    [{ MITHAQ_STORE: 'esdb://u:hidden@host#A B' }, /^MITHAQ_STORE cannot be used: what stands after # is the name of a ledger/],
    [{ MITHAQ_CONTENT: 'publishd' }, /^MITHAQ_CONTENT is "publishd"; it can be all, published, none\. Did you mean "published"\?$/],
    [{ MITHAQ_LOG_LEVEL: 'loud' }, /^MITHAQ_LOG_LEVEL is "loud"; it can be fatal, error, warn/],
    [{ MITHAQ_RATE_LIMIT: '0' }, /^MITHAQ_RATE_LIMIT is "0"/],
  ])('refuses %j with a sentence that names it', (env, sentence) => expect(refusal(env as Record<string, string>)).toMatch(sentence));

  describe('of the key of cursors', () => {
    const key = '0123456789abcdefABCDEF0123456789'.repeat(2);

    it('is 64 hexadecimal digits', () => expect(readConfig({ MITHAQ_CURSOR_KEY: key }).cursorKey).toEqual(Buffer.from(key, 'hex')));

    it.each([key.slice(1), `${key}0`, `${key.slice(1)}g`, 'a secret'])('refuses %s, and never says it', value => {
      const said = refusal({ MITHAQ_CURSOR_KEY: value });
      expect(said).toMatch(/^MITHAQ_CURSOR_KEY is no key; it can be 64 hexadecimal digits, .*\.$/);
      expect(said).not.toContain(value);
    });
  });

  describe('of tokens', () => {
    it('is JSON, and keeps hashes alone', () => {
      const { tokens } = readConfig({ MITHAQ_TOKENS: JSON.stringify([{ token, ...alice }]) });
      expect(tokens).toEqual([{ hash: hashOf(token), actor: alice }]);
      expect(JSON.stringify(tokens)).not.toContain(token);
    });

    it('may say the hash itself', () => {
      const sha256 = hashOf(token).toString('hex');
      expect(readConfig({ MITHAQ_TOKENS: JSON.stringify([{ sha256, ...alice }]) }).tokens[0]!.hash).toEqual(hashOf(token));
    });

    it('may be a file', () => {
      const folder = mkdtempSync(join(tmpdir(), 'mithaq-config-'));
      writeFileSync(join(folder, 'tokens.json'), JSON.stringify([{ token, ...alice }]));
      expect(readConfig({ MITHAQ_TOKENS: join(folder, 'tokens.json') }).tokens).toHaveLength(1);
      rmSync(folder, { recursive: true });
    });

    it.each([
      ['/no/such/file', /names a file that cannot be read \(ENOENT\)/],
      ['[', /is not JSON/],
      [JSON.stringify([{ token, subject: 'x', roles: ['king'] }]), /fault at \/0\/roles\/0 \(Must be one of "partner", /],
      [JSON.stringify([{ token, subject: 'x', roles: ['system'] }]), /fault at \/0\/roles\/0/],
      [JSON.stringify([{ token, subject: 'x', role: ['auditor'] }]), /fault at \/0\/(roles|role) /],
      [JSON.stringify([{ token: 'short', subject: 'x', roles: ['auditor'] }]), /fault at \/0\/token/],
      [JSON.stringify([{ subject: 'x', roles: ['auditor'] }]), /either "token" or "sha256"/],
      [JSON.stringify([{ token, subject: 'x', roles: ['partner'] }]), /a partner has an "organisation"/],
      [
        JSON.stringify([
          { token, ...alice },
          { sha256: hashOf(token).toString('hex'), subject: 'x', roles: ['auditor'] },
        ]),
        /fault at \/1 \(it is the token of \/0 again/,
      ],
    ])('refuses %s, and never says a token', (value, sentence) => {
      const said = refusal({ MITHAQ_TOKENS: value });
      expect(said).toMatch(/^MITHAQ_TOKENS /);
      expect(said).toMatch(sentence);
      expect(said).not.toContain(token);
    });
  });
});
