import { createHash, randomUUID } from 'node:crypto';
import {
  type Actor,
  coalition,
  type CoalitionCommand,
  type CoalitionId,
  commitment,
  type CommitmentCommand,
  type CommitmentId,
  correction,
  type CorrectionCommand,
  type CorrectionId,
  type CycleId,
  type Day,
  type FocusAreaId,
  isCompensation,
  type LocalizedText,
  type Mend,
  type NamedPerson,
  organisation,
  type OrganisationCommand,
  type OrganisationId,
  type Recorded,
  Refusal,
  regionalPriority,
  type RegionalPriorityCommand,
  type RegionalPriorityId,
  reportingCycle,
  type ReportingCycleCommand,
  signature,
  type SignatureCommand,
  type Unsealed,
  workingGroup,
  type WorkingGroupCommand,
} from '@mithaq/domain';
import { concurrently, type EventStore } from '@mithaq/event-store';
import { type Views } from '@mithaq/projections';
import { v5 as uuidV5 } from 'uuid';
import { coalitionFacts } from '../coalitions/coalition-facts.js';
import { signatureFacts, signatureId } from '../coalitions/signature-facts.js';
import { commitmentFacts } from '../commitments/commitment-facts.js';
import { correctionApplication } from '../corrections/correction-application.js';
import { type Clock } from '../ledger/clock.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { type Ledger, streamOf } from '../ledger/ledger.js';
import { organisationFacts } from '../organisations/organisation-facts.js';
import { type Persons, type SealedPerson } from '../persons/persons.js';
import { regionalPriorityFacts } from '../regional-priorities/regional-priority-facts.js';
import { reportingCycleFacts } from '../reporting-cycles/reporting-cycle-facts.js';
import { workingGroupFacts } from '../working-groups/working-group-facts.js';

/** One act of the content that comes with the release: an ordinary command, the day on which it became true, and who acts. */
export type Act = {
  /** What the act is called within its stream, `announced`: with the stream's name its key for good, so that no start records it twice. */
  readonly name: string;
  readonly on: Day;
  /** `secretariat`, one of two administrators, or the body itself. */
  readonly by: 'secretariat' | 'administrator' | 'second-administrator' | OrganisationId;
} & (
  | { readonly of: 'organisation'; readonly id: OrganisationId; readonly command: OrganisationCommand }
  | { readonly of: 'commitment'; readonly id: CommitmentId; readonly command: CommitmentCommand }
  | { readonly of: 'coalition'; readonly id: CoalitionId; readonly command: CoalitionCommand }
  | {
      readonly of: 'signature';
      readonly coalition: CoalitionId;
      readonly organisation: OrganisationId;
      readonly command: Unsealed<SignatureCommand>;
    }
  | { readonly of: 'workingGroup'; readonly id: FocusAreaId; readonly command: Unsealed<WorkingGroupCommand> }
  | { readonly of: 'reportingCycle'; readonly id: CycleId; readonly command: ReportingCycleCommand }
  | { readonly of: 'regionalPriority'; readonly id: RegionalPriorityId; readonly command: RegionalPriorityCommand }
  | { readonly of: 'correction'; readonly id: CorrectionId; readonly command: CorrectionActCommand }
);

/** What is to become of the event of an act, which is found by the act's name, or of the compensating event of another correction. */
type ActMend = ({ readonly act: string } | { readonly compensation: CorrectionId }) &
  ({ readonly void: true } | { readonly set: Readonly<Record<string, unknown>> });

type CorrectionActCommand =
  | {
      readonly type: 'ProposeCorrection';
      /** The stream of the record. */
      readonly record: string;
      readonly targets: readonly ActMend[];
      readonly reason: LocalizedText;
      readonly authority: string;
    }
  /** At the revision at which the record stands; `meanwhile` comes between the approval and the application, so that it is overtaken. */
  | { readonly type: 'ApproveCorrection'; readonly meanwhile?: Act }
  | Extract<CorrectionCommand, { readonly type: 'RejectCorrection' }>;

