import { type Dated, type Day, type DomainEvent, heldBy, hold, openingOf, type Provenance } from '@mithaq/domain';
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
  together,
  Views,
} from '@mithaq/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { eventAnswer } from '../events/event-answer.js';
import { addressOf, pageOf } from '../history/records.js';
import { revisionTag } from '../http/conditional.js';
import { Problem } from '../http/problem.js';
import { Persons } from '../persons/persons.js';
import { asOf, weakTag } from './as-of.js';
import { type Asked } from './asked.js';
import { Cursors, fingerprint, Pages } from './cursor.js';
import { inOrder } from './in-order.js';
import { noticesOf } from './notices.js';
import { type PageParameters } from './parameters.js';

/**
 * How long the same address has the same answer: for good, where it is of a position or an event; of a time, once an event after it is known
 * (until then another of the same millisecond may come); of now, until the next event or the next day.
 */
export type Lasting = 'for-good' | 'once-followed' | 'until-more';

/** An answer, and what its headers say of it. */
export interface ReadAnswer {
  readonly body: object;
  readonly moment: ResolvedMoment;
  readonly etag: string;
  readonly link?: string;
  readonly lasts: Lasting;
  /** Whether who has an answer with this ETag has this one. */
  readonly isTold: boolean;
  /** Whom it names: an answer with persons in it is opened as it goes out, and kept nowhere. */
  readonly names: 'persons' | 'nobody';
}

/** Where answers come from: figures and lists from rows, history from the log. */
export interface Sources {
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
    private readonly persons: Persons,
  ) {}

  async execute({ asked: { waitFor }, read }: Ask): Promise<ReadAnswer> {
    if (waitFor !== undefined) await this.views.waitFor(waitFor);
    const answer = await read({ views: this.views, store: this.store, cursors: this.cursors });
    return answer.names === 'persons' ? { ...answer, body: await this.persons.opened(answer.body) } : answer;
  }
}

/** What an answer shows, of which provenances, and whom it may name: absent, nobody. */
export interface Shown {
  readonly body: object;
  readonly provenance: readonly Provenance[];
  readonly names?: ReadAnswer['names'];
}

/** What is to be asked once more before anything is shown: of the same position, on an earlier day that the first answer names. */
export interface AskedOn {
  readonly day: Day;
  readonly question: (moment: Moment, day: Day) => Question<Shown>;
}

/** Figures, and lists that have no pages; `day` is the day of the answer, for what depends on a date. */
export function whole(asked: Asked<object>, question: (moment: Moment, day: Day) => Question<Shown>): Ask {
  return new Ask(asked, async ({ views }) => {
    const { moment, answer } = await views.ask(asked.moment, ({ at, day }) => question(at, day));
    return answered(asked, moment, answer);
  });
}

interface OfOneProvenance {
  readonly provenance: Provenance;
}

/** A page of a list; what a cursor asks for is of the moment of the page that gave it. */
export function page<Item extends OfOneProvenance>(
  asked: Asked<PageParameters>,
  order: Order,
  question: (moment: Moment, page: Page, day: Day) => Question<Listed<Item>>,
  names: ReadAnswer['names'] = 'nobody',
): Ask {
  return paged(asked, order, question, listed => listed, names);
}

/**
 * A page of what belongs to one record: the signatures of a coalition.
 *
 * @throws Problem as `found`, where the record is not there
 */
export function pageWithin<Item extends OfOneProvenance>(
  asked: Asked<PageParameters>,
  stream: string,
  order: Order,
  question: (moment: Moment, page: Page, day: Day) => Question<Listed<Item> | undefined>,
  names: ReadAnswer['names'] = 'nobody',
): Ask {
  const there = async (listed: Listed<Item> | undefined, store: EventStore, moment: ResolvedMoment) => {
    if (!listed) throw await notThere(store, stream, moment);
    return listed;
  };
  return paged(asked, order, question, there, names);
}

