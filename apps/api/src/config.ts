import { OrganisationId, roles, type Actor } from '@mithaq/domain';
import { ConnectionStringWrong, isConnectionString, serverAddress } from '@mithaq/event-store';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Type from 'typebox';
import { hashOf, type KnownToken } from './access/tokens.js';
import { type ContentChoice, contentChoices } from './content/content.js';
import { didYouMean } from './http/nearest.js';
import { faults } from './http/schema-errors.js';

/** What the service was told at its start; read once. */
export abstract class Config {
  /** `MITHAQ_HOST`: the address that it listens on. */
  abstract readonly host: string;
  /** `MITHAQ_PORT`; 0 takes any free one. */
  abstract readonly port: number;
  /** `MITHAQ_METRICS_PORT`; undefined: switched off. */
  abstract readonly metricsPort: number | undefined;
  /** `MITHAQ_DATA`: the folder of the ledger and its views, absolute. */
  abstract readonly dataFolder: string;
  /** `MITHAQ_STORE`: `sqlite`, in the data folder, or the connection string of a server. Never told: there may be a password in it. */
  abstract readonly store: string;
  /** `MITHAQ_CONTENT`: what is recorded at the start beside the reference data. */
  abstract readonly content: ContentChoice;
  /** `MITHAQ_TOKENS`. */
  abstract readonly tokens: readonly KnownToken[];
  /** `MITHAQ_CURSOR_KEY`: seals the cursors of lists; undefined: the key in the data folder does. Never told. */
  abstract readonly cursorKey: Buffer | undefined;
  /** `MITHAQ_LOG_LEVEL`. */
  abstract readonly logLevel: (typeof logLevels)[number];
  /** `MITHAQ_RATE_LIMIT`: requests a minute from one address; undefined: any number. */
  abstract readonly requestsPerMinute: number | undefined;
}

/** A variable that cannot be taken: one sentence that names it and says what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

type Env = Readonly<Record<string, string | undefined>>;

/** How each variable is read; an absent one is read as its default. */
const variables = {
  MITHAQ_HOST: text('127.0.0.1'),
  MITHAQ_PORT: port('3000'),
  MITHAQ_METRICS_PORT: orOff(port('3001')),
  MITHAQ_DATA: text('./data'),
  MITHAQ_STORE: engine,
  MITHAQ_CONTENT: oneOf('all', contentChoices),
  MITHAQ_TOKENS: tokens,
  MITHAQ_CURSOR_KEY: cursorKey,
  MITHAQ_LOG_LEVEL: oneOf('info', logLevels),
  MITHAQ_RATE_LIMIT: orOff(wholeNumber('12000', 1, 10_000_000)),
};

/** What only the commands beside the service read (`npm run rebuild`): no mistake where it stands in the same terminal. */
const ofTheTools = ['MITHAQ_URL', 'MITHAQ_TOKEN'];

/**
 * Reads the `MITHAQ_*` variables. An empty one is an absent one.
 *
 * @throws ConfigError
 */
export function readConfig(env: Env): Config {
  for (const name of Object.keys(env)) {
    if (name.startsWith('MITHAQ_') && !Object.hasOwn(variables, name) && !ofTheTools.includes(name)) {
      throw new ConfigError(
        `${name} is no variable of Mithaq.${didYouMean(name, Object.keys(variables))} There are ${Object.keys(variables).join(', ')}.`,
      );
    }
  }
  const read = <Name extends keyof typeof variables>(name: Name) =>
    variables[name](env[name] || undefined, name) as ReturnType<(typeof variables)[Name]>;
  const config: Config = {
    host: read('MITHAQ_HOST'),
    port: read('MITHAQ_PORT'),
    metricsPort: read('MITHAQ_METRICS_PORT'),
    dataFolder: resolve(read('MITHAQ_DATA')),
    store: read('MITHAQ_STORE'),
    content: read('MITHAQ_CONTENT'),
    tokens: read('MITHAQ_TOKENS'),
    cursorKey: read('MITHAQ_CURSOR_KEY'),
    logLevel: read('MITHAQ_LOG_LEVEL'),
    requestsPerMinute: read('MITHAQ_RATE_LIMIT'),
  };
  if (config.port !== 0 && config.port === config.metricsPort) {
    throw new ConfigError(`MITHAQ_METRICS_PORT is ${config.metricsPort}, which is MITHAQ_PORT too; give it another port, or "off".`);
  }
  return config;
}

type Reader<Value> = (value: string | undefined, name: string) => Value;

function text(absent: string): Reader<string> {
  return value => value ?? absent;
}

