import { isSame } from './changes.js';
import { EventsCorrected, isCompensation, type Mend } from './compensation.js';
import { type Day } from './day.js';
import { contradictionIn, type LoggedEvent, refuseFuture } from './decide.js';
import { type Decider } from './decider.js';
import { type DomainEvent, type EventDefinition, schemaErrors } from './event.js';
import { type Dated, hold, mendsOf } from './history.js';
import { realmOf } from './provenance.js';
import { Refusal } from './refusal.js';
import { type Provenance } from './text.js';

/** A compensating event that may be appended to the stream that it mends. */
export interface Compensation {
  readonly event: EventsCorrected;
  /** The earliest day of its targets. */
  readonly effectiveAt: Day;
}

/** An event of the log that can be named: in the log of a store every one is. */
type Named<Event extends DomainEvent> = LoggedEvent<Event> & { readonly id: string };

/**
 * What mends a stream: the counterpart of `decideOn`, with what administrators agreed on in the place of `decide`. Asked at the proposal,
 * at the approval and at the application alike.
 *
 * @param log the stream's events in the order of recording
 * @returns the compensating event; all events that hold once it is appended are as their schemas and the decider want them
 * @throws Refusal
 */
export function compensateOn<State, Event extends DomainEvent>(
  decider: Pick<Decider<State, never, Event, never>, 'initial' | 'admit' | 'evolve' | 'events' | 'fixed'>,
  log: readonly Named<Event>[],
  { correction, targets }: EventsCorrected['data'],
  today: Day,
): Compensation {
  const byId = new Map(log.map(event => [event.id, event]));
  const before = hold(log);
  const held = new Map(before.map(event => [event.id, event]));
  const mends = mendsOf(log);
  const meant = targets.map((mend, i) => {
    const pointer = `/targets/${i}`;
    if (targets.findIndex(({ event }) => event === mend.event) < i) {
      throw new Refusal('target-repeated', `${mend.event} is named twice; say once what becomes of it.`, { pointer: `${pointer}/event` });
    }
    const target = byId.get(mend.event);
    if (!target) {
      throw new Refusal('target-unknown', `The record has no event ${mend.event}; name the events of one record by their ids.`, {
        pointer: `${pointer}/event`,
      });
    }
    if (mends.get(mend.event)?.isVoid) {
      throw new Refusal('target-void', `${target.type} ${mend.event} is void already. Void the event that voided it, and it holds again.`, {
        pointer: `${pointer}/event`,
        by: mends.get(mend.event)!.by,
      });
    }
    if (!('void' in mend)) refuseSet(decider, held.get(mend.event) ?? target, mend, { pointer, today });
    return target;
  });

  const effectiveAt = meant.map(({ id, metadata }) => (held.get(id) ?? { metadata }).metadata.effectiveAt).sort()[0]!;
  const event: EventsCorrected = { type: EventsCorrected.type, data: { correction, targets } };
  // The log is of one decider's events and of compensating ones, which `hold` takes out again.
  const after = hold([...log, { ...event, id: correction, metadata: { effectiveAt } } as unknown as Named<Event>]);
  const corrected = new Map(after.map(event => [event.id, event]));
  for (const [i, { event: id }] of targets.entries()) {
    if (!isUnmoved(held.get(id), corrected.get(id))) continue;
    throw new Refusal('nothing-corrected', 'The record says this already; nothing would change.', { pointer: `/targets/${i}` });
  }
  for (const mended of after) refuseInvalid(decider.events, mended, targets);
  const contradiction = contradictionIn(decider, before, after);
  if (contradiction) {
    const { event, refusal } = contradiction;
    throw new Refusal(
      'contradicts-the-record',
      `Once this is corrected, ${event.type} of ${event.metadata.effectiveAt} can no longer be true: ${refusal.message} Correct that event together with the others.`,
      { rule: refusal.code, contradicts: { id: event.id, type: event.type, effectiveAt: event.metadata.effectiveAt }, pointer: '/targets' },
    );
  }
  return { event, effectiveAt };
}

type Definitions = Readonly<Record<string, EventDefinition>>;

function refuseSet(
  { events, fixed = [] }: { readonly events: Definitions; readonly fixed?: readonly string[] },
  target: Dated & DomainEvent,
  { set = {}, effectiveAt, schemaVersion }: Exclude<Mend, { void: true }>,
  { pointer, today }: { readonly pointer: string; readonly today: Day },
): void {
  if (isCompensation(target)) {
    throw new Refusal(
      'compensation-not-amendable',
      'A compensating event is voided, never changed. Void it; or correct the event that it mends once more, which outdoes it.',
      { pointer },
    );
  }
  const definition = events[target.type];
  if (definition && definition.version !== schemaVersion) {
    const { version } = definition;
    throw new Refusal('schema-version-other', `${target.type} is at version ${version} of its schema; write what is set in that one.`, {
      pointer: `${pointer}/schemaVersion`,
      expected: version,
    });
  }
  const field = fixed.find(name => name in set || (name === 'effectiveAt' && effectiveAt !== undefined));
  if (field !== undefined) {
    throw new Refusal(
      'field-fixed',
      `${field} of ${target.type} says which record it is or whom it names, or follows from others, and is not set by a correction. Void the event, and record it anew.`,
      { pointer: field === 'effectiveAt' ? `${pointer}/effectiveAt` : `${pointer}/set/${field}` },
    );
  }
  if (effectiveAt !== undefined) refuseFuture({ effectiveAt, today }, `${pointer}/effectiveAt`);
  const fields = Object.keys(definition?.data.properties ?? set);
  const unknown = Object.keys(set).find(name => !fields.includes(name));
  if (unknown !== undefined) {
    throw new Refusal('data-invalid', `${target.type} has no field ${unknown}; its fields are ${fields.join(', ')}.`, {
      errors: [{ pointer: `${pointer}/set/${unknown}`, message: 'is no field of the event' }],
    });
  }
  const was = (target.data as { readonly provenance?: Provenance }).provenance; // of an opening event
  const is = set['provenance'] as Provenance | undefined;
  if (was !== undefined && is !== undefined && realmOf(was) !== realmOf(is)) {
    throw new Refusal('demonstration-mixed', 'No correction makes a real act of a demonstration, or a demonstration of a real act.', {
      pointer: `${pointer}/set/provenance`,
    });
  }
}

/** Only what is mended now: what was stored under an older schema stays as it is. */
function refuseInvalid(events: Definitions, { id, type, data }: DomainEvent & { readonly id: string }, targets: readonly Mend[]): void {
  const i = targets.findIndex(target => target.event === id);
  const definition = events[type];
  const errors = i < 0 || !definition ? [] : schemaErrors(definition, data);
  if (errors.length === 0) return;
  throw new Refusal(
    'data-invalid',
    `Corrected so, ${type} would not have its form any more: ${errors[0]!.pointer} ${errors[0]!.message}.`,
    {
      errors: errors.map(({ pointer, message }) => ({ pointer: `/targets/${i}/set${pointer}`, message })),
    },
  );
}

/** Whether an event says the same, of the same day, once it is corrected. A compensating event is only ever voided, and so changes. */
function isUnmoved(before: (Dated & DomainEvent) | undefined, after: (Dated & DomainEvent) | undefined): boolean {
  if (!before || !after) return false;
  return before.metadata.effectiveAt === after.metadata.effectiveAt && isSame(before.data, after.data);
}
