import { correctionStatuses, type FieldChange, type LocalizedText, type Mend, type ShownEvent } from '@mithaq/domain';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { answer, cut, inWords, table, visible, visibleValue } from '../answers.js';
import { type Asking, askingService, effectiveAtOption, serviceOf, without } from '../asking.js';
import { CheckFailed, messageOf, UsageWrong } from '../failures.js';
import { type Paged, type Query, type Service } from '../sources/service.js';
import { ServiceSource } from '../sources/service-source.js';
import { recordNamed } from '../sources/source.js';
import { quiet, type Terminal } from '../terminal.js';
import { addressOfFigures } from '../views/all-views.js';

interface Receipt {
  readonly id: string;
  readonly revision: string;
  readonly position: string;
}

interface Correction {
  readonly id: string;
  readonly status: string;
  readonly record: string;
  readonly proposal: {
    readonly by: string;
    readonly targets: readonly Mend[];
    readonly reason: LocalizedText;
    readonly authority: string;
  };
  readonly steps: readonly {
    readonly is: string;
    readonly by: string;
    readonly reason?: LocalizedText;
    readonly event: { readonly recordedAt: string };
    readonly compensation?: string;
    readonly approved?: string;
    readonly found?: string;
  }[];
  readonly latest: { readonly recordedAt: string };
}

export function correctCommand(terminal: Terminal): Command {
  return new Command('correct')
    .description('Corrects what was recorded wrongly: one administrator proposes it, another approves it. Asks a service.')
    .addHelpText(
      'after',
      `
Examples:
  mithaq history organisation-acme --json | jq -r '.data[].event.id'
      the ids of the events, one of which is wrong
  mithaq correct propose --event <id> --set '{"home": {"country": "KE"}}' --reason 'Misread.' --authority 'Letter of 3 May 2026' --token …
  mithaq correct preview <correction> --token …
      what it would change, and at which revision the record stands
  mithaq correct approve <correction> --revision 2 --token …
      by another administrator`,
    )
    .addCommand(proposeCommand(terminal))
    .addCommand(previewCommand(terminal))
    .addCommand(approveCommand(terminal))
    .addCommand(endCommand(terminal, 'reject', 'rejection', 'Says no to a correction that another administrator proposed.'))
    .addCommand(endCommand(terminal, 'withdraw', 'withdrawal', 'Takes back a correction that you proposed.'))
    .addCommand(showCommand(terminal))
    .addCommand(listCommand(terminal));
}

/** What is to become of one event, as it stands on the command line. */
type Target = { readonly event: string; void?: true; set?: object; effectiveAt?: string };

interface Proposing extends Asking {
  readonly reason?: string;
  readonly reasonAr?: string;
  readonly authority?: string;
  readonly file?: string;
}

function proposeCommand(terminal: Terminal): Command {
  const targets: Target[] = [];
  /** What follows an event on the command line is of that event. */
  const ofLast = (option: string): Target => {
    const target = targets.at(-1);
    if (!target) throw new UsageWrong(`${option} says what becomes of an event; name it before, with --event.`);
    return target;
  };
  const command = askingService('propose', 'Proposes a correction of events of one record. Needs the token of an administrator.')
    .addOption(
      new Option('--event <id>', 'an event that is wrong; what follows it says what becomes of it. May be repeated').argParser(
        (event: string) => void targets.push({ event }),
      ),
    )
    .addOption(new Option('--void', 'the event is void, with all that it said'))
    .addOption(
      new Option('--set <fields>', 'these fields of its data are others, each replaced whole; null removes: a JSON object').argParser(
        (text: string) => void (ofLast('--set').set = objectIn(text)),
      ),
    )
    .addOption(effectiveAtOption())
    .option('--reason <text>', 'why, in English; recorded and public')
    .option('--reason-ar <text>', 'why, in Arabic')
    .option('--authority <text>', 'who has the say: a letter, and its date')
    .option('--file <file>', 'the whole body as the service takes it, in JSON, in place of all these; - reads it from stdin')
    .on('option:void', () => void (ofLast('--void').void = true))
    .on('option:effective-at', (day: string) => void (ofLast('--effective-at').effectiveAt = day))
    .addHelpText(
      'after',
      `
Amounts in data are in minor units, as they are stored. What would contradict the rest of the record is refused, naming the event.

Examples:
  mithaq correct propose --event 5f3c… --set '{"value": {"amount": "1200000050", "currency": "USD", "nature": "own"}}' \\
      --reason 'A zero too many.' --authority 'Letter of 3 May 2026, ref. BDT/1' --token …
  mithaq correct propose --event 5f3c… --void --event 9a01… --effective-at 2024-02-01 --reason … --authority … --token …
      one event is void, another is of another day
  mithaq correct propose --file correction.json --token …`,
    );
  return command.action(async (options: Proposing) => {
    const service = serviceOf(options);
    if (options.file !== undefined) {
      without(options, ['reason', 'reasonAr', 'authority'], 'stands in the body that --file has.');
      if (targets.length > 0) throw new UsageWrong('--event stands in the body that --file has.');
    }
    const body = options.file === undefined ? await proposalOf(service, targets, options) : await bodyIn(options.file);
    const receipt = await recorded(service, 'api/v1/corrections', body, terminal);
    answer(terminal, options, receipt, () => [`proposed correction ${receipt.id}`]);
    terminal.stderr.write(`Another administrator has to approve it; see: mithaq correct show ${receipt.id}\n`);
  });
}