/** Told after each act: how many of how many are done. */
export type Progress = (done: number, total: number) => void;

/** Where content is recorded. */
export interface Books {
  readonly ledger: Ledger;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly persons: Persons;
  readonly views: Views;
}

export interface ContentRecorded {
  /** How many acts were recorded now; those that were there already are not counted. */
  readonly recorded: number;
  /** What the ledger has moved past since: somebody closed or changed what the act is about, and the ledger's word stands. A sentence each. */
  readonly refused: readonly string[];
}

/** The namespace of everything derived here; never changed, or content would be recorded a second time. */
const namespace = '5e1f8a94-3c3e-4f6c-8a43-6f0f4c1b9d27';

/** The id of anything of the content, from a name that stays. */
export function contentId<Id extends string>(name: string): Id {
  return uuidV5(name, namespace) as Id; // a UUID is an id of every kind
}

/** By day; on one day as they were told. */
export function inOrderOfDays(acts: readonly Act[]): Act[] {
  return [...acts].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/**
 * Records the acts that the ledger does not have yet, in their order. Acts of days to come are left for a later start.
 *
 * What is there already is known from the log itself: each event of an act carries the hash of its key. So a start that was killed
 * in the middle is continued by the next one, and acts that a later release adds find the ledgers that exist.
 */
export async function recordActs(books: Books, acts: readonly Act[], progress?: Progress): Promise<ContentRecorded> {
  const { store, clock } = books;
  const today = clock.today();
  const due = acts.filter(act => act.on <= today);
  const known = await keysIn(store, new Set(due.map(streamOfAct)));
  const missing = due.filter(act => !known.has(keyOf(act)));
  const correlationId = randomUUID();
  const refused: string[] = [];
  let recorded = 0;
  for (const act of missing) {
    try {
      await perform(books, act, correlationId);
      recorded++;
    } catch (error) {
      // Bad data is a fault of ours and stops the start; any other refusal speaks of what others have recorded since.
      if (!(error instanceof Refusal) || error.code === 'data-invalid') throw error;
      refused.push(`${act.command.type} "${act.name}" on ${streamOfAct(act)} at ${act.on}: ${error.message}`);
    }
    progress?.(recorded + refused.length, missing.length);
  }
  return { recorded, refused };
}

async function perform(books: Books, act: Act, correlationId: string): Promise<Receipt> {
  const { ledger, store, clock, persons, views } = books;
  const key = keyOf(act);
  const actor = actorOf(act);
  const context = (hashed = (hash: string) => hash): CommandContext => {
    const body = hashed(sha256(JSON.stringify(act.command)));
    return { actor, effectiveAt: act.on, request: { id: uuidV5(`${key} ${body}`, namespace), hashes: { key, body } }, correlationId };
  };
  switch (act.of) {
    case 'organisation':
      return ledger.decide(organisation, act.id, act.command, context(), organisationFacts(ledger));
    case 'commitment':
      return ledger.decide(commitment, act.id, act.command, context(), commitmentFacts(ledger, act.id, actor));
    case 'coalition':
      return ledger.decide(coalition, act.id, act.command, context(), coalitionFacts);
    case 'signature': {
      const { command } = act;
      const id = idOf(act);
      if (command.type !== 'SignDocument') return ledger.decide(signature, id, command, context(), signatureFacts(ledger));
      const { person, hashed } = await seal(persons, command.signatory);
      return ledger.decide(signature, id, { ...command, signatory: person }, context(hashed), signatureFacts(ledger));
    }
    case 'workingGroup': {
      const { command } = act;
      const facts = workingGroupFacts(ledger, clock);
      if (command.type !== 'AppointCoChair') return ledger.decide(workingGroup, act.id, command, context(), facts);
      const { person, hashed } = await seal(persons, command.person);
      return ledger.decide(workingGroup, act.id, { ...command, person }, context(hashed), facts);
    }
    case 'reportingCycle':
      return ledger.decide(reportingCycle, act.id, act.command, context(), reportingCycleFacts({ store, views }, act.id));
    case 'regionalPriority':
      return ledger.decide(regionalPriority, act.id, act.command, context(), regionalPriorityFacts(ledger, actor));
    case 'correction': {
      const facts = { actor: act.by === 'administrator' ? 'proposer' : 'another', provenance: 'demonstration' } as const;
      const command = await correctionCommand(ledger, act);
      const receipt = await ledger.decide(correction, act.id, command, context(), () => Promise.resolve(facts));
      if (act.command.type === 'ApproveCorrection') {
        if (act.command.meanwhile) await perform(books, act.command.meanwhile, correlationId);
        // As the reactor does it once the service runs; what is done is found done.
        await correctionApplication(ledger)((await ledger.logOf(correction, act.id)).at(-1)!);
      }
      return receipt;
    }
  }
}

async function correctionCommand(ledger: Ledger, { id, on, command }: Act & { readonly of: 'correction' }): Promise<CorrectionCommand> {
  switch (command.type) {
    case 'ProposeCorrection': {
      const { record, targets, ...said } = command;
      const log = await ledger.eventsOf(record);
      return { ...said, stream: record, targets: targets.map(target => mendOf(log, record, target)) };
    }
    case 'ApproveCorrection': {
      const state = await ledger.stateOf(correction, id, on);
      if (state.status === 'unknown') throw new Refusal('correction-unknown', `The correction ${id} is not proposed.`);
      return { type: 'ApproveCorrection', revision: (await ledger.eventsOf(state.proposal.stream)).at(-1)!.revision.toString() };
    }
    case 'RejectCorrection':
      return command;
  }
}

function mendOf(log: readonly Recorded[], stream: string, target: ActMend): Mend {
  const isMeant = (event: Recorded) =>
    'act' in target
      ? event.metadata.request?.key === keyIn(stream, target.act)
      : isCompensation(event) && event.data.correction === target.compensation;
  const event = log.find(isMeant);
  if (!event) throw new Refusal('target-unknown', `${stream} has no event of ${JSON.stringify(target)}.`);
  if ('void' in target) return { event: event.id, void: true };
  return { event: event.id, set: target.set, schemaVersion: event.metadata.schemaVersion };
}

function seal(persons: Persons, { id, name }: NamedPerson): Promise<SealedPerson> {
  if (id === undefined) throw new Error('Content names persons by ids that stay.');
  return persons.sealFor(name, id);
}

/** Who acts: the secretariat and the bodies are told apart, so that what one reports the other may assess. */
function actorOf({ by }: Act): Actor {
  if (by === 'secretariat') return { subject: 'mithaq-content-secretariat', roles: ['secretariat'] };
  if (by === 'administrator' || by === 'second-administrator') return { subject: `mithaq-content-${by}`, roles: ['administrator'] };
  return { subject: 'mithaq-content', roles: ['partner'], organisation: by };
}

async function keysIn(store: EventStore, streams: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  await concurrently([...streams], 16, async stream => {
    for await (const { metadata } of store.readStream(stream)) {
      const { request } = metadata as { readonly request?: { readonly key: string } }; // as `Ledger` stamped it
      if (request) keys.add(request.key);
    }
  });
  return keys;
}

const deciders = { organisation, commitment, coalition, signature, workingGroup, reportingCycle, regionalPriority, correction };

function idOf(act: Act): string {
  return act.of === 'signature' ? signatureId(act.coalition, act.organisation) : act.id;
}

function streamOfAct(act: Act): string {
  return streamOf(deciders[act.of], idOf(act));
}

function keyOf(act: Act): string {
  return keyIn(streamOfAct(act), act.name);
}

function keyIn(stream: string, name: string): string {
  return sha256(`mithaq-content ${stream} ${name}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
