import { dayOf } from '@mithaq/domain';
import { categoryOf, type EventStore, eventsUpTo, newestEvent } from '@mithaq/event-store';
import { EventUnknown, MomentInTheFuture, MomentNotReached, parseAsOf, type ReplayEnd } from '@mithaq/projections';
import { CheckFailed } from '../failures.js';
import { openStore, type StoreAddress } from '../stores.js';
import { type Progress } from '../terminal.js';
import { LedgerViews } from './ledger-views.js';
import { dayNamed, type EventTrace, type Known, type Logged, type NamedRecord, noRecord, type Source, type Standing } from './source.js';

/** A ledger itself, read only, also while a service writes it. It has no index but of streams: whatever is asked across them is a walk through all of it. */
export class StoreSource implements Source {
  private built: Promise<LedgerViews> | undefined;

  private constructor(
    private readonly store: EventStore,
    private readonly address: StoreAddress,
    private readonly progress: Progress,
  ) {}

  static async open(address: StoreAddress, progress: Progress): Promise<StoreSource> {
    return new StoreSource(await openStore(address, 'read'), address, progress);
  }

  get told(): string {
    return this.address.told;
  }

  async logOf({ stream }: NamedRecord, asOf?: string): Promise<Known<Logged[]>> {
    const position = await this.positionAt(asOf);
    const found: Logged[] = [];
    for await (const event of this.store.readStream(stream)) {
      if (event.position > position && found.length === 0) throw noRecord(stream, event as Logged);
      if (event.position > position) break;
      found.push(event as Logged);
    }
    if (found.length === 0) throw noRecord(stream, undefined);
    return { found, position };
  }

  async *events({ asOf, categories }: Parameters<Source['events']>[0]): AsyncGenerator<Logged, void, undefined> {
    const position = await this.positionAt(asOf);
    for await (const event of this.walk('Reading', position)) if (!categories || categories.includes(categoryOf(event.stream))) yield event;
  }

  async correlated(correlationId: string, asOf?: string): Promise<Known<Logged[]>> {
    const position = await this.positionAt(asOf);
    const found: Logged[] = [];
    for await (const event of this.walk('Tracing', position)) if (event.metadata.correlationId === correlationId) found.push(event);
    if (found.length === 0) throw new CheckFailed(`The ledger has, at that moment, no event of the correlation id ${correlationId}.`);
    return { found, position };
  }

  async traceOf(key: string, asOf?: string): Promise<Known<EventTrace> | undefined> {
    const position = await this.positionAt(asOf);
    let event: Logged | undefined;
    const effects: { depth: number; event: Logged }[] = [];
    const depths = new Map<string, number>();
    const head = asOf === undefined ? position : await this.positionAt();
    for await (const one of this.walk('Tracing', head)) {
      const depth = depths.get(one.metadata.causationId ?? '');
      if (!event && (one.id === key.toLowerCase() || one.position.toString() === key)) {
        if (one.position > position) {
          throw new CheckFailed(
            `The ledger has, at that moment, no event ${key} yet: it comes at position ${one.position} (${one.recordedAt}).`,
          );
        }
        event = one;
        depths.set(one.id, 0);
      } else if (event && one.position > position) break;
      else if (depth !== undefined) {
        depths.set(one.id, depth + 1);
        effects.push({ depth: depth + 1, event: one });
      }
    }
    return event && { found: { event, causes: await this.causesOf(event), effects }, position };
  }

  async standing(): Promise<Standing> {
    const last = (await newestEvent(this.store)) as Logged | undefined;
    for await (const first of this.store.readAll()) return { first: first as Logged, last };
    return { first: undefined, last };
  }

  async endOf(asOf?: string): Promise<ReplayEnd> {
    const position = await this.positionAt(asOf);
    return { position: position < 0n ? null : position, ...dayNamed(asOf, dayOf(new Date().toISOString())) };
  }

  async *follow(after: bigint | null, signal: AbortSignal): AsyncGenerator<Logged, void, undefined> {
    for await (const delivery of this.store.subscribeToAll(after ?? 'start', {}, signal))
      if (delivery.kind === 'event') yield delivery.event as Logged;
  }

  views(): Promise<LedgerViews> {
    return (this.built ??= LedgerViews.build(this.store, this.address, this.progress));
  }

  async close(): Promise<void> {
    const views = await this.built?.catch(() => undefined); // whoever asked for them has heard why
    await views?.close();
    await this.store.close();
  }

  /** Back through the ledger, as long as there is a cause to be found: what an event names may be a request, which is no event. */
  private async causesOf({ position, metadata }: Logged): Promise<Logged[]> {
    const causes: Logged[] = [];
    let wanted = metadata.causationId;
    if (wanted === undefined) return causes;
    for await (const event of this.store.readAll({ direction: 'backwards', from: position })) {
      if (event.id !== wanted) continue;
      causes.unshift(event as Logged);
      wanted = (event as Logged).metadata.causationId;
      if (wanted === undefined) break;
    }
    return causes;
  }

  /** The last position that is known at the moment; before the first event, one that no event has. */
  private async positionAt(asOf?: string): Promise<bigint> {
    const head = (await newestEvent(this.store))?.position;
    const nothing = -1n;
    if (asOf === undefined) return head ?? nothing;
    const moment = parseAsOf(asOf);
    switch (moment.kind) {
      case 'position':
        if (head === undefined || moment.position > head) throw new MomentNotReached(moment.position, head);
        return moment.position;
      case 'event':
        for await (const { id, position } of this.walk('Looking for the event', head ?? nothing)) if (id === moment.id) return position;
        throw new EventUnknown(moment.id);
      case 'time': {
        const now = new Date().toISOString();
        if (moment.time > Date.parse(now)) throw new MomentInTheFuture(asOf, now);
        // The clock of a store may step back: what comes after an event that was recorded later was not known, whatever its time says.
        let known = nothing;
        for await (const { recordedAt, position } of this.walk('Looking for the time', head ?? nothing)) {
          if (Date.parse(recordedAt) > moment.time) break;
          known = position;
        }
        return known;
      }
    }
  }

  /** All events up to a position. */
  private async *walk(what: string, end: bigint): AsyncGenerator<Logged, void, undefined> {
    if (end < 0n) return;
    this.progress.begin(what, end);
    try {
      for await (const event of eventsUpTo(this.store, end)) {
        this.progress.passed(event.position);
        yield event as Logged;
      }
    } finally {
      this.progress.finish();
    }
  }
}
