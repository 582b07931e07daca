import { createHash, randomUUID } from 'node:crypto';
import {
  type Actor,
  commitment,
  type CommitmentCommand,
  type CommitmentId,
  type Day,
  organisation,
  type OrganisationCommand,
  type OrganisationId,
  Refusal,
} from '@mithaq/domain';
import { type EventStore } from '@mithaq/event-store';
import { v5 as uuidV5 } from 'uuid';
import { commitmentFacts } from '../commitments/commitment-facts.js';
import { type Clock } from '../ledger/clock.js';
import { type CommandContext, type Receipt } from '../ledger/command-context.js';
import { type Ledger, streamOf } from '../ledger/ledger.js';
import { organisationFacts } from '../organisations/organisation-facts.js';
import { concurrently } from './concurrently.js';

/** One act of the content that comes with the release: an ordinary command, the day on which it became true, and who acts. */
export type Act = {
  /** What the act is called within its stream, `announced`: with the stream's name its key for good, so that no start records it twice. */
  readonly name: string;
  readonly on: Day;
  /** `secretariat`, or the body itself. */
  readonly by: 'secretariat' | OrganisationId;
} & (
  | { readonly of: 'organisation'; readonly id: OrganisationId; readonly command: OrganisationCommand }
  | { readonly of: 'commitment'; readonly id: CommitmentId; readonly command: CommitmentCommand }
);

/** Told after each act: how many of how many are done. */
export type Progress = (done: number, total: number) => void;

/** Where content is recorded. */
export interface Books {
  readonly ledger: Ledger;
  readonly store: EventStore;
  readonly clock: Clock;
}

export interface ContentRecorded {
  /** How many acts were recorded now; those that were there already are not counted. */
  readonly recorded: number;
  /** What the ledger has moved past since: somebody closed or changed what the act is about, and the ledger's word stands. A sentence each. */
  readonly refused: readonly string[];
}

/** The namespace of everything derived here; never changed, or content would be recorded a second time. */
const namespace = '5e1f8a94-3c3e-4f6c-8a43-6f0f4c1b9d27';

/** The id of a body or a commitment of the content, from a name that stays. */
export function contentId<Id extends OrganisationId | CommitmentId>(name: string): Id {
  return uuidV5(name, namespace) as Id; // a UUID is an id of either kind
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
export async function recordActs({ ledger, store, clock }: Books, acts: readonly Act[], progress?: Progress): Promise<ContentRecorded> {
  const today = clock.today();
  const due = acts.filter(act => act.on <= today);
  const known = await keysIn(store, new Set(due.map(streamOfAct)));
  const missing = due.filter(act => !known.has(keyOf(act)));
  const correlationId = randomUUID();
  const refused: string[] = [];
  let recorded = 0;
  for (const act of missing) {
    try {
      await perform(ledger, act, correlationId);
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

function perform(ledger: Ledger, act: Act, correlationId: string): Promise<Receipt> {
  const key = keyOf(act);
  const body = sha256(JSON.stringify(act.command));
  const context: CommandContext = {
    actor: actorOf(act),
    effectiveAt: act.on,
    request: { id: uuidV5(`${key} ${body}`, namespace), hashes: { key, body } },
    correlationId,
  };
  switch (act.of) {
    case 'organisation':
      return ledger.decide(organisation, act.id, act.command, context, organisationFacts(ledger));
    case 'commitment':
      return ledger.decide(commitment, act.id, act.command, context, commitmentFacts(ledger, act.id));
  }
}

function actorOf({ by }: Act): Actor {
  const subject = 'mithaq-content';
  return by === 'secretariat' ? { subject, roles: ['secretariat'] } : { subject, roles: ['partner'], organisation: by };
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

function streamOfAct(act: Act): string {
  return streamOf(act.of === 'organisation' ? organisation : commitment, act.id);
}

function keyOf(act: Act): string {
  return sha256(`mithaq-content ${streamOfAct(act)} ${act.name}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
