import { type Dated, heldOn, hold, openingOf, type Provenance } from '@mithaq/domain';
import { categoryOf, EventStore, type RecordedEvent } from '@mithaq/event-store';
import {
  countingRuleVersion,
  type Listed,
  type Moment,
  type Order,
  type Page,
  parseAsOf,
  type Question,
  type ResolvedMoment,
  streamLine,
  Views,
} from '@mithaq/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { eventAnswer } from '../events/event-answer.js';
import { revisionTag } from '../http/conditional.js';
import { Problem } from '../http/problem.js';
import { asOf, weakTag } from './as-of.js';
import { type Asked } from './asked.js';
import { cursorInvalid, Cursors, fingerprint, type PageCursor } from './cursor.js';
import { noticesOf } from './notices.js';
import { type PageParameters } from './parameters.js';

/** An answer, and what its headers say of it. */
export interface ReadAnswer {
  readonly body: object;
  readonly moment: ResolvedMoment;
  readonly etag: string;
  readonly link?: string;
  /** Whether the same address has this answer for ever, or only until the next event or the next day. */
  readonly isForGood: boolean;
  /** Whether who has an answer with this ETag has this one. */
  readonly isTold: boolean;
}

/** Where answers come from: figures and lists from rows, history from the log. */
interface Sources {
  readonly views: Views;
  readonly store: EventStore;
  readonly cursors: Cursors;
}

/** Every read of the ledger; the functions below make them. */
export class Ask extends Query<ReadAnswer> {
  constructor(
    readonly asked: Asked<object>,
    readonly read: (from: Sources) => Promise<ReadAnswer>,
  ) {
    super();
  }
}

@QueryHandler(Ask)
export class AskHandler implements IQueryHandler<Ask> {
  constructor(
    private readonly views: Views,
    private readonly store: EventStore,
    private readonly cursors: Cursors,
  ) {}

  async execute({ asked: { waitFor }, read }: Ask): Promise<ReadAnswer> {
    if (waitFor !== undefined) await this.views.waitFor(waitFor);
    return read({ views: this.views, store: this.store, cursors: this.cursors });
  }
}

/** What an answer shows, and of which provenances. */
export interface Shown {
  readonly body: object;
  readonly provenance: readonly Provenance[];
}

/** A question with another shape of its answer. */
export function shaped<Made, Shape>(question: Question<Made>, shape: (made: Made) => Shape): Question<Shape> {
  return { statements: question.statements, answer: results => shape(question.answer(results)) };
}

/** Several questions, asked of the same rows. */
export function together<First, Second>(first: Question<First>, second: Question<Second>): Question<readonly [First, Second]> {
  const n = first.statements.length;
  return {
    statements: [...first.statements, ...second.statements],
    answer: results => [first.answer(results.slice(0, n)), second.answer(results.slice(n))],
  };
}

/** Figures, and lists that have no pages. */
export function whole(asked: Asked<object>, question: (moment: Moment) => Question<Shown>): Ask {
  return new Ask(asked, async ({ views }) => {
    const { moment, answer } = await views.ask(asked.moment, ({ at }) => question(at));
    return answered(asked, moment, answer);
  });
}

/** A page of a list; what a cursor asks for is of the moment of the page that gave it. */
export function page<Item extends { readonly provenance: Provenance }>(
  asked: Asked<PageParameters>,
  order: Order,
  question: (moment: Moment, page: Page) => Question<Listed<Item>>,
): Ask {
  const { limit = 50, cursor } = asked.parameters;
  const of = fingerprint(asked.path, asked.sent);

  return new Ask(asked, async ({ views, cursors }) => {
    const from = cursor === undefined ? undefined : cursors.read(cursor);
    if (from && (from.of !== of || !(from.line === null || order.takes(from.line)))) throw cursorInvalid();
    const part: Page = { limit, ...(from?.line && { [from.side]: from.line }) };
    const { moment, answer } = await views.ask(from ? { pinned: from.moment } : asked.moment, ({ at }) => question(at, part));
    const { items, total, next, prev } = answer;
    const at = (side: PageCursor['side'], line: PageCursor['line']) => cursors.write({ of, moment, side, line });
    const pages = { next: next ? at('after', next) : null, prev: prev ? at('before', prev) : null };
    return {
      ...answered(asked, moment, {
        body: { data: items, page: { ...pages, limit, total } },
        provenance: items.map(item => item.provenance),
      }),
      link: linksTo(asked, { ...pages, first: at('after', null) }),
    };
  });
}

/**
 * Of one thing that may not be there: what it is, with whatever is asked beside.
 *
 * @throws Problem `not-found`, or `not-yet` where it has no event at the moment that was asked for
 */
export function found(asked: Asked<object>, stream: string, question: (moment: Moment) => Question<Shown | undefined>): Ask {
  return new Ask(asked, async ({ views, store }) => {
    const { moment, answer } = await views.ask(asked.moment, ({ at }) => question(at));
    if (!answer) throw await notThere(store, stream);
    return answered(asked, moment, answer);
  });
}

