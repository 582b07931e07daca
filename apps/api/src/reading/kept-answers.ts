import { Injectable } from '@nestjs/common';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Day } from '@mithaq/domain';
import { Views } from '@mithaq/projections';
import { type Audience } from '../access/access.guard.js';
import { Clock } from '../ledger/clock.js';
import { type ReadAnswer } from './ask.js';

/** An answer as it goes out. */
export interface Kept {
  readonly audience: Audience;
  readonly etag: string;
  /** Whether who has an answer with this ETag has this one. */
  readonly isTold: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Buffer;
  /** The same in gzip, made once for all who ask; undefined where it is not worth it. */
  readonly gzipped?: () => Promise<Buffer>;
}

/** A day, a generation of the views (0 is none yet), and how far these stand, as far as is known here. */
interface Now {
  readonly day: Day;
  readonly generation: number;
  readonly position: bigint;
}

interface Entry extends Kept {
  /** Until when it is the answer: for good, or until another event, or another day; never longer than its generation of the views. */
  readonly isForGood: boolean;
  readonly names: ReadAnswer['names'];
  readonly position: bigint;
  readonly asked: Now;
  readonly bytes: number;
}

const mostBytes = 32 * 1024 * 1024;
const mostBytesOfOne = 1024 * 1024;
/** What is smaller fits into a packet or two as it is. */
const leastBytesGzipped = 2 * 1024;

/** In a thread of Node's pool. */
const compressed = promisify<Buffer, Buffer>(gzip);

/**
 * Answers under the address that they were asked by, so that the figures of a quiet ledger are counted once. One of now is given again
 * as long as the views stand where they stood and the day is the same: it is what would be read. It never takes a reader back:
 * once any answer has been of a later position, those of earlier ones are asked anew. So are all once other views have taken over:
 * a rebuild is the remedy where an answer is doubted.
 */
@Injectable()
export class KeptAnswers {
  /** In the order of use: the first is the one that nobody has asked for the longest time. */
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;
  /** What is being read, by its address; undefined of what is for nobody else. Never rejected. */
  private readonly underWay = new Map<string, Promise<Entry | undefined>>();

  constructor(
    private readonly views: Views,
    private readonly clock: Clock,
  ) {}

  /**
   * The answer to an address: as it is kept, as it is being read for somebody else, or read now. Of many who ask for the same figures at
   * once, as when an event has just made those that were kept the former ones, one has them read.
   */
  async answer(url: string, read: () => Promise<ReadAnswer>, audience: Audience): Promise<Kept> {
    const { address, waitFor } = withoutWait(url);
    const asked = this.now();
    // Who has to wait for the views waits by himself: nobody else need wait for as long.
    if (waitFor > asked.position) return this.keep(address, await read(), { asked, audience });
    for (let now = asked; ; now = this.now()) {
      const kept = this.keptAt(address, now);
      if (kept) return kept;
      const reading = this.underWay.get(address);
      if (!reading) return this.readNow(address, read, audience);
      const other = await reading;
      if (!other) return this.readNow(address, read, audience);
      // It may have been asked before this one was: it is no answer where it knows less than could be known then.
      const isLateEnough = other.isForGood || (other.position >= asked.position && other.asked.day >= asked.day);
      if (isLateEnough && other.asked.generation >= asked.generation) return other;
    }
  }

  /** The answer to an address as it is kept, if it is. */
  find(url: string): Kept | undefined {
    const { address, waitFor } = withoutWait(url);
    const now = this.now();
    return waitFor > now.position ? undefined : this.keptAt(address, now);
  }

  private async readNow(address: string, read: () => Promise<ReadAnswer>, audience: Audience): Promise<Kept> {
    const asked = this.now(); // before: what was read as the day changed, or as other views took over, is of neither for sure
    const reading = read().then(answer => this.keep(address, answer, { asked, audience }));
    const shared = reading.then(
      entry => (entry.names === 'nobody' ? entry : undefined),
      () => undefined, // whoever waits for it may fare better
    );
    this.underWay.set(address, shared);
    try {
      return await reading;
    } finally {
      if (this.underWay.get(address) === shared) this.underWay.delete(address);
    }
  }

  private keptAt(address: string, { day, generation, position }: Now): Entry | undefined {
    const entry = this.entries.get(address);
    if (!entry) return undefined;
    const isStill = entry.isForGood || (entry.position === position && entry.asked.day === day);
    if (!isStill || entry.asked.generation !== generation) {
      this.drop(address, entry);
      return undefined;
    }
    this.entries.delete(address);
    this.entries.set(address, entry);
    return entry;
  }

  private keep(
    address: string,
    { body, moment, etag, isTold, link, lasts, names }: ReadAnswer,
    { asked, audience }: Pick<Entry, 'asked' | 'audience'>,
  ): Entry {
    const position = moment.position ?? -1n;
    const isForGood = lasts === 'for-good' || (lasts === 'once-followed' && position < asked.position);
    const json = Buffer.from(JSON.stringify(body));
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': names === 'persons' ? 'private, no-store' : 'no-cache',
      etag,
      ...(moment.position !== null && { 'mithaq-position': moment.position.toString() }),
      ...(link !== undefined && { link }),
    };
    // Nobody's name is kept where it would outlive its key.
    const isKept = names !== 'persons' && json.length <= mostBytesOfOne;
    // A strong ETag, as If-Match takes it, is of these bytes and no others.
    const gzipped = isKept && json.length >= leastBytesGzipped && etag.startsWith('W/') ? once(() => compressed(json)) : undefined;
    const entry: Entry = {
      audience,
      etag,
      isTold,
      headers: { ...headers, ...(gzipped && { vary: 'accept-encoding' }) },
      json,
      ...(gzipped && { gzipped }),
      isForGood,
      names,
      position,
      asked,
      bytes: json.length + (gzipped ? json.length >> 2 : 0) + 2 * address.length + 1_000,
    };
    if (!isKept) return entry;
    const former = this.entries.get(address);
    if (former) this.drop(address, former);
    this.entries.set(address, entry);
    this.bytes += entry.bytes;
    for (const [oldest, entry] of this.entries) {
      if (this.bytes <= mostBytes) break;
      this.drop(oldest, entry);
    }
    return entry;
  }

  private now(): Now {
    const { generation = 0, position = -1n } = this.views.status();
    return { day: this.clock.today(), generation, position };
  }

  private drop(address: string, { bytes }: Entry): void {
    this.entries.delete(address);
    this.bytes -= bytes;
  }
}

/**
 * The address without `waitFor`, which does not say what is asked but from which position on: an answer to one is one to the other, and
 * who reads what he has just written has read it for all. What is no position, or may be said in other letters too, is left as it is.
 */
function withoutWait(url: string): { readonly address: string; readonly waitFor: bigint } {
  const query = url.indexOf('?') + 1;
  const fields = query === 0 ? [] : url.slice(query).split('&');
  const waits = fields.filter(field => field.startsWith('waitFor='));
  const position = waits.length === 1 ? /^waitFor=(\d{1,18})$/.exec(waits[0]!)?.[1] : undefined;
  if (position === undefined || !fields.every(field => /^[\w.]+=/.test(field))) return { address: url, waitFor: -1n };
  const others = fields.filter(field => field !== waits[0]);
  return { address: url.slice(0, others.length === 0 ? query - 1 : query) + others.join('&'), waitFor: BigInt(position) };
}

function once<Made>(make: () => Made): () => Made {
  let made: { readonly is: Made } | undefined;
  return () => (made ??= { is: make() }).is;
}
