import { beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readConfig } from '../../apps/api/src/config.js';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart?: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly cpus?: number;
  readonly pids_limit?: number;
}

const file = read('docker-compose.yml');
const compose = parse(file, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
};
const all = Object.entries(compose.services);
const those = (prefix: RegExp) => all.filter(([name]) => prefix.test(name));
const services = those(/^mithaq/);
const nodes = those(/^kurrentdb/);

/** As compose fills it in. */
const filled = (value: string | number, given: Readonly<Record<string, string>> = {}) =>
  String(value).replace(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, absent: string) => given[name] || absent);

const secrets = {
  MITHAQ_ESDB_PASSWORD: 'a-password_of-its-own',
  MITHAQ_ESDB_OPS_PASSWORD: 'another-password_of-its-own',
  MITHAQ_CURSOR_KEY: '0123456789abcdef'.repeat(4),
};

describe('docker-compose.yml', () => {
  it('starts one service on one node where nothing is said, and the cluster alone as a profile', () => {
    expect(read('.env')).toMatch(/^COMPOSE_PROFILES=single$/m);
    const of = (profile: string) =>
      all.filter(([, { profiles }]) => profiles?.length === 1 && profiles[0] === profile).map(([name]) => name);
    expect(of('single')).toEqual(['mithaq', 'kurrentdb']);
    expect(of('cluster')).toEqual(['certificates', 'kurrentdb1', 'kurrentdb2', 'kurrentdb3', 'mithaq1', 'mithaq2', 'proxy']);
    expect(of('single').length + of('cluster').length).toBe(all.length);
  });

  it('requires no variable while it is read, for one of the cluster would stop the single node', () => {
    expect(file.replaceAll(/^\s*#.*$/gm, '')).not.toMatch(/\$\{\w+:?\?/);
  });

  it.each(all)('%s has limits, a way to restart, and an image of a named version', (_, service) => {
    expect(service).toMatchObject({
      mem_limit: expect.any(String),
      cpus: expect.any(Number),
      pids_limit: expect.any(Number),
      restart: expect.any(String),
    });
    expect(service.image === undefined ? '' : filled(service.image)).toMatch(/^\S+:(?!latest$)[\w.-]+$/);
  });

  it.each(all.filter(([, { restart }]) => restart !== 'no'))('%s stays, and says whether it is well', (_, { healthcheck }) => {
    expect(healthcheck?.test.length).toBeGreaterThan(1);
  });

  it.each(all)('%s gains no privileges, and has no more than it names', (_, service) => {
    expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  });

  it.each([...services, ...those(/^proxy$/)])('%s runs as no root on a file system that it cannot write', (_, service) => {
    expect(service.read_only).toBe(true);
    expect(service.user).not.toMatch(/^(0|root)\b/);
    expect(service.tmpfs).toEqual([expect.stringMatching(/^\/tmp:/)]);
  });

  it('publishes to this machine alone: the single service and the proxy, and neither a node nor the metrics', () => {
    const published = all.flatMap(([name, { ports = [] }]) => ports.map(port => [name, filled(port)]));
    expect(published).toEqual([
      ['mithaq', '127.0.0.1:3000:3000'],
      ['proxy', '127.0.0.1:8080:8080'],
    ]);
  });

  it.each(nodes)('%s is on networks without a way out', (_, { networks = [] }) => {
    expect(networks.map(name => compose.networks[name]?.internal)).toEqual([true]);
  });

  it('keeps what is to be kept in volumes that it names, one for each service and node', () => {
    const named = all.flatMap(([, { volumes = [] }]) => volumes.map(volume => volume.split(':')[0]!).filter(name => !name.startsWith('.')));
    expect(new Set(named)).toEqual(new Set(Object.keys(compose.volumes)));
    const kept = [...services, ...nodes].map(
      ([, { volumes = [] }]) => volumes.find(volume => /:(\/data|\/var\/lib\/eventstore)$/.test(volume))?.split(':')[0],
    );
    expect(kept).not.toContain(undefined);
    expect(new Set(kept).size).toBe(services.length + nodes.length);
  });

  it('has no password of its own', () => {
    expect(file).not.toContain('changeit');
    const passwords = [...file.matchAll(/(?:PASSWORD: |admin:)(\S*?)(?=@|$)/gm)].map(match => match[1]);
    expect(passwords.length).toBeGreaterThan(4);
    for (const password of passwords) expect(password).toMatch(/^\$\{MITHAQ_ESDB_(OPS_)?PASSWORD:-\}$/);
  });

  it.each(services)('%s waits until what it needs is well', (_, { depends_on = {} }) => {
    const conditions = Object.values(depends_on).map(({ condition }) => condition);
    expect(conditions.length).toBeGreaterThan(0);
    expect(new Set(conditions)).toEqual(new Set(['service_healthy']));
  });

  it.each(nodes.filter(([name]) => name !== 'kurrentdb'))('%s waits for the certificates, and finds the others by name', (name, node) => {
    expect(node.depends_on).toEqual({ certificates: { condition: 'service_completed_successfully' } });
    const others = nodes.map(([other]) => other).filter(other => other !== 'kurrentdb' && other !== name);
    expect(node.environment).toMatchObject({
      EVENTSTORE_CLUSTER_SIZE: 3,
      EVENTSTORE_GOSSIP_SEED: others.map(other => `${other}:2113`).join(','),
      EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
      EVENTSTORE_CERTIFICATE_FILE: `/certificates/${name}/node.crt`,
    });
    expect(node.environment).not.toHaveProperty('EVENTSTORE_INSECURE');
  });

  it.each(services)('%s is given variables that the service knows', (name, { environment = {} }) => {
    const env = Object.fromEntries(Object.entries(environment).map(([variable, value]) => [variable, filled(value, secrets)]));
    const { store } = readConfig(env);
    expect(store).toBe(
      name === 'mithaq'
        ? 'esdb://kurrentdb:2113?tls=false'
        : 'esdb://admin:a-password_of-its-own@kurrentdb1:2113,kurrentdb2:2113,kurrentdb3:2113?tls=true&tlsCAFile=/trust/ca.crt',
    );
  });

  it('seals the cursors of both services with one key', () => {
    const keys = services.map(([, { environment }]) => environment?.['MITHAQ_CURSOR_KEY']);
    expect(keys).toEqual([undefined, '${MITHAQ_CURSOR_KEY:-}', '${MITHAQ_CURSOR_KEY:-}']);
  });
});

describe('the certificate step', () => {
  let env: Record<string, string>;
  const step = () => {
    const { status, stderr } = spawnSync('bash', [fileURLToPath(new URL('deploy/certificates.sh', root))], {
      env: { PATH: process.env['PATH'] ?? '', AUTHORITY: '/nowhere', ...env },
      encoding: 'utf8',
    });
    return { status, stderr };
  };

  beforeEach(() => {
    env = { ...secrets };
  });

  it.each([
    ['MITHAQ_ESDB_PASSWORD', ''],
    ['MITHAQ_ESDB_PASSWORD', 'changeit'],
    ['MITHAQ_ESDB_PASSWORD', 'sixteen/of@which:two'],
    ['MITHAQ_ESDB_OPS_PASSWORD', ''],
    ['MITHAQ_CURSOR_KEY', ''],
    ['MITHAQ_CURSOR_KEY', 'abc'],
  ])('starts nothing where %s is "%s"', (name, value) => {
    env[name] = value;
    const { status, stderr } = step();
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Nothing was started: ${name} must`));
  });
});

describe('the proxy', () => {
  const caddyfile = read('deploy/Caddyfile');

  it('stands before both services, looks whether they are ready, and holds no event back', () => {
    expect(compose.services['proxy']?.environment).toMatchObject({ MITHAQ_UPSTREAMS: 'mithaq1:3000 mithaq2:3000' });
    expect(caddyfile).toMatch(/^\s+health_uri \/health\/ready$/m);
    expect(caddyfile).toMatch(/^\s+flush_interval -1$/m);
  });
});

describe('Dockerfile', () => {
  it('runs as no root, on the Debian that it was built on', () => {
    const dockerfile = read('Dockerfile');
    const stages = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(match => match[1]);
    expect(stages).toEqual(['node:24-bookworm', 'node:24-bookworm-slim']);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });
});
