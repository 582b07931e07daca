import { type Day } from '@mithaq/domain';
import { CheckFailed, messageOf, UsageWrong } from '../failures.js';

/** A problem as the service answers it (RFC 9457). */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly {
    readonly detail: string;
    readonly pointer?: string;
    readonly parameter?: string;
    readonly header?: string;
  }[];
}

/** The service said no. */
export class ServiceRefused extends CheckFailed {
  private readonly type: string;

  constructor({ type, title, detail = '', errors = [] }: Problem) {
    // The detail often has them already.
    const places = errors
      .filter(one => !detail.includes(one.detail))
      .map(({ pointer, parameter, header, detail }) => `  ${pointer ?? parameter ?? header ?? ''}: ${detail}`);
    super([sentence(title), ...(detail ? [detail] : []), ...places].join('\n'));
    this.type = type;
  }

  /** @param code as the pages name it that explain problems: `not-found` */
  is(code: string): boolean {
    return this.type.endsWith(`/problems/${code}`);
  }
}

/** An answer of the service, so far as all are alike. */
export interface OfMoment {
  readonly asOf: { readonly position: string | null; readonly effectiveAt?: Day; readonly day: Day };
}
export interface Paged extends OfMoment {
  readonly page: { readonly next: string | null };
}

/** The most that the service gives at once. */
const limit = 200;

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** So often is asked again where the service is busy, or stops and starts. */
const mostTries = 5;
const longestWaitSeconds = 60;
const timeoutMilliseconds = 60_000;
/** A stream that was cut off is asked for again after so long. */
const reconnectMilliseconds = 1_000;

/** Mithaq's service, spoken to over HTTP. */
export class Service {
  private readonly base: URL;

  /** @throws UsageWrong */
  constructor(
    url: string,
    private readonly token: string | undefined,
  ) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new UsageWrong('--url takes the address of a service, such as http://127.0.0.1:3000.');
    }
    this.base = new URL(url.endsWith('/') ? url : `${url}/`);
    if (this.base.username || this.base.password) throw new UsageWrong('--url takes no user and no password; who you are, --token says.');
    // Told here: whoever makes a header of it would repeat it.
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
      throw new UsageWrong('--token has characters that no token has; is there a space or a line break in it?');
    }
  }

  get told(): string {
    return this.base.href.replace(/\/$/, '');
  }

  /** @throws ServiceRefused; Error where it does not answer, or cannot */
  get<Body>(path: string, query: Query = {}): Promise<Body> {
    const parameters = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((one): [string, string] => [name, String(one)]),
    );
    return this.send<Body>(`${path}${parameters.length > 0 ? `?${new URLSearchParams(parameters).toString()}` : ''}`, { method: 'GET' });
  }

  /** All pages of a list, of the moment of the first. @throws as `get` */
  async *pages<Page extends Paged>(path: string, query: Query): AsyncGenerator<Page, void, undefined> {
    for (let cursor: string | undefined, isLast = false; !isLast;) {
      const page: Page = await this.get<Page>(path, { ...query, limit, cursor });
      yield page;
      cursor = page.page.next ?? undefined;
      isLast = cursor === undefined;
    }
  }

  /** Under a key of its own, so that it is done once, however often it has to be sent. @throws as `get` */
  post<Body>(path: string, body: object): Promise<Body> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    return this.send<Body>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /**
   * The messages of a stream of events (WHATWG HTML, 9.2), until the signal; one that is cut off is asked for again where it was.
   *
   * @param after the id after which it begins
   * @returns what each message has as its data
   */
  async *follow(path: string, after: string, signal: AbortSignal): AsyncGenerator<unknown, void, undefined> {
    for (let last = after; !signal.aborted;) {
      try {
        const address = this.addressOf(`${path}?after=${last}`);
        const response = await fetch(address, { headers: this.headers('text/event-stream'), redirect: 'error', signal });
        if (!response.ok && !isBusy(response.status)) throw new Error(`${this.told} cannot be followed (${response.status}).`);
        let text = '';
        const decoder = new TextDecoder();
        for await (const chunk of response.ok && response.body ? response.body : []) {
          const messages = (text + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
          text = messages.pop()!;
          for (const message of messages) {
            const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(message)?.[1];
            const [id, data] = [field('id'), field('data')];
            if (id !== undefined && data !== undefined) yield JSON.parse(data);
            last = id ?? last;
          }
        }
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof TypeError)) throw error; // all that `fetch` says of a connection is a TypeError
      }
      await new Promise(resolve => setTimeout(resolve, reconnectMilliseconds));
    }
  }

  /** Whatever the status: of an address that says in the same words that all is well and that it is not. */
  async look<Body>(path: string): Promise<Body> {
    return (await this.answerOf(path, { method: 'GET' })).body as Body;
  }

  private async send<Body>(path: string, request: RequestInit): Promise<Body> {
    for (let tries = 1; ; tries++) {
      const { status, body, retryAfter } = await this.answerOf(path, request);
      if (status < 400) return body as Body;
      const problem = body as Problem;
      if (!isBusy(status)) throw new ServiceRefused(problem);
      if (!(retryAfter <= longestWaitSeconds) || tries === mostTries) {
        throw new Error(`${this.told} cannot answer (${status}). ${sentence(problem.title)} ${problem.detail ?? ''}`.trimEnd());
      }
      await new Promise(resolve => setTimeout(resolve, retryAfter * 1_000));
    }
  }

  /** @throws CheckFailed where an id in it is nothing but dots: that would be another address */
  private addressOf(path: string): URL {
    const dots = /(?:^|\/)(\.\.?)(?:[/?]|$)/.exec(path)?.[1];
    if (dots !== undefined) throw new CheckFailed(`Not found.\nThere is nothing under the id ${dots}.`);
    return new URL(path, this.base);
  }

  private headers(accept: string) {
    return { accept, ...(this.token && { authorization: `Bearer ${this.token}` }) };
  }

  private async answerOf(path: string, request: RequestInit) {
    const address = this.addressOf(path);
    let response: Response;
    let text: string;
    try {
      response = await fetch(address, {
        ...request,
        headers: { ...request.headers, ...this.headers('application/json') },
        redirect: 'error', // a token is for the service that it was given to
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      text = await response.text();
    } catch (error) {
      const reason = error instanceof Error && error.cause !== undefined ? error.cause : error;
      throw new Error(
        `${this.told} does not answer: ${messageOf(reason)}. Where it is elsewhere, say so with --url; a ledger itself is read with --data.`,
        { cause: error },
      );
    }
    if (!/json/.test(response.headers.get('content-type') ?? '')) {
      throw new Error(`${this.told} answers (${response.status}), but not as a service of Mithaq does.`);
    }
    // Seconds; where it says nothing, or a date, it is no number, and nobody waits.
    const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
    return { status: response.status, body: JSON.parse(text) as unknown, retryAfter };
  }
}

/** It may answer later: it has too much to do, or stops and starts. */
function isBusy(status: number): boolean {
  return status === 429 || status >= 500;
}

function sentence(title: string): string {
  return /[.?!]$/.test(title) ? title : `${title}.`;
}