/**
 * One record as such: read at now it has the ETag that `If-Match` takes.
 *
 * @param lateOthers whether it shows of other records what has changed since its own last event, which its ETag does not tell
 * @throws Problem as `found`
 */
export function record(
  asked: Asked<object>,
  stream: string,
  question: (moment: Moment) => Question<Shown | undefined>,
  lateOthers: (stream: string) => Question<boolean>,
): Ask {
  const revision: Question<string | undefined> = {
    statements: [streamLine(stream)],
    answer: ([lines = []]) => lines[0]?.['revision']?.toString(),
  };
  const ofNow = together(revision, lateOthers(stream));
  return new Ask(asked, async ({ views, store }) => {
    const { moment, answer } = await views.ask(asked.moment, ({ at }) => together(question(at), ofNow));
    const [shown, [standsAt, isLate]] = answer;
    if (!shown) throw await notThere(store, stream);
    const isOfNow = asked.moment.asOf === undefined && asked.moment.effectiveAt === undefined;
    if (!isOfNow || standsAt === undefined) return answered(asked, moment, shown);
    return { ...answered(asked, moment, shown), etag: revisionTag(BigInt(standsAt)), isTold: !isLate };
  });
}

/**
 * The events of one aggregate that held at the moment, in the order in which they are true.
 *
 * @throws Problem as `found`
 */
export function history(asked: Asked<object>, stream: string): Ask {
  return new Ask(asked, async ({ views, store }) => {
    const moment = await views.resolve(asked.moment);
    const known = await logOf(store, stream, moment.position ?? -1n);
    const held = hold(known);
    const events = moment.at.day === undefined ? held : heldOn(held, moment.at.day);
    if (events.length === 0) throw await notThere(store, stream);
    return answered(asked, moment, { body: { data: events.map(eventAnswer), page: onePage(events) }, provenance: provenanceIn(known) });
  });
}

/** Of a list that is answered whole. */
export function onePage(items: readonly unknown[]) {
  return { next: null, prev: null, limit: null, total: items.length };
}

export function answered({ moment: { asOf: asked } }: Asked<object>, moment: ResolvedMoment, { body, provenance }: Shown): ReadAnswer {
  return {
    body: { ...body, asOf: asOf(moment), notices: noticesOf(provenance) },
    moment,
    etag: weakTag(moment, countingRuleVersion),
    // A position and an event are of the past for good; what a time is of, an event in the same millisecond can still change.
    isForGood: asked !== undefined && moment.position !== null && parseAsOf(asked).kind !== 'time',
    isTold: true,
  };
}

/** RFC 8288, relative to the address that was asked. */
export function linksTo({ path, sent }: Asked<PageParameters>, cursors: Readonly<Record<string, string | null>>): string {
  return Object.entries(cursors)
    .flatMap(([rel, cursor]) => {
      if (cursor === null) return [];
      const parameters = new URLSearchParams({});
      for (const [name, value] of Object.entries(sent)) {
        if (name !== 'cursor' && name !== 'waitFor') for (const one of [value ?? []].flat()) parameters.append(name, one);
      }
      parameters.append('cursor', cursor);
      return [`<${path}?${parameters.toString()}>; rel="${rel}"`];
    })
    .join(', ');
}

/** A stream's events up to a position, in the order of recording. */
async function logOf(store: EventStore, stream: string, position?: bigint): Promise<(RecordedEvent & Dated)[]> {
  const events: (RecordedEvent & Dated)[] = [];
  for await (const event of store.readStream(stream)) {
    if (position !== undefined && event.position > position) break;
    events.push(event as RecordedEvent & Dated); // as the ledger stamped it
  }
  return events;
}

/** The provenances of the records that these events are of: the first event of each says it, and need not be among them. */
export async function provenanceOf(store: EventStore, events: readonly RecordedEvent[]): Promise<Provenance[]> {
  const opening = async (stream: string) => {
    for await (const event of store.readStream(stream)) return provenanceIn([event]);
    return [];
  };
  return (await Promise.all([...new Set(events.map(({ stream }) => stream))].map(opening))).flat();
}

function provenanceIn(events: readonly RecordedEvent[]): Provenance[] {
  return events.flatMap(({ data: { provenance } }) => (provenance === undefined ? [] : [provenance as Provenance])); // of an opening event
}

async function notThere(store: EventStore, stream: string): Promise<Problem> {
  const category = categoryOf(stream);
  const id = stream.slice(category.length + 1);
  const log = await logOf(store, stream);
  const [first] = log;
  if (!first) return new Problem('not-found', `There is no ${wordFor[category] ?? category} ${id}.`);
  const day = openingOf(hold(log));
  const from = { day, position: first.position.toString(), recordedAt: first.recordedAt };
  return new Problem(
    'not-yet',
    `This ${wordFor[category] ?? category} opens on ${day}, and was first recorded at position ${from.position} (${from.recordedAt}); at the moment that was asked for it has no event yet.`,
    { members: { from } },
  );
}

const wordFor: Readonly<Record<string, string>> = { countryGroup: 'country group' };
