/** Text on its way out as UTF-8, gathered piece by piece: each is encoded once, and none is put together before. */
export class Chunk {
  private bytes: Buffer;
  private used = 0;

  /** @param size in bytes, once it is full enough to be taken */
  constructor(private readonly size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  get isFull(): boolean {
    return this.used >= this.size;
  }

  write(text: string): void {
    const most = this.used + 3 * text.length; // UTF-8 has at most three bytes for each UTF-16 unit
    if (most > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(most, 2 * this.bytes.length));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    this.used += this.bytes.write(text, this.used);
  }

  /** What was gathered; from here on it gathers anew. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.bytes.buffer as ArrayBuffer, 0, this.used); // allocated above, not shared
    this.bytes = Buffer.allocUnsafeSlow(this.size);
    this.used = 0;
    return taken;
  }
}