function paged<Made, Item extends OfOneProvenance>(
  asked: Asked<PageParameters>,
  order: Order,
  question: (moment: Moment, page: Page, day: Day) => Question<Made>,
  listedIn: (made: Made, store: EventStore, moment: ResolvedMoment) => Listed<Item> | Promise<Listed<Item>>,
  names: ReadAnswer['names'],
): Ask {
  const of = fingerprint(asked.path, asked.sent);

  return new Ask(asked, async ({ views, store, cursors }) => {
    const pages = new Pages(cursors, of, order, asked.parameters);
    const asking = pages.given ? { pinned: pages.given.moment } : asked.moment;
    const { moment, answer } = await views.ask(asking, ({ at, day }) => question(at, pages.part, day));
    const listed = await listedIn(answer, store, moment);
    const { page, links } = pages.around(listed, moment);
    const shown = { body: { data: listed.items, page }, provenance: listed.items.map(item => item.provenance), names };
    return { ...answered(asked, moment, shown), link: linksTo(asked, links) };
  });
}

/** A part of a record that an event of the record's stream made: an appointment of a working group. */
export interface Part {
  readonly word: string;
  readonly id: string;
  /** The type of that event, and the field of it that has the id. */
  readonly madeBy: { readonly type: string; readonly field: string };
}

/**
 * Of one thing that may not be there: what it is, with whatever is asked beside.
 *
 * @param part where it is a part of the stream's record, which has no stream of its own
 * @throws Problem `not-found`, `not-yet` where it has no event at the moment that was asked for, or `nothing-holds` where none holds any more
 */
export function found(
  asked: Asked<object>,
  stream: string,
  question: (moment: Moment, day: Day) => Question<Shown | undefined>,
  part?: Part,
): Ask {
  return new Ask(asked, async ({ views, store }) => {
    const { moment, answer } = await views.ask(asked.moment, ({ at, day }) => question(at, day));
    if (!answer) throw await notThere(store, stream, moment, part);
    return answered(asked, moment, answer);
  });
}

/**
 * One record as such: read at now it has the ETag that `If-Match` takes.
 *
 * @param lateOthers whether it shows of other records what has changed since its own last event, which its ETag does not tell; nothing to
 * ask where it names persons, for then no ETag tells it
 * @throws Problem as `found`
 */
export function record(
  asked: Asked<object>,
  stream: string,
  question: (moment: Moment, day: Day) => Question<Shown | AskedOn | undefined>,
  lateOthers: (stream: string, day: Day) => Question<boolean> = () => ({ statements: [], answer: () => true }),
): Ask {
  const revision: Question<string | undefined> = {
    statements: [streamLine(stream)],
    answer: ([lines = []]) => lines[0]?.['revision']?.toString(),
  };
  return new Ask(asked, async ({ views, store }) => {
    const { moment, answer } = await views.ask(asked.moment, ({ at, day }) =>
      together(question(at, day), together(revision, lateOthers(stream, day))),
    );
    const [first, [standsAt, isLate]] = answer;
    if (!first) throw await notThere(store, stream, moment);
    const shown = 'question' in first ? await on(views, moment, first) : first;
    const told = answered(asked, moment, shown);
    const isOfNow = asked.moment.asOf === undefined && asked.moment.effectiveAt === undefined;
    if (!isOfNow || standsAt === undefined) return told;
    return { ...told, etag: revisionTag(BigInt(standsAt)), isTold: told.isTold && !isLate };
  });
}

async function on(views: Views, { position }: ResolvedMoment, { day, question }: AskedOn): Promise<Shown> {
  const { answer } = await views.ask({ pinned: { position, day, effectiveAt: day } }, ({ at }) => question(at, day));
  return answer;
}

/**
 * The events of one aggregate that held at the moment, in the order in which they are true.
 *
 * @throws Problem as `found`
 */
export function eventsHeld(asked: Asked<object>, stream: string): Ask {
  return new Ask(asked, async ({ views, store }) => {
    const moment = await views.resolve(asked.moment);
    const known = await knownAt(store, stream, moment);
    const events = heldBy(known, moment.at.day);
    if (events.length === 0) throw await notThere(store, stream, moment);
    return answered(asked, moment, { body: { data: events.map(eventAnswer), page: onePage(events) }, provenance: provenanceIn(known) });
  });
}

/** Of a list that is answered whole. */
export function onePage(items: readonly unknown[]) {
  return { next: null, prev: null, limit: null, total: items.length };
}