/** Which record the events are of, and the version of their schemas, the service knows. */
async function proposalOf(service: Service, targets: readonly Target[], { reason, reasonAr, authority }: Proposing): Promise<object> {
  const [first] = targets;
  if (!first) throw new UsageWrong('Name the event that is wrong, with --event; or send a whole body with --file.');
  if ((reason ?? reasonAr) === undefined || authority === undefined)
    throw new UsageWrong('A correction needs a --reason and an --authority.');
  const mends: object[] = [];
  let stream: string | undefined;
  for (const { event, ...becomes } of targets) {
    if (Object.keys(becomes).length === 0) {
      throw new UsageWrong(`What becomes of event ${event}? Say --void, --set or --effective-at after it.`);
    }
    if (becomes.void && Object.keys(becomes).length > 1) throw new UsageWrong(`An event that is void has nothing else: ${event}.`);
    const { event: found } = await service.get<{ event: ShownEvent }>(`api/v1/events/${encodeURIComponent(event)}`);
    stream ??= found.stream;
    mends.push({ event: found.id, ...becomes, ...(!becomes.void && { schemaVersion: found.schemaVersion }) });
  }
  const why = { ...(reason !== undefined && { en: reason }), ...(reasonAr !== undefined && { ar: reasonAr }) };
  return { stream, targets: mends, reason: why, authority };
}

function approveCommand(terminal: Terminal): Command {
  return askingService('approve', 'Approves a correction that another administrator proposed. Needs the token of an administrator.')
    .argument('<correction>', 'its id')
    .addOption(
      new Option('--revision <revision>', 'the revision of the record that you have looked at').makeOptionMandatory().argParser(text => {
        if (/^\d{1,18}$/.test(text)) return text;
        throw new InvalidArgumentError('It takes a revision: 0, 1, 2 …');
      }),
    )
    .addHelpText(
      'after',
      `
It is applied at exactly that revision, or not at all: where the record moves on first, the correction is overtaken (exit code 1).

Examples:
  mithaq correct preview <correction> --token …
      what it would change, and at which revision the record stands
  mithaq correct approve <correction> --revision 2 --token …`,
    )
    .action(async (id: string, options: Asking & { readonly revision: string }) => {
      const service = serviceOf(options);
      const receipt = await service.post<Receipt>(addressOf(id, '/approval'), { revision: options.revision });
      const correction = await readable(settled(service, receipt), terminal);
      if (!correction) return answer(terminal, options, receipt, () => [`approved correction ${id}`]);
      answer(terminal, options, correction, () => linesOf(correction));
      if (correction.status === 'overtaken') throw new CheckFailed('The record moved on first, so nothing was corrected; propose it anew.');
      if (correction.status === 'approved') terminal.stderr.write(`The service has not applied it yet; see: mithaq correct show ${id}\n`);
    });
}

/** Once what was recorded can be read, so that whoever asks next sees it. */
async function recorded(service: Service, path: string, body: object, terminal: Terminal): Promise<Receipt> {
  const receipt = await service.post<Receipt>(path, body);
  await readable(service.get(addressOf(receipt.id), { waitFor: receipt.position }), terminal);
  return receipt;
}

/** What is recorded stays so: where it cannot be read yet, nobody should take it for failed and do it again. */
async function readable<Answer>(reading: Promise<Answer>, { stderr }: Terminal): Promise<Answer | undefined> {
  try {
    return await reading;
  } catch (error) {
    stderr.write(`It is recorded; it cannot be read yet: ${messageOf(error)}\n`);
    return undefined;
  }
}

const mostLooks = 100;
const lookMilliseconds = 100;

