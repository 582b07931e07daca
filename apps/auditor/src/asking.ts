import { parseAsOf, parseEffectiveAt } from '@mithaq/projections';
import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageWrong } from './failures.js';
import { Service } from './sources/service.js';
import { ServiceSource } from './sources/service-source.js';
import { type Source } from './sources/source.js';
import { StoreSource } from './sources/store-source.js';
import { storeAddress } from './stores.js';
import { type Progress, progressBar, type Terminal } from './terminal.js';
import { type Chosen, choices, type View } from './views/view.js';

/** Where a command asks, and how it answers. */
export interface Asking {
  readonly url?: string;
  readonly token?: string;
  readonly data?: string;
  readonly json?: true;
}

const standardUrl = 'http://127.0.0.1:3000';

/** A command that asks a service, and nobody else. */
export function askingService(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .addOption(new Option('--url <url>', `the service that is asked (standard: ${standardUrl})`))
    .option('--token <token>', 'who you are to the service; what is public needs none')
    .option('--json', 'answer in JSON');
}

/** A command that asks a service, or a ledger itself. */
export function asking(name: string, description: string): Command {
  return askingService(name, description).addOption(
    new Option(
      '--data <store>',
      'ask no service but the ledger itself, read-only: a data folder, or esdb://user:password@host:2113#name',
    ).conflicts(['url', 'token']),
  );
}

/** What a question about the past can name. */
export const momentOption = (flags: string, description: string) =>
  new Option(flags, description).argParser(
    taken(text => void parseAsOf(text), 'It takes a position, the id of an event, or a time such as 2026-11-24T09:30:00Z.'),
  );
export const dayOption = (flags: string, description: string) =>
  new Option(flags, description).argParser(taken(text => void parseEffectiveAt(text), 'It takes a day such as 2024-06-30.'));
export const asOfOption = () =>
  momentOption('--as-of <moment>', 'what the ledger knew then: a position, the id of an event, or a time (2026-11-24T09:30:00Z)');
export const effectiveAtOption = () => dayOption('--effective-at <day>', 'what was true on this day (2024-06-30, UTC)');
export const revisionOption = (flags: string, description: string) =>
  new Option(flags, description).argParser((text: string) => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new InvalidArgumentError('It takes a revision: 0, 1, 2 …');
  });

/** The options that choose the records of a view. */
export const choosing = ['provenance', 'region', 'focusArea'] as const satisfies readonly (keyof Chosen)[];
export const choosingOptions = () => [
  new Option(
    '--provenance <provenance...>',
    'of a view: only of records that come from there (standard: no demonstration, but where the view is of one record)',
  ).choices(choices.provenance),
  new Option('--region <region...>', 'of a view: only of these regions; of commitments, where they are carried out').choices(
    choices.region,
  ),
  new Option('--focus-area <area...>', 'of a view: only of commitments that serve these focus areas').choices(choices.focusArea),
];

/** What of it is chosen. @throws UsageWrong where the view cannot be chosen from by that, or not by that value */
export function chosenOf({ provenance, region, focusArea }: Chosen, { name, takes }: View): Chosen {
  const chosen = { ...(provenance && { provenance }), ...(region && { region }), ...(focusArea && { focusArea }) };
  for (const by of choosing) {
    const values: readonly string[] | undefined = takes[by];
    if (!values) without(chosen, [by], `chooses nothing of ${name}.`);
    const wrong = values && chosen[by]?.find(value => !values.includes(value));
    if (wrong !== undefined) throw new UsageWrong(`${flagOf(by)} ${wrong} chooses nothing of ${name}: it takes ${values!.join(', ')}.`);
  }
  return chosen;
}

/** @throws UsageWrong where one of the options is there, which has no use: why, follows its name in the sentence */
export function without<Options extends object>(options: Options, names: readonly (keyof Options & string)[], why: string): void {
  const useless = names.find(name => options[name] !== undefined);
  if (useless === undefined) return;
  throw new UsageWrong(`${flagOf(useless)} ${why}`);
}

function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

function taken(parse: (text: string) => void, otherwise: string) {
  return (text: string): string => {
    try {
      parse(text);
      return text;
    } catch {
      throw new InvalidArgumentError(otherwise);
    }
  };
}

export function serviceOf({ url = standardUrl, token }: Asking): Service {
  return new Service(url, token);
}

/** Asks whichever source the options name. */
export async function withSource<Answer>(
  options: Asking,
  { stderr }: Terminal,
  ask: (source: Source) => Promise<Answer>,
  progress: Progress = progressBar(stderr),
): Promise<Answer> {
  const source =
    options.data === undefined
      ? new ServiceSource(serviceOf(options), progress)
      : await StoreSource.open(storeAddress('--data', options.data), progress);
  try {
    return await ask(source);
  } finally {
    await source.close();
  }
}
