import { Injectable } from '@nestjs/common';
import { EventStore } from '@mithaq/event-store';
import { once } from 'node:events';
import { type ServerResponse } from 'node:http';
import { Problem } from '../http/problem.js';
import { Shutdown } from '../http/shutdown.js';
import { goneFrom } from '../http/stream.js';
import { provenanceOf } from '../reading/ask.js';
import { noticesOf } from '../reading/notices.js';
import { eventAnswer } from './event-answer.js';
import { isOfKind, type KindsOfEvents } from './kinds-of-events.js';

/** How long a stream may be silent: proxies close what says nothing for a minute. */
const heartbeatMilliseconds = 15_000;
/** So many may be open at once: each holds a connection. */
const mostStreams = 1_000;

export interface Followed extends KindsOfEvents {
  /** A position of an event. */
  readonly after: bigint | 'start';
}

/**
 * The ledger as Server-Sent Events (WHATWG HTML, 9.2), one for each event, `id` its position: a client that was cut off goes on with
 * `Last-Event-ID`. A stream asks the store for the next event once its client has taken the last: who reads slowly holds up nobody,
 * and nothing gathers for it in memory.
 */
@Injectable()
export class EventStreams {
  private open = 0;

  constructor(
    private readonly store: EventStore,
    private readonly shutdown: Shutdown,
  ) {}

  /** Whether another one can be taken; asked before anything is answered. @throws Problem `unavailable` */
  admit(): void {
    if (this.open < mostStreams) return;
    throw new Problem('unavailable', `${mostStreams} streams are open, as many as the service keeps; come back later.`, {
      headers: { 'retry-after': '30' },
    });
  }

  /** Writes events until the client goes away or the service ends, and ends the response; clients come back by themselves. */
  async follow({ after, categories = [], types }: Followed, response: ServerResponse): Promise<void> {
    const ended = AbortSignal.any([goneFrom(response), this.shutdown.signal]);
    const heartbeat = setInterval(() => {
      // Only into an empty buffer: a client that does not read gets nothing more to read.
      if (response.writableLength === 0) response.write(': still here\n\n');
    }, heartbeatMilliseconds).unref();
    this.open++;
    let told = after === 'start' ? 0n : after;
    let isNoticed = false;
    try {
      await write(response, `retry: 2000\nid: ${told}\n\n`, ended);
      for await (const delivery of this.store.subscribeToAll(after, { categories }, ended)) {
        if (delivery.kind === 'event') {
          if (!isOfKind(delivery.event, { types })) continue;
          const answer = eventAnswer(delivery.event);
          const [notice] = isNoticed ? [] : noticesOf(await provenanceOf(this.store, [delivery.event]));
          if (notice) {
            isNoticed = true;
            await write(response, `event: notice\ndata: ${JSON.stringify(notice)}\n\n`, ended);
          }
          told = delivery.event.position;
          await write(response, `id: ${answer.position}\nevent: ${answer.type}\ndata: ${JSON.stringify(answer)}\n\n`, ended);
        } else if (delivery.position !== told) {
          // An id without data moves `Last-Event-ID` and calls no listener: who follows a quiet category does not start from afar again.
          told = delivery.position;
          await write(response, `id: ${told}\n\n`, ended);
        }
      }
    } finally {
      this.open--;
      clearInterval(heartbeat);
      response.end();
    }
  }
}

/** Writes, and waits where the client has not taken what came before. */
async function write(response: ServerResponse, text: string, ended: AbortSignal): Promise<void> {
  if (ended.aborted || response.write(text)) return;
  await once(response, 'drain', { signal: ended }).catch((error: unknown) => {
    if (!ended.aborted) throw error;
  });
}