function oneOf<const Value extends string>(absent: Value, allowed: readonly Value[]): Reader<Value> {
  return (value = absent, name) => {
    const found = allowed.find(one => one === value);
    if (found === undefined) throw new ConfigError(`${name} is "${value}"; it can be ${allowed.join(', ')}.${didYouMean(value, allowed)}`);
    return found;
  };
}

/** What is wrong with a connection string is told without it. */
function engine(value = 'sqlite', name: string): string {
  if (value === 'sqlite') return value;
  const allowed =
    'it can be sqlite, or the connection string of EventStoreDB or KurrentDB, such as esdb://user:password@host1:2113,host2:2113,host3:2113?tls=true';
  if (!isConnectionString(value)) throw new ConfigError(`${name} names no engine; ${allowed}.`);
  try {
    serverAddress(value);
  } catch (error) {
    throw error instanceof ConnectionStringWrong ? new ConfigError(`${name} cannot be used: ${error.reason}; ${allowed}.`) : error;
  }
  return value;
}

/** What is wrong with a key is told without it. */
function cursorKey(value: string | undefined, name: string): Buffer | undefined {
  if (value === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/i.test(value)) {
    throw new ConfigError(
      `${name} is no key; it can be 64 hexadecimal digits, the same for all services of one ledger (openssl rand -hex 32).`,
    );
  }
  return Buffer.from(value, 'hex');
}

function wholeNumber(absent: string, least: number, most: number): Reader<number> {
  return (value = absent, name) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (!(number >= least && number <= most))
      throw new ConfigError(`${name} is "${value}"; it can be a whole number from ${least} to ${most}.`);
    return number;
  };
}

function port(absent: string): Reader<number> {
  return wholeNumber(absent, 0, 65_535);
}

function orOff(reader: Reader<number>): Reader<number | undefined> {
  return (value, name) => {
    if (value === 'off') return undefined;
    try {
      return reader(value, name);
    } catch (error) {
      throw error instanceof ConfigError ? new ConfigError(error.message.replace(/\.$/, ', or "off".')) : error;
    }
  };
}

/** The service itself needs no token. */
const grantable = roles.filter(role => role !== 'system');
const secret = { subject: Type.String({ minLength: 1, maxLength: 200 }), organisation: Type.Optional(OrganisationId) };
const TokenList = Type.Array(
  Type.Object(
    {
      /** Either the token, or its SHA-256 in hexadecimal, so that no token need stand in a file. */
      token: Type.Optional(Type.String({ minLength: 16, maxLength: 500, pattern: '^[\\x21-\\x7e]+$' })),
      sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
      roles: Type.Array(Type.Enum(grantable), { minItems: 1, uniqueItems: true }),
      ...secret,
    },
    { additionalProperties: false },
  ),
);

/** The tokens as JSON, or the path of a file that has it: `[{ "token": "…", "subject": "…", "roles": ["partner"], "organisation": "…" }]`. */
function tokens(value: string | undefined, name: string): readonly KnownToken[] {
  if (value === undefined) return [];
  const allowed = 'it is a JSON list, or a file with one, like [{"token":"…","subject":"alice","roles":["partner"],"organisation":"acme"}]';
  const wrong = (what: string) => new ConfigError(`${name} ${what}; ${allowed}.`); // never with its value: there are tokens in it
  let json = value;
  if (!value.trimStart().startsWith('[')) {
    try {
      json = readFileSync(value, 'utf8');
    } catch (error) {
      throw wrong(`names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'for no known reason'})`);
    }
  }
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    throw wrong('is not JSON');
  }
  const [fault] = faults(TokenList, list, '');
  if (fault)
    throw wrong(`has a fault at ${'pointer' in fault ? fault.pointer || 'its root' : 'its root'} (${fault.detail.replace(/\.$/, '')})`);
  const entries = list as Type.Static<typeof TokenList>; // as the schema has just said
  const known = entries.map(({ token, sha256, subject, roles, organisation }, i): KnownToken => {
    if ((token === undefined) === (sha256 === undefined)) throw wrong(`has a fault at /${i} (it has either "token" or "sha256")`);
    if (roles.includes('partner') && organisation === undefined) throw wrong(`has a fault at /${i} (a partner has an "organisation")`);
    const actor: Actor = { subject, roles, ...(organisation === undefined ? {} : { organisation }) };
    return { hash: token === undefined ? Buffer.from(sha256!, 'hex') : hashOf(token), actor };
  });
  known.forEach(({ hash }, i) => {
    const first = known.findIndex(one => one.hash.equals(hash));
    if (first < i) throw wrong(`has a fault at /${i} (it is the token of /${first} again, and a token is of one subject)`);
  });
  return known;
}
