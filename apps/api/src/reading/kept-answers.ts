import { Injectable } from '@nestjs/common';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Day } from '@mithaq/domain';
import { Views } from '@mithaq/projections';
import { Clock } from '../ledger/clock.js';
import { type ReadAnswer } from './ask.js';

/** An answer as it goes out. */
export interface Kept {
  readonly etag: string;
  /** Whether who has an answer with this ETag has this one. */
  readonly isTold: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Buffer;
  /** The same in gzip, made once for all who ask; undefined where it is not worth it. */
  readonly gzipped?: () => Promise<Buffer>;
}

/** When something was asked: on which day, and of which generation of the views; 0 is none yet. */
interface When {
  readonly day: Day;
  readonly generation: number;
}

interface Entry extends Kept {
  /** Until when it is the answer: for good, or until another event, or another day; never longer than its generation of the views. */
  readonly isForGood: boolean;
  readonly names: ReadAnswer['names'];
  readonly position: bigint;
  readonly asked: When;
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
  private latest = -1n;

  constructor(
    private readonly views: Views,
    private readonly clock: Clock,
  ) {}

  /**
   * The answer to an address: as it is kept, as it is being read for somebody else, or read now. Of many who ask for the same figures at
   * once, as when an event has just made those that were kept the former ones, one has them read.
   */
  async answer(url: string, read: () => Promise<ReadAnswer>): Promise<Kept> {
    const { day, generation } = this.now();
    const position = this.standsAt();
    for (let now: When = { day, generation }; ; now = this.now()) {
      const kept = this.find(url, now);
      if (kept) return kept;
      const reading = this.underWay.get(url);
      if (!reading) return this.readNow(url, read);
      const other = await reading;
      if (!other) return this.readNow(url, read);
      // It may have been asked before this one was: it is no answer where it knows less than could be known then.
      const isLateEnough = other.isForGood || (other.position >= position && other.asked.day >= day);
      if (isLateEnough && other.asked.generation >= generation) return other;
    }
  }

  private async readNow(url: string, read: () => Promise<ReadAnswer>): Promise<Kept> {
    const asked = this.now(); // before: what was read as the day changed, or as other views took over, is of neither for sure
    const reading = read().then(answer => this.keep(url, answer, asked));
    const shared = reading.then(
      entry => (entry.names === 'nobody' ? entry : undefined),
      () => undefined, // whoever waits for it may fare better
    );
    this.underWay.set(url, shared);
    try {
      return await reading;
    } finally {
      if (this.underWay.get(url) === shared) this.underWay.delete(url);
    }
  }

  private find(url: string, { day, generation }: When): Kept | undefined {
    const entry = this.entries.get(url);
    if (!entry) return undefined;
    const isStill = entry.isForGood || (entry.position === this.standsAt() && entry.asked.day === day);
    if (!isStill || entry.asked.generation !== generation) {
      this.drop(url, entry);
      return undefined;
    }
    this.entries.delete(url);
    this.entries.set(url, entry);
    return entry;
  }

  private keep(url: string, { body, moment, etag, isTold, link, isForGood, names }: ReadAnswer, asked: When): Entry {
    const position = moment.position ?? -1n;
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
      etag,
      isTold,
      headers: { ...headers, ...(gzipped && { vary: 'accept-encoding' }) },
      json,
      ...(gzipped && { gzipped }),
      isForGood,
      names,
      position,
      asked,
      bytes: json.length + (gzipped ? json.length >> 2 : 0) + 2 * url.length + 1_000,
    };
    if (!isForGood && position > this.latest) this.latest = position;
    if (!isKept) return entry;
    const former = this.entries.get(url);
    if (former) this.drop(url, former);
    this.entries.set(url, entry);
    this.bytes += entry.bytes;
    for (const [oldest, entry] of this.entries) {
      if (this.bytes <= mostBytes) break;
      this.drop(oldest, entry);
    }
    return entry;
  }

  private now(): When {
    return { day: this.clock.today(), generation: this.views.status().generation ?? 0 };
  }

  /** The position of now, as far as is known here: what the views last said, or a reader has seen since. */
  private standsAt(): bigint {
    const heard = this.views.status().position ?? -1n;
    return heard > this.latest ? heard : this.latest;
  }

  private drop(url: string, { bytes }: Entry): void {
    this.entries.delete(url);
    this.bytes -= bytes;
  }
}

function once<Made>(make: () => Made): () => Made {
  let made: { readonly is: Made } | undefined;
  return () => (made ??= { is: make() }).is;
}