/** The correction once the service has applied it, or as it stands after ten seconds: the service sees to it by itself. */
async function settled(service: Service, { id, position }: Receipt): Promise<Correction> {
  for (let look = 1; ; look++) {
    const correction = await service.get<Correction>(addressOf(id), { waitFor: position });
    if (correction.status !== 'approved' || look === mostLooks) return correction;
    await delay(lookMilliseconds);
  }
}

interface Preview {
  readonly record: string;
  readonly revision: string;
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly holds: boolean;
    readonly changes: readonly FieldChange[];
  }[];
  readonly state: readonly FieldChange[];
  readonly figures: readonly {
    readonly of: string;
    readonly changes: readonly (Omit<FieldChange, 'pointer'> & { readonly cell: readonly string[] })[];
  }[];
}

function previewCommand(terminal: Terminal): Command {
  return askingService(
    'preview',
    'Shows what a correction would change, of the record and of the figures of now. Needs the token of an administrator.',
  )
    .argument('<correction>', 'its id')
    .option('--figure <figure>', 'of this figure, as the preview or export names it, one cell: which records would move in it; with --cell')
    .option('--cell <cell>', 'the way to the cell as the preview has it, with / between')
    .option('--cursor <cursor>', 'of the page before, as it says')
    .addHelpText(
      'after',
      `
Nothing is recorded.

Examples:
  mithaq correct preview <correction> --token …
  mithaq correct preview <correction> --figure 'regions?question=origin' --cell tables/submitted,published/regions/AFR/exclusive/all --token …
      of a corrected home, the commitments that are led from there`,
    )
    .action(async (id: string, options: Previewing) => {
      const service = serviceOf(options);
      if (options.figure !== undefined || options.cell !== undefined || options.cursor !== undefined) {
        const cell = await service.get<PreviewedCell>(addressOf(id, '/preview/cell'), cellAsked(options));
        answer(terminal, options, cell, () => movedIn(cell));
        return;
      }
      const preview = await service.get<Preview>(addressOf(id, '/preview'));
      answer(terminal, options, preview, () => [
        `record      ${preview.record} at revision ${preview.revision}`,
        ...preview.events.map(({ id, type, holds }) => `event       ${type} ${id} ${holds ? 'says something else' : 'holds no more'}`),
        '',
        ...movedBy(preview),
        '',
        `Which records would move in a cell: mithaq correct preview ${id} --figure … --cell … --token …`,
        `To approve it: mithaq correct approve ${id} --revision ${preview.revision} --token …`,
      ]);
    });
}

function movedBy({ state, figures }: Preview): string[] {
  const changes = [
    ...state.map(({ pointer, before, after }) => ['state', pointer, visibleValue(before), visibleValue(after)]),
    ...figures.flatMap(({ of, changes }) =>
      changes.map(({ cell, before, after }) => [of, visible(cell.join('/')), visibleValue(before), visibleValue(after)]),
    ),
  ];
  if (changes.length === 0) return ['Nothing of now would be another: neither the state of the record nor a figure.'];
  return table(['of', 'field or cell', 'before', 'after'], changes);
}

interface Previewing extends Asking {
  readonly figure?: string;
  readonly cell?: string;
  readonly cursor?: string;
}

function cellAsked({ figure, cell, cursor }: Previewing): Query {
  if (figure === undefined || cell === undefined)
    throw new UsageWrong('--figure and --cell go together, and --cursor with both: a page is of a cell, and a cell of a figure.');
  return { of: addressOfFigures(figure), cell, cursor };
}

interface PreviewedCell {
  readonly of: string;
  readonly difference: number | string;
  readonly cell: readonly string[];
  readonly data: readonly {
    readonly stream: string;
    readonly title: LocalizedText | null;
    readonly before: number | string | null;
    readonly after: number | string | null;
  }[];
  readonly page: { readonly total: number; readonly next: string | null };
}

function movedIn({ of, cell, difference, data, page: { total, next } }: PreviewedCell): string[] {
  return [
    `${visible(cell.join('/'))} of ${of}: ${difference}, by ${total} records`,
    ...table(
      ['record', 'before', 'after', 'title'],
      data.map(({ stream, before, after, title }) => [stream, visibleValue(before), visibleValue(after), title ? inWords(title) : '-']),
    ),
    ...(next === null ? [] : ['', `More of them: --cursor ${next}`]),
  ];
}

function endCommand(terminal: Terminal, name: 'reject' | 'withdraw', act: string, description: string): Command {
  return askingService(name, `${description} Needs the token of an administrator.`)
    .argument('<correction>', 'its id')
    .requiredOption('--reason <text>', 'why, in English; recorded and public')
    .addHelpText('after', `\nExample:\n  mithaq correct ${name} <correction> --reason 'The letter says otherwise.' --token …`)
    .action(async (id: string, options: Asking & { readonly reason: string }) => {
      const receipt = await recorded(serviceOf(options), addressOf(id, `/${act}`), { reason: { en: options.reason } }, terminal);
      answer(terminal, options, receipt, () => [`${name === 'reject' ? 'rejected' : 'withdrew'} correction ${receipt.id}`]);
    });
}

