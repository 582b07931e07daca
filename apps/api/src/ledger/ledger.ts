import { Injectable } from '@nestjs/common';
import {
  type AnyRecord,
  compensateOn,
  type CorrectionOutcome,
  type Day,
  type Decider,
  decideOn,
  type DomainEvent,
  EventsCorrected,
  type EventMetadata,
  type LocalizedText,
  type Recorded,
  stateOn,
} from '@mithaq/domain';
import { EventStore, type ExpectedRevision, type NewEvent, WrongExpectedRevision } from '@mithaq/event-store';
import { v5 as uuidV5, version as uuidVersion } from 'uuid';
import { Clock } from './clock.js';
import { type CommandContext, type Receipt, type RequestIdentity } from './command-context.js';
import { IdempotencyKeyReused, RevisionStale, TooManyWriters } from './errors.js';

/**
 * Loads what a command must know of other streams on its day, and of who wrote its own. Called at each attempt, so that it is as fresh as
 * the stream itself.
 *
 * @param log the stream's events in the order of recording, whatever their days
 */
export type FactsLoader<State, Command, Facts, Event extends DomainEvent = DomainEvent> = (
  command: Command,
  state: State,
  day: Day,
  log: readonly Recorded<Event>[],
) => Promise<Facts>;

/** What was approved of a record: which of its events are to be mended how, why, on whose authority, and at which revision. */
export interface ApprovedCorrection {
  readonly record: AnyRecord;
  readonly stream: string;
  readonly data: EventsCorrected['data'];
  readonly reason: LocalizedText;
  readonly authority: string;
  readonly revision: bigint;
}

const attempts = 3;

