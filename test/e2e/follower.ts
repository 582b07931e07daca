import { expect } from '@jest/globals';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** A client of the stream: its messages one after the other, until it goes away. */
export class Follower {
  private readonly gone = new AbortController();
  private readonly messages: EventSourceMessage[] = [];
  private arrived: () => void = () => undefined;
  ended: Promise<void> | undefined;

  static async of(url: string, headers: Record<string, string> = {}): Promise<Follower> {
    const follower = new Follower();
    const response = await fetch(url, { headers, signal: follower.gone.signal });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    follower.ended = follower.read(response.body!);
    return follower;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({
      onEvent: message => {
        this.messages.push(message);
        this.arrived();
      },
    });
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
    } catch (error) {
      if (!this.gone.signal.aborted) throw error;
    }
  }

  async next(): Promise<EventSourceMessage> {
    while (this.messages.length === 0) await new Promise<void>(resolve => (this.arrived = resolve));
    return this.messages.shift()!;
  }

  async leave(): Promise<void> {
    this.gone.abort();
    await this.ended;
  }
}
