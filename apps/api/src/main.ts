import 'reflect-metadata';
import { LedgerInUse, NotAKeyStore, NotALedger } from '@mithaq/event-store';
import { type Service, startService } from './app.js';
import { type Config, ConfigError, readConfig } from './config.js';
import { progressBar } from './content/progress-bar.js';

/** Words for whoever sits at the terminal: beside the log, which is for machines and never sees a token. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(): Promise<void> {
  let service: Service | undefined = undefined;
  let asked: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    // One Ctrl-C comes twice where npm started us: from the terminal, and passed on by npm.
    if (asked !== undefined && performance.now() - asked < 500) return;
    // Asked again, or not up yet: nothing is lost, for what was acknowledged is on the disk.
    if (asked !== undefined || !service) process.exit(signal === 'SIGINT' ? 130 : 143);
    asked = performance.now();
    say('Finishing what is under way; Ctrl-C again ends at once.');
    service.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const config = readConfig(process.env);
  const progress = progressBar(process.stderr);
  service = await startService(config, progress ? { progress } : {});
  welcome(config, service);
}

/** In one piece: whoever reads the address has the tokens too. */
function welcome(config: Config, { url, metricsUrl, demonstration }: Service): void {
  const nameOf = (subject: string) =>
    subject
      .replace(/^demo-/, '')
      .replaceAll('-', '_')
      .toUpperCase();
  const tokens = demonstration.map(({ actor, token }) => `  export ${nameOf(actor.subject)}=${token}`);
  say(
    [
      '',
      `Mithaq is at ${url}`,
      `  documentation  ${url}/api/docs`,
      ...(metricsUrl === undefined ? [] : [`  metrics        ${metricsUrl}`]),
      `  data           ${config.dataFolder}`,
      ...(tokens.length === 0 ? [] : ['Tokens of the demonstration roles, drawn at this start; in a second terminal:', ...tokens]),
      '',
    ].join('\n'),
  );
}

/** A start that fails says why in a sentence; only what nobody foresaw shows its stack. */
function fail(error: unknown): never {
  say(sentenceOf(error));
  process.exit(1);
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof LedgerInUse || error instanceof NotALedger || error instanceof NotAKeyStore)
    return error.message;
  if (error instanceof Error && 'code' in error) {
    const { code, port, address, path } = error as NodeJS.ErrnoException & { port?: number; address?: string };
    if (code === 'EADDRINUSE') {
      return `Port ${port} of ${address} is in use; end what uses it, or give another in MITHAQ_PORT or MITHAQ_METRICS_PORT.`;
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || (code === 'EINVAL' && address !== undefined)) {
      return `${address ?? 'MITHAQ_HOST'} is no address of this machine; give one in MITHAQ_HOST, such as 127.0.0.1 or 0.0.0.0.`;
    }
    if (code === 'EACCES' && path === undefined) {
      return `Port ${port} of ${address} may not be used by this user; give one over 1023 in MITHAQ_PORT.`;
    }
    if (path !== undefined && ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST', 'ENOSPC'].includes(code ?? '')) {
      return `${path} cannot be written (${code}); give another folder in MITHAQ_DATA.`;
    }
    if (/^SQLITE_(FULL|CANTOPEN|READONLY|IOERR)/.test(code ?? '')) {
      return `A file in the data folder cannot be opened or written: ${error.message} (${code}). Make room there, or give another folder in MITHAQ_DATA.`;
    }
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch(fail);