/** The only writer: loads the stream, answers a repeat, decides, checks, admits, and appends at the revision it decided on. */
@Injectable()
export class Ledger {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Carries a command out on one stream.
   *
   * @throws Refusal where the domain says no; nothing is recorded
   * @throws RevisionStale where the stream does not stand at `context.ifMatch`
   * @throws IdempotencyKeyReused where the request's key came with another body
   * @throws TooManyWriters where others came first three times; only without `ifMatch`
   */
  async decide<State, Command extends { readonly type: string }, Event extends DomainEvent, Facts>(
    decider: Decider<State, Command, Event, Facts>,
    id: string,
    command: Command,
    context: CommandContext,
    facts: FactsLoader<State, Command, Facts, Event>,
  ): Promise<Receipt> {
    const stream = streamOf(decider, id);
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const log = await this.logOf<Event>(decider, id);
      const first = repeatOf(log, context);
      if (first) return { id, stream, revision: first.revision, position: first.position };
      const last = log.at(-1);
      const found: ExpectedRevision = last ? last.revision : 'none';
      if (context.ifMatch !== undefined && context.ifMatch !== found) throw new RevisionStale(context.ifMatch, found);

      const today = this.clock.today();
      const effectiveAt = context.effectiveAt ?? today;
      const events = decideOn(
        decider,
        log,
        command,
        { effectiveAt, today },
        await facts(command, stateOn(decider, log, effectiveAt), effectiveAt, log),
      );
      if (events.length === 0) {
        // Said before. A decider never answers "nothing new" about a stream that is not there: the command would be refused by `admit`.
        if (!last) throw new Error(`${command.type} recorded nothing on ${stream}, which does not exist`);
        return { id, stream, revision: last.revision, position: last.position };
      }
      try {
        const appended = await this.store.append(stream, found, stamp(decider, events, effectiveAt, context));
        return { id, stream, ...appended };
      } catch (error) {
        // Somebody came first: look again. What was a repeat is answered, what carries If-Match is stale, the rest is decided anew.
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    throw new TooManyWriters(stream);
  }

  /**
   * Appends the compensating event of an approved correction, at exactly the revision that was approved or never: `decide` with the
   * approved change in the place of a command. Whoever does it, and however often, the stream itself says what came of it.
   *
   * @param context whose request id makes the id of the compensating event
   */
  async compensate(
    { record, stream, data, reason, authority, revision }: ApprovedCorrection,
    context: CommandContext,
  ): Promise<CorrectionOutcome> {
    const id = uuidV5('0', context.request.id);
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const log = await this.eventsOf(stream);
      const done = log.find(event => event.id === id);
      if (done) return { type: 'CorrectionApplied', data: { event: id, revision: done.revision.toString() } };
      const found = log.at(-1)?.revision ?? -1n;
      if (found !== revision) {
        return { type: 'CorrectionOvertaken', data: { approved: revision.toString(), found: found.toString() } };
      }
      const { event, effectiveAt } = compensateOn(record, log, data, this.clock.today());
      const metadata: EventMetadata = {
        ...metadataOf(context, EventsCorrected.version, effectiveAt),
        corrects: data.targets.map(target => target.event),
        reason,
        authority,
      };
      try {
        await this.store.append(stream, revision, [{ id, type: event.type, data: event.data, metadata: { ...metadata } }]);
      } catch (error) {
        // Somebody came first: this very correction, by another instance, or what overtakes it. The stream says which.
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    throw new TooManyWriters(stream);
  }

  /** The state of another stream on a day, as the log has it now. */
  async stateOf<State, Event extends DomainEvent>(
    decider: Pick<Decider<State, never, Event, never>, 'category' | 'initial' | 'evolve'>,
    id: string,
    day: Day,
  ): Promise<State> {
    return stateOn(decider, await this.logOf<Event>(decider, id), day);
  }

  /** The events of a stream in the order of recording, whatever their days. */
  logOf<Event extends DomainEvent>(decider: { readonly category: string }, id: string): Promise<Recorded<Event>[]> {
    return this.eventsOf(streamOf(decider, id));
  }

  /** The same, by the name of the stream. */
  async eventsOf<Event extends DomainEvent>(stream: string): Promise<Recorded<Event>[]> {
    const events: Recorded<Event>[] = [];
    // What the store gives back is what was checked against its schema before it was appended.
    for await (const event of this.store.readStream(stream)) events.push(event as unknown as Recorded<Event>);
    return events;
  }
}

export function streamOf(decider: { readonly category: string }, id: string): string {
  return `${decider.category}-${id}`;
}

/** The last event that this very request recorded, if it came before. */
function repeatOf<Event extends DomainEvent>(log: readonly Recorded<Event>[], { request }: CommandContext): Recorded<Event> | undefined {
  if (!request.hashes) return undefined;
  const { key, body } = request.hashes;
  const hit = log.findLast(event => event.metadata.request?.key === key);
  if (hit && hit.metadata.request?.body !== body) throw new IdempotencyKeyReused();
  return hit;
}

function stamp<Event extends DomainEvent>(
  decider: Pick<Decider<never, never, Event, never>, 'events'>,
  events: readonly Event[],
  effectiveAt: Day,
  context: CommandContext,
): NewEvent[] {
  return events.map((event, i) => {
    const type: Event['type'] = event.type;
    const metadata = metadataOf(context, decider.events[type].version, effectiveAt);
    return { id: eventId(context.request, i), type, data: event.data as NewEvent['data'], metadata: { ...metadata } };
  });
}

/** The id of the request's event with this index: of a drawn one (v7) of the same moment, as indexes of ids like new ones side by side. */
function eventId({ id }: RequestIdentity, index: number): string {
  const derived = uuidV5(String(index), id);
  const moment = '01234567-89ab-7'.length;
  return uuidVersion(id) === 7 ? id.slice(0, moment) + derived.slice(moment) : derived;
}

function metadataOf(context: CommandContext, schemaVersion: number, effectiveAt: Day): EventMetadata {
  return {
    actor: context.actor,
    correlationId: context.correlationId,
    ...(context.causationId === undefined ? {} : { causationId: context.causationId }),
    schemaVersion,
    effectiveAt,
    ...(context.request.hashes ? { request: context.request.hashes } : {}),
  };
}
