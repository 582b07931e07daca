/** Says to whatever lasts (a stream of events, a wait) that the service is ending. */
export class Shutdown {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;

  begin(): void {
    this.controller.abort();
  }
}