function showCommand(terminal: Terminal): Command {
  return askingService('show', 'Shows a correction: what was proposed, what was decided, what came of it.')
    .argument('<correction>', 'its id')
    .addHelpText('after', '\nExample:\n  mithaq correct show <correction>')
    .action(async (id: string, options: Asking) => {
      const service = serviceOf(options);
      const correction = await service.get<Correction>(addressOf(id));
      const standing = correction.status === 'proposed' && !options.json ? await standingOf(service, correction) : undefined;
      answer(terminal, options, correction, () => [...linesOf(correction), ...(standing === undefined ? [] : [standing])]);
    });
}

function listCommand(terminal: Terminal): Command {
  interface Options extends Asking {
    readonly status?: readonly string[];
    readonly record?: readonly string[];
    readonly provenance?: readonly string[];
  }
  return askingService('list', 'Lists corrections, the latest first.')
    .addOption(new Option('--status <status...>', 'only those that stand so').choices([...correctionStatuses]))
    .option('--record <record...>', 'only those of these records')
    .option('--provenance <provenance...>', 'of records that come from there (standard: submitted published)')
    .addHelpText(
      'after',
      `
Examples:
  mithaq correct list --status proposed
      what waits for a second administrator
  mithaq correct list --provenance demonstration`,
    )
    .action(async (options: Options) => {
      const service = serviceOf(options);
      const { status, record, provenance } = options;
      interface Page extends Paged {
        readonly data: readonly Correction[];
      }
      const data: Correction[] = [];
      for await (const page of service.pages<Page>('api/v1/corrections', { status, record, provenance })) data.push(...page.data);
      answer(terminal, options, { data }, () =>
        table(
          ['correction', 'status', 'record', 'last', 'reason', 'authority'],
          data.map(({ id, status, record, latest, proposal: { reason, authority } }) => [
            id,
            status,
            record,
            latest.recordedAt,
            cut(inWords(reason)),
            visible(authority),
          ]),
        ),
      );
    });
}

/** Where the record of a correction stands, for who is to approve it. */
async function standingOf(service: Service, { id, record }: Correction): Promise<string> {
  const { found } = await new ServiceSource(service, quiet).logOf(recordNamed(record));
  const { revision } = found.at(-1)!;
  return `Its record stands at revision ${revision}. To approve that: mithaq correct approve ${id} --revision ${revision} --token …`;
}

function linesOf({ id, status, record, proposal, steps }: Correction): string[] {
  return [
    `correction  ${id}`,
    `status      ${status}`,
    `record      ${record}`,
    `proposed    by ${visible(proposal.by)}: ${inWords(proposal.reason)}`,
    `authority   ${visible(proposal.authority)}`,
    ...proposal.targets.map(target => {
      if ('void' in target) return `event       ${target.event} is void`;
      const fields = Object.entries(target.set ?? {}).map(([field, value]) => `${field} = ${visibleValue(value as never)}`);
      const day = target.effectiveAt === undefined ? [] : [`of ${target.effectiveAt}`];
      return `event       ${target.event} is ${[...day, ...fields].join(', ')}`;
    }),
    ...steps.map(({ is, by, event, reason, compensation, approved, found }) => {
      const what = [
        ...(reason ? [inWords(reason)] : []),
        ...(compensation === undefined ? [] : [`by event ${compensation}`]),
        ...(found === undefined ? [] : [`approved at revision ${approved}, found at ${found}`]),
      ];
      return `${is.padEnd(10)}  by ${visible(by)} at ${event.recordedAt}${what.length > 0 ? `: ${what.join(' ')}` : ''}`;
    }),
  ];
}

function addressOf(id: string, act = ''): string {
  return `api/v1/corrections/${encodeURIComponent(id)}${act}`;
}

async function bodyIn(file: string): Promise<object> {
  let text: string;
  try {
    text = file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageWrong(`--file ${file} cannot be read: ${messageOf(error)}.`);
  }
  const body = parsed(text);
  if (body === undefined) throw new UsageWrong(`--file ${file} is no JSON object.`);
  return body;
}

function objectIn(text: string): object {
  const value = parsed(text);
  if (value === undefined) throw new InvalidArgumentError('It takes a JSON object: {"field": …}.');
  return value;
}

function parsed(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