export function answered(
  { moment: { asOf: asked } }: Asked<object>,
  moment: ResolvedMoment,
  { body, provenance, names = 'nobody' }: Shown,
): ReadAnswer {
  return {
    body: { ...body, asOf: asOf(moment), notices: noticesOf(provenance) },
    moment,
    etag: weakTag(moment, countingRuleVersion),
    lasts: asked === undefined || moment.position === null ? 'until-more' : parseAsOf(asked).kind === 'time' ? 'once-followed' : 'for-good',
    // Whether a person is erased, no tag of the ledger's tells.
    isTold: names === 'nobody',
    names,
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

/** An event of a stream, as the ledger stamped it. */
export type Logged = RecordedEvent & DomainEvent & Dated;

/** A stream's events up to a moment, in the order of recording, whatever their days. */
export function knownAt(store: EventStore, stream: string, { position }: Pick<ResolvedMoment, 'position'>): Promise<Logged[]> {
  return logOf(store, stream, position ?? -1n);
}

async function logOf(store: EventStore, stream: string, position?: bigint): Promise<Logged[]> {
  const events: Logged[] = [];
  for await (const event of store.readStream(stream)) {
    if (position !== undefined && event.position > position) break;
    events.push(event as Logged);
  }
  return events;
}

/** The provenances of the records that these events are of: the first event of each says it, and need not be among them. */
export async function provenanceOf(store: EventStore, events: readonly RecordedEvent[]): Promise<Provenance[]> {
  const opening = async (stream: string) => {
    for await (const event of store.readStream(stream)) return provenanceIn([event]);
    return [];
  };
  return (await inOrder([...new Set(events.map(({ stream }) => stream))], opening)).flat();
}

export function provenanceIn(events: readonly RecordedEvent[]): Provenance[] {
  return events.flatMap(({ data: { provenance } }) => (provenance === undefined ? [] : [provenance as Provenance])); // of an opening event
}

/** Why a record, or a part of it, is not there at the moment. */
export async function notThere(store: EventStore, stream: string, moment: Pick<ResolvedMoment, 'position'>, part?: Part): Promise<Problem> {
  const page = pageOf(stream);
  const category = categoryOf(stream);
  const word = page?.noun ?? category;
  const log = await logOf(store, stream);
  const [first] = log;
  if (!first) {
    // The id of a signature is made of who signs what: it would tell nothing to whoever asked for it by those.
    const which = category === 'signature' ? 'of that organisation under that coalition' : stream.slice(category.length + 1);
    return new Problem('not-found', `There is no ${word} ${which}.`);
  }
  const known = log.filter(({ position }) => moment.position !== null && position <= moment.position);
  const held = hold(known);
  if (known.length > 0 && held.length === 0) return nothingHolds(word, page && addressOf(page, first));
  if (!part) return notYet(word, openingOf(held) ?? openingOf(hold(log)) ?? first.metadata.effectiveAt, first);
  const { type, field } = part.madeBy;
  const makes = (event: Logged) => event.type === type && String((event.data as Record<string, unknown>)[field]) === part.id;
  const making = held.find(makes) ?? log.find(makes);
  if (!making) return new Problem('not-found', `This ${word} has no ${part.word} ${part.id}.`);
  if (known.some(makes) && !held.some(makes)) return nothingHolds(part.word, page && addressOf(page, first));
  return notYet(part.word, making.metadata.effectiveAt, making);
}

function notYet(word: string, day: Day, { position, recordedAt }: RecordedEvent): Problem {
  const from = { day, position: position.toString(), recordedAt };
  return new Problem(
    'not-yet',
    `This ${word} opens on ${day}, and was first recorded at position ${from.position} (${from.recordedAt}); at the moment that was asked for it has no event yet.`,
    { members: { from } },
  );
}

function nothingHolds(word: string, address: string | undefined): Problem {
  const detail = `Every event that made this ${word} was void by correction at the moment that was asked for.`;
  if (address === undefined) return new Problem('nothing-holds', detail);
  const history = `${address}/history`;
  return new Problem('nothing-holds', `${detail} What was recorded, and why it was corrected: ${history}`, { members: { history } });
}
